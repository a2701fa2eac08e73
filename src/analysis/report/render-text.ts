import type { NameOf } from './describe';
import { FAMILY_NAMES } from './describe';
import { spellLines } from './escape';
import { explain } from './explain';
import { failuresToTell, isFailure } from './failures';
import { renderErrors, renderOtherFindings } from './render-findings';
import type { Told } from './render-functions';
import { renderAlike, renderExplanations } from './render-functions';
import { summarize } from './summarize';
import type { Analysis } from '../model/analysis';
import type { FunctionJudgement, Judgement } from '../model/judgement';
import { isOfAbsentFamily } from '../model/judgement';
import type { Workload } from '../model/network';

/*
 * Models: the analysis for people at a terminal: what fails, then one line that sums it up, then the rest. What is the same of many functions is told once.
 * Its wording is no interface: machines read the JSON.
 */

export interface TextOptions {
  /** Tells whether nothing comes behind the summary. */
  readonly onlyFailures?: boolean;
}

/** The analysis as text. */
export function renderText(analysis: Analysis, nameOf: NameOf, { onlyFailures = false }: TextOptions = {}): string {
  const failing = analysis.functions.flatMap((entry) => {
    const judgements = failuresToTell(entry, analysis);
    return judgements.length === 0 ? [] : [tellFailures(entry.workload, judgements, nameOf)];
  });
  const others = analysis.functions.filter(hasSomethingToSay).map((entry) => tellOthers(entry, nameOf)).filter(({ told }) => told);
  const blocks = [
    ...renderAlike(failing),
    ...renderErrors(analysis),
    [summarize(analysis)],
    ...onlyFailures ? [] : [...renderAlike(others), ...renderOtherFindings(analysis), ...renderAssumptions(analysis)],
  ];
  return spellLines(blocks.flatMap((lines, place) => place === 0 ? lines : ['', ...lines]));
}

/** A function that is in no VPC is told of by its finding, unless somebody asks. */
function hasSomethingToSay({ workload, judgements }: FunctionJudgement): boolean {
  return workload.attachment.kind !== 'none' || judgements.some(({ declared, asked, forbidden }) => declared || asked || forbidden === true);
}

function tellFailures(workload: Workload, judgements: readonly Judgement[], nameOf: NameOf): Told {
  return { workload, judgements, isOfFailures: true, lines: renderExplanations(explain(workload, judgements, nameOf)) };
}

/** Tells what does not fail; of a function of which all does, nothing more is told. */
function tellOthers({ workload, judgements: all }: FunctionJudgement, nameOf: NameOf): Told & { readonly told: boolean } {
  const judgements = all.filter((judgement) => !isFailure(judgement) && !isOfAbsentFamily(judgement));
  const wanted = judgements.filter(({ forbidden }) => forbidden !== true);
  const needed = judgements.filter((judgement) => judgement.forbidden === true || !isOtherFamily(judgement, wanted));
  const closed = needed.filter((judgement) => isClosedOnPurpose(judgement, workload));
  const names = [...new Set(closed.map(({ destination }) => destination))].map((name) => `${name} (${familiesOf(name, closed)})`);
  const lines = [
    ...renderExplanations(explain(workload, needed.filter((judgement) => !closed.includes(judgement)), nameOf)),
    ...names.length === 0 ? [] : [`  – not declared, and closed: ${names.join(', ')}`],
  ];
  return { workload, judgements: all, isOfFailures: false, lines, told: lines.length > 0 || !all.some(isFailure) };
}

function familiesOf(name: string, judgements: readonly Judgement[]): string {
  return judgements.filter(({ destination }) => destination === name).map(({ family }) => FAMILY_NAMES[family]).join(', ');
}

/** Tells whether a destination that the function does not declare is closed to it, as it should be. */
function isClosedOnPurpose({ declared, asked, verdict, forbidden }: Judgement, workload: Workload): boolean {
  return workload.declared !== undefined && !declared && !asked && forbidden !== true && verdict === 'blocked';
}

/** A name that is reached over one family is not looked for over the other. */
function isOtherFamily({ destination, verdict, declared, asked }: Judgement, judgements: readonly Judgement[]): boolean {
  return verdict !== 'reachable' && !declared && !asked && !destination.startsWith('internet')
    && judgements.some((other) => other.destination === destination && other.verdict === 'reachable');
}

/** Once for all: they are the same for most. */
function renderAssumptions({ functions }: Analysis): string[][] {
  const judged = functions.flatMap(({ judgements }) => judgements).filter(({ declared, asked, verdict }) => (declared || asked) && verdict === 'reachable');
  const assumptions = new Set(judged.flatMap(({ subnets }) => subnets.flatMap(({ path }) => path.assumptions)));
  return assumptions.size === 0 ? [] : [['assumed:', ...[...assumptions].sort().map((assumption) => `      ${assumption}`)]];
}
