import type { AddressBlock } from '../model/address-block';
import { parseBlock } from '../model/address-block';
import { entry, textsOf } from '../template/raw';

/** The blocks that the peer of a connection is stated to have. What cannot be read is not stated. */
export function readPeerStatement(raw: unknown): readonly AddressBlock[] {
  return textsOf(entry(raw, 'blocks')).flatMap((text) => parseBlock(text) ?? []);
}
