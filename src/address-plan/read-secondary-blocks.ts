import type { NamedBlock } from './combinable-blocks';
import { requireCombinable } from './combinable-blocks';
import { isEncodedToken } from './encoded-token';
import type { ParentBlock, PlanGeometry } from './plan-geometry';
import type { SecondaryBlock } from './secondary-block';
import { parseVpcBlock } from './vpc-block';
import { NetworkError } from '../private/network-error';
import { QUOTAS } from '../services/quotas';

/** One block is the primary one. */
const MOST = QUOTAS.ipv4BlocksOfVpc.value - 1;

/** Read the secondary blocks of a plan: those that subnets of a tier are cut from, by the name of the tier. */
export function readSecondaryBlocks(blocks: readonly SecondaryBlock[], primary: ParentBlock, geometry: PlanGeometry): Map<string, ParentBlock> {
  if (blocks.length > MOST) {
    throw new NetworkError('SECONDARY_BLOCK_COUNT',
      `${blocks.length} secondary blocks are given, expected at most ${MOST} beside the primary block: use fewer and larger blocks`);
  }
  const read = new Map<string, ParentBlock>();
  for (const block of blocks) {
    requireOwnTier(block, read);
    const what = `the '${block.tier}' tier's secondary block`;
    const cidr = parseVpcBlock(block.cidr, what);
    const parent: ParentBlock = { what: `${what} '${cidr}'`, netmaskLength: cidr.netmaskLength, cidr };
    geometry.requireSecondaryFits(parent);
    const before = [primary, ...read.values()].filter(isKnown);
    before.forEach((other) => requireDisjoint({ what: parent.what, cidr }, other));
    if (isKnown(primary)) {
      requireCombinable({ what: parent.what, cidr }, primary, before);
    }
    read.set(block.tier, parent);
  }
  return read;
}

function requireOwnTier({ cidr, tier }: SecondaryBlock, earlier: ReadonlyMap<string, ParentBlock>): void {
  if (isEncodedToken(tier)) {
    throw new NetworkError('TOKEN_NOT_ALLOWED',
      `the tier of secondary block '${cidr}' is a token, expected a name that is known at synthesis: write out the name of the tier`);
  }
  if (tier === '') {
    throw new NetworkError('SECONDARY_BLOCK_TIER', `the tier of secondary block '${cidr}' is '', expected a name: write the name of the tier it belongs to`);
  }
  const other = earlier.get(tier);
  if (other !== undefined) {
    throw new NetworkError('SECONDARY_BLOCK_TIER',
      `tier '${tier}' has the secondary blocks '${other.cidr}' and '${cidr}', expected one for each tier: use one larger block, or give the other to another tier`);
  }
}

/** Tells whether it is known which addresses a block has: a pool chooses them during deployment. */
function isKnown(block: ParentBlock): block is ParentBlock & NamedBlock {
  return block.cidr !== undefined;
}

function requireDisjoint(block: NamedBlock, other: NamedBlock): void {
  if (!block.cidr.overlaps(other.cidr)) { return; }
  throw new NetworkError('SECONDARY_BLOCK_OVERLAPS',
    `${block.what} overlaps ${other.what}, expected blocks that share no address: choose a block outside of '${other.cidr}'`);
}
