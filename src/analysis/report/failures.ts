import type { Analysis } from '../model/analysis';
import type { Finding } from '../model/finding';
import type { FunctionJudgement, Judgement } from '../model/judgement';
import { isOpen, isTold, isUnproven } from '../model/judgement';

/*
 * Models: what of an analysis is not as it should be: what is declared or asked and not reached, what must not be reached and is, and errors among the findings.
 * Law: each is told once. What a finding tells, no judgement tells again, and the other way around.
 */

/** Tells whether a judgement is not as somebody wants it. */
export function isFailure(judgement: Judgement): boolean {
  return isUnproven(judgement) || isOpen(judgement) || judgement.asked && judgement.verdict !== 'reachable';
}

/** The judgements of a function that fail, and that no finding tells. */
export function failuresToTell({ workload, judgements }: FunctionJudgement, { findings }: Analysis): readonly Judgement[] {
  const codes = new Set(findings.filter(({ source }) => source.id === workload.source.id).map(({ code }) => code));
  return judgements.filter((judgement) => isFailure(judgement)
    && !(isTold(judgement) && codes.has(judgement.toldBy!)) && !(isOpen(judgement) && codes.has('LAMBDA_REACHES_FORBIDDEN')));
}

/** The findings that no failing judgement tells: subnets that diverge in nothing but what is declared or asked are told there. */
export function findingsToTell({ functions, findings }: Analysis): readonly Finding[] {
  const isToldThere = (judgements: readonly Judgement[]) => judgements.some(diverges) && judgements.filter(diverges).every(isFailure);
  const told = new Set(functions.filter(({ judgements }) => isToldThere(judgements)).map(({ workload }) => workload.source.id));
  return findings.filter(({ code, source }) => code !== 'LAMBDA_SUBNETS_DIVERGE' || !told.has(source.id));
}

function diverges(judgement: Judgement): boolean {
  const { subnets, forbidden } = judgement;
  return forbidden !== true && !isTold(judgement) && subnets.some(({ verdict }) => verdict === 'reachable') && subnets.some(({ verdict }) => verdict === 'blocked');
}

/** The analysis with nothing but what fails, for machines. */
export function withFailuresOnly({ functions, findings }: Analysis): Analysis {
  return {
    functions: functions.map(({ workload, judgements }) => ({ workload, judgements: judgements.filter(isFailure) }))
      .filter(({ judgements }) => judgements.length > 0),
    findings: findings.filter(({ severity }) => severity === 'error'),
  };
}
