import type { Evidence, VerdictChange } from './difference';
import type { Speaker } from './same-sentence';
import { isSameSentence } from './same-sentence';
import type { ReachabilityRecord, RecordedFunction, RecordedVerdict } from '../record/reachability-record';
import { detailFor } from '../record/reachability-record';

/*
 * Models: what one function reaches, before and now.
 */

/** Changes of verdicts, by the list they belong in. */
export interface VerdictChanges {
  readonly lost: VerdictChange[];
  readonly opened: VerdictChange[];
  readonly changed: VerdictChange[];
  readonly inconclusive: VerdictChange[];
  unchanged: number;
}

/** A function in its record. */
export interface Side extends Speaker {
  readonly function: RecordedFunction;
}

/** Add what a function that only one side has does not reach although it declares it, and what it reaches although it must not. */
export function addUnproven(side: Side, which: 'before' | 'after', changes: VerdictChanges): void {
  const unproven = side.record.answers[side.function.answers].filter(({ declared, forbidden, verdict }) =>
    forbidden === true ? verdict !== 'blocked' : declared === true && verdict !== 'reachable');
  changes.changed.push(...unproven.map((verdict) => which === 'after' ? changeOf(undefined, verdict, side, side) : changeOf(verdict, undefined, side, side)));
}

/** Compare what a function reaches, and add what differs. */
export function compareVerdicts(base: Side, head: Side, changes: VerdictChanges): void {
  const before = verdictsOf(base);
  const after = verdictsOf(head);
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(key), after.get(key)];
    const list = listOf(was, is, base, head);
    if (list !== undefined) {
      changes[list].push(changeOf(was, is, base, head));
    } else if (was !== undefined && is !== undefined) {
      changes.unchanged += 1;
    }
  }
}

function verdictsOf({ record, function: { answers }, nameOf }: Side): Map<string, RecordedVerdict> {
  return new Map(record.answers[answers].map((verdict) => {
    const { destination, resource, family, forbidden } = verdict;
    const name = nameOfDestination(destination, resource === undefined ? undefined : nameOf(resource));
    return [JSON.stringify([name, family, forbidden === true]), verdict];
  }));
}

/** The destination with its resource called as both sides do, and its ports. */
function nameOfDestination(destination: string, resource: string | undefined): string {
  const ports = /:[\d,/a-z-]+$/.exec(destination)?.[0] ?? '';
  return resource === undefined ? destination : `${resource}${ports}`;
}

type ListName = Exclude<keyof VerdictChanges, 'unchanged'>;

function listOf(was: RecordedVerdict | undefined, is: RecordedVerdict | undefined, base: Side, head: Side): ListName | undefined {
  if (was === undefined || is === undefined) {
    // what nobody declares is asked where an endpoint is, and its coming or going is no verdict
    return [was, is].some((each) => each?.declared === true || each?.forbidden === true) ? 'changed' : undefined;
  }
  if (was.verdict !== is.verdict) {
    return was.verdict === 'inconclusive' || is.verdict === 'inconclusive' ? 'inconclusive' : is.verdict === 'blocked' ? 'lost' : 'opened';
  }
  return differs(was, is, base, head) ? 'changed' : undefined;
}

/** Tells whether the same verdict rests on something else: another kind of way, or another thing in the way of what is declared, now or before. */
function differs(was: RecordedVerdict, is: RecordedVerdict, base: Side, head: Side): boolean {
  if (is.verdict === 'reachable') {
    return String(kindsOf(was, base.record)) !== String(kindsOf(is, head.record)) || !assumesTheSame(was, is, base, head);
  }
  if (was.declared !== is.declared) {
    return true;
  }
  return is.declared === true && String([...evidenceOf(was, base).codes].sort()) !== String([...evidenceOf(is, head).codes].sort());
}

/** The kinds of what the paths pass, each kind of path once. */
function kindsOf({ from, verdict }: RecordedVerdict, { paths }: ReachabilityRecord): string[] {
  return [...new Set(from.filter(([, own]) => own === verdict).map(([, , path]) => paths[path].hops.map(({ kind }) => kind).join(' ')))].sort();
}

function assumesTheSame(was: RecordedVerdict, is: RecordedVerdict, base: Side, head: Side): boolean {
  const [before, after] = [assumptionsOf(was, base), assumptionsOf(is, head)];
  return before.length === after.length && before.every((one) => after.some((other) => isSameSentence(one, base, other, head)));
}

function assumptionsOf(verdict: RecordedVerdict, { record }: Side): string[] {
  return [...new Set(decisivePaths(verdict, record).flatMap(({ assumptions }) => assumptions))];
}

function changeOf(was: RecordedVerdict | undefined, is: RecordedVerdict | undefined, base: Side, head: Side): VerdictChange {
  const [before, after] = [evidenceOf(was, base), evidenceOf(is, head)];
  const decisive = after.codes.length > 0 ? { verdict: is, side: head, evidence: after } : { verdict: was, side: base, evidence: before };
  const declared = is?.declared === true;
  const { destination, family, forbidden } = (is ?? was)!;
  return {
    function: head.record.resources[head.function.resource].id,
    destination,
    family,
    before: was?.verdict ?? null,
    after: is?.verdict ?? null,
    codes: decisive.evidence.codes,
    mend: mendsOf(decisive.verdict, decisive.side).join('; '),
    declared,
    ...was?.declared === true ? { declaredBefore: true } : {},
    ...!declared && head.function.declares && forbidden !== true ? { undeclared: true } : {},
    ...forbidden === true ? { forbidden: true } : {},
    was: before,
    is: after,
  };
}

/** The subnets that decide: of what is not reached from all, those from which it is not. */
function decisivePaths({ from, verdict }: RecordedVerdict, { paths }: ReachabilityRecord) {
  return from.filter(([, own]) => own === verdict).map(([, , path]) => paths[path]);
}

function evidenceOf(verdict: RecordedVerdict | undefined, { record, function: { resource } }: Side): Evidence {
  const paths = verdict === undefined ? [] : decisivePaths(verdict, record);
  const { id } = record.resources[resource];
  const obstacles = paths.flatMap((path) => path.obstacles.map((place) => record.obstacles[place]));
  const byKinds = new Map<string, string>();
  for (const { hops } of paths) {
    const kinds = hops.map(({ kind }) => kind).join(' ');
    byKinds.set(kinds, byKinds.get(kinds) ?? hops.map(({ text }) => text).join(' → '));
  }
  return {
    ways: [...byKinds.values()],
    codes: [...new Set(obstacles.map(({ code }) => code))],
    details: [...new Set(obstacles.map((obstacle) => detailFor(obstacle, id)))],
    assumptions: [...new Set(paths.flatMap(({ assumptions }) => assumptions))],
  };
}

function mendsOf(verdict: RecordedVerdict | undefined, { record, function: { resource, declares } }: Side): string[] {
  const isOurs = declares && record.resources[resource].constructPath !== undefined;
  const places = verdict === undefined ? [] : decisivePaths(verdict, record).flatMap(({ obstacles }) => obstacles);
  const mends = places.map((place) => record.mends[record.obstacles[place].mend]);
  return [...new Set(mends.map(({ inConstructs, inTemplate }) => isOurs ? inConstructs ?? inTemplate : inTemplate))];
}
