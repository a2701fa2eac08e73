import { isIPv6 } from 'node:net';
import { Annotations, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { FunctionSecurityGroup } from './function-security-group';
import type { NetworkFacts } from './network-facts';
import { onDnsServers } from '../vpc/dns-servers';

/*
 * Models: what names need before any of them leads anywhere: a way to the DNS servers of the network, over UDP, and over TCP for long answers. The Route 53
 * Resolver needs none.
 * Law: rules follow the network and not the destinations, so they are part of no group's identity: to name servers, or others, replaces no group.
 */

/** What is the Route 53 Resolver in every VPC. */
const RESOLVER: readonly string[] = ['AmazonProvidedDNS', '169.254.169.253', 'fd00:ec2::253'];

const PORTS: readonly ec2.Port[] = [ec2.Port.udp(53), ec2.Port.tcp(53)];

/** The groups that know already: many functions open destinations in one. */
const opened = new WeakSet<FunctionSecurityGroup>();

/** Let a group ask the servers that its network names, now or later. */
export function openDnsServers({ network, securityGroup }: { readonly network: NetworkFacts; readonly securityGroup: FunctionSecurityGroup }): void {
  if (opened.has(securityGroup)) {
    return;
  }
  opened.add(securityGroup);
  onDnsServers(network, (servers) => securityGroup.whileOpening(() => {
    for (const { peer, name } of Token.isUnresolved(servers) ? ownBlocks(network) : servers.flatMap(hostOf)) {
      PORTS.forEach((port) => securityGroup.addEgressRule(peer, port, `the DNS server ${name}`));
    }
  }));
}

interface Server {
  readonly peer: ec2.IPeer;
  readonly name: string;
}

function hostOf(server: string): Server[] {
  if (RESOLVER.includes(server)) {
    return [];
  }
  const name = Token.isUnresolved(server) ? 'that is known only during deployment' : server;
  return [{ peer: isIPv6(server) ? ec2.Peer.ipv6(`${server}/128`) : ec2.Peer.ipv4(`${server}/32`), name }];
}

/** Of a list that only the deployment knows, not even its length is known. */
function ownBlocks(network: NetworkFacts): Server[] {
  Annotations.of(network).addWarningV2(
    'cdk-lambda-network:dnsServersNotKnown',
    'domainNameServers is a list that only the deployment knows, so functions may ask DNS servers in the VPC and no others: name servers elsewhere one by one',
  );
  return network.ipv4Blocks.map((block) => ({ peer: ec2.Peer.ipv4(block), name: 'in the VPC' }));
}
