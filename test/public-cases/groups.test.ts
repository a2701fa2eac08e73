import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Case, NAT, attribute, connectedFunction, endpoint, functionIn, group, lettingIn, ref, subnet, tcp } from './public-case';
import { Destination, Egress, PrivateLambdaNetwork } from '../../src';
import type { Resources } from '../analysis/read/reading';

/*
 * Public cases about security groups: what names none, what is of another VPC, and what a function mounts.
 */

describe('aws/aws-cdk#31644, aws/aws-cdk#4268: a Network Load Balancer without security groups', () => {
  const balancer = (SecurityGroups?: readonly unknown[]): Resources => ({
    Nlb: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'network', Scheme: 'internal', Subnets: [ref('Pri1')], SecurityGroups }],
    Listener: ['AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref('Nlb'), Port: 5432, Protocol: 'TCP' }],
    NlbSg: lettingIn({ ...tcp(443), CidrIp: '10.20.0.0/16' }),
  });

  test('filters nothing, one with groups does', () => {
    expect(new Case(balancer()).outcome('Nlb:5432')).toBe('reachable');
    expect(new Case(balancer([ref('NlbSg')])).outcome('Nlb:5432')).toBe('blocked ENI_SG_RULES_MISMATCH');
    expect(new Case(balancer([ref('NlbSg')]), { NlbSg: lettingIn({ ...tcp(5432), CidrIp: '10.20.0.0/16' }) }).outcome('Nlb:5432')).toBe('reachable');
  });

  test('is no connectable destination, but its subnets are blocks to declare', () => {
    const declare = (destinationOf: (nlb: elbv2.NetworkLoadBalancer) => Destination) => {
      const stack = new Stack(new App(), 'Stack');
      const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none() });
      const nlb = new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc: network.vpc, vpcSubnets: { subnets: network.isolatedSubnets } });
      connectedFunction(stack, network, [destinationOf(nlb)]);
    };
    expect(() => declare((nlb) => Destination.connectable(nlb, ec2.Port.tcp(5432)))).toThrow('Destination.cidr()');
    expect(() => declare(() => Destination.cidr('10.0.0.0/16', ec2.Port.tcp(5432)))).not.toThrow();
  });
});

describe('smoketurner/serverless-vpc-plugin#67, smoketurner/serverless-vpc-plugin#270: a database that names no group', () => {
  const DEFAULT = attribute('Vpc', 'DefaultSecurityGroup');
  const databases: Resources = {
    Subnets: ['AWS::RDS::DBSubnetGroup', { DBSubnetGroupDescription: 'x', SubnetIds: [ref('Pri1'), ref('Pri2')] }],
    Db: ['AWS::RDS::DBInstance', { Engine: 'postgres', DBSubnetGroupName: ref('Subnets') }],
    Proxy: ['AWS::RDS::DBProxy', { DBProxyName: 'proxy', EngineFamily: 'POSTGRESQL', VpcSubnetIds: [ref('Pri1'), ref('Pri2')] }],
  };

  test.each(['Db:5432', 'Proxy:5432'])('%s is reached by members of the default group, and by nobody else', (asked) => {
    const member = new Case(databases, { Fn: functionIn(['Pri1', 'Pri2'], DEFAULT) });
    expect(member.outcome(asked)).toBe('reachable');
    expect(member.report(asked).findings.map(({ code }) => code)).not.toContain('LAMBDA_SG_INGRESS_UNUSED');
    const other = new Case(databases);
    expect(other.outcome(asked)).toBe('blocked ENI_SG_RULES_MISMATCH');
    expect(other.verdict(asked).subnets.flatMap(({ details = [] }) => details).join()).toContain('Vpc.DefaultSecurityGroup');
  });
});

test('smoketurner/serverless-vpc-plugin#67: of what no document says which group it has, the group is to be named', () => {
  const cache = (props: object): Case => new Case({
    Subnets: ['AWS::MemoryDB::SubnetGroup', { SubnetGroupName: 'cache', SubnetIds: [ref('Pri1')] }],
    CacheSg: lettingIn({ ...tcp(6379), SourceSecurityGroupId: ref('FnSg') }),
    Cache: ['AWS::MemoryDB::Cluster', { SubnetGroupName: ref('Subnets'), ...props }],
  });
  expect(cache({}).outcome('Cache:6379')).toBe('inconclusive UNKNOWN_RESOURCE');
  expect(cache({}).mend('Cache:6379')).toMatch(/^name its security groups/);
  expect(cache({ SecurityGroupIds: [ref('CacheSg')] }).outcome('Cache:6379')).toBe('reachable');
});

describe('smoketurner/serverless-vpc-plugin#765, philschmid/efsync#16: a group or a subnet of another VPC', () => {
  const other: Resources = { V2: ['AWS::EC2::VPC', { CidrBlock: '10.21.0.0/16' }], ...subnet('There', '10.21.1.0/24', 'us-east-1b', 'V2'), V2Sg: group({}, 'V2') };

  test('a function with a group of another VPC cannot be deployed', () => {
    expect(new Case(NAT, other, { Fn: functionIn(['Pri1'], ref('V2Sg')) }).errors()).toEqual(['LAMBDA_VPC_MISMATCH Fn']);
    expect(new Case(NAT, other).errors()).toEqual([]);
    const associated: Resources = { Associated: ['AWS::EC2::SecurityGroupVpcAssociation', { GroupId: ref('V2Sg'), VpcId: ref('Vpc') }] };
    expect(new Case(NAT, other, associated, { Fn: functionIn(['Pri1'], ref('V2Sg')) }).errors()).toEqual([]);
  });

  test('nor one in subnets of two VPCs, which no route mends', () => {
    const { findings } = new Case(NAT, other, { Fn: functionIn(['Pri1', 'There']) }).report('internet');
    expect(findings.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(['LAMBDA_VPC_MISMATCH']);
    expect(findings.find(({ severity }) => severity === 'error')?.mend).toBe('name subnets of one VPC');
    expect(findings.map(({ code }) => code)).not.toContain('LAMBDA_SUBNETS_DIVERGE');
  });
});

describe('pahud/cdk-efs-assets#100, aws-solutions/efs-backup#15: what a function mounts', () => {
  const files = (rules: readonly object[], ...subnets: readonly string[]): Resources => ({
    Fs: ['AWS::EFS::FileSystem'],
    Ap: ['AWS::EFS::AccessPoint', { FileSystemId: ref('Fs') }],
    MtSg: lettingIn(...rules),
    ...Object.fromEntries(subnets.map((at) => [`Mt${at}`, ['AWS::EFS::MountTarget', { FileSystemId: ref('Fs'), SubnetId: ref(at), SecurityGroups: [ref('MtSg')] }]])) as Resources,
    Fn: functionIn(['Pri1', 'Pri2'], ref('FnSg'), { FileSystemConfigs: [{ Arn: attribute('Ap', 'Arn'), LocalMountPath: '/mnt/files' }] }),
  });
  const admitting = [{ ...tcp(2049), CidrIp: '10.20.0.0/16' }];
  const closed = [{ ...tcp(2049), CidrIp: '10.99.0.0/16' }];

  test('is a destination that nobody has to ask for', () => {
    expect(new Case(files(closed, 'Pri1', 'Pri2')).errors()).toEqual(['LAMBDA_MOUNT_BLOCKED Fn']);
    expect(new Case(files(admitting, 'Pri1')).errors()).toEqual(['LAMBDA_MOUNT_NOT_IN_ZONE Fn']);
    expect(new Case(files(admitting, 'Pri1', 'Pri2')).errors()).toEqual([]);
  });

  test.each(['Fs:2049', 'MtPri1:2049', 'Fs'])('can be asked for by its own id: %s', (asked) => {
    expect(new Case(files(closed, 'Pri1', 'Pri2')).outcome(asked)).toBe('blocked ENI_SG_RULES_MISMATCH');
    expect(new Case(files(admitting, 'Pri1', 'Pri2')).outcome(asked)).toBe('reachable');
  });
});

test('aws/aws-cdk#37491, aws/aws-cdk#30442, aws/aws-cdk#12171: an endpoint that lets nobody in is closed to a function of which the group is not known', () => {
  const handler: Resources = {
    Cluster: ['AWS::EKS::Cluster', { RoleArn: 'role', ResourcesVpcConfig: { SubnetIds: [ref('Pri1'), ref('Pri2')], EndpointPrivateAccess: true } }],
    Fn: functionIn(['Pri1', 'Pri2'], attribute('Cluster', 'ClusterSecurityGroupId')),
    ...endpoint('com.amazonaws.us-east-1.sts'),
  };
  const closed = new Case(handler, { EpSg: group() });
  expect(closed.outcome('sts')).toMatch(/^blocked .*SG_HAS_NO_RULES/);
  expect(new Case(handler).outcome('sts')).toMatch(/^inconclusive/);
});
