import type { Telling } from './blocked-destinations';
import { blockedDestinations } from './blocked-destinations';
import { openedDestinations } from './opened-destinations';
import type { Frame } from './render-log';
import { renderLog } from './render-log';
import { toldFindings } from './told-findings';
import type { Analysis } from '../../model/analysis';
import { failuresToTell } from '../failures';

/*
 * Models: what `check` finds, as code scanning takes it.
 * Law: every judgement and every finding that fails is told by a result, once.
 */

/** The analysis as SARIF. */
export function renderSarif(analysis: Analysis, telling: Telling, frame: Pick<Frame, 'version' | 'unread'>): string {
  const failing = analysis.functions.map((entry) => ({ workload: entry.workload, judgements: failuresToTell(entry, analysis) }));
  return renderLog([
    ...openedDestinations(analysis, telling), ...blockedDestinations(failing, telling), ...toldFindings(analysis, telling),
  ], { ...frame, command: 'check', places: telling.places });
}
