import type { ZoneSlot } from '../../address-plan/zone-slot';

/**
 * An Availability Zone of a network, resolved for one stack.
 *
 * The slot and the key follow the zone itself and never its position in a list, so everything that is made of them
 * (addresses, logical ids) stays where it is when zones come or go.
 */
export interface Zone extends ZoneSlot {
  /** The user's word for the zone: its name, its id, or, in an environment-agnostic stack, `a`, `b` … for the Region's first, second zone. */
  readonly name: string;

  /** The zone's place in the address plan: `a` and `az1` are 0, `b` and `az2` are 1 … */
  readonly slot: number;

  /** The part of logical ids that stands for the zone: `A`, `B` … or `Az1`, `Az2` … */
  readonly key: string;

  /** The zone's name as `ec2.Vpc` gets it; a token where it is known only during deployment. */
  readonly availabilityZone: string;

  /** The zone id, where zones were asked for by id. */
  readonly zoneId?: string;

  /** Tell a zone that was asked for by id how its name can be had during deployment. */
  readonly settleName?: (name: string) => void;
}

/** An ordinary zone's name ends in its letter: `eu-west-1a`. A Local Zone (`us-east-1-bos-1a`) or Wavelength Zone does not match. */
const ZONE_NAME = /^([a-z]{2,}(?:-[a-z]+)+-\d+)([a-z])$/;

/** An ordinary zone's id ends in its number: `euw1-az1`. A Local Zone's (`use1-bos1-az1`) does not match. */
const ZONE_ID = /^[a-z]+\d+-az(\d+)$/;

/** The letter of an ordinary zone's name and the Region before it. */
export function parseZoneName(name: string): { readonly region: string; readonly letter: string } | undefined {
  const match = ZONE_NAME.exec(name);
  return match ? { region: match[1], letter: match[2] } : undefined;
}

/** The answer of the CDK for the zones of an environment that it has not looked up yet. */
const DUMMY_ZONE = /^dummy1([a-z])$/;

/** Returns whether the name of a zone stands for one that has not been looked up yet. */
export function isDummyZone(name: string): boolean {
  return DUMMY_ZONE.test(name);
}

/**
 * Returns whether a zone is the one that a user names: as `Zones` names it, or by the end of that, `a` or `az1`.
 *
 * A zone that has not been looked up yet is told by its letter. In an environment-agnostic stack `a` is the first zone of the Region,
 * and names of zones are nobody's.
 */
export function isZone({ name, zoneId, key }: Zone, given: string): boolean {
  const letter = isDummyZone(name) ? parseZoneName(given)?.letter : undefined;
  return [name, zoneId, key.toLowerCase()].includes(given) || letter === key.toLowerCase();
}

/** Returns whether a text can be the name of a zone at all. */
export function looksLikeZone(given: string): boolean {
  return parseZoneName(given) !== undefined || parseZoneId(given) !== undefined || /^(?:[a-z]|az[1-9]\d*)$/.test(given);
}

/** The zone with a given letter. */
export function zoneOfLetter(letter: string, name: string, availabilityZone: string): Zone {
  return { name, slot: letter.charCodeAt(0) - 'a'.charCodeAt(0), key: letter.toUpperCase(), availabilityZone };
}

/** The number in an ordinary zone's id. */
export function parseZoneId(zoneId: string): number | undefined {
  const match = ZONE_ID.exec(zoneId);
  return match && Number(match[1]) > 0 ? Number(match[1]) : undefined;
}
