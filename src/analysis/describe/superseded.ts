import type { SectionName } from './sections';
import type { Sections, Snapshot } from './snapshot';

/*
 * Models: what an older snapshot has of a VPC that a later one of the same account and Region has too: it is that of the later one, and what that lacks is gone.
 * Law: a part that the later one does not know stays that of the older one, and so does what another account sees of a VPC that is shared.
 */

/** The parts of which each thing is in one VPC, and names it. */
const IN_VPC = [
  'Subnets', 'RouteTables', 'SecurityGroups', 'NetworkAcls', 'NetworkInterfaces', 'NatGateways', 'VpcEndpoints',
] as const satisfies readonly SectionName[];

/** Returns the older snapshot without what later ones tell of. */
export function withoutSuperseded(older: Snapshot, later: readonly Snapshot[]): Snapshot {
  return later.filter(({ account, region }) => account === older.account && region === older.region)
    .reduce((left, next) => ({ ...left, sections: without(left.sections, next) }), older);
}

function without(sections: Sections, { sections: known, vpcs: limited }: Snapshot): Sections {
  const ids = (known.Vpcs ?? []).flatMap(({ VpcId: id }) => id ?? []);
  const vpcs = new Set<string | undefined>(ids.filter((id) => limited === undefined || limited.includes(id)));
  const replaced = IN_VPC.filter((name) => known[name] !== undefined && sections[name] !== undefined)
    .map((name) => [name, (sections[name] as readonly { readonly VpcId?: string }[]).filter(({ VpcId: id }) => !vpcs.has(id))]);
  return { ...sections, ...Object.fromEntries(replaced) as Sections };
}
