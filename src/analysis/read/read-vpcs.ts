import type { AddressBlock } from '../model/address-block';
import { isSameBlock } from '../model/address-block';
import type { Vpc } from '../model/network';
import type { ResourceId } from '../model/source';
import type { Ternary } from '../model/ternary';
import { ternary } from '../model/ternary';
import type { Blocks } from '../template/block-associations';
import { vpcBlocks } from '../template/block-associations';
import { MODIFIED_VPC } from '../template/called-resources';
import { idOrSymbol, ternaryOf, textOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import { isNone } from '../template/value';

/*
 * Models: VPCs. Of one that templates only name, its blocks and attributes are not known, but for blocks that a template adds, unless a snapshot has it.
 */

/** The VPCs that templates define, and those that they name. */
export function readVpcs(deployment: Deployment, named: Iterable<ResourceId>): ReadonlyMap<ResourceId, Vpc> {
  const vpcs = new Map<ResourceId, Vpc>();
  deployment.existing?.vpcs.forEach((vpc, id) => vpcs.set(id, withAdded(vpc, deployment)));
  for (const resource of deployment.resources('AWS::EC2::VPC')) {
    const blocks = vpcBlocks(deployment, resource.id, resource);
    const tenancy = textOf(resource.get('InstanceTenancy'));
    vpcs.set(resource.id, {
      source: resource.source(),
      ...knownBlocks(blocks),
      blocksComplete: blocks.ipv4.length > 0 && [...blocks.ipv4, ...blocks.ipv6].every(({ block }) => block !== undefined) ? 'yes' : 'unknown',
      dnsSupport: attributeOf('EnableDnsSupport', resource.id, deployment, ternaryOf(resource.get('EnableDnsSupport'), 'yes')),
      dnsHostnames: attributeOf('EnableDnsHostnames', resource.id, deployment, ternaryOf(resource.get('EnableDnsHostnames'), 'no')),
      dedicatedTenancy: tenancy.known ? ternary(tenancy.value === 'dedicated') : ternaryOf(resource.get('InstanceTenancy'), 'no'),
      defined: true,
      environment: deployment.environments.of(resource.scope),
    });
  }
  for (const id of named) {
    if (!vpcs.has(id)) {
      vpcs.set(id, {
        source: { id, type: 'AWS::EC2::VPC' },
        ...knownBlocks(vpcBlocks(deployment, id)),
        blocksComplete: 'unknown', dnsSupport: 'unknown', dnsHostnames: 'unknown', dedicatedTenancy: 'unknown', defined: false,
      });
    }
  }
  return vpcs;
}

/** A VPC that is there already, with the blocks and attributes that templates give it. */
function withAdded(vpc: Vpc, deployment: Deployment): Vpc {
  const { id } = vpc.source;
  const blocks = vpcBlocks(deployment, id);
  const added = knownBlocks(blocks);
  const without = (own: readonly AddressBlock[],
    others: readonly AddressBlock[]) => others.filter((other) => !own.some((block) => isSameBlock(block, other)));
  const isRead = [...blocks.ipv4, ...blocks.ipv6].every(({ block }) => block !== undefined);
  return {
    ...vpc,
    ipv4Blocks: [...vpc.ipv4Blocks, ...without(vpc.ipv4Blocks, added.ipv4Blocks)], ipv6Blocks: [...vpc.ipv6Blocks, ...without(vpc.ipv6Blocks,
      added.ipv6Blocks)],
    blocksComplete: isRead ? vpc.blocksComplete : 'unknown',
    dnsSupport: attributeOf('EnableDnsSupport', id, deployment, vpc.dnsSupport), dnsHostnames: attributeOf('EnableDnsHostnames', id, deployment, vpc.dnsHostnames),
  };
}

/** Returns an attribute of a VPC: a call that sets it does so once the VPC is there, so that it wins over the property. */
function attributeOf(name: string, vpc: ResourceId, deployment: Deployment, standard: Ternary): Ternary {
  const calls = deployment.resources(MODIFIED_VPC).filter((call) => !isNone(call.get(name)) && idOrSymbol(call.get('VpcId')) === vpc);
  const values = calls.map((call) => ternaryOf(call.get(name), 'unknown'));
  return values.length === 0 ? standard : values.every((value) => value === values[0]) ? values[0] : 'unknown';
}

function knownBlocks({ ipv4, ipv6 }: Blocks): Pick<Vpc, 'ipv4Blocks' | 'ipv6Blocks'> {
  const literal = (blocks: Blocks['ipv4']) => blocks.map(({ block }) => block).filter((block): block is AddressBlock => block !== undefined);
  return { ipv4Blocks: literal(ipv4), ipv6Blocks: literal(ipv6) };
}
