import type { AddressBlock } from '../../model/address-block';
import { areDisjoint, contains, halves } from '../../model/address-block';

/*
 * Models: a block cut along others.
 * Law: every address of the block is stood for by one of the parts: the two lie in the same boundaries. No part is crossed by a boundary.
 * Of parts that lie in the same boundaries the largest is returned, so that there are no more parts than boundaries and one.
 */

/** The parts of a block that literal boundaries tell apart, one for each set of boundaries that an address of it can lie in. */
export function partsOf(block: AddressBlock, boundaries: readonly AddressBlock[]): AddressBlock[] {
  const parts = new Map<string, AddressBlock>();
  for (const part of cut(block, boundaries.filter((boundary) => areDisjoint(boundary, block) !== 'yes'))) {
    const key = boundaries.map((boundary) => contains(boundary, part) === 'yes' ? '1' : '0').join('');
    const known = parts.get(key);
    if (known === undefined || part.prefixLength < known.prefixLength) {
      parts.set(key, part);
    }
  }
  return [...parts.values()];
}

function cut(block: AddressBlock, boundaries: readonly AddressBlock[]): AddressBlock[] {
  const crossing = boundaries.filter((boundary) => areDisjoint(boundary, block) !== 'yes' && contains(boundary, block) !== 'yes');
  return crossing.length === 0 ? [block] : halves(block).flatMap((half) => cut(half, crossing));
}
