import type { MapValue, Value } from './value';
import { NONE } from './value';

/*
 * Models: an object of a template, of which each entry is evaluated when it is asked for. What nobody asks for has no say: a
 * condition in an entry that no network is made of does not count.
 */

/** The entries of an object. */
export class LazyMap implements MapValue {
  public readonly kind = 'map';
  private readonly known = new Map<string, Value>();

  constructor(private readonly raw: Readonly<Record<string, unknown>>, private readonly evaluate: (raw: unknown) => Value) {
  }

  public keys(): string[] {
    return Object.keys(this.raw);
  }

  /** The value of an entry; none when it is not there. */
  public get(key: string): Value {
    const known = this.known.get(key);
    if (known !== undefined) {
      return known;
    }
    const value = Object.hasOwn(this.raw, key) ? this.evaluate(this.raw[key]) : NONE;
    this.known.set(key, value);
    return value;
  }
}
