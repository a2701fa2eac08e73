import type { AddressSet } from './address-set';
import { describeAddresses, enclosingBlock } from './address-set';
import { keyOfPorts } from './candidate-path';
import type { Blocks } from './coverage';
import { blocksOf, coverageByBlocks, isCovered, touches } from './coverage';
import type { NetworkIndex } from './network-index';
import { unknown, unknownResource, violated } from './obstacles';
import { describePorts, matches, pieces } from './ports';
import type { AddressBlock } from '../model/address-block';
import { contains } from '../model/address-block';
import { spellRuleBlock } from '../model/hop';
import type { NetworkAcl, NetworkAclEntry, Subnet } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';
import type { Ternary } from '../model/ternary';
import { ternary } from '../model/ternary';
import type { PortedTransport } from '../model/traffic';
import { EPHEMERAL_PORTS } from '../model/traffic';
import type { Obstacle } from '../model/verdict';

/*
 * Models: network ACLs. They know no connections: what is sent has to be let out and in, and what is answered, to a port of
 * 1024 to 65535, as well. Rules are read in the order of their numbers, the first that matches decides, and none means dropped.
 * They are read where a packet crosses the edge of a subnet, never inside of one.
 * Law: `yes` when every packet of a set of addresses passes, `no` when there is surely one that does not.
 * Refuses: to order rules without known numbers; their effect is unknown.
 */

type Direction = 'egress' | 'ingress';

interface Answer {
  readonly passes: Ternary;

  /** The rule that decides; undefined for the rule `*` at the end. */
  readonly entry?: NetworkAclEntry;
}

interface Numbered { readonly number: number; readonly entry: NetworkAclEntry }

/** Rules of one direction. */
interface Rules {
  readonly numbered: readonly Numbered[];
  readonly unnumbered: readonly NetworkAclEntry[];
}

export class NetworkAcls {
  private readonly rules = new Map<string, Rules>();
  private readonly answers = new Map<string, Answer>();

  constructor(private readonly network: NetworkIndex) {}

  /** Returns what stands in the path of a connection from a subnet to a set of addresses outside of it. */
  leaving(subnet: Subnet, to: AddressSet, ports: readonly PortedTransport[]): readonly Obstacle[] {
    return [
      ...this.crossing(subnet, 'egress', to, ports, 'to'),
      ...this.crossing(subnet, 'ingress', to, answersTo(ports), 'as answers from'),
    ];
  }

  /** Returns what stands in the path of a connection from a set of addresses into a subnet. */
  entering(subnet: Subnet, from: AddressSet, ports: readonly PortedTransport[]): readonly Obstacle[] {
    return [
      ...this.crossing(subnet, 'ingress', from, ports, 'from'),
      ...this.crossing(subnet, 'egress', from, answersTo(ports), 'as answers to'),
    ];
  }

  private crossing(
    subnet: Subnet, direction: Direction, addresses: AddressSet, ports: readonly PortedTransport[], word: string,
  ): readonly Obstacle[] {
    if (!subnet.networkAcl.known) {
      return [unknownResource(`the network ACL of ${describeSource(subnet.source)}`, subnet.networkAcl.reason, subnet.source)];
    }
    const { value } = subnet.networkAcl;
    const id = value === 'default' ? this.network.vpcOf(subnet)?.defaultNetworkAcl ?? value : value;
    if (id === 'default') {
      return [];
    }
    const acl = this.network.model.networkAcls.get(id);
    if (acl === undefined) {
      return [unknownResource(`network ACL ${id}`, 'no template that was read defines it', subnet.source)];
    }
    return ports.flatMap((asked) => {
      const answer = this.ask(id, acl, direction, addresses, asked);
      return answer.passes === 'yes' ? [] : [restriction(acl, answer, subnet, `${describePorts([asked])} ${word} ${describeAddresses(addresses)}`, direction)];
    });
  }

  private ask(id: ResourceId, acl: NetworkAcl, direction: Direction, addresses: AddressSet, asked: PortedTransport): Answer {
    const key = `${id} ${direction} ${keyOfPorts([asked])} ${addresses.key}`;
    const known = this.answers.get(key);
    if (known !== undefined) {
      return known;
    }
    const rules = this.rulesOf(id, acl, direction);
    const answer = this.decide(rules, addresses, asked);
    const result: Answer = acl.furtherEntries === undefined ? answer : { ...answer, passes: 'unknown' };
    this.answers.set(key, result);
    return result;
  }

  private decide(rules: Rules, addresses: AddressSet, asked: PortedTransport): Answer {
    let worst: Answer = { passes: 'yes' };
    for (const piece of pieces(asked, [...rules.numbered.map(({ entry }) => entry), ...rules.unnumbered])) {
      const answer = this.unsettle(this.firstMatch(rules.numbered, addresses, piece), rules.unnumbered, addresses, piece);
      if (answer.passes === 'no') {
        return answer;
      }
      worst = answer.passes === 'unknown' ? answer : worst;
    }
    return worst;
  }

  /** Each rule that denies, and the end that denies everything, decides on what no earlier rule matched. */
  private firstMatch(numbered: readonly Numbered[], addresses: AddressSet, piece: PortedTransport): Answer {
    let earlier: Blocks = { certain: [], possible: [] };
    let doubt: Answer | undefined;
    let isAllowed = false;
    for (const { entry } of numbered) {
      const match = matches(entry, piece);
      if (match === 'no') {
        continue;
      }
      const certain = match === 'yes' && entry.egress !== 'unknown';
      const own = blocksOf(addresses, [{ block: entry.block, certain }], this.network.model.prefixLists);
      if (entry.allow !== 'yes') {
        const denied = deniedBy(own, earlier, addresses);
        if (denied === 'yes' && entry.allow === 'no') {
          return { passes: 'no', entry };
        }
        doubt ??= denied === 'no' ? undefined : { passes: 'unknown', entry };
      }
      isAllowed ||= entry.allow !== 'no' && own.possible.some((block) => touches(addresses, block));
      earlier = { certain: [...earlier.certain, ...own.certain], possible: [...earlier.possible, ...own.possible] };
    }
    const matched = coverageByBlocks(addresses, earlier.certain, earlier.possible);
    return matched === 'no' || !isAllowed ? { passes: 'no' } : doubt ?? { passes: matched };
  }

  private unsettle(answer: Answer, unnumbered: readonly NetworkAclEntry[], addresses: AddressSet, piece: PortedTransport): Answer {
    const other = unnumbered.find((entry) => entry.allow !== answer.passes && matches(entry, piece) !== 'no'
      && blocksOf(addresses, [{ block: entry.block, certain: true }], this.network.model.prefixLists).possible
        .some((block) => touches(addresses, block)));
    return other === undefined ? answer : { passes: 'unknown', entry: other };
  }

  private rulesOf(id: ResourceId, acl: NetworkAcl, direction: Direction): Rules {
    const key = `${id} ${direction}`;
    const known = this.rules.get(key);
    if (known !== undefined) {
      return known;
    }
    const entries = acl.entries.filter(({ egress }) => egress === 'unknown' || egress === ternary(direction === 'egress'));
    const rules: Rules = {
      numbered: entries.flatMap((entry) => entry.ruleNumber.known ? [{ number: entry.ruleNumber.value, entry }] : [])
        .sort((one, other) => one.number - other.number),
      unnumbered: entries.filter(({ ruleNumber }) => !ruleNumber.known),
    };
    this.rules.set(key, rules);
    return rules;
  }
}

/** Answers come to the port from which the connection was made. */
function answersTo(ports: readonly PortedTransport[]): readonly PortedTransport[] {
  const transports = [...new Set(ports.map(({ transport }) => transport))];
  return transports.map((transport) => ({ transport, ports: EPHEMERAL_PORTS }));
}

/** Tells whether there is an address of the addresses that a rule matches and no earlier one does. */
function deniedBy(own: Blocks, earlier: Blocks, addresses: AddressSet): Ternary {
  const enclosing = enclosingBlock(addresses);
  const settled = [...earlier.certain, ...enclosing.except];
  if (!own.possible.some((block) => touches(addresses, block) && !isCovered(smaller(block, enclosing.block), settled))) {
    return 'no';
  }
  if (addresses.kind !== 'every') {
    return isCovered(enclosing.block, own.certain) && !earlier.possible.some((block) => touches(addresses, block)) ? 'yes' : 'unknown';
  }
  const contested = [...earlier.possible, ...enclosing.except];
  return own.certain.some((block) => isNested(block, enclosing.block) && !isCovered(smaller(block, enclosing.block), contested, true)) ? 'yes' : 'unknown';
}

function smaller(one: AddressBlock, other: AddressBlock): AddressBlock {
  return one.prefixLength > other.prefixLength ? one : other;
}

/** Tells whether one of the blocks surely holds the other. */
function isNested(one: AddressBlock, other: AddressBlock): boolean {
  return contains(one, other) === 'yes' || contains(other, one) === 'yes';
}

function restriction(acl: NetworkAcl, { passes, entry }: Answer, subnet: Subnet, what: string, direction: Direction): Obstacle {
  const name = describeSource(acl.source);
  const candidate = direction === 'egress' ? 'outbound' : 'inbound';
  const whose = `${name}, the network ACL of ${describeSource(subnet.source)},`;
  const number = entry?.ruleNumber.known === true ? `rule ${entry.ruleNumber.value}` : 'a rule whose number is not known';
  const rule = entry === undefined ? 'what its rules match' : `${number} (${spellRuleBlock(entry.block)})`;
  const details = {
    code: 'SUBNET_ACL_RESTRICTION' as const,
    source: acl.source,
    entry: entry?.source,
    direction,
    mend: `add an AWS::EC2::NetworkAclEntry to ${name} that allows ${candidate} ${what} and has a lower rule number than those that deny it`,
    inConstructs: 'allow it in network.addNetworkAcls(), with internetPorts or privateBlocks, or leave that out',
  };
  if (passes === 'no') {
    const verdict = entry === undefined ? `has no rule that allows ${candidate} ${what}` : `denies ${candidate} ${what} by ${rule}`;
    return violated({ ...details, detail: `${whose} ${verdict}` });
  }
  const reason = acl.furtherEntries ?? `${rule} cannot be decided before deployment`;
  return unknown({ ...details, detail: `whether ${whose} allows ${candidate} ${what} is not known: ${reason}` });
}
