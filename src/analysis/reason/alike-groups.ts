import { ShortNames } from './short-names';
import type { NetworkModel, SecurityGroup, SecurityGroupRule } from '../model/network';
import type { ResourceId } from '../model/source';
import { spellData } from '../model/spell-data';

/*
 * Models: security groups that differ in their ids alone. Thousands of functions have a group each with the same rules, and reach the same.
 * Law: what holds for the traffic of one holds for that of the other, as long as no rule of any group names either.
 */

/** The security groups of a function, in any order. */
export interface GroupSet {
  readonly ids: readonly ResourceId[];

  /** Sets of the same groups have the same. */
  readonly key: string;

  /** Sets of groups that are alike have the same. */
  readonly likeness: string;
}

export class AlikeGroups {
  private readonly named: ReadonlySet<ResourceId>;
  private readonly known = new Map<ResourceId, string>();
  private readonly names = new ShortNames();

  constructor(private readonly model: Pick<NetworkModel, 'securityGroups'>) {
    this.named = new Set([...model.securityGroups.values()].flatMap(({ egress, ingress }) => [...egress, ...ingress].flatMap(({ peer }) =>
      peer.kind === 'security-group' ? [peer.id] : [])));
  }

  setOf(ids: readonly ResourceId[]): GroupSet {
    return { ids, key: together(ids), likeness: together(ids.map((id) => this.likenessOf(id))) };
  }

  private likenessOf(id: ResourceId): string {
    const known = this.known.get(id);
    if (known !== undefined) {
      return known;
    }
    const group = this.model.securityGroups.get(id);
    // no id of a group is such a name
    const likeness = group === undefined || this.named.has(id) ? id : this.names.of(spellGroup(group));
    this.known.set(id, likeness);
    return likeness;
  }
}

/** This is all that is asked of the group of a function when it opens a connection. */
function spellGroup({ source, vpc, isInDefaultVpc, associatedVpcs, egress, defaultEgress, furtherRules }: SecurityGroup): string {
  const rest = [source.template !== undefined, vpc, isInDefaultVpc, associatedVpcs, defaultEgress, furtherRules];
  return `${JSON.stringify(rest)} ${egress.map(spellRule).sort().join(' ')}`;
}

function spellRule({ protocol, ports, peer }: SecurityGroupRule): string {
  return `${protocol} ${ports?.fromPort}-${ports?.toPort} ${spellPeer(peer)}`;
}

/** Blocks that are written out are read once, so that their spelling is kept with them. */
const SPELLED = new WeakMap<object, string>();

function spellPeer(peer: SecurityGroupRule['peer']): string {
  const thing = peer.kind === 'block' ? peer.block : peer;
  const known = SPELLED.get(thing) ?? spellData(thing);
  SPELLED.set(thing, known);
  return known;
}

function together(names: readonly string[]): string {
  return names.length === 1 ? names[0] : [...names].sort().join(' ');
}
