import { Described } from './described';
import type { Item } from './sections';
import type { Snapshot } from './snapshot';

/*
 * Models: who uses the network interfaces of Lambda, and what keeps an interface, a security group or a subnet from being deleted. Functions and published versions with the same
 * security groups share one interface in each subnet, so that an interface is used by all whose subnets have its subnet and whose groups are its groups.
 * Law: an interface is idle only where all functions and their versions are known.
 * Source: the AWS Lambda Developer Guide, "Understanding Hyperplane Elastic Network Interfaces", 28 November 2026.
 */

type Interface = Item<'NetworkInterfaces'>;

/** An interface, what it is of, and who uses it. */
export interface InterfaceUse {
  readonly id: string;
  readonly subnet?: string;
  readonly groups: readonly string[];

  /** Tells what it is of, such as `Lambda` or `nat_gateway`. */
  readonly of: string;

  /** The functions that use an interface of Lambda, and published versions as `name:number`; undefined where functions are not known. */
  readonly usedBy?: readonly string[];
}

/** A thing that somebody wants to delete, and what keeps it: a sentence each. */
export interface Kept {
  readonly id: string;
  readonly keptBy: readonly string[];
}

/** Answers for one snapshot. */
export class InterfaceUsers {
  private readonly described: Described;

  constructor(snapshot: Snapshot) {
    this.described = new Described(snapshot);
  }

  /** The interfaces of Lambda. */
  ofLambda(): readonly InterfaceUse[] {
    return this.described.items('NetworkInterfaces').filter(isOfLambda).map((each) => this.useOf(each));
  }

  /** Returns what keeps a thing; undefined of what the snapshot does not have. */
  keeping(id: string): Kept | undefined {
    const found = this.described.items('NetworkInterfaces').find(({ NetworkInterfaceId: other }) => other === id);
    if (found !== undefined) {
      return { id, keptBy: this.keepingInterface(found) };
    }
    const group = this.described.items('SecurityGroups').find(({ GroupId: other }) => other === id);
    if (group !== undefined) {
      return { id, keptBy: this.keepingGroup(group) };
    }
    const isSubnet = this.described.items('Subnets').some(({ SubnetId: other }) => other === id);
    return isSubnet ? { id, keptBy: this.keepingSubnet(id) } : undefined;
  }

  private useOf(item: Interface): InterfaceUse {
    const { NetworkInterfaceId: id = '', SubnetId: subnet } = item;
    const usedBy = this.usersOf(item);
    return { id, ...subnet === undefined ? {} : { subnet }, groups: groupsOf(item), of: kindOf(item), ...usedBy === undefined ? {} : { usedBy } };
  }

  private usersOf(item: Interface): readonly string[] | undefined {
    const groups = groupsOf(item).join(' ');
    return !this.described.has('Functions') ? undefined : this.described.items('Functions').filter(({ VpcConfig: config }) =>
      config?.SubnetIds?.includes(item.SubnetId ?? '') === true && [...config.SecurityGroupIds ?? []].sort().join(' ') === groups).map(nameOf).sort();
  }

  private keepingInterface(item: Interface): readonly string[] {
    const { Attachment: attachment, Description: words, Status: status } = item;
    if (!isOfLambda(item)) {
      const of = attachment?.InstanceId ?? words ?? `a ${kindOf(item)}`;
      return status === 'available' ? [] : [`it is in use: ${of}`];
    }
    const users = this.usersOf(item);
    return users === undefined ? [`it is an interface of Lambda, and which functions use it is not known: ${this.described.why('Functions')}`]
      : users.length === 0 ? ['it is an interface of Lambda that no function and no published version uses: Lambda deletes it by itself']
        : users.map((name) => isVersion(name) ? `the published version ${name} uses it until it is deleted` : `the function ${name} uses it until it is deleted or has other subnets or groups`);
  }

  private keepingGroup({ GroupId: id = '', GroupName: name }: Item<'SecurityGroups'>): readonly string[] {
    const interfaces = this.described.items('NetworkInterfaces').filter((item) => groupsOf(item).includes(id));
    const rules = this.described.items('SecurityGroups').filter(({ GroupId: other, IpPermissions: ingress = [], IpPermissionsEgress: egress = [] }) =>
      other !== id && [...ingress, ...egress].some(({ UserIdGroupPairs: pairs = [] }) => pairs.some(({ GroupId: named }) => named === id)));
    return [
      ...name === 'default' ? ['it is the default group of its VPC'] : [],
      ...this.unknown(), ...interfaces.map((item) => this.sentenceOf(item, 'has it')),
      ...rules.map(({ GroupId: other }) => `a rule of ${other} names it`),
      ...this.named(({ SecurityGroupIds: groups = [] }) => groups.includes(id), interfaces),
    ];
  }

  private keepingSubnet(id: string): readonly string[] {
    const interfaces = this.described.items('NetworkInterfaces').filter(({ SubnetId: subnet }) => subnet === id);
    return [
      ...this.unknown(), ...interfaces.map((item) => this.sentenceOf(item, 'is in it')), ...this.named(({ SubnetIds: subnets = [] }) => subnets.includes(id), interfaces),
    ];
  }

  private unknown(): readonly string[] {
    return this.described.has('NetworkInterfaces') ? [] : [`which network interfaces there are is not known: ${this.described.why('NetworkInterfaces')}`];
  }

  /** The functions that name it and have no interface yet, or none any more: Lambda makes one as soon as they are used. */
  private named(names: (config: NonNullable<Item<'Functions'>['VpcConfig']>) => boolean, interfaces: readonly Interface[]): readonly string[] {
    const told = new Set(interfaces.filter(isOfLambda).flatMap((item) => this.usersOf(item) ?? []));
    return this.described.items('Functions').filter(({ VpcConfig: config }) => config !== undefined && names(config)).map(nameOf).filter((name) => !told.has(name)).sort()
      .map((name) => `the ${isVersion(name) ? 'published version' : 'function'} ${name} names it`);
  }

  private sentenceOf(item: Interface, verb: string): string {
    const keeping = this.keepingInterface(item);
    return `${item.NetworkInterfaceId} (${kindOf(item)}) ${verb}${keeping.length === 0 ? '' : `: ${keeping.join('; ')}`}`;
  }
}

function isOfLambda({ InterfaceType: type, Description: words = '' }: Interface): boolean {
  return type === 'lambda' || words.startsWith('AWS Lambda VPC ENI');
}

function kindOf(item: Interface): string {
  return isOfLambda(item) ? 'Lambda' : item.InterfaceType ?? 'interface';
}

function groupsOf({ Groups: groups = [] }: Interface): readonly string[] {
  return groups.flatMap(({ GroupId: id }) => id ?? []).sort();
}

function nameOf({ FunctionName: name = '', Version: version = '$LATEST' }: Item<'Functions'>): string {
  return version === '$LATEST' ? name : `${name}:${version}`;
}

function isVersion(name: string): boolean {
  return name.includes(':');
}
