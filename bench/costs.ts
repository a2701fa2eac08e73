import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { newApp } from './application';
import { Egress, PrivateLambdaNetwork, Zones } from 'cdk-lambda-network';

/*
 * What networks cost while nothing is sent: counted in their templates, times the prices of us-east-1 in November 2026.
 * https://aws.amazon.com/vpc/pricing and https://aws.amazon.com/privatelink/pricing
 */

const HOURS_PER_MONTH = 730;

/** US dollars for an hour. An Elastic IP address is a public IPv4 address, in use or not. */
const PRICES: Readonly<Record<string, number>> = {
  'AWS::EC2::NatGateway': 0.045,
  'AWS::EC2::EIP': 0.005,
};

/** An interface endpoint is paid for each zone it stands in. */
const INTERFACE_ENDPOINT = 0.01;

export interface NetworkCost {
  readonly network: string;
  readonly dollarsPerMonth: number;
}

/** The fixed cost of networks in three zones. */
export function networkCosts(): NetworkCost[] {
  const zones = Zones.named('eu-west-1a', 'eu-west-1b', 'eu-west-1c');
  return [
    costOf('ec2.Vpc, as it is', (stack) => new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] })),
    costOf('PrivateLambdaNetwork, as it is', (stack) => new PrivateLambdaNetwork(stack, 'Network', { zones })),
    costOf('PrivateLambdaNetwork, one NAT gateway', (stack) => new PrivateLambdaNetwork(stack, 'Network', { zones, egress: Egress.natGateways({ count: 1 }) })),
    costOf('PrivateLambdaNetwork, IPv6 only', (stack) => new PrivateLambdaNetwork(stack, 'Network', { zones, egress: Egress.ipv6Only() })),
  ];
}

interface Resource {
  readonly Type: string;
  readonly Properties?: { readonly VpcEndpointType?: string; readonly SubnetIds?: readonly unknown[] };
}

function costOf(network: string, define: (stack: Stack) => void): NetworkCost {
  const app = newApp();
  define(new Stack(app, 'Network'));
  const resources = app.synth().stacks.flatMap(({ template }) => Object.values((template as { Resources: Record<string, Resource> }).Resources));
  const perHour = resources.reduce((sum, resource) => sum + hourlyPrice(resource), 0);
  return { network, dollarsPerMonth: perHour * HOURS_PER_MONTH };
}

function hourlyPrice({ Type, Properties }: Resource): number {
  return Type === 'AWS::EC2::VPCEndpoint' && Properties?.VpcEndpointType === 'Interface'
    ? INTERFACE_ENDPOINT * (Properties.SubnetIds?.length ?? 1)
    : PRICES[Type] ?? 0;
}
