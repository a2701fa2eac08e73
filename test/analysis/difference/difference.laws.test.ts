import * as fc from 'fast-check';
import { compareRecords, isEmptyDifference } from '../../../src/analysis/difference/compare-records';
import type { Difference, VerdictChange } from '../../../src/analysis/difference/difference';
import type { TemplateInput } from '../../../src/analysis/template/template-input';
import { judgeTemplates } from '../judging';
import { written } from '../read/random-networks';
import { template } from '../read/reading';
import { recordOf } from '../recording';
import type { Network } from '../support/scenarios';
import { asOne, inTwoStacks, network, plainly, renamed, scenarios, sidesOf } from '../support/scenarios';

/*
 * Laws of differences: of networks that work, most of the time, and random changes that break them.
 */

const RUNS = { numRuns: 60 };

const differenceOf = (base: readonly TemplateInput[], head: readonly TemplateInput[]) => compareRecords(recordOf(base), recordOf(head));

/** Verdicts by destination and family. */
function verdicts(resources: Network): Map<string, string> {
  return new Map(judgeTemplates([asOne(resources)]).functions.flatMap((each) => each.verdicts.map(({ destination, family, verdict }) => [`${destination} ${family}`, verdict])));
}

const told = ({ lost, opened, inconclusive }: Difference): VerdictChange[] => [...lost, ...opened, ...inconclusive];

/** What is mirrored, in one order whatever the direction. */
const sorted = (changes: readonly Pick<VerdictChange, 'destination' | 'family' | 'before' | 'after' | 'was' | 'is'>[]) => changes
  .map(({ destination, family, before, after, was, is }) => ({ destination, family, before, after, was, is }))
  .sort((one, other) => `${one.destination} ${one.family}` < `${other.destination} ${other.family}` ? -1 : 1);
const mirrored = (changes: readonly VerdictChange[]) =>
  sorted(changes.map(({ before, after, was, is, ...rest }) => ({ ...rest, before: after, after: before, was: is, is: was })));

describe('D1: a difference', () => {
  test('of a thing with itself is empty', () => {
    fc.assert(fc.property(scenarios, (scenario) => {
      const templates = [asOne(network(scenario))];
      expect(isEmptyDifference(differenceOf(templates, templates))).toBe(true);
    }), RUNS);
  });

  test('the other way round is its mirror image', () => {
    fc.assert(fc.property(scenarios, scenarios, (one, other) => {
      const [left, right] = [[asOne(network(one))], [asOne(network(other))]];
      const [there, back] = [differenceOf(left, right), differenceOf(right, left)];
      expect(sorted(back.lost)).toEqual(mirrored(there.opened));
      expect(sorted(back.opened)).toEqual(mirrored(there.lost));
      expect(sorted(back.inconclusive)).toEqual(mirrored(there.inconclusive));
      expect(sorted(back.changed)).toEqual(mirrored(there.changed));
      expect(back.unchanged).toBe(there.unchanged);
      const swapped = { removed: 'added', added: 'removed', replaced: 'replaced' } as const;
      const names = (all: Difference['resources']) => all.map(({ change, type, id, because }) => `${change} ${type} ${id} ${because.length}`).sort();
      expect(names(back.resources)).toEqual(names(there.resources.map((each) => ({ ...each, change: swapped[each.change] }))));
      expect([back.cost.before, back.cost.after]).toEqual([there.cost.after, there.cost.before]);
      expect([back.interfaces.before, back.interfaces.after]).toEqual([there.interfaces.after, there.interfaces.before]);
      expect([back.findings.added, back.findings.removed]).toEqual([there.findings.removed, there.findings.added]);
      expect([back.unread.before, back.unread.after]).toEqual([there.unread.after, there.unread.before]);
      const { natConnections, freeAddresses } = there.capacity;
      expect(back.capacity).toEqual({
        natConnections: { before: natConnections.after, after: natConnections.before },
        freeAddresses: { before: freeAddresses.after, after: freeAddresses.before },
      });
    }), RUNS);
  });

  test('has every verdict that differs, in the list it belongs in, and no other', () => {
    const seen = new Set<string>();
    fc.assert(fc.property(scenarios, scenarios, (one, other) => {
      const [before, after] = [verdicts(network(one)), verdicts(network(other))];
      const expected = [...before].filter(([key, verdict]) => after.has(key) && after.get(key) !== verdict)
        .map(([key, verdict]) => `${key}: ${verdict} → ${after.get(key)}`);
      const difference = differenceOf([asOne(network(one))], [asOne(network(other))]);
      expect(told(difference).map(({ destination, family, before: was, after: is }) => `${destination} ${family}: ${was} → ${is}`).sort()).toEqual(expected.sort());
      expect(difference.lost.every(({ before: was, after: is }) => was === 'reachable' && is === 'blocked')).toBe(true);
      expect(difference.opened.every(({ before: was, after: is }) => was === 'blocked' && is === 'reachable')).toBe(true);
      expect(difference.changed.every(({ before: was, after: is }) => was === is || was === null || is === null)).toBe(true);
      (['lost', 'opened', 'changed'] as const).forEach((name) => difference[name].length > 0 && seen.add(name));
    }), RUNS);
    expect([...seen].sort()).toEqual(['changed', 'lost', 'opened']);
  });
});

describe('D1: no verdict is told, and what is replaced is told as replaced', () => {
  const silent = {
    lost: [], opened: [], changed: [], inconclusive: [], functions: { added: [], removed: [], unread: [] }, findings: { added: [], removed: [] },
  };

  test('when the resources come in another order', () => {
    fc.assert(fc.property(scenarios, fc.array(fc.nat(), { minLength: 60, maxLength: 60 }), (scenario, order) => {
      const resources = network(scenario);
      const numbered = [...resources].map((entry, index) => [order[index % order.length], entry] as const);
      const shuffled = new Map(numbered.sort(([one], [other]) => one - other).map(([, entry]) => entry));
      expect(isEmptyDifference(differenceOf([asOne(resources)], [asOne(shuffled)]))).toBe(true);
    }), RUNS);
  });

  test('when logical ids are renamed', () => {
    fc.assert(fc.property(scenarios, (scenario) => {
      const resources = network(scenario);
      const difference = differenceOf([asOne(resources)], [renamed(resources)]);
      expect(difference).toMatchObject(silent);
      expect(difference.resources).toContainEqual({ change: 'replaced', type: 'AWS::Lambda::Function', id: 'ZzFn', because: ['its logical id was Fn and is ZzFn'] });
      // two groups that differ in nothing but their rules cannot be told apart: then one goes and another comes
      const others = difference.resources.filter(({ change }) => change !== 'replaced');
      expect(new Set(others.map(({ type }) => type))).toEqual(new Set(others.length === 0 ? [] : ['AWS::EC2::SecurityGroup']));
      expect(others.filter(({ change }) => change === 'removed').length * 2).toBe(others.length);
    }), RUNS);
  });

  test('when they are split into stacks', () => {
    fc.assert(fc.property(scenarios, fc.array(fc.boolean(), { minLength: 5, maxLength: 40 }), (scenario, sides) => {
      const resources = network(scenario);
      const side = sidesOf(resources, sides);
      const stacks = inTwoStacks(resources, side, (name) => ({ stack: { name } }));
      const difference = differenceOf([template({ Resources: written([...resources], plainly) }, { name: 'a', stack: { name: 'a' } })], stacks);
      expect(difference).toMatchObject(silent);
      const moved = [...side].filter(([, name]) => name === 'b').map(([id]) => id);
      const replaced = difference.resources.filter(({ because }) => because.includes('it moves from a to b')).map(({ id }) => id);
      const types = new Set(['Vpc', 'Other', 'Peering', 'Eigw', 'Public', 'Private', 'Second', 'Data', 'Nat', 'Group', 'DatabaseGroup', 'EndpointGroup', 'Endpoints3', 'Endpointsqs', 'Fn']);
      expect(replaced.sort()).toEqual(moved.filter((id) => types.has(id)).sort());
    }), RUNS);
  });
});
