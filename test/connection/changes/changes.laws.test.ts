import * as fc from 'fast-check';
import type { AppState, DestinationName, FunctionPlace, FunctionState } from './changing-app';
import { DESTINATIONS, STRENGTHS, appOf, reaches } from './changing-app';
import type { Account } from '../../support/deployer/account';
import type { Assembly } from '../../support/deployer/assembly';
import type { Outcome } from '../../support/deployer/deploy-app';
import { deployApp, firstDeployment } from '../../support/deployer/deploy-app';

/*
 * Laws: an app is deployed, changed and deployed again, several times, each time in every order that its stacks can be deployed in.
 * - Nothing is refused, whatever functions declare, wherever they are, come from or go to.
 * - A function reaches what it declared before and after, at every moment in between, and no group is left behind: where the rules are in the
 *   function's own stack, and where the function has a group of its own.
 * A function that declares nothing stays in each stack, because the last one takes the network's own exports with it, as in every app of AWS CDK.
 */

const PLACES: readonly FunctionPlace[] = ['Network', 'Functions', 'Others'];
const ANCHORS: readonly FunctionState[] = PLACES.map((place) => ({ id: `Anchor${place}`, place, destinations: [], isDedicated: false }));
const RUNS = { numRuns: 6 };

const destinations = fc.subarray([...DESTINATIONS]);
const functionStates = (ids: readonly string[], place: fc.Arbitrary<FunctionPlace>, isDedicated: fc.Arbitrary<boolean>) =>
  fc.tuple(...ids.map((id): fc.Arbitrary<FunctionState> => fc.record({ id: fc.constant(id), place, destinations, isDedicated })));

/** Any functions, and perhaps a database. */
const anyState: fc.Arbitrary<AppState> = fc.record({
  functions: functionStates(['One', 'Two'], fc.constantFrom(...PLACES), fc.boolean()).chain((functions) => fc.subarray(functions)),
  hasDatabase: fc.boolean(),
}).map(({ functions, hasDatabase }) => withAnchors({ functions: hasDatabase ? functions : functions.map(withoutDatabase), hasDatabase }));

function withAnchors({ functions, hasDatabase }: AppState): AppState {
  return { functions: [...ANCHORS, ...functions], hasDatabase };
}

function withoutDatabase(state: FunctionState): FunctionState {
  return { ...state, destinations: state.destinations.filter((name) => name !== 'database') };
}

/** A database goes when nobody declares it any more: the deployment before takes the rules away. */
function inSteps(states: readonly AppState[]): AppState[] {
  return states.flatMap((state, index) => {
    const next = states[index + 1] as AppState | undefined;
    return state.hasDatabase && next?.hasDatabase === false ? [state, { ...state, functions: state.functions.map(withoutDatabase) }] : [state];
  });
}

interface Change {
  readonly before: AppState;
  readonly after: AppState;
  readonly outcomes: readonly Outcome[];
}

interface History {
  readonly changes: Change[];
  readonly account: Account;
  readonly last: Assembly;
}

/** Deploy one state of an app after the other. The account is the same after every order, but for the ids in it. */
function changesOf(states: readonly AppState[], context: Record<string, string>): History {
  let last = appOf(states[0], context).assembly;
  let account = firstDeployment(last);
  const changes = states.slice(1).map((after, index) => {
    const assembly = appOf(after, context).assembly;
    const outcomes = deployApp(account, last, assembly);
    [{ account }] = outcomes;
    last = assembly;
    return { before: states[index], after, outcomes };
  });
  return { changes, account, last };
}

function refusalsOf(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap(({ refusal }) => refusal === undefined ? [] : [refusal.message]);
}

/** The functions that are there, and declare a group, before and after, with the group. */
function kept({ before, after }: Change): Array<{ readonly id: string; readonly place: FunctionPlace; readonly group: DestinationName }> {
  return after.functions.flatMap(({ id, place, destinations: names }) => {
    const old = before.functions.find((each) => each.id === id && each.place === place);
    return (['database', 'cache'] as const).filter((group) => names.includes(group) && old?.destinations.includes(group)).map((group) => ({ id, place, group }));
  });
}

function assertKept(change: Change): void {
  for (const { id, place, group } of kept(change)) {
    const [stack, groupId] = group === 'database' ? ['Database', 'Database'] : ['Network', 'Cache'];
    change.outcomes.forEach(({ moments }) => moments.forEach((moment, index) => {
      expect({ id, group, index, isReached: reaches(moment, place, id, stack, groupId) }).toEqual({ id, group, index, isReached: true });
    }));
  }
}

describe.each(STRENGTHS)('F5, F8: %s', (_, context) => {
  test('no change of destinations is refused, nor of functions, their places and the database', () => {
    fc.assert(fc.property(fc.array(anyState, { minLength: 2, maxLength: 3 }), (states) => {
      changesOf(inSteps(states), context).changes.forEach(({ outcomes }) => expect(refusalsOf(outcomes)).toEqual([]));
    }), RUNS);
  });

  test('what stays declared stays reached, nothing is left behind, and at the end all can be deleted', () => {
    // functions beside the network have groups of their own; in the other stacks either kind
    const state = fc.tuple(
      functionStates(['One'], fc.constant('Network'), fc.constant(true)),
      functionStates(['Two', 'Three'], fc.constant('Functions'), fc.constant(false)),
      functionStates(['Four'], fc.constant('Others'), fc.constant(true)),
    ).map((functions) => withAnchors({ functions: functions.flat(), hasDatabase: true }));
    fc.assert(fc.property(fc.array(state, { minLength: 3, maxLength: 3 }), (states) => {
      const { changes, account, last } = changesOf(states, context);
      changes.forEach((change) => {
        expect(refusalsOf(change.outcomes)).toEqual([]);
        expect(change.outcomes.flatMap((outcome) => [...outcome.account.leftBehind])).toEqual([]);
        assertKept(change);
      });
      expect(changes.some((change) => change.outcomes.length > 1)).toBe(true);
      deployApp(account, last, []).forEach((outcome) => expect(outcome.refusal?.message).toBeUndefined());
    }), RUNS);
  });

  test('what is deployed is what the first deployment would have made', () => {
    fc.assert(fc.property(anyState, anyState, (one, other) => {
      const states = inSteps([one, other]);
      const { account, last } = changesOf(states, context);
      expect(wordsOf(account)).toEqual(wordsOf(firstDeployment(last)));
    }), RUNS);
  });
});

/** The rules of groups that belong to a stack, with names in the place of ids. */
function wordsOf(account: Account): string[] {
  return account.rules().filter(({ group }) => !account.leftBehind.has(group))
    .map(({ group, direction, peer, ports }) => `${group} ${direction} ${peer} ${ports}`.replace(/#\d+/g, '')).sort();
}
