import type { RecordedVerdict } from '../src/analysis/record/reachability-record';
import type { Standing } from '../src/analysis/picture/standing';
import { standingOf } from '../src/analysis/picture/standing';

const WANTED: Readonly<Record<Standing, string>> = { good: 'as wanted', bad: 'not as wanted', open: 'not known', unasked: 'nobody asks' };

/** The words for a verdict: what it is, and how it stands to what is wanted. */
export function wordsOf(verdict: RecordedVerdict): string {
  const wanted = verdict.forbidden === true ? 'must not be reached' : verdict.declared === true ? 'declared' : verdict.mounted === true ? 'mounted' : verdict.asked === true ? 'asked' : '';
  return `${verdict.verdict}${wanted === '' ? '' : ` (${wanted}, ${WANTED[standingOf(verdict)]})`}`;
}

/** A sign for the eye; its character is in the styles, so that nobody hears it beside the words. */
export function Sign({ verdict }: { readonly verdict: RecordedVerdict }) {
  return <span class={`sign ${standingOf(verdict)} ${verdict.verdict}`} />;
}
