import { applyNetworkStatement } from './apply-network-statement';
import type { AskedDestination } from './destinations/asked-destination';
import type { Requirement } from './destinations/requirements';
import { inTermsOfPollers } from './in-terms-of-pollers';
import { inTermsOfRotations } from './in-terms-of-rotations';
import { judgeMounts, withMounts } from './judge-mounts';
import { mergeWorlds, withoutVerdicts } from './merge-worlds';
import type { StatedNetwork } from './what-is-stated';
import { statedNetwork } from './what-is-stated';
import type { AddressFamily } from '../model/address-block';
import type { Analysis } from '../model/analysis';
import { connectorWords } from '../model/connector';
import type { Finding } from '../model/finding';
import type { FindingCode } from '../model/finding-codes';
import type { FunctionJudgement, Judgement } from '../model/judgement';
import type { NetworkModel, Workload } from '../model/network';
import type { ReadingNote } from '../model/reading-note';
import type { SnapshotNote } from '../model/snapshot-note';
import type { ResourceId } from '../model/source';
import type { SubnetVerdict, VerdictKind } from '../model/verdict';
import { disjunction } from '../model/verdict';
import type { World } from '../model/world';
import { describePorts } from '../reason/ports';
import { Reasoner } from '../reason/reasoner';
import { ALL_RULES } from '../rules/all-rules';
import { endpointNames } from '../rules/endpoint-names';
import { grantsWithoutWay } from '../rules/grant-without-way';
import { lambdaComputeNotRead } from '../rules/lambda-compute-not-read';
import { inconclusive } from './destinations/inconclusive';
import { Names } from './destinations/names';
import { requirementsOf, servicesByVpc } from './destinations/requirements';
import { endpointServices } from './destinations/services';
import { unnamedPorts } from './destinations/unnamed-ports';
import { judgeForbidden } from './forbidden/judge-forbidden';
import { networkQuotas } from '../rules/network-quotas';
import { snapshotContradictions } from '../rules/snapshot-contradicts-statement';
import { snapshotFindings } from '../rules/snapshots';
import { templateNotRead } from '../rules/template-not-read';
import { vpcEncryptionEnforced } from '../rules/vpc-encryption-enforced';
import { resourceVpcMismatch } from '../rules/vpc-mismatch';

/*
 * Models: the whole judgement of an input: each function, each destination, each address family; and what else is worth saying.
 * Law: the order of the input decides the order of the output and nothing else.
 */

/** The destinations to judge beside those that are declared. */
export interface JudgeOptions {
  /** The destinations that somebody asks for; without any, the internet and the services with endpoints are judged. */
  readonly asked?: readonly AskedDestination[];

  /** Tells whether these count as asked too. */
  readonly isUsualAsked?: boolean;

  /** What of the templates could not be read. */
  readonly notes?: readonly ReadingNote[];

  /** The warnings that are to be errors. */
  readonly warningsAsErrors?: ReadonlySet<FindingCode>;

  /** The snapshots that are judged by, and the day. */
  readonly snapshots?: JudgedSnapshots;
}

/** The snapshots that are judged by. */
export interface JudgedSnapshots {
  readonly notes: readonly SnapshotNote[];

  /** The day, such as `2026-11-28`. */
  readonly today: string;

  /** The days after which one is out of date; without them as many as usual. */
  readonly days?: number;
}

const JUDGES_ALL = () => true;

/** Judge every workload in every world. */
export function judge(worlds: readonly World[], options: JudgeOptions = {}): Analysis {
  const merged = mergeWorlds(worlds.map((world) => {
    const { assumptions, undecided, mend } = world;
    const analysis = judgeModel(world, options);
    return { assumptions, analysis: undecided === undefined ? analysis : withoutVerdicts(analysis, undecided, mend) };
  }));
  const { notes = [], snapshots, warningsAsErrors } = options;
  const functions = merged.functions.map(({ workload, judgements }) => ({ workload, judgements: judgements.filter(isShown) }));
  const findings = [
    ...merged.findings, ...grantsWithoutWay(merged.functions), ...templateNotRead(notes),
    ...snapshots === undefined ? [] : snapshotFindings({ ...snapshots, functions: functions.map(({ workload }) => workload.source.id) }),
  ];
  return {
    functions,
    findings: findings.map((found) => found.severity === 'warning' && warningsAsErrors?.has(found.code) === true ? { ...found, severity: 'error' } : found),
  };
}

/** Tells whether reports show it: what is found out for a grant alone is told of by its finding. */
function isShown({ isOfGrants }: Judgement): boolean {
  return isOfGrants !== true;
}

function judgeModel({ model, judges = JUDGES_ALL }: World, { asked = [], isUsualAsked = false }: JudgeOptions): Analysis {
  // a world in which not all is judged may lack whoever uses an incoming rule
  const isWhole = judges === JUDGES_ALL;
  const reasoner = new Reasoner(model);
  const services = { servicesOfVpc: servicesByVpc(model), servicesPresent: endpointServices(model) };
  const context = { model, names: new Names(model), asked, isUsualAsked, ...services, requirements: new Map() };
  const groupsOfListeners = listenerGroups(model);
  const functions: FunctionJudgement[] = [];
  const findings: Finding[] = [];
  for (const workload of model.workloads.values()) {
    const judging = { reasoner, model, stated: statedNetwork(workload, model) };
    const judgements = [
      ...withMounts(
        requirementsOf(workload, context).filter(({ question }) => judges(workload.source.id, question))
          .flatMap((requirement) => judgeRequirement(judging, workload, requirement)),
        judges(workload.source.id, undefined) ? judgeMounts(workload, { reasoner, model, names: context.names }) : [],
      ),
      ...judges(workload.source.id, 'forbidden') ? judgeForbidden(workload, { reasoner, model, names: context.names }) : [],
    ];
    functions.push({ workload, judgements });
    const told = judgements.filter(isShown);
    const rules = connectorWords(workload) === undefined ? ALL_RULES : [];
    findings.push(...rules.flatMap((rule) => rule({ model, workload, judgements: told, groupsOfListeners, reasoner })));
  }
  const ofFunctions = findings.filter(({ code }) => isWhole || code !== 'LAMBDA_SG_INGRESS_UNUSED');
  const ofNetworks = [
    ...endpointNames(model), ...resourceVpcMismatch(model), ...vpcEncryptionEnforced(model), ...networkQuotas(model),
    ...snapshotContradictions(model),
  ];
  return { functions, findings: [...ofFunctions, ...ofNetworks, ...lambdaComputeNotRead(model)] };
}

interface Judging {
  readonly reasoner: Reasoner;
  readonly model: NetworkModel;

  /** The network of the function that is judged, as its importer states it. */
  readonly stated?: StatedNetwork;
}

function judgeRequirement(judging: Judging, workload: Workload, requirement: Requirement): Judgement[] {
  const judged = requirement.families.map((family) => ({ family, ...judgeFamily(judging, workload, requirement, family) }));
  const ports = unnamedPorts(requirement);
  const best = requirement.needs === 'one' ? disjunction(judged.map(({ verdict }) => verdict)) : undefined;
  return judged.map(({ family, verdict, subnets }) => ({
    destination: requirement.destination,
    family,
    ...ports.length === 0 ? {} : { ports: ports.map(describePorts).join(' or ') },
    verdict,
    declared: requirement.declared.includes(family) && isNeeded(verdict, best),
    asked: requirement.asked.includes(family) && isNeeded(verdict, best),
    subnets: requirement.declared.includes(family) ? subnets.map(withoutDeclaring) : subnets,
    conditions: [],
    ...requirement.isOfGrants === true ? { isOfGrants: true } : {},
  }));
}

function judgeFamily({ reasoner, model, stated }: Judging, workload: Workload, { question, reason, mend, need }: Requirement, family: AddressFamily) {
  const verdict = question === undefined ? unreadable(workload, reason ?? '', mend) : reasoner.judge(workload, question, family);
  if (workload.kind === 'event-source-mapping') {
    return inTermsOfPollers(verdict, need);
  }
  if (workload.kind === 'secret-rotation') {
    return inTermsOfRotations(verdict);
  }
  const isSeen = (subnet: ResourceId) => model.subnets.get(subnet)?.source.snapshot !== undefined;
  return applyNetworkStatement(verdict, question, family, stated, isSeen);
}

/** A destination that is declared already is not reached for another reason than that nobody declares it. */
function withoutDeclaring(verdict: SubnetVerdict): SubnetVerdict {
  const { path } = verdict;
  if (path.obstacles.every(({ mend }) => mend.isDeclaration !== true)) {
    return verdict;
  }
  const obstacles = path.obstacles.map((each) => each.mend.isDeclaration === true ? { ...each, mend: { inTemplate: each.mend.inTemplate } } : each);
  return { ...verdict, path: { ...path, obstacles } };
}

/** A name that is reached over one family needs no other. */
function isNeeded(verdict: VerdictKind, best?: VerdictKind): boolean {
  return best === undefined || verdict === best;
}

function unreadable(workload: Workload, reason: string, mend = 'write the destination as docs/MODEL.md describes it'): { verdict: VerdictKind; subnets: readonly SubnetVerdict[] } {
  return { verdict: 'inconclusive', subnets: [inconclusive(workload, reason, { inTemplate: mend })] };
}

function listenerGroups(model: NetworkModel): Set<ResourceId> {
  const groups = new Set<ResourceId>();
  for (const { securityGroups } of model.listeners.values()) {
    for (const group of securityGroups.known ? securityGroups.value : []) {
      groups.add(group);
    }
  }
  return groups;
}
