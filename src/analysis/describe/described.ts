import type { Item, SectionName } from './sections';
import type { Snapshot } from './snapshot';
import { whyUnknown } from './snapshot';
import { serviceInRegion } from '../../services/service-names';
import type { AddressFamily } from '../model/address-block';
import { parseBlock } from '../model/address-block';
import type { Environment } from '../model/environment';
import type { Known } from '../model/known';
import type { ResourceId, Source } from '../model/source';
import type { Ternary } from '../model/ternary';
import { ternary } from '../model/ternary';
import type { RuleBlock } from '../model/traffic';

/*
 * Models: a snapshot, as the readers of its parts ask for it: the things of a part, why a part is not known, and what a thing is called.
 */
export class Described {
  /** The prefix lists that AWS keeps for its services, by id. */
  private readonly serviceLists: ReadonlyMap<string, string>;

  constructor(readonly snapshot: Snapshot) {
    this.serviceLists = new Map([...this.listsByName(), ...this.listsByEndpoint()]);
  }

  /** The account and Region. */
  get environment(): Environment {
    const { account, region, takenOn } = this.snapshot;
    return {
      group: `snapshot of ${account ?? takenOn} in ${region ?? 'a Region'}`, ...account === undefined ? {} : { account }, ...region === undefined ? {} : { region },
    };
  }

  has(name: SectionName): boolean {
    return this.snapshot.sections[name] !== undefined;
  }

  /** The things of a part; none of a part that is not known. */
  items<N extends SectionName>(name: N): readonly Item<N>[] {
    return this.snapshot.sections[name] ?? [];
  }

  /** The reason why a part is not known. */
  why(name: SectionName): string {
    return whyUnknown(this.snapshot, name);
  }

  notKnown(name: SectionName): Known<never> {
    return { known: false, reason: this.why(name) };
  }

  source(id: ResourceId, type: string, name?: string): Source {
    return { id, type, snapshot: this.snapshot.takenOn, ...name === undefined ? {} : { name } };
  }

  /** Tells whether the account sees all that is in a VPC: of one that another account shares it sees a part. Answers of a time before VPCs were shared name no owner. */
  seesAllOf({ OwnerId: owner }: Item<'Vpcs'>): boolean {
    return owner === undefined || owner === this.snapshot.account;
  }

  /** The addresses of a prefix list. */
  list(id: string): RuleBlock {
    return { kind: 'prefix-list', id: this.listId(id) };
  }

  /** The id of a prefix list in the model. */
  listId(id: string): string {
    return this.serviceLists.get(id) ?? id;
  }

  /** The lists of services by the VPCs that may name them. */
  servicePrefixLists(): ReadonlyMap<string, string> {
    return new Map(this.items('Vpcs').flatMap(({ VpcId: vpc }) => [...this.serviceLists].map(([id, service]) => [`${vpc} ${id}`, service] as const)));
  }

  /** The endpoint name of a service of AWS in the Region; the full name of another one. */
  serviceOf(name: string): string {
    return serviceInRegion(name, this.snapshot.region ?? '${AWS::Region}') ?? name;
  }

  private listsByName(): [string, string][] {
    return [...this.items('PrefixLists'), ...this.items('ManagedPrefixLists')].flatMap(({ PrefixListId: id, PrefixListName: name = '' }): [string, string][] => {
      const service = serviceInRegion(name, this.snapshot.region ?? '${AWS::Region}');
      return id === undefined || service === undefined ? [] : [[id, `pl:${service}`]];
    });
  }

  /** A gateway endpoint has a route with the list of its service, and no other one. */
  private listsByEndpoint(): [string, string][] {
    const services = new Map(this.items('VpcEndpoints').flatMap(({ VpcEndpointId: id, VpcEndpointType: type, ServiceName: name }): [string, string][] => {
      const service = type === 'Gateway' && name !== undefined ? serviceInRegion(name, this.snapshot.region ?? '${AWS::Region}') : undefined;
      return id === undefined || service === undefined ? [] : [[id, service]];
    }));
    return this.items('RouteTables').flatMap(({ Routes: routes = [] }) => routes).flatMap(({ DestinationPrefixListId: list, GatewayId: gateway = '' }): [string, string][] => {
      const service = services.get(gateway);
      return list === undefined || service === undefined ? [] : [[list, `pl:${service}`]];
    });
  }
}

/** Yes or no of what AWS prints as a flag; not known of what an answer does not have. */
export function ternaryOf(flag: boolean | undefined): Ternary {
  return flag === undefined ? 'unknown' : ternary(flag);
}

/** Yes or no of what AWS prints as `enable` or `disable`. */
export function isEnabled(word: string | undefined): Ternary {
  return word === 'enable' || word === 'enabled' ? 'yes' : word === 'disable' || word === 'disabled' ? 'no' : 'unknown';
}

/** The addresses of a rule or a route. */
export function blockOf(text: string, family: AddressFamily): RuleBlock {
  const block = parseBlock(text);
  return block?.family === family ? { kind: 'block', block } : { kind: 'unknown', reason: `'${text}' is not an ${family === 'ipv4' ? 'IPv4' : 'IPv6'} block`, family };
}
