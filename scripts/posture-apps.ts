import type { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Destination, Egress, FlowLogs, LambdaVpcGuardrail, PrivateLambdaNetwork, VpcConnectedFunction } from '../src';

/** One small app, written with this library and with AWS CDK alone, each as its first example would write it. */
export interface PostureApp {
  readonly name: string;
  readonly what: string;
  readonly ours: (stack: Stack) => void;
  readonly plain: (stack: Stack) => void;
}

const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };
const SECRETS = ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER;
const TRANSIT_GATEWAY = 'tgw-0123456789abcdef0';
const ISOLATED = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
const instanceType = ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.NANO);
const givenRole = (stack: Stack) => new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

/** The apps of docs/posture.md. */
export const POSTURE_APPS: readonly PostureApp[] = [
  {
    name: 'NAT gateways',
    what: 'a function in the default network, which calls the internet',
    ours: (stack) => {
      const network = new PrivateLambdaNetwork(stack, 'Network');
      new VpcConnectedFunction(stack, 'Function', { network, destinations: [Destination.internet()], ...CODE });
    },
    plain: (stack) => {
      new lambda.Function(stack, 'Function', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }), ...CODE });
    },
  },
  {
    name: 'endpoints',
    what: 'a function without a way to the internet, which uses AWS Secrets Manager and Amazon S3 through endpoints',
    ours: (stack) => {
      const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none(), endpoints: [SECRETS] });
      const destinations = [Destination.awsService(SECRETS), Destination.awsService(ec2.GatewayVpcEndpointAwsService.S3)];
      new VpcConnectedFunction(stack, 'Function', { network, destinations, ...CODE });
    },
    plain: (stack) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', {
        maxAzs: 2, natGateways: 0, subnetConfiguration: [{ name: 'Isolated', ...ISOLATED }], gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
      });
      vpc.addInterfaceEndpoint('Secrets', { service: SECRETS });
      new lambda.Function(stack, 'Function', { vpc, vpcSubnets: ISOLATED, ...CODE });
    },
  },
  {
    name: 'NAT instances',
    what: 'the first app, with NAT instances in place of gateways',
    ours: (stack) => {
      const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.natInstances() });
      new VpcConnectedFunction(stack, 'Function', { network, destinations: [Destination.internet()], ...CODE });
    },
    plain: (stack) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGatewayProvider: ec2.NatProvider.instanceV2({ instanceType }) });
      new lambda.Function(stack, 'Function', { vpc, ...CODE });
    },
  },
  {
    name: 'a given role',
    what: 'a function that calls nothing, with a role that the user defines; what `lambda.Function` needs is a managed policy in it, by hand',
    ours: (stack) => {
      const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none() });
      new VpcConnectedFunction(stack, 'Function', { network, role: givenRole(stack), destinations: [], ...CODE });
    },
    plain: (stack) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0, subnetConfiguration: [{ name: 'Isolated', ...ISOLATED }] });
      const role = givenRole(stack);
      role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaVPCAccessExecutionRole'));
      new lambda.Function(stack, 'Function', { vpc, vpcSubnets: ISOLATED, role, ...CODE });
    },
  },
  {
    name: 'flow logs in S3',
    what: 'the first app, with flow logs in Amazon S3 on both sides',
    ours: (stack) => {
      const network = new PrivateLambdaNetwork(stack, 'Network', { flowLogs: FlowLogs.toS3() });
      new VpcConnectedFunction(stack, 'Function', { network, destinations: [Destination.internet()], ...CODE });
    },
    plain: (stack) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, flowLogs: { Log: { destination: ec2.FlowLogDestination.toS3() } } });
      new lambda.Function(stack, 'Function', { vpc, ...CODE });
    },
  },
  {
    name: 'interfaces released',
    what: 'the first app, whose network interfaces are released when the stack is deleted; AWS CDK has nothing like it',
    ours: (stack) => {
      const network = new PrivateLambdaNetwork(stack, 'Network');
      new VpcConnectedFunction(stack, 'Function', { network, destinations: [Destination.internet()], releaseNetworkInterfacesOnDelete: true, ...CODE });
    },
    plain: (stack) => {
      new lambda.Function(stack, 'Function', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }), ...CODE });
    },
  },
  {
    name: 'central egress',
    what: 'a function that calls nothing, behind a transit gateway and network ACLs, kept alive by a schedule; and a permissions boundary for those who deploy functions',
    ours: (stack) => {
      const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.transitGateway({ transitGatewayId: TRANSIT_GATEWAY }) });
      network.addNetworkAcls();
      new VpcConnectedFunction(stack, 'Function', { network, destinations: [], keepAlive: {}, ...CODE });
      LambdaVpcGuardrail.requireVpc().toPermissionsBoundary(stack, 'Boundary');
    },
    plain: (stack) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0, subnetConfiguration: [{ name: 'Isolated', ...ISOLATED }] });
      new ec2.CfnTransitGatewayAttachment(stack, 'Attachment', { transitGatewayId: TRANSIT_GATEWAY, vpcId: vpc.vpcId, subnetIds: vpc.selectSubnets(ISOLATED).subnetIds });
      new lambda.Function(stack, 'Function', { vpc, vpcSubnets: ISOLATED, ...CODE });
      new iam.ManagedPolicy(stack, 'Boundary', { statements: [new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })] });
    },
  },
];
