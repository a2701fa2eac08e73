import { finding } from './finding';
import type { Rule } from './rule';
import { knownSubnets } from './rule';
import type { Subnet } from '../model/network';
import { describeSource } from '../model/source';

/** The names and ids of Local Zones, such as us-west-2-lax-1a and usw2-lax1-az1, and of Wavelength Zones, such as us-east-1-wl1-bos-wlz-1. */
const PLACES: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/^[a-z]{2}(-[a-z]+)+-\d+-wl\d+-[a-z]+-wlz-?\d+$|^[a-z]+\d+-wl\d+-[a-z]+-?wlz-?\d+$/, 'the Wavelength Zone'],
  [/^[a-z]{2}(-[a-z]+)+-\d+-[a-z]+-\d+[a-z]$|^[a-z]+\d+-[a-z]+\d+-az\d+$/, 'the Local Zone'],
];

/** Finds functions in subnets where Lambda is not: in Local Zones and Wavelength Zones, and on Outposts. */
export const lambdaZoneNotServed: Rule = ({ model, workload }) => {
  const found = knownSubnets(workload).flatMap((id) => model.subnets.get(id) ?? []).flatMap((subnet) => {
    const place = placeOf(subnet);
    return place === undefined ? [] : [`${describeSource(subnet.source)} is ${place}`];
  });
  return found.length === 0 ? [] : [finding(
    'LAMBDA_ZONE_NOT_SERVED', workload.source,
    `${found.join(', ')}, to which Lambda attaches no function`,
    { inConstructs: 'give the network Availability Zones of the Region: zones: Zones.count(2)', inTemplate: 'name SubnetIds in Availability Zones of the Region' },
  )];
};

function placeOf({ zone, outpost }: Subnet): string | undefined {
  const kind = zone.known ? PLACES.find(([pattern]) => pattern.test(zone.value))?.[1] : undefined;
  return outpost === 'yes' ? 'on an Outpost' : kind === undefined || !zone.known ? undefined : `in ${kind} ${zone.value}`;
}
