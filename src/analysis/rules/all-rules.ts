import { dns64WithoutNat64Route } from './dns64-without-nat64-route';
import { lambdaAtEdgeInVpc } from './lambda-at-edge-in-vpc';
import { lambdaDedicatedTenancy } from './lambda-dedicated-tenancy';
import { lambdaExtensionWithoutWay } from './lambda-extension-without-way';
import { lambdaLimits } from './lambda-limits';
import { lambdaMounts } from './lambda-mounts';
import { lambdaNotInVpc } from './lambda-not-in-vpc';
import { lambdaProviderCannotAnswer } from './lambda-provider-cannot-answer';
import { lambdaPublicSubnet } from './lambda-public-subnet';
import { lambdaReachesForbidden } from './lambda-reaches-forbidden';
import { lambdaReachesUndeclared } from './lambda-reaches-undeclared';
import { lambdaSgIngressUnused } from './lambda-sg-ingress-unused';
import { lambdaSmtpRestricted } from './lambda-smtp-restricted';
import { lambdaSubnetsDiverge } from './lambda-subnets-diverge';
import { lambdaUrlIsPublic } from './lambda-url-is-public';
import { lambdaVpcConfigIncomplete } from './lambda-vpc-config-incomplete';
import { lambdaVpcInOtherRegion } from './lambda-vpc-in-other-region';
import { lambdaZoneNotServed } from './lambda-zone-not-served';
import type { Rule } from './rule';
import { lambdaVpcMismatch } from './vpc-mismatch';
import { wayWithoutGrant } from './way-without-grant';

/** Every rule, in the order in which findings are reported. */
export const ALL_RULES: readonly Rule[] = [
  lambdaReachesUndeclared,
  lambdaReachesForbidden,
  lambdaVpcMismatch,
  lambdaSubnetsDiverge,
  lambdaVpcInOtherRegion,
  lambdaDedicatedTenancy,
  lambdaLimits,
  lambdaVpcConfigIncomplete,
  lambdaZoneNotServed,
  lambdaAtEdgeInVpc,
  lambdaProviderCannotAnswer,
  lambdaMounts,
  lambdaExtensionWithoutWay,
  lambdaSmtpRestricted,
  lambdaPublicSubnet,
  dns64WithoutNat64Route,
  lambdaUrlIsPublic,
  lambdaSgIngressUnused,
  lambdaNotInVpc,
  wayWithoutGrant,
];
