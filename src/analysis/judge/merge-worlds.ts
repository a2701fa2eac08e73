import type { Analysis } from '../model/analysis';
import type { Finding } from '../model/finding';
import { isRefused } from '../model/finding-codes';
import type { FunctionJudgement, Judgement } from '../model/judgement';
import type { Mend, SubnetVerdict, VerdictKind } from '../model/verdict';
import { disjunction } from '../model/verdict';

/*
 * Models: what holds whichever way the undecided conditions of the templates turn out.
 * Law: a verdict that is the same in all worlds is the verdict. Where worlds differ it is inconclusive, and names the conditions
 * under which it is worse. A function, or a destination, that is only in some of the worlds is judged in those.
 */

interface JudgedWorld {
  readonly assumptions: readonly string[];
  readonly analysis: Analysis;
}

const MEND: Mend = { inTemplate: 'give the parameters that the conditions depend on, as defaults or with --params' };

/** Make one analysis of those of all worlds. */
export function mergeWorlds(worlds: readonly JudgedWorld[]): Analysis {
  return worlds.length === 1 ? worlds[0].analysis : { functions: mergeFunctions(worlds), findings: mergeFindings(worlds) };
}

/** An analysis that stands for nothing, because too much of its world is not decided. */
export function withoutVerdicts({ functions, findings }: Analysis, reason: string, mend?: string): Analysis {
  const obstacle = { status: 'unknown', code: 'UNDECIDED_CONDITION', detail: reason, mend: mend === undefined ? MEND : { inTemplate: mend } } as const;
  const inconclusive = (verdict: SubnetVerdict): SubnetVerdict =>
    ({ ...verdict, verdict: 'inconclusive', path: { ...verdict.path, obstacles: [obstacle] } });
  return {
    functions: functions.map(({ workload, judgements }) => ({
      workload,
      judgements: judgements.map((judgement) => ({ ...judgement, verdict: 'inconclusive', subnets: judgement.subnets.map(inconclusive) })),
    })),
    findings: findings.filter(({ code }) => code === 'LAMBDA_COMPUTE_NOT_READ'),
  };
}

function mergeFunctions(worlds: readonly JudgedWorld[]): FunctionJudgement[] {
  const grouped = group(worlds, ({ analysis }) => analysis.functions, ({ workload }) => workload.source.id);
  return grouped.map((variants) => {
    const judgements = group(variants, ({ value }) => value.judgements, ({ destination, family, forbidden }) => `${family} ${destination} ${forbidden ?? false}`)
      .map((entries) => entries.map(({ from, value }) => ({ assumptions: from.from.assumptions, judgement: value })));
    return { workload: variants[0].value.workload, judgements: judgements.map(mergeJudgements) };
  });
}

function mergeJudgements(variants: readonly { readonly assumptions: readonly string[]; readonly judgement: Judgement }[]): Judgement {
  // a finding of one world may be a warning in all of them together, so that it does not tell everything
  const { toldBy: _, ...first } = variants[0].judgement;
  if (first.forbidden === true) {
    return leastClosed(variants);
  }
  const declared = variants.some(({ judgement }) => judgement.declared);
  const asked = variants.some(({ judgement }) => judgement.asked);
  const isOfGrants = variants.every(({ judgement }) => judgement.isOfGrants === true);
  if (variants.every(({ judgement }) => judgement.verdict === first.verdict)) {
    return { ...first, declared, asked, isOfGrants };
  }
  const worst = variants.find(({ judgement }) => judgement.verdict === 'blocked') ?? variants.find(({ judgement }) => judgement.verdict === 'inconclusive')!;
  return {
    ...first,
    declared,
    asked,
    isOfGrants,
    verdict: 'inconclusive',
    subnets: worst.judgement.subnets.map((verdict) => undecided(verdict, worst.assumptions)),
    conditions: worst.assumptions,
  };
}

/** Takes a destination that must not be reached for closed when it is in all worlds. */
function leastClosed(variants: readonly { readonly assumptions: readonly string[]; readonly judgement: Judgement }[]): Judgement {
  const verdict = disjunction(variants.map(({ judgement }) => judgement.verdict));
  const { judgement, assumptions } = variants.find((variant) => variant.judgement.verdict === verdict)!;
  return verdict === 'blocked' ? judgement : { ...judgement, conditions: assumptions };
}

/** Makes obstacles uncertain: what blocks in one world is unknown in all of them together. */
function undecided(verdict: SubnetVerdict, assumptions: readonly string[]): SubnetVerdict {
  if (verdict.verdict === 'reachable') {
    return verdict;
  }
  const found = verdict.path.obstacles.map(({ detail }) => detail).join('; ');
  const obstacle = { status: 'unknown', code: 'UNDECIDED_CONDITION', detail: `when ${assumptions.join(' and ')}: ${found}`, mend: MEND } as const;
  const kind: VerdictKind = 'inconclusive';
  return { ...verdict, verdict: kind, path: { ...verdict.path, obstacles: [obstacle] } };
}

/** A finding of some worlds is a finding; it is said once. What AWS refuses in some of them alone is a warning, which says in which; what is not sure is not said. */
function mergeFindings(worlds: readonly JudgedWorld[]): Finding[] {
  const grouped = group(worlds, ({ analysis }) => analysis.findings, ({ code, source, message, functions }) => `${code} ${source.id} ${functions === undefined ? '' : message}`);
  return grouped.flatMap((variants): Finding[] => {
    const { value: last, from: { assumptions } } = variants[variants.length - 1];
    const found = last.functions === undefined ? last : { ...last, functions: [...new Set(variants.flatMap(({ value }) => value.functions ?? []))] };
    const concerned = worldsOf(found, worlds);
    const isPartial = variants.filter(({ from }) => concerned.has(from)).length < concerned.size;
    if (found.code === 'WAY_WITHOUT_GRANT' && isPartial) {
      return [];
    }
    return [isRefused(found.code) && isPartial
      ? { ...found, severity: 'warning', message: `when ${assumptions.join(' and ') || 'conditions turn out so'}: ${found.message}` } : found];
  });
}

/** The worlds in which there is what a finding is about. */
function worldsOf({ source, functions }: Finding, worlds: readonly JudgedWorld[]): ReadonlySet<JudgedWorld> {
  const ids = new Set([source.id, ...functions ?? []]);
  return new Set(worlds.filter(({ analysis }) => analysis.functions.some(({ workload }) => ids.has(workload.source.id))));
}

interface Grouped<T, From> {
  readonly value: T;
  readonly from: From;
}

/** The values that belong together by key, in the order in which each key comes first. */
function group<From, T>(all: readonly From[], values: (from: From) => readonly T[], key: (value: T) => string): Grouped<T, From>[][] {
  const groups = new Map<string, Grouped<T, From>[]>();
  for (const from of all) {
    for (const value of values(from)) {
      const name = key(value);
      const members = groups.get(name) ?? [];
      members.push({ value, from });
      groups.set(name, members);
    }
  }
  return [...groups.values()];
}
