import type { AddressSet, BlockAddresses, ServiceAddresses } from './address-set';
import { enclosingBlock, isAwsList, isNarrow, within, without } from './address-set';
import type { PrefixLists } from './coverage';
import { canHoldService, isCovered, touches } from './coverage';
import type { AddressBlock } from '../model/address-block';
import { areDisjoint, contains, isEverywhere, isSameBlock, spellBlock } from '../model/address-block';
import { spellRuleBlock } from '../model/hop';
import type { Source } from '../model/source';
import type { RuleBlock } from '../model/traffic';

/*
 * Models: a route table of a subnet or of a transit gateway as AWS reads it: the longest prefix wins, each family for itself; of
 * routes to one block, that of the VPC itself first, then those written by hand, then those of prefix lists.
 * Law: the matches into which a set of addresses falls hold all of its addresses, and every address of a match takes its route, unless the match
 * has an ambiguity.
 * Refuses: to order routes whose blocks are known only after deployment; that is an ambiguity.
 */

/** An entry of a route table. Those of a known prefix list are an entry for each of its blocks. */
export interface RouteEntry<T> {
  readonly block: RuleBlock;
  readonly target: T;
  readonly source?: Source;

  /** Lower wins among entries with one block. */
  readonly rank: number;
}

/** A part of a set of addresses, all of which takes one route; or none, when there is none. */
export interface RouteMatch<T> {
  readonly addresses: AddressSet;
  readonly entry?: RouteEntry<T>;

  /** The routes that the part can take instead, as sentences. */
  readonly ambiguities: readonly string[];

  /** The routes to AWS's own prefix lists: the part of a public block that is in a list takes its route instead. */
  readonly alternatives?: readonly RouteEntry<T>[];

  /** The narrow routes that it may take all the same, when there is no entry. */
  readonly narrowerRoutes?: readonly RouteEntry<T>[];
}

type Placed<T> = RouteEntry<T> & { readonly block: { readonly kind: 'block'; readonly block: AddressBlock } };

/** A table, ready to be asked. */
export interface Table<T> {
  readonly placed: readonly Placed<T>[];

  /** Entries whose addresses are not known. */
  readonly unplaced: readonly RouteEntry<T>[];
}

/** Spell prefix lists out. */
export function tableOf<T>(entries: Iterable<RouteEntry<T>>, lists: PrefixLists): Table<T> {
  const placed: Placed<T>[] = [];
  const unplaced: RouteEntry<T>[] = [];
  for (const entry of entries) {
    const blocks = blocksOfEntry(entry.block, lists);
    if (blocks === undefined) {
      unplaced.push(entry);
    } else {
      blocks.forEach((block) => placed.push({ ...entry, rank: entry.block.kind === 'block' ? entry.rank : entry.rank + 1, block: { kind: 'block', block } }));
    }
  }
  placed.sort((one, other) => one.rank - other.rank || compareBlocks(one.block.block, other.block.block));
  return { placed, unplaced };
}

/** Facts about the targets of a table, beside the addresses that lead to them. */
export interface Knowledge<T> {
  /** Entries that take their addresses out of a block instead of carrying a part of it. */
  readonly isElsewhere: (entry: RouteEntry<T>) => boolean;

  /** Entries behind which no service of AWS has public addresses: those to blocks of VPCs. */
  readonly holdsNoService: (entry: RouteEntry<T>) => boolean;
}

const NOTHING: Knowledge<unknown> = { isElsewhere: () => false, holdsNoService: () => false };

/** Tells where a set of addresses goes. */
export function lookUpRoutes<T>(
  table: Table<T>, addresses: AddressSet, { isElsewhere, holdsNoService }: Knowledge<T> = NOTHING,
): readonly RouteMatch<T>[] {
  return addresses.kind === 'service' ? lookUpService(table, addresses, holdsNoService) : lookUpBlock(table, addresses, isElsewhere);
}

function lookUpBlock<T>(table: Table<T>, addresses: BlockAddresses, isElsewhere: (entry: RouteEntry<T>) => boolean): readonly RouteMatch<T>[] {
  const { covering, inside, loose } = sortOut(table, addresses);
  const best = longest(covering);
  const ambiguities = ambiguitiesOf(table, addresses, best, loose.filter((entry) => !isElsewhere(entry)));
  const alternatives = alternativesOf(table, addresses, best);
  const taken = inside.map(({ block }) => block.block);
  const isFirst = (entry: Placed<T>) => inside.find((other) => isSameBlock(other.block.block, entry.block.block)) === entry;
  const matches: RouteMatch<T>[] = inside.filter((entry) => !isElsewhere(entry) && isFirst(entry))
    .map((entry) => {
      const part = partOf(addresses, entry.block.block, taken);
      return { addresses: part, entry, ambiguities: [...ambiguities, ...rivals(entry, inside)], alternatives };
    });
  const doubts = [...ambiguities, ...best === undefined ? [] : rivals(best, covering)];
  const whole = { addresses: without(addresses, taken), entry: best, ambiguities: doubts, alternatives };
  const found = [whole, ...matches].filter((match) => !isEmpty(match.addresses));
  return found.length > 0 ? found : [{ addresses, ambiguities: ['narrower routes that take all of it'] }];
}

/** A service has some public addresses: none of them is known, so that narrow routes to public addresses are ambiguities. */
function lookUpService<T>(table: Table<T>, addresses: ServiceAddresses, holdsNoService: (entry: RouteEntry<T>) => boolean): readonly RouteMatch<T>[] {
  const enclosing = enclosingBlock(addresses);
  const own = table.unplaced.find(({ block }) => block.kind === 'prefix-list' && block.id === addresses.listId);
  const narrow = table.placed.filter((entry) => isNarrow(entry.block.block) && touches(enclosing, entry.block.block) && !holdsNoService(entry));
  if (own !== undefined) {
    const others = [...narrow, ...table.unplaced.filter((entry) => !isHarmless(entry, enclosing))];
    return [{ addresses, entry: own, ambiguities: others.map(describeAmbiguity) }];
  }
  const placed = table.placed.filter((entry) => !isNarrow(entry.block.block) || !touches(enclosing, entry.block.block));
  const broad: Table<T> = { ...table, placed };
  return lookUpBlock(broad, enclosing, NOTHING.isElsewhere).map((match) => ({
    ...match, addresses,
    ambiguities: [...match.ambiguities, ...narrow.filter((entry) => !isSameTarget(entry.target, match.entry?.target)).map(describeAmbiguity)],
    ...match.entry === undefined ? { narrowerRoutes: narrow } : {},
  }));
}

function sortOut<T>(table: Table<T>, { block: target, family }: BlockAddresses) {
  const covering: Placed<T>[] = [];
  const inside: Placed<T>[] = [];
  const loose: Placed<T>[] = [];
  for (const entry of table.placed) {
    const { block } = entry.block;
    if (block.family !== family || areDisjoint(block, target) === 'yes') {
      continue;
    }
    const relation = contains(block, target) === 'yes' ? covering : contains(target, block) === 'yes' ? inside : loose;
    relation.push(entry);
  }
  return { covering, inside, loose };
}

/** Ranks are in order already: the first of the longest wins. */
function longest<T>(entries: readonly Placed<T>[]): Placed<T> | undefined {
  return entries.reduce<Placed<T> | undefined>((best, entry) =>
    best === undefined || entry.block.block.prefixLength > best.block.block.prefixLength ? entry : best, undefined);
}

function ambiguitiesOf<T>(
  table: Table<T>, addresses: BlockAddresses, best: RouteEntry<T> | undefined, loose: readonly RouteEntry<T>[],
): readonly string[] {
  const unplaced = table.unplaced.filter((entry) => !isHarmless(entry, addresses) && !isOfAwsList(entry));
  return [...loose, ...unplaced].filter((entry) => !isSameTarget(entry.target, best?.target)).map((entry) => describeAmbiguity(entry));
}

function alternativesOf<T>(table: Table<T>, addresses: BlockAddresses, best: RouteEntry<T> | undefined): readonly RouteEntry<T>[] {
  return table.unplaced.filter((entry) => isOfAwsList(entry) && !isHarmless(entry, addresses) && !isSameTarget(entry.target, best?.target));
}

function isOfAwsList<T>({ block }: RouteEntry<T>): boolean {
  return block.kind === 'prefix-list' && isAwsList(block.id);
}

/** Two attachments can propagate one block, and no document says which of the two routes is taken. */
function rivals<T>(entry: Placed<T>, others: readonly Placed<T>[]): readonly string[] {
  return others
    .filter((other) => other.rank === entry.rank && isSameBlock(other.block.block, entry.block.block) && !isSameTarget(other.target, entry.target))
    .map(describeAmbiguity);
}

/** Two routes can lead to one thing. */
function isSameTarget(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function isHarmless<T>(entry: RouteEntry<T>, addresses: BlockAddresses): boolean {
  if (entry.block.kind === 'unknown') {
    return entry.block.family !== undefined && entry.block.family !== addresses.family;
  }
  return entry.block.kind === 'prefix-list' && isAwsList(entry.block.id) && !canHoldService(addresses);
}

function partOf(addresses: BlockAddresses, block: AddressBlock, taken: readonly AddressBlock[]): BlockAddresses {
  return without(within(addresses, block), taken.filter((other) => other.prefixLength > block.prefixLength && contains(block, other) === 'yes'));
}

function isEmpty(addresses: AddressSet): boolean {
  return addresses.kind !== 'service' && addresses.except.length > 0 && isCovered(addresses.block, addresses.except);
}

/** A route that may be the one, in people's words. */
export function describeAmbiguity<T>(entry: RouteEntry<T>): string {
  return entry.block.kind === 'unknown' ? `a route to addresses that are not known (${entry.block.reason})` : `a route to ${spellRuleBlock(entry.block)}`;
}

/** The addresses of an entry, as far as they are known; undefined when they are not. */
export function blocksOfEntry(block: RuleBlock, lists: PrefixLists): readonly AddressBlock[] | undefined {
  if (block.kind === 'block') {
    return [block.block];
  }
  const entries = block.kind === 'prefix-list' ? lists.get(block.id) : undefined;
  return entries?.known === true ? entries.value : undefined;
}

function compareBlocks(one: AddressBlock, other: AddressBlock): number {
  return Number(isEverywhere(other)) - Number(isEverywhere(one)) || (spellBlock(one) < spellBlock(other) ? -1 : 1);
}
