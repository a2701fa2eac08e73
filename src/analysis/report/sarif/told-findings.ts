import type { Telling } from './blocked-destinations';
import { OPENED } from './opened-destinations';
import type { Problem, Subject } from './problem';
import { firstOfEach, joinDistinct, stableName, subjectOf } from './problem';
import type { SarifLevel } from './sarif-log';
import type { Analysis } from '../../model/analysis';
import type { Finding } from '../../model/finding';
import type { FindingCode, Severity } from '../../model/finding-codes';
import { isOpen } from '../../model/judgement';
import type { Workload } from '../../model/network';
import { describeSource } from '../../model/source';
import { alike, withoutNames } from '../alike';
import { spellMend } from '../describe';
import { findingsToTell } from '../failures';

/*
 * Models: findings as problems, each once for all resources that it is the same of.
 */

const LEVELS: Readonly<Record<Severity, SarifLevel>> = { error: 'error', warning: 'warning', info: 'note' };

/** The findings of many resources together, which are told at any of them. */
const OF_ANY: ReadonlySet<FindingCode> = new Set(['ELASTIC_IP_COUNT']);

/** A finding, and the function that concerns whoever reads it. */
interface Told {
  readonly found: Finding;
  readonly workload?: Workload;
  readonly acknowledged?: string;
}

/** The findings of an analysis that no other problem tells. */
export function toldFindings(analysis: Analysis, { places }: Telling): Problem[] {
  const workloads = new Map(analysis.functions.map(({ workload }) => [workload.source.id, workload]));
  const opened = new Set(analysis.functions.filter(({ judgements }) => judgements.some(isOpen)).map(({ workload }) => workload.source.id));
  const told = findingsToTell(analysis).filter(({ code, source }) => code !== OPENED || !opened.has(source.id)).map((found): Told => {
    const workload = [found.source.id, ...found.functions ?? []].map((id) => workloads.get(id)).find((each) => each !== undefined);
    const { source } = found;
    return { found, workload, acknowledged: places.acknowledgement(source.template === undefined ? workload?.source ?? source : source, found.code) };
  });
  const problems = alike(told, (each) => JSON.stringify(causeOf(each))).map((group) => problemOf(group));
  return alike(problems, ({ rule, identity }) => JSON.stringify([rule, identity])).map(together);
}

/** The cause of a finding, whichever resource has it. */
function causeOf({ found: { code, severity, source, message }, acknowledged }: Told): readonly unknown[] {
  return [code, severity, wordsOf(withoutNames(message, [describeSource(source)])), acknowledged !== undefined];
}

/** The cause of a finding of one resource. Of two in the way of each other it is told at the later one, so the words count, and not their order. */
function causeOfOne(told: Told): readonly unknown[] {
  const { found: { source, message } } = told;
  const [code, severity, , isAcknowledged] = causeOf(told);
  const words = wordsOf(message.split(describeSource(source)).join(stableName(source)));
  return [code, severity, [...new Set([stableName(source), ...words])].sort(), isAcknowledged];
}

/** The words of a sentence. Numbers are counts, days and addresses: they are other ones tomorrow, and the problem is the same. */
function wordsOf(message: string): string[] {
  return message.split(/[\s,;:()'"`]+/).map((word) => /^[\d./-]+$/.test(word) ? '#' : word);
}

/** Problems with the same cause are one, even where they are told in other words. */
function together([first, ...others]: readonly [Problem, ...Problem[]]): Problem {
  return {
    ...first,
    subjects: [...first.subjects, ...others.flatMap(({ subjects }) => subjects)],
    text: [first.text, ...others.map(({ text }) => text)].join(' Also'),
  };
}

function problemOf(group: readonly [Told, ...Told[]]): Problem {
  const [first] = group;
  const { code, severity } = first.found;
  const names = group.map(({ found }) => stableName(found.source));
  const acknowledged = group.flatMap((each) => each.acknowledged ?? []);
  return {
    rule: code, level: LEVELS[severity], counted: 'resource', causes: [], steps: [],
    subjects: group.map(({ found }) => subjectOf(found.source)) as [Subject, ...Subject[]],
    text: `: ${spell(group, ({ found }) => found.message)}.${group.some((each) => each.found.message !== first.found.message) ? ' (Each with its own names.)' : ''}`
      + ` To mend it: ${spell(group, ({ found, workload }) => spellMend(found.mend, workload))}.`,
    identity: new Set(names).size === 1 && !OF_ANY.has(code) ? causeOfOne(first) : causeOf(first),
    ...acknowledged.length === 0 ? {} : { acknowledged: [...new Set(acknowledged)] },
  };
}

/** Joins what differs in more than the name of the resource, each once. */
function spell(group: readonly [Told, ...Told[]], textOf: (told: Told) => string): string {
  return joinDistinct(firstOfEach(group.map((told) => [withoutNames(textOf(told), [describeSource(told.found.source)]), textOf(told)])));
}
