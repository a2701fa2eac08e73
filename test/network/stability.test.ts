import * as ec2 from 'aws-cdk-lib/aws-ec2';
import Table from 'cli-table3';
import type { NetworkChange } from './changes';
import { CHANGES } from './changes';
import type { Harm, SynthesizedTemplate } from './harm';
import { harm } from './harm';
import type { StackKind } from './template-in';
import { ACCOUNT_ZONES, templateIn } from './template-in';
import type { PrivateLambdaNetworkProps } from '../../src';
import { PrivateLambdaNetwork } from '../../src';

const PROTOCOLS = { 'IPv4': ec2.IpProtocol.IPV4_ONLY, 'dual-stack': ec2.IpProtocol.DUAL_STACK };

interface Case {
  readonly change: NetworkChange;
  readonly stack: StackKind;
  readonly protocol: string;
}

const CASES: Case[] = CHANGES.flatMap((change) => change.stacks.flatMap(
  (stack) => protocolsOf(change).map((protocol) => ({ change, stack, protocol })),
));
const rows: Array<[Case, Harm[]]> = [];

describe('N12: a change to a network leaves what stays in use as it was', () => {
  test.each(CASES.map((one) => [`${one.change.name}, ${one.stack}, ${one.protocol}`, one] as const))('%s', (_, one) => {
    const done = harm(synthesize(one, 'before'), synthesize(one, 'after'));
    rows.push([one, done]);
    expect(done.filter(({ what }) => what !== 'removed')).toEqual([]);
    expect(done.filter((each) => each.what === 'removed' && !isOutOfUse(each, one))).toEqual([]);
  });

  afterAll(() => {
    process.stdout.write(`\n${drawTable()}\n`);
  });
});

describe('the check itself', () => {
  test('sees a subnet that is renumbered', () => {
    const one = CASES[0];
    const before = synthesize(one, 'before');
    const after = JSON.parse(JSON.stringify(before).replace('10.0.0.0/22', '10.0.128.0/22')) as SynthesizedTemplate;
    expect(harm(before, after)).toContainEqual(expect.objectContaining({ type: 'AWS::EC2::Subnet', what: 'replaced' }));
  });

  test('sees a subnet that is given another logical id', () => {
    const before = synthesize(CASES[0], 'before');
    const id = Object.keys(before.Resources).find((key) => before.Resources[key].Type === 'AWS::EC2::Subnet')!;
    const after = JSON.parse(JSON.stringify(before).split(`"${id}"`).join('"Renamed"')) as SynthesizedTemplate;
    expect(harm(before, after)).toContainEqual(expect.objectContaining({ logicalId: id, what: 'renamed' }));
  });
});

/** Going dual-stack starts from IPv4 whatever the row says, and IPv6-only egress has no IPv4 form. */
function protocolsOf(change: NetworkChange): string[] {
  if (change.before.ipProtocol !== undefined) {
    return ['dual-stack'];
  }
  return /IPv6/.test(change.name) ? ['dual-stack'] : Object.keys(PROTOCOLS);
}

/** A switch of egress takes away gateways, their addresses and public subnets; other changes say what they do. */
function isOutOfUse({ type, tier }: Harm, { change }: Case): boolean {
  const gateways = ['AWS::EC2::NatGateway', 'AWS::EC2::EIP', 'AWS::EC2::Instance', 'AWS::EC2::InternetGateway', 'AWS::EC2::EgressOnlyInternetGateway',
    'AWS::EC2::TransitGatewayAttachment'];
  const switchesEgress = change.before.egress !== undefined && change.after.egress !== undefined;
  return (switchesEgress && (tier === 'public' || tier === 'transit' || gateways.includes(type))) || change.retires?.some((one) => one === type || one === tier) === true;
}

function synthesize({ change, stack, protocol }: Case, side: 'before' | 'after'): SynthesizedTemplate {
  const { define, ...chosen } = change[side];
  const props: PrivateLambdaNetworkProps = { ipProtocol: PROTOCOLS[protocol as keyof typeof PROTOCOLS], ...chosen };
  return templateIn(stack, change.accountZones?.[side] ?? ACCOUNT_ZONES, (scope) => {
    const network = new PrivateLambdaNetwork(scope, 'Network', props);
    define?.(network);
  });
}

function drawTable(): string {
  const table = new Table({ head: ['change', 'stack', 'protocol', 'replaced', 'renamed', 'no longer used'], style: { head: [], border: [] } });
  for (const [{ change, stack, protocol }, done] of rows) {
    const count = (what: Harm['what']) => done.filter((one) => one.what === what).length;
    table.push([change.name, stack, protocol, count('replaced'), count('renamed'), count('removed')]);
  }
  return table.toString();
}
