import type { ExistingPlaces } from './existing-interfaces';
import { ExistingInterfaces } from './existing-interfaces';
import type { Known, Listener, NetworkModel } from '../../model/network';
import type { ResourceId, Source } from '../../model/source';
import { isUnknownId } from '../../model/source';
import type { PortedTransport } from '../../model/traffic';
import { HTTPS } from '../../model/traffic';

/*
 * Models: what people and declarations call the things of a model: construct paths and logical ids.
 * Law: a name that could be two things is none; who uses it is told of both.
 */

/** The resources behind a name. */
export interface Named {
  readonly listeners: readonly Listener[];

  /** Tells whether nothing filters what comes to any of them. */
  readonly isUnfiltered: boolean;

  /** Where they listen when nobody says on which port. */
  readonly usualPorts: Known<UsualPorts>;
  readonly securityGroups: Known<readonly ResourceId[]>;
  readonly subnets: Known<readonly ResourceId[]>;

  /** The reason why nothing may be there, of what only groups in a snapshot stand for. */
  readonly unplaced?: string;
}

/** Ports that are asked unless somebody names others, and why. */
export interface UsualPorts {
  readonly ports: readonly PortedTransport[];
  readonly because: string;
}

/** Finds security groups, and what listens behind them, by name. */
export class Names {
  private readonly groups = new Map<string, ResourceId[]>();
  private readonly lists = new Map<string, ResourceId[]>();
  private readonly listeners = new Map<string, ResourceId[]>();
  private readonly listenersOfGroup = new Map<ResourceId, ResourceId[]>();
  private readonly interfaces: ExistingInterfaces;

  constructor(private readonly model: NetworkModel) {
    this.interfaces = new ExistingInterfaces(model);
    for (const [id, { source }] of model.securityGroups) {
      namesOf(source).forEach((name) => add(this.groups, name, id));
    }
    for (const { id, source } of model.prefixListSources ?? []) {
      namesOf(source).forEach((name) => add(this.lists, name, id));
    }
    for (const [id, { source, standsFor, securityGroups }] of model.listeners) {
      const further = standsFor === undefined ? [] : namesOf(standsFor);
      [...namesOf(source), ...parentsOf(source), ...further].forEach((name) => add(this.listeners, name, id));
      for (const group of securityGroups.known ? securityGroups.value : []) {
        add(this.listenersOfGroup, group, id);
      }
    }
  }

  /** Tells whether anything that can be reached is called so. */
  has(name: string): boolean {
    return this.groups.has(name) || this.listeners.has(name) || this.lists.has(name);
  }

  /** A destination that names a resource and its groups, as declarations do. */
  declared(resource: string, securityGroups: readonly string[]): Named {
    const groups = securityGroups.map((name) => this.group(name));
    const unknown = groups.find((group) => !group.known);
    if (unknown !== undefined && !unknown.known) {
      return { listeners: [], isUnfiltered: false, usualPorts: unknown, securityGroups: unknown, subnets: unknown };
    }
    const ids = groups.flatMap((group) => group.known ? [group.value] : []);
    const own = this.listeners.get(resource);
    // what has a group that no template defines is mostly in none either
    const areDefined = ids.every((id) => this.model.securityGroups.get(id)?.source.logicalId !== undefined);
    const members = areDefined ? ids.flatMap((id) => this.listenersOfGroup.get(id) ?? []) : [];
    const listeners = this.listenersOf(own ?? members);
    return {
      // what has a group may be any of them, and more that no template shows: on which ports is not known
      listeners: own === undefined ? listeners.map(({ listening: _, ...listener }) => listener) : listeners,
      isUnfiltered: false, usualPorts: usualPorts(resource, listeners),
      securityGroups: { known: true, value: ids }, ...this.placesOf(resource, ids, listeners),
    };
  }

  /** Returns what a person calls by construct path or logical id: something that listens, or a security group. */
  asked(name: string): Named {
    const ids = this.listeners.get(name);
    if (ids === undefined) {
      return this.declared(name, [name]);
    }
    const listeners = this.listenersOf(ids);
    const groups = listeners.map(({ securityGroups }) => securityGroups);
    const unknown = groups.find(({ known }) => !known);
    return {
      listeners,
      isUnfiltered: listeners.every(({ isUnfiltered }) => isUnfiltered === true),
      usualPorts: usualPorts(name, listeners),
      securityGroups: unknown ?? { known: true, value: [...new Set(groups.flatMap((group) => group.known ? group.value : []))] },
      subnets: subnetsOf(name, listeners),
    };
  }

  /** The prefix list that a resource defines or looks up. */
  prefixList(resource: string): Known<ResourceId> {
    return only('prefix list', resource, this.lists);
  }

  private placesOf(resource: string, groups: readonly ResourceId[], listeners: readonly Listener[]): ExistingPlaces {
    return (listeners.length > 0 ? undefined : this.interfaces.withGroups(groups)) ?? { subnets: subnetsOf(resource, listeners) };
  }

  /** A group that no template defines is called by its id. */
  private group(name: string): Known<ResourceId> {
    return isIdOfGroup(name) && !this.groups.has(name) ? { known: true, value: name } : only('security group', name, this.groups);
  }

  private listenersOf(ids: readonly ResourceId[]): readonly Listener[] {
    return [...new Set(ids)].map((id) => this.model.listeners.get(id)!);
  }
}

function isIdOfGroup(name: string): boolean {
  return isUnknownId(name) || /^sg-[0-9a-f]+$/.test(name);
}

function subnetsOf(name: string, listeners: readonly Listener[]): Known<readonly ResourceId[]> {
  if (listeners.length === 0) {
    return { known: false, reason: `the templates do not say in which subnets ${name} is` };
  }
  const lists = listeners.map(({ subnets }) => subnets);
  const unknown = lists.find(({ known }) => !known);
  return unknown ?? { known: true, value: [...new Set(lists.flatMap((list) => list.known ? list.value : []))] };
}

/** The first port of each; of what no template tells about its ports, that of the others. */
function usualPorts(name: string, listeners: readonly Listener[]): Known<UsualPorts> {
  const told = listeners.flatMap(({ listening }) => listening ?? []);
  const unknown = told.map(({ ports }) => ports).find(({ known }) => !known);
  if (told.length === 0 || unknown !== undefined) {
    const reason = unknown === undefined || unknown.known ? 'no template says so' : unknown.reason;
    return { known: false, reason: `on which port ${name} listens is not known: ${reason}` };
  }
  const firsts = told.flatMap(({ ports }) => ports.known ? ports.value.slice(0, 1) : []);
  const ports = [...new Map(firsts.map((port) => [JSON.stringify(port), port])).values()];
  return { known: true, value: { ports: ports.length === 0 ? HTTPS : ports, because: told[0].because } };
}

/** The construct path with and without the name of the resource inside the construct; the logical id. */
function namesOf({ constructPath, logicalId, id }: Source): string[] {
  const paths = constructPath === undefined ? [] : [constructPath, constructPath.replace(/\/(Resource|Default)$/, '')];
  return [...new Set([...paths, ...logicalId === undefined ? [] : [logicalId], id])];
}

/** The constructs that a resource is inside of: those of a database stand for its instances. The stack stands for nothing. */
function parentsOf({ constructPath }: Source): string[] {
  const parts = constructPath?.split('/').slice(0, -1) ?? [];
  const paths = parts.map((_, last) => parts.slice(0, last + 1).join('/')).slice(1);
  return paths.filter((path) => path !== constructPath?.replace(/\/(Resource|Default)$/, ''));
}

function only(what: string, name: string, things: ReadonlyMap<string, readonly ResourceId[]>): Known<ResourceId> {
  const ids = [...new Set(things.get(name))];
  if (ids.length === 1) {
    return { known: true, value: ids[0] };
  }
  const found = ids.length === 0 ? `no ${what} in the templates is called` : `${ids.length} ${what}s in the templates are called`;
  return { known: false, reason: `${found} ${name}` };
}

function add(map: Map<string, ResourceId[]>, name: string, id: ResourceId): void {
  const ids = map.get(name);
  if (ids === undefined) {
    map.set(name, [id]);
  } else {
    ids.push(id);
  }
}
