import type { AddressBlock } from '../model/address-block';
import type { Known } from '../model/network';
import type { ResourceId } from '../model/source';
import type { PrefixListSource } from '../model/traffic';
import { LOOK_UP_TYPES, lookedUpPrefixList } from '../template/aws-custom-resource';
import { blockOf } from '../template/cidr-function';
import { entryOf, itemsOf, known, notKnown } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import { reasonOf } from '../template/value';

/*
 * Models: the prefix lists that templates define. Those that AWS keeps for its services are in no template.
 */

export function readPrefixLists(deployment: Deployment): ReadonlyMap<ResourceId, Known<readonly AddressBlock[]>> {
  return new Map([...deployment.existing?.prefixLists ?? [], ...deployment.resources('AWS::EC2::PrefixList')
    .map((resource): [ResourceId, Known<readonly AddressBlock[]>] => [resource.id, blocksOf(resource)])]);
}

/** The resources that define prefix lists, and those that look up the ones of AWS. */
export function readPrefixListSources(deployment: Deployment): readonly PrefixListSource[] {
  const defined = deployment.resources('AWS::EC2::PrefixList').map((resource) => ({ source: resource.source(), id: resource.id }));
  const lookedUp = LOOK_UP_TYPES.flatMap((type) => deployment.resources(type)).flatMap((resource) => {
    const list = lookedUpPrefixList(resource);
    return list === undefined ? [] : [{ source: resource.source(), id: list.id }];
  });
  return [...defined, ...lookedUp];
}

function blocksOf(resource: Resource): Known<readonly AddressBlock[]> {
  const blocks: AddressBlock[] = [];
  for (const item of itemsOf(resource.get('Entries'))) {
    const cidr = entryOf(item, 'Cidr');
    const block = blockOf(cidr);
    if (block === undefined) {
      return notKnown(`an entry of the prefix list ${resource.logicalId} is not known: ${reasonOf(cidr)}`);
    }
    blocks.push(block);
  }
  return known(blocks);
}
