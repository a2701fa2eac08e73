import type { NetworkModel, SecurityGroup, SecurityGroupRule } from '../model/network';
import type { ResourceId } from '../model/source';

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
  private readonly numbers = new Map<string, string>();

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
    const likeness = group === undefined || this.named.has(id) ? id : this.numberOf(spellGroup(group));
    this.known.set(id, likeness);
    return likeness;
  }

  /** A short name for what is alike. No id of a group is one. */
  private numberOf(spelled: string): string {
    const known = this.numbers.get(spelled) ?? `#${this.numbers.size}`;
    this.numbers.set(spelled, known);
    return known;
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
  const known = SPELLED.get(thing) ?? JSON.stringify(thing, (_, value: unknown) => typeof value === 'bigint' ? value.toString() : value);
  SPELLED.set(thing, known);
  return known;
}

function together(names: readonly string[]): string {
  return names.length === 1 ? names[0] : [...names].sort().join(' ');
}
