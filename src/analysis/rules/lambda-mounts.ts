import { finding } from './finding';
import type { Rule, RuleContext } from './rule';
import { knownSubnets } from './rule';
import { mendOf, spellObstacles } from './verdict-words';
import type { FileSystem, Mount } from '../model/deployment-facts';
import type { Finding } from '../model/finding';
import type { Listener, Subnet } from '../model/network';
import { describeSource } from '../model/source';
import type { Mend } from '../model/verdict';
import { judgeMountTarget, mountPlaces, noMountTarget } from '../reason/mount-targets';

/*
 * Models: the file systems that a function mounts and AWS does not let it mount.
 * Law: of a file system that no template defines nothing is said, nor of a zone that may or may not be another one.
 */

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
    const places = system === undefined ? [] : mountPlaces(model, system, knownSubnets(context.workload));
    return system === undefined ? [] : [{
      mount, system, without: places.filter(({ isServed }) => isServed === 'no').map(({ subnet }) => subnet), served: places.filter(({ targets, isComplete }) => targets.length > 0 && isComplete),
    }];
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

function notInZone({ path }: Mount, system: FileSystem, subnets: readonly Subnet[]): Fault {
  const { detail, mend } = noMountTarget(system, subnets);
  return { text: `the function mounts ${describeSource(system.source)} at ${path}: ${detail}`, mend };
}

/** A mount is closed when each of the mount targets that it can be is. */
function closed(context: RuleContext, { path }: Mount, subnet: Subnet, targets: readonly Listener[]): Fault[] {
  const verdicts = targets.map((target) => ({ target, verdict: judgeMountTarget(context.workload, context, subnet, target) }));
  if (!verdicts.every(({ verdict }) => verdict?.verdict === 'blocked')) {
    return [];
  }
  return verdicts.map(({ target, verdict }) => ({
    text: `the function mounts a file system at ${path}, and from ${describeSource(subnet.source)} does not reach its mount target ${describeSource(target.source)} on tcp 2049 (IPv4): ${spellObstacles(verdict!)}`,
    mend: { ...mendOf(verdict!), inConstructs: 'declare Destination.connectable(fileSystem, ec2.Port.tcp(2049)) of the function' },
  }));
}
