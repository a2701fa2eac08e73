import { InputError } from './input-error';
import type { RawObject } from '../template/raw';
import { entry, isRawObject } from '../template/raw';
import type { TemplateInput } from '../template/template-input';

/*
 * Models: values for the parameters of templates: for all templates, or for each by the name of its file or of its stack. The form of
 * the AWS command line, a list of `ParameterKey` and `ParameterValue`, is for all. A parameter of Systems Manager is given by its name, and what is null
 * is not given.
 */

/** Values for parameters. */
export interface ParameterValues {
  /** For every template, by the name of the parameter. */
  readonly forAll: ReadonlyMap<string, string>;

  /** For single templates, by what they or their stacks are called. */
  readonly forEach: ReadonlyMap<string, ReadonlyMap<string, string>>;

  /** The names of templates for which values were taken. */
  readonly used: Set<string>;
}

/** The values that the content of a file gives. */
export function readParameterValues(content: unknown, path: string): ParameterValues {
  if (Array.isArray(content)) {
    return { forAll: new Map(content.map((item) => pair(item, path))), forEach: new Map(), used: new Set() };
  }
  if (!isRawObject(content)) {
    throw new InputError(`${path} holds no values of parameters: expected an object such as {"Name": "value"} or {"Stack": {"Name": "value"}}`);
  }
  const objects = Object.entries(content).filter((each): each is [string, RawObject] => isRawObject(each[1]));
  return { forAll: texts(content, path), forEach: new Map(objects.map(([name, values]) => [name, texts(values, path, true)])), used: new Set() };
}

/** The values of an object that are given. */
function texts(values: RawObject, path: string, isInner = false): ReadonlyMap<string, string> {
  const given = Object.entries(values).filter(([, value]) => value !== null && (isInner || !isRawObject(value)));
  return new Map(given.map(([name, value]) => [name, text(value, name, path)]));
}

/** The values for a template that goes by several names; the more particular ones count. */
export function parametersFor(values: ParameterValues | undefined, names: readonly (string | undefined)[]): ReadonlyMap<string, string> | undefined {
  if (values === undefined) {
    return undefined;
  }
  const found = names.filter((name): name is string => name !== undefined && values.forEach.has(name));
  found.forEach((name) => values.used.add(name));
  return new Map([...values.forAll, ...found.flatMap((name) => [...values.forEach.get(name)!])]);
}

/** Returns what is given and no template has, a sentence each. */
export function unusedValues({ forAll, forEach, used }: ParameterValues, templates: readonly TemplateInput[]): string[] {
  const isUnused = (name: string) => !templates.some((template) => mentions(template, name));
  const names = [...forAll.keys(), ...[...used].flatMap((name) => [...forEach.get(name)!.keys()])].filter(isUnused);
  return [
    ...[...new Set(names)].map((name) => `--params gives '${name}', and no template has a parameter of that name`),
    ...[...forEach.keys()].filter((name) => !used.has(name)).map((name) => `--params gives values for '${name}', and no template or stack is called so`),
  ];
}

/** Tells whether a template or one nested in it has the parameter, or looks it up in Systems Manager. */
function mentions(template: TemplateInput, name: string): boolean {
  const { body, nested } = template;
  return entry(entry(body, 'Parameters'), name) !== undefined
    || /[/:]/.test(name) && JSON.stringify(body).includes(name.replace(/^\{\{|\}\}$/g, '').replace(/^(resolve:)?ssm:/, ''))
    || [...nested.values()].some((inner) => mentions(inner, name));
}

function pair(item: unknown, path: string): [string, string] {
  const { ParameterKey: key, ParameterValue: value } = isRawObject(item) ? item : {};
  if (typeof key !== 'string' || value === undefined) {
    throw new InputError(`${path} has an item without ParameterKey or ParameterValue`);
  }
  return [key, text(value, key, path)];
}

function text(value: unknown, name: string, path: string): string {
  const items = Array.isArray(value) ? value as unknown[] : [value];
  if (!items.every((item) => ['string', 'number', 'boolean'].includes(typeof item))) {
    throw new InputError(`${path} has no text for the parameter '${name}': expected a text, a number, true, false, or a list of them`);
  }
  return items.map(String).join(',');
}
