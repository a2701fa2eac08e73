import { existingIn } from '../../../src/analysis/describe/existing';
import type { Snapshot } from '../../../src/analysis/describe/snapshot';
import type { AskedDestination } from '../../../src/analysis/judge/destinations/asked-destination';
import { readAskedDestination } from '../../../src/analysis/judge/destinations/asked-destination';
import { judge } from '../../../src/analysis/judge/judge';
import { subnetNames } from '../../../src/analysis/report/describe';
import { renderJson } from '../../../src/analysis/report/render-json';
import { readWorlds } from '../../../src/analysis/worlds/read-worlds';
import type { Report, ReportedVerdict } from '../judging';

/*
 * Templates judged with snapshots, as `check --snapshot` does.
 */

/** Judge a template with the network of snapshots. */
export function judgeWith(resources: object, snapshots: readonly Snapshot[], asked: readonly string[] = [], others: object = {}): Report {
  const { network, exports, parameters, notes } = existingIn(snapshots.map((snapshot, place) => ({ name: `network-${place}.snapshot.json`, snapshot })));
  const set = { templates: [{ name: 'T', body: { Resources: resources, ...others }, nested: new Map<string, never>() }], existing: network, told: { exports, parameters } };
  const { worlds, notes: unread } = readWorlds(set, { asked });
  const destinations = asked.map((text): AskedDestination => readAskedDestination(text, () => false)!);
  return JSON.parse(JSON.stringify(renderJson(judge(worlds, { asked: destinations, notes: unread, snapshots: { notes, today: '2026-11-28' } }), subnetNames(worlds)))) as Report;
}

/** A function in subnets. */
export function lambdaIn(SubnetIds: unknown, SecurityGroupIds: unknown): object {
  return { Fn: { Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds, SecurityGroupIds } } } };
}

/** What is said of one destination. */
export function verdictFor({ functions }: Report, destination: string, family = 'ipv4'): ReportedVerdict {
  const found = functions.flatMap(({ verdicts }) => verdicts).filter((verdict) => verdict.destination === destination && verdict.family === family);
  expect(found).toHaveLength(1);
  return found[0];
}

/** All verdicts in short. */
export function verdictsOf({ functions }: Report): Record<string, string> {
  return Object.fromEntries(functions.flatMap(({ verdicts }) => verdicts.map(({ destination, family, verdict }) => [`${destination} ${family}`, verdict])));
}
