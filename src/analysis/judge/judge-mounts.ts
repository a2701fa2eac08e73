import { inconclusive } from './destinations/inconclusive';
import type { Names } from './destinations/names';
import type { FileSystem, Mount } from '../model/deployment-facts';
import type { Judgement } from '../model/judgement';
import type { NetworkModel, Workload } from '../model/network';
import type { PortedTransport } from '../model/traffic';
import type { Mend, Obstacle, SubnetVerdict } from '../model/verdict';
import { conjunction, verdictOf } from '../model/verdict';
import type { MountPlace } from '../reason/mount-targets';
import { NFS, judgeMountTarget, mountPlaces, noMountTarget } from '../reason/mount-targets';
import type { Reasoner } from '../reason/reasoner';
import { knownSubnets } from '../rules/rule';

/*
 * Models: what a function mounts, as a destination that its template declares: from each subnet the mount target of its zone, over NFS and IPv4.
 * Law: a mount that the function declares as a destination itself is asked once, as it is declared. What is said of one subnet, a mount target in another zone does not change.
 * Refuses: to say anything of what is mounted at an address that no template shows.
 */

export interface MountContext {
  readonly reasoner: Reasoner;
  readonly model: NetworkModel;
  readonly names: Names;
}

/** A judgement for each file system that is mounted and not declared. */
export function judgeMounts(workload: Workload, context: MountContext): Judgement[] {
  const { attachment, mounts = [] } = workload;
  if (mounts.length === 0 || attachment.kind !== 'vpc') {
    return [];
  }
  const byName = new Map(mounts.flatMap((mount) => {
    const judgement = judgeMount(workload, mount, context);
    return judgement === undefined ? [] : [[judgement.destination, judgement] as const];
  }));
  return [...byName.values()];
}

/** Joins them with the other judgements: who asks for what a function mounts is answered as the function mounts it. */
export function withMounts(judgements: readonly Judgement[], mounts: readonly Judgement[]): readonly Judgement[] {
  const isSame = (one: Judgement, other: Judgement) => one.destination === other.destination && one.family === other.family;
  return [
    ...judgements.filter((judgement) => !mounts.some((mount) => isSame(judgement, mount))),
    ...mounts.map((mount) => ({ ...mount, asked: judgements.some((judgement) => judgement.asked && isSame(judgement, mount)) })),
  ];
}

function judgeMount(workload: Workload, mount: Mount, context: MountContext): Judgement | undefined {
  const system = mount.fileSystem === undefined ? undefined : context.model.fileSystems?.get(mount.fileSystem);
  if (isDeclared(workload, system, context.names)) {
    return undefined;
  }
  const subnets = system === undefined ? [inconclusive(workload, `no template defines what is mounted at ${mount.path}`, ELSEWHERE)] : judgeSystem(workload, system, context);
  const verdict = conjunction(subnets.map((subnet) => subnet.verdict));
  return {
    destination: system === undefined ? `${mount.path}:2049` : `${system.source.logicalId ?? system.source.id}:2049`,
    family: 'ipv4', verdict, declared: true, asked: false, isMounted: true, subnets, conditions: [],
    ...verdict === 'blocked' && system !== undefined && isPlaced(workload, context.model) ? { toldBy: isServedNowhere(subnets) ? 'LAMBDA_MOUNT_NOT_IN_ZONE' : 'LAMBDA_MOUNT_BLOCKED' } : {},
  };
}

const ELSEWHERE: Mend = {
  inConstructs: 'declare Destination.connectable(fileSystem, ec2.Port.tcp(2049)) of the function',
  inTemplate: 'judge it together with the template that defines the file system and its mount targets, or declare a destination with port 2049',
};

/** Whoever declares a destination with the port of NFS has said what is mounted; when the file system is known, that it is this one. */
function isDeclared({ declared = [] }: Workload, system: FileSystem | undefined, names: Names): boolean {
  return declared.some((destination) => {
    if (destination.kind !== 'resource') {
      return destination.kind === 'cidr' && system === undefined && isNfs(destination.ports);
    }
    const { listeners } = names.declared(destination.resource, destination.securityGroups);
    return system === undefined ? isNfs(destination.ports)
      : hasNfs(destination.ports) && listeners.some(({ source }) => system.mountTargets.includes(source.id));
  });
}

/** A range of ports that happens to have it says nothing of what is mounted. */
function isNfs(ports: readonly PortedTransport[]): boolean {
  return ports.some(({ transport, ports: { fromPort, toPort } }) => transport === 'tcp' && fromPort === NFS.ports.fromPort && toPort === fromPort);
}

function hasNfs(ports: readonly PortedTransport[]): boolean {
  return ports.some(({ transport, ports: { fromPort, toPort } }) => transport === 'tcp' && fromPort <= NFS.ports.fromPort && NFS.ports.toPort <= toPort);
}

/** A verdict that hangs on the zones of the subnets makes a finding too. */
function isPlaced(workload: Workload, { subnets }: NetworkModel): boolean {
  const ids = knownSubnets(workload);
  return ids.length > 0 && ids.every((id) => subnets.has(id));
}

function isServedNowhere(subnets: readonly SubnetVerdict[]): boolean {
  return subnets.some(({ path }) => path.obstacles.some(({ code }) => code === 'LAMBDA_MOUNT_NOT_IN_ZONE'));
}

function judgeSystem(workload: Workload, system: FileSystem, context: MountContext): readonly SubnetVerdict[] {
  return isPlaced(workload, context.model)
    ? mountPlaces(context.model, system, knownSubnets(workload)).flatMap((place) => judgePlace(workload, system, place, context))
    : judgeAll(workload, system, context);
}

/** From where nobody knows, any of the mount targets may be the one. */
function judgeAll(workload: Workload, system: FileSystem, { model, names, reasoner }: MountContext): readonly SubnetVerdict[] {
  const { source, mountTargets } = system;
  const named = mountTargets.some((id) => model.listeners.has(id)) ? names.asked(source.id) : undefined;
  return named === undefined ? [inconclusive(workload, `which mount targets ${source.logicalId ?? source.id} has is not known`, ELSEWHERE)]
    : reasoner.judge(workload, { kind: 'resource', name: source.logicalId ?? source.id, ports: [NFS], ...named }, 'ipv4').subnets;
}

function judgePlace(workload: Workload, system: FileSystem, place: MountPlace, context: MountContext): SubnetVerdict[] {
  const { subnet, targets, isServed, isComplete } = place;
  if (isServed === 'no') {
    return [withObstacle(place, { status: 'violated', code: 'LAMBDA_MOUNT_NOT_IN_ZONE', source: system.source, ...noMountTarget(system, [subnet]) })];
  }
  const verdicts = targets.flatMap((target) => judgeMountTarget(workload, context, subnet, target)?.subnets ?? []);
  const isSame = verdicts.length > 0 && verdicts.length === targets.length && verdicts.every(({ verdict }) => verdict === verdicts[0].verdict);
  if (isSame && isComplete && (isServed === 'yes' || verdicts[0].verdict !== 'reachable')) {
    return [verdicts[0]];
  }
  return [withObstacle(place, {
    status: 'unknown', code: 'UNKNOWN_DESTINATION', source: system.source, mend: ELSEWHERE,
    detail: `by which mount target the function mounts ${system.source.logicalId ?? system.source.id} in its zone is not known${system.furtherMountTargets === undefined ? '' : `: ${system.furtherMountTargets}`}`,
  })];
}

function withObstacle({ subnet }: MountPlace, obstacle: Obstacle): SubnetVerdict {
  const path = { hops: [], obstacles: [obstacle], assumptions: [] };
  return { subnet: subnet.source.id, verdict: verdictOf(path), path };
}
