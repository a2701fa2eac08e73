import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { ComputeConnectionProps, PrivateLambdaNetworkProps } from '../../src';
import { ComputeConnection, Destination, PrivateLambdaNetwork } from '../../src';

function stackOf(): Stack {
  return new Stack(new App(), 'Stack');
}

function connectionIn(stack: Stack, props: Partial<ComputeConnectionProps>, networkProps?: PrivateLambdaNetworkProps): ComputeConnection {
  const network = new PrivateLambdaNetwork(stack, 'Network', networkProps);
  return new ComputeConnection(stack, 'Connection', { network, ...props });
}

/** The micro VMs of a connector, with a role that manages their network interfaces. */
function defineConnector(stack: Stack, connection: ComputeConnection): lambda.CfnNetworkConnector {
  const operatorRole = new iam.Role(stack, 'Operator', { assumedBy: new iam.ServicePrincipal('network-connectors.lambda.amazonaws.com') });
  return new lambda.CfnNetworkConnector(stack, 'Connector', {
    operatorRole: operatorRole.roleArn,
    configuration: {
      vpcEgressConfiguration: {
        associatedComputeResourceTypes: ['MicroVm'],
        networkProtocol: connection.networkProtocol,
        subnetIds: connection.subnetIds,
        securityGroupIds: connection.securityGroupIds,
      },
    },
  });
}

const FUNCTION_SUBNETS = ['A', 'B'].map((zone) => ({ Ref: Match.stringLikeRegexp(`privateSubnet${zone}`) }));
const OWN_GROUP = [{ 'Fn::GetAtt': [Match.stringLikeRegexp('ConnectionSecurityGroup'), 'GroupId'] }];

describe('F12: a capacity provider', () => {
  test('gets the function subnets and a group that lets out what is declared, and nothing in', () => {
    const stack = stackOf();
    const connection = connectionIn(stack, { destinations: [Destination.internet()] });
    new lambda.CapacityProvider(stack, 'Fleet', { subnets: connection.subnets, securityGroups: connection.securityGroups });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::CapacityProvider', { VpcConfig: { SubnetIds: FUNCTION_SUBNETS, SecurityGroupIds: OWN_GROUP } });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Lambda compute of Stack/Connection',
      SecurityGroupEgress: [
        Match.objectLike({ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 }), Match.objectLike({ CidrIpv6: '::/0', FromPort: 443, ToPort: 443 }),
      ],
      SecurityGroupIngress: Match.absent(),
    });
  });

  test('is let in to the endpoint of a service that it declares', () => {
    const stack = stackOf();
    const network = new PrivateLambdaNetwork(stack, 'Network', { endpoints: [ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS] });
    new ComputeConnection(stack, 'Connection', { network, destinations: [Destination.awsService('logs')] });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 443, ToPort: 443, SourceSecurityGroupId: OWN_GROUP[0],
    });
  });
});

describe('F12: a network connector', () => {
  test.each([[ec2.IpProtocol.DUAL_STACK, 'DualStack'], [ec2.IpProtocol.IPV4_ONLY, 'IPv4']])('of a network that is %s', (ipProtocol, NetworkProtocol) => {
    const stack = stackOf();
    defineConnector(stack, connectionIn(stack, { destinations: [] }, { ipProtocol }));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::NetworkConnector', {
      Configuration: { VpcEgressConfiguration: { NetworkProtocol, SubnetIds: FUNCTION_SUBNETS, SecurityGroupIds: OWN_GROUP } },
    });
  });
});

describe('F12: what is attached', () => {
  const KEY = 'cdk-lambda-network:destinations';

  test('says in its template what it is meant to reach', () => {
    const stack = stackOf();
    const connection = connectionIn(stack, { destinations: [Destination.awsService('dynamodb')] });
    connection.attach(new lambda.CapacityProvider(stack, 'Fleet', { subnets: connection.subnets, securityGroups: connection.securityGroups }));
    connection.attach(defineConnector(stack, connection));
    const template = Template.fromStack(stack);
    for (const type of ['AWS::Lambda::CapacityProvider', 'AWS::Lambda::NetworkConnector']) {
      template.hasResource(type, { Metadata: { [KEY]: [{ kind: 'aws-service', service: 'dynamodb' }] } });
    }
  });

  test.each<[string, string, (stack: Stack, connection: ComputeConnection) => IConstruct]>([
    ['other subnets', '1 subnets', (stack, { subnets, securityGroups }) => new lambda.CapacityProvider(stack, 'Fleet', { subnets: subnets.slice(1), securityGroups })],
    ['another group', '1 securityGroups', (stack, { subnets, vpc }) =>
      new lambda.CapacityProvider(stack, 'Fleet', { subnets, securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc })] })],
    ['neither', '0 subnets', (stack) => new lambda.CfnNetworkConnector(stack, 'Connector', {
      configuration: { vpcEgressConfiguration: { associatedComputeResourceTypes: ['MicroVm'], networkProtocol: 'IPv4', subnetIds: [], securityGroupIds: [] } },
    })],
    ['the wrong type', 'no capacity provider', (stack) => new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc') })],
    ['no resource', 'no capacity provider', (stack) => lambda.CapacityProvider.fromCapacityProviderName(stack, 'Fleet', 'fleet')],
  ])('is refused with %s', (_, value, make) => {
    const stack = stackOf();
    const connection = connectionIn(stack, { destinations: [] });
    const compute = make(stack, connection);
    expect(() => connection.attach(compute)).toThrow(expect.objectContaining({ code: 'COMPUTE_NOT_CONNECTED' }));
    expect(() => connection.attach(compute)).toThrow(value);
  });
});

describe('F12: what holds for functions holds here', () => {
  test('public subnets and a sixth group are refused', () => {
    expect(() => connectionIn(stackOf(), { destinations: [], vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } })).toThrow(/FUNCTION_IN_PUBLIC_SUBNET/);
    const stack = stackOf();
    const network = new PrivateLambdaNetwork(stack, 'Network');
    const securityGroups = Array.from({ length: 5 }, (_, index) => new ec2.SecurityGroup(stack, `Group${index}`, { vpc: network.vpc }));
    expect(() => new ComputeConnection(stack, 'Connection', { network, destinations: [], securityGroups })).toThrow(/FUNCTION_SECURITY_GROUP_COUNT/);
  });

  test('undeclared destinations warn, and a further group that is open does', () => {
    const stack = stackOf();
    const network = new PrivateLambdaNetwork(stack, 'Network');
    new ComputeConnection(stack, 'Connection', { network, securityGroups: [new ec2.SecurityGroup(stack, 'Open', { vpc: network.vpc })] });
    const annotations = Annotations.fromStack(stack);
    annotations.hasWarning('/Stack/Connection', Match.stringLikeRegexp('what runs here can connect to nothing'));
    annotations.hasWarning('/Stack/Connection', Match.stringLikeRegexp('Stack/Open lets out everything'));
  });
});
