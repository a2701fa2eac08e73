import { itemsOf, mapOf } from '../template/coerce';
import { toPlain } from '../template/plain';
import type { Value } from '../template/value';
import { isNone } from '../template/value';

/*
 * Models: ARNs and names as they are spelled in policies, and whether two of them can mean one resource. What is not known is a name in `${…}`; the name of a resource of a
 * template, or of an attribute of it, begins with the template and `#`.
 * Law: two are different only when that is sure.
 */

/** The spelling of what is not known at all. */
const ANYTHING = '${?}';

const MAX_DEPTH = 5;

/** All texts in a value: itself, those of a list, those of the entries of an object. */
export function spelledTexts(value: Value, depth = 0): readonly string[] {
  const map = mapOf(value);
  const inner = map === undefined ? itemsOf(value) : map.keys().map((key) => map.get(key));
  if (isNone(value) || depth > MAX_DEPTH) {
    return [];
  }
  if (map !== undefined || inner.length !== 1 || inner[0] !== value) {
    return inner.flatMap((item) => spelledTexts(item, depth + 1));
  }
  const plain = toPlain(value);
  return [plain.known && typeof plain.value === 'string' ? plain.value : ANYTHING];
}

/** Tells whether a resource of a policy can be the one that is meant elsewhere. */
export function maySpellSame(resource: string, meant: string): boolean {
  const [one, other] = [definedIn(resource), definedIn(meant)];
  if (one !== undefined && other !== undefined) {
    return one === other;
  }
  if (resource.includes('${') || meant.includes('${')) {
    return true;
  }
  const literal = resource.slice(0, /[*?]|$/.exec(resource)!.index);
  return meant.startsWith(literal) || literal.startsWith(meant);
}

/** The resource of a template at the beginning of a spelling, or behind the beginning of an ARN. */
export function definedIn(text: string): string | undefined {
  return /^(?:arn:[^#]*:)?\$\{([^${}#]*#\w+)(?:\.[\w.]+)?\}/.exec(text)?.[1];
}

/** The service in the spelling of an ARN. */
export function serviceIn(text: string): string | undefined {
  return /^arn:(?:\$\{[^}]*\}|[^:]*):([a-z0-9-]+):/.exec(text)?.[1];
}
