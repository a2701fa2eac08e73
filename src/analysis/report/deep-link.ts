import type { AddressFamily } from '../model/address-block';

/*
 * Models: the fragment of an address that leads to one verdict in a report: `#Orders/internet/ipv4`.
 * Law: each function, destination and family has one fragment, and the fragment is read back as the same.
 */

/** The verdict that a fragment is about. */
export interface DeepLink {
  /** The name of the function in reports. */
  readonly name: string;
  readonly destination: string;
  readonly family: AddressFamily;
}

export function spellDeepLink({ name, destination, family }: DeepLink): string {
  return `#${encoded(name)}/${encoded(destination)}/${family}`;
}

/** The files of the report and of its data, as a synthesis and `check --report` call them. */
export const REPORT_FILE = 'reachability.html';
export const RECORD_FILE = 'reachability.json';

/** Slashes would end a part, and are common in names; what else a name has is spelled as in other addresses. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\uFFFD')).replace(/%3A/g, ':').replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Undefined when it is none. */
export function readDeepLink(fragment: string): DeepLink | undefined {
  const parts = fragment.replace(/^#/, '').split('/');
  const [name, destination, family] = parts.map(decoded);
  return parts.length === 3 && name !== undefined && destination !== undefined && (family === 'ipv4' || family === 'ipv6') ? { name, destination, family } : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
