import type { SecurityGroupRule } from '../model/network';
import type { ResourceId } from '../model/source';
import { isUnknownId } from '../model/source';

/*
 * Models: the rules of a security group in one direction, sorted by what they name.
 */

/** The rules of a group in one direction, so that a rule for one of thousands of groups is found at once. */
export interface Rules {
  readonly ofBlocks: readonly SecurityGroupRule[];
  readonly ofGroups: ReadonlyMap<ResourceId, readonly SecurityGroupRule[]>;

  /** Those for groups that no template shows: one of these may be a group of the templates, by its id in AWS. */
  readonly ofStrangers: readonly SecurityGroupRule[];

  /** Those for groups that only the deployment knows: one of these may be any group. */
  readonly ofUnknown: readonly SecurityGroupRule[];
}

export const NO_RULES: Rules = { ofBlocks: [], ofGroups: new Map(), ofStrangers: [], ofUnknown: [] };

/** Sort the rules of a group. */
export function sortOut(all_: readonly SecurityGroupRule[], isShown: (id: ResourceId) => boolean): Rules {
  const ofBlocks: SecurityGroupRule[] = [];
  const ofStrangers: SecurityGroupRule[] = [];
  const ofUnknown: SecurityGroupRule[] = [];
  const ofGroups = new Map<ResourceId, SecurityGroupRule[]>();
  for (const rule of all_) {
    if (rule.peer.kind !== 'security-group') {
      ofBlocks.push(rule);
      continue;
    }
    if (!isShown(rule.peer.id)) {
      ofStrangers.push(rule);
    }
    if (isUnknownId(rule.peer.id)) {
      ofUnknown.push(rule);
    }
    const known = ofGroups.get(rule.peer.id);
    if (known === undefined) {
      ofGroups.set(rule.peer.id, [rule]);
    } else {
      known.push(rule);
    }
  }
  return { ofBlocks, ofGroups, ofStrangers, ofUnknown };
}
