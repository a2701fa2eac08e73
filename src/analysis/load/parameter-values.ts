import { InputError } from './input-error';
import { isRawObject } from '../template/raw';

/*
 * Models: values for the parameters of templates: for all templates, or for each by the name of its file or of its stack. The form of
 * the AWS command line, a list of `ParameterKey` and `ParameterValue`, is for all.
 */

/** Values for parameters. */
export interface ParameterValues {
  /** For every template, by the name of the parameter. */
  readonly forAll: ReadonlyMap<string, string>;

  /** For single templates, by what they or their stacks are called. */
  readonly forEach: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** The values that the content of a file gives. */
export function readParameterValues(content: unknown, path: string): ParameterValues {
  const forAll = new Map<string, string>();
  const forEach = new Map<string, ReadonlyMap<string, string>>();
  if (Array.isArray(content)) {
    content.forEach((item) => forAll.set(...pair(item, path)));
    return { forAll, forEach };
  }
  if (!isRawObject(content)) {
    throw new InputError(`${path} holds no values of parameters: expected an object such as {"Name": "value"} or {"Stack": {"Name": "value"}}`);
  }
  for (const [name, value] of Object.entries(content)) {
    if (isRawObject(value)) {
      forEach.set(name, new Map(Object.entries(value).map(([parameter, inner]) => [parameter, text(inner, parameter, path)])));
    } else {
      forAll.set(name, text(value, name, path));
    }
  }
  return { forAll, forEach };
}

/** The values for a template that goes by several names; the more particular ones count. */
export function parametersFor(values: ParameterValues | undefined, names: readonly (string | undefined)[]): ReadonlyMap<string, string> | undefined {
  if (values === undefined) {
    return undefined;
  }
  const own = names.flatMap((name) => [...(name === undefined ? undefined : values.forEach.get(name)) ?? []]);
  return new Map([...values.forAll, ...own]);
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
