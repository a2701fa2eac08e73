import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { PrivateLambdaNetwork } from '../../src';
import { Destination, Egress, EndpointPolicy, FlowLogs, PrivateLambdaNetwork as Network } from '../../src';
import { KNOWN_SERVICES } from '../../src/services/known-services';

const { EMAIL_SMTP, IAM, KEYSPACES, SAGEMAKER_STUDIO, SES } = ec2.InterfaceVpcEndpointAwsService;
const CONSTANTS = Object.entries(ec2.InterfaceVpcEndpointAwsService)
  .filter((entry): entry is [string, ec2.InterfaceVpcEndpointAwsService] => entry[1] instanceof ec2.InterfaceVpcEndpointAwsService);

/** A network without a way out. */
function closed(scope = new Stack(new App(), 'Stack')): { stack: Stack; network: PrivateLambdaNetwork } {
  return { stack: scope, network: new Network(scope, 'Network', { egress: Egress.none(), flowLogs: FlowLogs.none(), endpointPolicy: EndpointPolicy.fullAccess() }) };
}

function serviceNames(stack: Stack, type = 'Interface'): unknown[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint', { Properties: { VpcEndpointType: type } }))
    .map(({ Properties }) => Properties.ServiceName as unknown);
}

/** The ports that a function which declares a service is let out to, and those on which it is let in. */
function portsFor(destination: Destination): unknown[] {
  const { stack, network } = closed();
  network.connect(stack, 'Connection', { destinations: [destination] });
  const template = Template.fromStack(stack);
  return ['AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress'].map((type) => Object.values(template.findResources(type))
    .map(({ Properties: { IpProtocol, FromPort, ToPort } }) => `${IpProtocol} ${FromPort}-${ToPort}`));
}

describe('a service is the whole of its constant', () => {
  test.each([[undefined], ['eu-west-1'], ['cn-north-1']])('of every constant the endpoint that is inferred has the name that AWS CDK writes, in %s', (region) => {
    for (let first = 0; first < CONSTANTS.length; first += 100) {
      const chunk = new Map(CONSTANTS.slice(first, first + 100).map(([, constant]) => [constant.shortName, constant]));
      const app = new App();
      const props = region === undefined ? {} : { env: { region } };
      const { stack, network } = closed(new Stack(app, 'Ours', props));
      const plain = new Stack(app, 'Plain', props);
      const vpc = new ec2.Vpc(plain, 'Vpc', { natGateways: 0, restrictDefaultSecurityGroup: false });
      [...chunk].forEach(([name, service]) => {
        network.inferEndpoint(name);
        new ec2.InterfaceVpcEndpoint(vpc, name, { vpc, service });
      });
      expect(serviceNames(stack)).toEqual(serviceNames(plain));
    }
  });

  test('every constant is in the table of services', () => {
    expect(CONSTANTS.length).toBeGreaterThanOrEqual(397);
    expect(CONSTANTS.map(([, { shortName }]) => shortName).filter((name) => !KNOWN_SERVICES.has(name))).toEqual([]);
  });

  test.each<[string, Destination, string]>([
    ['Amazon Keyspaces', Destination.awsService(KEYSPACES), 'tcp 9142-9142'],
    ['Amazon Keyspaces by name', Destination.awsService('cassandra'), 'tcp 9142-9142'],
    ['SMTP, of which the constant has a port that does not listen', Destination.awsService(EMAIL_SMTP), 'tcp 587-587'],
    ['SMTP by its other constant', Destination.awsService(SES), 'tcp 587-587'],
    ['SMTP on another of its ports', Destination.awsService(new ec2.InterfaceVpcEndpointAwsService('email-smtp', undefined, 465)), 'tcp 465-465'],
    ['a service of somebody\'s own constant', Destination.awsService(new ec2.InterfaceVpcEndpointAwsService('newest', undefined, 8443)), 'tcp 8443-8443'],
    ['all others', Destination.awsService('secretsmanager'), 'tcp 443-443'],
  ])('both ends are opened on the port of the service: %s', (_, destination, ports) => {
    expect(portsFor(destination)).toEqual([[ports], [ports]]);
  });

  test('ports that are needed together are opened together', () => {
    expect(portsFor(Destination.awsService('appstream.streaming'))[0]).toEqual(['tcp 443-443', 'tcp 1400-1499']);
  });

  test('what is declared says which ports, and the full name of what no table has', () => {
    const { stack, network } = closed();
    const declared = (service: Destination) => service._target.declare({ scope: stack, network });
    expect(declared(Destination.awsService(IAM))).toEqual({ kind: 'aws-service', service: 'iam' });
    expect(declared(Destination.awsService(KEYSPACES))).toEqual({ kind: 'aws-service', service: 'cassandra', ports: [{ protocol: 'tcp', fromPort: 9142, toPort: 9142 }] });
    expect(declared(Destination.awsService(new ec2.InterfaceVpcEndpointAwsService('newest', 'aws.api')))).toEqual({
      kind: 'aws-service', service: 'newest', serviceName: 'aws.api.${AWS::Region}.newest',
    });
  });

  test('the internet that a function declares is the way to a service only on the ports of the service', () => {
    const { stack, network } = closed();
    const open = new Network(stack, 'Open', { egress: Egress.natGateways() });
    open.connect(stack, 'Connection', { destinations: [Destination.internet(), Destination.awsService(KEYSPACES)] });
    expect(network.endpointSecurityGroup('cassandra')).toBeUndefined();
    expect(serviceNames(stack)).toHaveLength(1);
  });
});

describe('names as text', () => {
  test.each([
    ['cloudfront', 'com.amazonaws.cloudfront'], ['iam', 'com.amazonaws.iam'],
    ['studio', { 'Fn::Join': ['', ['aws.sagemaker.', { Ref: 'AWS::Region' }, '.studio']] }],
    ['cassandra-streams', { 'Fn::Join': ['', ['api.aws.', { Ref: 'AWS::Region' }, '.cassandra-streams']] }],
    ['scheduler', { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.scheduler']] }],
  ])('%s is the service that is called so', (name, serviceName) => {
    const { stack, network } = closed();
    network.connect(stack, 'Connection', { destinations: [Destination.awsService(name)] });
    expect(serviceNames(stack)).toEqual([serviceName]);
  });

  test.each([['secrets-manager', /did you mean 'secretsmanager'\?/], ['secretmanager', /'secretsmanager'/], ['kinesys-streams', /'kinesis-streams'/], ['nothing-like-it', /is the endpoint name of no AWS service/]])(
    'fails %s, which no service is called', (name, message) => {
      expect(() => Destination.awsService(name)).toThrow(message);
    },
  );

  test('full names are taken', () => {
    expect(Destination.awsService('aws.sagemaker.eu-west-1.studio')._target.identity()).toBe(Destination.awsService(SAGEMAKER_STUDIO)._target.identity());
    expect(Destination.awsService('com.amazonaws.iam')._target.identity()).toBe('aws-service iam');
  });
});

describe('endpoints without a private name', () => {
  test('are not inferred, since the usual name would lead past them', () => {
    const { stack, network } = closed();
    expect(() => network.connect(stack, 'Connection', { destinations: [Destination.awsService('iot.data')] })).toThrow(/no private DNS name/);
    expect(() => network.connect(stack, 'Express', { destinations: [Destination.awsService('s3express')] })).toThrow(/gateway endpoints alone/);
  });

  test('are made without one when they are asked for', () => {
    const { stack, network } = closed();
    network.addEndpoint(ec2.InterfaceVpcEndpointAwsService.IOT_CORE);
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', PrivateDnsEnabled: false });
  });
});
