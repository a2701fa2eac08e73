import type { Known, NetworkModel } from '../../../src/analysis/model/network';
import type { World } from '../../../src/analysis/model/world';
import type { StackIdentity, TemplateInput } from '../../../src/analysis/template/template-input';
import { readWorlds } from '../../../src/analysis/worlds/read-worlds';

/** What a template is read with. */
interface Circumstances {
  readonly name?: string;
  readonly stack?: StackIdentity;
  readonly parameters?: Record<string, string>;
  readonly nested?: Record<string, TemplateInput>;
}

/** A template as input, called `t` unless it has another name. */
export function template(body: unknown, { name = 't', stack, parameters, nested = {} }: Circumstances = {}): TemplateInput {
  return {
    name, body, nested: new Map(Object.entries(nested)),
    ...stack === undefined ? {} : { stack },
    ...parameters === undefined ? {} : { parameters: new Map(Object.entries(parameters)) },
  };
}

/** The worlds of templates. */
export function worldsOf(...templates: readonly TemplateInput[]): readonly World[] {
  return readWorlds({ templates }).worlds;
}

/** The model of templates without undecided conditions. */
export function modelOf(...templates: readonly TemplateInput[]): NetworkModel {
  const worlds = worldsOf(...templates);
  expect(worlds.map(({ assumptions, undecided }) => ({ assumptions, undecided }))).toEqual([{ assumptions: [], undecided: undefined }]);
  return worlds[0].model;
}

/** Resources by logical id. */
export type Resources = Record<string, readonly [type: string, properties?: object, metadata?: object]>;

/** The model of one template of the resources, each `[type, properties]`. */
export function modelOfResources(resources: Resources, rest: object = {}): NetworkModel {
  return modelOf(template({ Resources: resourcesOf(resources), ...rest }));
}

export function resourcesOf(resources: Resources): Record<string, unknown> {
  return Object.fromEntries(Object.entries(resources).map(([logicalId, [Type, Properties, Metadata]]) =>
    [logicalId, { Type, ...Properties === undefined ? {} : { Properties }, ...Metadata === undefined ? {} : { Metadata } }]));
}

/** The value, which has to be known. */
export function valueOf<T>(known: Known<T>): T {
  if (!known.known) {
    throw new RangeError(`not known: ${known.reason}`);
  }
  return known.value;
}
