import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { savedVerdicts } from '../support/saved-verdicts';
import { Destination, Egress, PrivateLambdaNetwork, ReachabilityAnalyzer, VpcConnectedFunction } from 'cdk-lambda-network';

/*
 * E2: the rotation of the secret of an Aurora cluster, in closed networks.
 */

const { SECRETS_MANAGER } = ec2.InterfaceVpcEndpointAwsService;

interface Entry {
  readonly kind: string;
  readonly verdicts: readonly { readonly destination: string; readonly verdict: string }[];
}

/** The verdicts on each rotation, with names without hashes. */
function rotations(app: App): Record<string, string>[] {
  const { directory } = app.synth();
  const { functions } = savedVerdicts(directory) as { functions: Entry[] };
  return functions.filter(({ kind }) => kind === 'secret-rotation')
    .map(({ verdicts }) => Object.fromEntries(verdicts.map(({ destination, verdict }) => [destination.replace(/^[A-Z]\w*:/, ':'), verdict])));
}

const REACHED = { 'secretsmanager': 'reachable', ':5432': 'reachable' };

function database(stack: Stack, vpc: ec2.IVpc): rds.DatabaseCluster {
  return new rds.DatabaseCluster(stack, 'Database', {
    engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }), writer: rds.ClusterInstance.serverlessV2('Writer'),
    vpc, vpcSubnets: { subnets: vpc.isolatedSubnets },
  });
}

/** A closed network with an endpoint for Secrets Manager, a cluster, and a function that reads the secret. */
function shop(): { readonly app: App; readonly stack: Stack; readonly network: PrivateLambdaNetwork; readonly cluster: rds.DatabaseCluster } {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none() });
  const cluster = database(stack, network.vpc);
  new VpcConnectedFunction(stack, 'Orders', {
    network, runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};'),
    destinations: [Destination.connectable(cluster, ec2.Port.tcp(5432)), Destination.awsService(SECRETS_MANAGER)],
  });
  return { app, stack, network, cluster };
}

describe('E2: in a closed network, with nothing acknowledged', () => {
  test('a rotation works in plain AWS CDK, whose endpoints let the whole VPC in', () => {
    const app = new App();
    ReachabilityAnalyzer.register(app);
    const stack = new Stack(app, 'Shop');
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: [{ name: 'Closed', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
    vpc.addInterfaceEndpoint('Secrets', { service: SECRETS_MANAGER });
    database(stack, vpc).addRotationSingleUser();
    expect(rotations(app)).toEqual([REACHED]);
  });

  test('here it does not until it is let in, and the synthesis says what to call', () => {
    const { app, cluster } = shop();
    cluster.addRotationSingleUser();
    expect(() => app.synth()).toThrow(/Database\/RotationSingleUser cannot reach secretsmanager .*which its function needs[\s\S]*network\.connectSecretRotation\(\)/);
  });

  test('of one user, and of several', () => {
    const { app, stack, network, cluster } = shop();
    network.connectSecretRotation(cluster.addRotationSingleUser());
    const reader = new rds.DatabaseSecret(stack, 'Reader', { username: 'reader', masterSecret: cluster.secret });
    network.connectSecretRotation(cluster.addRotationMultiUser('Reader', { secret: reader.attach(cluster) }));
    expect(rotations(app)).toEqual([REACHED, REACHED]);
  });

  test('with a group of one\'s own', () => {
    const { app, stack, network, cluster } = shop();
    const securityGroup = new ec2.SecurityGroup(stack, 'RotationGroup', { vpc: network.vpc, allowAllOutbound: false });
    securityGroup.connections.allowTo(cluster, ec2.Port.tcp(5432));
    network.connectSecretRotation(cluster.addRotationSingleUser({ securityGroup }));
    expect(rotations(app)).toEqual([REACHED]);
  });

  test('hosted by Secrets Manager', () => {
    const { app, network, cluster } = shop();
    const hostedRotation = secretsmanager.HostedRotation.postgreSqlSingleUser({ vpc: network.vpc, vpcSubnets: { subnets: network.isolatedSubnets } });
    cluster.secret!.addRotationSchedule('Rotation', { hostedRotation });
    cluster.connections.allowDefaultPortFrom(hostedRotation);
    network.allowEndpointAccess(hostedRotation, { services: ['secretsmanager'] });
    expect(rotations(app)).toEqual([REACHED]);
  });

  test('an imported group is let in by itself', () => {
    const { stack, network, cluster } = shop();
    const rotation = cluster.addRotationSingleUser({ securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'RotationGroup', 'sg-0123456789abcdef0') });
    expect(() => network.connectSecretRotation(rotation)).toThrow(/network\.allowEndpointAccess\(securityGroup, \{ services: \['secretsmanager'\] \}\)/);
  });
});
