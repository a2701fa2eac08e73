import type { NameOf } from './describe';
import { spellMend } from './describe';
import type { Analysis } from '../model/analysis';
import type { Finding } from '../model/finding';
import { describeHop } from '../model/hop';
import type { FunctionJudgement, Judgement } from '../model/judgement';
import type { Workload } from '../model/network';
import { describeSource } from '../model/source';
import type { SubnetVerdict } from '../model/verdict';

/*
 * Models: the analysis for machines. The form is public: fields are added, never renamed or removed within a version.
 */

const VERSION = 1;

export interface AnalysisJson {
  readonly version: number;
  readonly functions: readonly object[];
  readonly findings: readonly object[];
}

/** The analysis as one object of JSON. */
export function renderJson(analysis: Analysis, nameOf: NameOf): AnalysisJson {
  const workloads = new Map(analysis.functions.map(({ workload }) => [workload.source.id, workload]));
  return {
    version: VERSION,
    functions: analysis.functions.map((entry) => renderFunction(entry, nameOf)),
    findings: analysis.findings.map((found) => renderFinding(found, workloads.get(found.source.id))),
  };
}

function renderFunction({ workload, judgements }: FunctionJudgement, nameOf: NameOf): object {
  const { source } = workload;
  return {
    id: describeSource(source),
    logicalId: source.logicalId,
    template: source.template,
    kind: workload.kind,
    verdicts: judgements.map((judgement) => renderJudgement(judgement, workload, nameOf)),
  };
}

function renderJudgement(judgement: Judgement, workload: Workload, nameOf: NameOf): object {
  const { destination, family, verdict, declared, asked, forbidden, conditions, subnets } = judgement;
  return {
    destination, family, verdict, declared, asked,
    ...forbidden === true ? { forbidden } : {},
    ...conditions.length > 0 ? { conditions } : {},
    subnets: subnets.map((subnet) => renderSubnet(subnet, workload, nameOf)),
  };
}

function renderSubnet({ subnet, verdict, path }: SubnetVerdict, workload: Workload, nameOf: NameOf): object {
  const { hops, obstacles, assumptions } = path;
  return {
    subnet: nameOf(subnet),
    verdict,
    codes: [...new Set(obstacles.map(({ code }) => code))],
    hops: hops.map(describeHop),
    ...obstacles.length > 0 ? {
      details: obstacles.map(({ detail }) => detail),
      mend: [...new Set(obstacles.map(({ mend }) => spellMend(mend, workload)))].join('; '),
    } : {},
    ...assumptions.length > 0 ? { assumptions } : {},
  };
}

function renderFinding({ code, severity, source, message, mend }: Finding, workload?: Workload): object {
  return {
    code, severity, resource: describeSource(source), message,
    mend: spellMend(mend, workload),
  };
}
