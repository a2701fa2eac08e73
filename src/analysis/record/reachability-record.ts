import type { AddressFamily } from '../model/address-block';
import type { FindingCode, Severity } from '../model/finding-codes';
import type { Workload } from '../model/network';
import type { PathCode } from '../model/path-codes';
import type { VerdictKind } from '../model/verdict';

/*
 * Models: a whole analysis with its network as one value of JSON, so that a report or a comparison needs no template.
 * Law: what is said many times is written once, and named by its place in a list. The form is public and described by
 * `docs/reachability.schema.json`: fields are added, never renamed or removed within a version.
 */

export const RECORD_VERSION = 2;

/** Stands in the details of obstacles for the name of the function whose path it is. */
export const THE_FUNCTION = '{function}';

/** The sentence on an obstacle in the path of a function of this name. */
export function detailFor({ detail }: RecordedObstacle, name: string): string {
  return detail.split(THE_FUNCTION).join(name);
}

/** A place in one of the lists of the record. */
export type Place = number;

export interface ReachabilityRecord {
  readonly version: typeof RECORD_VERSION;
  readonly templates: readonly RecordedTemplate[];

  /** All resources that anything here names. */
  readonly resources: readonly RecordedResource[];
  readonly network: RecordedNetwork;

  /** The changes that remove obstacles. */
  readonly mends: readonly RecordedMend[];
  readonly obstacles: readonly RecordedObstacle[];
  readonly paths: readonly RecordedPath[];

  /** Verdicts of functions, each list for all that fare alike. */
  readonly answers: readonly (readonly RecordedVerdict[])[];
  readonly functions: readonly RecordedFunction[];
  readonly findings: readonly RecordedFinding[];
  readonly capacity: RecordedCapacity;
  readonly cost: RecordedCost;
}

export interface RecordedTemplate {
  readonly name: string;

  /** The name of the stack that the template is for, where that is known. */
  readonly stack?: string;
}

export interface RecordedResource {
  /** The name in reports: construct path, logical id, or the id in AWS. */
  readonly id: string;
  readonly type: string;
  readonly template?: Place;
  readonly logicalId?: string;
  readonly constructPath?: string;

  /** The name that the template gives to it in AWS. */
  readonly physicalName?: string;

  /** Properties with which CloudFormation replaces it when they change, spelled as text. */
  readonly createOnly?: Readonly<Record<string, string>>;
}

export interface RecordedNetwork {
  readonly vpcs: readonly RecordedVpc[];
  readonly zones: readonly string[];
  readonly subnets: readonly RecordedSubnet[];
  readonly routeTables: readonly RecordedRouteTable[];
  readonly gateways: readonly RecordedGateway[];
  readonly endpoints: readonly RecordedEndpoint[];
  readonly peers: readonly { readonly resource: Place; readonly kind: 'vpc-peering' | 'transit-gateway'; readonly vpcs: readonly Place[] }[];

  /** The resources that listen behind security groups. */
  readonly listeners: readonly { readonly resource: Place; readonly subnets: readonly Place[]; readonly securityGroups: readonly Place[] }[];
  readonly securityGroups: readonly { readonly resource: Place; readonly vpc?: Place }[];

  /** The functions that share network interfaces: they have the same subnets and the same security groups. */
  readonly interfaceGroups: readonly RecordedInterfaceGroup[];
}

export interface RecordedVpc {
  readonly resource: Place;
  readonly ipv4Blocks: readonly string[];
  readonly ipv6Blocks: readonly string[];

  /** Tells whether a template or a snapshot has all that is in it. */
  readonly defined: boolean;
}

export interface RecordedRouteTable {
  readonly resource: Place;
  readonly vpc?: Place;

  /** The block or prefix list that a route is for, the kind of its target, and the target. */
  readonly routes: readonly { readonly to: string; readonly by: string; readonly resource?: Place }[];
}

/** A tier is what the default routes of a subnet make of it. */
export type Tier = 'public' | 'private' | 'isolated' | 'unknown';

export interface RecordedSubnet {
  readonly resource: Place;
  readonly vpc?: Place;
  readonly zone?: string;
  readonly tier: Tier;
  readonly ipv4Block?: string;
  readonly ipv6Block?: string;
  readonly routeTable?: Place;
}

export interface RecordedGateway {
  readonly resource: Place;
  readonly kind: 'internet-gateway' | 'egress-only-internet-gateway' | 'nat-gateway' | 'nat-instance';
  readonly vpcs: readonly Place[];

  /** The subnet in which it stands, when it stands in one. */
  readonly subnet?: Place;
}

export interface RecordedEndpoint {
  readonly resource: Place;
  readonly kind: 'gateway' | 'interface' | 'other' | 'unknown';
  readonly service?: string;
  readonly vpc?: Place;
  readonly subnets: readonly Place[];
  readonly securityGroups: readonly Place[];
}

export interface RecordedInterfaceGroup {
  readonly subnets: readonly Place[];
  readonly securityGroups: readonly Place[];

  /** The functions, by their place in `functions`. */
  readonly functions: readonly Place[];
}

export interface RecordedMend {
  readonly inConstructs?: string;
  readonly inTemplate: string;
}

export interface RecordedObstacle {
  readonly code: PathCode;
  readonly status: 'violated' | 'unknown';

  /** One sentence; `{function}` in it stands for the name of the function whose path it is. */
  readonly detail: string;
  readonly mend: Place;

  /** The resource at which it stands; not there for what stands at the function. */
  readonly resource?: Place;

  /** The hop of the path at which it stands. */
  readonly hop?: Place;
}

export interface RecordedHop {
  readonly kind: string;

  /** The hop as reports show it. */
  readonly text: string;
  readonly resource?: Place;
}

export interface RecordedPath {
  readonly hops: readonly RecordedHop[];
  readonly obstacles: readonly Place[];
  readonly assumptions: readonly string[];
}

export interface RecordedVerdict {
  /** The destination as `--to` takes it. */
  readonly destination: string;

  /** The resource that the destination names. */
  readonly resource?: Place;
  readonly family: AddressFamily;
  readonly verdict: VerdictKind;

  /** Marks, which are there when they hold. */
  readonly declared?: true;
  readonly asked?: true;
  readonly forbidden?: true;
  readonly mounted?: true;

  /** The outcome of conditions that the verdict assumes. */
  readonly conditions?: readonly string[];

  /** The verdict from each subnet: its resource, or null where none is known, the verdict, and the path. */
  readonly from: readonly (readonly [Place | null, VerdictKind, Place])[];
}

export interface RecordedFunction {
  readonly resource: Place;
  readonly kind: Workload['kind'];

  /** Tells whether it says itself what it is to reach. */
  readonly declares: boolean;
  readonly answers: Place;
}

export interface RecordedFinding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly resource: Place;
  readonly message: string;
  readonly mend: Place;
}

export interface RecordedCapacity {
  /** Network interfaces that Lambda makes at least, one for each subnet and combination of security groups, and what a VPC is given. */
  readonly interfaces: readonly { readonly vpc: Place; readonly interfaces: number; readonly quota: number }[];

  /** The IPv4 addresses of each subnet in which functions are, without the five that AWS keeps and without interfaces of Lambda. */
  readonly addresses: readonly { readonly subnet: Place; readonly free: number; readonly interfaces: number }[];

  /** Connections at a time to one destination, for each address of a NAT gateway. */
  readonly connectionsPerNatAddress: number;
}

export interface RecordedCost {
  readonly currency: 'USD';

  /** The Region of the prices, and the month in which they were looked up; `given` for those that somebody gave. */
  readonly pricesOf: string;
  readonly perMonth: number;
  readonly parts: readonly RecordedCostPart[];

  /** The costs that are not counted, in words. */
  readonly notCounted: readonly string[];
}

export interface RecordedCostPart {
  readonly what: string;
  readonly count: number;
  readonly perMonth: number;
}
