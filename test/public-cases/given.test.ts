import { App, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Case, attribute, connectedFunction, functionIn, group, judgedApp, ref } from './public-case';
import type { ExistingNetworkOptions } from '../../src';
import { AddressFamily, Destination, PrivateLambdaNetwork } from '../../src';
import { judgeTemplates } from '../analysis/judging';
import type { Resources } from '../analysis/read/reading';
import { resourcesOf, template } from '../analysis/read/reading';

/*
 * Public cases about networks and values that are given: imports, parameters, what SAM makes of a template, and address families.
 */

const VPC_ID = 'vpc-0123456789abcdef0';
const ENV = { account: '123456789012', region: 'us-east-1' };

describe('aws/aws-cdk#4118, aws/aws-cdk#8568, aws/aws-cdk#11945, aws/aws-cdk#12160: subnets by parameters and imports', () => {
  const ZONES = ['us-east-1a', 'us-east-1b'];
  const GIVEN: readonly [string, string[], (stack: Stack) => string[]][] = [
    // AWS CDK takes a list that is not known for one value, and wants as many zones
    ['a parameter that is a list', ZONES.slice(0, 1), (stack) => new CfnParameter(stack, 'Subnets', { type: 'List<AWS::EC2::Subnet::Id>' }).valueAsList],
    ['two imports', ZONES, () => [Fn.importValue('subnet-a'), Fn.importValue('subnet-b')]],
    ['an import that is split', ZONES, () => Fn.split(',', Fn.importValue('subnets'), 2)],
  ];

  test.each(GIVEN)('%s', (_, availabilityZones, subnetIdsIn) => {
    const report = judgedApp((app) => {
      const stack = new Stack(app, 'Stack', { env: ENV });
      const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: VPC_ID, availabilityZones, privateSubnetIds: subnetIdsIn(stack) });
      const network = PrivateLambdaNetwork.fromVpc(stack, 'Network', { vpc, internetAddressFamilies: [AddressFamily.IPV4] });
      connectedFunction(stack, network, [Destination.internet()]);
    });
    const [internet] = report.functions.flatMap(({ verdicts }) => verdicts.filter(({ declared }) => declared));
    expect(internet).toMatchObject({ destination: 'internet', family: 'ipv4', verdict: 'reachable' });
    expect(internet.subnets.flatMap(({ assumptions = [] }) => assumptions)).not.toEqual([]);
  });

  test('the same by the ids of the network', () => {
    const report = judgedApp((app) => {
      const stack = new Stack(app, 'Stack', { env: ENV });
      const [a, b] = Fn.split(',', Fn.importValue('subnets'), 2);
      const functionSubnets = [{ subnetId: a, availabilityZone: 'us-east-1a' }, { subnetId: b, availabilityZone: 'us-east-1b' }];
      const network = PrivateLambdaNetwork.fromAttributes(stack, 'Network', { vpcId: VPC_ID, functionSubnets, internetAddressFamilies: [AddressFamily.IPV4] });
      connectedFunction(stack, network, [Destination.internet()]);
    });
    expect(report.functions.flatMap(({ verdicts }) => verdicts.filter(({ declared }) => declared)).map(({ verdict }) => verdict)).toEqual(['reachable']);
  });
});

describe('aws/aws-cdk#12160, aws/aws-cdk#3649: an imported network of which nothing is stated', () => {
  const declare = (destination: Destination, stated: (stack: Stack) => ExistingNetworkOptions = () => ({})) => () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const functionSubnets = [{ subnetId: 'subnet-0000000000000000a', availabilityZone: 'us-east-1a' }];
    connectedFunction(stack, PrivateLambdaNetwork.fromAttributes(stack, 'Network', { vpcId: VPC_ID, functionSubnets, ...stated(stack) }), [destination]);
  };
  const ofEndpoints = (stack: Stack) => ({ secretsmanager: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Endpoints', 'sg-0123456789abcdef0') });

  test.each<[string, Destination, string, keyof ExistingNetworkOptions, (stack: Stack) => ExistingNetworkOptions]>([
    ['secretsmanager', Destination.awsService('secretsmanager'), 'DESTINATION_SERVICE_NO_PATH', 'endpointSecurityGroups', (stack) => ({ endpointSecurityGroups: ofEndpoints(stack) })],
    ['s3', Destination.awsService('s3'), 'DESTINATION_SERVICE_NO_PATH', 'gatewayEndpoints', () => ({ gatewayEndpoints: ['s3'] })],
    ['the internet', Destination.internet(), 'DESTINATION_NO_EGRESS', 'internetAddressFamilies', () => ({ internetAddressFamilies: [AddressFamily.IPV4] })],
  ])('%s is refused, and what to state is said', (_, destination, code, toState, stated) => {
    expect(declare(destination)).toThrow(code);
    expect(declare(destination)).toThrow(toState);
    expect(declare(destination, stated)).not.toThrow();
  });
});

describe('aws/aws-cdk#9946, serverless/serverless#12243: a dual-stack function whose group knows IPv4 alone', () => {
  const dualStack = (...egress: readonly object[]): Case => {
    const block = { 'Fn::Select': [0, { 'Fn::Cidr': [{ 'Fn::Select': [0, attribute('Vpc', 'Ipv6CidrBlocks')] }, 1, '64'] }] };
    const network: Resources = {
      VpcIpv6: ['AWS::EC2::VPCCidrBlock', { VpcId: ref('Vpc'), AmazonProvidedIpv6CidrBlock: true }],
      Pri1: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.20.10.0/24', AvailabilityZone: 'us-east-1a', Ipv6CidrBlock: block }],
      Eigw: ['AWS::EC2::EgressOnlyInternetGateway', { VpcId: ref('Vpc') }],
      Pri1Ipv6: ['AWS::EC2::Route', { RouteTableId: ref('Pri1Rt'), DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: ref('Eigw') }],
      FnSg: group({ SecurityGroupEgress: egress }),
      Fn: functionIn(['Pri1'], ref('FnSg'), { VpcConfig: { SubnetIds: [ref('Pri1')], SecurityGroupIds: [ref('FnSg')], Ipv6AllowedForDualStack: true } }),
    };
    return new Case(network);
  };

  test('reaches nothing over IPv6 until a rule lets it out', () => {
    const ipv4Only = dualStack({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' });
    expect(ipv4Only.outcome('internet', 'ipv6')).toBe('blocked ENI_SG_RULES_MISMATCH');
    expect(ipv4Only.mend('internet', 'ipv6')).toContain('::/0');
    expect(dualStack({ IpProtocol: '-1', CidrIpv6: '::/0' }).outcome('internet', 'ipv6')).toBe('reachable');
  });
});

describe('aws/serverless-application-model#57, #813, #90, serverless/serverless#9423: templates of SAM whose values are given', () => {
  const network = resourcesOf({ ...new Case().resources });
  const attached = (vpcConfig: object, rest: object = {}) => {
    const fn = { Fn: { Type: 'AWS::Serverless::Function', Properties: { VpcConfig: vpcConfig } } };
    const body = { Transform: 'AWS::Serverless-2016-10-31', ...rest, Resources: { ...network, ...fn } };
    return judgeTemplates([template(body, { stack: { name: 'Shop', ...ENV }, parameters: { Ids: 'subnet-0000000000000000a,subnet-0000000000000000b' } })]);
  };
  const IDS = { Parameters: { Ids: { Type: 'String' } } };

  test('subnets of a parameter that is split are those that are given', () => {
    const { functions: [{ verdicts }] } = attached({ SubnetIds: { 'Fn::Split': [',', ref('Ids')] }, SecurityGroupIds: [ref('FnSg')] }, IDS);
    expect(verdicts[0].subnets.map(({ subnet }) => subnet)).toEqual(['subnet-0000000000000000a', 'subnet-0000000000000000b']);
  });

  test('a VPC by a condition is there or not', () => {
    const config = (isThere: string) => attached(
      { 'Fn::If': ['IsThere', { SubnetIds: [ref('Pri1')], SecurityGroupIds: [ref('FnSg')] }, { Ref: 'AWS::NoValue' }] },
      { Conditions: { IsThere: { 'Fn::Equals': ['yes', isThere] } } },
    ).findings.map(({ code }) => code);
    expect(config('yes')).not.toContain('LAMBDA_NOT_IN_VPC');
    expect(config('no')).toContain('LAMBDA_NOT_IN_VPC');
  });

  test('a group that the deployment resolves is unknown, and no reason to pass', () => {
    const { functions: [{ verdicts }] } = attached({ SubnetIds: [ref('Pri1')], SecurityGroupIds: ['{{resolve:ssm:/shop/group}}'] });
    expect(verdicts.map(({ verdict }) => verdict)).not.toContain('reachable');
  });

  test('a nested application is read where it is at hand, and said not to be where it is not', () => {
    const child = template({ Resources: resourcesOf({ Inner: ['AWS::Lambda::Function', {}] }) }, { name: 'child.yaml' });
    const body = { Resources: { App: { Type: 'AWS::Serverless::Application', Properties: { Location: './child.yaml' } } } };
    const read = judgeTemplates([template(body, { nested: { App: child } })]);
    expect(read.functions.map(({ logicalId }) => logicalId)).toEqual(['Inner']);
    expect(judgeTemplates([template(body)]).findings.map(({ code }) => code)).toContain('LAMBDA_COMPUTE_NOT_READ');
  });
});
