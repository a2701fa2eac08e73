import type { UnknownNames } from '../model/dns';
import type { ResourceId } from '../model/source';
import { idOrSymbol, integerOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import { literalText } from '../template/value';

/*
 * Models: Route 53 profiles: what a profile holds counts for the VPCs that are associated with it as if it were theirs.
 * Refuses: to say anything of a profile that no template defines: whatever it holds may change what any name leads to.
 */

/** The VPCs of what profiles hold, and what is not known of them. */
export interface Profiles {
  /** The VPCs that have a resource through a profile, by the resource. */
  readonly vpcsOf: (resource: ResourceId) => readonly ResourceId[];

  /** The order of a firewall rule group in a profile. */
  readonly priorityOf: (resource: ResourceId) => number | undefined;
  readonly unknown: readonly UnknownNames[];
}

export function readProfiles(deployment: Deployment): Profiles {
  const defined = new Set(deployment.resources('AWS::Route53Profiles::Profile').map(({ id }) => id));
  const vpcs = new Map<ResourceId, ResourceId[]>();
  const unknown: UnknownNames[] = [];
  for (const resource of deployment.resources('AWS::Route53Profiles::ProfileAssociation')) {
    const [profile, vpc] = [idOrSymbol(resource.get('ProfileId')), idOrSymbol(resource.get('ResourceId'))];
    add(vpcs, profile, vpc);
    if (!defined.has(profile)) {
      unknown.push({ source: resource.source(), vpc, reason: `no template that was read defines the Route 53 profile ${profile.replace(/^\?/, '')}` });
    }
  }
  const held = new Map<ResourceId, ResourceId[]>();
  const priorities = new Map<ResourceId, number>();
  for (const resource of deployment.resources('AWS::Route53Profiles::ProfileResourceAssociation')) {
    const id = idOrSymbol(resource.get('ResourceArn'));
    const priority = /"priority"\s*:\s*"?(\d+)/.exec(literalText(resource.get('ResourceProperties')) ?? '')?.[1];
    (vpcs.get(idOrSymbol(resource.get('ProfileId'))) ?? []).forEach((vpc) => {
      add(held, id, vpc);
      if (id.startsWith('?') || id.startsWith('arn:')) {
        unknown.push({ source: resource.source(), vpc, reason: 'what the Route 53 profile of the VPC holds is not all in the templates' });
      }
    });
    if (priority !== undefined) {
      priorities.set(id, integerOf(priority)!);
    }
  }
  return { vpcsOf: (id) => held.get(id) ?? [], priorityOf: (id) => priorities.get(id), unknown };
}

function add(map: Map<ResourceId, ResourceId[]>, key: ResourceId, value: ResourceId): void {
  map.set(key, [...map.get(key) ?? [], value]);
}
