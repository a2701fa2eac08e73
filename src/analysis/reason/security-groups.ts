import type { AddressSet } from './address-set';
import { describeAddresses, describePeer, isAnyAddress } from './address-set';
import type { Demand, EgressDemand, IngressDemand, Peer } from './candidate-path';
import { asUncertain } from './candidate-path';
import type { Cover } from './coverage';
import { coverage } from './coverage';
import type { Rules } from './group-rules';
import { NO_RULES, sortOut } from './group-rules';
import type { NetworkIndex } from './network-index';
import type { ObstacleDetails } from './obstacles';
import { notInTemplates, unknown, violated } from './obstacles';
import { describePorts, matches, pieces } from './ports';
import { sourceOfGroup, unknownGroup } from './unknown-group';
import type { Known, SecurityGroup, SecurityGroupRule } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource, isUnknownId } from '../model/source';
import type { Ternary } from '../model/ternary';
import { all, any } from '../model/ternary';
import type { PortedTransport } from '../model/traffic';
import type { Obstacle } from '../model/verdict';

/*
 * Models: security groups. They only allow, know connections, so that answers need no rule, and those of one network interface are
 * read as one. A rule names blocks, prefix lists, or a group: then whatever has that group.
 * Law: `yes` when the rules together let all of it through; `no` when surely some of it is not let through.
 * A rule that is not known never lets anything through surely, and never makes a `no` sure.
 */

type Direction = 'egress' | 'ingress';

/** The traffic that is not let through, in people's words, and the change that mends it. */
type Wording = Pick<ObstacleDetails, 'mend' | 'inConstructs' | 'isDeclaration'> & { readonly what: string };

/** The groups of a function of which it is said elsewhere that they are not known. */
const NOT_KNOWN = { known: false, reason: 'the groups of the function are not known' } as const;

export class SecurityGroups {
  private readonly rules: Record<Direction, Map<ResourceId, Rules>> = { egress: new Map(), ingress: new Map() };
  private readonly answers = new Map<string, Map<string, readonly Obstacle[]>>();

  constructor(private readonly network: NetworkIndex) {}

  /** Returns what of a demand the groups of a function, of one key, do not meet; of groups that are not known, what none can meet. */
  unmet(demand: Demand, groups: readonly ResourceId[] | undefined, groupsKey: string): readonly Obstacle[] {
    const known = this.answers.get(groupsKey) ?? new Map<string, readonly Obstacle[]>();
    this.answers.set(groupsKey, known);
    const before = known.get(demand.key);
    if (before !== undefined) {
      return before;
    }
    const found = demand.kind === 'ingress' ? this.unmetIngress(demand, groups) : groups === undefined ? [] : this.unmetEgress(demand, groups);
    const sure = demand.isUncertain === true ? asUncertain(found) : found;
    const isOnlyRefuted = groups === undefined || demand.isOnlyRefuted === true;
    const obstacles = isOnlyRefuted ? sure.filter(({ status }) => status === 'violated') : sure;
    known.set(demand.key, obstacles);
    return obstacles;
  }

  unmetEgress({ to, orTo, what, peer, ports }: EgressDemand, groups: readonly ResourceId[]): readonly Obstacle[] {
    return this.judge(groups, 'egress', [to], peer, ports, orTo, (closed) => ({
      what: `let ${closed} out to ${what} (${describeAddresses(to)})`,
      mend: `add an egress rule for ${closed} to ${this.describeEnd(to, peer)}`,
      inConstructs: `declare it: destinations: [Destination…] of the function, which opens ${closed} there`, isDeclaration: true,
    }));
  }

  private unmetIngress(
    { groups, from, what, ports, references, mend, inConstructs }: IngressDemand, own: readonly ResourceId[] | undefined,
  ): readonly Obstacle[] {
    const peer: Peer = { groups: own === undefined ? NOT_KNOWN : { known: true, value: own }, references };
    const peers = references === 'no' ? from.map(describeAddresses).join(', ') : `the security group of the function${this.whereOf(groups)}`;
    return this.judge(groups, 'ingress', from, peer, ports, undefined, (closed) => ({
      what: `let ${closed} in from the function (${from.map(describeAddresses).join(', ')}) to ${what}`,
      mend: `add an ingress rule for ${closed} from ${mend ?? peers}`,
      inConstructs,
    }));
  }

  /** Whom a rule is to let out to: the group of what is asked for, where its address is not known. */
  private describeEnd(to: AddressSet, { groups, references }: Peer): string {
    const named = groups?.known === true && references !== 'no' && isAnyAddress(to) ? groups.value : [];
    const names = named.map((id) => describeSource(this.network.model.securityGroups.get(id)?.source ?? sourceOfGroup(id)).replace(/^\?/, ''));
    return names.length === 0 ? describePeer(to) : `the security group ${names.join(' or ')}`;
  }

  private judge(
    groups: readonly ResourceId[], direction: Direction, addressSets: readonly AddressSet[], peer: Peer, ports: readonly PortedTransport[],
    otherwise: AddressSet | undefined, details: (closed: string) => Wording,
  ): readonly Obstacle[] {
    const askAll = (sets: readonly AddressSet[], asked: PortedTransport) =>
      all(sets.map((addresses) => this.ask(groups, direction, addresses, peer, asked)));
    const first = ports.map((asked) => askAll(addressSets, asked));
    const answers = all(first) === 'yes' || otherwise === undefined ? first : first.map((answer, place) => any([answer, askAll([otherwise], ports[place])]));
    const answer = all(answers);
    const closed = ports.filter((_, place) => answers[place] === answer);
    return answer === 'yes' ? [] : [this.describeUnmet(groups, direction, answer, details(describePorts(closed)), this.isLiteral(groups, direction, peer))];
  }

  private ask(groups: readonly ResourceId[], direction: Direction, addresses: AddressSet, peer: Peer, asked: PortedTransport): Ternary {
    if (direction === 'egress' && groups.some((id) => this.network.model.securityGroups.get(id)?.defaultEgress === 'everything')) {
      return 'yes';
    }
    const { rules, named } = this.relevant(groups, direction, peer);
    const answer = all(pieces(asked, [...rules, ...named.map(({ rule }) => rule)]).map((piece) => this.askPiece(rules, named, addresses, piece)));
    return answer === 'no' && groups.some((id) => this.isOpenEnded(id, direction)) ? 'unknown' : answer;
  }

  private askPiece(rules: readonly SecurityGroupRule[], named: readonly NamedRule[], addresses: AddressSet, piece: PortedTransport): Ternary {
    let isPossible = false;
    for (const { rule, certain } of named) {
      const match = matches(rule, piece);
      if (match === 'yes' && certain) {
        return 'yes';
      }
      isPossible ||= match !== 'no';
    }
    const covers: Cover[] = [];
    for (const rule of rules) {
      const match = rule.peer.kind === 'security-group' ? 'no' : matches(rule, piece);
      if (match !== 'no' && rule.peer.kind !== 'security-group') {
        covers.push({ block: rule.peer, certain: match === 'yes' });
      }
    }
    const answer = coverage(addresses, covers, this.network.model.prefixLists);
    return answer === 'no' && isPossible ? 'unknown' : answer;
  }

  /** The rules that can be about the other end. */
  private relevant(groups: readonly ResourceId[], direction: Direction, peer: Peer): { rules: SecurityGroupRule[]; named: NamedRule[] } {
    const rules: SecurityGroupRule[] = [];
    const named: NamedRule[] = [];
    for (const id of groups) {
      const own = this.rulesOf(id, direction);
      rules.push(...own.ofBlocks);
      if (peer.groups === undefined || peer.references === 'no') {
        continue;
      }
      const certain = peer.references === 'yes' && peer.groups.known;
      for (const other of peer.groups.known ? peer.groups.value : own.ofGroups.keys()) {
        own.ofGroups.get(other)?.forEach((rule) => named.push({ rule, certain }));
      }
      this.maybeNaming(own, peer.groups).forEach((rule) => named.push({ rule, certain: false }));
    }
    return { rules, named };
  }

  /** The rules that name some group, and perhaps one of these. */
  private maybeNaming({ ofGroups, ofStrangers, ofUnknown }: Rules, groups: Known<readonly ResourceId[]>): readonly SecurityGroupRule[] {
    if (!groups.known || ofGroups.size === 0) {
      return [];
    }
    return groups.value.some(isUnknownId) ? [...ofGroups.values()].flat()
      : groups.value.some((other) => this.isShown(other)) ? ofStrangers : ofUnknown;
  }

  /** Tells whether all values of the rules are known that can be about the other end. */
  private isLiteral(groups: readonly ResourceId[], direction: Direction, peer: Peer): boolean {
    const { rules, named } = this.relevant(groups, direction, peer);
    const hasPorts = ({ protocol, ports }: SecurityGroupRule) => protocol !== 'unknown' && (protocol === 'all' || protocol === 'other' || ports !== undefined);
    return named.every(({ rule, certain }) => certain && hasPorts(rule))
      && rules.every((rule) => hasPorts(rule) && rule.peer.kind === 'block' && rule.peer.block.allocation === undefined);
  }

  private rulesOf(id: ResourceId, direction: Direction): Rules {
    const known = this.rules[direction].get(id);
    if (known !== undefined) {
      return known;
    }
    const group = this.network.model.securityGroups.get(id);
    const rules = group === undefined ? NO_RULES : sortOut(group[direction], (other) => this.isShown(other));
    this.rules[direction].set(id, rules);
    return rules;
  }

  /** Tells where a rule of the group goes that comes with a VPC: no template writes that one. */
  private whereOf(groups: readonly ResourceId[]): string {
    const source = groups.length === 1 && groups[0].endsWith('.DefaultSecurityGroup') ? this.network.model.securityGroups.get(groups[0])?.source : undefined;
    return source?.logicalId === undefined ? '' : `: an AWS::EC2::SecurityGroupIngress with the GroupId !GetAtt ${source.logicalId}`;
  }

  /** Tells whether a template defines a group. */
  private isShown(id: ResourceId): boolean {
    return this.network.model.securityGroups.get(id)?.source.template !== undefined;
  }

  /** Tells whether a group is known by its id alone, and by the rules that templates add. */
  private isNotDefined(id: ResourceId): boolean {
    const { source, furtherRules } = this.network.model.securityGroups.get(id) ?? {};
    return source === undefined || source.template === undefined && source.snapshot === undefined && furtherRules !== undefined;
  }

  private isOpenEnded(id: ResourceId, direction: Direction): boolean {
    const group = this.network.model.securityGroups.get(id);
    return group === undefined || group.furtherRules !== undefined || direction === 'egress' && group.defaultEgress === 'contested';
  }

  private describeUnmet(groups: readonly ResourceId[], direction: Direction, answer: 'no' | 'unknown', { what, ...mend }: Wording, isLiteral: boolean): Obstacle {
    const known = groups.map((id) => this.network.model.securityGroups.get(id));
    const missing = groups.find((id) => this.isNotDefined(id));
    if (missing !== undefined && answer === 'unknown') {
      return direction === 'egress' ? notInTemplates(`security group ${missing}`, sourceOfGroup(missing)) : unknownGroup(missing, what, mend.mend);
    }
    const found = known.filter((group): group is SecurityGroup => group !== undefined);
    const names = found.map(({ source }) => describeSource(source)).join(' + ') || 'no security group';
    const base = { source: found[0]?.source, ...mend };
    if (answer === 'no') {
      const isEmpty = found.every((group) => group[direction].every(({ protocol }) => protocol === 'other'));
      return violated({ ...base, code: isEmpty ? 'SG_HAS_NO_RULES' : 'ENI_SG_RULES_MISMATCH', detail: isEmpty ? `${names} has no ${direction} rule, so it does not ${what}` : `the rules of ${names} do not ${what}` });
    }
    const contested = direction === 'egress' ? found.find(({ defaultEgress }) => defaultEgress === 'contested') : undefined;
    if (contested !== undefined) {
      return unknown({
        ...base, source: contested.source, code: 'SG_DEFAULT_EGRESS_CONTESTED',
        detail: `${describeSource(contested.source)} has no inline egress rule and rules outside of it: whether it still has the default rule, to ${what}, is contested`,
        mend: 'write the egress rules into SecurityGroupEgress of the group',
      });
    }
    const further = found.find(({ furtherRules }) => furtherRules !== undefined);
    const partly = `a rule covers a part of the addresses that ${direction === 'ingress' ? 'the function' : 'the destination'} may have, and not all of them`;
    const reason = further?.furtherRules ?? (isLiteral ? partly : 'a rule has values that are known only after deployment');
    return unknown({
      ...base, code: further === undefined ? 'ENI_SG_RULES_MISMATCH' : 'UNKNOWN_RESOURCE', detail: `whether the rules of ${names} ${what} is not known: ${reason}`,
    });
  }
}

interface NamedRule {
  readonly rule: SecurityGroupRule;
  readonly certain: boolean;
}
