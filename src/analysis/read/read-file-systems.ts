import { handedToPrograms } from './possible-additions';
import type { FileSystem, Mount } from '../model/deployment-facts';
import type { ResourceId } from '../model/source';
import { entryOf, idOrSymbol, itemsOf, mapOf, textOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';

/*
 * Models: file systems of Amazon EFS and of Amazon S3 Files, the access points by which functions mount them, and their mount targets.
 * Law: a file system that no template defines has mount targets that nobody knows.
 */

const SERVICES = ['AWS::EFS', 'AWS::S3Files'];

/** The file systems that templates define. */
export function readFileSystems(deployment: Deployment): ReadonlyMap<ResourceId, FileSystem> {
  const systems = SERVICES.flatMap((service) => deployment.resources(`${service}::FileSystem`));
  const targets = systems.length === 0 ? [] : SERVICES.flatMap((service) => deployment.resources(`${service}::MountTarget`))
    .map((target) => ({ target, system: idOrSymbol(target.get('FileSystemId')) }));
  const stray = targets.find(({ system }) => system.startsWith('?'))?.target.logicalId;
  const handed = handedToPrograms(deployment);
  return new Map(systems.map((resource) => {
    const reason = handed.get(resource.id) ?? (stray === undefined ? undefined : `it is not known of which file system ${stray} is`);
    return [resource.id, {
      source: resource.source(), mountTargets: targets.filter(({ system }) => system === resource.id).map(({ target }) => target.id),
      ...reason === undefined ? {} : { furtherMountTargets: reason },
    }];
  }));
}

/** The access points of the templates, each with its file system. */
export function readAccessPoints(deployment: Deployment): ReadonlyMap<ResourceId, ResourceId> {
  return new Map(SERVICES.flatMap((service) => deployment.resources(`${service}::AccessPoint`)).map((point) => [point.id, idOrSymbol(point.get('FileSystemId'))]));
}

/** The file systems that a function mounts, found by the ARN of an access point. */
export function mountsOf(resource: Resource, accessPoints: ReadonlyMap<ResourceId, ResourceId>): readonly Mount[] {
  return itemsOf(resource.get('FileSystemConfigs')).filter((config) => mapOf(config) !== undefined).map((config) => {
    const path = textOf(entryOf(config, 'LocalMountPath'));
    const fileSystem = accessPoints.get(idOrSymbol(entryOf(config, 'Arn')));
    return { path: path.known ? path.value : 'its mount path', ...fileSystem === undefined ? {} : { fileSystem } };
  });
}
