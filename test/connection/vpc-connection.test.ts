import { App, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { FakeNetworkProps } from './fake-network';
import { FakeNetwork } from './fake-network';
import { Destination } from '../../src/connection/destination';
import type { VpcConnection, VpcConnectionOptions } from '../../src/connection/vpc-connection';
import { AddressFamily } from '../../src/vpc/address-family';

interface Fixture {
  readonly stack: Stack;
  readonly network: FakeNetwork;
}

function fixture(props?: FakeNetworkProps): Fixture {
  const stack = new Stack(new App(), 'Stack');
  return { stack, network: new FakeNetwork(stack, 'Network', props) };
}

function connect({ stack, network }: Fixture, options: VpcConnectionOptions = { destinations: [] }): VpcConnection {
  return network.connect(stack, 'Connection', options);
}

/** A function of a class that knows nothing of connections, given all that a connection has, or something else instead. */
function otherFunction({ stack }: Fixture, connection: VpcConnection, instead: Partial<lambda.FunctionProps> = {}): lambda.Function {
  return new lambda.Function(stack, 'Fn', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    vpc: connection.vpc,
    vpcSubnets: connection.vpcSubnets,
    securityGroups: connection.securityGroups,
    ipv6AllowedForDualStack: connection.ipv6AllowedForDualStack,
    role: connection.role,
    logGroup: connection.logGroup,
    environment: connection.environment,
    ...instead,
  });
}

function groups({ stack, network }: Fixture, count: number): ec2.SecurityGroup[] {
  return Array.from({ length: count }, (_, index) => new ec2.SecurityGroup(stack, `Group${index}`, { vpc: network.vpc, allowAllOutbound: false }));
}

function caught(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

describe('F2: a function of any class', () => {
  test('gets role, groups, subnets, flag and log group, and its destinations into the template', () => {
    const at = fixture();
    const connection = connect(at, { destinations: [Destination.awsService('s3')] });
    connection.attach(otherFunction(at, connection));
    Template.fromStack(at.stack).hasResource('AWS::Lambda::Function', {
      Properties: {
        Role: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ConnectionRole'), 'Arn'] },
        LoggingConfig: { LogGroup: { Ref: Match.stringLikeRegexp('^ConnectionLogGroup') } },
        VpcConfig: {
          Ipv6AllowedForDualStack: true,
          SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^LambdaSecurityGroups'), 'GroupId'] }],
          SubnetIds: at.network.functionSubnets.map(({ subnetId }) => at.stack.resolve(subnetId) as unknown),
        },
      },
      Metadata: { 'cdk-lambda-network:destinations': [{ kind: 'aws-service', service: 's3' }] },
    });
  });

  test('is told when nothing was attached', () => {
    const at = fixture();
    connect(at);
    Annotations.fromStack(at.stack).hasWarning('/Stack/Connection', Match.stringLikeRegexp('call attach\\(\\).*cdk-lambda-network:notAttached'));
  });

  test('several functions share a connection', () => {
    const at = fixture();
    const connection = connect(at);
    connection.attach(otherFunction(at, connection));
    connection.attach(otherFunction({ ...at, stack: new Stack(at.stack.node.scope, 'Other') }, connection));
    Annotations.fromStack(at.stack).hasNoWarning('*', Match.stringLikeRegexp('notAttached'));
  });

  test.each<[code: string, value: string, instead: (at: Fixture) => Partial<lambda.FunctionProps>]>([
    ['FUNCTION_NOT_CONNECTED', 'no VPC', () => ({ vpc: undefined, vpcSubnets: undefined, securityGroups: undefined, ipv6AllowedForDualStack: undefined })],
    ['FUNCTION_NOT_CONNECTED', 'role', () => ({ role: undefined })],
    ['FUNCTION_NOT_CONNECTED', 'other subnets', () => ({ vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } })],
    ['FUNCTION_NOT_CONNECTED', 'other subnets', ({ network }) => ({ vpcSubnets: { subnets: network.functionSubnets.slice(1) } })],
    ['FUNCTION_NOT_CONNECTED', 'other security groups', () => ({ securityGroups: undefined })],
    ['FUNCTION_NOT_CONNECTED', 'other security groups', (at) => ({ securityGroups: groups(at, 1) })],
    ['FUNCTION_SECURITY_GROUP_COUNT', '6', (at) => ({ securityGroups: groups(at, 6) })],
    ['FUNCTION_IN_PUBLIC_SUBNET', 'public', () => ({ vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, allowPublicSubnet: true })],
    ['FUNCTION_SUBNET_COUNT', '17', ({ network }) => ({ vpcSubnets: { subnets: Array.from({ length: 17 }, () => network.functionSubnets[0]) } })],
    ['FUNCTION_IPV6_FLAG', 'undefined', () => ({ ipv6AllowedForDualStack: undefined })],
    ['FUNCTION_IPV6_FLAG', 'false', () => ({ ipv6AllowedForDualStack: false })],
  ])('fails with %s (%s) when it was given something else', (code, value, instead) => {
    const at = fixture();
    const connection = connect(at);
    const fn = otherFunction(at, connection, instead(at));
    const error = caught(() => connection.attach(fn));
    expect(error).toMatchObject({ name: 'NetworkError', code });
    expect(String(error)).toContain(value);
    expect(String(error)).toContain('(at Stack/Fn)');
  });
});

describe('N1, F7: the subnets', () => {
  test('are the function subnets of the network', () => {
    const at = fixture();
    expect(connect(at).subnets).toEqual(at.network.functionSubnets);
  });

  test('are those selected', () => {
    const at = fixture();
    const connection = connect(at, { destinations: [], vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    expect(connection.subnets).toEqual(at.network.vpc.isolatedSubnets);
    expect(connection.ipv6AllowedForDualStack).toBe(true);
  });

  test.each<[code: string, value: string, select: (vpc: ec2.Vpc) => ec2.ISubnet[]]>([
    ['FUNCTION_IN_PUBLIC_SUBNET', 'publicSubnet1', ({ publicSubnets }) => publicSubnets],
    ['FUNCTION_IN_PUBLIC_SUBNET', 'publicSubnet2', ({ privateSubnets, publicSubnets }) => [...privateSubnets, publicSubnets[1]]],
    ['FUNCTION_SUBNET_COUNT', '17', ({ privateSubnets }) => Array.from({ length: 17 }, () => privateSubnets[0])],
    ['FUNCTION_SUBNETS_DIVERGE', 'isolatedSubnet1', ({ privateSubnets, isolatedSubnets }) => [privateSubnets[0], isolatedSubnets[0]]],
    ['FUNCTION_SUBNET_IPV6_ONLY', 'privateSubnet1', ({ privateSubnets }) => {
      (privateSubnets[0].node.defaultChild as ec2.CfnSubnet).ipv6Native = true;
      return privateSubnets;
    }],
  ])('fail with %s (%s)', (code, value, select) => {
    const at = fixture();
    const error = caught(() => connect(at, { destinations: [], vpcSubnets: { subnets: select(at.network.vpc) } }));
    expect(error).toMatchObject({ name: 'NetworkError', code });
    expect(String(error)).toContain(value);
  });

  test('fail with FUNCTION_SUBNET_COUNT where there are none', () => {
    const at = fixture();
    at.network.functionSubnets.splice(0);
    expect(caught(() => connect(at))).toMatchObject({ code: 'FUNCTION_SUBNET_COUNT' });
  });
});

describe('F6: IPv6', () => {
  test('is allowed when every subnet is dual-stack', () => {
    expect(connect(fixture()).ipv6AllowedForDualStack).toBe(true);
  });

  test('is not mentioned when the network is IPv4 only', () => {
    const at = fixture({ ipProtocol: ec2.IpProtocol.IPV4_ONLY });
    const connection = connect(at);
    expect(connection.ipv6AllowedForDualStack).toBeUndefined();
    connection.attach(otherFunction(at, connection));
    Template.fromStack(at.stack).hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { Ipv6AllowedForDualStack: Match.absent() } });
  });

  test('is not mentioned when one subnet has IPv4 only', () => {
    const at = fixture();
    (at.network.functionSubnets[1].node.defaultChild as ec2.CfnSubnet).ipv6CidrBlock = undefined;
    expect(connect(at).ipv6AllowedForDualStack).toBeUndefined();
  });

  test('of subnets from elsewhere is what the network says', () => {
    for (const [ipProtocol, allowed] of [[ec2.IpProtocol.DUAL_STACK, true], [ec2.IpProtocol.IPV4_ONLY, undefined]] as const) {
      const at = fixture({ ipProtocol });
      const subnet = ec2.Subnet.fromSubnetId(at.stack, 'Subnet', 'subnet-0123456789abcdef0');
      expect(connect(at, { destinations: [], vpcSubnets: { subnets: [subnet] } }).ipv6AllowedForDualStack).toBe(allowed);
    }
  });

  const { IPV4, IPV6 } = AddressFamily;

  test.each<[families: AddressFamily[], destinations: Destination[], environment: Record<string, string>]>([
    [[IPV6], [Destination.internet()], { AWS_USE_DUALSTACK_ENDPOINT: 'true' }],
    [[IPV6], [], {}],
    [[IPV6], [Destination.awsService('s3')], {}],
    [[IPV4], [Destination.internet()], {}],
    [[IPV4, IPV6], [Destination.internet()], {}],
    [[IPV4, IPV6], [Destination.internet({ addressFamilies: [IPV6] })], { AWS_USE_DUALSTACK_ENDPOINT: 'true' }],
    [[IPV4, IPV6], [Destination.internet({ addressFamilies: [IPV6] }), Destination.internet({ addressFamilies: [IPV4] })], {}],
  ])('endpoints are asked for where there is no other way to AWS services (%#: egress over %p)', (internetAddressFamilies, destinations, environment) => {
    expect(connect(fixture({ internetAddressFamilies }), { destinations }).environment).toEqual(environment);
  });
});

describe('F7: the security groups', () => {
  test('are the function\'s own and up to four more, which are used as they are', () => {
    const at = fixture();
    const further = groups(at, 4);
    const connection = connect(at, { destinations: [Destination.internet()], securityGroups: further });
    expect(connection.securityGroups).toEqual([connection.securityGroup, ...further]);
    expect(connection.connections.securityGroups).toEqual([connection.securityGroup]);
    connection.attach(otherFunction(at, connection));
    const template = Template.fromStack(at.stack);
    template.resourcePropertiesCountIs('AWS::EC2::SecurityGroup', { SecurityGroupEgress: Match.arrayWith([Match.objectLike({ CidrIp: '0.0.0.0/0' })]) }, 1);
    template.hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: { SecurityGroupIds: connection.securityGroups.map(({ securityGroupId }) => at.stack.resolve(securityGroupId) as unknown) },
    });
  });

  test('fail with FUNCTION_SECURITY_GROUP_COUNT when they are more than five', () => {
    const at = fixture();
    expect(caught(() => connect(at, { destinations: [], securityGroups: groups(at, 5) }))).toMatchObject({ code: 'FUNCTION_SECURITY_GROUP_COUNT' });
  });

  test.each([
    [[], true],
    [[Destination.internet()], false],
  ])('one that lets out everything is warned of unless the internet is declared (%#)', (destinations, warns) => {
    const at = fixture();
    const open = new ec2.SecurityGroup(at.stack, 'Open', { vpc: at.network.vpc });
    connect(at, { destinations, securityGroups: [open] });
    const warnings = Annotations.fromStack(at.stack).findWarning('/Stack/Connection', Match.stringLikeRegexp('Stack/Open .*cdk-lambda-network:openSecurityGroup'));
    expect(warnings).toHaveLength(warns ? 1 : 0);
  });
});

describe('DESIGN 5: destinations', () => {
  const noDestinations = Match.stringLikeRegexp('destinations: \\[\\].*cdk-lambda-network:noDestinations');

  test('not given: nothing is opened, with a warning', () => {
    const at = fixture();
    connect(at, {});
    Annotations.fromStack(at.stack).hasWarning('/Stack/Connection', noDestinations);
  });

  test('not given: the warning can be acknowledged', () => {
    const at = fixture();
    Validations.of(connect(at, {})).acknowledge({ id: 'cdk-lambda-network:noDestinations', reason: 'to be decided' });
    Annotations.fromStack(at.stack).hasNoWarning('*', noDestinations);
  });

  test('an empty list: nothing is opened, silently', () => {
    const at = fixture();
    connect(at, { destinations: [] });
    Annotations.fromStack(at.stack).hasNoWarning('*', noDestinations);
  });
});

describe('the log group', () => {
  test('keeps what is written to it for a month, and outlives the stack', () => {
    const at = fixture();
    connect(at);
    Template.fromStack(at.stack).hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Retain' });
  });

  test('has the retention and removal policy asked for', () => {
    const at = fixture();
    connect(at, { destinations: [], logRetention: logs.RetentionDays.ONE_YEAR, logRemovalPolicy: RemovalPolicy.DESTROY });
    Template.fromStack(at.stack).hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365 }, DeletionPolicy: 'Delete' });
  });

  test('is the one given', () => {
    const at = fixture();
    const logGroup = new logs.LogGroup(at.stack, 'Logs');
    expect(connect(at, { destinations: [], logGroup }).logGroup).toBe(logGroup);
    Template.fromStack(at.stack).resourceCountIs('AWS::Logs::LogGroup', 1);
  });

  test.each<[string, VpcConnectionOptions]>([
    ['logRetention', { logRetention: logs.RetentionDays.ONE_DAY }],
    ['logRemovalPolicy', { logRemovalPolicy: RemovalPolicy.DESTROY }],
  ])('fails with FUNCTION_LOG_GROUP when one is given together with %s', (_, options) => {
    const at = fixture();
    const logGroup = new logs.LogGroup(at.stack, 'Logs');
    expect(caught(() => connect(at, { destinations: [], logGroup, ...options }))).toMatchObject({ code: 'FUNCTION_LOG_GROUP' });
  });
});
