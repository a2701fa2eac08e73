import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReachabilityRecord, RecordedVerdict } from '../../src/analysis/record/reachability-record';
import { THE_FUNCTION } from '../../src/analysis/record/reachability-record';
import type { ReportedVerdict } from '../analysis/judging';

/** All verdicts that a synthesis left in its folder, in the form of `check --format json`: every list looked up. Whoever asks says which part of it is read. */
export function savedVerdicts(folder: string): unknown {
  const record = JSON.parse(readFileSync(join(folder, 'reachability.json'), 'utf8')) as ReachabilityRecord;
  const { resources, templates, answers, mends } = record;
  return {
    version: record.version,
    functions: record.functions.map(({ resource, kind, answers: own, declares }) => {
      const { id, logicalId = '', template, constructPath } = resources[resource];
      const isOurs = declares && constructPath !== undefined;
      return {
        id, logicalId, kind, template: template === undefined ? '' : templates[template].name,
        verdicts: answers[own].map((verdict) => lookUp(verdict, record, id, isOurs)),
      };
    }),
    findings: record.findings.map(({ code, severity, resource, message, mend }) => ({
      code, severity, resource: resources[resource].id, message, mend: mends[mend].inTemplate,
    })),
  };
}

function lookUp(verdict: RecordedVerdict, record: ReachabilityRecord, name: string, isOurs: boolean): ReportedVerdict {
  const { resources, paths, obstacles, mends } = record;
  return {
    ...verdict,
    declared: verdict.declared === true,
    asked: verdict.asked === true,
    subnets: verdict.from.map(([subnet, own, path]) => {
      const inTheWay = paths[path].obstacles.map((place) => obstacles[place]);
      return {
        subnet: subnet === null ? '' : resources[subnet].id,
        verdict: own,
        codes: [...new Set(inTheWay.map(({ code }) => code))],
        hops: paths[path].hops.map(({ text }) => text),
        ...inTheWay.length === 0 ? {} : {
          details: inTheWay.map(({ detail }) => detail.split(THE_FUNCTION).join(name)),
          mend: [...new Set(inTheWay.map(({ mend }) => isOurs ? mends[mend].inConstructs ?? mends[mend].inTemplate : mends[mend].inTemplate))].join('; '),
        },
        ...paths[path].assumptions.length === 0 ? {} : { assumptions: paths[path].assumptions },
      };
    }),
  };
}
