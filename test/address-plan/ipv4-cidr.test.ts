import * as fc from 'fast-check';
import { addresses, canonicalBlocks, RUNS } from './arbitraries';
import { blockAround, haveCommon, intervalOf, isCanonical, isInside, nthBlock, sizeOf } from './naive-cidr';
import { thrownBy } from './thrown-by';
import { Ipv4Cidr, usableAddresses } from '../../src/address-plan/ipv4-cidr';

const parses = (text: string) => thrownBy(() => Ipv4Cidr.parse(text)) === undefined;

/** Texts that are nearly blocks: an octet or the prefix length is odd, host bits are set, or something is added. */
const almostBlocks = fc.oneof(
  canonicalBlocks,
  fc.tuple(addresses, fc.integer({ min: 0, max: 32 })).map(([address, length]) => blockAround(address, 32).replace('/32', `/${length}`)),
  fc.tuple(
    fc.array(fc.oneof(fc.integer({ min: 0, max: 300 }).map(String), fc.constantFrom('00', '01', '007', '', '-1', '1e1', '0x1', '1.5', '٣')), { minLength: 3, maxLength: 5 }),
    fc.oneof(fc.integer({ min: 0, max: 40 }).map(String), fc.constantFrom('', '08', '-1', '1e1', '8/8')),
  ).map(([octets, length]) => `${octets.join('.')}/${length}`),
  fc.tuple(canonicalBlocks, fc.nat(), fc.constantFrom(' ', '\n', '\t', '0', '.', '/', 'a', '+')).map(([block, place, extra]) => {
    const at = place % (block.length + 1);
    return `${block.slice(0, at)}${extra}${block.slice(at)}`;
  }),
  fc.string(),
);

/** Pairs of blocks that are often the same, nested or neighbours. */
const relatedBlocks = fc.tuple(
  addresses,
  fc.integer({ min: 0, max: 32 }),
  fc.integer({ min: 0, max: 32 }),
  fc.constantFrom(0, 1, 2, 256, 65536, 2 ** 31),
).map(([address, one, other, distance]) => [blockAround(address, one), blockAround((address + distance) % 2 ** 32, other)]);

describe('N12: an IPv4 block, laws', () => {
  test('what is canonical prints as it was written', () => {
    fc.assert(fc.property(canonicalBlocks, (text) => Ipv4Cidr.parse(text).toString() === text), RUNS);
  });

  test('a text is refused exactly when it is not canonical', () => {
    fc.assert(fc.property(almostBlocks, (text) => { expect(parses(text)).toBe(isCanonical(text)); }), RUNS);
  });

  test('host bits are never rounded away, and the error names the block meant', () => {
    fc.assert(fc.property(addresses, fc.integer({ min: 0, max: 31 }), (address, length) => {
      const text = blockAround(address, 32).replace('/32', `/${length}`);
      fc.pre(!isCanonical(text));
      const error = thrownBy(() => Ipv4Cidr.parse(text));
      expect(error?.code).toBe('CIDR_NOT_CANONICAL');
      expect(error?.message).toContain(`did you mean ${blockAround(address, length)}?`);
    }), RUNS);
  });

  test('size, containment and overlap are those of the sets of addresses', () => {
    fc.assert(fc.property(relatedBlocks, ([one, other]) => {
      const block = Ipv4Cidr.parse(one);
      expect(BigInt(block.size)).toBe(sizeOf(intervalOf(one)));
      expect(block.contains(Ipv4Cidr.parse(other))).toBe(isInside(intervalOf(other), intervalOf(one)));
      expect(block.overlaps(Ipv4Cidr.parse(other))).toBe(haveCommon(intervalOf(one), intervalOf(other)));
      expect(Ipv4Cidr.parse(other).overlaps(block)).toBe(block.overlaps(Ipv4Cidr.parse(other)));
    }), RUNS);
  });

  test('a child is the block that walking from the first one reaches', () => {
    fc.assert(fc.property(addresses, fc.integer({ min: 0, max: 32 }), fc.integer({ min: 0, max: 8 }), fc.nat(), (address, length, bits, number) => {
      const parent = blockAround(address, length);
      const childLength = Math.min(32, length + bits);
      const index = number % 2 ** (childLength - length);
      const child = Ipv4Cidr.parse(parent).child(childLength, index).toString();
      expect(isCanonical(child)).toBe(true);
      expect(intervalOf(child)).toEqual(nthBlock(parent, childLength, index));
    }), RUNS);
  });
});

describe('N12: an IPv4 block, examples', () => {
  test.each([
    ['0.0.0.0/0', 4294967296],
    ['10.0.0.0/16', 65536],
    ['255.255.255.255/32', 1],
  ])('%s holds %d addresses', (text, size) => {
    expect(Ipv4Cidr.parse(text).size).toBe(size);
  });

  test.each([
    [16, 65531],
    [22, 1019],
    [28, 11],
    [30, 0],
    [32, 0],
  ])('a /%d subnet has %d usable addresses', (netmaskLength, usable) => {
    expect(usableAddresses(netmaskLength)).toBe(usable);
    expect(Ipv4Cidr.parse(`0.0.0.0/${netmaskLength}`).usable).toBe(usable);
  });

  test.each([
    ['10.0.4.0/22', 16, '10.0.0.0/16'],
    ['10.0.4.0/22', 28, '10.0.4.0/28'],
    ['10.0.4.0/22', 22, '10.0.4.0/22'],
  ])('%s as a /%d is %s', (text, netmaskLength, resized) => {
    expect(Ipv4Cidr.parse(text).resized(netmaskLength).toString()).toBe(resized);
  });

  test.each([
    [15, 0],
    [33, 0],
    [16.5, 0],
    [18, 4],
    [18, -1],
    [18, 0.5],
  ])('a /16 has no /%d number %d', (netmaskLength, index) => {
    expect(() => Ipv4Cidr.parse('10.0.0.0/16').child(netmaskLength, index)).toThrow(RangeError);
  });
});

describe('N12: an IPv4 block that is not one', () => {
  test.each([
    ['10.0.0.1/16', 'CIDR_NOT_CANONICAL', 'did you mean 10.0.0.0/16?'],
    ['10.0.0.255/24', 'CIDR_NOT_CANONICAL', 'did you mean 10.0.0.0/24?'],
    ['10.0.0.0/1', 'CIDR_NOT_CANONICAL', 'did you mean 0.0.0.0/1?'],
    [' 10.0.0.0/16', 'CIDR_MALFORMED', 'did you mean 10.0.0.0/16?'],
    ['10.0.0.0/16\n', 'CIDR_MALFORMED', 'did you mean 10.0.0.0/16?'],
    ['10.0.0.0 / 16', 'CIDR_MALFORMED', 'did you mean 10.0.0.0/16?'],
    ['010.0.0.0/16', 'CIDR_MALFORMED', 'did you mean 10.0.0.0/16?'],
    ['10.0.0.0/016', 'CIDR_MALFORMED', "write it like '10.0.0.0/16'"],
    ['10.0.0.0/08', 'CIDR_MALFORMED', 'did you mean 10.0.0.0/8?'],
    ['10.00.0.1/16', 'CIDR_MALFORMED', 'did you mean 10.0.0.0/16?'],
    ['10.0.0.256/16', 'CIDR_MALFORMED', 'numbers from 0 to 255'],
    ['10.0.0.0/33', 'CIDR_MALFORMED', 'a prefix length from 0 to 32'],
    ['10.0.0.0', 'CIDR_MALFORMED', "write it like '10.0.0.0/16'"],
    ['10.0.0/16', 'CIDR_MALFORMED', "write it like '10.0.0.0/16'"],
    ['2001:db8::/32', 'CIDR_MALFORMED', "'2001:db8::/32' is not spelled as an IPv4 block"],
    ['', 'CIDR_MALFORMED', "block '' is not spelled"],
    ['${Token[TOKEN.7]}', 'TOKEN_NOT_ALLOWED', "write it out, such as '10.0.0.0/16'"],
    ['${Token[Vpc.CidrBlock.7]}/16', 'TOKEN_NOT_ALLOWED', 'is a token'],
  ])('%j gives %s', (text, code, fragment) => {
    const error = thrownBy(() => Ipv4Cidr.parse(text));
    expect(error?.code).toBe(code);
    expect(error?.message).toContain(`'${text}'`);
    expect(error?.message).toContain(fragment);
  });

  test('the error calls the block what the caller calls it', () => {
    expect(thrownBy(() => Ipv4Cidr.parse('10.0.0.1/8', 'destination'))?.message).toMatch(/^destination '10\.0\.0\.1\/8' has bits set/);
  });
});
