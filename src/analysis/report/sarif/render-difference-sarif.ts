import { OPENED } from './opened-destinations';
import type { Problem, Subject } from './problem';
import { joinDistinct } from './problem';
import type { Sides } from './recorded-subjects';
import { functionNamed, resourceNamed, stepsOfChange } from './recorded-subjects';
import type { Frame } from './render-log';
import { renderLog } from './render-log';
import type { ChangeRule } from './rules';
import type { SarifLevel } from './sarif-log';
import type { Difference, ResourceChange, VerdictChange } from '../../difference/difference';
import type { Gates, ListName } from '../../difference/gates';
import { LISTS, costsTooMuch, gateOf, isReliedOn } from '../../difference/gates';
import type { WrittenPlaces } from '../../model/written-place';
import type { ReachabilityRecord } from '../../record/reachability-record';
import { alike } from '../alike';
import { REPORT_FILE, spellDeepLink } from '../deep-link';
import type { ChangeGroup } from '../difference-groups';
import { causeOf, groupChanges, spellObstacles, spellVerdicts, spellWays } from '../difference-groups';
import { spellFigures } from '../difference-remarks';

/*
 * Models: what a change does to what is reached, as code scanning takes it: a result for each group of equal changes, and for each resource that goes or is replaced.
 * Law: a result is an error where the gates do not let the change pass. What is not known is a warning, as it is of `check`. Every change of a verdict is told.
 */

export interface ComparedRecords extends Pick<Frame, 'version'> {
  readonly base: ReachabilityRecord;
  readonly head: ReachabilityRecord;
  readonly gates: Gates;

  /** The places of the new side, which is what somebody reviews. */
  readonly places: WrittenPlaces;
}

const RULES: Readonly<Record<ListName, ChangeRule>> = {
  lost: 'REACHABILITY_LOST', opened: 'REACHABILITY_OPENED', inconclusive: 'REACHABILITY_NOT_KNOWN', changed: 'REACHABILITY_CHANGED',
};

/** The findings of what is not judged. */
const UNREAD: ReadonlySet<string> = new Set(['TEMPLATE_NOT_READ', 'TEMPLATE_INVALID', 'LAMBDA_COMPUTE_NOT_READ']);

/** The difference as SARIF. */
export function renderDifferenceSarif(difference: Difference, { base, head, gates, places, version }: ComparedRecords): string {
  const sides: Sides = [head, base];
  const problems = [
    ...LISTS.flatMap((list) => groupChanges(difference[list]).map((group) => problemOfGroup(list, group, { sides, gates, places }))),
    ...alike(difference.resources.filter(({ change }) => change !== 'added'), ({ change, type, id }) => JSON.stringify([change, type, id]))
      .map((same) => problemOfResource(same, sides, gates)),
    ...costsTooMuch(difference, gates) ? [problemOfCost(difference, gates)] : [],
  ];
  const unread = head.findings.filter(({ code }) => UNREAD.has(code)).map(({ code, resource, message }) => `${head.resources[resource].id}: ${message} (${code})`);
  return renderLog(problems, { command: 'diff', version, places, unread });
}

interface Telling {
  readonly sides: Sides;
  readonly gates: Gates;
  readonly places: WrittenPlaces;
}

function problemOfGroup(list: ListName, group: ChangeGroup, { sides, gates, places }: Telling): Problem {
  const { functions, families, change } = group;
  const { destination, codes, before, after } = change;
  const gate = gateOf(list, change, gates.isAsked);
  const rule = gate === 'forbidden' ? OPENED : RULES[list];
  const subjects = functions.map((name) => functionNamed(name, sides));
  const report = group.inFamilies.map((family) => `${REPORT_FILE}${spellDeepLink({ name: functions[0], destination, family })}`);
  return {
    rule,
    level: gate !== undefined && gate !== 'inconclusive' && gates.gates.has(gate) ? 'error' : levelOf(list, change),
    subjects: subjects as [Subject, ...Subject[]],
    counted: 'function',
    text: spellChange(group),
    causes: [],
    steps: stepsOfChange(change, sides),
    identity: [...causeOf(change), families, functions.length === 1 ? functions[0] : ''],
    ...acknowledged(subjects, rule === OPENED ? [OPENED] : codes, places),
    baselineState: baselineOf(list, change),
    properties: { destinations: [destination], families: families.split(', '), codes, verdicts: [before ?? 'not asked', after ?? 'not asked'], report },
  };
}

/** The level of a change that no gate holds up. */
function levelOf(list: ListName, { undeclared, forbidden, declared, after }: VerdictChange): SarifLevel {
  switch (list) {
    case 'lost':
      return undeclared === true || forbidden === true ? 'note' : 'warning';
    case 'opened':
      return declared ? 'note' : 'warning';
    case 'inconclusive':
      return after === 'reachable' && forbidden !== true ? 'note' : 'warning';
    case 'changed':
      return declared && after === 'blocked' || forbidden === true ? 'warning' : 'note';
  }
}

/** A problem that the old side did not have is new, and one that it alone had is absent. */
function baselineOf(list: ListName, { forbidden, after }: VerdictChange): Problem['baselineState'] {
  const isGood = forbidden === true ? after === 'blocked' : after === 'reachable';
  return list === 'changed' ? 'updated' : isGood && (list === 'inconclusive' || forbidden === true) ? 'absent' : 'new';
}

/** Acknowledged is what somebody acknowledges of all functions and all codes. */
function acknowledged(subjects: readonly Subject[], codes: readonly string[], places: WrittenPlaces): Pick<Problem, 'acknowledged'> {
  const reasons = subjects.flatMap(({ written }) => codes.map((code) => places.acknowledgement(written, code)));
  const given = reasons.filter((reason) => reason !== undefined);
  return reasons.length > 0 && given.length === reasons.length ? { acknowledged: [...new Set(given)] } : {};
}

function spellChange({ change, families }: ChangeGroup): string {
  const { destination, codes } = change;
  const { details, mends } = spellObstacles(change);
  return [
    `: ${destination} (${families}): ${spellVerdicts(change)}${codes.length === 0 ? '' : ` (${codes.join(', ')})`}`,
    ...details.length === 0 ? [] : [joinDistinct(details)], ...spellWays(change), ...mends,
  ].map((sentence) => sentence.charAt(0).toUpperCase() + sentence.slice(1)).join('. ').concat('.');
}

function problemOfResource(same: readonly [ResourceChange, ...ResourceChange[]], sides: Sides, { gates }: Gates): Problem {
  const [{ change, type, id }] = same;
  const because = joinDistinct(same.flatMap((each) => each.because));
  const { name, written } = resourceNamed(id, type, sides);
  const isGone = change === 'removed';
  return {
    rule: isGone ? 'RESOURCE_REMOVED' : 'RESOURCE_REPLACED',
    level: !isReliedOn(same[0]) ? 'note' : gates.has('replaced') ? 'error' : 'warning',
    // what goes stands in no file of the new side, and is shown in its template
    subjects: [{ name, written: isGone ? { id: written.id, template: written.template } : written }],
    counted: 'resource',
    text: `, an ${type}, is ${change}${because === '' ? '' : `: ${because}`}.`,
    causes: [], steps: [],
    identity: [change, type, id],
    baselineState: 'new',
  };
}

/** Nothing but the cost of a difference. */
function costAlone(difference: Difference): Difference {
  const none = { before: 0, after: 0 };
  const functions = { added: [], removed: [], unread: [] };
  return { ...difference, interfaces: none, capacity: { natConnections: none, freeAddresses: none }, functions };
}

function problemOfCost(difference: Difference, { cost }: Gates): Problem {
  const { cost: { currency } } = difference;
  return {
    rule: 'COST_ADDED', level: 'error', counted: 'network', causes: [], steps: [],
    subjects: [{ name: 'The network', written: { id: '' } }],
    text: `: ${spellFigures(costAlone(difference)).join('; ')}; ${cost} ${currency} more are allowed.`,
    identity: [],
    baselineState: 'new',
  };
}
