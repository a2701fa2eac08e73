import * as fc from 'fast-check';
import type { AddressBlock } from '../../../src/analysis/model/address-block';
import {
  allocatedBlock, areDisjoint, contains, everywhere, halves, isSameBlock, parseBlock, spellBlock,
} from '../../../src/analysis/model/address-block';
import type { Ternary } from '../../../src/analysis/model/ternary';

/*
 * Blocks of the last few bits of a family stand for all blocks: there their addresses can be listed. A block of an allocation is
 * compared at every place that the allocation can have there.
 */

const BITS = 5;
const SIZE = 2n ** BigInt(BITS);

/** A block among the first 32 addresses. */
function smallBlocks(): fc.Arbitrary<AddressBlock> {
  return fc.tuple(fc.integer({ min: 0, max: BITS }), fc.bigInt(0n, SIZE - 1n)).map(([bits, seed]) => {
    const size = SIZE / 2n ** BigInt(bits);
    return { family: 'ipv4', first: seed / size * size, prefixLength: 32 - BITS + bits };
  });
}

function addresses({ first, prefixLength }: AddressBlock): Set<bigint> {
  return new Set(Array.from({ length: 2 ** (32 - prefixLength) }, (_, place) => first + BigInt(place)));
}

function answerOf(outcomes: readonly boolean[]): Ternary {
  return outcomes.every(Boolean) ? 'yes' : outcomes.some(Boolean) ? 'unknown' : 'no';
}

/** The answer, or a more cautious one. */
function expectCautious(answer: Ternary, truth: Ternary): void {
  expect([truth, 'unknown']).toContain(answer);
}

describe('literal blocks', () => {
  test('are related as their sets of addresses are', () => {
    fc.assert(fc.property(smallBlocks(), smallBlocks(), (one, other) => {
      const [first, second] = [addresses(one), addresses(other)];
      expect(contains(one, other)).toBe([...second].every((address) => first.has(address)) ? 'yes' : 'no');
      expect(areDisjoint(one, other)).toBe([...second].some((address) => first.has(address)) ? 'no' : 'yes');
      expect(isSameBlock(one, other)).toBe(contains(one, other) === 'yes' && contains(other, one) === 'yes');
    }));
  });

  test('fall into halves without rest', () => {
    fc.assert(fc.property(smallBlocks().filter(({ prefixLength }) => prefixLength < 32), (one) => {
      const [lower, upper] = halves(one).map(addresses);
      expect(new Set([...lower, ...upper])).toEqual(addresses(one));
      expect(lower.size).toBe(upper.size);
      expect(areDisjoint(...halves(one))).toBe('yes');
    }));
  });

  test('of two families share nothing', () => {
    expect(areDisjoint(everywhere('ipv4'), everywhere('ipv6'))).toBe('yes');
    expect(contains(everywhere('ipv6'), parseBlock('10.0.0.0/8')!)).toBe('no');
  });
});

describe('blocks of an allocation', () => {
  const pool = { name: 'pool', by: 'pool' } as const;

  /** A part of an allocation of eight addresses. */
  const parts = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.bigInt(0n, 7n)).map(([bits, seed]) => {
    const size = 8n / 2n ** BigInt(bits);
    return allocatedBlock('ipv4', pool, 29 + bits, seed / size * size);
  });

  /** Where an allocation of eight addresses can be among the small ones. */
  const places = [0n, 8n, 16n, 24n];

  function at(place: bigint, { first, prefixLength }: AddressBlock): AddressBlock {
    return { family: 'ipv4', first: place + first, prefixLength };
  }

  test('are never said to be somewhere that they need not be', () => {
    fc.assert(fc.property(parts, smallBlocks(), (part, literal) => {
      expectCautious(contains(literal, part), answerOf([...places, 1024n].map((place) => contains(literal, at(place, part)) === 'yes')));
      expectCautious(contains(part, literal), answerOf([...places, 1024n].map((place) => contains(at(place, part), literal) === 'yes')));
      expectCautious(areDisjoint(literal, part), answerOf([...places, 1024n].map((place) => areDisjoint(literal, at(place, part)) === 'yes')));
    }));
  });

  test('of one allocation are related wherever it is', () => {
    fc.assert(fc.property(parts, parts, fc.constantFrom(...places), (one, other, place) => {
      expect(contains(one, other)).toBe(contains(at(place, one), at(place, other)));
      expect(areDisjoint(one, other)).toBe(areDisjoint(at(place, one), at(place, other)));
    }));
  });

  test('of everything are a part', () => {
    expect(contains(everywhere('ipv4'), allocatedBlock('ipv4', pool, 16))).toBe('yes');
    expect(contains(allocatedBlock('ipv4', pool, 16), everywhere('ipv4'))).toBe('no');
    expect(areDisjoint(everywhere('ipv4'), allocatedBlock('ipv4', pool, 16))).toBe('no');
  });

  test('of Amazon are global, and nobody else\'s', () => {
    const one = allocatedBlock('ipv6', { name: 'one', by: 'amazon' }, 56);
    const other = allocatedBlock('ipv6', { name: 'other', by: 'amazon' }, 56);
    expect(areDisjoint(one, other)).toBe('yes');
    expect(contains(parseBlock('2000::/3')!, one)).toBe('yes');
    expect(contains(parseBlock('2600::/12')!, one)).toBe('unknown');
    expect(areDisjoint(parseBlock('fc00::/7')!, one)).toBe('yes');
    expect(areDisjoint(parseBlock('2600::/12')!, one)).toBe('unknown');
    expect(contains(one, parseBlock('2600::/12')!)).toBe('no');
    expect(areDisjoint(allocatedBlock('ipv6', { name: 'pool', by: 'pool' }, 56), one)).toBe('unknown');
  });
});

describe('spelling', () => {
  test('comes back as it went', () => {
    fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(), (address, seed) => {
      const bits = address.includes(':') ? 128 : 32;
      const parsed = parseBlock(`${address}/${seed % (bits + 1)}`);
      if (parsed !== undefined) {
        expect(parseBlock(spellBlock(parsed))).toEqual(parsed);
      }
    }));
  });

  test.each(['10.0.0.0/33', '10.0.0', '10.0.0.0/', '::/129', 'fe80::1%eth0/64', 'x', '', '10.0.0.0/8/8', '256.0.0.0/8', '010.0.0.0/8', '10.0.0.0/-1', '1/8'])('%s is no block', (text) => {
    expect(parseBlock(text)).toBeUndefined();
  });

  test('masks what EC2 masks', () => {
    expect(spellBlock(parseBlock('10.0.1.2/16')!)).toBe('10.0.0.0/16');
    expect(spellBlock(parseBlock('2001:DB8::1/32')!)).toBe('2001:db8::/32');
    expect(spellBlock(parseBlock('1.2.3.4')!)).toBe('1.2.3.4/32');
  });
});
