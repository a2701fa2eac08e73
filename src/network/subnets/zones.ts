import { Lazy, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Zone } from './zone';
import { isDummyZone, parseZoneId, parseZoneName, zoneOfLetter } from './zone';
import { NetworkError } from '../../private/network-error';

/*
 * Models: the zones that a user asks for, found in the environment of a stack.
 * Law: a zone has the slot of its letter or number, whatever other zones there are.
 * Refuses: fewer zones than were asked for, and zones that are not ordinary Availability Zones.
 */

/**
 * The Availability Zones a network spans.
 *
 * A zone keeps its addresses and logical ids by its own letter or id, never by its position, so zones can be added
 * in any order without touching what exists.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { PrivateLambdaNetwork, Zones } from 'cdk-lambda-network';
 *
 * declare const stack: Stack;
 * new PrivateLambdaNetwork(stack, 'Network', { zones: Zones.count(3) });
 */
export abstract class Zones {
  /**
   * The first zones of the stack's Region, in the order of their letters.
   *
   * An environment-agnostic stack knows of two zones; asking it for more is an error. Local Zones and Wavelength Zones
   * are never chosen.
   *
   * @param count how many zones: a whole number from 1; with a single zone synthesis warns
   */
  public static count(count: number): Zones {
    return new CountedZones(count);
  }

  /**
   * Zones by their names, such as `eu-west-1a`.
   *
   * A name belongs to one account: `eu-west-1a` of two accounts can be two different places.
   *
   * @param names the names, in any order
   */
  public static named(...names: string[]): Zones {
    return new NamedZones(names);
  }

  /**
   * Zones by their ids, such as `euw1-az1`, which mean the same place in every account.
   *
   * @param zoneIds the ids, in any order
   */
  public static ids(...zoneIds: string[]): Zones {
    return new ZonesById(zoneIds);
  }

  /**
   * The zones, in the order of their slots.
   *
   * @internal
   */
  public abstract _resolve(scope: Construct): Zone[];
}

class CountedZones extends Zones {
  constructor(private readonly wanted: number) {
    super();
    if (Token.isUnresolved(wanted)) {
      throw new NetworkError('TOKEN_NOT_ALLOWED', 'Zones.count() got a token, but the number of zones shapes the template: pass a literal number');
    }
    if (!Number.isInteger(wanted) || wanted < 1) {
      throw new NetworkError('ZONE_COUNT', `Zones.count(${wanted}) must be a whole number from 1: a network spans two zones or more to survive the loss of one`);
    }
  }

  public _resolve(scope: Construct): Zone[] {
    const zones = this.candidates(Stack.of(scope).availabilityZones);
    if (zones.length < this.wanted) {
      throw new NetworkError('ZONES_UNAVAILABLE', this.tooFew(scope, zones.length), scope);
    }
    return zones.slice(0, this.wanted);
  }

  private candidates(names: string[]): Zone[] {
    if (names.some((name) => Token.isUnresolved(name))) {
      return names.map((name, index) => {
        const letter = letterAt(index);
        return zoneOfLetter(letter, letter, name);
      });
    }
    if (names.every(isDummyZone)) {
      return Array.from({ length: this.wanted }, (_, index) => zoneOfLetter(letterAt(index), `dummy1${letterAt(index)}`, `dummy1${letterAt(index)}`));
    }
    return names.flatMap(ordinaryZone).sort(bySlot);
  }

  private tooFew(scope: Construct, available: number): string {
    if (Token.isUnresolved(Stack.of(scope).region)) {
      return `Zones.count(${this.wanted}) asks an environment-agnostic stack for ${this.wanted} zones, but it knows of ${available}: `
        + 'give the stack an env with account and region, or name the zones with Zones.named() or Zones.ids()';
    }
    return `Zones.count(${this.wanted}) asks for ${this.wanted} zones, but ${Stack.of(scope).region} gives this account ${available}: lower the count to ${available}`;
  }
}

class NamedZones extends Zones {
  private readonly zones: Zone[];

  constructor(names: string[]) {
    super();
    assertDistinctLiterals('Zones.named()', names);
    this.zones = names.map((name) => {
      const parsed = parseZoneName(name);
      if (parsed === undefined) {
        throw new NetworkError(
          'ZONE_NAME', `zone '${name}' is not the name of an ordinary Availability Zone: expected a Region and a letter such as eu-west-1a `
          + '(Local Zones and Wavelength Zones have no place in the address plan)',
        );
      }
      return zoneOfLetter(parsed.letter, name, name);
    }).sort(bySlot);
  }

  public _resolve(scope: Construct): Zone[] {
    const { region, availabilityZones } = Stack.of(scope);
    const known = availabilityZones.filter((name) => !Token.isUnresolved(name) && !isDummyZone(name));
    for (const { name } of this.zones) {
      if (!Token.isUnresolved(region) && parseZoneName(name)?.region !== region) {
        throw new NetworkError('ZONES_UNAVAILABLE', `zone ${name} is not in the Region of the stack, ${region}: name zones of ${region}`, scope);
      }
      if (known.length > 0 && !known.includes(name)) {
        throw new NetworkError('ZONES_UNAVAILABLE', `zone ${name} is not among the zones of this account, ${known.join(', ')}: name some of these`, scope);
      }
    }
    assertOneRegion(this.zones, scope);
    return this.zones;
  }
}

class ZonesById extends Zones {
  private readonly zones: ReadonlyArray<Omit<Zone, 'availabilityZone' | 'settleName'> & { readonly zoneId: string }>;

  constructor(zoneIds: string[]) {
    super();
    assertDistinctLiterals('Zones.ids()', zoneIds);
    this.zones = zoneIds.map((zoneId) => {
      const number = parseZoneId(zoneId);
      if (number === undefined) {
        throw new NetworkError('ZONE_NAME', `zone id '${zoneId}' is not the id of an ordinary Availability Zone: expected an id such as euw1-az1`);
      }
      return { name: zoneId, slot: number - 1, key: `Az${number}`, zoneId };
    }).sort(bySlot);
  }

  /** The name of a zone is known only during deployment, from the first subnet that stands in it. */
  public _resolve(): Zone[] {
    return this.zones.map((zone) => {
      let name = zone.zoneId;
      return { ...zone, availabilityZone: Lazy.string({ produce: () => name }), settleName: (settled) => (name = settled) };
    });
  }
}

function ordinaryZone(name: string): Zone[] {
  const parsed = parseZoneName(name);
  return parsed === undefined ? [] : [zoneOfLetter(parsed.letter, name, name)];
}

function letterAt(index: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + index);
}

function bySlot(one: { readonly slot: number }, other: { readonly slot: number }): number {
  return one.slot - other.slot;
}

function assertDistinctLiterals(factory: string, names: string[]): void {
  if (names.length === 0) {
    throw new NetworkError('ZONE_COUNT', `${factory} got no zone: name one zone or more, two to survive the loss of one`);
  }
  names.forEach((name, index) => {
    if (Token.isUnresolved(name)) {
      throw new NetworkError('TOKEN_NOT_ALLOWED', `${factory} got a token, but a zone's name decides its addresses and logical ids: pass literal names`);
    }
    if (names.indexOf(name) !== index) {
      throw new NetworkError('ZONE_DUPLICATE', `${factory} got '${name}' twice: name each zone once`);
    }
  });
}

function assertOneRegion(zones: Zone[], scope: Construct): void {
  const regions = new Set(zones.map((zone) => parseZoneName(zone.name)?.region));
  if (regions.size > 1) {
    throw new NetworkError('ZONES_UNAVAILABLE', `zones ${zones.map((zone) => zone.name).join(', ')} are in ${regions.size} Regions, but a VPC lives in one: name zones of one Region`, scope);
  }
}
