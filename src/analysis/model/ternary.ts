/*
 * Models: what can be said of a question when some of what it asks about is not known before deployment.
 * Law: Kleene's strong logic. `unknown` never turns into an answer, and an answer that does not hang on what is unknown stays one.
 */

/** An answer, or the admission that there is none. */
export type Ternary = 'yes' | 'no' | 'unknown';

/** `yes` or `no`. */
export function ternary(answer: boolean): Ternary {
  return answer ? 'yes' : 'no';
}

/** The opposite. */
export function not(answer: Ternary): Ternary {
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'unknown';
}

/** `no` as soon as one is; `yes` when all are. */
export function all(answers: Iterable<Ternary>): Ternary {
  let result: Ternary = 'yes';
  for (const answer of answers) {
    if (answer === 'no') {
      return 'no';
    }
    if (answer === 'unknown') {
      result = 'unknown';
    }
  }
  return result;
}

/** `yes` as soon as one is; `no` when none is. */
export function any(answers: Iterable<Ternary>): Ternary {
  let result: Ternary = 'no';
  for (const answer of answers) {
    if (answer === 'yes') {
      return 'yes';
    }
    if (answer === 'unknown') {
      result = 'unknown';
    }
  }
  return result;
}
