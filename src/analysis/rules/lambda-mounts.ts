import { finding } from './finding';
import type { Rule, RuleContext } from './rule';
import { knownSubnets } from './rule';
import { mendOf, spellObstacles } from './verdict-words';
import type { FileSystem, Mount } from '../model/deployment-facts';
import type { Finding } from '../model/finding';
import type { Listener, NetworkModel, Subnet } from '../model/network';
import { describeSource } from '../model/source';
import type { Ternary } from '../model/ternary';
import type { Mend, Verdict } from '../model/verdict';

/*
 * Models: the file systems that a function mounts. In each zone it mounts by the mount target of the zone, over NFS and IPv4.
 * Law: of a file system that no template defines nothing is said, nor of a zone that may or may not be another one.
 */

/** The port of NFS. */
const NFS = [{ transport: 'tcp', ports: { fromPort: 2049, toPort: 2049 } }] as const;

/** A mount that does not work, in words. */
interface Fault {
  readonly text: string;
  readonly mend: Mend;
}

/** Finds mounts that Lambda refuses, and those that time out. */
export const lambdaMounts: Rule = (context) => {
  const { model, workload: { attachment, mounts = [], source } } = context;
  if (mounts.length === 0 || attachment.kind === 'unknown') {
    return [];
  }
  if (attachment.kind === 'none') {
    return [finding(
      'LAMBDA_MOUNT_WITHOUT_VPC', source, `FileSystemConfigs of the function names what is to be mounted at ${mounts.map(({ path }) => path).join(', ')}, and it has no VpcConfig`,
      { inConstructs: 'use VpcConnectedFunction, or network.connect()', inTemplate: 'set VpcConfig, with subnets in the zones of the mount targets' },
    )];
  }
  const known = mounts.flatMap((mount) => {
    const system = mount.fileSystem === undefined ? undefined : model.fileSystems?.get(mount.fileSystem);
    return system === undefined ? [] : [{ mount, system, ...byZone(model, system, knownSubnets(context.workload)) }];
  });
  return [
    ...report('LAMBDA_MOUNT_NOT_IN_ZONE', context, known.flatMap(({ mount, system, without }) => without.length === 0 ? [] : [notInZone(mount, system, without)])),
    ...report('LAMBDA_MOUNT_BLOCKED', context, known.flatMap(({ mount, served }) => served.flatMap(({ subnet, targets }) => closed(context, mount, subnet, targets)))),
  ];
};

function report(code: 'LAMBDA_MOUNT_NOT_IN_ZONE' | 'LAMBDA_MOUNT_BLOCKED', { workload }: RuleContext, faults: readonly Fault[]): Finding[] {
  const texts = [...new Set(faults.map(({ text }) => text))];
  const inTemplate = [...new Set(faults.map(({ mend }) => mend.inTemplate))].join('; ');
  const inConstructs = [...new Set(faults.flatMap(({ mend }) => mend.inConstructs ?? []))].join('; ');
  return texts.length === 0 ? [] : [finding(code, workload.source, texts.join('; '), { inTemplate, ...inConstructs === '' ? {} : { inConstructs } })];
}

/** The subnets without a mount target in their zone, and the others, each with the mount targets that are in its zone or may be. */
function byZone(model: NetworkModel, system: FileSystem, ids: readonly string[]) {
  const targets = system.mountTargets.flatMap((id) => model.listeners.get(id) ?? []);
  const isComplete = system.furtherMountTargets === undefined && targets.length === system.mountTargets.length;
  const zones = ids.flatMap((id) => model.subnets.get(id) ?? []).map((subnet) => {
    const [same, maybe] = (['yes', 'unknown'] as const).map((answer) => targets.filter((target) => isInZoneOf(model, target, subnet) === answer));
    return { subnet, targets: same.length > 0 ? same : maybe, isOnly: same.length > 0 || isComplete };
  });
  return {
    without: zones.filter((zone) => zone.targets.length === 0 && isComplete).map(({ subnet }) => subnet),
    served: zones.filter((zone) => zone.targets.length > 0 && zone.isOnly),
  };
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

function notInZone({ path }: Mount, { source, mountTargets }: FileSystem, subnets: readonly Subnet[]): Fault {
  const zones = subnets.map((subnet) => `${describeSource(subnet.source)}${subnet.zone.known ? ` (${subnet.zone.value})` : ''}`).join(', ');
  const type = source.type.replace(/FileSystem$/, 'MountTarget');
  return {
    text: `the function mounts ${describeSource(source)} at ${path}, which has ${mountTargets.length === 0 ? 'no mount target' : 'no mount target in the zone'} of ${zones}`,
    mend: {
      inTemplate: `add an ${type} in the zone of ${zones}, or take the subnet out of SubnetIds of the function`,
      inConstructs: 'give the file system subnets in all zones of the network: vpcSubnets of efs.FileSystem',
    },
  };
}

/** A mount is closed when each of the mount targets that it can be is. */
function closed(context: RuleContext, { path }: Mount, subnet: Subnet, targets: readonly Listener[]): Fault[] {
  const verdicts = targets.map((target) => ({ target, verdict: verdictOn(context, subnet, target) }));
  if (!verdicts.every(({ verdict }) => verdict?.verdict === 'blocked')) {
    return [];
  }
  return verdicts.map(({ target, verdict }) => ({
    text: `the function mounts a file system at ${path}, and from ${describeSource(subnet.source)} does not reach its mount target ${describeSource(target.source)} on tcp 2049: ${spellObstacles(verdict!)}`,
    mend: { ...mendOf(verdict!), inConstructs: 'declare Destination.connectable(fileSystem, ec2.Port.tcp(2049)) of the function' },
  }));
}

/** The verdict from one subnet; undefined when the mount target has no IPv4, or its security groups are not known. */
function verdictOn({ model, workload, reasoner }: RuleContext, subnet: Subnet, target: Listener): Verdict | undefined {
  const { source, securityGroups, subnets, families } = target;
  const place = subnets.known ? model.subnets.get(subnets.value[0]) : undefined;
  if (workload.attachment.kind !== 'vpc' || families?.ipv4 === 'no' || place === undefined) {
    return undefined;
  }
  const groups = securityGroups.known && securityGroups.value.length === 0 ? { known: true, value: [`${place.vpc}.DefaultSecurityGroup`] } as const : securityGroups;
  return reasoner.judge(
    { ...workload, attachment: { ...workload.attachment, subnets: { known: true, value: [subnet.source.id] } } },
    { kind: 'resource', name: describeSource(source), securityGroups: groups, listeners: [target], subnets, ports: NFS }, 'ipv4',
  );
}
