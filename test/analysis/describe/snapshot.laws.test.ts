import * as fc from 'fast-check';
import type { Answers } from './answers';
import { snapshotOf } from './answers';
import { judgeWith, lambdaIn, verdictsOf } from './judging-snapshots';
import { answersOf, idOf, templateOf } from './planned-answers';
import type { SectionName } from '../../../src/analysis/describe/sections';
import type { NetworkPlan } from '../support/random-networks';
import { networkPlans } from '../support/random-networks';

/*
 * The law of snapshots (X2): a network reads the same from its template and from what AWS prints of it, and what a snapshot lacks never makes an answer.
 */

const ASKED = ['internet', '8.8.0.0/16:443', '10.9.1.0/24:443', '10.0.0.0/24:443', '52.1.0.0/16:443', '10.9.0.0/16:443', 's3'];

/** A database that is there. */
const DATABASE = {
  NetworkInterfaceId: 'eni-0ddddddddddddddd4', VpcId: idOf('Other'), SubnetId: idOf('Data', 'subnet'), Status: 'in-use', InterfaceType: 'interface', SourceDestCheck: true,
  Groups: [{ GroupId: idOf('DbGroup') }], PrivateIpAddresses: [{ PrivateIpAddress: '10.9.1.7' }], Ipv6Addresses: [],
};

/** Networks that AWS makes: it refuses a route to the block of the table's own VPC. */
function networks(): fc.Arbitrary<NetworkPlan> {
  return networkPlans().filter(({ routes }) => Object.entries(routes).every(([subnet, own]) => own.every(([block]) => block !== (['Data', 'Outside'].includes(subnet) ? '10.9.0.0/16' : '10.0.0.0/16'))));
}

const FUNCTION_IN_TEMPLATE = (subnets: readonly string[]) => lambdaIn(subnets.map((Ref) => ({ Ref })), [{ 'Fn::GetAtt': ['Group', 'GroupId'] }]);
const FUNCTION_BESIDE = (subnets: readonly string[]) => lambdaIn(subnets.map((name) => idOf(name, 'subnet')), [idOf('Group')]);

test('X2 a template and the snapshot of its network are judged alike', () => {
  const seen = new Set<string>();
  fc.assert(fc.property(networks(), (plan) => {
    const template = verdictsOf(judgeWith({ ...templateOf(plan), ...FUNCTION_IN_TEMPLATE(plan.subnets) }, [], ASKED));
    const snapshot = verdictsOf(judgeWith(FUNCTION_BESIDE(plan.subnets), [snapshotOf(answersOf(plan))], ASKED));
    Object.values(template).forEach((verdict) => seen.add(verdict));
    expect(snapshot).toEqual(template);
  }), { numRuns: 100 });
  expect([...seen].sort()).toEqual(['blocked', 'inconclusive', 'reachable']);
});

test('X2 a snapshot with a part removed never gains a definite verdict', () => {
  let lost = 0;
  fc.assert(fc.property(networks(), fc.nat(), fc.nat(), (plan, place, item) => {
    const interfaces = { NetworkInterfaces: { NetworkInterfaces: [DATABASE] } };
    const all = { ...answersOf(plan), ...interfaces } as unknown as Record<SectionName, Record<string, readonly object[]>>;
    const name = (Object.keys(all) as SectionName[])[place % Object.keys(all).length];
    const things = all[name][name];
    const without: Answers = { ...all };
    if (item % 3 === 0 || things.length === 0) {
      delete without[name];
    } else {
      without[name] = { [name]: things.map((thing, index) => index === item % things.length ? stripped(thing, item) : thing) };
    }
    const [before, after] = [all, without].map((each) => verdictsOf(judgeWith(FUNCTION_BESIDE(plan.subnets), [snapshotOf(each as Answers)], [...ASKED, '10.9.1.7/32:443', '10.0.2.9/32:443'])));
    for (const [destination, verdict] of Object.entries(after)) {
      lost += verdict !== before[destination] ? 1 : 0;
      expect(`${name} ${item}: ${destination} ${verdict === 'inconclusive' ? before[destination] : verdict}`).toBe(`${name} ${item}: ${destination} ${before[destination]}`);
    }
  }), { numRuns: 150 });
  expect(lost).toBeGreaterThan(20);
});

/** The thing without one of its fields, its id apart, as an old answer or an old program has it. */
function stripped(thing: object, seed: number): object {
  const fields = Object.keys(thing).filter((key) => !/Id$/.test(key) && key !== 'Main' && key !== 'IsDefault' && key !== 'State' && key !== 'OwnerId' && key !== 'GroupName');
  const gone = fields[seed % Math.max(1, fields.length)];
  return Object.fromEntries(Object.entries(thing).filter(([key]) => key !== gone));
}
