/*
 * Models: what is kept of data that a program printed: an allow-list. A shape names the fields that are taken; whatever it does not name is never looked at, so that it cannot
 * get into a file by accident.
 * Law: taking twice is taking once. Where data is taken strictly, a field that the shape does not name is a problem, and so is each value of another kind.
 */

/** The way data is taken. */
export interface Taking {
  /** Tells whether a field that is not named is a problem: in a file of ours, not in what AWS prints. */
  readonly isStrict: boolean;

  /** The things that do not fit, a sentence each. */
  readonly problems: string[];
}

/** Keeps a part of a value. */
export interface Shape<T> {
  /** Returns what is kept; undefined for what is not there, or does not fit. */
  take(raw: unknown, at: string, taking: Taking): T | undefined;
}

/** The type of what a shape keeps. */
export type Kept<S> = S extends Shape<infer T> ? T : never;

type Fields = Readonly<Record<string, Shape<unknown>>>;
type ObjectOf<F extends Fields> = { readonly [K in keyof F]?: Kept<F[K]> };

export const text: Shape<string> = primitive('string', 'a text');
export const flag: Shape<boolean> = primitive('boolean', 'true or false');
export const number: Shape<number> = primitive('number', 'a number');

/** A list whose order says nothing: equal lists are spelled alike. */
export function list<T>(of: Shape<T>): Shape<readonly T[]> {
  return {
    take: (raw, at, taking) => {
      const items = ordered(of).take(raw, at, taking);
      return items === undefined ? undefined : sorted(items);
    },
  };
}

/** A list whose order counts. */
export function ordered<T>(of: Shape<T>): Shape<readonly T[]> {
  return {
    take: (raw, at, taking) => {
      if (isAbsent(raw)) {
        return undefined;
      }
      if (!Array.isArray(raw)) {
        return refuse(raw, at, 'a list', taking);
      }
      return raw.flatMap((item: unknown, place) => of.take(item, `${at}[${place}]`, taking) ?? []);
    },
  };
}

/** An object, of which the named fields are kept, in their order. */
export function object<F extends Fields>(fields: F): Shape<ObjectOf<F>> {
  return {
    take: (raw, at, taking) => {
      if (isAbsent(raw)) {
        return undefined;
      }
      if (typeof raw !== 'object' || Array.isArray(raw)) {
        return refuse(raw, at, 'an object', taking);
      }
      const entries = raw as Readonly<Record<string, unknown>>;
      if (taking.isStrict) {
        Object.keys(entries).filter((key) => !Object.hasOwn(fields, key)).forEach((key) => taking.problems.push(`${at} has the field '${key}', which no snapshot has`));
      }
      const kept: Record<string, unknown> = {};
      for (const [name, shape] of Object.entries(fields)) {
        const value = shape.take(Object.hasOwn(entries, name) ? entries[name] : undefined, `${at}.${name}`, taking);
        if (value !== undefined) {
          kept[name] = value;
        }
      }
      return kept as ObjectOf<F>;
    },
  };
}

/** A policy: JSON, or JSON within a text. */
export const policy: Shape<unknown> = {
  take: (raw) => {
    if (typeof raw !== 'string') {
      return isAbsent(raw) ? undefined : raw;
    }
    try {
      return JSON.parse(raw) as unknown;
    } catch {
      return undefined;
    }
  },
};

/** Sorts data by how it is spelled. */
export function sorted<T>(items: readonly T[]): readonly T[] {
  return items.map((item) => ({ item, key: JSON.stringify(item) })).sort((one,
    other) => one.key < other.key ? -1 : one.key > other.key ? 1 : 0).map(({ item }) => item);
}

function primitive<T>(kind: 'string' | 'boolean' | 'number', words: string): Shape<T> {
  return {
    take: (raw, at, taking) => isAbsent(raw) ? undefined : typeof raw === kind ? raw as T : refuse(raw, at, words, taking),
  };
}

function refuse(raw: unknown, at: string, expected: string, { problems }: Taking): undefined {
  problems.push(`${at} is ${JSON.stringify(raw)?.slice(0, 60)}, expected ${expected}`);
  return undefined;
}

function isAbsent(raw: unknown): raw is undefined | null {
  return raw === undefined || raw === null;
}
