import { App, Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import { connectedFunction, declaredIn, errorsIn, judgedApp } from './public-case';
import { Destination, Egress, PrivateLambdaNetwork, Zones } from '../../src';
import { harm } from '../network/harm';
import { ACCOUNT_ZONES, templateIn } from '../network/template-in';
import { templateOf } from '../support/synthesize';

/*
 * Public cases about apps: several stacks, networks that grow, and what becomes of a function's security group.
 */

const ZONES = Zones.named('us-east-1a', 'us-east-1b');

function networkIn(app: App): PrivateLambdaNetwork {
  return new PrivateLambdaNetwork(new Stack(app, 'Networks'), 'Network', { zones: ZONES, egress: Egress.none() });
}

interface GroupProperties {
  readonly SecurityGroupEgress: readonly { readonly DestinationPrefixListId?: unknown }[];
}

function functionGroupsOf(stack: Stack): ReturnType<Template['findResources']> {
  return templateOf(stack).findResources('AWS::EC2::SecurityGroup', { Properties: { GroupDescription: Match.stringLikeRegexp('Lambda') } });
}

test('aws/aws-cdk#18759: file system, network and function in three stacks make no cycle', () => {
  const report = judgedApp((app) => {
    const network = networkIn(app);
    const files = new efs.FileSystem(new Stack(app, 'Files'), 'Files', { vpc: network.vpc, vpcSubnets: { subnets: network.isolatedSubnets } });
    const stack = new Stack(app, 'Functions');
    connectedFunction(stack, network, [], { filesystem: lambda.FileSystem.fromEfsAccessPoint(files.addAccessPoint('Point'), '/mnt/files') });
    const nfs = { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049 };
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroupEgress', nfs);
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', nfs);
  });
  expect(errorsIn(report)).toEqual([]);
  expect(declaredIn(report)).toEqual(['Files/Files/EfsSecurityGroup:2049 ipv4 reachable']);
});

describe('aws/aws-cdk#5047, aws/aws-cdk#10547, aws/aws-cdk#1654: endpoint, database and functions in stacks of their own', () => {
  test('functions of two stacks are let into the endpoint of a third, without a cycle', () => {
    const report = judgedApp((app) => {
      const network = networkIn(app);
      network.addEndpoint(ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER);
      for (const id of ['One', 'Two']) {
        connectedFunction(new Stack(app, id), network, [Destination.awsService('secretsmanager')]);
      }
    });
    expect(declaredIn(report)).toEqual(['secretsmanager ipv4 reachable', 'secretsmanager ipv4 reachable']);
  });

  function databaseIn(app: App, network: PrivateLambdaNetwork): rds.DatabaseCluster {
    return new rds.DatabaseCluster(new Stack(app, 'Data'), 'Db', {
      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }), writer: rds.ClusterInstance.serverlessV2('writer'),
      port: 5432, vpc: network.vpc, vpcSubnets: { subnets: network.isolatedSubnets },
    });
  }

  test('a function is let into the database of another stack, and reads its secret', () => {
    const report = judgedApp((app) => {
      const network = networkIn(app);
      const database = databaseIn(app, network);
      const fn = connectedFunction(new Stack(app, 'Functions'), network, [Destination.connectable(database, ec2.Port.tcp(5432)), Destination.awsService('secretsmanager')]);
      database.secret!.grantRead(fn);
    });
    expect(declaredIn(report)).toEqual(['Data/Db:5432 ipv4 reachable', 'secretsmanager ipv4 reachable']);
  });

  test('rules of others for a group that functions share are refused, and what to do is said', () => {
    expect(() => judgedApp((app) => {
      const network = networkIn(app);
      const database = databaseIn(app, network);
      database.connections.allowDefaultPortFrom(connectedFunction(new Stack(app, 'Functions'), network, []));
    })).toThrow(/Destination\.connectable\(\)|dedicatedSecurityGroup/);
  });
});

describe('aws/aws-cdk#6683, aws/aws-cdk#7095, aws/aws-cdk#24708: a network that grows or shrinks keeps its subnets', () => {
  const network = (zones: number, egress: Egress) => templateIn('concrete', ACCOUNT_ZONES, (stack) => new PrivateLambdaNetwork(stack, 'Network', { zones: Zones.count(zones), egress }));

  test.each<[string, number, Egress, number, Egress]>([
    ['two zones, then three', 2, Egress.natGateways(), 3, Egress.natGateways()], ['three zones, then two', 3, Egress.natGateways(), 2, Egress.natGateways()],
    ['NAT gateways, then none', 2, Egress.natGateways(), 2, Egress.none()],
  ])('%s', (_, zones, egress, laterZones, laterEgress) => {
    const done = harm(network(zones, egress), network(laterZones, laterEgress));
    expect(done.filter(({ type, what }) => type === 'AWS::EC2::Subnet' && what !== 'removed')).toEqual([]);
  });
});

test('aws/aws-cdk#13668, aws/aws-cdk#15115: two prefix lists in one group are two rules', () => {
  const stack = new Stack(new App(), 'Stack');
  const network = new PrivateLambdaNetwork(stack, 'Network', { zones: ZONES, egress: Egress.none() });
  connectedFunction(stack, network, [Destination.awsService('s3'), Destination.awsService('dynamodb')]);
  const rules = Object.values(functionGroupsOf(stack)).flatMap(({ Properties }) => (Properties as GroupProperties).SecurityGroupEgress);
  expect(new Set(rules.map(({ DestinationPrefixListId }) => JSON.stringify(DestinationPrefixListId))).size).toBe(2);
});

test('aws/aws-cdk#3497, aws/aws-cdk#30732: three zones are given or refused, never two', () => {
  const define = (kind: 'agnostic' | 'concrete') => () => templateIn(kind, ACCOUNT_ZONES, (stack) => new PrivateLambdaNetwork(stack, 'Network', { zones: Zones.count(3) }));
  expect(define('agnostic')).toThrow('ZONES_UNAVAILABLE');
  expect(define('agnostic')).toThrow(/Zones\.named\(/);
  expect(Object.values(define('concrete')().Resources).filter(({ Type }) => Type === 'AWS::EC2::Subnet').length % 3).toBe(0);
});

test('aws/aws-sam-cli#5084, hashicorp/terraform-provider-aws#16165: a dedicated group stays when destinations change', () => {
  const groupsOf = (dedicatedSecurityGroup: boolean, ...destinations: Destination[]) => {
    const stack = new Stack(new App(), 'Stack');
    const network = new PrivateLambdaNetwork(stack, 'Network', { zones: ZONES, egress: Egress.natGateways() });
    connectedFunction(stack, network, destinations, { dedicatedSecurityGroup });
    return Object.keys(functionGroupsOf(stack));
  };
  expect(groupsOf(true, Destination.internet())).toEqual(groupsOf(true, Destination.internet(), Destination.awsService('s3')));
  expect(groupsOf(false, Destination.internet())).not.toEqual(groupsOf(false, Destination.internet(), Destination.awsService('s3')));
});
