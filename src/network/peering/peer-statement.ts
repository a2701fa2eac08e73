import { Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { PeerStatement } from '../../metadata/peer-statement';
import { isPlaceholder } from '../../vpc/select-subnets';
import { definedVpc } from '../../vpc/vpc-blocks';

/** Returns what can be stated of a peer that has the blocks; undefined when that is nothing. A VPC that the app defines is in a template already. */
export function peerStatement(vpc: ec2.IVpc, blocks: readonly string[]): PeerStatement | undefined {
  if (definedVpc(vpc) !== undefined || isPlaceholder(vpc)) {
    return undefined;
  }
  const known = blocks.filter((block) => !Token.isUnresolved(block));
  return known.length === 0 ? undefined : { blocks: known };
}
