import type { AddressSet } from './address-set';
import type { Hop } from '../model/hop';
import { describeHop } from '../model/hop';
import type { Known } from '../model/network';
import type { ResourceId, Source } from '../model/source';
import type { Ternary } from '../model/ternary';
import type { PortedTransport } from '../model/traffic';
import type { Obstacle } from '../model/verdict';

/*
 * Models: a complete path from a subnet to a destination, before it is known which function goes it: what the subnet and all behind it
 * say, and what it demands of the security groups of the function.
 * Law: a path is open to a function exactly when it has no obstacles and the function meets its demands. Thousands of functions in one
 * subnet share its paths.
 */

/** The security groups of the other end, as far as rules can name them. */
export interface Peer {
  /** Undefined when rules cannot name the other end by its group. */
  readonly groups?: Known<readonly ResourceId[]>;

  /** Tells whether a rule that names a group of the other end works: not over every connection between VPCs. */
  readonly references: Ternary;
}

/** The function's groups have to let it out. */
export interface EgressDemand {
  readonly kind: 'egress';
  readonly key: string;
  readonly to: AddressSet;

  /** Other addresses that the destination can have: letting out to these is enough as well. */
  readonly orTo?: AddressSet;
  readonly peer: Peer;
  readonly ports: readonly PortedTransport[];

  /** The destination in people's words. */
  readonly what: string;

  /** Tells whether it is not sure that the path is the one that is taken. */
  readonly isUncertain?: boolean;

  /** Tells that only a sure no counts, because what is not known of it is said elsewhere. */
  readonly isOnlyRefuted?: boolean;
}

/** Groups of the other end have to let the function in. */
export interface IngressDemand {
  readonly kind: 'ingress';
  readonly key: string;
  readonly groups: readonly ResourceId[];

  /** The resource that they protect. */
  readonly of: Source | undefined;
  readonly what: string;

  /** The addresses that the function can have. */
  readonly from: readonly AddressSet[];
  readonly references: Ternary;
  readonly ports: readonly PortedTransport[];
  readonly inConstructs?: string;

  /** Whom a rule is to let in; the group of the function when nothing else is said. */
  readonly mend?: string;
  readonly isUncertain?: boolean;

  /** Tells that only a sure no counts, because what is not known of it is said elsewhere. */
  readonly isOnlyRefuted?: boolean;

  /** The hop at which the groups stand. */
  readonly hop?: Hop;
}

export type Demand = EgressDemand | IngressDemand;

export interface CandidatePath {
  readonly hops: readonly Hop[];
  readonly obstacles: readonly Obstacle[];
  readonly assumptions: readonly string[];
  readonly demands: readonly Demand[];
}

/** A segment of a path; what it lacks is empty. */
export type PathSegment = Partial<CandidatePath>;

const NOTHING: readonly never[] = [];

export const OPEN: CandidatePath = { hops: [], obstacles: [], assumptions: [], demands: [] };

/** Segments one after another. What stands twice on the path stands on it once. */
export function concat(...all: readonly PathSegment[]): CandidatePath {
  const segments = all.filter(addsSomething);
  const [first] = segments;
  if (first === undefined) {
    return OPEN;
  }
  if (segments.length === 1 && isSimple(first)) {
    return first;
  }
  const { hops, obstacles, assumptions, demands } = joined(segments);
  return {
    hops,
    obstacles: distinct(obstacles, ({ code, status, source, detail }) => `${code} ${status} ${source?.id} ${detail}`),
    assumptions: distinct(assumptions, (assumption) => assumption),
    demands: distinct(demands, ({ key }) => key),
  };
}

/** Tells whether a segment is not empty: most are, of most functions. */
function addsSomething({ hops = NOTHING, obstacles = NOTHING, assumptions = NOTHING, demands = NOTHING }: PathSegment): boolean {
  return hops.length > 0 || obstacles.length > 0 || assumptions.length > 0 || demands.length > 0;
}

/** Tells whether a segment is a path as it is: nothing in it has a place on it, or can stand there twice. */
function isSimple(segment: PathSegment): segment is CandidatePath {
  const { hops, obstacles, assumptions, demands } = segment;
  return hops?.length === 0 && [obstacles, assumptions, demands].every((things) => things !== undefined && things.length < 2);
}

/** Obstacles of a segment stand at its first hop, and those of a segment without hops at the last hop before it, unless they say otherwise. */
function joined(segments: readonly PathSegment[]) {
  const path = { hops: [] as Hop[], obstacles: [] as Obstacle[], assumptions: [] as string[], demands: [] as Demand[] };
  for (const { hops = NOTHING, obstacles = NOTHING, assumptions = NOTHING, demands = NOTHING } of segments) {
    const hop: Hop | undefined = hops[0] ?? path.hops[path.hops.length - 1];
    path.hops.push(...hops);
    path.obstacles.push(...hop === undefined ? obstacles : standingAt(hop, obstacles));
    path.assumptions.push(...assumptions);
    path.demands.push(...hop === undefined ? demands : demands.map((demand) => demand.kind === 'egress' || demand.hop !== undefined ? demand : { ...demand, hop }));
  }
  return path;
}

/** The obstacles at a hop; those that stand at another one stay there. */
export function standingAt(hop: Hop, obstacles: readonly Obstacle[]): readonly Obstacle[] {
  return obstacles.map((obstacle) => obstacle.hop === undefined ? { ...obstacle, hop } : obstacle);
}

/**
 * A segment that is not shown on a path of these hops. Its obstacles and demands that stand at another hop stand where the segment is.
 */
export function unshown({ obstacles = NOTHING, demands = NOTHING, assumptions }: PathSegment, path: readonly Hop[]): PathSegment {
  const shown = new Set(path.map(describeHop));
  const isShown = (hop: Hop | undefined) => hop === undefined || shown.has(describeHop(hop));
  return {
    obstacles: obstacles.map((obstacle) => isShown(obstacle.hop) ? obstacle : { ...obstacle, hop: undefined }),
    demands: demands.map((demand) => demand.kind === 'egress' || isShown(demand.hop) ? demand : { ...demand, hop: undefined }),
    ...assumptions === undefined ? {} : { assumptions },
  };
}

/** All of these paths have to be open: the destination falls into parts. */
export function requireAll(candidates: readonly PathSegment[]): CandidatePath {
  const hops = () => distinct(candidates.flatMap((candidate) => candidate.hops ?? []), describeHop);
  return candidates.length === 1 ? concat(candidates[0]) : { ...concat(...candidates), hops: hops() };
}

/**
 * The segments to the parts of a set of addresses, each of which has to be open. A service has its addresses in one of them or in several: what is in the path
 * to some parts alone is perhaps not in its way, and neither is a demand that some of them alone have.
 */
export function partsOf<T extends PathSegment>(addresses: AddressSet, segments: readonly T[]): readonly (T | PathSegment)[] {
  if (addresses.kind !== 'service' || segments.length === 1 || segments.every(isBlocked)) {
    return segments;
  }
  const keys = segments.map(({ demands = NOTHING }) => new Set(demands.map(({ key }) => key)));
  const isShared = ({ key }: Demand) => keys.every((each) => each.has(key));
  return segments.map((segment) => isBlocked(segment) ? uncertainSegment(segment)
    : { ...segment, ...segment.demands && { demands: segment.demands.map((demand) => isShared(demand) ? demand : uncertainDemand(demand)) } });
}

/** Tells whether something is known to be in the path. */
export function isBlocked({ obstacles = [] }: PathSegment): boolean {
  return obstacles.some(({ status }) => status === 'violated');
}

/** Obstacles of which it is not known whether they matter. */
export function asUncertain(obstacles: readonly Obstacle[]): readonly Obstacle[] {
  return obstacles.map((obstacle) => ({ ...obstacle, status: 'unknown' }));
}

/** A segment that the traffic may not take: nothing that is violated on it is known to matter. */
export function uncertainSegment({ obstacles, demands, ...rest }: PathSegment): PathSegment {
  return {
    ...rest,
    obstacles: obstacles && asUncertain(obstacles),
    demands: demands?.map(uncertainDemand),
  };
}

/** A demand that the traffic may not have to meet. */
function uncertainDemand(demand: Demand): Demand {
  return { ...demand, key: `uncertain ${demand.key}`, isUncertain: true };
}

/** A segment behind a route that may not be the one that is taken. */
export function behindUncertainRoute(ambiguities: readonly Obstacle[], segment: PathSegment): CandidatePath {
  return ambiguities.length === 0 ? concat(segment) : concat({ obstacles: ambiguities }, uncertainSegment(segment));
}

/** Returns what the function's groups have to let out. */
export function egress(
  to: AddressSet, what: string, ports: readonly PortedTransport[], peer: Peer = { references: 'no' }, orTo?: AddressSet,
): EgressDemand {
  const groups = peer.groups === undefined ? '' : peer.groups.known ? [...peer.groups.value].sort().join(',') : '?';
  const key = `out ${to.key}${orTo === undefined ? '' : ` or ${orTo.key}`} ${groups} ${peer.references} ${keyOfPorts(ports)} ${what}`;
  return { kind: 'egress', key, to, what, ports, peer, ...orTo === undefined ? {} : { orTo } };
}

/** Returns what groups of the other end have to let in. */
export function ingress(demand: Omit<IngressDemand, 'kind' | 'key'>): IngressDemand {
  const { groups, from, references, ports, what, isOnlyRefuted = false } = demand;
  const key = `in${isOnlyRefuted ? ' perhaps' : ''} ${[...groups].sort().join(',')} ${from.map((addresses) => addresses.key).join('+')} ${references} ${keyOfPorts(ports)} ${what}`;
  return { ...demand, kind: 'ingress', key };
}

export function keyOfPorts(ports: readonly PortedTransport[]): string {
  return ports.map(({ transport, ports: { fromPort, toPort } }) => `${transport}${fromPort}-${toPort}`).join(',');
}

function distinct<T>(things: readonly T[], keyOf: (thing: T) => string): readonly T[] {
  if (things.length < 2) {
    return things;
  }
  const keys = things.map(keyOf);
  return new Set(keys).size === keys.length ? things
    : [...new Map(things.map((thing, index) => [keys[index], thing] as const).reverse()).values()].reverse();
}
