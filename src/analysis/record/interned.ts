import type { Place } from './reachability-record';

/** A list in which each thing is once, named by its place. */
export class Interned<T> {
  private readonly list: T[] = [];
  private readonly places = new Map<string, Place>();

  /** All of it, in the order in which it was first named. */
  public get items(): readonly T[] {
    return this.list;
  }

  /** The place of a thing with this content. */
  public place(item: T): Place {
    return this.placeOf(JSON.stringify(item), () => item);
  }

  /** The place of the thing with this key, which is made the first time. */
  public placeOf(key: string, make: () => T): Place {
    const known = this.places.get(key);
    if (known !== undefined) {
      return known;
    }
    const place = this.list.push(make()) - 1;
    this.places.set(key, place);
    return place;
  }
}
