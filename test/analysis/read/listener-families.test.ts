import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import { modelOfResources as read } from './reading';
import { Destination, PrivateLambdaNetwork, VpcConnectedFunction } from '../../../src';
import { LISTENER_TYPES } from '../../../src/analysis/read/listener-types';
import { codesOf, judgeFiles } from '../judging';

const PLACED = { VpcSecurityGroupIds: ['sg-0a'], SecurityGroupIds: ['sg-0a'], SecurityGroups: ['sg-0a'], VPCSecurityGroups: ['sg-0a'], GroupSet: ['sg-0a'], SubnetId: { Ref: 'S' } };

/** The families of a resource, beside a subnet. */
function familiesOf(type: string, properties: object, subnet: object = {}) {
  const { ipv4, ipv6, because, mend } = read({ S: ['AWS::EC2::Subnet', subnet as never], L: [type, { ...PLACED, ...properties }] }).listeners.get('t#L')!.families!;
  return { has: [ipv4, ipv6], because, mend };
}

describe('a property says it', () => {
  test.each<[string, string, object, string[]]>([
    ['a database', 'AWS::RDS::DBInstance', {}, ['yes', 'no']],
    ['a database for both', 'AWS::RDS::DBInstance', { NetworkType: 'DUAL' }, ['yes', 'yes']],
    ['a cluster', 'AWS::RDS::DBCluster', { NetworkType: 'IPV4' }, ['yes', 'no']],
    ['a proxy', 'AWS::RDS::DBProxy', { TargetConnectionNetworkType: 'IPV6' }, ['yes', 'no']],
    ['a proxy for IPv6', 'AWS::RDS::DBProxy', { EndpointNetworkType: 'IPV6' }, ['no', 'yes']],
    ['a cache that does not say', 'AWS::ElastiCache::ReplicationGroup', {}, ['yes', 'unknown']],
    ['a cache for both', 'AWS::ElastiCache::ServerlessCache', { NetworkType: 'dual_stack' }, ['yes', 'yes']],
    ['a cache for IPv4', 'AWS::ElastiCache::CacheCluster', { NetworkType: 'ipv4' }, ['yes', 'no']],
    ['a mount target', 'AWS::EFS::MountTarget', {}, ['yes', 'no']],
    ['a mount target for both', 'AWS::EFS::MountTarget', { IpAddressType: 'DUAL_STACK' }, ['yes', 'yes']],
    ['a mount target for IPv6', 'AWS::EFS::MountTarget', { IpAddressType: 'IPV6_ONLY' }, ['no', 'yes']],
    ['a load balancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer', {}, ['yes', 'no']],
    ['a load balancer for both', 'AWS::ElasticLoadBalancingV2::LoadBalancer', { IpAddressType: 'dualstack' }, ['yes', 'yes']],
    ['one without public IPv4', 'AWS::ElasticLoadBalancingV2::LoadBalancer', { IpAddressType: 'dualstack-without-public-ipv4' }, ['yes', 'yes']],
    ['what is decided later', 'AWS::RDS::DBInstance', { NetworkType: { Ref: 'Parameter' } }, ['unknown', 'unknown']],
    ['what is not read', 'AWS::RDS::DBInstance', { NetworkType: 'IPV8' }, ['unknown', 'unknown']],
    ['what has no property for it', 'AWS::AmazonMQ::Broker', {}, ['yes', 'unknown']],
  ])('%s', (_, type, properties, has) => {
    expect(familiesOf(type, properties).has).toEqual(has);
  });

  test('an instance has that of its cluster', () => {
    const { listeners } = read({
      I: ['AWS::RDS::DBInstance', { DBClusterIdentifier: { Ref: 'C' } }], C: ['AWS::RDS::DBCluster', { VpcSecurityGroupIds: ['sg-0a'], NetworkType: 'DUAL' }],
    });
    expect(listeners.get('t#I')!.families).toMatchObject({ ipv6: 'yes' });
  });

  test('one that gives both says so', () => {
    for (const [type, { families, of }] of [...LISTENER_TYPES].filter(([, { groups }]) => groups !== undefined)) {
      if (typeof families === 'object') {
        const properties = families.path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), families.dual) as object;
        const placed = type === 'AWS::MSK::Cluster' ? { BrokerNodeGroupInfo: { SecurityGroups: ['sg-0a'], ...(properties as { BrokerNodeGroupInfo: object }).BrokerNodeGroupInfo } }
          : type === 'AWS::EC2::VPCEndpoint' ? { VpcEndpointType: 'Interface', ...properties } : type === 'AWS::OpenSearchService::Domain' ? { VPCOptions: { SecurityGroupIds: ['sg-0a'] }, ...properties } : properties;
        expect([type, familiesOf(type, placed).has, of]).toEqual([type, ['yes', 'yes'], of]);
      }
    }
  });

  test('what is in the way is told with the property', () => {
    expect(familiesOf('AWS::RDS::DBInstance', {})).toMatchObject({ because: 'without NetworkType it has IPv4 addresses', mend: 'NetworkType: DUAL' });
    expect(familiesOf('AWS::EFS::MountTarget', { IpAddressType: 'IPV4_ONLY' })).toMatchObject({ because: 'its IpAddressType is IPV4_ONLY', mend: 'IpAddressType: DUAL_STACK' });
  });
});

describe('an instance and a network interface', () => {
  const assigns = { AssignIpv6AddressOnCreation: true };

  test.each<[string, object, object, string]>([
    ['in a subnet that assigns', {}, assigns, 'yes'],
    ['in a subnet that assigns none', {}, {}, 'no'],
    ['that asks for a number', { Ipv6AddressCount: 1 }, {}, 'yes'],
    ['that asks for addresses', { Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }] }, {}, 'yes'],
    ['that asks for zero', { Ipv6AddressCount: 0 }, assigns, 'unknown'],
    ['in a subnet that is not there', { SubnetId: 'subnet-0a' }, assigns, 'unknown'],
  ])('%s', (_, properties, subnet, ipv6) => {
    for (const type of ['AWS::EC2::Instance', 'AWS::EC2::NetworkInterface']) {
      expect(familiesOf(type, properties, subnet).has).toEqual(['yes', ipv6]);
    }
  });

  test.each<[string, object, string]>([
    ['an interface of its own that asks', { NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: { Ref: 'S' }, GroupSet: ['sg-0a'], Ipv6AddressCount: 1 }] }, 'yes'],
    ['an interface of its own that does not', { NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: { Ref: 'S' }, GroupSet: ['sg-0a'] }] }, 'no'],
    ['an interface that exists', { NetworkInterfaces: [{ DeviceIndex: '0', NetworkInterfaceId: 'eni-0a' }] }, 'unknown'],
    ['a launch template', { LaunchTemplate: { LaunchTemplateId: 'lt-0a', Version: '1' } }, 'unknown'],
  ])('an instance with %s', (_, properties, ipv6) => {
    expect(familiesOf('AWS::EC2::Instance', properties).has).toEqual(['yes', ipv6]);
  });
});

describe('a database in a dual-stack network', () => {
  function verdictsOn(networkType?: rds.NetworkType) {
    const app = new App({ analyticsReporting: false });
    const stack = new Stack(app, 'Shop');
    const network = new PrivateLambdaNetwork(stack, 'Network');
    const database = new rds.DatabaseInstance(stack, 'Database', {
      vpc: network.vpc,
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }),
      storageEncrypted: true,
      networkType,
    });
    new VpcConnectedFunction(stack, 'Orders', {
      network,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
      destinations: [Destination.connectable(database, ec2.Port.tcp(5432))],
    });
    const orders = judgeFiles([app.synth().directory]).functions.find(({ id }) => id === 'Shop/Orders')!;
    return orders.verdicts.filter(({ destination }) => destination === 'Shop/Database:5432')
      .map((verdict) => ({ family: verdict.family, verdict: verdict.verdict, declared: verdict.declared, codes: codesOf(verdict) }));
  }

  test('is reached over IPv4, which proves the declaration, and not over IPv6', () => {
    expect(verdictsOn()).toEqual([
      { family: 'ipv4', verdict: 'reachable', declared: true, codes: [] },
      { family: 'ipv6', verdict: 'blocked', declared: false, codes: ['RESOURCE_NO_ADDRESS_FAMILY'] },
    ]);
  });

  test('is reached over both when it has both', () => {
    expect(verdictsOn(rds.NetworkType.DUAL).map(({ verdict }) => verdict)).toEqual(['reachable', 'reachable']);
  });
});
