import * as fc from 'fast-check';
import { judgeTemplates } from './judging';
import type { Open } from './read/random-networks';
import { inTemplate, written } from './read/random-networks';
import { template } from './read/reading';
import type { Network } from './support/scenarios';
import { asOne, entries, inTwoStacks, nameOf, network, plainly, renamed, said, scenarios, sidesOf } from './support/scenarios';

/*
 * Laws of the analysis as a whole: how a network is written down says nothing of what is reached in it, and more that is allowed never
 * reaches less. Random changes break a network that works, so that verdicts are of every kind.
 */

const RUNS = { numRuns: 100 };

const RANKS = { blocked: 0, inconclusive: 1, reachable: 2 };

/** Verdicts by destination, a number that is higher the more is reached. */
function reach(resources: Network): Record<string, number> {
  return Object.fromEntries(judgeTemplates([asOne(resources)]).functions.flatMap(({ verdicts }) =>
    verdicts.map(({ destination, family, verdict }) => [`${destination} ${family}`, RANKS[verdict]])));
}

function expectNoMore(after: Network, before: Network): void {
  const [more, less] = [reach(before), reach(after)];
  expect(Object.keys(less)).toEqual(Object.keys(more));
  expect(Object.entries(less).filter(([destination, rank]) => rank > more[destination])).toEqual([]);
}

test('the scenarios have every kind of verdict for every destination', () => {
  const seen = new Map<string, Set<number>>();
  for (const scenario of fc.sample(scenarios, { numRuns: 150, seed: 7 })) {
    for (const [destination, rank] of Object.entries(reach(network(scenario)))) {
      seen.set(destination, (seen.get(destination) ?? new Set()).add(rank));
    }
  }
  for (const destination of ['internet ipv4', 'internet ipv6', 's3 ipv4', 'sqs ipv4', 'Database:5432 ipv4', '8.8.8.0/24 ipv4']) {
    expect([...seen.get(destination)!].filter((rank) => rank !== RANKS.inconclusive).sort()).toEqual([RANKS.blocked, RANKS.reachable]);
  }
});

describe('law: what is reached does not hang on', () => {
  test('the order of the resources', () => {
    fc.assert(fc.property(scenarios, fc.array(fc.nat(), { minLength: 60, maxLength: 60 }), (scenario, order) => {
      const resources = network(scenario);
      const numbered = [...resources].map((entry, index) => [order[index % order.length], entry] as const);
      const shuffled = numbered.sort(([one], [other]) => one - other).map(([, entry]) => entry);
      expect(said(judgeTemplates([asOne(new Map(shuffled))]))).toEqual(said(judgeTemplates([asOne(resources)])));
    }), RUNS);
  });

  test('logical ids', () => {
    fc.assert(fc.property(scenarios, (scenario) => {
      const resources = network(scenario);
      expect(said(judgeTemplates([renamed(resources)]), (text) => text.replace(/Zz/g, ''))).toEqual(said(judgeTemplates([asOne(resources)])));
    }), RUNS);
  });

  test('the stacks that they are split into, nor the order of those', () => {
    fc.assert(fc.property(scenarios, fc.array(fc.boolean(), { minLength: 5, maxLength: 40 }), fc.boolean(), (scenario, sides, isReversed) => {
      const resources = network(scenario);
      const stacks = inTwoStacks(resources, sidesOf(resources, sides));
      expect(said(judgeTemplates(isReversed ? stacks.reverse() : stacks))).toEqual(said(judgeTemplates([asOne(resources)])));
    }), RUNS);
  });

  test('what of them is in a nested stack', () => {
    fc.assert(fc.property(scenarios, fc.array(fc.boolean(), { minLength: 5, maxLength: 40 }), (scenario, sides) => {
      const resources = network(scenario);
      const isInner = new Map([...resources.keys()].map((id, index) => [id, sides[index % sides.length]]));
      const [given, returned] = [new Map<string, Open>(), new Map<string, Open>()];
      const inner = written([...resources].filter(([id]) => isInner.get(id)), (reference) => {
        if (reference.attribute === 'name' || isInner.get(reference.target) !== false) {
          return plainly(reference);
        }
        given.set(nameOf(reference), reference);
        return { Ref: nameOf(reference) };
      });
      const outer = written([...resources].filter(([id]) => !isInner.get(id)), (reference) => {
        if (reference.attribute === 'name' || isInner.get(reference.target) !== true) {
          return plainly(reference);
        }
        returned.set(nameOf(reference), reference);
        return { 'Fn::GetAtt': ['Inner', `Outputs.${nameOf(reference)}`] };
      });
      const nested = template({
        Parameters: Object.fromEntries([...given.keys()].map((name) => [name, { Type: 'String' }])),
        Resources: inner,
        Outputs: Object.fromEntries([...returned].map(([name, reference]) => [name, { Value: inTemplate(reference) }])),
      }, { name: 'inner' });
      const Parameters = Object.fromEntries([...given].map(([name, reference]) => [name, inTemplate(reference)]));
      const body = { Resources: { ...outer, Inner: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'inner', Parameters } } } };
      expect(said(judgeTemplates([template(body, { nested: { Inner: nested } })]))).toEqual(said(judgeTemplates([asOne(resources)])));
    }), RUNS);
  });
});

describe('law: with less allowed nothing more is reached, and with more nothing less', () => {
  test.each(['out', 'intoDatabase'] as const)('a rule of a security group: %s', (rules) => {
    fc.assert(fc.property(scenarios, fc.nat(), (scenario, seed) => {
      fc.pre(scenario[rules].length > 0);
      const place = seed % scenario[rules].length;
      expectNoMore(network({ ...scenario, [rules]: scenario[rules].filter((_, index) => index !== place) }), network(scenario));
    }), RUNS);
  });

  test('an entry of a network ACL that allows', () => {
    fc.assert(fc.property(scenarios, entries, fc.nat(), (scenario, acl, seed) => {
      const allowing = acl.filter(({ action }) => action === 'allow');
      fc.pre(allowing.length > 0);
      const removed = allowing[seed % allowing.length];
      expectNoMore(network({ ...scenario, acl: acl.filter((entry) => entry !== removed) }), network({ ...scenario, acl }));
    }), RUNS);
  });

  test('a default route', () => {
    fc.assert(fc.property(scenarios, fc.constantFrom('0.0.0.0/0', '::/0'), (scenario, destination) => {
      fc.pre(destination in scenario.routes);
      const rest = Object.fromEntries(Object.entries(scenario.routes).filter(([block]) => block !== destination));
      expectNoMore(network({ ...scenario, routes: rest }), network(scenario));
    }), RUNS);
  });

  test('the attachment of the internet gateway, and the flag for IPv6', () => {
    fc.assert(fc.property(scenarios, (scenario) => {
      expectNoMore(network({ ...scenario, isAttached: false }), network({ ...scenario, isAttached: true }));
      const [more, less] = [true, false].map((ipv6) => reach(network({ ...scenario, ipv6 })));
      expect(Object.entries(less).filter(([destination, rank]) => rank > more[destination])).toEqual([]);
    }), RUNS);
  });

  test('a subnet more to choose from reaches no more', () => {
    fc.assert(fc.property(scenarios, fc.constantFrom('Private', 'Second', 'Public'), (scenario, subnet) => {
      expectNoMore(network({ ...scenario, subnets: [...scenario.subnets, subnet] }), network(scenario));
    }), RUNS);
  });
});
