import type { App } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Define } from './state-of-app';
import type { PrivateLambdaNetworkProps } from '../../../../src/index';
import { Destination, PrivateLambdaNetwork, VpcConnectedFunction, Zones } from '../../../../src/index';

/*
 * A shop on this library's constructs, in the states between which people review a change.
 */

const ENV = { account: '111122223333', region: 'eu-west-1' };
const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };
export const SQS = ec2.InterfaceVpcEndpointAwsService.SQS;
export const TWO_ZONES = Zones.named('eu-west-1a', 'eu-west-1b');
export const THREE_ZONES = Zones.named('eu-west-1a', 'eu-west-1b', 'eu-west-1c');

/** How a state of the shop differs from the usual one. */
export interface ShopOptions extends PrivateLambdaNetworkProps {
  /** What Orders declares; the internet unless it is there. */
  readonly destinations?: Destination[];

  /** Tells whether the network has a stack of its own. */
  readonly apart?: boolean;

  /** What another stack adds. */
  readonly inTools?: (tools: Stack, orders: VpcConnectedFunction) => void;
}

/** A function that declares destinations, and one that declares the internet, in a network that may have its own stack. */
export function shop({ destinations = [Destination.internet()], apart = false, inTools, ...network }: ShopOptions = {}): Define {
  return (app: App) => {
    const shared = apart ? new Stack(app, 'Net', { env: ENV }) : undefined;
    const stack = new Stack(app, 'Shop', { env: ENV });
    const private_ = new PrivateLambdaNetwork(shared ?? stack, 'Network', { zones: TWO_ZONES, ...network });
    const orders = new VpcConnectedFunction(stack, 'Orders', { ...CODE, network: private_, destinations });
    new VpcConnectedFunction(stack, 'Mails', { ...CODE, network: private_, destinations: [Destination.internet()] });
    inTools?.(new Stack(app, 'Tools', { env: ENV }), orders);
  };
}

/** Opens the group of a function from another stack, as a team does that wants something to work. */
export function widen(tools: Stack, { connections: { securityGroups: [group] } }: VpcConnectedFunction): void {
  ec2.SecurityGroup.fromSecurityGroupId(tools, 'Group', group.securityGroupId, { allowAllOutbound: false })
    .addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.allTcp());
}
