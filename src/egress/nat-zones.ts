import { Token } from 'aws-cdk-lib';
import type { EgressRequest, EgressZone } from './egress-design';
import { NetworkError } from '../private/network-error';

/*
 * Models: the zones of a network that get a NAT gateway or instance.
 * Law: a count takes the first zones by their slots, names take what they name; nothing else has a say.
 * Refuses: a count that is known only during deployment, a count above that of the zones, and zones that the network does not span.
 */

/** The user's choice of places for NAT gateways or instances. */
export interface NatPlacement {
  readonly count?: number;
  readonly zones?: string[];
}

/**
 * The zones of a network that get a NAT gateway or instance: the zones that are named, or the first `count`, or all.
 *
 * @param factory the call the user made, for error messages
 */
export function natZones(factory: string, placement: NatPlacement, request: EgressRequest): EgressZone[] {
  if (placement.zones !== undefined) {
    return namedZones(factory, placement.zones, placement.count, request);
  }
  const count = placement.count ?? request.zones.length;
  if (Token.isUnresolved(count)) {
    throw new NetworkError(
      'TOKEN_NOT_ALLOWED', `${factory} got a token as count, but it decides what the template holds: pass a literal number`, request.scope,
    );
  }
  if (!Number.isInteger(count) || count < 1 || count > request.zones.length) {
    throw new NetworkError(
      'EGRESS_NAT_COUNT',
      `${factory} got count ${count}, but the network has ${request.zones.length} zones: give a whole number from 1 to ${request.zones.length}, or Egress.none()`,
      request.scope,
    );
  }
  return request.zones.slice(0, count);
}

/** Refuse addresses that are given for a zone without a NAT gateway. */
export function assertNatZones(
  factory: string, property: string, given: readonly string[], zones: readonly EgressZone[], request: EgressRequest,
): void {
  const names = zones.map((zone) => zone.name);
  const stray = given.find((name) => !names.includes(name));
  if (stray !== undefined) {
    throw new NetworkError(
      'EGRESS_ELASTIC_IPS', `${factory} got ${property} for zone '${stray}', which has no NAT gateway: give them for ${names.join(', ')}`, request.scope,
    );
  }
}

function namedZones(factory: string, names: string[], count: number | undefined, request: EgressRequest): EgressZone[] {
  if (names.length === 0 || (count !== undefined && count !== names.length)) {
    const given = `${names.length} zones${count === undefined ? '' : ` and count ${count}`}`;
    throw new NetworkError('EGRESS_NAT_COUNT', `${factory} got ${given}: name a zone for each NAT gateway, and leave count out`, request.scope);
  }
  const known = request.zones.map((zone) => zone.name);
  const stray = names.find((name) => !known.includes(name));
  if (stray !== undefined) {
    throw new NetworkError('EGRESS_NAT_ZONE', `${factory} names zone '${stray}', but the network spans ${known.join(', ')}: name some of these`, request.scope);
  }
  return request.zones.filter((zone) => names.includes(zone.name));
}
