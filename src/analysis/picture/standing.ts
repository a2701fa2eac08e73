import type { ReachabilityRecord, RecordedVerdict } from '../record/reachability-record';

/*
 * Models: how a verdict stands to what is wanted: what is declared, asked or mounted is wanted open, and what is forbidden closed.
 */

export type Standing = 'good' | 'bad' | 'open' | 'unasked';

/** Tells whether somebody wants the verdict to be one or the other. */
export function isWanted({ declared, asked, mounted, forbidden }: RecordedVerdict): boolean {
  return declared === true || asked === true || mounted === true || forbidden === true;
}

export function standingOf(verdict: RecordedVerdict): Standing {
  if (!isWanted(verdict)) {
    return 'unasked';
  }
  return verdict.verdict === 'inconclusive' ? 'open' : verdict.verdict === (verdict.forbidden === true ? 'blocked' : 'reachable') ? 'good' : 'bad';
}

/** Tells whether a verdict is not as somebody wants it, or not known to be. */
export function isAmiss(verdict: RecordedVerdict): boolean {
  return ['bad', 'open'].includes(standingOf(verdict));
}

/** How many verdicts of all functions stand in each way. */
export function countStandings({ functions, answers }: ReachabilityRecord): Readonly<Record<Standing, number>> {
  const counts = { good: 0, bad: 0, open: 0, unasked: 0 };
  const ofAnswers = answers.map((verdicts) => verdicts.map(standingOf));
  functions.forEach(({ answers: place }) => ofAnswers[place].forEach((standing) => {
    counts[standing] += 1;
  }));
  return counts;
}
