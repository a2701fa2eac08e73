import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { PrivateLambdaNetworkProps } from '../../src';
import { AddressFamily, AddressPlan, Egress, FlowLogs, Ipv6Block, PrivateLambdaNetwork, SubnetTier, Zones } from '../../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };

function define(props: PrivateLambdaNetworkProps = {}, env?: typeof ENV): { network: PrivateLambdaNetwork; template: Template; stack: Stack } {
  const app = new App({ context: { [`availability-zones:account=${ENV.account}:region=${ENV.region}`]: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] } });
  const stack = new Stack(app, 'Stack', { env });
  const network = new PrivateLambdaNetwork(stack, 'Network', props);
  return { network, stack, template: Template.fromStack(stack) };
}

/** The properties of a subnet that these tests read. */
interface SubnetProperties {
  readonly AvailabilityZone: unknown;
  readonly AvailabilityZoneId: unknown;
  readonly CidrBlock: Record<string, unknown>;
  readonly Ipv6CidrBlock: Record<'Fn::Select', [number, unknown]>;
}

/** The subnets of a tier, as properties. */
function subnets(template: Template, tier: string): SubnetProperties[] {
  const found = template.findResources('AWS::EC2::Subnet', {
    Properties: { Tags: Match.arrayWith([{ Key: 'cdk-lambda-network:tier', Value: tier }]) },
  });
  return Object.values(found).map(({ Properties }) => Properties);
}

describe('N1: tiers and zones', () => {
  test('private and isolated subnets in two zones, public ones where a NAT gateway stands', () => {
    const { template } = define({}, ENV);
    expect(subnets(template, 'private').map(({ AvailabilityZone }) => AvailabilityZone)).toEqual(['eu-west-1a', 'eu-west-1b']);
    expect(subnets(template, 'isolated')).toHaveLength(2);
    expect(subnets(template, 'public')).toHaveLength(2);
  });

  test('with one NAT gateway there is one public subnet, in its zone', () => {
    const { template } = define({ zones: Zones.count(3), egress: Egress.natGateways({ count: 1 }) }, ENV);
    expect(subnets(template, 'public').map(({ AvailabilityZone }) => AvailabilityZone)).toEqual(['eu-west-1a']);
    expect(subnets(template, 'private')).toHaveLength(3);
  });

  test.each([
    ['none', Egress.none()], ['ipv6Only', Egress.ipv6Only()], ['regionalNatGateway', Egress.regionalNatGateway()],
  ])('Egress.%s() needs no public subnet', (_, egress) => {
    expect(subnets(define({ egress }).template, 'public')).toEqual([]);
  });

  test('no subnet gives its instances a public IPv4 address', () => {
    define().template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  });

  test('tags say tier and zone', () => {
    define({}, ENV).template.hasResourceProperties('AWS::EC2::Subnet', {
      AvailabilityZone: 'eu-west-1b',
      Tags: Match.arrayWith([
        { Key: 'cdk-lambda-network:tier', Value: 'private' }, { Key: 'cdk-lambda-network:zone', Value: 'eu-west-1b' },
        { Key: 'Name', Value: 'Stack/Network/private/eu-west-1b' },
      ]),
    });
  });

  test('a tier of the user\'s own can be selected by its name', () => {
    const { network } = define({ tiers: [SubnetTier.isolated('cache', 4)] });
    expect(network.vpc.selectSubnets({ subnetGroupName: 'cache' }).subnets).toHaveLength(2);
  });

  test('a single zone is allowed and warned of', () => {
    const { stack } = define({ zones: Zones.count(1) });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('spans one zone'));
  });
});

describe('N2: every subnet has its own route table', () => {
  test.each([['natGateways', Egress.natGateways()], ['none', Egress.none()]])('Egress.%s()', (_, egress) => {
    const { template } = define({ egress });
    const associations = Object.values(template.findResources('AWS::EC2::SubnetRouteTableAssociation')).map(({ Properties }) => Properties);
    const count = Object.keys(template.findResources('AWS::EC2::Subnet')).length;
    expect(new Set(associations.map(({ SubnetId }) => SubnetId.Ref)).size).toBe(count);
    expect(new Set(associations.map(({ RouteTableId }) => RouteTableId.Ref)).size).toBe(count);
  });
});

describe('N4: an internet gateway exists only when something routes to it', () => {
  const expected = { natGateways: 1, natInstances: 1, regionalNatGateway: 1, ipv6Only: 0, none: 0 };
  test.each(Object.entries(expected))('Egress.%s() has %i', (kind, count) => {
    const { template } = define({ egress: Egress[kind as keyof typeof expected]() });
    template.resourceCountIs('AWS::EC2::InternetGateway', count);
    template.resourceCountIs('AWS::EC2::VPCGatewayAttachment', count);
  });
});

describe('N5: dual-stack by default', () => {
  test('every subnet has a /64 of the VPC\'s block, and private ones leave through the egress-only internet gateway', () => {
    const { template } = define();
    template.allResourcesProperties('AWS::EC2::Subnet', { Ipv6CidrBlock: Match.objectLike({ 'Fn::Select': Match.anyValue() }) });
    template.resourceCountIs('AWS::EC2::EgressOnlyInternetGateway', 1);
    template.resourcePropertiesCountIs('AWS::EC2::Route', { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: Match.anyValue() }, 2);
  });

  test('isolated subnets have no default route of either family', () => {
    const { template } = define();
    const isolated = Object.keys(template.findResources('AWS::EC2::RouteTable', {
      Properties: { Tags: Match.arrayWith([{ Key: 'cdk-lambda-network:tier', Value: 'isolated' }]) },
    }));
    const routes = Object.values(template.findResources('AWS::EC2::Route'));
    expect(isolated).toHaveLength(2);
    expect(routes.filter(({ Properties }) => isolated.includes(Properties.RouteTableId.Ref))).toEqual([]);
  });

  test('IPv4 only on request', () => {
    const { template, network } = define({ ipProtocol: ec2.IpProtocol.IPV4_ONLY });
    expect(JSON.stringify(template.toJSON())).not.toMatch(/ipv6|EgressOnly/i);
    expect(network.internetAddressFamilies).toEqual([AddressFamily.IPV4]);
  });

  test('without egress there is no egress-only internet gateway either', () => {
    const { template, network } = define({ egress: Egress.none() });
    template.resourceCountIs('AWS::EC2::EgressOnlyInternetGateway', 0);
    template.resourceCountIs('AWS::EC2::Route', 0);
    expect(network.internetAddressFamilies).toEqual([]);
  });
});

describe('N7: gateway endpoints', () => {
  test('S3 and DynamoDB, on the route tables of all but the public subnets', () => {
    const { template } = define({ tiers: [SubnetTier.isolated('cache', 4)] });
    const endpoints = Object.values(template.findResources('AWS::EC2::VPCEndpoint')).map(({ Properties }) => Properties);
    expect(endpoints.map(({ ServiceName }) => ServiceName['Fn::Join'][1].at(-1))).toEqual(['.s3', '.dynamodb']);
    endpoints.forEach(({ VpcEndpointType, RouteTableIds }) => {
      expect(VpcEndpointType).toBe('Gateway');
      expect(RouteTableIds).toHaveLength(6);
    });
  });

  test('the prefix list of a service is looked up once, and only when asked for', () => {
    const { network, stack } = defineUnsynthesized();
    expect(network.gatewayPrefixListId('secretsmanager')).toBeUndefined();
    expect(network.gatewayPrefixListId('s3')).toBe(network.gatewayPrefixListId('s3'));
    const template = Template.fromStack(stack);
    template.resourceCountIs('Custom::GatewayPrefixList', 1);
  });

  function defineUnsynthesized(): { network: PrivateLambdaNetwork; stack: Stack } {
    const stack = new Stack(new App(), 'Stack');
    return { stack, network: new PrivateLambdaNetwork(stack, 'Network') };
  }
});

describe('N9: flow logs', () => {
  test('are on by default, with retention', () => {
    const { template } = define();
    template.hasResourceProperties('AWS::EC2::FlowLog', { ResourceType: 'VPC', TrafficType: 'ALL', LogDestinationType: 'cloud-watch-logs' });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  test('retention, traffic and interval can be chosen', () => {
    const { template } = define({
      flowLogs: FlowLogs.toCloudWatchLogs({
        retention: logs.RetentionDays.ONE_YEAR,
        trafficType: ec2.FlowLogTrafficType.REJECT,
        maxAggregationInterval: ec2.FlowLogMaxAggregationInterval.ONE_MINUTE,
      }),
    });
    template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'REJECT', MaxAggregationInterval: 60 });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
  });

  test('can be turned off', () => {
    define({ flowLogs: FlowLogs.none() }).template.resourceCountIs('AWS::EC2::FlowLog', 0);
  });
});

describe('N11: the default security group', () => {
  test('is emptied', () => {
    define().template.hasResourceProperties('Custom::VpcRestrictDefaultSG', {
      DefaultSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('Vpc'), 'DefaultSecurityGroup'] },
    });
  });
});

describe('N12: the address plan in the template', () => {
  test('blocks follow tier and zone', () => {
    const { template } = define({ zones: Zones.named('eu-west-1b', 'eu-west-1c') }, ENV);
    expect(subnets(template, 'private').map(({ CidrBlock }) => CidrBlock)).toEqual(['10.0.32.0/22', '10.0.64.0/22']);
    expect(subnets(template, 'public').map(({ CidrBlock }) => CidrBlock)).toEqual(['10.0.40.0/22', '10.0.72.0/22']);
    expect(subnets(template, 'isolated').map(({ Ipv6CidrBlock }) => Ipv6CidrBlock['Fn::Select'][0])).toEqual([0x11, 0x21]);
  });

  test('a secondary block carries its tier, whose subnets wait for it', () => {
    const addressPlan = AddressPlan.cidr('10.0.0.0/22', { secondaryBlocks: [{ cidr: '100.64.0.0/16', tier: 'private' }] });
    const { template } = define({ addressPlan });
    expect(subnets(template, 'private').map(({ CidrBlock }) => CidrBlock)).toEqual(['100.64.0.0/19', '100.64.32.0/19']);
    const block = Object.keys(template.findResources('AWS::EC2::VPCCidrBlock', { Properties: { CidrBlock: '100.64.0.0/16' } }))[0];
    const waiting = template.findResources('AWS::EC2::Subnet', { DependsOn: Match.arrayWith([block]) });
    expect(Object.keys(waiting)).toHaveLength(2);
  });

  test('IPAM pools give the blocks of both families', () => {
    const addressPlan = AddressPlan.ipam({
      ipamPoolId: 'ipam-pool-0123456789abcdef0', netmaskLength: 18, ipv6: Ipv6Block.ipam({ ipamPoolId: 'ipam-pool-0fedcba9876543210' }),
    });
    const { template } = define({ addressPlan });
    template.hasResourceProperties('AWS::EC2::VPC', { Ipv4IpamPoolId: 'ipam-pool-0123456789abcdef0', Ipv4NetmaskLength: 18, CidrBlock: Match.absent() });
    template.hasResourceProperties('AWS::EC2::VPCCidrBlock', {
      Ipv6IpamPoolId: 'ipam-pool-0fedcba9876543210', Ipv6NetmaskLength: 56, AmazonProvidedIpv6CidrBlock: Match.absent(),
    });
    expect(subnets(template, 'isolated').map(({ CidrBlock }) => CidrBlock['Fn::Select'])).toEqual([
      [1, { 'Fn::Cidr': [{ 'Fn::GetAtt': [expect.any(String), 'CidrBlock'] }, 64, '8'] }],
      [9, { 'Fn::Cidr': [{ 'Fn::GetAtt': [expect.any(String), 'CidrBlock'] }, 64, '8'] }],
    ]);
  });

  test('the plan can be drawn', () => {
    expect(define({}, ENV).network.drawAddressPlan()).toMatch(/eu-west-1b .*10\.0\.32\.0\/19/);
  });
});

describe('N13: zones', () => {
  test('by id, with the name known during deployment', () => {
    const { template, network, stack } = define({ zones: Zones.ids('euw1-az2', 'euw1-az3') }, ENV);
    expect(subnets(template, 'private').map(({ AvailabilityZoneId }) => AvailabilityZoneId)).toEqual(['euw1-az2', 'euw1-az3']);
    template.allResourcesProperties('AWS::EC2::Subnet', { AvailabilityZone: Match.absent() });
    expect(stack.resolve(network.functionSubnets[0].availabilityZone)).toEqual({ 'Fn::GetAtt': [expect.any(String), 'AvailabilityZone'] });
  });

  test('Local Zones are never chosen by count', () => {
    const app = new App({ context: { [`availability-zones:account=${ENV.account}:region=us-east-1`]: ['us-east-1-atl-1a', 'us-east-1a', 'us-east-1b'] } });
    const stack = new Stack(app, 'Stack', { env: { ...ENV, region: 'us-east-1' } });
    const network = new PrivateLambdaNetwork(stack, 'Network');
    expect(network.functionSubnets.map(({ availabilityZone }) => availabilityZone)).toEqual(['us-east-1a', 'us-east-1b']);
  });

  test('before the account\'s zones are looked up, any count is let pass', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    expect(new PrivateLambdaNetwork(stack, 'Network', { zones: Zones.count(5) }).functionSubnets).toHaveLength(5);
  });
});

describe('N15: dedicated tenancy', () => {
  test('fails synthesis', () => {
    const app = new App();
    const network = new PrivateLambdaNetwork(new Stack(app, 'Stack'), 'Network');
    (network.vpc.node.defaultChild as ec2.CfnVPC).instanceTenancy = 'dedicated';
    expect(() => app.synth()).toThrow(/instance tenancy 'dedicated'.*VPC_DEDICATED_TENANCY.*Stack\/Network\/Vpc/);
  });
});
