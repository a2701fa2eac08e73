import type { LoopNote, Unrolled } from './for-each';
import { expandForEach, hasForEach } from './for-each';
import { foreignTransform, transformsOf } from './foreign-transforms';
import { entry, objectOf } from './raw';
import type { Remark } from './reading-notes';
import { expandServerless, SERVERLESS_TRANSFORM } from './sam';
import { structureRemarks } from './structure';
import type { Rewriting, Sections } from './template-sections';
import type { Value } from './value';

/*
 * Models: the sections of a template after its transforms: loops of `Fn::ForEach` unrolled, resources of SAM given the settings
 * that are written once for all.
 * Refuses: to guess what a macro of one's own makes of a template, or what a loop over unknown items makes. It is noted, and no verdict holds.
 */

/** The transform with which templates may have loops. */
const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

const GIVE_THE_COLLECTION = 'give the parameters that the collection of the loop is made of, as defaults or with --params';
const FEWER_ITEMS = 'give the loops fewer items, or divide the template into nested stacks';

/** Where sections are read: loops may refer to some of them while they are unrolled. */
interface Reader {
  readonly body: unknown;
  readonly unrollWith: (provisional: Sections, unroll: (evaluate: (raw: unknown) => Value) => Unrolled) => Unrolled;
  readonly note: (logicalId: string | undefined, remark: Remark) => void;
}

/** Read the sections of a template. */
export function readSections({ body, unrollWith, note }: Reader): Sections {
  const parameters = section(body, 'Parameters');
  const mappings = section(body, 'Mappings');
  const transforms = transformsOf(body);
  const hasLoops = transforms.includes(LANGUAGE_EXTENSIONS) && hasForEach(body);
  const { expanded: unrolled, notes } = hasLoops ? unroll(body, { parameters, mappings }, unrollWith) : { expanded: body, notes: [] };
  const foreign = foreignTransform(body);
  const loops = notes.map(ofLoop);
  [...foreign === undefined ? [] : [foreign], ...loops].forEach((remark) => note(undefined, remark));
  structureRemarks(unrolled, transforms).forEach(({ logicalId, ...remark }) => note(logicalId, remark));
  const rewritten: Rewriting | undefined = foreign ?? loops[0];
  const conditions = section(unrolled, 'Conditions');
  const resources = section(unrolled, 'Resources');
  return {
    parameters, mappings, conditions,
    resources: transforms.includes(SERVERLESS_TRANSFORM) ? expandServerless(resources, entry(body, 'Globals')) : resources,
    outputs: section(unrolled, 'Outputs'),
    ...rewritten === undefined ? {} : { rewritten: { reason: rewritten.reason, mend: rewritten.mend } },
  };
}

function ofLoop({ reason, isInvalid }: LoopNote) {
  return { reason, mend: isInvalid ? FEWER_ITEMS : GIVE_THE_COLLECTION, ...isInvalid ? { isInvalid } : {} };
}

function unroll(body: unknown, known: Pick<Sections, 'parameters' | 'mappings'>, unrollWith: Reader['unrollWith']): Unrolled {
  const provisional = { ...known, conditions: new Map(), resources: new Map(), outputs: new Map() };
  return unrollWith(provisional, (evaluate) => expandForEach(objectOf(body), evaluate));
}

function section(body: unknown, name: string): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(objectOf(entry(body, name))));
}
