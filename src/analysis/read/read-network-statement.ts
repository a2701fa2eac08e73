import type { AddressBlock } from '../model/address-block';
import { ADDRESS_FAMILIES, parseBlock } from '../model/address-block';
import type { NetworkStatement } from '../model/network-statement';
import { arrayOf, entry, isRawObject, objectOf, textsOf } from '../template/raw';

/** Returns what is stated of the network of a resource; undefined when nothing is. What cannot be read is not stated. */
export function readNetworkStatement(raw: unknown): NetworkStatement | undefined {
  if (!isRawObject(raw)) {
    return undefined;
  }
  const families = arrayOf(entry(raw, 'internetAddressFamilies'));
  const routed = textsOf(entry(raw, 'routedDestinations'));
  return {
    internetFamilies: ADDRESS_FAMILIES.filter((family) => families.includes(family)),
    services: textsOf(entry(raw, 'services')),
    routedBlocks: blocksOf(routed),
    routedPrefixLists: routed.filter((text) => text.startsWith('pl-')),
    prefixLists: idsByService(entry(raw, 'prefixListIds')),
    endpointGroups: idsByService(entry(raw, 'endpointSecurityGroupIds')),
    vpcBlocks: blocksOf(textsOf(entry(raw, 'vpcBlocks'))),
  };
}

function idsByService(raw: unknown): ReadonlyMap<string, string> {
  return new Map(Object.entries(objectOf(raw)).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

function blocksOf(texts: readonly string[]): readonly AddressBlock[] {
  return texts.flatMap((text) => parseBlock(text) ?? []);
}
