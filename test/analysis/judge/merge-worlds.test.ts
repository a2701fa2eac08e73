import * as fc from 'fast-check';
import { judge } from '../../../src/analysis/judge/judge';
import { mergeWorlds, withoutVerdicts } from '../../../src/analysis/judge/merge-worlds';
import type { Analysis } from '../../../src/analysis/model/analysis';
import type { Judgement } from '../../../src/analysis/model/judgement';
import type { Workload } from '../../../src/analysis/model/network';
import type { SubnetVerdict, VerdictKind } from '../../../src/analysis/model/verdict';
import { conjunction } from '../../../src/analysis/model/verdict';
import { finding } from '../../../src/analysis/rules/finding';
import { ModelBuilder, privateNetwork, source } from '../support/builders';

const KINDS = ['reachable', 'blocked', 'inconclusive'] as const;
const NAMES = ['A', 'B'] as const;
const DESTINATIONS = ['internet', 's3'] as const;

/** What one world says: of each function that is in it, the verdict on each subnet for each destination that it has. */
interface Said {
  readonly functions: Readonly<Partial<Record<typeof NAMES[number], Readonly<Partial<Record<typeof DESTINATIONS[number], readonly VerdictKind[]>>>>>>;
  readonly findings: readonly (typeof NAMES[number])[];
}

const said: fc.Arbitrary<Said> = fc.record({
  functions: fc.record(Object.fromEntries(NAMES.map((name) => [name, fc.record(Object.fromEntries(DESTINATIONS.map((destination) =>
    [destination, fc.array(fc.constantFrom(...KINDS), { minLength: 2, maxLength: 2 })])), { requiredKeys: [] })])), { requiredKeys: [] }),
  findings: fc.subarray([...NAMES]),
});

function workload(id: string): Workload {
  return new ModelBuilder().lambda(id, [], []);
}

function subnetVerdict(verdict: VerdictKind, place: number): SubnetVerdict {
  const obstacle = {
    status: verdict === 'blocked' ? 'violated' : 'unknown', code: 'NO_ROUTE_TO_DESTINATION', detail: `${verdict} there`, mend: { inTemplate: 'add one' },
  } as const;
  return { subnet: `subnet-${place}`, verdict, path: { hops: [], obstacles: verdict === 'reachable' ? [] : [obstacle], assumptions: [] } };
}

function judgementOn(destination: string, verdicts: readonly VerdictKind[]): Judgement {
  const subnets = verdicts.map(subnetVerdict);
  return { destination, family: 'ipv4', verdict: conjunction(verdicts), declared: verdicts[0] === 'blocked', asked: false, subnets, conditions: [] };
}

function analysisOf({ functions, findings }: Said): Analysis {
  return {
    functions: NAMES.filter((name) => functions[name] !== undefined).map((name) => ({
      workload: workload(name),
      judgements: Object.entries(functions[name]!).map(([destination, verdicts]) => judgementOn(destination, verdicts)),
    })),
    findings: findings.map((name) => finding('LAMBDA_URL_IS_PUBLIC', source(name), 'it is', { inTemplate: 'close it' })),
  };
}

function merged(worlds: readonly Said[]): Analysis {
  return mergeWorlds(worlds.map((world, index) => ({ assumptions: [`C${index} is true`], analysis: analysisOf(world) })));
}

/** The verdicts in an order of their own: `A internet` → `blocked declared`. */
function verdictsOf({ functions }: Analysis): Record<string, string> {
  const entries = functions.flatMap(({ workload: { source: { id } }, judgements }) => judgements.map(({ destination, verdict, declared }) =>
    [`${id} ${destination}`, declared ? `${verdict} declared` : verdict] as const));
  return Object.fromEntries(entries.sort(([one], [other]) => one < other ? -1 : 1));
}

describe('law: of all worlds together', () => {
  test('the order of the worlds says nothing', () => {
    fc.assert(fc.property(fc.array(said, { minLength: 1, maxLength: 4 }), (worlds) => {
      const [forwards, backwards] = [merged(worlds), merged([...worlds].reverse())];
      expect(verdictsOf(backwards)).toEqual(verdictsOf(forwards));
      expect(backwards.findings.map(({ source: { id } }) => id).sort()).toEqual(forwards.findings.map(({ source: { id } }) => id).sort());
    }));
  });

  test('the same verdict in all is the verdict, and any difference makes it inconclusive', () => {
    fc.assert(fc.property(fc.array(said, { minLength: 2, maxLength: 4 }), (worlds) => {
      const found = verdictsOf(merged(worlds));
      for (const name of NAMES) {
        for (const destination of DESTINATIONS) {
          const kinds = worlds.flatMap(({ functions }) => functions[name]?.[destination] ?? []).length === 0 ? []
            : worlds.flatMap(({ functions }) => functions[name]?.[destination] === undefined ? [] : [conjunction(functions[name][destination])]);
          const isSame = new Set(kinds).size === 1;
          expect(found[`${name} ${destination}`]?.split(' ')[0]).toBe(kinds.length === 0 ? undefined : isSame ? kinds[0] : 'inconclusive');
        }
      }
    }));
  });

  test('every function, destination and finding of any world is there, once', () => {
    fc.assert(fc.property(fc.array(said, { minLength: 1, maxLength: 4 }), (worlds) => {
      const { functions, findings } = merged(worlds);
      const ids = functions.map(({ workload: { source: { id } } }) => id);
      expect([...ids].sort()).toEqual(NAMES.filter((name) => worlds.some((world) => world.functions[name] !== undefined)));
      expect(findings.map(({ source: { id } }) => id).sort()).toEqual(NAMES.filter((name) => worlds.some((world) => world.findings.includes(name))));
      functions.forEach(({ judgements }) => expect(new Set(judgements.map(({ destination }) => destination)).size).toBe(judgements.length));
    }));
  });

  test('a verdict that is not one has conditions and an obstacle, and says what is worse under which', () => {
    fc.assert(fc.property(fc.array(said, { minLength: 2, maxLength: 4 }), (worlds) => {
      for (const { judgements } of merged(worlds).functions) {
        for (const { verdict, conditions, subnets } of judgements.filter((judgement) => judgement.conditions.length > 0)) {
          expect(verdict).toBe('inconclusive');
          expect(conditions).toHaveLength(1);
          expect(conjunction(subnets.map((subnet) => subnet.verdict))).toBe('inconclusive');
          const details = subnets.flatMap(({ path }) => path.obstacles).map(({ code, detail }) => `${code}: ${detail}`);
          expect(details.length).toBeGreaterThan(0);
          details.forEach((detail) => expect(detail).toMatch(/^UNDECIDED_CONDITION: when C\d is true: (blocked|inconclusive) there$/));
        }
      }
    }));
  });

  test('one world is itself', () => {
    fc.assert(fc.property(said, (world) => {
      expect(merged([world])).toEqual(analysisOf(world));
    }));
  });

  test('and a world said twice says it once', () => {
    fc.assert(fc.property(said, (world) => {
      expect(verdictsOf(merged([world, world]))).toEqual(verdictsOf(merged([world])));
    }));
  });
});

describe('a world that leaves things out', () => {
  test('has no verdict and no finding, and says why', () => {
    fc.assert(fc.property(said, (world) => {
      const { functions, findings } = withoutVerdicts(analysisOf(world), 'too many conditions');
      expect(findings).toEqual([]);
      for (const { verdict, subnets } of functions.flatMap(({ judgements }) => judgements)) {
        expect(verdict).toBe('inconclusive');
        expect(subnets.every((subnet) => subnet.verdict === 'inconclusive' && subnet.path.obstacles[0].detail === 'too many conditions')).toBe(true);
      }
    }));
  });

  test('takes the verdicts of the others', () => {
    const { model } = privateNetwork();
    const worlds = [{ assumptions: ['C is true'], model }, { assumptions: ['C is false'], model, undecided: 'too many conditions' }];
    expect(judge(worlds.slice(0, 1)).functions[0].judgements[0].verdict).toBe('reachable');
    expect(judge(worlds).functions[0].judgements[0]).toMatchObject({ verdict: 'inconclusive', conditions: ['C is false'] });
  });
});
