import { dns64WithoutNat64Route } from './dns64-without-nat64-route';
import { lambdaDedicatedTenancy } from './lambda-dedicated-tenancy';
import { lambdaLimits } from './lambda-limits';
import { lambdaNotInVpc } from './lambda-not-in-vpc';
import { lambdaPublicSubnet } from './lambda-public-subnet';
import { lambdaReachesForbidden } from './lambda-reaches-forbidden';
import { lambdaReachesUndeclared } from './lambda-reaches-undeclared';
import { lambdaSgIngressUnused } from './lambda-sg-ingress-unused';
import { lambdaSubnetsDiverge } from './lambda-subnets-diverge';
import { lambdaUrlIsPublic } from './lambda-url-is-public';
import { lambdaVpcInOtherRegion } from './lambda-vpc-in-other-region';
import type { Rule } from './rule';
import { lambdaVpcMismatch } from './vpc-mismatch';

/** Every rule, in the order in which findings are reported. */
export const ALL_RULES: readonly Rule[] = [
  lambdaReachesUndeclared,
  lambdaReachesForbidden,
  lambdaVpcMismatch,
  lambdaSubnetsDiverge,
  lambdaVpcInOtherRegion,
  lambdaDedicatedTenancy,
  lambdaLimits,
  lambdaPublicSubnet,
  dns64WithoutNat64Route,
  lambdaUrlIsPublic,
  lambdaSgIngressUnused,
  lambdaNotInVpc,
];
