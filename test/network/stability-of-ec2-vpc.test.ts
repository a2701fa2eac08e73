import * as ec2 from 'aws-cdk-lib/aws-ec2';
import Table from 'cli-table3';
import type { Harm } from './harm';
import { harm } from './harm';
import { ACCOUNT_ZONES, templateIn } from './template-in';

const [A, B, C] = ACCOUNT_ZONES;
const DUAL_STACK = ec2.IpProtocol.DUAL_STACK;
const TIERS: ec2.SubnetConfiguration[] = [
  { name: 'public', subnetType: ec2.SubnetType.PUBLIC },
  { name: 'private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
];

/** The same changes, made to `ec2.Vpc` with its defaults: how many subnets it replaces, and how many NAT gateways and addresses. */
const CHANGES: Array<[name: string, before: ec2.VpcProps, after: ec2.VpcProps, subnets: number, natGateways: number]> = [
  ['two zones → three', { maxAzs: 2 }, { maxAzs: 3 }, 4, 2],
  ['a later zone is named', { availabilityZones: [A, B] }, { availabilityZones: [A, B, C] }, 4, 2],
  ['an earlier zone is named', { availabilityZones: [B, C] }, { availabilityZones: [A, B, C] }, 4, 2],
  ['a tier is added', { maxAzs: 2, subnetConfiguration: TIERS }, {
    maxAzs: 2,
    subnetConfiguration: [...TIERS, { name: 'cache', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
  }, 4, 2],
  ['a tier is added before another', { maxAzs: 2, subnetConfiguration: TIERS }, {
    maxAzs: 2,
    subnetConfiguration: [TIERS[0], { name: 'cache', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, TIERS[1]],
  }, 4, 2],
  ['no NAT → NAT gateways', { maxAzs: 2, natGateways: 0 }, { maxAzs: 2 }, 0, 0],
  ['IPv4 → dual-stack', { maxAzs: 2, ipProtocol: ec2.IpProtocol.IPV4_ONLY }, { maxAzs: 2 }, 0, 0],
];

describe('what ec2.Vpc does, measured with the same check', () => {
  const table = new Table({ head: ['change to ec2.Vpc', 'subnets replaced', 'NAT gateways replaced', 'all live resources'], style: { head: [], border: [] } });

  test.each(CHANGES)('%s', (name, before, after, subnets, natGateways) => {
    const done = harm(vpc(before), vpc(after)).filter(({ what }) => what !== 'removed');
    const count = (type: string) => done.filter((each: Harm) => each.type === type).length;
    table.push([name, count('AWS::EC2::Subnet'), count('AWS::EC2::NatGateway'), done.length]);
    expect([count('AWS::EC2::Subnet'), count('AWS::EC2::NatGateway')]).toEqual([subnets, natGateways]);
  });

  afterAll(() => {
    process.stdout.write(`\n${table.toString()}\n`);
  });
});

function vpc(props: ec2.VpcProps): ReturnType<typeof templateIn> {
  return templateIn('concrete', ACCOUNT_ZONES, (stack) => new ec2.Vpc(stack, 'Vpc', { ipProtocol: DUAL_STACK, ...props }));
}
