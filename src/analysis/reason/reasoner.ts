import { familyName } from './address-set';
import type { GroupSet } from './alike-groups';
import type { Attached } from './attachments';
import { Attachments } from './attachments';
import { blockPaths, prefixListPaths } from './block-paths';
import type { PathSegment, CandidatePath } from './candidate-path';
import { OPEN, concat, standingAt } from './candidate-path';
import { DnsServers } from './dns-servers';
import { ofFunction, outsideOfVpcs, sdkNames, subnetConstraints } from './function-constraints';
import { NameAnswers } from './name-answers';
import { NetworkAcls } from './network-acls';
import type { Flow, NetworkContext } from './network-context';
import { NetworkIndex } from './network-index';
import { violated } from './obstacles';
import { choosePath } from './paths';
import { namedInternetPaths, namedResourcePaths } from './resource-names';
import { RouteTables } from './route-tables';
import { SecurityGroups } from './security-groups';
import { hasResolverAlone, isByName, serversReached } from './servers-reached';
import { namedServicePaths } from './service-names';
import { bestOf, waysToAsk } from './service-ways';
import { ShortNames } from './short-names';
import { fromUnknownAttachment, fromUnknownSubnet, fromUnknownSubnets } from './unknown-subnet';
import type { AddressFamily } from '../model/address-block';
import type { NetworkModel, Subnet, Workload } from '../model/network';
import type { Question } from '../model/question';
import type { ResourceId } from '../model/source';
import { spellData } from '../model/spell-data';
import type { Obstacle, Path, SubnetVerdict, Verdict } from '../model/verdict';
import { conjunction, verdictOf } from '../model/verdict';

/*
 * Models: the question of the whole analysis: does this function reach that destination over this address family.
 * Law: a function reaches what it reaches from each of its subnets. The answer follows from the model alone, whatever the order in which
 * the model holds things and whatever was asked before.
 * What is asked of a subnet, and what security groups say to it, is worked out once, for however many functions.
 */
export class Reasoner {
  private readonly context: NetworkContext;
  private readonly candidates = new Map<string, Map<ResourceId, readonly CandidatePath[]>>();
  private readonly constraints = new Map<string, CandidatePath>();
  private readonly servers = new Map<string, CandidatePath>();
  private readonly keys = new WeakMap<Question, string>();
  private readonly questions = new ShortNames();
  private readonly alike = new Map<string, Shared>();
  private readonly attachments: Attachments;

  constructor(model: NetworkModel) {
    const network = new NetworkIndex(model);
    this.attachments = new Attachments(model);
    const dns = new DnsServers(network);
    this.context = {
      network, dns, names: new NameAnswers(network, dns),
      routes: new RouteTables(network), acls: new NetworkAcls(network), groups: new SecurityGroups(network),
    };
  }

  judge(workload: Workload, question: Question, family: AddressFamily): Verdict {
    return bestOf(waysToAsk(question).map((way) => this.judgeWay(workload, way, family)));
  }

  /** Tells whether the subnets and groups of a function are not of one VPC. Most functions are like others of which that is known. */
  isMisplaced(workload: Workload): boolean {
    const { attachment } = workload;
    return attachment.kind === 'vpc' && this.attachments.of(workload, attachment).misplaced.length > 0;
  }

  private judgeWay(workload: Workload, question: Question, family: AddressFamily): Verdict {
    const { attachment } = workload;
    if (attachment.kind === 'none') {
      return withoutSubnet(family, outsideOfVpcs(this.context.network, workload, question, family));
    }
    if (attachment.kind === 'unknown') {
      return withoutSubnet(family, this.applyTo(fromUnknownAttachment(workload, attachment.reason, question, family), OPEN, undefined));
    }
    const attached = this.attachments.of(workload, attachment);
    const own = concat(
      ofFunction(workload, family), { obstacles: attached.misplaced }, sdkNames(workload, question, family), { obstacles: attached.unknownGroups },
    );
    if (attached.subnets.length === 0) {
      const candidate = fromUnknownSubnets(this.context, workload, attached.whyNoSubnets, question, family);
      return withoutSubnet(family, this.applyTo(candidate, concat(this.ofSubnets(attached.subnets, family), own), attached.groups));
    }
    const asked = { workload, question, family };
    return attached.groups === undefined ? this.fromSubnets(asked, attached, own) : this.fromAlike(asked, attached, attached.groups, own);
  }

  /** The function's own obstacles stand before each of its paths, so that they change nothing about which is best. */
  private fromAlike(asked: Asked, attached: Attached, groups: GroupSet, own: CandidatePath): Verdict {
    const { verdict, ofAll } = this.shared(asked, attached, groups);
    return isFree(own) ? verdict : ofAll === undefined ? this.fromSubnets(asked, attached, own)
      : fromPaths(asked.family, attached.subnets, ofAll.map((path) => behind(own.obstacles, own, path)));
  }

  /** Functions with the same subnets and groups that are alike reach the same; and where nothing is said of a group, in the same words. */
  private shared(asked: Asked, attached: Attached, groups: GroupSet): Shared {
    const key = `${asked.family} ${isFree(ofFunction(asked.workload, 'ipv6'))} ${this.keyOf(asked.question)} from ${attached.key} with `;
    const known = this.alike.get(key + groups.likeness) ?? this.alike.get(key + groups.key);
    if (known !== undefined) {
      return known;
    }
    const verdict = this.fromSubnets(asked, attached, OPEN);
    const candidates = this.candidatesTo(asked.question, asked.family);
    const paths = verdict.subnets.flatMap(({ subnet, path }) => candidates(subnet).find((candidate) => candidate === path) ?? []);
    const isOfAll = paths.length === verdict.subnets.length;
    const shared = { verdict, ...isOfAll ? { ofAll: paths } : {} };
    this.alike.set(key + (isOfAll ? groups.likeness : groups.key), shared);
    return shared;
  }

  private fromSubnets({ workload, question, family }: Asked, { subnets, groups }: Attached, own: CandidatePath): Verdict {
    const constraints = concat(this.ofSubnets(subnets, family), own);
    const candidates = this.candidatesTo(question, family);
    const servers = isByName(question) ? this.serversFrom(workload, subnets, groups) : () => OPEN;
    return fromPaths(family, subnets, subnets.map((subnet) => {
      const all = concat(constraints, servers(subnet));
      return choosePath(candidates(subnet).map((candidate) => this.applyTo(candidate, all, groups)));
    }));
  }

  /** Returns what is in the way to the DNS servers. Over IPv6 a function reaches one when it has IPv6, whatever it asks the server for. */
  private serversFrom(workload: Workload, subnets: readonly ResourceId[], groups: GroupSet | undefined): (subnet: ResourceId) => CandidatePath {
    return (id) => {
      const subnet = this.context.network.model.subnets.get(id);
      if (subnet === undefined || hasResolverAlone(this.context, subnet)) {
        return OPEN;
      }
      const overIpv6 = concat(ofFunction(workload, 'ipv6'));
      const key = `${id} ${groups?.key} ${isFree(overIpv6)} of ${subnets.join(' ')}`;
      const known = this.servers.get(key) ?? concat(serversReached(this.context, subnet, (path, family) =>
        this.applyTo(path, family === 'ipv6' ? concat(this.ofSubnets(subnets, family), overIpv6) : OPEN, groups)));
      this.servers.set(key, known);
      return known;
    };
  }

  /** A path as one function goes it. Most functions go most paths without more ado, and share them. */
  private applyTo(candidate: CandidatePath, constraints: CandidatePath, groups: GroupSet | undefined): CandidatePath {
    const unmet = this.unmet(candidate, groups);
    if (unmet.length === 0 && isFree(constraints)) {
      return candidate;
    }
    return behind([...unmet, ...constraints.obstacles], constraints, candidate);
  }

  /** The subnets are mostly those of other functions too. */
  private ofSubnets(subnets: readonly ResourceId[], family: AddressFamily): CandidatePath {
    const key = `${family} ${subnets.join(' ')}`;
    const known = this.constraints.get(key) ?? concat(subnetConstraints(this.context.network, subnets, family));
    this.constraints.set(key, known);
    return known;
  }

  /** Returns what of a path's demands the groups of a function do not meet; of groups that are not known it is said elsewhere that they are not. */
  private unmet({ demands, hops }: CandidatePath, groups: GroupSet | undefined): readonly Obstacle[] {
    return demands.flatMap((demand) => {
      const obstacles = this.context.groups.unmet(demand, groups?.ids, groups?.key ?? '?');
      const hop = demand.kind === 'egress' ? hops[0] : demand.hop ?? hops[hops.length - 1];
      return obstacles.length === 0 || hop === undefined ? obstacles : standingAt(hop, obstacles);
    });
  }

  /** The paths to a destination from each subnet, worked out once for each. */
  private candidatesTo(question: Question, family: AddressFamily): (subnet: ResourceId) => readonly CandidatePath[] {
    const key = `${family} ${this.keyOf(question)}`;
    const known = this.candidates.get(key) ?? new Map<ResourceId, readonly CandidatePath[]>();
    this.candidates.set(key, known);
    return (id) => {
      const before = known.get(id);
      if (before !== undefined) {
        return before;
      }
      const subnet = this.context.network.model.subnets.get(id);
      const candidates = subnet === undefined ? [fromUnknownSubnet(this.context, id, question, family)] : this.enumerate(subnet, question, family);
      known.set(id, candidates);
      return candidates;
    };
  }

  private enumerate(subnet: Subnet, question: Question, family: AddressFamily): readonly CandidatePath[] {
    const call = question.kind === 'aws-service' ? question.call : undefined;
    const flow: Omit<Flow, 'to'> = { subnet, ports: question.ports ?? [], ...call === undefined ? {} : { call } };
    switch (question.kind) {
      case 'internet':
        return namedInternetPaths(this.context, flow, family);
      case 'aws-service':
        return namedServicePaths(this.context, flow, question, family);
      case 'resource':
        return namedResourcePaths(this.context, flow, question, family);
      case 'cidr':
        return question.block.family === family ? blockPaths(this.context, flow, question.block) : [otherFamily(subnet, family)];
      case 'prefix-list':
        return prefixListPaths(this.context, flow, question, family);
    }
  }

  private keyOf(question: Question): string {
    const key = this.keys.get(question) ?? this.questions.of(spellData(question));
    this.keys.set(question, key);
    return key;
  }
}

/** A question to one function. */
interface Asked {
  readonly workload: Workload;
  readonly question: Question;
  readonly family: AddressFamily;
}

/** A verdict, and its paths when they are those of all functions. */
interface Shared {
  readonly verdict: Verdict;
  readonly ofAll?: readonly CandidatePath[];
}

/** A path with what stands in the way at its beginning. */
function behind(obstacles: readonly Obstacle[], constraints: CandidatePath, path: CandidatePath): CandidatePath {
  const [start] = path.hops;
  return concat({ ...constraints, obstacles: start === undefined ? obstacles : standingAt(start, obstacles) }, path);
}

function fromPaths(family: AddressFamily, subnets: readonly ResourceId[], paths: readonly Path[]): Verdict {
  const verdicts = paths.map((path, place): SubnetVerdict => ({ subnet: subnets[place], verdict: verdictOf(path), path }));
  return { family, verdict: conjunction(verdicts.map(({ verdict }) => verdict)), subnets: verdicts };
}

/** Tells whether a segment adds nothing to a path. */
function isFree({ obstacles = [], assumptions = [] }: PathSegment): boolean {
  return obstacles.length === 0 && assumptions.length === 0;
}

function withoutSubnet(family: AddressFamily, segment: PathSegment): Verdict {
  const { hops, obstacles, assumptions } = concat(segment);
  const verdict = verdictOf({ hops, obstacles, assumptions });
  return { family, verdict, subnets: [{ subnet: '', verdict, path: { hops, obstacles, assumptions } }] };
}

function otherFamily({ source }: Subnet, family: AddressFamily): CandidatePath {
  return concat({
    hops: [{ kind: 'subnet', source }], obstacles: [violated({
      code: 'PROTOCOL_RESTRICTION', source, detail: `the block has no ${familyName(family)} addresses`, mend: 'ask over the family of the block',
    })],
  });
}
