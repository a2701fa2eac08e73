/** A place in two documents at which they are not equal. */
export interface Difference {
  /** The keys that lead there. */
  readonly at: readonly string[];
  readonly expected: unknown;
  readonly found: unknown;
}

/** Where two documents of JSON differ, in the order of their keys. The order of the members of an object is no difference. */
export function differences(expected: unknown, found: unknown, at: readonly string[] = []): Difference[] {
  if (isObject(expected) && isObject(found) && Array.isArray(expected) === Array.isArray(found)) {
    return [...new Set([...Object.keys(expected), ...Object.keys(found)])]
      .flatMap((key) => differences(expected[key], found[key], [...at, key]));
  }
  return Object.is(expected, found) ? [] : [{ at, expected, found }];
}

/** A difference in one line of text. */
export function describeDifference({ at, expected, found }: Difference): string {
  return `${at.join(' › ')}: expected ${show(expected)}, found ${show(found)}`;
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
