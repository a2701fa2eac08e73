import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { newApp } from './application';
import { loadInput } from '../src/analysis/load/load-input';
import { fixedCost } from '../src/analysis/record/fixed-cost';
import { readWorlds } from '../src/analysis/worlds/read-worlds';
import { Egress, PrivateLambdaNetwork, Zones } from 'cdk-lambda-network';

/*
 * The fixed cost of networks, as reachability.json has it of their templates.
 */

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

function costOf(network: string, define: (stack: Stack) => void): NetworkCost {
  const app = newApp();
  define(new Stack(app, 'Network'));
  const [{ model }] = readWorlds(loadInput([app.synth().directory]).templates).worlds;
  return { network, dollarsPerMonth: fixedCost(model).perMonth };
}
