import type { Place, ReachabilityRecord } from '../record/reachability-record';

/*
 * Models: sentences of two records that say the same, though they call resources by other names.
 */

/** A record, and what both sides call its resources. */
export interface Speaker {
  readonly record: ReachabilityRecord;

  /** Names a resource so that both sides call it the same; undefined for one that only this side has. */
  readonly nameOf: (resource: Place) => string | undefined;

  /** The common name of the resource that a word is the name of. */
  readonly meaningOf: (word: string) => string | undefined;
}

/** Make a speaker of a record. */
export function speaker(record: ReachabilityRecord, nameOf: Speaker['nameOf']): Speaker {
  const meanings = new Map<string, string>();
  record.resources.forEach(({ id, logicalId }, place) => {
    const name = nameOf(place);
    if (name !== undefined) {
      [id, logicalId].forEach((each) => each !== undefined && !meanings.has(each) && meanings.set(each, name));
    }
  });
  return { record, nameOf, meaningOf: (word) => meanings.get(word) };
}

/** Tells whether a sentence of one side says what one of the other side says: each word is the same, or the name of the same resource. */
export function isSameSentence(one: string, side: Speaker, other: string, otherSide: Speaker): boolean {
  if (one === other) {
    return true;
  }
  const [words, others] = [wordsOf(one), wordsOf(other)];
  return words.length === others.length && words.every((word, index) => {
    const meaning = side.meaningOf(word);
    return word === others[index] || meaning !== undefined && meaning === otherSide.meaningOf(others[index]);
  });
}

function wordsOf(sentence: string): string[] {
  // a destination is a name with a port behind it
  return sentence.split(/([\s,;()]+|:(?=\s|\d|$))/);
}
