import { Fn, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';

/** The address blocks of a VPC. */
export interface VpcBlocks {
  /** IPv4 blocks, literal where the app states them. */
  readonly ipv4: string[];

  /** IPv6 blocks, which are known during deployment. */
  readonly ipv6: string[];

  /** The constructs that have to be there before the blocks are. */
  readonly associations: IConstruct[];
}

/** The resource of a VPC that this app defines; undefined of a VPC that is imported. */
export function definedVpc(vpc: ec2.IVpc): ec2.CfnVPC | undefined {
  const resource = vpc.node.defaultChild;
  return ec2.CfnVPC.isCfnVPC(resource) ? resource : undefined;
}

/** The blocks of a VPC that this app defines; none of a VPC that is imported. */
export function definedBlocks(vpc: ec2.IVpc): VpcBlocks {
  const resource = definedVpc(vpc);
  if (resource === undefined) {
    return { ipv4: [], ipv6: [], associations: [] };
  }
  const associations = vpc.node.children.filter((child) => ec2.CfnVPCCidrBlock.isCfnVPCCidrBlock(child));
  const primary = isLiteral(resource.cidrBlock) ? resource.cidrBlock : resource.attrCidrBlock;
  const hasIpv6 = associations.some(({ cidrBlock, ipv4IpamPoolId }) => cidrBlock === undefined && ipv4IpamPoolId === undefined);
  return {
    ipv4: [primary, ...associations.flatMap(({ cidrBlock }) => cidrBlock ?? [])],
    ipv6: hasIpv6 ? [Fn.select(0, resource.attrIpv6CidrBlocks)] : [],
    associations,
  };
}

function isLiteral(block: string | undefined): block is string {
  return block !== undefined && !Token.isUnresolved(block);
}
