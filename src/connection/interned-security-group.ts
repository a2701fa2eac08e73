import { createHash } from 'crypto';
import { Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { Destination } from './destination';
import { FunctionSecurityGroup } from './function-security-group';
import type { NetworkFacts } from './network-facts';
import { pathInStage } from './path-in-stage';

/*
 * Models: one security group for all functions of a stack that reach the same in the same network, so that they share their network
 * interfaces too: Lambda makes one for each subnet and set of security groups.
 * Law: the group is found by what it allows. Its logical id follows from the network and the destinations, whoever declares them, in
 * whatever order, and whatever the network opens for them: adding or removing a function, a subnet or an address family replaces no group.
 * Refuses: to share across stacks (docs/adr/0006-interned-security-groups.md), and to share what it cannot tell apart.
 */

/** The construct in each stack that the groups are children of. Part of every logical id. */
const GROUPS_ID = 'LambdaSecurityGroups';

/** The group of all functions with these destinations; undefined when no other function can be known to reach the same. */
export function internedSecurityGroup(
  scope: Construct, network: NetworkFacts, destinations: readonly Destination[],
): FunctionSecurityGroup | undefined {
  const identities = identitiesOf(destinations);
  if (identities === undefined) {
    return undefined;
  }
  const stack = Stack.of(scope);
  const groups = stack.node.tryFindChild(GROUPS_ID) ?? new Construct(stack, GROUPS_ID);
  const id = hash([pathInStage(network), ...identities]);
  return groups.node.tryFindChild(id) as FunctionSecurityGroup | undefined ?? defineGroup(groups as Construct, id, network, identities);
}

function defineGroup(scope: Construct, id: string, { vpc }: NetworkFacts, identities: readonly string[]): FunctionSecurityGroup {
  const group = new FunctionSecurityGroup(scope, id, { vpc, description: 'Lambda functions that reach the same destinations', isShared: true });
  // The description cannot change without a new group; the name can, and tags of the user's take precedence.
  (group.node.defaultChild as ec2.CfnSecurityGroup).tags.setTag('Name', nameOf(identities), 0);
  return group;
}

/** Each destination once, in an order of its own. */
function identitiesOf(destinations: readonly Destination[]): string[] | undefined {
  const identities = destinations.map(({ _target }) => _target.identity());
  return identities.some((identity) => identity === undefined) ? undefined : [...new Set(identities as string[])].sort();
}

function nameOf(identities: readonly string[]): string {
  const name = `functions to ${identities.length === 0 ? 'nothing' : identities.join(' + ')}`;
  return name.replace(/[^\w .:/=+@-]/g, ' ').slice(0, 255);
}

function hash(values: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);
}
