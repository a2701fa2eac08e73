import { writeFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as RECOMMENDED_FLAGS from 'aws-cdk-lib/recommended-feature-flags.json';
import { Destination, PrivateLambdaNetwork, VpcConnectedFunction, Zones } from 'cdk-lambda-network';

/*
 * The application that is measured, once from plain AWS CDK and once from this library: a network in three zones, and functions
 * with one of three sets of destinations. Stacks hold 100 functions each, because CloudFormation takes 500 resources in a stack.
 */

const FUNCTIONS_PER_STACK = 100;
const ZONES = 3;

export type Flavor = 'plain' | 'ours';

/** Define the application. */
export function defineApplication(app: App, flavor: Flavor, functions: number): void {
  const env = { account: '111111111111', region: 'eu-west-1' };
  const networkStack = new Stack(app, 'Network', { env });
  const stacks = Array.from({ length: Math.ceil(functions / FUNCTIONS_PER_STACK) }, (_, place) => new Stack(app, `Functions${place}`, { env }));
  const define = flavor === 'plain' ? plainFunctions(networkStack) : ourFunctions(networkStack);
  for (let place = 0; place < functions; place++) {
    define(stacks[Math.floor(place / FUNCTIONS_PER_STACK)], `Function${place}`, place % 3);
  }
}

type DefineFunction = (stack: Stack, id: string, set: number) => void;

function plainFunctions(stack: Stack): DefineFunction {
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    ipProtocol: ec2.IpProtocol.DUAL_STACK,
  });
  vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
  vpc.addGatewayEndpoint('DynamoDb', { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB });
  vpc.addFlowLog('FlowLog');
  return (scope, id) => {
    new lambda.Function(scope, id, { ...CODE, vpc, allowAllIpv6Outbound: true, ipv6AllowedForDualStack: true });
  };
}

function ourFunctions(stack: Stack): DefineFunction {
  const network = new PrivateLambdaNetwork(stack, 'Network', { zones: Zones.named('eu-west-1a', 'eu-west-1b', 'eu-west-1c') });
  const sets = [
    [Destination.internet()],
    [Destination.internet(), Destination.awsService(ec2.GatewayVpcEndpointAwsService.S3)],
    [Destination.awsService(ec2.GatewayVpcEndpointAwsService.DYNAMODB)],
  ];
  return (scope, id, set) => {
    new VpcConnectedFunction(scope, id, { ...CODE, network, destinations: sets[set] });
  };
}

const CODE = {
  runtime: lambda.Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => ({});'),
};

/** What the tables name. */
export const APPLICATION = { zones: ZONES, destinationSets: 3 };

/** An app with the feature flags of `cdk init`: AWS CDK too defines the log groups of functions and empties the default security group. */
export function newApp(): App {
  return new App({ analyticsReporting: false, context: RECOMMENDED_FLAGS });
}

if (require.main === module) {
  const app = newApp();
  const [flavor, functions, usage] = process.argv.slice(2);
  defineApplication(app, flavor as Flavor, Number(functions));
  app.synth();
  if (usage !== undefined) {
    writeFileSync(usage, JSON.stringify(process.cpuUsage()));
  }
}
