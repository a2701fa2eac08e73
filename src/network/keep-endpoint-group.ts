import { AspectPriority, Aspects, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { ComputeConnection } from '../connection/compute-connection';
import { hasClientsElsewhere } from '../connection/endpoint-access';
import { VpcConnection } from '../connection/vpc-connection';
import { WhenComplete } from '../connection/when-complete';
import type { NetworkEndpoints } from '../endpoints/network-endpoints';

/**
 * Define the group of the endpoints in a network that functions of other stacks use, whether there are endpoints at the moment or not.
 *
 * The network's stack is deployed first. When the last function that declares a service stops declaring it, its rule still names the group in that
 * moment, and Amazon EC2 does not delete a group that a rule names. So the group stays, as long as there are functions that may need it.
 */
export function keepEndpointGroup(network: IConstruct & { readonly vpc: ec2.IVpc }, endpoints: NetworkEndpoints): void {
  Aspects.of(network).add(new WhenComplete(network, () => {
    if (hasClientsElsewhere(network) || network.node.root.node.findAll().some((construct) => isConnectedFromElsewhere(construct, network))) {
      endpoints.sharedGroup();
    }
  }), { priority: AspectPriority.MUTATING });
}

function isConnectedFromElsewhere(construct: IConstruct, network: IConstruct & { readonly vpc: ec2.IVpc }): boolean {
  return (construct instanceof VpcConnection || construct instanceof ComputeConnection)
    && construct.vpc === network.vpc && Stack.of(construct) !== Stack.of(network);
}
