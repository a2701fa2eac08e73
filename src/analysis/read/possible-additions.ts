import type { Program } from './programs';
import { handedTo, programsIn } from './programs';
import type { NetworkModel, SecurityGroup, VpcEndpoint } from '../model/network';
import type { ResourceId } from '../model/source';
import { mayBeAnyResource } from '../model/source';
import { notKnown } from '../template/coerce';
import type { Deployment } from '../template/deployment';

/*
 * Models: what else may be added to what templates define. A program may add to what is handed to it: routes to a table, entries to a network ACL, rules to a group, an
 * association to a subnet or an attachment that has none, endpoints to a VPC. What is added to a thing that a custom resource finds out may be added to any thing of its kind.
 * Law: the more is open, the less is proven, and nothing is refuted that was not.
 */

type TransitParts = Pick<NetworkModel, 'transitGateways' | 'transitGatewayAttachments' | 'transitGatewayRouteTables'>;
type Parts = Pick<NetworkModel, 'subnets' | 'routeTables' | 'securityGroups' | 'networkAcls' | 'endpoints'> & TransitParts;

/** Why something may be added to a thing, by its name. */
type Reasons = ReadonlyMap<ResourceId, string>;

/** The parts with all that is open in them. */
export function withPossibleAdditions(deployment: Deployment, parts: Parts): Parts {
  const programs = handings(deployment);
  const handed = reasons(programs);
  const tables = strayReason(parts.routeTables.keys(), 'route table');
  const acls = strayReason(parts.networkAcls.keys(), 'network ACL');
  const groups = strayReason(parts.securityGroups.keys(), 'security group');
  const subnets = strayReason(parts.subnets.keys(), 'subnet');
  const mainTables = reasons(programs.filter(({ program }) => !program.makesResources), 'its VPC');
  const placed = new Map([...parts.subnets].map(([id, subnet]) => [id, {
    table: handed.get(id) ?? mainTables.get(subnet.vpc) ?? tables ?? subnets, acl: handed.get(id) ?? acls ?? subnets,
  }]));
  return {
    routeTables: open(parts.routeTables, handed, tables, (furtherRoutes) => ({ furtherRoutes, furtherRoutesArePropagated: false })),
    networkAcls: open(parts.networkAcls, handed, acls, (furtherEntries) => ({ furtherEntries })),
    securityGroups: withoutCertainRules(open(parts.securityGroups, handed, groups, (furtherRules) => ({ furtherRules })), programs),
    subnets: withDefaultsOpen(
      withDefaultsOpen(parts.subnets, 'routeTable', 'main', (id) => placed.get(id)?.table), 'networkAcl', 'default', (id) => placed.get(id)?.acl),
    endpoints: new Map([...changedEndpoints(parts.endpoints, programs), ...possibleEndpoints(deployment, programs)]),
    ...transitParts(parts, handed),
  };
}

/** A default table is opened with its transit gateway, as a main table is with its VPC. */
function transitParts({ transitGateways, transitGatewayAttachments, transitGatewayRouteTables }: TransitParts, handed: Reasons): TransitParts {
  return {
    transitGateways: open(transitGateways, handed, undefined, (furtherRoutes) => ({ furtherRoutes })),
    transitGatewayAttachments: open(transitGatewayAttachments, handed, undefined, (furtherAssociation) => ({ furtherAssociation })),
    transitGatewayRouteTables: open(transitGatewayRouteTables, handed, strayReason(transitGatewayRouteTables.keys(), 'route table of a transit gateway'), (furtherRoutes) => ({ furtherRoutes })),
  };
}

interface Handing {
  readonly program: Program;
  readonly ids: ReadonlySet<ResourceId>;
}

function handings(deployment: Deployment): readonly Handing[] {
  return programsIn(deployment).map((program) => ({ program, ids: handedTo(program) }));
}

/** Returns why things may be changed that are handed to programs. */
export function handedToPrograms(deployment: Deployment): Reasons {
  return reasons(handings(deployment));
}

function reasons(programs: readonly Handing[], what = 'it'): Reasons {
  return new Map(programs.flatMap(({ program, ids }) => [...ids].map((id): [ResourceId, string] => [id, `${what} is handed to ${program.name}, and that may change it`])));
}

/** Rules that a call takes away may be any of the group's. */
function withoutCertainRules(groups: Parts['securityGroups'], programs: readonly Handing[]): Parts['securityGroups'] {
  const changed = reasons(programs.filter(({ program }) => program.takesAway));
  return new Map([...groups].map(([id, group]) => {
    const reason = changed.get(id);
    const doubted = (rules: SecurityGroup['egress']) => reason === undefined ? rules : rules.map((rule) => ({ ...rule, peer: { kind: 'unknown', reason } as const }));
    return [id, reason === undefined ? group : {
      ...group, egress: doubted(group.egress), ingress: doubted(group.ingress), defaultEgress: group.defaultEgress === 'none' ? 'none' : 'contested',
    }];
  }));
}

/** An endpoint that a call changes may be any. */
function changedEndpoints(endpoints: Parts['endpoints'], programs: readonly Handing[]): Parts['endpoints'] {
  const changed = reasons(programs.filter(({ program }) => program.changesEndpoints));
  return open(endpoints, changed, undefined, (reason) => ({
    kind: notKnown(reason), privateDns: 'unknown', subnets: notKnown(reason), routeTables: notKnown(reason), securityGroups: notKnown(reason),
  }));
}

/** Whoever is handed a VPC may make an endpoint for any service in it. */
function possibleEndpoints(deployment: Deployment, programs: readonly Handing[]): [ResourceId, VpcEndpoint][] {
  const vpcs = new Set(deployment.resources('AWS::EC2::VPC').map(({ id }) => id));
  return programs.flatMap(({ program: { resource, name }, ids }) => [...ids].filter((id) => vpcs.has(id) || /^vpc-/.test(id)).map((vpc): [ResourceId, VpcEndpoint] => {
    const unknown = notKnown(`the VPC is handed to ${name}, and that may make endpoints in it`);
    return [`${resource.id} in ${vpc}`, {
      source: resource.source(), kind: unknown, vpc, service: unknown, privateDns: 'unknown', subnets: unknown, routeTables: { known: true, value: [] },
      securityGroups: unknown, families: unknown,
    }];
  }));
}

/** Tells whether anything is added to what is found out during deployment. */
export function addsToUnknown({ routeTables, networkAcls, securityGroups, subnets, internetGateways }: NetworkModel): boolean {
  const ids = [routeTables, networkAcls, securityGroups, subnets, internetGateways].flatMap((things) => [...things.keys()]);
  return [...ids, ...[...internetGateways.values()].flatMap(({ attachedTo }) => attachedTo)].some(mayBeAnyResource);
}

/** Tells why something may be added to anything of a kind; undefined when nothing may. */
function strayReason(ids: Iterable<ResourceId>, kind: string): string | undefined {
  const stray = [...ids].filter(mayBeAnyResource).sort()[0];
  return stray === undefined ? undefined : `templates add to a ${kind} that is found out during deployment (${stray.slice(1)}), and it may be this one`;
}

function open<T extends object>(
  things: ReadonlyMap<ResourceId, T>, handed: ReadonlyMap<ResourceId, string>, stray: string | undefined, change: (reason: string) => Partial<T>,
): ReadonlyMap<ResourceId, T> {
  return stray === undefined && handed.size === 0 ? things : new Map([...things].map(([id, thing]) => {
    const reason = handed.get(id) ?? stray;
    return [id, reason === undefined ? thing : { ...thing, ...change(reason) }];
  }));
}

/** Subnets without associations have the main table and the default ACL of their VPC, to which something may be added or which may be replaced. */
function withDefaultsOpen(
  subnets: Parts['subnets'], property: 'routeTable' | 'networkAcl', standard: string, reasonFor: (id: ResourceId) => string | undefined,
): Parts['subnets'] {
  return new Map([...subnets].map(([id, subnet]) => {
    const [associated, reason] = [subnet[property], reasonFor(id)];
    return [id, reason !== undefined && associated.known && associated.value === standard ? { ...subnet, [property]: notKnown(reason) } : subnet];
  }));
}
