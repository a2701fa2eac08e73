import type { Unrolled } from './for-each';
import { expandForEach, hasForEach } from './for-each';
import { MACRO, entry, isRawObject, objectOf } from './raw';
import { expandServerless, SERVERLESS_TRANSFORM } from './sam';
import type { Sections } from './template-sections';
import type { Value } from './value';

/*
 * Models: the sections of a template after its transforms: loops of `Fn::ForEach` unrolled, resources of SAM given the settings
 * that are written once for all.
 * Refuses: to guess what a macro of one's own makes of a template, or what a module stands for. It is noted, and no verdict holds.
 */

/** The transform with which templates may have loops. */
const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

/** Transforms of which it is known what they do, or that they do nothing to networks. */
const KNOWN_TRANSFORMS = /^AWS::(Serverless-2016-10-31|LanguageExtensions|CodeDeployBlueGreen|SecretsManager-.*|CodeStar|DevOpsGuru.*|EKS.*)$/;

/** Where sections are read: loops may refer to some of them while they are unrolled. */
interface Reader {
  readonly body: unknown;
  readonly unrollWith: (provisional: Sections, unroll: (evaluate: (raw: unknown) => Value) => Unrolled) => Unrolled;
  readonly note: (reason: string) => void;
}

/** Read the sections of a template. */
export function readSections({ body, unrollWith, note }: Reader): Sections {
  const parameters = section(body, 'Parameters');
  const mappings = section(body, 'Mappings');
  const hasLoops = transformsOf(body).includes(LANGUAGE_EXTENSIONS) && hasForEach(body);
  const { expanded: unrolled, notes } = hasLoops ? unroll(body, { parameters, mappings }, unrollWith) : { expanded: body, notes: [] };
  const rewritten = foreignTransform(body) ?? notes[0];
  if (rewritten !== undefined) {
    note(rewritten);
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

function unroll(body: unknown, known: Pick<Sections, 'parameters' | 'mappings'>, unrollWith: Reader['unrollWith']): Unrolled {
  const provisional = { ...known, conditions: new Map(), resources: new Map(), outputs: new Map() };
  return unrollWith(provisional, (evaluate) => expandForEach(objectOf(body), evaluate));
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
