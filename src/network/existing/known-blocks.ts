import { Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { ExistingNetworkOptions } from './existing-network-options';
import { Ipv4Cidr } from '../../address-plan/ipv4-cidr';
import { isPlaceholder } from '../../vpc/select-subnets';
import { definedVpc } from '../../vpc/vpc-blocks';

/*
 * Models: the blocks of a VPC that no template defines, as far as its import knows them: those that are stated, the primary one, those of its subnets.
 * Law: every address of them is in the VPC. There may be more blocks.
 */

/** The blocks of a VPC that are stated. */
type StatedBlocks = Pick<ExistingNetworkOptions, 'ipv4Blocks' | 'ipv6Blocks'>;

/**
 * The literal blocks that are surely of the VPC; none of one that this app defines, because its template shows them, and none while a look-up is not
 * answered.
 */
export function knownBlocks(vpc: ec2.IVpc, { ipv4Blocks = [], ipv6Blocks = [] }: StatedBlocks): readonly string[] {
  if (definedVpc(vpc) !== undefined || isPlaceholder(vpc)) {
    return [];
  }
  const subnets = [...vpc.publicSubnets, ...vpc.privateSubnets, ...vpc.isolatedSubnets];
  const shown = [() => vpc.vpcCidrBlock, ...subnets.map((subnet) => () => subnet.ipv4CidrBlock)].flatMap(shownBlock);
  const stated = ipv4Blocks.flatMap((block) => shownBlock(() => block));
  return [...withoutParts([...stated, ...shown]), ...ipv6Blocks.filter((block) => !Token.isUnresolved(block))];
}

/** An import that was not told of a block refuses to be asked for it. */
function shownBlock(read: () => string): Ipv4Cidr[] {
  try {
    const block = read();
    return Token.isUnresolved(block) ? [] : [Ipv4Cidr.parse(block)];
  } catch {
    return [];
  }
}

/** The blocks that lie in no other one, each once. */
function withoutParts(blocks: readonly Ipv4Cidr[]): string[] {
  const whole = blocks.filter((block) => !blocks.some((other) => other.netmaskLength < block.netmaskLength && other.contains(block)));
  return [...new Set(whole.map(String))];
}
