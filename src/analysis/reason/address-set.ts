import { hasGatewayEndpoints } from '../../services/private-names';
import type { AddressBlock, AddressFamily } from '../model/address-block';
import { areDisjoint, contains, everywhere, isEverywhere, isSameBlock, parseBlock, spellBlock } from '../model/address-block';

/*
 * Models: the addresses that a packet goes to or comes from, as far as they are known.
 * Law: what is said of a set of addresses holds of every address that the packet can have. `every`: traffic goes to each address of the
 * block. `some`: to one or more of them, before deployment nobody knows which. `service`: to some public addresses, those of a
 * service of AWS, which the prefix list `pl:<service>` holds.
 */

export interface BlockAddresses {
  readonly kind: 'every' | 'some';

  /** Two sets of addresses of one key are the same. */
  readonly key: string;
  readonly family: AddressFamily;
  readonly block: AddressBlock;

  /** Addresses of the block that are not meant. */
  readonly except: readonly AddressBlock[];
}

export interface ServiceAddresses {
  readonly kind: 'service';
  readonly key: string;
  readonly family: AddressFamily;

  /** The name of the prefix list that holds the addresses: `pl:` and the endpoint name of the service. */
  readonly listId: string;
}

export type AddressSet = BlockAddresses | ServiceAddresses;

/**
 * What the registries of IANA call special-purpose: no host on the internet has such an address.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const NOT_PUBLIC: Record<AddressFamily, readonly AddressBlock[]> = {
  ipv4: [
    '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
    '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
  ].map((block) => parseBlock(block)!),
  ipv6: ['2001:db8::/32'].map((block) => parseBlock(block)!),
};

/** The blocks in which all public addresses lie: those of IPv6 are global unicast. */
const PUBLIC: Record<AddressFamily, AddressBlock> = { ipv4: everywhere('ipv4'), ipv6: parseBlock('2000::/3')! };

/** From this prefix length on, a block is one network's; shorter ones are parts of the internet as a whole. */
const NARROW: Record<AddressFamily, number> = { ipv4: 8, ipv6: 16 };

const INTERNET: Record<AddressFamily, BlockAddresses> = {
  ipv4: everyAddressOf(PUBLIC.ipv4, NOT_PUBLIC.ipv4),
  ipv6: everyAddressOf(PUBLIC.ipv6, NOT_PUBLIC.ipv6),
};

/** Each address of a block. */
export function everyAddressOf(block: AddressBlock, except: readonly AddressBlock[] = []): BlockAddresses {
  return { kind: 'every', key: keyOf('every', block, except), family: block.family, block, except };
}

/** An address of a block, nobody knows which. */
export function someAddressOf(block: AddressBlock): BlockAddresses {
  return { kind: 'some', key: keyOf('some', block, []), family: block.family, block, except: [] };
}

/** An address of which nothing is known. */
export function unknownAddress(family: AddressFamily): BlockAddresses {
  return someAddressOf(everywhere(family));
}

/** Tells whether nothing is known of an address. */
export function isAnyAddress(addresses: AddressSet): boolean {
  return addresses.kind === 'some' && isEverywhere(addresses.block);
}

/** Every public address. */
export function internetAddresses(family: AddressFamily): BlockAddresses {
  return INTERNET[family];
}

/** The public addresses of a service of AWS. */
export function serviceAddresses(family: AddressFamily, service: string): ServiceAddresses {
  return { kind: 'service', key: `service ${family} ${service}`, family, listId: awsListOf(service) };
}

/** The addresses of a prefix list, of which nothing else is known. */
export function listAddresses(family: AddressFamily, listId: string): ServiceAddresses {
  return { kind: 'service', key: `list ${family} ${listId}`, family, listId };
}

/** The prefix list with the addresses of a service. */
export function awsListOf(service: string): string {
  return `pl:${service}`;
}

/** Tells whether a prefix list is kept by AWS: then its entries are public addresses and otherwise unknown. */
export function isAwsList(id: string): boolean {
  return id.startsWith('pl:');
}

/** The service of which a prefix list of AWS has the addresses. */
export function serviceOfList(id: string): string {
  return id.slice('pl:'.length);
}

/** The same kind of set of addresses without these addresses. */
export function without(addresses: BlockAddresses, blocks: readonly AddressBlock[]): BlockAddresses {
  if (blocks.length === 0) {
    return addresses;
  }
  const except = [...addresses.except, ...blocks];
  return { ...addresses, except, key: keyOf(addresses.kind, addresses.block, except) };
}

/** The part of a set of addresses that lies in a block. */
export function within(addresses: BlockAddresses, block: AddressBlock): BlockAddresses {
  return { ...addresses, block, key: keyOf(addresses.kind, block, addresses.except) };
}

/** The smallest block that surely holds the addresses. */
export function enclosingBlock(addresses: AddressSet): BlockAddresses {
  return addresses.kind === 'service' ? INTERNET[addresses.family] : addresses;
}

/** Addresses that are not public ones. */
export function notPublic(family: AddressFamily): readonly AddressBlock[] {
  return NOT_PUBLIC[family];
}

/** RFC 5737 and RFC 3849: blocks for documentation, where they stand for addresses of the internet. */
const DOCUMENTATION: readonly AddressBlock[] = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'].map((block) => parseBlock(block)!);

/** Tells whether a block has the addresses of hosts on the internet and no others, or is an example of that: a default route leads there. */
export function isOnTheInternet(block: AddressBlock): boolean {
  const others = NOT_PUBLIC[block.family].filter((other) => !DOCUMENTATION.some((example) => isSameBlock(example, other)));
  return contains(PUBLIC[block.family], block) === 'yes' && others.every((other) => areDisjoint(other, block) === 'yes');
}

/** Tells whether a block is small enough to be the network of somebody. */
export function isNarrow(block: AddressBlock): boolean {
  return block.allocation !== undefined || block.prefixLength >= NARROW[block.family];
}

/** The beginning of a block, small enough to be the network of somebody. */
export function narrowed(block: AddressBlock): AddressBlock {
  return isNarrow(block) ? block : { ...block, prefixLength: NARROW[block.family] };
}

/** In people's words. */
export function describeAddresses(addresses: AddressSet): string {
  if (addresses.kind === 'service') {
    return isAwsList(addresses.listId) ? `the public ${familyName(addresses.family)} addresses of ${serviceOfList(addresses.listId)}` : `the addresses of ${addresses.listId}`;
  }
  if (isSameBlock(addresses.block, PUBLIC[addresses.family]) || isEverywhere(addresses.block)) {
    return addresses.kind === 'some' ? 'any address' : everywhereOf(addresses.family);
  }
  return spellBlock(addresses.block);
}

/** Returns what a rule of a security group for the addresses names: of public ones nobody knows the blocks. */
export function describePeer(addresses: AddressSet): string {
  if (addresses.kind !== 'service' || !isAwsList(addresses.listId)) {
    return describeAddresses(addresses);
  }
  const service = serviceOfList(addresses.listId);
  return `${everywhereOf(addresses.family)}${hasGatewayEndpoints(service) ? ` or the prefix list of ${service}` : ''}`;
}

/** As people spell the family. */
export function familyName(family: AddressFamily): string {
  return family === 'ipv4' ? 'IPv4' : 'IPv6';
}

/** All addresses of a family, as route tables spell them. */
export function everywhereOf(family: AddressFamily): string {
  return spellBlock(everywhere(family));
}

function keyOf(kind: string, block: AddressBlock, except: readonly AddressBlock[]): string {
  const name = `${kind} ${block.family} ${spellBlock(block)}`;
  return except.length === 0 ? name : `${name} but ${except.map(spellBlock).join(' ')}`;
}
