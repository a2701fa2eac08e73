import type { Reasoner } from './reasoner';
import type { FileSystem } from '../model/deployment-facts';
import type { Listener, NetworkModel, Subnet, Workload } from '../model/network';
import { describeSource } from '../model/source';
import type { Ternary } from '../model/ternary';
import { tcp } from '../model/traffic';
import type { Mend, Verdict } from '../model/verdict';

/*
 * Models: by which mount targets a function mounts a file system. In each zone it mounts by the mount target of the zone, over NFS and IPv4.
 * Law: of a zone that may or may not be another one, nothing is said.
 */

/** The port of NFS. */
export const NFS = tcp(2049);

/** A subnet of a function, with the mount targets that are in its zone, or may be. */
export interface MountPlace {
  readonly subnet: Subnet;
  readonly targets: readonly Listener[];

  /** Tells whether the zone has a mount target: `yes` when these are in it for sure. */
  readonly isServed: Ternary;

  /** Tells whether there are no others that may be in the zone. */
  readonly isComplete: boolean;
}

/** The subnets that are known, each with its mount targets. */
export function mountPlaces(model: NetworkModel, system: FileSystem, subnets: readonly string[]): readonly MountPlace[] {
  const targets = system.mountTargets.flatMap((id) => model.listeners.get(id) ?? []);
  const isComplete = system.furtherMountTargets === undefined && targets.length === system.mountTargets.length;
  return subnets.flatMap((id) => model.subnets.get(id) ?? []).map((subnet): MountPlace => {
    const [same, maybe] = (['yes', 'unknown'] as const).map((answer) => targets.filter((target) => isInZoneOf(model, target, subnet) === answer));
    const isServed = same.length > 0 ? 'yes' : isComplete && maybe.length === 0 ? 'no' : 'unknown';
    return { subnet, targets: same.length > 0 ? same : maybe, isServed, isComplete: same.length > 0 || isComplete };
  });
}

function isInZoneOf({ subnets }: NetworkModel, target: Listener, subnet: Subnet): Ternary {
  const places = target.subnets.known ? target.subnets.value : [];
  if (places.includes(subnet.source.id)) {
    return 'yes';
  }
  const answers = places.map((id) => isSameZone(subnets.get(id)?.zone, subnet.zone));
  return answers.length === 1 ? answers[0] : 'unknown';
}

/** Names, ids and places in a list of zones are not compared with each other. */
function isSameZone(one: Subnet['zone'] | undefined, other: Subnet['zone']): Ternary {
  if (one?.known !== true || !other.known) {
    return 'unknown';
  }
  return one.value === other.value ? 'yes' : spellingOf(one.value) === spellingOf(other.value) ? 'no' : 'unknown';
}

function spellingOf(zone: string): string {
  return zone.includes('${') ? zone.replace(/\d+/, '') : /-az\d+$/.test(zone) ? 'id' : 'name';
}

/** The verdict from one subnet on one mount target; undefined when that has no IPv4, or it is not known in which subnet it is. */
export function judgeMountTarget(
  workload: Workload, { model, reasoner }: { readonly model: NetworkModel; readonly reasoner: Reasoner }, subnet: Subnet, target: Listener,
): Verdict | undefined {
  const { source, securityGroups, subnets, families } = target;
  const place = subnets.known ? model.subnets.get(subnets.value[0]) : undefined;
  if (workload.attachment.kind !== 'vpc' || families?.ipv4 === 'no' || place === undefined) {
    return undefined;
  }
  const groups = securityGroups.known && securityGroups.value.length === 0 ? { known: true, value: [`${place.vpc}.DefaultSecurityGroup`] } as const : securityGroups;
  return reasoner.judge(
    { ...workload, attachment: { ...workload.attachment, subnets: { known: true, value: [subnet.source.id] } } },
    { kind: 'resource', name: describeSource(source), securityGroups: groups, listeners: [target], subnets, ports: [NFS] }, 'ipv4',
  );
}

/** Says that a file system has no mount target in the zones of subnets. */
export function noMountTarget({ source, mountTargets }: FileSystem, subnets: readonly Subnet[]): { readonly detail: string; readonly mend: Mend } {
  const zones = subnets.map((subnet) => `${describeSource(subnet.source)}${subnet.zone.known ? ` (${subnet.zone.value})` : ''}`).join(', ');
  return {
    detail: `${describeSource(source)} has ${mountTargets.length === 0 ? 'no mount target' : 'no mount target in the zone'} of ${zones}`,
    mend: {
      inTemplate: `add an ${source.type.replace(/FileSystem$/, 'MountTarget')} in the zone of ${zones}, or take the subnet out of SubnetIds of the function`,
      inConstructs: 'give the file system subnets in all zones of the network: vpcSubnets of efs.FileSystem',
    },
  };
}
