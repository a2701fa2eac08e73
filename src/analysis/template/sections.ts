import type { Unrolled } from './for-each';
import { expandForEach, hasForEach } from './for-each';
import { MACRO, entry, isRawObject, objectOf } from './raw';
import { expandServerless, SERVERLESS_TRANSFORM } from './sam';
import type { Scope } from './scope';

/*
 * Models: the sections of a template after its transforms: loops of `Fn::ForEach` unrolled, resources of SAM given the settings
 * that are written once for all.
 * Refuses: to guess what a macro of one's own makes of a template, or what a module stands for. It is noted, and no verdict holds.
 */

export interface Sections {
  readonly parameters: ReadonlyMap<string, unknown>;
  readonly mappings: ReadonlyMap<string, unknown>;
  readonly conditions: ReadonlyMap<string, unknown>;
  readonly resources: ReadonlyMap<string, unknown>;
  readonly outputs: ReadonlyMap<string, unknown>;

  /** Why the template may become another one. */
  readonly rewritten?: string;
}

/** The transform with which templates may have loops. */
const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

/** Transforms of which it is known what they do, or that they do nothing to networks. */
const KNOWN_TRANSFORMS = /^AWS::(Serverless-2016-10-31|LanguageExtensions|CodeDeployBlueGreen|SecretsManager-.*|CodeStar|DevOpsGuru.*|EKS.*)$/;

/** Read the sections of a template. */
export function readSections(scope: Scope): Sections {
  const { body } = scope.template;
  const parameters = section(body, 'Parameters');
  const mappings = section(body, 'Mappings');
  const hasLoops = transformsOf(body).includes(LANGUAGE_EXTENSIONS) && hasForEach(body);
  const { expanded: unrolled, notes } = hasLoops ? unroll(body, { parameters, mappings }, scope) : { expanded: body, notes: [] };
  const rewritten = foreignTransform(body) ?? notes[0];
  if (rewritten !== undefined) {
    scope.deployment.note(scope.template, undefined, rewritten);
  }
  const conditions = section(unrolled, 'Conditions');
  const resources = section(unrolled, 'Resources');
  return {
    parameters, mappings, conditions,
    resources: transformsOf(body).includes(SERVERLESS_TRANSFORM) ? expandServerless(resources, entry(body, 'Globals')) : resources,
    outputs: section(unrolled, 'Outputs'),
    ...rewritten === undefined ? {} : { rewritten },
  };
}

function unroll(body: unknown, known: Pick<Sections, 'parameters' | 'mappings'>, scope: Scope): Unrolled {
  scope.provisional = { ...known, conditions: new Map(), resources: new Map(), outputs: new Map() };
  const result = expandForEach(objectOf(body), (raw) => scope.value(raw));
  scope.provisional = undefined;
  return result;
}

function section(body: unknown, name: string): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(objectOf(entry(body, name))));
}

function transformsOf(body: unknown): readonly unknown[] {
  const transform = entry(body, 'Transform');
  return transform === undefined ? [] : Array.isArray(transform) ? transform : [transform];
}

function foreignTransform(body: unknown): string | undefined {
  const foreign = transformsOf(body).find((transform) => typeof transform !== 'string' || !KNOWN_TRANSFORMS.test(transform));
  if (foreign !== undefined) {
    const name = isRawObject(foreign) ? entry(foreign, 'Name') : foreign;
    return `the transform ${typeof name === 'string' ? name : 'of unknown name'} may change the template in ways that are not read`;
  }
  const included = ['Resources', 'Conditions', 'Mappings', 'Outputs', 'Parameters'].find((name) => entry(entry(body, name), MACRO) !== undefined);
  return included !== undefined || entry(body, MACRO) !== undefined
    ? `Fn::Transform in ${included ?? 'the template'} adds something that is not read` : foreignResource(body);
}

/** A macro may make another resource of one, and a module stands for resources that its registration holds. */
function foreignResource(body: unknown): string | undefined {
  for (const [logicalId, raw] of Object.entries(objectOf(entry(body, 'Resources')))) {
    if (entry(raw, MACRO) !== undefined) {
      return `Fn::Transform in ${logicalId} may make another resource of it`;
    }
    if (/::MODULE$/.test(String(entry(raw, 'Type')))) {
      return `the module ${logicalId} stands for resources that are not read`;
    }
  }
  return undefined;
}
