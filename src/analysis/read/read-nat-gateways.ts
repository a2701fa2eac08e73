import type { Known, NatGateway, NatGatewayPlace } from '../model/network';
import type { ResourceId } from '../model/source';
import type { Ternary } from '../model/ternary';
import { entryOf, idOf, idOrSymbol, itemsOf, known, notKnown, textOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isComposite, isNone } from '../template/value';

/*
 * Models: NAT gateways. They are zonal and public unless they say otherwise. A zonal public one has the address it is given; a
 * regional one takes addresses by itself, unless it is told its zones and their addresses.
 */

/** The NAT gateways that templates define. */
export function readNatGateways(deployment: Deployment): ReadonlyMap<ResourceId, NatGateway> {
  return new Map([...deployment.existing?.natGateways ?? [], ...deployment.resources('AWS::EC2::NatGateway').map((resource): [ResourceId, NatGateway] => {
    const connectivity = oneOf(resource.get('ConnectivityType'), ['public', 'private'], 'public');
    const mode = oneOf(resource.get('AvailabilityMode'), ['zonal', 'regional'], 'zonal');
    return [resource.id, {
      source: resource.source(), connectivity,
      place: mode.known ? placeOf(resource, mode.value) : mode,
      hasPublicAddress: connectivity.known && connectivity.value === 'private' ? 'no' : mode.known ? publicAddress(resource, mode.value) : 'unknown',
    }];
  })]);
}

function placeOf(resource: Resource, mode: 'zonal' | 'regional'): Known<NatGatewayPlace> {
  if (mode === 'zonal') {
    const subnet = idOf(resource.get('SubnetId'));
    return subnet.known ? known({ kind: 'zonal', subnet: subnet.value }) : subnet;
  }
  const vpc = idOrSymbol(resource.get('VpcId'));
  const zones: string[] = [];
  for (const address of itemsOf(resource.get('AvailabilityZoneAddresses'))) {
    const name = entryOf(address, 'AvailabilityZone');
    const zone = textOf(isNone(name) ? entryOf(address, 'AvailabilityZoneId') : name);
    if (!zone.known) {
      return zone;
    }
    zones.push(zone.value);
  }
  return known({ kind: 'regional', vpc, ...zones.length === 0 ? {} : { zones } });
}

function publicAddress(resource: Resource, mode: 'zonal' | 'regional'): Ternary {
  const addresses = mode === 'zonal' ? resource.get('AllocationId') : resource.get('AvailabilityZoneAddresses');
  if (isNone(addresses)) {
    return mode === 'zonal' ? 'no' : 'yes';
  }
  return isComposite(addresses) && addresses.kind === 'missing' ? 'no' : 'yes';
}

function oneOf<T extends string>(value: Value, choices: readonly T[], standard: T): Known<T> {
  const text = textOf(value);
  const choice = isNone(value) ? standard : text.known ? choices.find((each) => each === text.value.toLowerCase()) : undefined;
  return choice === undefined ? notKnown(text.known ? `'${text.value}' is none of ${choices.join(', ')}` : text.reason) : known(choice);
}
