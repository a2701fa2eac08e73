import type { DnsServers } from './dns-servers';
import { ANY_HOST, covers, isOfResources, labelsOf, recordMatch, spellName } from './domain-names';
import type { NetworkIndex } from './network-index';
import { mendOfUnknown, unknown, violated } from './obstacles';
import { nameOfVpc } from './route-tables';
import type { AddressFamily } from '../model/address-block';
import { parseBlock, spellBlock } from '../model/address-block';
import type { Domain, PrivateZone, ResolverRule, SharedEndpoint } from '../model/dns';
import type { Known } from '../model/known';
import type { ResourceId, Source } from '../model/source';
import { describeSource, mayBeAnyResource } from '../model/source';
import { all } from '../model/ternary';
import type { Obstacle } from '../model/verdict';

/*
 * Models: what the Route 53 Resolver of a VPC answers for a name: of rules and private hosted zones that cover it, the most specific decides, and of equals the
 * rule. Private names of endpoints are more specific than anything but a rule for just that name. A private zone without a record of the name has no answer.
 * Law: whatever is not known and could be more specific makes the answer unknown.
 */

/** What a name leads to. `usual` is as if there were no rules and zones: a private name of an endpoint, or the public name. */
export type Answer =
  | { readonly kind: 'usual'; readonly assumptions?: readonly string[] }
  | { readonly kind: 'endpoints'; readonly endpoints: readonly ResourceId[]; readonly source: Source; readonly assumptions?: readonly string[] }
  | { readonly kind: 'obstacle'; readonly obstacle: Obstacle };

/** What covers a name in a VPC. */
interface Cover {
  readonly labels: number;
  readonly rule?: ResolverRule;
  readonly zone?: PrivateZone;
}

/** How many VPCs may ask one another in a row. */
const MOST_FORWARDS = 3;

export class NameAnswers {
  private readonly known = new Map<string, Answer>();

  constructor(private readonly network: NetworkIndex, private readonly servers: DnsServers) {}

  /**
   * The answer that the Resolver of a VPC gives.
   *
   * @param owner the endpoint of the VPC that has the name for itself
   */
  of(vpc: ResourceId, name: Domain, family: AddressFamily, owner?: ResourceId): Answer {
    const key = `${vpc} ${name} ${family} ${owner}`;
    const found = this.known.get(key) ?? this.withAssumption(vpc, this.decide(vpc, name, family, owner, 0));
    this.known.set(key, found);
    return found;
  }

  /** In a VPC that is there already, zones, rules and firewalls can decide that nothing shows. */
  private withAssumption(vpc: ResourceId, answer: Answer): Answer {
    const source = this.network.model.dns?.withoutZones?.get(vpc);
    return source === undefined || answer.kind === 'obstacle' ? answer : {
      ...answer, assumptions: [...answer.assumptions ?? [], `no private hosted zone, Resolver rule or DNS Firewall of ${describeSource(source)} changes the names that are asked for`],
    };
  }

  private decide(vpc: ResourceId, name: Domain, family: AddressFamily, owner: ResourceId | undefined, depth: number): Answer {
    const { zones = [], rules = [], unknownNames = [] } = this.network.model.dns ?? {};
    const stray = [...rules, ...name === ANY_HOST || isOfResources(name) ? [] : zones].find((each) => isStray(each, vpc, name));
    const candidates: Cover[] = [
      ...rules.flatMap((rule) => coverOf(rule, vpc, name).map((labels) => ({ labels, rule }))),
      ...this.hasPrivateZones(vpc) === 'no' ? [] : zones.flatMap((zone) => coverOf(zone, vpc, name).map((labels) => ({ labels, zone }))),
    ];
    const best = candidates.reduce<Cover | undefined>((one, other) => one === undefined || isBefore(other, one) ? other : one, undefined);
    const isExact = best?.labels === labelsOf(name);
    if (owner !== undefined && !(isExact && best?.rule !== undefined)) {
      return { kind: 'usual' };
    }
    const shared = this.sharedWith(vpc, name);
    if (shared !== undefined && !(isExact && best?.rule !== undefined)) {
      return { kind: 'endpoints', endpoints: [shared.source.id], source: shared.source };
    }
    const isUnknown = unknownNames.find((each) => each.vpc === vpc || mayBeAnyResource(each.vpc));
    const reason = isExact ? undefined : isUnknown ?? (stray === undefined ? undefined : {
      source: stray.source, reason: `whether ${describeSource(stray.source)} is about the name is not known${stray.domain.known ? '' : `: ${stray.domain.reason}`}`,
    });
    return reason !== undefined ? notKnown(name, reason.reason, reason.source)
      : best?.rule !== undefined ? this.byRule(best.rule, name, family, depth)
        : best?.zone !== undefined ? this.byZone(best.zone, name, family)
          : { kind: 'usual' };
  }

  /** Returns the endpoint with private DNS that a profile of the VPC holds for a name. */
  private sharedWith(vpc: ResourceId, name: Domain): SharedEndpoint | undefined {
    return this.network.model.dns?.sharedEndpoints?.find(({ source, vpcs }) => {
      const endpoint = this.network.model.endpoints.get(source.id);
      return vpcs.includes(vpc) && endpoint?.privateDns === 'yes' && endpoint.service.known && isNameOf(name, endpoint.service.value);
    });
  }

  /** Private hosted zones need both attributes of the VPC. */
  private hasPrivateZones(vpc: ResourceId) {
    const found = this.network.model.vpcs.get(vpc);
    return found?.defined !== true ? 'yes' : all([found.dnsSupport, found.dnsHostnames]);
  }

  private byRule({ source, kind, targets }: ResolverRule, name: Domain, family: AddressFamily, depth: number): Answer {
    if (kind === 'system') {
      return { kind: 'usual' };
    }
    const vpc = kind === 'forward' ? this.vpcOfTargets(targets) : undefined;
    if (vpc === undefined || depth >= MOST_FORWARDS || this.servers.of(vpc).asksResolver !== 'yes') {
      const servers = targets.known && targets.value.length > 0 ? targets.value.join(' and ') : 'servers that are not known';
      return notKnown(name, `${describeSource(source)} has it answered by ${servers}, and no template shows what they answer`, source);
    }
    const owner = this.network.endpointsIn(vpc).find((endpoint) => endpoint.privateDns === 'yes' && endpoint.service.known && isNameOf(name, endpoint.service.value));
    const assumptions = [`the outbound endpoint of ${describeSource(source)} reaches the inbound endpoint of ${nameOfVpc(this.network, vpc)}`];
    const answer = this.decide(vpc, name, family, owner?.source.id, depth + 1);
    return answer.kind === 'obstacle' ? answer
      : answer.kind === 'usual' && owner !== undefined ? { kind: 'endpoints', endpoints: [owner.source.id], source, assumptions }
        : { ...answer, assumptions };
  }

  /** The VPC whose Resolver answers at all the addresses: those of an inbound endpoint. */
  private vpcOfTargets(targets: Known<readonly string[]>): ResourceId | undefined {
    const { hosts } = this.network.model.dns!;
    const vpcs = new Set((targets.known ? targets.value : []).map((address) => {
      const block = parseBlock(address);
      const [host, ...others] = block === undefined ? [] : hosts.get(spellBlock(block)) ?? [];
      const isInbound = others.length === 0 && host?.source.type === 'AWS::Route53Resolver::ResolverEndpoint' && host.subnets.known;
      return isInbound ? this.network.model.subnets.get(host.subnets.value[0])?.vpc : undefined;
    }));
    return vpcs.size === 1 ? [...vpcs][0] : undefined;
  }

  private byZone({ source, records }: PrivateZone, name: Domain, family: AddressFamily): Answer {
    const found = records.map((record) => ({ record, match: record.name.known ? recordMatch(record.name.value, name) : undefined }));
    const exact = found.filter(({ match }) => match === 'exact');
    const matching = (exact.length > 0 ? exact : found.filter(({ match }) => match === 'wildcard')).map(({ record }) => record);
    const type = family === 'ipv4' ? 'A' : 'AAAA';
    const relevant = matching.filter((record) => record.type === undefined || record.type === type || record.type === 'CNAME');
    if (relevant.length === 0 && !records.some((record) => !record.name.known)) {
      return {
        kind: 'obstacle', obstacle: violated({
          code: 'DNS_NAME_SHADOWED', source,
          detail: `the private hosted zone ${describeSource(source)} answers for ${spellName(name)} and has no record ${type} of it, so that the name does not exist in the VPC, whatever it is outside`,
          mend: `an AWS::Route53::RecordSet ${type} for ${spellName(name)} in ${describeSource(source)}, an alias to an interface endpoint, or take the VPC out of VPCs of the zone`,
        }),
      };
    }
    const endpoints = relevant.map(({ endpoint }) => endpoint);
    return relevant.length > 0 && endpoints.every((endpoint) => endpoint !== undefined)
      ? { kind: 'endpoints', endpoints: [...new Set(endpoints)], source: relevant[0].source }
      : notKnown(name, `the private hosted zone ${describeSource(source)} leads it to what no template shows`, relevant[0]?.source ?? source);
  }
}

/** The more specific one is asked, and of equals the rule. */
function isBefore(one: Cover, other: Cover): boolean {
  return one.labels > other.labels || one.labels === other.labels && one.rule !== undefined;
}

function coverOf({ vpcs, domain }: PrivateZone | ResolverRule, vpc: ResourceId, name: Domain): readonly number[] {
  return vpcs.includes(vpc) && domain.known && covers(domain.value, name) ? [labelsOf(domain.value)] : [];
}

/** Tells whether it is not known of a rule or zone whether it is about a name in a VPC. */
function isStray({ vpcs, domain }: PrivateZone | ResolverRule, vpc: ResourceId, name: Domain): boolean {
  return vpcs.includes(vpc) ? !domain.known : vpcs.some(mayBeAnyResource) && (!domain.known || covers(domain.value, name));
}

function isNameOf(name: Domain, service: string): boolean {
  return name.startsWith(`${service}.`) || name.startsWith(`x.${service}.`) || name.startsWith(`${service.split('.').reverse().join('.')}.`);
}

function notKnown(name: Domain, reason: string, source: Source): Answer {
  return {
    kind: 'obstacle', obstacle: unknown({
      code: 'DNS_NAME_NOT_KNOWN', source, detail: `what ${spellName(name)} leads to is not known: ${reason}`,
      ...mendOfUnknown([reason], ['judge it together with the template that decides what the name leads to']),
    }),
  };
}
