import type { NameOf } from './describe';
import { FAMILY_NAMES, spellMend } from './describe';
import { escapeXml, spellLines } from './escape';
import { explain } from './explain';
import { isFailure } from './failures';
import type { Analysis } from '../model/analysis';
import type { Finding } from '../model/finding';
import { describeHop } from '../model/hop';
import type { FunctionJudgement, Judgement } from '../model/judgement';
import { isOpen } from '../model/judgement';
import type { Workload } from '../model/network';
import type { Source } from '../model/source';
import { describeSource } from '../model/source';

/*
 * Models: the analysis as a report of tests, in the form of JUnit, which CI systems show: a suite for each template, a case for each function, destination and address
 * family that somebody declares, asks for or forbids, and for each finding with which the check does not pass.
 * Law: a case fails exactly where the check does not pass for it, so a report without failures is that of a check that passes. What is asked, and neither reached nor
 * required, is a case that is skipped.
 */

/** The conditions that decide on the exit status. */
export interface Passing {
  readonly failsBy: (judgement: Judgement) => boolean;
  readonly isFailing: (found: Finding) => boolean;

  /** The reasons for which a check does not pass beside what was judged, a sentence each. */
  readonly sentences: readonly string[];
}

interface Case {
  readonly suite: string;

  /** The function, or whatever else it is about. */
  readonly of: string;
  readonly name: string;
  readonly outcome: 'passed' | 'skipped' | 'failure';

  /** The codes of what is in the way. */
  readonly type: string;

  /** The faults, a line each, the cause first. */
  readonly lines: readonly string[];
}

/** The finding that tells of a destination that must not be reached, and is. */
const OPENED = 'LAMBDA_REACHES_FORBIDDEN';

/** The suite of what no template has. */
const ELSEWHERE = 'what is there already';

/** The suite of what is about the whole input. */
const INPUT = 'input';

/** The analysis as a document of XML. */
export function renderJunit(analysis: Analysis, nameOf: NameOf, passing: Passing): string {
  const cases = [
    ...analysis.functions.flatMap((entry) => casesOf(entry, analysis, nameOf, passing)),
    ...analysis.findings.filter((found) => passing.isFailing(found) && !isOfCase(found, analysis)).map((found) => caseOfFinding(found, analysis)),
    ...passing.sentences.map((sentence): Case => ({ suite: INPUT, of: 'check', name: 'everything is judged', outcome: 'failure', type: '', lines: [sentence] })),
  ];
  const suites = [...new Set(cases.map(({ suite }) => suite))];
  return spellLines([
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="cdk-lambda-network" ${countOf(cases)}>`,
    ...suites.flatMap((suite) => renderSuite(suite, cases.filter((each) => each.suite === suite))),
    '</testsuites>',
  ]);
}

function casesOf({ workload, judgements }: FunctionJudgement, { findings }: Analysis, nameOf: NameOf, { failsBy }: Passing): Case[] {
  const opened = findings.find(({ code, source }) => code === OPENED && source.id === workload.source.id);
  return judgements.filter(({ declared, asked, forbidden }) => declared || asked || forbidden === true).map((judgement) => {
    const { destination, family, forbidden } = judgement;
    const [{ ports, codes, reasons, elsewhere, mends }] = explain(workload, [judgement], nameOf);
    const outcome = failsBy(judgement) || isOpen(judgement) ? 'failure' : isFailure(judgement) ? 'skipped' : 'passed';
    return {
      suite: suiteOf(workload.source),
      of: describeSource(workload.source),
      name: `${forbidden === true ? 'not ' : ''}${destination} (${FAMILY_NAMES[family]})${ports}`,
      outcome,
      type: isOpen(judgement) ? OPENED : codes.join(', '),
      lines: outcome === 'passed' ? [] : isOpen(judgement) ? linesOfOpen(judgement, opened, workload) : [
        ...reasons.flatMap(({ way, details }) => [...details, ...way === '' ? [] : [`way: ${way}`]]),
        ...elsewhere === undefined ? [] : [elsewhere],
        ...mends.map((mend) => `mend: ${mend}`),
      ],
    };
  });
}

/** Says of what must not be reached how it is: a judgement of it has one subnet, from which it is open or may be. */
function linesOfOpen({ verdict, subnets: [{ path }] }: Judgement, opened: Finding | undefined, workload: Workload): string[] {
  const way = path.hops.map(describeHop).join(' → ');
  return [
    verdict === 'reachable' ? 'it must not be reached, and is' : 'it must not be reached, and is not proven to be closed',
    ...new Set(path.obstacles.map(({ detail }) => detail)),
    ...way === '' ? [] : [`way: ${way}`],
    ...opened === undefined ? [] : [`mend: ${spellMend(opened.mend, workload)}`],
  ];
}

/** Tells whether the case of a destination that must not be reached tells it. */
function isOfCase({ code, source }: Finding, { functions }: Analysis): boolean {
  return code === OPENED && functions.some(({ workload, judgements }) => workload.source.id === source.id && judgements.some(isOpen));
}

function caseOfFinding(found: Finding, { functions }: Analysis): Case {
  const { code, source } = found;
  const workload = functions.find((each) => each.workload.source.id === source.id)?.workload;
  return {
    suite: suiteOf(source), of: describeSource(source), name: code, outcome: 'failure', type: code, lines: linesOf(found, workload),
  };
}

function linesOf({ message, mend }: Finding, workload?: Workload): string[] {
  return [message, `mend: ${spellMend(mend, workload)}`];
}

function suiteOf({ template }: Source): string {
  return template ?? ELSEWHERE;
}

function renderSuite(suite: string, cases: readonly Case[]): string[] {
  return [`  <testsuite name="${escapeXml(suite)}" ${countOf(cases)}>`, ...cases.flatMap(renderCase), '  </testsuite>'];
}

function countOf(cases: readonly Case[]): string {
  const count = (wanted: Case['outcome']) => cases.filter(({ outcome }) => outcome === wanted).length;
  return `tests="${cases.length}" failures="${count('failure')}" errors="0" skipped="${count('skipped')}" time="0"`;
}

/** The first line is what lists of cases show, and all of them are what opens below. */
function renderCase({ of, name, outcome, type, lines }: Case): string[] {
  const start = `    <testcase classname="${escapeXml(of)}" name="${escapeXml(name)}" time="0"`;
  if (outcome === 'passed') {
    return [`${start}/>`];
  }
  const message = `message="${escapeXml(lines[0])}"`;
  const [first, ...further] = lines.map(escapeXml);
  return [
    `${start}>`,
    ...outcome === 'skipped' ? [`      <skipped ${message}/>`] : [`      <failure ${message} type="${escapeXml(type)}">${first}`, ...further, '</failure>'],
    '    </testcase>',
  ];
}
