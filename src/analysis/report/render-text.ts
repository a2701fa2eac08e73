import type { NameOf } from './describe';
import { FAMILY_NAMES, spellMend } from './describe';
import type { Explanation } from './explain';
import { explain } from './explain';
import type { Analysis } from '../model/analysis';
import { CONNECTORS, connectorWords } from '../model/connector';
import type { Finding } from '../model/finding';
import { FINDING_CODES } from '../model/finding-codes';
import type { FunctionJudgement, Judgement } from '../model/judgement';
import type { Workload } from '../model/network';
import { describeSource } from '../model/source';

/*
 * Models: the analysis for people at a terminal. Its wording is no interface: machines read the JSON.
 */

/** The column in which the code stands, when the text before it leaves room. */
const CODE_COLUMN = 60;

/** The analysis as text. */
export function renderText(analysis: Analysis, nameOf: NameOf): string {
  const workloads = new Map(analysis.functions.map(({ workload }) => [workload.source.id, workload]));
  const blocks = [
    ...analysis.functions.filter(hasSomethingToSay).map((entry) => renderFunction(entry, nameOf)),
    ...renderFindings(analysis.findings, workloads),
    ...renderAssumptions(analysis),
    summary(analysis),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** A function that is in no VPC is told of by its finding, unless somebody asks. */
function hasSomethingToSay({ workload, judgements }: FunctionJudgement): boolean {
  return workload.attachment.kind !== 'none' || judgements.some(({ declared, asked, forbidden }) => declared || asked || forbidden === true);
}

/** One line for a destination, and what explains it below. */
function renderExplanation(explanation: Explanation): string[] {
  const { destination, families, verdict, declared, isMounted, isTold, codes, reasons, mends } = explanation;
  const line = `  ${mark(explanation)} ${destination} (${families})${verdict === 'inconclusive' ? ', not known' : ''}${isMounted ? ', mounted' : declared ? ', declared' : ''}`;
  return [
    codes.length === 0 ? line : `${line.padEnd(CODE_COLUMN)} ${codes.join(', ')}`,
    ...isTold ? [] : [...reasons.flatMap(({ way, details }) => [...way === '' ? [] : [`      ${way}`], ...details.map((detail) => `      • ${detail}`)]), ...mends.map((mend) => `      mend: ${mend}`)],
  ];
}

/** Returns what must not be reached: what is open is told of by a finding. */
function renderForbidden({ destination, families, verdict, reasons }: Explanation): string[] {
  const line = `${destination} (${families}), which must not be reached`;
  return verdict === 'blocked' ? [`  ✓ not ${line}`]
    : [`  ${verdict === 'reachable' ? '✗' : '?'} ${line}`, ...reasons.flatMap(({ details }) => details.map((detail) => `      • ${detail}`))];
}

function renderFunction({ workload, judgements }: FunctionJudgement, nameOf: NameOf): string {
  const title = [describeSource(workload.source), declarationOf(workload, judgements)].filter((text) => text !== '').join(': ');
  const forbidden = judgements.filter((judgement) => judgement.forbidden === true);
  const others = judgements.filter((judgement) => judgement.forbidden !== true);
  const needed = others.filter((judgement) => !isOtherFamily(judgement, others));
  const closed = needed.filter((judgement) => isClosedOnPurpose(judgement, workload));
  const names = [...new Set(closed.map(({ destination }) => destination))].map((name) => `${name} (${familiesOf(name, closed)})`);
  return [
    title,
    ...explain(workload, needed.filter((judgement) => !closed.includes(judgement)), nameOf).flatMap(renderExplanation),
    ...explain(workload, forbidden, nameOf).flatMap(renderForbidden),
    ...names.length === 0 ? [] : [`  – not declared, and closed: ${names.join(', ')}`],
  ].join('\n');
}

function declarationOf(workload: Workload, judgements: readonly Judgement[]): string {
  const { declared, forbidden } = workload;
  return connectorWords(workload)?.title
    ?? (declared !== undefined ? declared.length === 0 ? 'declares that it reaches nothing' : ''
      : forbidden !== undefined ? 'declares only what it must not reach' : judgements.some(({ isMounted }) => isMounted) ? 'declares nothing but what it mounts' : 'declares no destinations');
}

function familiesOf(name: string, judgements: readonly Judgement[]): string {
  return judgements.filter(({ destination }) => destination === name).map(({ family }) => FAMILY_NAMES[family]).join(', ');
}

/** Tells whether a destination that the function does not declare is closed to it, as it should be. */
function isClosedOnPurpose({ declared, asked, verdict }: Judgement, workload: Workload): boolean {
  return workload.declared !== undefined && !declared && !asked && verdict === 'blocked';
}

/** A name that is reached over one family is not looked for over the other. */
function isOtherFamily({ destination, verdict, declared, asked }: Judgement, judgements: readonly Judgement[]): boolean {
  return verdict !== 'reachable' && !declared && !asked && !destination.startsWith('internet')
    && judgements.some((other) => other.destination === destination && other.verdict === 'reachable');
}

/** A way that is closed is no fault when nobody needs it. */
function mark({ verdict, declared, asked }: Explanation): string {
  switch (verdict) {
    case 'reachable':
      return '✓';
    case 'inconclusive':
      return '?';
    case 'blocked':
      return declared || asked ? '✗' : '–';
  }
}

/** Merges findings that are only good to know into one for all functions. */
function renderFindings(findings: readonly Finding[], workloads: ReadonlyMap<string, Workload>): string[] {
  const told = findings.filter(({ severity }) => severity !== 'info').map((found) => renderFinding(found, workloads.get(found.source.id)));
  const codes = new Set(findings.filter(({ severity }) => severity === 'info').map(({ code }) => code));
  const noted = [...codes].map((code) => {
    const names = findings.filter((found) => found.code === code).map(({ source }) => describeSource(source));
    return `info: ${FINDING_CODES[code].title} (${code})\n      ${names.join('\n      ')}`;
  });
  return told.length + noted.length === 0 ? [] : [[...told, ...noted].join('\n')];
}

function renderFinding({ code, severity, source, message, mend }: Finding, workload?: Workload): string {
  return [
    `${severity}: ${describeSource(source)}: ${message} (${code})`,
    `      mend: ${spellMend(mend, workload)}`,
  ].join('\n');
}

/** Once for all: they are the same for most. */
function renderAssumptions({ functions }: Analysis): string[] {
  const judged = functions.flatMap(({ judgements }) => judgements).filter(({ declared, asked, verdict }) => (declared || asked) && verdict === 'reachable');
  const assumptions = new Set(judged.flatMap(({ subnets }) => subnets.flatMap(({ path }) => path.assumptions)));
  return assumptions.size === 0 ? [] : [`assumed:\n${[...assumptions].sort().map((assumption) => `      ${assumption}`).join('\n')}`];
}

function summary({ functions }: Analysis): string {
  const verdicts = functions.flatMap(({ judgements }) => judgements);
  const declared = verdicts.filter((judgement) => judgement.declared);
  const proven = declared.filter(({ verdict }) => verdict === 'reachable').length;
  const connectors = CONNECTORS.map((kind) => ({ kind, number: functions.filter(({ workload }) => workload.kind === kind).length }))
    .filter(({ number }) => number > 0);
  const others = connectors.map(({ kind, number }) => counted(number, connectorWords({ kind })!.counted));
  const count = [counted(functions.length - connectors.reduce((sum, { number }) => sum + number, 0), 'function'), ...others].join(' and ');
  const forbidden = verdicts.filter((judgement) => judgement.forbidden === true);
  const closed = forbidden.filter(({ verdict }) => verdict === 'blocked').length;
  const parts = [
    ...forbidden.length === 0 ? [] : [`${closed} of ${forbidden.length} that must not be reached are proven to be closed`],
    ...declared.length === 0 ? [] : [`${proven} of ${declared.length} declared destinations are proven`],
  ];
  return `${count}; ${parts.length === 0 ? 'nothing is declared' : parts.join('; ')}`;
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
