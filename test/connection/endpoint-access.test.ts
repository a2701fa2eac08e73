import { App, NestedStack, Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { templateOf, templatesOf } from '../support/synthesize';
import type { IPrivateLambdaNetwork, PrivateLambdaNetworkProps } from 'cdk-lambda-network';
import { Destination, Egress, PrivateLambdaNetwork, VpcConnectedFunction } from 'cdk-lambda-network';

/*
 * E3: whatever has a security group is let into the endpoints of a network.
 */

const { SECRETS_MANAGER, SQS, KEYSPACES } = ec2.InterfaceVpcEndpointAwsService;
const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };

interface Shop {
  readonly app: App;
  readonly stack: Stack;
  readonly network: PrivateLambdaNetwork;
  readonly client: ec2.SecurityGroup;
}

function shop(props: PrivateLambdaNetworkProps = {}, allowAllOutbound = false): Shop {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none(), ...props });
  return { app, stack, network, client: new ec2.SecurityGroup(stack, 'Client', { vpc: network.vpc, allowAllOutbound }) };
}

interface Rule {
  readonly Properties: { readonly FromPort: number; readonly ToPort: number; readonly GroupId: unknown; readonly SourceSecurityGroupId?: unknown };
}

/** The ports on which endpoints let groups in, and those on which groups are let out to endpoints. */
function rules(template: Template): { readonly in: string[]; readonly out: string[] } {
  const ports = (type: string) => Object.values(template.findResources(type) as Record<string, Rule>).map(({ Properties: { FromPort, ToPort } }) => `${FromPort}-${ToPort}`).sort();
  return { in: ports('AWS::EC2::SecurityGroupIngress'), out: ports('AWS::EC2::SecurityGroupEgress') };
}

const endpointsOf = (template: Template) => Object.values(template.findResources('AWS::EC2::VPCEndpoint', { Properties: { VpcEndpointType: 'Interface' } }));

describe('E3: a client is let into endpoints', () => {
  test('that are listed: out of its group, into theirs', () => {
    const { stack, network, client } = shop({ endpoints: [SECRETS_MANAGER] });
    network.allowEndpointAccess(client, { services: ['secretsmanager'] });
    const template = templateOf(stack);
    expect(rules(template)).toEqual({ in: ['443-443'], out: ['443-443'] });
    const group = stack.resolve(client.securityGroupId) as unknown;
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { SourceSecurityGroupId: group, GroupId: stack.resolve(network.endpointSecurityGroup('secretsmanager')!.securityGroupId) as unknown });
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { GroupId: group });
  });

  test('that are defined for it when there are none', () => {
    const { stack, network, client } = shop();
    network.allowEndpointAccess(client, { services: ['secretsmanager', 'sqs'] });
    expect(endpointsOf(templateOf(stack))).toHaveLength(2);
    expect(rules(templateOf(stack))).toEqual({ in: ['443-443'], out: ['443-443'] });
  });

  test('on the port of each', () => {
    const { stack, network, client } = shop({ endpoints: [KEYSPACES] });
    network.allowEndpointAccess(client, { services: ['cassandra', 'sqs'] });
    expect(rules(templateOf(stack))).toEqual({ in: ['443-443', '9142-9142'], out: ['443-443', '9142-9142'] });
  });

  test('all of them, those included that functions have defined later', () => {
    const { stack, network, client } = shop({ endpoints: [KEYSPACES] });
    network.allowEndpointAccess(client);
    new VpcConnectedFunction(stack, 'Orders', { network, destinations: [Destination.awsService(SQS)], ...CODE });
    const template = templateOf(stack);
    const ofClient = { SourceSecurityGroupId: stack.resolve(client.securityGroupId) as unknown };
    expect(Object.values(template.findResources('AWS::EC2::SecurityGroupIngress', { Properties: ofClient })).map(({ Properties: { FromPort } }) => FromPort).sort()).toEqual([443, 9142]);
  });

  test('and to gateway endpoints, by their prefix lists', () => {
    const { stack, network, client } = shop({ prefixListIds: { s3: 'pl-6da54004', dynamodb: 'pl-6fa54006' } });
    network.allowEndpointAccess(client, { services: ['s3'] });
    const [{ Properties }] = Object.values(templateOf(stack).findResources('AWS::EC2::SecurityGroup', { Properties: { GroupDescription: 'Shop/Client' } }));
    expect(Properties.SecurityGroupEgress).toEqual([expect.objectContaining({ DestinationPrefixListId: 'pl-6da54004', FromPort: 443, ToPort: 443 })]);
    expect(endpointsOf(templateOf(stack))).toEqual([]);
  });

  test('and to all gateway endpoints when it names no services', () => {
    const { stack, network, client } = shop({ prefixListIds: { s3: 'pl-6da54004', dynamodb: 'pl-6fa54006' } });
    network.allowEndpointAccess(client);
    const [{ Properties }] = Object.values(templateOf(stack).findResources('AWS::EC2::SecurityGroup', { Properties: { GroupDescription: 'Shop/Client' } }));
    expect(Properties.SecurityGroupEgress.map(({ DestinationPrefixListId }: { DestinationPrefixListId: string }) => DestinationPrefixListId).sort()).toEqual(['pl-6da54004', 'pl-6fa54006']);
  });

  test('without a rule of its own and without a warning when it lets everything out; nobody looks up a prefix list', () => {
    const { stack, network, client } = shop({}, true);
    network.allowEndpointAccess(client, { services: ['s3', 'sqs'] });
    const template = templateOf(stack);
    expect(rules(template)).toEqual({ in: ['443-443'], out: [] });
    expect(JSON.stringify(template.toJSON())).not.toContain('PrefixList');
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('[Ee]gress'))).toEqual([]);
  });

  test('whatever it is, such as a build of AWS CodeBuild', () => {
    const { stack, network } = shop();
    const project = new codebuild.Project(stack, 'Build', {
      vpc: network.vpc, subnetSelection: { subnets: network.functionSubnets }, buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2', phases: { build: { commands: ['make'] } } }),
    });
    network.allowEndpointAccess(project, { services: ['ecr.api', 'ecr.dkr'] });
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { SourceSecurityGroupId: stack.resolve(project.connections.securityGroups[0].securityGroupId) as unknown, FromPort: 443 });
  });
});

describe('E3: it does not matter', () => {
  const STEPS: readonly ((parts: Shop) => void)[] = [
    ({ network }) => network.addEndpoint(SQS),
    ({ network, client }) => network.allowEndpointAccess(client, { services: ['sqs', 'secretsmanager', 's3'] }),
    ({ network, stack }) => new VpcConnectedFunction(stack, 'Orders', { network, destinations: [Destination.awsService(SECRETS_MANAGER)], ...CODE }),
  ];

  test('how often it is asked for', () => {
    const [once, twice] = [shop(), shop()];
    STEPS.forEach((step) => step(once));
    STEPS.forEach((step) => step(twice));
    STEPS[1](twice);
    twice.network.allowEndpointAccess(twice.client, { services: ['sqs'] });
    expect(templateOf(twice.stack).toJSON()).toEqual(templateOf(once.stack).toJSON());
  });

  test.each([[1, 0, 2], [0, 2, 1], [2, 0, 1]])('in which order: %d %d %d', (...order) => {
    const [given, other] = [shop(), shop()];
    STEPS.forEach((step) => step(given));
    order.forEach((index) => STEPS[index](other));
    const resources = ({ stack }: Shop) => templateOf(stack).toJSON().Resources as Record<string, unknown>;
    expect(resources(other)).toEqual(resources(given));
  });
});

describe('E3: between stacks', () => {
  test('rules lie with the client, read the other group when they are deployed, and import nothing but the VPC', () => {
    const { app, network } = shop({ endpoints: [SQS] });
    const user = new Stack(app, 'User');
    const client = new ec2.SecurityGroup(user, 'Client', { vpc: network.vpc, allowAllOutbound: false });
    network.allowEndpointAccess(client, { services: ['sqs'] });
    const templates = templatesOf(app);
    expect(rules(templates.get('User')!)).toEqual({ in: ['443-443'], out: ['443-443'] });
    expect(JSON.stringify(templates.get('User')!.findResources('AWS::EC2::SecurityGroupIngress'))).toContain('Fn::GetStackOutput');
    expect(JSON.stringify(templates.get('User')!.findResources('AWS::EC2::SecurityGroupIngress'))).not.toContain('Fn::ImportValue');
  });

  test('rules lie with the network when its stack comes later', () => {
    const { app, stack, network } = shop({ endpoints: [SQS] });
    const earlier = new Stack(app, 'Earlier');
    const vpc = ec2.Vpc.fromVpcAttributes(earlier, 'Vpc', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: network.vpc.availabilityZones });
    const client = new ec2.SecurityGroup(earlier, 'Client', { vpc, allowAllOutbound: false });
    stack.addStackDependency(earlier);
    network.allowEndpointAccess(client, { services: ['sqs'] });
    expect(rules(templatesOf(app).get('Shop')!)).toEqual({ in: ['443-443'], out: ['443-443'] });
  });

  test('of a client in a nested stack, rules lie in the stack around it', () => {
    const { app, stack, network } = shop({ endpoints: [SQS] });
    const nested = new NestedStack(stack, 'Nested');
    network.allowEndpointAccess(new ec2.SecurityGroup(nested, 'Client', { vpc: network.vpc, allowAllOutbound: false }), { services: ['sqs'] });
    expect(() => app.synth()).not.toThrow();
    expect(rules(templateOf(stack))).toEqual({ in: ['443-443'], out: ['443-443'] });
  });

  test('the group of the endpoints stays while clients of other stacks may need it', () => {
    const { app, stack, network } = shop();
    const user = new Stack(app, 'User');
    network.allowEndpointAccess(new ec2.SecurityGroup(user, 'Client', { vpc: network.vpc }));
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroup', { GroupDescription: Match.stringLikeRegexp('^Interface endpoints') });
  });
});

describe('E3: the endpoints of an imported network', () => {
  function imported(): { readonly stack: Stack; readonly network: IPrivateLambdaNetwork; readonly client: ec2.SecurityGroup } {
    const stack = new Stack(new App(), 'Shop');
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-0123456789abcdef0'], privateSubnetRouteTableIds: ['rtb-0123456789abcdef0'],
    });
    const network = PrivateLambdaNetwork.fromVpc(stack, 'Network', {
      vpc, prefixListIds: { s3: 'pl-6da54004' }, endpointSecurityGroups: { sqs: ec2.SecurityGroup.fromSecurityGroupId(stack, 'EndpointGroup', 'sg-0123456789abcdef0') },
    });
    return { stack, network, client: new ec2.SecurityGroup(stack, 'Client', { vpc, allowAllOutbound: false }) };
  }

  test('are those that are stated', () => {
    const { stack, network, client } = imported();
    network.allowEndpointAccess(client);
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-0123456789abcdef0', FromPort: 443 });
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroupEgress', { DestinationSecurityGroupId: 'sg-0123456789abcdef0', FromPort: 443 });
  });

  test('are not defined when they are missing: the synthesis says what to do', () => {
    const { stack, network, client } = imported();
    network.allowEndpointAccess(client, { services: ['secretsmanager'] });
    expect(() => templateOf(stack)).toThrow(/'secretsmanager' is to be reached by Shop\/Client, but the network Shop\/Network has no endpoint for it .*endpointSecurityGroups/);
  });
});

describe('N7: an endpoint that comes after a function which reaches the service over the internet', () => {
  test('lets the function in, because private DNS leads past the internet', () => {
    const [before, after] = [shop({ egress: Egress.natGateways() }), shop({ egress: Egress.natGateways() })];
    const define = ({ stack, network }: Shop) => new VpcConnectedFunction(stack, 'Orders', { network, destinations: [Destination.internet(), Destination.awsService(SQS)], ...CODE });
    before.network.addEndpoint(SQS);
    define(before);
    define(after);
    after.network.addEndpoint(SQS);
    expect(rules(templateOf(after.stack))).toEqual({ in: ['443-443'], out: ['443-443'] });
    expect(templateOf(after.stack).toJSON().Resources).toEqual(templateOf(before.stack).toJSON().Resources);
  });
});
