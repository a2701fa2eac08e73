import * as fc from 'fast-check';
import { records } from './random-records';
import { addressLines } from '../../../src/analysis/picture/address-plan';
import { breakEven, egressCosts } from '../../../src/analysis/picture/egress-costs';
import { limitsFor } from '../../../src/analysis/picture/limits';
import { fitted, shortName } from '../../../src/analysis/picture/names';
import type { RecordedCost } from '../../../src/analysis/record/reachability-record';

/*
 * R1: the figures beside the pictures: address plan, capacity, cost.
 */

const COST: RecordedCost = { currency: 'USD', pricesOf: 'us-east-1, November 2026', perMonth: 0, parts: [], notCounted: [] };

describe('R1: the address plan', () => {
  test('stretches are where their blocks are, and what they leave is free', () => {
    fc.assert(fc.property(records, (record) => {
      for (const { stretches, free } of addressLines(record)) {
        stretches.forEach(({ from, to, block }) => {
          const third = Number(block.split('.')[2]);
          expect([from, to]).toEqual([third / 256, (third + 1) / 256]);
        });
        expect(free).toBeCloseTo(1 - stretches.length / 256);
      }
    }), { numRuns: 100 });
  });
});

describe('R1: what other ways out cost', () => {
  const monthly = (zones: number, gigabytes: number) =>
    Object.fromEntries(egressCosts(COST, { zones, gigabytes }).map(({ what, perMonth }) => [what, perMonth]));

  test('in two zones, without traffic and with a terabyte', () => {
    const free = { 'egress-only internet gateway': 0 };
    expect(monthly(2, 0)).toMatchObject({ ...free, 'NAT gateway in each zone': 73, 'one NAT gateway': 36.5, 'interface endpoint in each zone': 14.6 });
    expect(monthly(2, 1000)).toMatchObject({ ...free, 'NAT gateway in each zone': 118, 'one NAT gateway': 81.5, 'interface endpoint in each zone': 24.6 });
  });

  test('an endpoint pays for itself from the break-even on, and not before', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 6 }), (zones) => {
      const most = breakEven(COST, zones);
      const endpoint = (gigabytes: number) => zones * 7.3 + 0.01 * gigabytes;
      expect(endpoint(most)).toBeLessThanOrEqual(0.045 * most + 1e-9);
      expect(endpoint(most - 1)).toBeGreaterThan(0.045 * (most - 1));
    }));
  });

  test('prices that were given count', () => {
    const given: RecordedCost = { ...COST, pricesOf: 'given', parts: [{ what: 'NAT gateways', count: 2, perMonth: 200 }] };
    expect(egressCosts(given, { zones: 1, gigabytes: 0 }).find(({ what }) => what === 'one NAT gateway')!.perMonth).toBe(103.65);
  });
});

describe('R1: the limit that comes first', () => {
  test('is the one of which a load takes most', () => {
    fc.assert(fc.property(records, fc.nat(5000), fc.nat(500), (record, concurrency, connections) => {
      const limits = limitsFor(record, { concurrency, connections });
      expect(limits.map(({ used }) => used)).toEqual(limits.map(({ used }) => used).sort((one, other) => other - one));
      limits.forEach(({ used, most }) => expect(used * most).toBeCloseTo(concurrency * connections * (most === 0 ? 0 : 1)));
    }), { numRuns: 100 });
  });
});

describe('R1: names that fit', () => {
  test('are cut in the middle, and never longer than they may be', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (name, most) => {
      const found = fitted(name, most);
      expect([...found].length).toBeLessThanOrEqual(Math.max(2, most));
      expect(found === name || found.includes('…')).toBe(true);
    }));
  });

  test.each([
    ['Shop/Network/Vpc/privateSubnet1/Subnet', 'privateSubnet1'], ['Shop/Handler/Resource', 'Handler'], ['subnet-1', 'subnet-1'], ['Resource', 'Resource'], ['', ''],
  ])('%p is %p', (name, short) => expect(shortName(name)).toBe(short));
});
