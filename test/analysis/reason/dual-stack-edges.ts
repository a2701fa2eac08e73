import type { AddressBlock, AddressFamily } from '../../../src/analysis/model/address-block';
import type { Subnet } from '../../../src/analysis/model/network';
import type { ModelBuilder } from '../support/builders';

/*
 * Where what becomes of a packet can change, and where packets start.
 */

const BITS: Readonly<Record<AddressFamily, bigint>> = { ipv4: 32n, ipv6: 128n };

/** Ports to which answers come. */
export const ANSWERS = [1024, 2000, 2001, 65535];

/** The addresses at both sides of both ends of a block. */
export function edgesOf({ family, first, prefixLength }: AddressBlock): bigint[] {
  const size = 2n ** (BITS[family] - BigInt(prefixLength));
  return [first - 1n, first, first + size - 1n, first + size].filter((address) => address >= 0n && address < 2n ** BITS[family]);
}

/** The subnets of the function; undefined when it has no addresses of the family. */
export function subnetsOf(net: ModelBuilder, family: AddressFamily): readonly Subnet[] | undefined {
  const { attachment } = net.model.workloads.get('Fn')!;
  const subnets = attachment.kind === 'vpc' && attachment.subnets.known ? attachment.subnets.value.map((id) => net.model.subnets.get(id)!) : [];
  const isAllowed = attachment.kind === 'vpc' && attachment.ipv6Allowed === 'yes' && subnets.every(({ ipv6Block }) => ipv6Block !== undefined);
  return family === 'ipv4' || isAllowed ? subnets : undefined;
}
