import * as ec2 from 'aws-cdk-lib/aws-ec2';

/*
 * Models: the address families of subnets, as far as the app shows them.
 * Law: a function has IPv6 only when each of its subnets has.
 */

/** Returns whether a function in these subnets can have IPv6 addresses: only when it has them in whichever subnet Lambda picks. */
export function areDualStack({ ipProtocol }: { readonly ipProtocol: ec2.IpProtocol }, subnets: readonly ec2.ISubnet[]): boolean {
  return subnets.every((subnet) => isDualStack(subnet) ?? ipProtocol === ec2.IpProtocol.DUAL_STACK);
}

/** Returns whether a subnet has IPv6 addresses; undefined for an imported subnet of which nobody knows. */
export function isDualStack(subnet: ec2.ISubnet): boolean | undefined {
  const resource = subnetResource(subnet);
  return resource === undefined ? KNOWN.get(subnet) : hasIpv6Block(resource);
}

const KNOWN = new WeakMap<ec2.ISubnet, boolean>();

/** Keep whether an imported subnet has addresses of both families. */
export function keepDualStack(subnet: ec2.ISubnet, isDual: boolean): void {
  KNOWN.set(subnet, isDual);
}

/** The resource of a subnet; undefined for an imported one. */
export function subnetResource(subnet: ec2.ISubnet): ec2.CfnSubnet | undefined {
  const resource = subnet.node.defaultChild;
  return ec2.CfnSubnet.isCfnSubnet(resource) ? resource : undefined;
}

function hasIpv6Block({ ipv6CidrBlock, ipv6IpamPoolId }: ec2.CfnSubnet): boolean {
  return ipv6CidrBlock !== undefined || ipv6IpamPoolId !== undefined;
}
