import { isIPv4, isIPv6 } from 'node:net';
import { Tags, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { DhcpOptions } from './dhcp-options-options';
import { nameTag } from '../../private/name-tag';
import { NetworkError } from '../../private/network-error';
import { requireSeconds } from '../../private/require-seconds';

const AMAZON_DNS = 'AmazonProvidedDNS';
const MOST_SERVERS = 4;

/** Seconds, of the property Ipv6AddressPreferredLeaseTime in the AWS CloudFormation reference, November 2026. */
const [SHORTEST_LEASE, LONGEST_LEASE] = [140, 2_147_483_647];

/**
 * A DHCP option set and its association with a VPC.
 *
 * No property of a set can be changed, so each change makes a new set, which is associated before the old one goes.
 */
export class VpcDhcpOptions extends Construct {
  constructor(scope: Construct, id: string, vpc: ec2.Vpc, options: DhcpOptions) {
    super(scope, id);
    if (Object.values(options).every((value) => value === undefined)) {
      throw new NetworkError('DHCP_OPTIONS', 'useDhcpOptions() got no option: give one, such as domainName, or leave the call out', scope);
    }
    assertServers(scope, 'domainNameServers', options.domainNameServers, [AMAZON_DNS]);
    assertServers(scope, 'ntpServers', options.ntpServers, []);
    requireSeconds(options.ipv6LeaseTime, {
      code: 'DHCP_LEASE_TIME', what: 'ipv6LeaseTime of the DHCP options', shortest: SHORTEST_LEASE, longest: LONGEST_LEASE,
      mend: `use Duration.seconds(${SHORTEST_LEASE}) or longer`,
    }, scope);
    const set = new ec2.CfnDHCPOptions(this, 'Options', {
      domainName: options.domainName,
      domainNameServers: options.domainNameServers ?? [AMAZON_DNS],
      ntpServers: options.ntpServers,
      ipv6AddressPreferredLeaseTime: options.ipv6LeaseTime?.toSeconds(),
    });
    Tags.of(set).add('Name', nameTag(scope.node.path));
    new ec2.CfnVPCDHCPOptionsAssociation(this, 'Association', { vpcId: vpc.vpcId, dhcpOptionsId: set.attrDhcpOptionsId });
  }
}

/** Servers are addresses; names would have to be resolved by the servers that are being named. */
function assertServers(scope: Construct, property: string, servers: string[] | undefined, words: string[]): void {
  if (servers === undefined || Token.isUnresolved(servers)) {
    return;
  }
  if (servers.length === 0 || servers.length > MOST_SERVERS) {
    throw new NetworkError('DHCP_SERVERS', `${property} of the DHCP options has ${servers.length} servers: name 1 to ${MOST_SERVERS}, or leave it out`, scope);
  }
  const stray = servers.find((server) => !Token.isUnresolved(server) && !words.includes(server) && !isIPv4(server) && !isIPv6(server));
  if (stray !== undefined) {
    throw new NetworkError('DHCP_SERVERS', `${property} of the DHCP options holds '${stray}': write ${['an IP address', ...words].join(' or ')}`, scope);
  }
}
