/**
 * Every code a {@link NetworkError} can carry, with the rule that was broken.
 *
 * Codes are public: they never change their meaning and are never reused.
 */
export const NETWORK_ERROR_CODES = {
  CIDR_MALFORMED: 'a block is written as an address and a prefix length',
  CIDR_NOT_CANONICAL: 'a block has no bits set behind its prefix length',
  VPC_BLOCK_SIZE: 'a VPC block is between /16 and /28',
  SECONDARY_BLOCK_OVERLAPS: 'the blocks of a VPC do not overlap',
  SECONDARY_BLOCK_COUNT: 'a VPC holds five IPv4 blocks',
  SECONDARY_BLOCK_TIER: 'a secondary block belongs to one tier',
  PLAN_GEOMETRY: 'a plan has a power of two of zone slots and of tier slots, sixteen of each at the most',
  PLAN_DOES_NOT_FIT: 'a subnet is a /28 or larger',
  TIER_SLOT: 'a tier has a slot of its own inside the plan',
  TIER_NAME: 'a tier has a name of its own',
  TIER_UNKNOWN: 'a tier that is referred to exists',
  ZONE_SLOT: 'a zone has a slot inside the plan',
  ZONE_NAME: 'a zone is named as AWS names it',
  ZONE_DUPLICATE: 'a zone is named once',
  ZONE_COUNT: 'a network spans at least one zone, and two unless named otherwise',
  ZONES_UNAVAILABLE: 'the stack can give the zones asked for',
  TOKEN_NOT_ALLOWED: 'a value that shapes the network is known at synthesis',
  IPAM_POOL: 'an IPAM pool is named by its id and a netmask length',
  EGRESS_NAT_COUNT: 'there are between one NAT gateway and one for each zone',
  EGRESS_NAT_ZONE: 'a NAT gateway stands in a zone of the network',
  EGRESS_ELASTIC_IPS: 'Elastic IP addresses are given for zones that have a NAT gateway',
  EGRESS_NEEDS_IPV6: 'IPv6 egress needs a dual-stack network',
  IPV6_BLOCK: 'the IPv6 block of a VPC holds 256 subnets',
  VPC_DEDICATED_TENANCY: 'Lambda cannot attach to a VPC with dedicated instance tenancy',
  FUNCTION_IN_PUBLIC_SUBNET: 'a function is never attached to a public subnet',
  FUNCTION_SUBNET_COUNT: 'a function is attached to between one and sixteen subnets',
  FUNCTION_SUBNETS_DIVERGE: 'all subnets of a function have the same routes',
  FUNCTION_SECURITY_GROUP_COUNT: 'a function has at most five security groups',
  FUNCTION_NOT_CONNECTED: 'a function uses the role, subnets and security groups of its connection',
  FUNCTION_IPV6_FLAG: 'IPv6 is allowed for a function when, and only when, all its subnets are dual-stack',
  FUNCTION_SUBNET_IPV6_ONLY: 'a function is never attached to an IPv6-only subnet',
  FUNCTION_LOG_GROUP: 'retention belongs to a log group, and a log group that is given has its own',
  DESTINATION_PORT: 'a destination is reached over TCP or UDP on known ports',
  DESTINATION_CIDR: 'a CIDR destination is a block and not the whole internet',
  DESTINATION_FAMILY: 'a destination is reached over an address family the network has',
  DESTINATION_NO_EGRESS: 'the internet is reached through an egress',
  DESTINATION_SERVICE: 'an AWS service is named by its endpoint name or a constant of the CDK',
  DESTINATION_SERVICE_NO_PATH: 'an AWS service is reached through an endpoint or the internet',
  DESTINATION_PREFIX_LIST: 'a prefix list is named by its id',
  DESTINATION_CONNECTABLE: 'a connectable destination has a security group, and is no function',
} as const;

/** A code of {@link NETWORK_ERROR_CODES}. */
export type NetworkErrorCode = keyof typeof NETWORK_ERROR_CODES;
