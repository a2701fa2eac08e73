import { arrayOf, entry, isRawObject } from './raw';
import { ADDRESS_FAMILIES, parseBlock } from '../model/address-block';
import type { NetworkStatement } from '../model/network-statement';

/** What is stated of the network of a resource; undefined when nothing is. What cannot be read is not stated. */
export function readNetworkStatement(raw: unknown): NetworkStatement | undefined {
  if (!isRawObject(raw)) {
    return undefined;
  }
  const families = arrayOf(entry(raw, 'internetAddressFamilies'));
  return {
    internetFamilies: ADDRESS_FAMILIES.filter((family) => families.includes(family)),
    services: textsOf(raw, 'services'),
    routedBlocks: textsOf(raw, 'routedDestinations').flatMap((text) => parseBlock(text) ?? []),
    routedPrefixLists: textsOf(raw, 'routedDestinations').filter((text) => text.startsWith('pl-')),
  };
}

function textsOf(raw: unknown, name: string): readonly string[] {
  return arrayOf(entry(raw, name)).filter((text): text is string => typeof text === 'string');
}
