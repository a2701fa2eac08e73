import { blockOf, valueOfBlock } from './cidr-function';
import { idOf, idOrSymbol } from './coerce';
import type { DeploymentContext, TemplateResource } from './evaluation-context';
import type { Value } from './value';
import { isNone, literalText } from './value';
import type { AddressBlock, AddressFamily } from '../model/address-block';
import { addressBits, allocatedBlock } from '../model/address-block';
import type { ResourceId } from '../model/source';

/*
 * Models: the blocks of VPCs and of subnets: literal ones, the IPv6 block that Amazon gives, those of pools. The resources that add
 * blocks may stand in other templates than what they add them to.
 */

/** A block, or an expression of which it is not known what block it is. */
export interface WrittenBlock {
  readonly value: Value;
  readonly block?: AddressBlock;
}

/** The blocks of a VPC or subnet. */
export interface Blocks {
  readonly ipv4: readonly WrittenBlock[];
  readonly ipv6: readonly WrittenBlock[];
}

/** How long the IPv6 block is that Amazon gives a VPC: the documentation of `AmazonProvidedIpv6CidrBlock`. */
const AMAZON_PREFIX_LENGTH = 56;

const ADDED = new WeakMap<DeploymentContext, ReadonlyMap<string, readonly TemplateResource[]>>();

/** The blocks of a VPC, its own first. */
export function vpcBlocks(deployment: DeploymentContext, vpc: ResourceId, own?: TemplateResource): Blocks {
  const added = addedTo(deployment, vpc);
  const ipv4 = own === undefined ? [] : written(own, 'ipv4', `${vpc} IPv4`);
  const ipv6: WrittenBlock[] = [];
  for (const resource of added) {
    ipv4.push(...written(resource, 'ipv4', `${resource.id} IPv4`));
    ipv6.push(...isTrue(resource.get('AmazonProvidedIpv6CidrBlock')) ? [amazonBlock(vpc, resource, added)] : written(resource, 'ipv6', `${resource.id} IPv6`));
  }
  return { ipv4, ipv6 };
}

/** The blocks of a subnet. */
export function subnetBlocks(subnet: TemplateResource): Blocks {
  const added = addedTo(subnet.scope.deployment, subnet.id);
  return {
    ipv4: written(subnet, 'ipv4', `${subnet.id} IPv4`),
    ipv6: [subnet, ...added].flatMap((resource) => written(resource, 'ipv6', `${resource.id} IPv6`)),
  };
}

/** The block that a pool gives, of which the size is known. */
export function allocatedIpv4Block(resource: TemplateResource): AddressBlock | undefined {
  return allocated(resource, 'ipv4', `${resource.id} IPv4`);
}

/** The block of Amazon; two that one VPC has are told apart. */
function amazonBlock(vpc: ResourceId, resource: TemplateResource, added: readonly TemplateResource[]): WrittenBlock {
  const several = added.filter((other) => isTrue(other.get('AmazonProvidedIpv6CidrBlock'))).length > 1;
  const block = allocatedBlock('ipv6', { name: several ? `${vpc} IPv6 of ${resource.logicalId}` : `${vpc} IPv6`, by: 'amazon' }, AMAZON_PREFIX_LENGTH);
  return { block, value: valueOfBlock(block) };
}

function written(resource: TemplateResource, family: AddressFamily, name: string): WrittenBlock[] {
  const value = resource.get(family === 'ipv4' ? 'CidrBlock' : 'Ipv6CidrBlock');
  if (!isNone(value)) {
    const block = blockOf(value);
    return [block?.family === family ? { value, block } : { value }];
  }
  const pool = resource.get(family === 'ipv4' ? 'Ipv4IpamPoolId' : 'Ipv6IpamPoolId');
  const byoip = family === 'ipv6' ? resource.get('Ipv6Pool') : null;
  if (isNone(pool) && isNone(byoip)) {
    return [];
  }
  const block = allocated(resource, family, name);
  return [block === undefined ? { value: isNone(pool) ? byoip : pool } : { block, value: valueOfBlock(block) }];
}

function allocated(resource: TemplateResource, family: AddressFamily, name: string): AddressBlock | undefined {
  const length = Number(literalText(resource.get(family === 'ipv4' ? 'Ipv4NetmaskLength' : 'Ipv6NetmaskLength')) ?? NaN);
  const pool = idOf(resource.get(family === 'ipv4' ? 'Ipv4IpamPoolId' : 'Ipv6IpamPoolId'));
  return Number.isInteger(length) && length >= 0 && length <= addressBits(family)
    ? allocatedBlock(family, { name, by: 'pool', ...pool.known ? { pool: pool.value } : {} }, length) : undefined;
}

function addedTo(deployment: DeploymentContext, id: ResourceId): readonly TemplateResource[] {
  let added = ADDED.get(deployment);
  if (added === undefined) {
    added = collect(deployment);
    ADDED.set(deployment, added);
  }
  return added.get(id) ?? [];
}

function collect(deployment: DeploymentContext): ReadonlyMap<string, readonly TemplateResource[]> {
  const result = new Map<string, TemplateResource[]>();
  for (const [type, property] of [['AWS::EC2::VPCCidrBlock', 'VpcId'], ['AWS::EC2::SubnetCidrBlock', 'SubnetId']] as const) {
    for (const resource of deployment.resources(type)) {
      const id = idOrSymbol(resource.get(property));
      result.set(id, [...result.get(id) ?? [], resource]);
    }
  }
  return result;
}

function isTrue(value: Value): boolean {
  return literalText(value) === 'true';
}

