import { thrownBy } from './thrown-by';
import { AddressPlan } from '../../src/address-plan/address-plan';
import type { AddressPlanOptions } from '../../src/address-plan/address-plan-options';
import { Ipv6Block } from '../../src/address-plan/ipv6-block';
import type { NetworkErrorCode } from '../../src/private/error-codes';

const PRIVATE = { name: 'private', slot: 0 };
const PUBLIC = { name: 'public', slot: 2 };
const ZONE_A = { name: 'eu-west-1a', slot: 0 };
const ZONE_C = { name: 'eu-west-1c', slot: 2 };

const TOKEN_NUMBER = -1.8881545897087626e289;
const POOL = 'ipam-pool-0a1b2c3d4e5f67890';

describe('N12: an address plan, examples', () => {
  test.each([
    // block, zone slots, tier slots, tier slot, zone slot, block of the subnet, index, IPv6 index
    ['10.0.0.0/16', 8, 8, 0, 0, '10.0.0.0/22', 0, 0x00],
    ['10.0.0.0/16', 8, 8, 1, 0, '10.0.4.0/22', 1, 0x01],
    ['10.0.0.0/16', 8, 8, 0, 1, '10.0.32.0/22', 8, 0x10],
    ['10.0.0.0/16', 8, 8, 7, 7, '10.0.252.0/22', 63, 0x77],
    ['10.0.0.0/16', 16, 16, 15, 15, '10.0.255.0/24', 255, 0xff],
    ['10.0.0.0/16', 1, 4, 3, 0, '10.0.192.0/18', 3, 0x03],
    ['10.0.0.0/16', 4, 8, 2, 1, '10.0.80.0/21', 10, 0x12],
    ['172.31.240.0/20', 16, 4, 3, 14, '172.31.254.192/26', 59, 0xe3],
    ['192.168.4.0/22', 8, 8, 5, 6, '192.168.7.80/28', 53, 0x65],
    ['10.0.0.64/26', 1, 4, 2, 0, '10.0.0.96/28', 2, 0x02],
  ])('%s, %d x %d: tier slot %d in zone slot %d is %s', (block, zoneSlots, tierSlots, tierSlot, zoneSlot, cidrBlock, index, ipv6Index) => {
    const subnet = AddressPlan.cidr(block, { zoneSlots, tierSlots }).subnet({ tier: { name: 'tier', slot: tierSlot }, zone: { name: 'zone', slot: zoneSlot } });
    const parentNetmaskLength = Number(block.split('/')[1]);
    const netmaskLength = Number(cidrBlock.split('/')[1]);
    expect(subnet).toEqual({ tier: 'tier', zone: 'zone', cidrBlock, parentBlock: block, parentNetmaskLength, netmaskLength, index, ipv6Index });
  });

  test('the defaults are eight zones, eight tiers, an IPv6 block from Amazon and no secondary block', () => {
    expect(AddressPlan.cidr('10.0.0.0/16')).toMatchObject({
      cidrBlock: '10.0.0.0/16',
      ipamPoolId: undefined,
      netmaskLength: 16,
      zoneSlots: 8,
      tierSlots: 8,
      secondaryBlocks: [],
      ipv6: { netmaskLength: 56, ipamPoolId: undefined },
    });
  });

  test('a tier with a secondary block lies there, zone by zone, and keeps its IPv6 blocks', () => {
    const plain = AddressPlan.cidr('10.0.0.0/16');
    const plan = AddressPlan.cidr('10.0.0.0/16', { secondaryBlocks: [{ cidr: '100.64.0.0/16', tier: 'public' }] });
    expect(plan.subnet({ tier: PUBLIC, zone: ZONE_C })).toEqual({
      tier: 'public',
      zone: 'eu-west-1c',
      cidrBlock: '100.64.64.0/19',
      parentBlock: '100.64.0.0/16',
      parentNetmaskLength: 16,
      netmaskLength: 19,
      index: 2,
      ipv6Index: plain.subnet({ tier: PUBLIC, zone: ZONE_C }).ipv6Index,
    });
    expect(plan.subnet({ tier: PRIVATE, zone: ZONE_C })).toEqual(plain.subnet({ tier: PRIVATE, zone: ZONE_C }));
  });

  test('a plan out of an IPAM pool knows every index and no primary block', () => {
    const plan = AddressPlan.ipam({ ipamPoolId: POOL, netmaskLength: 20, secondaryBlocks: [{ cidr: '100.64.0.0/20', tier: 'public' }] });
    expect(plan).toMatchObject({ cidrBlock: undefined, ipamPoolId: POOL, netmaskLength: 20 });
    expect(plan.subnet({ tier: PRIVATE, zone: ZONE_C })).toEqual({
      tier: 'private', zone: 'eu-west-1c', parentNetmaskLength: 20, netmaskLength: 26, index: 16, ipv6Index: 0x20,
    });
    expect(plan.subnet({ tier: PUBLIC, zone: ZONE_C })).toMatchObject({ cidrBlock: '100.64.4.0/23', parentBlock: '100.64.0.0/20', index: 2 });
  });

  test('the id of a pool in the same application is a token, and taken as it is', () => {
    expect(AddressPlan.ipam({ ipamPoolId: '${Token[Pool.7]}', netmaskLength: 16 }).ipamPoolId).toBe('${Token[Pool.7]}');
    expect(Ipv6Block.ipam({ ipamPoolId: '${Token[Pool.7]}' }).ipamPoolId).toBe('${Token[Pool.7]}');
  });

  test('a list of secondary blocks that is changed later changes no plan', () => {
    const secondaryBlocks = [{ cidr: '100.64.0.0/16', tier: 'public' }];
    const plan = AddressPlan.cidr('10.0.0.0/16', { secondaryBlocks });
    secondaryBlocks.pop();
    expect(plan.secondaryBlocks).toEqual([{ cidr: '100.64.0.0/16', tier: 'public' }]);
  });

  test.each([44, 48, 52, 56])('an IPv6 block of an IPAM pool may be a /%d', (netmaskLength) => {
    expect(Ipv6Block.ipam({ ipamPoolId: POOL, netmaskLength })).toMatchObject({ ipamPoolId: POOL, netmaskLength });
  });
});

type Mistake = [name: string, call: () => unknown, code: NetworkErrorCode, fragments: string[]];

const plan = (options?: AddressPlanOptions, block = '10.0.0.0/16') => () => AddressPlan.cidr(block, options);
const secondary = (...blocks: [cidr: string, tier: string][]) => plan({ secondaryBlocks: blocks.map(([cidr, tier]) => ({ cidr, tier })) });
const pool = (ipamPoolId: string, netmaskLength: number) => () => AddressPlan.ipam({ ipamPoolId, netmaskLength });
const tierAt = (slot: number, tierSlots = 8) => () => AddressPlan.cidr('10.0.0.0/16', { tierSlots }).subnet({ tier: { name: 'cache', slot }, zone: ZONE_A });
const zoneAt = (slot: number, zoneSlots = 8) => () => AddressPlan.cidr('10.0.0.0/16', { zoneSlots }).subnet({ tier: PRIVATE, zone: { name: 'eu-west-1z', slot } });

const MISTAKES: Mistake[] = [
  ['host bits', plan({}, '10.0.0.1/16'), 'CIDR_NOT_CANONICAL', ["VPC block '10.0.0.1/16'", 'did you mean 10.0.0.0/16?']],
  ['no block', plan({}, '10.0.0.0'), 'CIDR_MALFORMED', ["VPC block '10.0.0.0'"]],
  ['a token as block', plan({}, '${Token[Block.7]}'), 'TOKEN_NOT_ALLOWED', ['VPC block', 'known at synthesis']],
  ['a large VPC block', plan({}, '10.0.0.0/15'), 'VPC_BLOCK_SIZE', ['is a /15', 'between /16 and /28', "'10.0.0.0/16'"]],
  ['a small VPC block', plan({}, '10.0.8.0/29'), 'VPC_BLOCK_SIZE', ['is a /29', "'10.0.0.0/16'"]],

  ['zone slots that are no power of two', plan({ zoneSlots: 3 }), 'PLAN_GEOMETRY', ['zoneSlots is 3', '1, 2, 4, 8, 16', 'use zoneSlots: 4']],
  ['no zone slots', plan({ zoneSlots: 0 }), 'PLAN_GEOMETRY', ['zoneSlots is 0', 'use zoneSlots: 1']],
  ['too many zone slots', plan({ zoneSlots: 32 }), 'PLAN_GEOMETRY', ['zoneSlots is 32', 'use zoneSlots: 16']],
  ['a broken number of zone slots', plan({ zoneSlots: 2.5 }), 'PLAN_GEOMETRY', ['zoneSlots is 2.5', 'use zoneSlots: 4']],
  ['a token as zone slots', plan({ zoneSlots: TOKEN_NUMBER }), 'TOKEN_NOT_ALLOWED', ['zoneSlots is a token', '1, 2, 4, 8, 16']],
  ['too few tier slots', plan({ tierSlots: 2 }), 'PLAN_GEOMETRY', ['tierSlots is 2', '4, 8, 16', 'use tierSlots: 4']],
  ['too many tier slots', plan({ tierSlots: 17 }), 'PLAN_GEOMETRY', ['tierSlots is 17', 'use tierSlots: 16']],
  ['tier slots that are no number', plan({ tierSlots: NaN }), 'PLAN_GEOMETRY', ['tierSlots is NaN', '4, 8, 16']],
  ['a token as tier slots', plan({ tierSlots: TOKEN_NUMBER }), 'TOKEN_NOT_ALLOWED', ['tierSlots is a token']],

  ['a plan one bit too large', plan({}, '10.0.2.0/23'), 'PLAN_DOES_NOT_FIT',
    ["VPC block '10.0.2.0/23'", '8 zone slots x 8 tier slots', 'is a /22', "'10.0.0.0/22'", 'zoneSlots: 8 with tierSlots: 4', 'zoneSlots: 4 with tierSlots: 8']],
  ['a plan that only few slots fit', plan({}, '10.0.0.0/26'), 'PLAN_DOES_NOT_FIT', ['is a /22', 'or zoneSlots: 1 with tierSlots: 4 [']],
  ['a VPC block that no plan fits', plan({ zoneSlots: 1, tierSlots: 4 }, '10.0.0.32/27'), 'PLAN_DOES_NOT_FIT', ["is a /26, so use '10.0.0.0/26' ["]],
  ['an IPAM block that is too small', pool(POOL, 24), 'PLAN_DOES_NOT_FIT',
    ['a /24 VPC block', 'so use netmaskLength: 22', 'zoneSlots: 4 with tierSlots: 4', 'zoneSlots: 2 with tierSlots: 8']],

  ['a secondary block with host bits', secondary(['100.64.0.1/16', 'data']), 'CIDR_NOT_CANONICAL', ["the 'data' tier's secondary block '100.64.0.1/16'", '100.64.0.0/16?']],
  ['a token as secondary block', secondary(['${Token[Block.7]}', 'data']), 'TOKEN_NOT_ALLOWED', ["the 'data' tier's secondary block"]],
  ['a large secondary block', secondary(['100.64.0.0/12', 'data']), 'VPC_BLOCK_SIZE', ['is a /12', "'100.64.0.0/16'"]],
  ['a secondary block in the primary one', secondary(['10.0.128.0/17', 'data']), 'SECONDARY_BLOCK_OVERLAPS', ["'10.0.128.0/17' overlaps VPC block '10.0.0.0/16'"]],
  ['secondary blocks that overlap', secondary(['100.64.0.0/16', 'data'], ['100.64.8.0/24', 'cache']), 'SECONDARY_BLOCK_OVERLAPS',
    ["'100.64.8.0/24' overlaps the 'data' tier's secondary block '100.64.0.0/16'", "outside of '100.64.0.0/16'"]],
  ['a secondary block that is too small', secondary(['100.64.0.0/26', 'data']), 'PLAN_DOES_NOT_FIT',
    ["the 'data' tier's secondary block '100.64.0.0/26'", '8 zone slots,', "is a /25, so use '100.64.0.0/25', or zoneSlots: 4"]],
  ['a secondary block of another private range', secondary(['172.16.0.0/16', 'data']), 'SECONDARY_BLOCK_RANGE',
    ["'172.16.0.0/16' is in 172.16.0.0/12", "VPC block '10.0.0.0/16'", '100.64.0.0/10']],
  ['a secondary block of the range for benchmarks', secondary(['198.19.0.0/24', 'data']), 'SECONDARY_BLOCK_RANGE', ["'198.19.0.0/24' is in 198.19.0.0/16"]],
  ['a private block beside a shared one', () => AddressPlan.cidr('100.64.0.0/16', { secondaryBlocks: [{ cidr: '10.2.0.0/16', tier: 'data' }] }), 'SECONDARY_BLOCK_RANGE',
    ["'10.2.0.0/16' is in 10.0.0.0/8", "VPC block '100.64.0.0/16'"]],
  ['a block of the default VPCs', () => AddressPlan.cidr('172.16.0.0/16', { secondaryBlocks: [{ cidr: '172.31.0.0/16', tier: 'data' }] }), 'SECONDARY_BLOCK_RANGE',
    ["'172.31.0.0/16' is in 172.31.0.0/16", "VPC block '172.16.0.0/16'"]],
  ['the first part of 10.0.0.0/8 beside the second', () => AddressPlan.cidr('10.1.0.0/16', { secondaryBlocks: [{ cidr: '10.0.0.0/16', tier: 'data' }] }), 'SECONDARY_BLOCK_RANGE',
    ["'10.0.0.0/16' is in 10.0.0.0/16", "VPC block '10.1.0.0/16'"]],
  ['a block that is link-local', () => AddressPlan.cidr('169.254.0.0/16'), 'VPC_BLOCK_RESERVED', ["'169.254.0.0/16' is in 169.254.0.0/16", '10.0.0.0/8']],
  ['a block for multicast', () => AddressPlan.cidr('224.0.0.0/16'), 'VPC_BLOCK_RESERVED', ["'224.0.0.0/16' is in 224.0.0.0/4"]],
  ['a secondary block that means the own host', secondary(['127.0.0.0/16', 'data']), 'VPC_BLOCK_RESERVED', ["'127.0.0.0/16' is in 127.0.0.0/8"]],
  ['five secondary blocks', secondary(...[1, 2, 3, 4, 5].map((number): [string, string] => [`100.${63 + number}.0.0/16`, `tier-${number}`])),
    'SECONDARY_BLOCK_COUNT', ['5 secondary blocks', 'at most 4']],
  ['two secondary blocks for a tier', secondary(['100.64.0.0/16', 'data'], ['100.65.0.0/16', 'data']), 'SECONDARY_BLOCK_TIER',
    ["tier 'data'", "'100.64.0.0/16' and '100.65.0.0/16'"]],
  ['a secondary block for no tier', secondary(['100.64.0.0/16', '']), 'SECONDARY_BLOCK_TIER', ["'100.64.0.0/16' is ''"]],
  ['a token as the tier of a secondary block', secondary(['100.64.0.0/16', '${Token[Tier.7]}']), 'TOKEN_NOT_ALLOWED', ["the tier of secondary block '100.64.0.0/16'"]],

  ['a pool by its name', pool('my-pool', 16), 'IPAM_POOL', ["'my-pool'", 'ipam-pool-']],
  ['a pool by its ARN', pool(`arn:aws:ec2::123456789012:ipam-pool/${POOL}`, 16), 'IPAM_POOL', ['not its name or ARN']],
  ['a large IPAM block', pool(POOL, 15), 'VPC_BLOCK_SIZE', ['netmaskLength is 15', 'from 16 to 28']],
  ['a small IPAM block', pool(POOL, 29), 'VPC_BLOCK_SIZE', ['netmaskLength is 29']],
  ['a broken netmask length', pool(POOL, 16.5), 'VPC_BLOCK_SIZE', ['netmaskLength is 16.5', 'whole number']],
  ['a token as netmask length', pool(POOL, TOKEN_NUMBER), 'TOKEN_NOT_ALLOWED', ['netmaskLength is a token']],
  ['an IPv6 pool by its name', () => Ipv6Block.ipam({ ipamPoolId: 'my-pool' }), 'IPAM_POOL', ["'my-pool'"]],
  ['an IPv6 block of another size', () => Ipv6Block.ipam({ ipamPoolId: POOL, netmaskLength: 60 }), 'IPV6_BLOCK', ['is 60', '44, 48, 52 or 56', 'use 56']],
  ['a token as IPv6 netmask length', () => Ipv6Block.ipam({ ipamPoolId: POOL, netmaskLength: TOKEN_NUMBER }), 'TOKEN_NOT_ALLOWED', ['44, 48, 52 or 56']],

  ['a tier slot that a larger plan has', tierAt(8), 'TIER_SLOT', ["tier 'cache' has slot 8", 'from 0 to 7', 'plan with tierSlots: 16']],
  ['a tier slot that the next larger plan has', tierAt(4, 4), 'TIER_SLOT', ['from 0 to 3', 'plan with tierSlots: 8']],
  ['a tier slot that no plan has', tierAt(16, 16), 'TIER_SLOT', ['from 0 to 15', 'a slot in that range [']],
  ['a tier slot below 0', tierAt(-1), 'TIER_SLOT', ['has slot -1', 'a slot in that range [']],
  ['half a tier slot', tierAt(0.5), 'TIER_SLOT', ['has slot 0.5', 'whole number']],
  ['a token as tier slot', tierAt(TOKEN_NUMBER), 'TOKEN_NOT_ALLOWED', ["the slot of tier 'cache'"]],
  ['a zone slot that a larger plan has', zoneAt(8), 'ZONE_SLOT', ["zone 'eu-west-1z' has slot 8", 'from 0 to 7', 'plan with zoneSlots: 16']],
  ['a zone slot in a plan for one zone', zoneAt(1, 1), 'ZONE_SLOT', ['from 0 to 0', 'plan with zoneSlots: 2']],
  ['a zone slot that is no number', zoneAt(NaN), 'ZONE_SLOT', ['has slot NaN']],
  ['a token as zone slot', zoneAt(TOKEN_NUMBER), 'TOKEN_NOT_ALLOWED', ["the slot of zone 'eu-west-1z'"]],

  ['a drawing with a tier twice', () => plan()().draw([PRIVATE, PRIVATE], [ZONE_A]), 'TIER_NAME', ["tier 'private' is given twice"]],
  ['a drawing with two tiers in a slot', () => plan()().draw([PRIVATE, { name: 'cache', slot: 0 }], [ZONE_A]), 'TIER_SLOT', ["'cache'", "'private'", 'slot 0']],
  ['a drawing with a tier outside the plan', () => plan()().draw([{ name: 'cache', slot: 9 }], []), 'TIER_SLOT', ['has slot 9']],
  ['a drawing with a zone twice', () => plan()().draw([PRIVATE], [ZONE_A, ZONE_A]), 'ZONE_DUPLICATE', ["zone 'eu-west-1a' is given twice"]],
  ['a drawing with two zones in a slot', () => plan()().draw([], [ZONE_A, { name: 'eu-west-1d', slot: 0 }]), 'ZONE_SLOT', ["'eu-west-1d'", "'eu-west-1a'"]],
];

describe('N12: an address plan that cannot be', () => {
  test.each(MISTAKES)('%s', (_, call, code, fragments) => {
    const error = thrownBy(call);
    expect(error?.code).toBe(code);
    for (const fragment of fragments) { expect(error?.message).toContain(fragment); }
  });

  test.each(MISTAKES)('%s: the message is one sentence without a full stop', (_, call, code) => {
    expect(thrownBy(call)?.message).toMatch(new RegExp(`^(VPC|[a-z0-9])[^\\n]*[^. ] \\[${code}\\]$`));
  });
});
