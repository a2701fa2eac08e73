import { Annotations } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { EgressRequest } from './egress-design';
import { NetworkError } from '../private/network-error';

/*
 * Models: NAT64: IPv4 hosts as IPv6 hosts reach them.
 * Law: a subnet has DNS64 exactly when its route table leads 64:ff9b::/96 to a NAT gateway. DNS64 without the route makes
 * connections hang; the route without DNS64 is never used.
 * Refuses: NAT64 in a network without IPv6.
 */

/** Refuse NAT64 in a network without IPv6, and say what it does to names with private addresses. */
export function checkNat64(factory: string, nat64: boolean, { ipv6, scope }: EgressRequest): void {
  if (!nat64) {
    return;
  }
  if (!ipv6) {
    throw new NetworkError('EGRESS_NEEDS_IPV6', `${factory} got nat64, but the network is IPV4_ONLY: leave ipProtocol out, or nat64`, scope);
  }
  Annotations.of(scope).addWarningV2(
    'cdk-lambda-network:nat64',
    'with nat64 every name without an IPv6 address gets one that leads through the NAT gateway, names with private addresses too: a database then sees '
    + 'the address of the NAT gateway, and a security group that admits a function by its group does not admit it; keep nat64 for clients without IPv4',
  );
}

/** Let hosts in a subnet reach IPv4 hosts from IPv6: names get addresses in 64:ff9b::/96, and those lead to the NAT gateway. */
export function enableNat64(subnet: ec2.PrivateSubnet, natGatewayId: string): void {
  subnet.addIpv6Nat64Route(natGatewayId);
  (subnet.node.findChild('Subnet') as ec2.CfnSubnet).enableDns64 = true;
}
