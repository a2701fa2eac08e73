import { Stack, Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { definedVpc } from '../vpc/vpc-blocks';

/*
 * Models: the account that owns the subnets of a network. What an app defines is of its own account; what it imports may be shared by another one, and then the ARNs of the
 * subnets and of the VPC have the owner's account, while the network interfaces in them are of the account of the function.
 * Refuses: to take an import for one's own because nothing is said of its owner.
 */

const OWNERS = new WeakMap<IConstruct, string>();

/** Keep the account that is stated to own the subnets of a network. */
export function keepSubnetOwner(network: IConstruct, account: string): void {
  OWNERS.set(network, account);
}

/** Returns the account in the ARNs of a network's subnets, `*` where any may own them; undefined for the account of the function. */
export function subnetOwner(scope: IConstruct, network: IConstruct & { readonly vpc: ec2.IVpc }): string | undefined {
  const stated = OWNERS.get(network);
  if (stated !== undefined) {
    return stated;
  }
  const { vpc } = network;
  const { account } = Stack.of(scope);
  if (definedVpc(vpc) !== undefined) {
    return undefined;
  }
  return Token.isUnresolved(vpc.env.account) || vpc.env.account === account ? '*' : vpc.env.account;
}
