import { CfnElement, Stack } from 'aws-cdk-lib';

/*
 * Models: the elements of a template that another one names by text: with `Fn.ref()`, `Fn.getAtt()` and `Fn.sub()`, and where somebody writes `DependsOn` as it stands in a template.
 * AWS CDK makes no reference of that, and CloudFormation does.
 * Refuses: names of other templates. By text nothing is named but what is in the same one.
 */

const LOGICAL_ID = /^[A-Za-z0-9]+$/;
const IN_SUBSTITUTION = /\$\{([A-Za-z0-9]+)[.}]/g;

/** The elements of the same template that a rendered element names by text. */
export function namedInText(element: CfnElement, rendered: unknown): CfnElement[] {
  const { Resources } = rendered as { readonly Resources?: Record<string, { readonly DependsOn?: unknown }> };
  const stated = Object.values(Resources ?? {}).flatMap((resource) => textsOf(resource.DependsOn));
  const names = [...stated, ...namesIn(rendered)].filter((name) => LOGICAL_ID.test(name));
  return names.length === 0 ? [] : elementsNamed(Stack.of(element), names);
}

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, argument]: [string, unknown]) => [...namedBy(key, argument), ...namesIn(argument)]);
}

function namedBy(intrinsic: string, argument: unknown): string[] {
  const [first] = textsOf(argument);
  if (first === undefined) {
    return [];
  }
  switch (intrinsic) {
    case 'Ref': return [first];
    case 'Fn::GetAtt': return [first.split('.')[0]];
    case 'Fn::Sub': return [...first.matchAll(IN_SUBSTITUTION)].map(([, name]) => name);
    default: return [];
  }
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value as unknown[] : [value]).filter((one) => typeof one === 'string');
}

const knownElements = new WeakMap<Stack, Map<string, CfnElement | undefined>>();

/** The elements of a stack are looked for once, and again for a name that nobody asked for before. */
function elementsNamed(stack: Stack, names: readonly string[]): CfnElement[] {
  const known = knownElements.get(stack) ?? new Map<string, CfnElement | undefined>();
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    unknown.forEach((name) => known.set(name, undefined));
    elementsOf(stack).forEach((element) => known.set(stack.resolve(element.logicalId) as string, element));
    knownElements.set(stack, known);
  }
  return [...new Set(names)].flatMap((name) => known.get(name) ?? []);
}

function elementsOf(stack: Stack): CfnElement[] {
  return stack.node.findAll().filter(CfnElement.isCfnElement).filter((element) => element.stack === stack);
}
