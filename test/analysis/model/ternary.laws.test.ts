import type { Ternary } from '../../../src/analysis/model/ternary';
import { all, any, not, ternary } from '../../../src/analysis/model/ternary';

const VALUES: readonly Ternary[] = ['yes', 'no', 'unknown'];

/** All answers that a list can turn out to be once everything is known. */
function completions(answers: readonly Ternary[]): readonly (readonly boolean[])[] {
  return answers.reduce<readonly (readonly boolean[])[]>((lists, answer) =>
    lists.flatMap((list) => (answer === 'unknown' ? [true, false] : [answer === 'yes']).map((next) => [...list, next])), [[]]);
}

function commonAnswer(outcomes: readonly boolean[]): Ternary {
  return outcomes.every(Boolean) ? 'yes' : outcomes.some(Boolean) ? 'unknown' : 'no';
}

const LISTS = [[], ...VALUES.flatMap((one) => [[one], ...VALUES.flatMap((two) => [[one, two], ...VALUES.map((three) => [one, two, three])])])];

describe('ternary answers', () => {
  test.each(LISTS)('are what all completions have in common: %s %s %s', (...answers) => {
    expect(all(answers)).toBe(commonAnswer(completions(answers).map((list) => list.every(Boolean))));
    expect(any(answers)).toBe(commonAnswer(completions(answers).map((list) => list.some(Boolean))));
    expect(any(answers.map(not))).toBe(not(all(answers)));
  });

  test('have opposites', () => {
    expect(VALUES.map(not)).toEqual(['no', 'yes', 'unknown']);
    expect([ternary(true), ternary(false)]).toEqual(['yes', 'no']);
  });
});
