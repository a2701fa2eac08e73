import type { Telling } from './blocked-destinations';
import { inReport, stepsOf } from './blocked-destinations';
import type { Problem } from './problem';
import { joinDistinct, stableName, subjectOf } from './problem';
import type { Analysis } from '../../model/analysis';
import type { Judgement } from '../../model/judgement';
import { isOpen } from '../../model/judgement';
import type { Workload } from '../../model/network';
import { FAMILY_NAMES, spellMend } from '../describe';

/*
 * Models: what must not be reached, and is, or is not proven to be closed. Each is a problem of its own: a way that is open here says nothing of another one.
 */

/** The code of the finding that tells of it too. */
export const OPENED = 'LAMBDA_REACHES_FORBIDDEN';

/** The problems of functions with what they must not reach. */
export function openedDestinations({ functions, findings }: Analysis, { places }: Telling): Problem[] {
  return functions.flatMap(({ workload, judgements }) => {
    const acknowledged = places.acknowledgement(workload.source, OPENED);
    const mend = findings.find(({ code, source }) => code === OPENED && source.id === workload.source.id)?.mend;
    return judgements.filter(isOpen).map((judgement): Problem => ({
      rule: OPENED, level: 'error', subjects: [subjectOf(workload.source)], counted: 'function', causes: [],
      text: spell(judgement, mend === undefined ? '' : ` To mend it: ${spellMend(mend, workload)}.`),
      steps: stepsOf(judgement),
      identity: identityOf(workload, judgement),
      ...acknowledged === undefined ? {} : { acknowledged: [acknowledged] },
      properties: { destinations: [judgement.destination], verdicts: [judgement.verdict], report: [inReport(workload, judgement)] },
    }));
  });
}

function identityOf({ source }: Workload, { destination, family, ports }: Judgement): readonly unknown[] {
  return [OPENED, stableName(source), destination, family, ports ?? ''];
}

function spell({ destination, family, ports, verdict, subnets }: Judgement, mend: string): string {
  const details = joinDistinct(subnets.flatMap(({ path }) => path.obstacles.map(({ detail }) => detail)));
  return ` ${verdict === 'reachable' ? 'reaches' : 'is not proven not to reach'} ${destination} (${FAMILY_NAMES[family]})${ports === undefined ? '' : ` on ${ports}`}`
    + `, which must not be reached${details === '' ? '' : `: ${details}`}.${mend}`;
}
