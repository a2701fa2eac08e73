import type { BlockAddresses } from './address-set';
import { describeAddresses } from './address-set';
import type { PathSegment } from './candidate-path';
import { ingress } from './candidate-path';
import type { Flow, NetworkContext } from './network-context';
import { originsOf } from './network-context';
import { unknown, unknownResource } from './obstacles';
import { addressBits, spellBlock } from '../model/address-block';
import type { DnsHost } from '../model/dns';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';
import type { Ternary } from '../model/ternary';

/*
 * Models: what is at an address of a VPC. Where all network interfaces of the VPC are known, one that has the address lets in what its groups do, and an address that none has is nobody's.
 * Refuses: to say whether something listens there on the port, and what is at the addresses of a wider block: that something does is an assumption.
 */

/** Returns what stands at the end of the path to addresses of a VPC. */
export function atAddresses(
  context: NetworkContext, flow: Flow & { readonly to: BlockAddresses }, vpc: ResourceId, references: Ternary,
): PathSegment {
  const { to, ports } = flow;
  const { dns, subnets, vpcs } = context.network.model;
  const isOne = to.block.prefixLength === addressBits(to.family) && to.block.allocation === undefined;
  if (!isOne || dns?.hostsIn === undefined || vpcs.get(vpc)?.source.template !== undefined) {
    return { assumptions: [`something listens at ${describeAddresses(to)} and lets the function in`] };
  }
  const all = dns.hostsIn.get(vpc) ?? { known: false, reason: 'no snapshot has them' };
  if (!all.known) {
    return { obstacles: [unknownResource(`which network interface of ${vpc} has the address ${describeAddresses(to)}`, all.reason)] };
  }
  const isHere = ({ subnets: own }: DnsHost) => own.known && own.value.some((id) => subnets.get(id)?.vpc === vpc);
  const [host] = (dns.hosts.get(spellBlock(to.block)) ?? []).filter(isHere);
  if (host === undefined) {
    return {
      obstacles: [unknown({
        code: 'UNKNOWN_DESTINATION', source: context.network.model.vpcs.get(vpc)?.source,
        detail: `nothing that could listen has the address ${describeAddresses(to)}: no network interface of ${vpc} that is in use`,
        mend: 'ask for an address that is in use, or take the snapshot again',
      })],
    };
  }
  const name = describeSource(host.source);
  const { securityGroups: groups } = host;
  return {
    assumptions: [`something listens at ${describeAddresses(to)}, which is ${name}`],
    ...groups === undefined ? {} : groups.known ? {
      demands: [ingress({
        groups: groups.value, of: host.source, what: `${name} (${describeAddresses(to)})`, from: originsOf(context, flow), references, ports,
      })],
    } : { obstacles: [unknownResource(`the security groups of ${name}`, groups.reason, host.source)] },
  };
}
