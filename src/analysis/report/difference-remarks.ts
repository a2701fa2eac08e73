import { alike, withoutNames } from './alike';
import { foldNames } from './fold-names';
import { counted } from './summarize';
import type { Difference, FindingChange, UnreadPart } from '../difference/difference';

/*
 * Models: what is said of a change besides verdicts: findings that come and go, what is not read, money, network interfaces, functions.
 */

const SEVERITIES = ['error', 'warning', 'info'] as const;

/** Findings that one side has alone, the worst first, the same of many once, each with what to do; of those that go, their first line. */
export function spellFindings({ findings: { added, removed } }: Difference): string[][] {
  return [
    ...groupsOf(added).map((group) => [`new ${spellGroup(group)}`, `mend: ${group[0].mend}`]),
    ...groupsOf(removed).map((group) => [`gone: ${spellGroup(group)}`]),
  ];
}

function groupsOf(findings: readonly FindingChange[]): ReadonlyArray<readonly [FindingChange, ...FindingChange[]]> {
  const sorted = SEVERITIES.flatMap((each) => findings.filter(({ severity }) => severity === each));
  return alike(sorted, ({ severity, code, id, message, mend }) =>
    JSON.stringify([severity, code, withoutNames(message, [id]), withoutNames(mend, [id])]));
}

function spellGroup(group: readonly [FindingChange, ...FindingChange[]]): string {
  const [{ severity, code, message }] = group;
  return `${severity}: ${foldNames(group.map(({ id }) => id))}: ${message} (${code})`;
}

/** The parts that are not read, of which nothing is known. The same on both sides is told once. */
export function spellUnread({ unread: { before, after }, functions }: Difference): string[] {
  const spell = ({ id, message, code }: UnreadPart) => `${id}: ${message} (${code})`;
  const [old, now] = [before.map(spell), after.map(spell)];
  return [
    ...now.map((each) => `${old.includes(each) ? 'on both sides' : 'on the new side'}, ${each}`),
    ...old.filter((each) => !now.includes(each)).map((each) => `on the old side, ${each}`),
    ...(['before', 'after'] as const).flatMap((judged) => {
      const names = functions.unread.filter((each) => each.judged === judged).map((each) => each.function);
      return names.length === 0 ? [] : [`${judged === 'before' ? 'judged before, and perhaps in what is not read now' : 'judged now, and perhaps in what was not read before'}: ${foldNames(names)}`];
    }),
  ];
}

/** The parts that are not read in one sentence, for whoever reads no output; undefined when all is read. */
export function remarkOnUnread({ unread: { before, after } }: Difference): string | undefined {
  const names = (parts: readonly UnreadPart[]) => foldNames([...new Set(parts.map(({ id, code }) => `${id} (${code})`))]);
  const sides = [...before.length === 0 ? [] : [`on the old side ${names(before)}`], ...after.length === 0 ? [] : [`on the new side ${names(after)}`]];
  return sides.length === 0 ? undefined : `not everything is read, and nothing is said of what is not: ${sides.join('; ')}`;
}

/** Money, interfaces, capacity and functions, one line for each that changes. */
export function spellFigures({ cost, interfaces, capacity: { natConnections, freeAddresses }, functions: { added, removed } }: Difference): string[] {
  const more = cost.after - cost.before;
  const change = (what: string, { before, after }: { readonly before: number | null; readonly after: number | null }) =>
    before === after || before === null || after === null ? [] : [`${what}: ${before.toLocaleString('en-US')} → ${after.toLocaleString('en-US')}`];
  return [
    ...cost.parts.length === 0 ? [] : [
      `fixed cost: ${cost.before.toFixed(2)} → ${cost.after.toFixed(2)} ${cost.currency} a month (${more < 0 ? '−' : '+'}${Math.abs(more).toFixed(2)}; prices of ${cost.pricesOf}): `
      + cost.parts.map(({ what, before, after }) => `${what} ${before} → ${after}`).join(', '),
    ],
    ...change('network interfaces of Lambda, at least', interfaces),
    ...change('connections at a time to one destination through NAT gateways, at least', natConnections),
    ...change('free IPv4 addresses in the fullest subnet with functions, at the most', freeAddresses),
    ...added.length === 0 ? [] : [`${counted(added.length, 'new function')}: ${foldNames(added)}`],
    ...removed.length === 0 ? [] : [`${counted(removed.length, 'function')} removed: ${foldNames(removed)}`],
  ];
}
