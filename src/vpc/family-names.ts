import type { AddressFamily } from './address-family';
import type { DeclaredFamily } from '../metadata/declared-destination';

/** The families as a template spells them. */
export function familyNames(families: readonly AddressFamily[]): DeclaredFamily[] {
  return families.map((family) => `${family}` as const);
}
