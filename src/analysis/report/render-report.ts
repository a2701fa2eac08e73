import type { PolicyValidationPluginReport, PolicyViolatingResource, PolicyViolation } from 'aws-cdk-lib';
import type { NameOf } from './describe';
import { FAMILY_NAMES, spellMend } from './describe';
import { escapeLine } from './escape';
import type { Explanation, Reason } from './explain';
import { explain } from './explain';
import { findingsToTell } from './failures';
import { separateCodes } from './separate-codes';
import { DESTINATIONS_METADATA_KEY } from '../../metadata/declared-destination';
import type { Analysis } from '../model/analysis';
import { connectorWords } from '../model/connector';
import type { Finding } from '../model/finding';
import { isOfAbsentFamily, isTold, isUnproven } from '../model/judgement';
import type { Workload } from '../model/network';
import type { PathCode } from '../model/path-codes';
import type { Source } from '../model/source';
import { describeSource } from '../model/source';

/*
 * Models: the analysis in the form in which AWS CDK takes it from a plugin.
 * Law: what is declared and not proven is an error; and an error always names a resource, without which CDK would let it pass. Every violation has a
 * severity, without which CDK would let those pass that stand beside an acknowledged one. And there is one violation for each code that stands in the
 * way of a destination, so that whoever acknowledges one reason lets no other one pass.
 * Functions that declare nothing are none of the plugin's business: they are in reachability.json.
 */

export interface ReportOptions {
  /** Tells whether the CDK has yet to look something up: then what was synthesized is never deployed, and nothing in it is an error. */
  readonly awaitsLookups: boolean;
}

/** The report of a synthesis. */
export function renderReport(analysis: Analysis, nameOf: NameOf, { awaitsLookups }: ReportOptions): PolicyValidationPluginReport {
  const failure = awaitsLookups ? 'info' : 'error';
  const declaring = analysis.functions.filter(({ workload, judgements }) =>
    workload.declared !== undefined || workload.forbidden !== undefined || judgements.some(({ isMounted, verdict }) => isMounted && verdict === 'blocked'));
  const workloads = new Map(declaring.map(({ workload }) => [workload.source.id, workload]));
  const violations = [
    ...declaring.flatMap(({ workload, judgements }) => separateCodes(judgements.filter((judgement) => isUnproven(judgement) && !isTold(judgement)))
      .flatMap(({ code, others, judgements: ofCode }) => explain(workload, ofCode, nameOf).map((explanation) => ({ code, others, explanation })))
      .reduce(withSameCause, []).map((problem) => unproven(workload, problem, failure))),
    ...findingsToTell(analysis).filter(({ severity }) => severity !== 'info').flatMap((found) => {
      const workload = [found.source.id, ...found.functions ?? []].map((id) => workloads.get(id)).find((each) => each !== undefined);
      return workload === undefined ? [] : [violationOf(found, workload, found.severity === 'error' ? failure : found.severity)];
    }),
  ];
  return { success: violations.every(({ severity }) => severity !== 'error'), violations, metadata: verdictTable(analysis) };
}

interface Unproven {
  readonly code: PathCode;

  /** The codes of the other obstacles. */
  readonly others: readonly PathCode[];
  readonly explanation: Explanation;

  /** The names of further destinations that have the same in the way. */
  readonly further?: readonly string[];
}

/** Puts a problem to those before: destinations of a function with the same in the way are one. */
function withSameCause(problems: readonly Unproven[], problem: Unproven): readonly Unproven[] {
  const same = problems.find((each) => causeOf(each) === causeOf(problem));
  return same === undefined ? [...problems, problem]
    : problems.map((each) => each === same ? { ...each, further: [...each.further ?? [], spellName(problem.explanation)] } : each);
}

function causeOf({ code, others, explanation: { verdict, reasons, mends, elsewhere } }: Unproven): string {
  return JSON.stringify([code, others, verdict, reasons.map(({ details }) => details), mends, elsewhere]);
}

function spellName({ destination, families, ports }: Explanation): string {
  return `${destination} (${families})${ports}`;
}

function unproven(workload: Workload, { code, others, explanation, further = [] }: Unproven, severity: string): PolicyViolation {
  const { verdict, reasons, mends, elsewhere } = explanation;
  const what = verdict === 'blocked' ? 'cannot reach' : 'is not known to reach';
  const words = connectorWords(workload);
  const names = [spellName(explanation), ...further].join(', ');
  const cause = [...reasons.map(spellReason), ...elsewhere === undefined ? [] : [elsewhere], ...others.length === 0 ? [] : [`besides: ${others.join(', ')}`]];
  return {
    ruleName: code,
    description: escapeLine(`${describeSource(workload.source)} ${what} ${names}, which ${words?.need ?? 'it declares'}: ${cause.join('; ')}`),
    fix: escapeLine(mends.join('; ')),
    severity,
    violatingResources: [resourceOf(workload.source, words === undefined ? DECLARED : 'Properties')],
  };
}

/** The cause comes before the way on which it stands. */
function spellReason({ way, details }: Reason): string {
  const cause = details.join(', and ');
  return cause === '' || way === '' ? cause + way : `${cause} (way: ${way})`;
}

function violationOf({ code, message, mend, source }: Finding, workload: Workload, severity: string): PolicyViolation {
  return {
    ruleName: code,
    description: escapeLine(`${describeSource(source)}: ${message}`),
    fix: escapeLine(spellMend(mend, workload)),
    severity,
    // what no template defines is not to be found in one: then it is the function that concerns whoever reads it
    violatingResources: [resourceOf(source.template === undefined ? workload.source : source)],
  };
}

/** The place of what is declared. */
const DECLARED = `Metadata/${DESTINATIONS_METADATA_KEY}`;

function resourceOf({ constructPath, logicalId, template }: Source, location = DECLARED): PolicyViolatingResource {
  const locations = [location];
  return constructPath === undefined ? { resourceLogicalId: logicalId, templatePath: template, locations } : { constructPath, locations };
}

/** One line for each function and destination, with the families that fare alike. */
function verdictTable({ functions }: Analysis): { [key: string]: string } {
  const table: { [key: string]: string } = {};
  for (const { workload, judgements: all } of functions) {
    const judgements = all.filter((judgement) => !isOfAbsentFamily(judgement));
    const name = describeSource(workload.source);
    for (const { destination, family, verdict, forbidden } of judgements) {
      const alike = judgements.filter((other) => other.destination === destination && other.verdict === verdict && other.forbidden === forbidden);
      if (alike[0].family === family) {
        table[escapeLine(`${name} ${forbidden === true ? '↛' : '→'} ${destination} (${alike.map((other) => FAMILY_NAMES[other.family]).join(', ')})`)] = verdict;
      }
    }
  }
  return table;
}
