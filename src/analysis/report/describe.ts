import type { Workload } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';
import type { Mend } from '../model/verdict';
import type { World } from '../model/world';

/*
 * Models: what things are called in reports.
 */

export const FAMILY_NAMES = { ipv4: 'IPv4', ipv6: 'IPv6' } as const;

/** Names subnets as people know them. */
export type NameOf = (id: ResourceId) => string;

/** The names of the subnets of all worlds. */
export function subnetNames(worlds: readonly World[]): NameOf {
  return (id) => {
    const source = worlds.map(({ model }) => model.subnets.get(id)?.source).find((found) => found !== undefined);
    return source === undefined ? id : describeSource(source);
  };
}

/** Returns what there is to do, in the terms in which the function was written: a template written by hand has no construct paths. */
export function spellMend(mend: Mend, workload?: Workload): string {
  const isOurs = workload?.declared !== undefined && workload.source.constructPath !== undefined;
  return isOurs ? mend.inConstructs ?? mend.inTemplate : mend.inTemplate;
}
