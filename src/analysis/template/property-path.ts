import { entryOf, itemsOf } from './coerce';
import type { TemplateResource } from './evaluation-context';
import type { Value } from './value';
import { listOf } from './value';

/** Returns what a path of properties leads to: through objects and, with `[]`, through all items of a list. */
export function at(resource: TemplateResource, path: string): Value {
  const [first, ...others] = path.split('.');
  return others.reduce((value, name) => step(value, name), step(resource, first));
}

function step(from: Value | TemplateResource, name: string): Value {
  const plain = name.replace('[]', '');
  if (typeof from === 'object' && from !== null && 'logicalId' in from) {
    return from.get(plain);
  }
  return typeof from === 'object' && from?.kind === 'list' ? listOf(from.items.flatMap((item) => itemsOf(entryOf(item, plain)))) : entryOf(from, plain);
}
