import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { allowBetween } from './allow-between';
import { asClient, openServices, whenComplete } from './endpoint-access';
import type { EventSourceConnectionOptions } from './event-source-connection-options';
import type { NetworkFacts } from './network-facts';
import { NetworkError } from '../private/network-error';
import { AddressFamily } from '../vpc/address-family';

/*
 * Models: what pollers of an event source mapping need of a network: rules among the members of the source's group, and ways to services.
 * Law: the group is let in where its members are, and nobody else is.
 * Refuses: to look into a mapping. What it says is stated here, and held to the template by the analysis (docs/MODEL.md, on event source mappings).
 */

/** Give the pollers of an event source what they need. */
export function connectEventSource(network: NetworkFacts, source: ec2.IConnectable, { pollers, viaInternet }: EventSourceConnectionOptions): void {
  const { port, services, brokers } = pollers._needs;
  const client = { ...asClient(network, source), usesInternet: viaInternet };
  if (viaInternet === true && !network.internetAddressFamilies.includes(AddressFamily.IPV4)) {
    throw new NetworkError(
      'DESTINATION_NO_EGRESS',
      `the pollers of ${client.name} are to reach AWS services over the internet, for which they use IPv4, and no egress of ${network.node.path} carries it: leave viaInternet out, or choose `
      + 'an egress with IPv4, such as Egress.natGateways()',
      network,
    );
  }
  for (const group of client.groups) {
    if (brokers === undefined) {
      allowAmongMembers(group, ec2.Port.tcp(port));
    } else {
      allowToBrokers(network, group, brokers, ec2.Port.tcp(port));
    }
  }
  openServices(network, client, services);
}

function allowAmongMembers(group: ec2.ISecurityGroup, port: ec2.Port): void {
  group.addIngressRule(group, port);
  if (!group.allowAllOutbound) {
    group.addEgressRule(group, port);
  }
}

/** Brokers may be named by their addresses, which have no rules of their own. */
function allowToBrokers(network: NetworkFacts, group: ec2.ISecurityGroup, brokers: ec2.IConnectable, port: ec2.Port): void {
  if (brokers.connections.securityGroups.length > 0) {
    const { groups } = asClient(network, brokers);
    whenComplete(network, () => groups.forEach((peer) => allowBetween(group, peer, port)));
  } else if (!group.allowAllOutbound) {
    group.connections.allowTo(brokers, port);
  }
}
