/*
 * The codes of findings, in one registry: what can be said of a function besides whether it reaches a destination. Codes are
 * public for ever, like those of paths.
 */

/** `error`: it does not do what was declared, or cannot be deployed. `warning`: probably not meant. `info`: good to know. */
export type Severity = 'error' | 'warning' | 'info';

interface FindingCodeEntry {
  readonly severity: Severity;

  /** The problem, in one sentence. */
  readonly title: string;

  /** Tells that AWS refuses it, or hangs on it, whatever is declared: the command fails. Where that is so under some conditions only, it is a warning. */
  readonly isRefused?: true;
}

export const FINDING_CODES = {
  LAMBDA_NOT_IN_VPC: { severity: 'info', title: 'the function is attached to no VPC' },
  LAMBDA_DEDICATED_TENANCY: { severity: 'error', title: 'functions cannot be attached to a VPC with dedicated instance tenancy' },
  LAMBDA_VPC_IN_OTHER_REGION: { severity: 'error', isRefused: true, title: 'a function is attached to subnets of its own Region alone' },
  LAMBDA_VPC_MISMATCH: { severity: 'error', isRefused: true, title: 'the subnets and security groups of a function are of one VPC' },
  RESOURCE_VPC_MISMATCH: { severity: 'error', isRefused: true, title: 'the subnets and security groups of a resource are of one VPC' },
  LAMBDA_SUBNETS_DIVERGE: { severity: 'error', title: 'what the function reaches depends on the subnet that Lambda picks' },
  LAMBDA_SUBNET_COUNT: { severity: 'error', title: 'a function is attached to sixteen subnets at the most' },
  LAMBDA_SECURITY_GROUP_COUNT: { severity: 'error', title: 'a function has five security groups at the most' },
  LAMBDA_VPC_CONFIG_INCOMPLETE: { severity: 'error', isRefused: true, title: 'a function names subnets and security groups, or neither' },
  LAMBDA_ZONE_NOT_SERVED: { severity: 'error', isRefused: true, title: 'Lambda attaches no function to a Local Zone, a Wavelength Zone or an Outpost' },
  LAMBDA_AT_EDGE_IN_VPC: { severity: 'error', isRefused: true, title: 'a function that CloudFront runs at the edge cannot be attached to a VPC' },
  LAMBDA_PROVIDER_CANNOT_ANSWER: { severity: 'error', isRefused: true, title: 'the function of a custom resource cannot answer CloudFormation, which waits for an hour' },
  LAMBDA_MOUNT_WITHOUT_VPC: { severity: 'error', isRefused: true, title: 'a function without a VPC mounts no file system' },
  LAMBDA_MOUNT_NOT_IN_ZONE: { severity: 'error', isRefused: true, title: 'the file system has no mount target in a zone of the function' },
  LAMBDA_MOUNT_BLOCKED: { severity: 'error', isRefused: true, title: 'the function does not reach the mount target of a file system that it mounts' },
  LAMBDA_EXTENSION_WITHOUT_WAY: { severity: 'warning', title: 'an extension of the function calls a service to which no path leads' },
  LAMBDA_SMTP_RESTRICTED: { severity: 'warning', title: 'AWS lets no function connect to port 25 of public addresses until it is asked to' },
  VPC_ENCRYPTION_NOT_EXCLUDED: { severity: 'error', isRefused: true, title: 'encryption controls in enforce mode refuse what the VPC has' },
  LAMBDA_PUBLIC_SUBNET: { severity: 'warning', title: 'a public subnet gives a function neither a public address nor the internet' },
  LAMBDA_SG_INGRESS_UNUSED: { severity: 'info', title: 'nothing can connect to a function, so incoming rules of its group do nothing' },
  LAMBDA_URL_IS_PUBLIC: { severity: 'info', title: 'a function URL is on the internet, whatever the network of its function' },
  LAMBDA_REACHES_UNDECLARED: { severity: 'error', title: 'the function reaches what it does not declare' },
  LAMBDA_REACHES_FORBIDDEN: { severity: 'error', title: 'the function reaches what it must not, or is not proven not to' },
  GRANT_WITHOUT_WAY: { severity: 'warning', title: 'the role lets the function call a service to which no path leads' },
  WAY_WITHOUT_GRANT: { severity: 'info', title: 'the function declares a service of which its role lets it call nothing' },
  LAMBDA_COMPUTE_NOT_READ: { severity: 'info', title: 'what may run code here is not judged' },
  TEMPLATE_NOT_READ: { severity: 'warning', title: 'a part of the template is not read, so what it makes is not judged' },
  TEMPLATE_INVALID: { severity: 'error', title: 'CloudFormation refuses the template as it is written' },
  SNAPSHOT_STALE: { severity: 'warning', title: 'a snapshot is old, and what it shows may not be so any more' },
  SNAPSHOT_INCOMPLETE: { severity: 'warning', title: 'a snapshot lacks parts of the network, which are not known' },
  SNAPSHOT_CONTRADICTS_STATEMENT: { severity: 'error', title: 'a network is not as its importer states' },
  VPCE_PRIVATE_DNS_CONFLICT: { severity: 'error', isRefused: true, title: 'a VPC has two endpoints with the same private DNS name' },
  VPCE_TAKES_PUBLIC_APIS: { severity: 'warning', title: 'public APIs are not reached where an endpoint has the names of all APIs' },
  VPCE_SERVICE_NOT_KNOWN: { severity: 'warning', title: 'an endpoint names a service that is not known' },
  SECURITY_GROUP_RULE_COUNT: { severity: 'warning', title: 'a security group has more rules than an account is given' },
  ELASTIC_IP_COUNT: { severity: 'warning', title: 'more Elastic IP addresses are allocated than an account is given' },
  ROUTE_DUPLICATE: { severity: 'error', isRefused: true, title: 'a route table has two routes to the same destination' },
  VPCE_POLICY_SIZE: { severity: 'error', isRefused: true, title: 'the policy of an endpoint is longer than Amazon VPC takes' },
  DNS64_WITHOUT_NAT64_ROUTE: { severity: 'warning', title: 'names are given addresses that nothing translates' },
} as const satisfies Record<string, FindingCodeEntry>;

/** A code of {@link FINDING_CODES}. */
export type FindingCode = keyof typeof FINDING_CODES;

/** Returns whether AWS refuses what a code stands for, or hangs on it. */
export function isRefused(code: FindingCode): boolean {
  return 'isRefused' in FINDING_CODES[code];
}
