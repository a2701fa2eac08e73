import type { Place, ReachabilityRecord } from '../record/reachability-record';

/*
 * Models: names that fit into boxes.
 * Law: a name that is cut shows that it is, and the whole one stands in the title of the box.
 */

/** Names that AWS CDK gives to the resource inside a construct, and that say nothing. */
const INNER = new Set(['Resource', 'Default', 'Subnet']);

/** The last part of a construct path that says something. */
export function shortName(name: string): string {
  const parts = name.split('/').filter((part) => part !== '');
  while (parts.length > 1 && INNER.has(parts[parts.length - 1])) {
    parts.pop();
  }
  return parts[parts.length - 1] ?? name;
}

/** A text of so many characters at most; what is in the middle goes first, because names differ at their ends. */
export function fitted(text: string, most: number): string {
  const characters = [...text];
  const kept = Math.max(1, most - 1);
  return characters.length <= most ? text
    : `${characters.slice(0, Math.ceil(kept / 2)).join('')}…${characters.slice(characters.length - Math.floor(kept / 2)).join('')}`;
}

export function nameOf({ resources }: ReachabilityRecord, place: Place): string {
  return resources[place].id;
}

/** Names of the functions of a group: the first, and how many there are besides. */
export function namesOfGroup(record: ReachabilityRecord, group: Place): { readonly label: string; readonly title: string } {
  const names = record.network.interfaceGroups[group].functions.map((place) => nameOf(record, record.functions[place].resource));
  const [first, ...others] = names;
  return {
    label: others.length === 0 ? shortName(first) : `${shortName(first)} +${others.length}`,
    title: names.length > TITLE_NAMES ? `${names.slice(0, TITLE_NAMES).join(', ')} and ${names.length - TITLE_NAMES} more` : names.join(', '),
  };
}

const TITLE_NAMES = 12;
