/*
 * Models: how many of a thing, or how much of it, AWS takes. Plain data of QUOTAS_AS_OF. What can be raised is what an account is given until somebody asks
 * for more; of the rest, AWS refuses more for sure.
 * Sources: Amazon VPC quotas (vpc/latest/userguide/amazon-vpc-limits.html), AWS-managed prefix lists (vpc/latest/userguide/working-with-aws-managed-prefix-lists.html),
 * Lambda quotas (lambda/latest/dg/gettingstarted-limits.html) and VpcConfig (lambda/latest/api/API_VpcConfig.html), IAM quotas
 * (IAM/latest/UserGuide/reference_iam-quotas.html), AWS Organizations quotas (organizations/latest/userguide/orgs_reference_limits.html), EC2 tag
 * restrictions (AWSEC2/latest/UserGuide/Using_Tags.html).
 */

/** The month in which the table was compared with its sources. */
export const QUOTAS_AS_OF = 'November 2026';

/** How much AWS takes of a thing. */
export interface Quota {
  readonly value: number;

  /** Tells whether an account can be given more. */
  readonly isAdjustable: boolean;
}

export const QUOTAS = table({
  /** Counted for each direction, and for IPv4 and IPv6 apart; a rule that names a security group counts in both. */
  rulesOfSecurityGroup: { value: 60, isAdjustable: true },

  securityGroupsOfNetworkInterface: { value: 5, isAdjustable: true },

  /** Counted for each direction and each address family, with the rule that denies the rest. */
  rulesOfNetworkAcl: { value: 20, isAdjustable: true },

  /** Counted in an account and Region. */
  elasticIpAddresses: { value: 5, isAdjustable: true },

  /** One primary and seven secondary addresses. An account is given two until it asks for more. */
  addressesOfNatGateway: { value: 8, isAdjustable: false },
  charactersOfEndpointPolicy: { value: 20_480, isAdjustable: false },
  ipv4BlocksOfVpc: { value: 5, isAdjustable: true },

  /** L-9FEE3D26. */
  lambdaInterfacesOfVpc: { value: 500, isAdjustable: true },
  subnetsOfFunction: { value: 16, isAdjustable: false },

  /** Invocations at a time, counted in an account and Region. New accounts are given less. L-B99A9384. */
  concurrency: { value: 1_000, isAdjustable: true },
  securityGroupsOfFunction: { value: 5, isAdjustable: false },
  charactersOfManagedPolicy: { value: 6_144, isAdjustable: false },

  /** Reports of May 2026 say that it was doubled; the page of AWS does not. */
  charactersOfServiceControlPolicy: { value: 5_120, isAdjustable: false },
  charactersOfTagKey: { value: 128, isAdjustable: false },
  charactersOfTagValue: { value: 256, isAdjustable: false },
});

function table<Name extends string>(quotas: Readonly<Record<Name, Quota>>): Readonly<Record<Name, Quota>> {
  return quotas;
}

/** As many rules of a security group as one counts that names a prefix list of AWS, by the last part of its name; one where the name is not here. */
const PREFIX_LIST_WEIGHTS: Readonly<Record<string, number>> = {
  'cloudfront.origin-facing': 55, 'ec2-instance-connect': 2, 'groundstation': 5, 'route53-healthchecks': 25, 's3express': 6, 'vpc-lattice': 10,
};

/** The weight of a prefix list of AWS, by its service. */
export function weightOfPrefixList(service: string): number {
  return PREFIX_LIST_WEIGHTS[service.replace(/^ipv6\./, '')] ?? 1;
}
