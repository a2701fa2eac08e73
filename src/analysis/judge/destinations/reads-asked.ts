import type { AskedDestination } from './asked-destination';
import { readAskedDestination } from './asked-destination';
import { Names } from './names';
import type { World } from '../../model/world';

/** Returns what reads destinations as people write them, for worlds whose resources they may name; undefined comes of what is none. */
export function readsAsked(worlds: readonly World[]): (text: string) => AskedDestination | undefined {
  let names: readonly Names[] | undefined;
  return (text) => readAskedDestination(text, (name) => {
    names ??= worlds.map(({ model }) => new Names(model));
    return names.some((index) => index.has(name));
  });
}
