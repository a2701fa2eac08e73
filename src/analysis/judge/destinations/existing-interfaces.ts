import type { DnsHost } from '../../model/dns';
import type { Known, NetworkModel } from '../../model/network';
import type { ResourceId } from '../../model/source';

/*
 * Models: databases, caches and instances that exist already, of which only the security groups are named: they are where network interfaces in a snapshot have all of these groups.
 * Law: where no interface has them, or where not all interfaces are known, nothing is known to be there.
 */

/** The places of what has some security groups. */
export interface ExistingPlaces {
  readonly subnets: Known<readonly ResourceId[]>;

  /** The reason why nothing may be there. */
  readonly unplaced?: string;
}

export class ExistingInterfaces {
  private readonly byGroup = new Map<ResourceId, DnsHost[]>();

  constructor(private readonly model: NetworkModel) {
    const hosts = new Set([...model.dns?.hosts.values() ?? []].flat().filter(({ source }) => source.snapshot !== undefined));
    for (const host of hosts) {
      for (const group of host.securityGroups?.known === true ? host.securityGroups.value : []) {
        this.byGroup.set(group, [...this.byGroup.get(group) ?? [], host]);
      }
    }
  }

  /** Returns where members of the groups are; undefined of groups that no snapshot has. */
  withGroups(ids: readonly ResourceId[]): ExistingPlaces | undefined {
    const groups = ids.map((id) => this.model.securityGroups.get(id));
    if (groups.length === 0 || groups.some((group) => group?.source.snapshot === undefined)) {
      return undefined;
    }
    const vpcs = new Set(groups.flatMap((group) => [group?.vpc ?? '', ...group?.associatedVpcs ?? []]));
    const [reason] = [...vpcs].flatMap((vpc) => {
      const all = this.model.dns?.hostsIn?.get(vpc);
      return all === undefined ? [`no snapshot has the network interfaces of ${vpc}`] : all.known ? [] : [all.reason];
    });
    const places = this.havingAll(ids).map(({ subnets }) => subnets);
    const unknown = places.find(({ known }) => !known);
    const why = reason ?? (unknown?.known === false ? unknown.reason : places.length === 0 ? `no network interface in use has ${ids.join(' and ')}` : undefined);
    return why === undefined ? { subnets: { known: true, value: [...new Set(places.flatMap((each) => each.known ? each.value : []))] } }
      : { subnets: { known: false, reason: why }, unplaced: why };
  }

  /** A thing with several groups has all of them: the rules of one let nobody in to an interface that has only another one. */
  private havingAll([first, ...others]: readonly ResourceId[]): readonly DnsHost[] {
    return (this.byGroup.get(first) ?? []).filter((host) => others.every((id) => this.byGroup.get(id)?.includes(host)));
  }
}
