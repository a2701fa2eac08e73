import type { PricedPart } from '../../services/prices';
import { HOURS_OF_MONTH, NAT_INSTANCE_PRICE, PRICES, TRAFFIC_PRICES, cents } from '../../services/prices';
import type { RecordedCost } from '../record/reachability-record';

/*
 * Models: what ways out of a network cost in a month, for as many zones and as much traffic as somebody says.
 * Law: what is sent to the internet is paid for on every way alike, and so is not counted.
 */

export interface EgressCost {
  readonly what: string;
  readonly fixed: number;
  readonly perGigabyte: number;

  /** With the traffic. */
  readonly perMonth: number;

  /** A limit of the way that its price does not show. */
  readonly but: string;
}

/** The words of the record for its parts. */
const WORDS: Readonly<Record<PricedPart, RegExp>> = {
  natGateway: /^NAT gateways/, publicIpv4Address: /^public IPv4/, interfaceEndpoint: /^interface endpoints/, transitGatewayAttachment: /^attachments/,
};

/** The price of a part for a month, as the record has it, otherwise that of the table. */
function monthly(part: PricedPart, { parts }: RecordedCost): number {
  const known = parts.find(({ what, count }) => WORDS[part].test(what) && count > 0);
  return known === undefined ? PRICES[part] * HOURS_OF_MONTH : known.perMonth / known.count;
}

/** Returns each way with its cost. */
export function egressCosts(cost: RecordedCost, { zones, gigabytes }: { readonly zones: number; readonly gigabytes: number }): readonly EgressCost[] {
  const address = monthly('publicIpv4Address', cost);
  const way = (what: string, fixed: number, perGigabyte: number, but: string): EgressCost =>
    ({ what, fixed: cents(fixed), perGigabyte, perMonth: cents(fixed + perGigabyte * gigabytes), but });
  const nat = monthly('natGateway', cost) + address;
  return [
    way('egress-only internet gateway', 0, 0, 'IPv6 alone'),
    way('NAT instance in each zone', zones * (NAT_INSTANCE_PRICE * HOURS_OF_MONTH + address), 0, 'an instance to look after in each zone'),
    way('one NAT gateway', nat, TRAFFIC_PRICES.natGateway, zones > 1 ? 'the others lose their way out with its zone, and traffic between zones is paid for' : 'IPv4 alone'),
    way('NAT gateway in each zone', zones * nat, TRAFFIC_PRICES.natGateway, 'IPv4 alone'),
    way('transit gateway to a central egress', monthly('transitGatewayAttachment', cost), TRAFFIC_PRICES.transitGatewayAttachment, 'the central egress costs too'),
    way('interface endpoint in each zone', zones * monthly('interfaceEndpoint', cost), TRAFFIC_PRICES.interfaceEndpoint, 'one service of AWS'),
  ];
}

/** The gigabytes in a month from which an interface endpoint costs less than the traffic through a NAT gateway that is there anyway. */
export function breakEven(cost: RecordedCost, zones: number): number {
  return Math.ceil(zones * monthly('interfaceEndpoint', cost) / (TRAFFIC_PRICES.natGateway - TRAFFIC_PRICES.interfaceEndpoint));
}
