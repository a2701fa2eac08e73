import { idIn, idOf, internetOf } from './frames';
import type { Connection } from './picture';
import { wireId } from './picture';
import type { VerdictKind } from '../model/verdict';
import type { Place, ReachabilityRecord, RecordedPath, RecordedVerdict } from '../record/reachability-record';

/*
 * Models: what a verdict is about in a picture: the functions, the boxes and wires on its paths, and where what is in the way stands.
 * Law: what stands in the way is marked at a box that is drawn: that of its own resource, that of the last hop before it that is drawn, or the functions.
 */

/** Something in the way, at a box. */
export interface Mark {
  readonly box: string;
  readonly obstacles: readonly Place[];
}

export interface LitPath {
  /** The verdict from the subnet whose path passes a box, by the id of the box. Of several it is the one that is not reachable. */
  readonly boxes: ReadonlyMap<string, VerdictKind>;

  /** The same, by the ids of wires. */
  readonly wires: ReadonlyMap<string, VerdictKind>;

  /** Ends that no route connects, such as a subnet and an endpoint in the same VPC. */
  readonly extra: readonly Connection[];
  readonly marks: readonly Mark[];

  /** The resources that the picture has to show. */
  readonly resources: ReadonlySet<Place>;
}

export const UNLIT: LitPath = { boxes: new Map(), wires: new Map(), extra: [], marks: [], resources: new Set() };

/** Finds what to light for a verdict on the functions of an interface group. */
export function litPath(record: ReachabilityRecord, group: Place | undefined, verdict: RecordedVerdict): LitPath {
  const lit = new Lighting(record, verdict);
  for (const [subnet, own, path] of verdict.from) {
    lit.follow(subnet, own, group, record.paths[path]);
  }
  return lit;
}

class Lighting implements LitPath {
  public readonly boxes = new Map<string, VerdictKind>();
  public readonly wires = new Map<string, VerdictKind>();
  public readonly extra: Connection[] = [];
  public readonly resources = new Set<Place>();
  private verdictHere: VerdictKind = 'reachable';
  private readonly obstaclesAt = new Map<string, Set<Place>>();

  public constructor(private readonly record: ReachabilityRecord, private readonly verdict: RecordedVerdict) {}

  public get marks(): readonly Mark[] {
    return [...this.obstaclesAt].map(([box, obstacles]) => ({ box, obstacles: [...obstacles] }));
  }

  public follow(subnet: Place | null, verdict: VerdictKind, group: Place | undefined, { hops, obstacles }: RecordedPath): void {
    if (subnet === null) {
      return;
    }
    this.verdictHere = verdict;
    const functions = group === undefined ? idOf(subnet) : idIn(subnet, `g${group}`);
    this.touch(functions, idOf(subnet));
    const boxAt: string[] = [];
    let [from, last] = [subnet, functions];
    hops.forEach(({ resource, kind }, hop) => {
      if (resource !== undefined && resource !== from && kind !== 'route') {
        const drawn = this.draw(from, resource, kind);
        [from, last] = drawn === undefined ? [from, last] : [drawn.from, drawn.box];
      } else if (kind === 'destination') {
        last = this.arrive(from, last);
      }
      boxAt[hop] = resource === subnet && hop === 0 ? functions : last;
    });
    for (const place of obstacles) {
      const { resource, hop } = this.record.obstacles[place];
      const fallback = hop === undefined ? functions : boxAt[hop] ?? functions;
      this.mark(this.boxOf(subnet, resource) ?? fallback, place);
    }
  }

  /** Light the way to a component; returns the subnet from which the path goes on, and the box where it is now. */
  private draw(from: Place, resource: Place, kind: string): { readonly from: Place; readonly box: string } | undefined {
    const { gateways, peers, endpoints, vpcs, subnets } = this.record.network;
    const gateway = gateways.find((each) => each.resource === resource);
    if (gateway !== undefined || peers.some((each) => each.resource === resource)) {
      this.light({ from: idOf(from), to: idOf(resource) }, kind === 'internet-gateway' && gateway !== undefined);
      return { from: gateway?.subnet ?? from, box: idOf(resource) };
    }
    if (endpoints.some((each) => each.resource === resource)) {
      this.light({ from: idOf(from), to: idOf(resource) }, true);
      return { from, box: idOf(resource) };
    }
    const peer = peers.find((each) => this.boxes.has(idOf(each.resource)) && each.vpcs.includes(resource));
    if (vpcs.some((each) => each.resource === resource)) {
      if (peer !== undefined) {
        this.light({ from: idOf(peer.resource), to: idOf(resource) });
      }
      this.touch(idOf(resource));
      return { from, box: idOf(resource) };
    }
    if (subnets.some((each) => each.resource === resource)) {
      this.touch(idOf(resource));
      return { from: resource, box: idOf(resource) };
    }
    return undefined;
  }

  /** The internet above the gateway at which the path is, or what the destination names in its subnets. */
  private arrive(from: Place, last: string): string {
    const { network } = this.record;
    const gateway = network.gateways.find(({ resource }) => idOf(resource) === last);
    if (gateway !== undefined && gateway.vpcs.length > 0) {
      this.light({ from: idOf(gateway.resource), to: internetOf(gateway.vpcs[0]) });
      return internetOf(gateway.vpcs[0]);
    }
    const listener = network.listeners.find(({ resource }) => resource === this.verdict.resource);
    if (listener === undefined || listener.subnets.length === 0) {
      return last;
    }
    this.resources.add(listener.resource);
    const vpcOf = (subnet: Place) => network.subnets.find(({ resource }) => resource === subnet)?.vpc;
    for (const place of listener.subnets) {
      const box = idIn(place, idOf(listener.resource));
      this.touch(box, idOf(place));
      if (vpcOf(place) === vpcOf(from)) {
        this.light({ from: idOf(from), to: box }, true);
      }
    }
    return idIn(listener.subnets[0], idOf(listener.resource));
  }

  private light(connection: Connection, isExtra = false): void {
    this.put(this.wires, wireId(connection));
    this.touch(connection.from, connection.to);
    if (isExtra) {
      this.extra.push(connection);
    }
  }

  /** The box of a resource that is drawn. */
  private boxOf(subnet: Place, resource: Place | undefined): string | undefined {
    const { subnets, gateways, endpoints, peers, vpcs } = this.record.network;
    const isDrawn = [subnets, gateways, endpoints, peers, vpcs].some((things) => things.some((each) => each.resource === resource));
    const table = subnets.find((each) => each.routeTable === resource && each.resource === subnet);
    return resource !== undefined && isDrawn ? idOf(resource) : table === undefined ? undefined : idOf(subnet);
  }

  private mark(box: string, obstacle: Place): void {
    const own = this.obstaclesAt.get(box) ?? new Set<Place>();
    this.obstaclesAt.set(box, own.add(obstacle));
    this.touch(box);
  }

  private touch(...boxes: readonly string[]): void {
    boxes.forEach((box) => this.put(this.boxes, box));
  }

  private put(lit: Map<string, VerdictKind>, id: string): void {
    const before = lit.get(id);
    lit.set(id, before === undefined || before === 'reachable' ? this.verdictHere : before);
  }
}
