/*
 * The codes that can stand on a path, in one registry. A code is public for ever: it never changes its meaning and is never
 * reused. Those of origin `aws` are explanation codes of VPC Reachability Analyzer, with its meaning; ours exist where it has none.
 */

interface PathCodeEntry {
  readonly origin: 'aws' | 'ours';

  /** The problem, in one sentence. */
  readonly title: string;

  /** The effort to mend it. Of several paths that are closed, the one with the lowest sum is explained. */
  readonly cost: number;
}

export const PATH_CODES = {
  NO_ROUTE_TO_DESTINATION: { origin: 'aws', title: 'no route of the route table leads to the destination', cost: 3 },
  BAD_STATE_ROUTE: { origin: 'aws', title: 'the route leads to something that does not exist', cost: 2 },
  MORE_SPECIFIC_ROUTE: { origin: 'aws', title: 'a more specific route leads elsewhere', cost: 4 },
  IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS: { origin: 'aws', title: 'an internet gateway passes only what has a public address, and a function has none', cost: 5 },
  ENI_SG_RULES_MISMATCH: { origin: 'aws', title: 'no rule of the security groups matches', cost: 1 },
  SG_HAS_NO_RULES: { origin: 'aws', title: 'the security group has no rule at all', cost: 1 },
  SUBNET_ACL_RESTRICTION: { origin: 'aws', title: 'the network ACL of a subnet does not let it through', cost: 2 },
  REGIONAL_NGW_ROUTE_AZ_RESTRICTION: { origin: 'aws', title: 'the regional NAT gateway has no address in the zone', cost: 3 },
  NGW_REQUIRES_SOURCE_IN_VPC: { origin: 'aws', title: 'a NAT gateway serves only its own VPC', cost: 5 },
  PROTOCOL_RESTRICTION: { origin: 'aws', title: 'the protocol is not carried', cost: 5 },
  VPCE_GATEWAY_PROTOCOL_RESTRICTION: { origin: 'aws', title: 'a gateway endpoint accepts only TCP and ICMP echo', cost: 5 },
  VPCE_SERVICE_NOT_INSTALLED_IN_AZ: { origin: 'aws', title: 'the endpoint has no network interface in a zone', cost: 4 },
  PCX_REQUIRES_ADDRESS_IN_VPC_CIDR: { origin: 'aws', title: 'a peering connection carries only the addresses of its two VPCs', cost: 5 },
  DISCONNECTED_VPCS: { origin: 'aws', title: 'nothing connects the two VPCs', cost: 6 },
  VPC_BLOCK_PUBLIC_ACCESS_ENABLED: { origin: 'aws', title: 'Block Public Access stops it', cost: 3 },
  TGW_ROUTE_AZ_RESTRICTION: { origin: 'aws', title: 'the transit gateway attachment has no subnet in the zone', cost: 3 },
  TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION: { origin: 'aws', title: 'the attachment is associated with no route table of the transit gateway', cost: 3 },
  TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT: { origin: 'aws', title: 'the route table of the transit gateway leads nowhere', cost: 3 },
  TGW_RTB_ROUTES_ARE_UNKNOWN: { origin: 'aws', title: 'the routes of a route table of the transit gateway are not known', cost: 3 },
  ENI_SOURCE_DEST_CHECK_RESTRICTION: { origin: 'aws', title: 'the network interface forwards nothing that is not its own', cost: 3 },
  UNKNOWN_RESOURCE: { origin: 'aws', title: 'nothing is known of a resource on the path', cost: 4 },
  UNKNOWN_DESTINATION: { origin: 'aws', title: 'it is not known where the destination is', cost: 4 },
  UNSUPPORTED_COMPONENT: { origin: 'aws', title: 'something on the path is not modelled', cost: 6 },
  ELBV2_LISTENER_PORT_RESTRICTION: { origin: 'aws', title: 'no listener of the load balancer has the port', cost: 3 },
  ELB_LISTENER_PORT_RESTRICTION: { origin: 'aws', title: 'no listener of the classic load balancer has the port', cost: 3 },
  LAMBDA_NOT_IN_VPC: { origin: 'ours', title: 'the function is attached to no VPC', cost: 4 },
  LAMBDA_IPV6_NOT_ALLOWED: { origin: 'ours', title: 'the function is not allowed IPv6', cost: 2 },
  LAMBDA_SUBNET_NOT_DUAL_STACK: { origin: 'ours', title: 'a subnet of the function is not dual-stack', cost: 4 },
  LAMBDA_SUBNET_NO_IPV4: { origin: 'ours', title: 'the subnet has no IPv4 addresses, without which Lambda does not work', cost: 6 },
  LAMBDA_DEDICATED_TENANCY: { origin: 'ours', title: 'functions cannot be attached to a VPC with dedicated instance tenancy', cost: 6 },
  LAMBDA_VPC_MISMATCH: { origin: 'ours', title: 'the subnets and security groups of a function are of one VPC', cost: 6 },
  LAMBDA_MOUNT_NOT_IN_ZONE: { origin: 'ours', title: 'the file system has no mount target in a zone of the function', cost: 4 },
  RESOURCE_VPC_MISMATCH: { origin: 'ours', title: 'the subnets and security groups of a resource are of one VPC', cost: 6 },
  LAMBDA_IPV6_VIA_IGW: { origin: 'ours', title: 'no source says whether IPv6 of a function passes an internet gateway', cost: 4 },
  NGW_SUBNET_HAS_NO_IGW_ROUTE: { origin: 'ours', title: 'the subnet of the NAT gateway has no route to an internet gateway', cost: 3 },
  NGW_HAS_NO_PUBLIC_ADDRESS: { origin: 'ours', title: 'the NAT gateway has no public address', cost: 3 },
  NGW_PRIVATE_CONNECTIVITY: { origin: 'ours', title: 'a private NAT gateway never reaches the internet', cost: 4 },
  NGW_NO_IPV6: { origin: 'ours', title: 'a NAT gateway carries no IPv6', cost: 4 },
  IGW_NOT_ATTACHED: { origin: 'ours', title: 'the internet gateway is not attached to the VPC', cost: 3 },
  EIGW_OTHER_VPC: { origin: 'ours', title: 'the egress-only internet gateway is of another VPC', cost: 4 },
  DNS_PRIVATE_DNS_DISABLED: { origin: 'ours', title: 'the endpoint does not answer to the name of the service', cost: 2 },
  DNS_VPC_ATTRIBUTES_DISABLED: { origin: 'ours', title: 'the VPC resolves no private names', cost: 3 },
  DNS_SERVER_NOT_REACHED: { origin: 'ours', title: 'a DNS server of the VPC is not reached, and names resolve only there', cost: 2 },
  DNS_NAME_SHADOWED: { origin: 'ours', title: 'a private hosted zone has the name, and does not lead it there', cost: 3 },
  DNS_FIREWALL_BLOCKS: { origin: 'ours', title: 'DNS Firewall blocks the name', cost: 3 },
  DNS_NAME_NOT_KNOWN: { origin: 'ours', title: 'it is not known what the name leads to', cost: 4 },
  SERVICE_ENDPOINT_IPV4_ONLY: { origin: 'ours', title: 'AWS SDKs use names that have only IPv4 addresses', cost: 2 },
  VPCE_POLICY_DENIES: { origin: 'ours', title: 'the policy of the endpoint does not let it through', cost: 2 },
  VPCE_NO_ADDRESS_FAMILY: { origin: 'ours', title: 'the endpoint does not answer over the address family', cost: 3 },
  RESOURCE_NO_ADDRESS_FAMILY: { origin: 'ours', title: 'the resource has no addresses of the address family', cost: 3 },
  VPCE_PRIVATE_DNS_TAKES_PRECEDENCE: { origin: 'ours', title: 'the name of the service leads to an endpoint, not to the internet', cost: 5 },
  LISTENER_PORT_RESTRICTION: { origin: 'ours', title: 'nothing listens on the port', cost: 4 },
  SG_DEFAULT_EGRESS_CONTESTED: { origin: 'ours', title: 'it is contested whether the group still lets everything out', cost: 1 },
  UNDECIDED_CONDITION: { origin: 'ours', title: 'a condition of the template is not decided', cost: 4 },
} as const satisfies Record<string, PathCodeEntry>;

/** A code that can stand on a path. */
export type PathCode = keyof typeof PATH_CODES;

/** Returns the effort to mend what a code stands for. */
export function costOf(code: PathCode): number {
  return PATH_CODES[code].cost;
}

/** Tells whether a code is of what names lead to: addresses are reached all the same by whoever knows them. */
export function isOfNames(code: PathCode): boolean {
  return code === 'DNS_SERVER_NOT_REACHED' || code === 'DNS_NAME_NOT_KNOWN' || code === 'DNS_NAME_SHADOWED' || code === 'DNS_FIREWALL_BLOCKS';
}
