import type { RecordedCost, RecordedCostPart } from './reachability-record';
import type { PricedPart, Prices } from '../../services/prices';
import { HOURS_OF_MONTH, PRICED_PARTS, PRICES, PRICES_AS_OF, PRICES_REGION, cents } from '../../services/prices';
import type { NatGateway, NetworkModel } from '../model/network';

/*
 * Models: what the networks that templates define cost in a month in which nothing is sent.
 * Law: what exists already costs nothing more, and what has no price in the table is named.
 */

const WORDS: Readonly<Record<PricedPart, string>> = {
  natGateway: 'NAT gateways', publicIpv4Address: 'public IPv4 addresses', interfaceEndpoint: 'interface endpoints, for each zone',
  transitGatewayAttachment: 'attachments to transit gateways',
};

/** Count what costs, times its prices. */
export function fixedCost(model: NetworkModel, given?: Partial<Prices>): RecordedCost {
  const prices = { ...PRICES, ...given };
  const counts = countParts(model);
  const parts: RecordedCostPart[] = PRICED_PARTS.filter((part) => counts[part] > 0)
    .map((part) => ({ what: WORDS[part], count: counts[part], perMonth: cents(counts[part] * prices[part] * HOURS_OF_MONTH) }));
  return {
    currency: 'USD',
    pricesOf: given === undefined ? `${PRICES_REGION}, ${PRICES_AS_OF}` : 'given',
    perMonth: cents(parts.reduce((sum, { perMonth }) => sum + perMonth, 0)),
    parts,
    notCounted: ['traffic', ...hasNatInstances(model) ? ['NAT instances'] : []],
  };
}

function countParts(model: NetworkModel): Record<PricedPart, number> {
  const nats = [...model.natGateways.values()].filter(isNew);
  const isPublic = ({ connectivity }: NatGateway) => !connectivity.known || connectivity.value === 'public';
  const endpoints = [...model.endpoints.values()].filter(isNew).filter(({ kind }) => kind.known && kind.value === 'interface');
  const zonesOfRegional = nats.filter(isRegional).map((nat) => zonesOf(nat, model));
  // a regional NAT gateway in automatic mode brings an address of its own for each zone
  const automatic = nats.filter((nat) => isRegional(nat) && isPublic(nat) && nat.place.known && nat.place.value.kind === 'regional' && nat.place.value.zones === undefined);
  return {
    natGateway: nats.filter((nat) => !isRegional(nat)).length + zonesOfRegional.reduce((sum, zones) => sum + zones, 0),
    publicIpv4Address: (model.elasticIps ?? []).length + automatic.reduce((sum, nat) => sum + zonesOf(nat, model), 0),
    interfaceEndpoint: endpoints.reduce((sum, { subnets }) => sum + (subnets.known ? Math.max(1, subnets.value.length) : 1), 0),
    transitGatewayAttachment: [...model.transitGatewayAttachments.values()].filter(isNew).length,
  };
}

function isNew({ source }: { readonly source: { readonly snapshot?: string; readonly template?: string } }): boolean {
  return source.snapshot === undefined && source.template !== undefined;
}

function isRegional({ place }: NatGateway): boolean {
  return place.known && place.value.kind === 'regional';
}

/** A regional NAT gateway serves, and is paid for, each zone in which its VPC has something. */
function zonesOf({ place }: NatGateway, { subnets }: NetworkModel): number {
  if (!place.known || place.value.kind !== 'regional') {
    return 1;
  }
  const { vpc, zones } = place.value;
  const used = new Set([...subnets.values()].filter((subnet) => subnet.vpc === vpc).map(({ zone, source }) => zone.known ? zone.value : source.id));
  return zones?.length ?? Math.max(1, used.size);
}

function hasNatInstances({ networkInterfaces }: NetworkModel): boolean {
  return [...networkInterfaces.values()].some((each) => isNew(each) && each.sourceDestCheck === 'no');
}
