import * as fc from 'fast-check';
import { assertIpv6Cidr } from '../../src/address-plan/ipv6-cidr';

/** The block an address lies in, worked out bit by bit, written in full. */
function naiveBlock(groups: number[], length: number): number[] {
  const bits = groups.map((group) => group.toString(2).padStart(16, '0')).join('');
  const kept = bits.slice(0, length).padEnd(128, '0');
  return groups.map((_, index) => parseInt(kept.slice(index * 16, index * 16 + 16), 2));
}

const inFull = (groups: number[]): string => groups.map((group) => group.toString(16)).join(':');

const groupList = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 });

function spelling(text: string): string | undefined {
  try {
    assertIpv6Cidr(text);
    return undefined;
  } catch (error) {
    return /did you mean (\S+)\?/.exec(String(error))?.[1] ?? String(error);
  }
}

test.each(['2001:db8::/32', '::/0', '::1/128', 'fd00::/8', '2001:db8:0:1::/64', '1::/16', '2001:db8:1:2:3:4:5:6/128', '2001:db8:0:1:1:1:1:1/128', '64:ff9b::/96'])(
  '%s is canonical', (text) => {
    expect(spelling(text)).toBeUndefined();
  },
);

test.each([
  ['2001:DB8::/32', '2001:db8::/32'],
  ['2001:db8:0::/32', '2001:db8::/32'],
  ['2001:0db8::/32', '2001:db8::/32'],
  ['2001:db8::1/32', '2001:db8::/32'],
  ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
  ['::1/0', '::/0'],
  ['::ffff:192.0.2.7/128', '::ffff:c000:207/128'],
])('%s is meant to be %s', (text, canonical) => {
  expect(spelling(text)).toBe(canonical);
});

test.each(['2001:db8::', '2001:db8::/', '2001:db8::/129', '2001:db8::/032', '2001:db8::/-1', '2001:db8::/32/32', '2001::db8::/32', 'fe80::1%eth0/64', ':/8', '[::]/0', ' ::/0'])(
  '%p is malformed', (text) => {
    expect(() => assertIpv6Cidr(text)).toThrow(expect.objectContaining({ code: 'CIDR_MALFORMED' }));
  },
);

test('of all spellings of a block exactly one is canonical, and it is the block that a naive reading finds', () => {
  fc.assert(fc.property(groupList, fc.integer({ min: 0, max: 128 }), (groups, length) => {
    const block = naiveBlock(groups, length);
    const canonical = spelling(`${inFull(groups)}/${length}`) ?? `${inFull(groups)}/${length}`;
    expect(spelling(canonical)).toBeUndefined();
    expect(spelling(`${inFull(block)}/${length}`) ?? `${inFull(block)}/${length}`).toBe(canonical);
    expect(new URL(`http://[${inFull(block)}]`).hostname).toBe(`[${canonical.split('/')[0]}]`);
  }));
});
