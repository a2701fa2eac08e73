import type { AddressSet, BlockAddresses } from './address-set';
import { enclosingBlock, internetAddresses, isAwsList, isNarrow } from './address-set';
import type { AddressBlock } from '../model/address-block';
import { addressBits, areDisjoint, contains, everywhere, halves } from '../model/address-block';
import type { Known } from '../model/network';
import type { Ternary } from '../model/ternary';
import type { RuleBlock } from '../model/traffic';

/*
 * Models: whether blocks together hold a set of addresses.
 * Law: `yes` and `no` hold for every place that allocations and unknown prefix lists can have; `unknown` otherwise, and sometimes
 * when a cleverer argument would find an answer.
 */

/** Addresses that a rule or a route is about; not certain when it is not known whether the rule matches at all. */
export interface Cover {
  readonly block: RuleBlock;
  readonly certain: boolean;
}

/** The blocks of rules, as far as a set of addresses is concerned. */
export interface Blocks {
  /** The blocks that are surely covered. */
  readonly certain: readonly AddressBlock[];

  /** The blocks that can be covered, which include the former. */
  readonly possible: readonly AddressBlock[];
}

export type PrefixLists = ReadonlyMap<string, Known<readonly AddressBlock[]>>;

/**
 * Whether the blocks together hold the whole block.
 *
 * @param hopeful whether what could be true of allocations is taken to be true
 */
export function isCovered(target: AddressBlock, blocks: readonly AddressBlock[], hopeful = false): boolean {
  const touching: AddressBlock[] = [];
  let isDivided = false;
  for (const block of blocks) {
    const answer = contains(block, target);
    if (answer === 'yes' || hopeful && answer === 'unknown') {
      return true;
    }
    if (areDisjoint(block, target) !== 'yes') {
      touching.push(block);
      isDivided ||= block.allocation?.name === target.allocation?.name;
    }
  }
  if (!isDivided || target.prefixLength === addressBits(target.family)) {
    return false;
  }
  const [lower, upper] = halves(target);
  return isCovered(lower, touching, hopeful) && isCovered(upper, touching, hopeful);
}

/** Tells whether rules together hold every address of a set of addresses; of a set of addresses of unknown addresses: those that it turns out to be. */
export function coverage(addresses: AddressSet, covers: Iterable<Cover>, lists: PrefixLists): Ternary {
  const { certain, possible } = blocksOf(addresses, covers, lists);
  return coverageByBlocks(addresses, certain, possible);
}

/** The same, of blocks. */
export function coverageByBlocks(addresses: AddressSet, certain: readonly AddressBlock[], possible: readonly AddressBlock[]): Ternary {
  if (possible.length === 0) {
    return 'no';
  }
  const enclosing = enclosingBlock(addresses);
  if (isCovered(enclosing.block, [...certain, ...enclosing.except])) {
    return 'yes';
  }
  const isPossible = addresses.kind === 'every'
    ? isCovered(enclosing.block, [...possible, ...enclosing.except], true)
    : possible.some((block) => touches(addresses, block));
  return isPossible ? 'unknown' : 'no';
}

/** Tells whether a block can have an address of the addresses. */
export function touches(addresses: AddressSet, block: AddressBlock): boolean {
  const enclosing = enclosingBlock(addresses);
  if (areDisjoint(block, enclosing.block) === 'yes') {
    return false;
  }
  const smaller = block.prefixLength > enclosing.block.prefixLength ? block : enclosing.block;
  return !isCovered(smaller, enclosing.except);
}

/** The blocks of rules in which the addresses can lie, prefix lists spelled out. */
export function blocksOf(addresses: AddressSet, covers: Iterable<Cover>, lists: PrefixLists): Blocks {
  const certain: AddressBlock[] = [];
  const possible: AddressBlock[] = [];
  for (const cover of covers) {
    const { blocks, isKnown } = blocksOfRule(addresses, cover.block, lists);
    for (const block of blocks) {
      possible.push(block);
      if (isKnown && cover.certain) {
        certain.push(block);
      }
    }
  }
  return { certain, possible };
}

/** The blocks of one rule. Where they are not known, they are any that the rule can have. */
function blocksOfRule(addresses: AddressSet, rule: RuleBlock, lists: PrefixLists): { blocks: readonly AddressBlock[]; isKnown: boolean } {
  const { family } = addresses;
  if (rule.kind === 'block') {
    return { blocks: rule.block.family === family ? [rule.block] : [], isKnown: true };
  }
  if (rule.kind === 'unknown') {
    return { blocks: rule.family === undefined || rule.family === family ? [everywhere(family)] : [], isKnown: false };
  }
  if (addresses.kind === 'service' && rule.id === addresses.listId) {
    return { blocks: [everywhere(family)], isKnown: true };
  }
  const entries = lists.get(rule.id);
  if (entries?.known === true) {
    return { blocks: entries.value.filter((block) => block.family === family), isKnown: true };
  }
  return { blocks: isAwsList(rule.id) ? blocksOfAwsList(addresses) : [everywhere(family)], isKnown: false };
}

/** A list that AWS keeps holds public addresses of one service in narrow blocks, and those of no other service. */
function blocksOfAwsList(addresses: AddressSet): readonly AddressBlock[] {
  return addresses.kind !== 'service' && canHoldService(addresses) ? [addresses.block] : [];
}

/**
 * Whether a list of AWS can hold addresses of a set of addresses. Such lists hold narrow public blocks: what is asked of the internet leaves them out,
 * private blocks have none, and neither have those that are allocated to somebody's VPC.
 */
export function canHoldService({ block, family }: BlockAddresses): boolean {
  return isNarrow(block) && block.allocation === undefined && touches(internetAddresses(family), block);
}
