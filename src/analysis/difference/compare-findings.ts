import type { Difference, FindingChange, UnreadPart } from './difference';
import type { Speaker } from './same-sentence';
import { isSameSentence } from './same-sentence';
import type { FindingCode } from '../model/finding-codes';
import type { Place, RecordedFinding } from '../record/reachability-record';

/*
 * Models: what is said of functions and networks besides verdicts, before and now; and what is not read, of which nothing can be said.
 */

/** The findings that say that something is not read. */
const UNREAD: ReadonlySet<FindingCode> = new Set(['LAMBDA_COMPUTE_NOT_READ', 'TEMPLATE_NOT_READ', 'TEMPLATE_INVALID']);

/** Findings that verdicts tell. */
const TOLD_AS_VERDICT: ReadonlySet<FindingCode> = new Set(['LAMBDA_REACHES_FORBIDDEN']);

/** Functions that one side has alone. */
export interface OneSided {
  readonly base: ReadonlySet<Place>;
  readonly head: ReadonlySet<Place>;
}

/** Compare what is said; what is good to know of a function that is new, or goes, is not told. */
export function compareFindings(base: Speaker, head: Speaker, alone: OneSided): Difference['findings'] {
  const isToldOf = (places: ReadonlySet<Place>) => ({ code, severity, resource }: RecordedFinding) =>
    !UNREAD.has(code) && !TOLD_AS_VERDICT.has(code) && !(severity === 'info' && places.has(resource));
  return {
    added: onlyIn(head, base).filter(isToldOf(alone.head)).map((found) => ({ ...partOf(found, head), severity: found.severity })),
    removed: onlyIn(base, head).filter(isToldOf(alone.base)).map((found) => ({ ...partOf(found, base), severity: found.severity })),
  } satisfies { added: FindingChange[]; removed: FindingChange[] };
}

/** Returns what a record says is not read. */
export function unreadIn({ record }: Pick<Speaker, 'record'>): UnreadPart[] {
  return record.findings.filter(({ code }) => UNREAD.has(code)).map((found) => partOf(found, { record }));
}

/**
 * Returns what tells whether a function, which the other side judges, may be in what this side does not read: in something that the other side reads,
 * or does not have.
 */
export function mayBeUnread(side: Speaker, other: Speaker): (id: string) => boolean {
  const own = new Set(unreadIn(side).map(({ id }) => id));
  const isNew = onlyIn(side, other).some(({ code }) => UNREAD.has(code));
  return (id) => isNew || own.has(id);
}

function onlyIn(one: Speaker, other: Speaker): RecordedFinding[] {
  const known = new Map<string, RecordedFinding[]>();
  other.record.findings.forEach((found) => known.set(keyOf(found, other), [...known.get(keyOf(found, other)) ?? [], found]));
  return one.record.findings.filter((found) =>
    !(known.get(keyOf(found, one)) ?? []).some(({ code, message }) => UNREAD.has(code) || isSameSentence(found.message, one, message, other)));
}

function keyOf({ code, resource }: RecordedFinding, { record, nameOf }: Speaker): string {
  return JSON.stringify([code, nameOf(resource) ?? record.resources[resource].id]);
}

function partOf({ code, resource, message, mend }: RecordedFinding, { record }: Pick<Speaker, 'record'>): UnreadPart {
  return { id: record.resources[resource].id, code, message, mend: record.mends[mend].inTemplate };
}
