import type { PathCode } from '../model/path-codes';
import type { Obstacle, SubnetVerdict, VerdictKind } from '../model/verdict';

/*
 * Models: a verdict on a function as one on a function that rotates secrets, which is one like others, only that its template sets it up by other properties.
 * Law: verdicts and what is in the way stay as they are; what there is to do is said in the words of the template.
 */

interface Verdicts {
  readonly verdict: VerdictKind;
  readonly subnets: readonly SubnetVerdict[];
}

/** The advice that takes the place of advice to a function. */
const MENDS: ReadonlyMap<PathCode, string> = new Map<PathCode, string>([
  ['LAMBDA_NOT_IN_VPC', 'VpcSubnetIds and VpcSecurityGroupIds of HostedRotationLambda, or vpcSubnetIds and vpcSecurityGroupIds of the application'],
  ['LAMBDA_VPC_MISMATCH', 'subnets and security groups of one VPC, that of the database'],
]);

/** The verdict as one on a rotation. */
export function inTermsOfRotations({ verdict, subnets }: Verdicts): Verdicts {
  return {
    verdict,
    subnets: subnets.map((subnet) => ({ ...subnet, path: { ...subnet.path, obstacles: subnet.path.obstacles.map(ofRotation) } })),
  };
}

/** Nobody declares what a rotation needs. Rules are what one call of the constructs writes. */
function ofRotation(obstacle: Obstacle): Obstacle {
  const inTemplate = MENDS.get(obstacle.code) ?? obstacle.mend.inTemplate;
  const isRule = obstacle.mend.inConstructs?.includes('Destination.') === true;
  return {
    ...obstacle,
    mend: { inTemplate, ...isRule ? { inConstructs: `${inTemplate}, which network.connectSecretRotation() does in a network of this library` } : {} },
  };
}
