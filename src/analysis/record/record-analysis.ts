import { capacity } from './capacity';
import { fixedCost } from './fixed-cost';
import { Interned } from './interned';
import { groupPlaces, networkSection, subnetPlaces } from './network-section';
import type { Place, ReachabilityRecord, RecordedFunction, RecordedInterfaceGroup, RecordedVerdict } from './reachability-record';
import { RECORD_VERSION } from './reachability-record';
import { Recorder } from './recorder';
import { resourceFacts } from './resource-facts';
import type { Prices } from '../../services/prices';
import type { Analysis } from '../model/analysis';
import type { Judgement } from '../model/judgement';
import type { NetworkModel, Workload } from '../model/network';
import type { Source } from '../model/source';
import { describeSource } from '../model/source';
import type { World } from '../model/world';
import type { TemplateInput, TemplateSet } from '../template/template-input';

/** The parts of a record. */
export interface Recorded {
  readonly analysis: Analysis;
  readonly worlds: readonly World[];
  readonly templates: TemplateSet;

  /** Prices beside those of the table. */
  readonly prices?: Partial<Prices>;
}

/** Write an analysis down, with its network. */
export function recordAnalysis({ analysis, worlds, templates, prices }: Recorded): ReachabilityRecord {
  const recorder = new Recorder(resourceFacts(templates), stacksOf(templates.templates));
  const model = together(worlds.map((world) => world.model));
  const resourceOf = destinationsOf(model);
  const answers = new Interned<readonly RecordedVerdict[]>();
  const functions = analysis.functions.map(({ workload, judgements }): RecordedFunction => ({
    resource: recorder.resource(workload.source),
    kind: workload.kind,
    declares: workload.declared !== undefined,
    answers: answers.place(judgements.map((judgement) => recordJudgement(judgement, workload.source, { model, recorder, resourceOf }))),
  }));
  const network = networkSection(model, recorder);
  model.elasticIps?.forEach(({ source }) => recorder.resource(source));
  const interfaceGroups = interfaceGroupsOf(analysis.functions.map(({ workload }) => workload), model, recorder);
  const findings = analysis.findings.map(({ code, severity, source, message, mend }) => ({
    code, severity, resource: recorder.resource(source), message, mend: recorder.mend(mend),
  }));
  return {
    version: RECORD_VERSION,
    templates: recorder.templates.items,
    resources: recorder.resources.items,
    network: { ...network, interfaceGroups },
    mends: recorder.mends.items,
    obstacles: recorder.obstacles.items,
    paths: recorder.paths.items,
    answers: answers.items,
    functions,
    findings,
    capacity: capacity(interfaceGroups, model, recorder),
    cost: fixedCost(model, prices),
  };
}

/** The record as text, a line for each entry of a list, so that what changes shows in a comparison. */
export function spellRecord(record: ReachabilityRecord): string {
  const lines = Object.entries(record).map(([key, value]) => `${JSON.stringify(key)}: ${Array.isArray(value) && value.length > 0
    ? `[\n${value.map((item) => JSON.stringify(item)).join(',\n')}\n]` : JSON.stringify(value)}`);
  return `{ ${lines.join(',\n')} }\n`;
}

interface Recording {
  readonly model: NetworkModel;
  readonly recorder: Recorder;

  /** Finds the resource that a destination names. */
  readonly resourceOf: (destination: string) => Source | undefined;
}

function recordJudgement(judgement: Judgement, of: Source, { model, recorder, resourceOf }: Recording): RecordedVerdict {
  const { destination, family, verdict, declared, asked, forbidden, isMounted, conditions, subnets } = judgement;
  const resource = resourceOf(destination);
  return {
    destination,
    ...resource === undefined ? {} : { resource: recorder.resource(resource) },
    family,
    verdict,
    ...declared ? { declared } : {},
    ...asked ? { asked } : {},
    ...forbidden === true ? { forbidden } : {},
    ...isMounted === true ? { mounted: isMounted } : {},
    ...conditions.length === 0 ? {} : { conditions },
    from: subnets.map(({ subnet, verdict: own, path }) =>
      [subnet === '' ? null : recorder.named(subnet, model.subnets.get(subnet), 'AWS::EC2::Subnet'), own, recorder.path(path, of)] as const),
  };
}

/** Returns what finds the resource that a destination names: what listens, its group, or a prefix list. */
function destinationsOf(model: NetworkModel): (destination: string) => Source | undefined {
  const named = new Map<string, Source>();
  const sources = [
    ...[...model.listeners.values()].flatMap(({ source, standsFor }) => standsFor === undefined ? [source] : [standsFor, source]),
    ...[...model.securityGroups.values()].map(({ source }) => source), ...(model.prefixListSources ?? []).map(({ source }) => source),
  ];
  for (const source of sources) {
    [describeSource(source), source.logicalId].forEach((name) => name !== undefined && !named.has(name) && named.set(name, source));
  }
  return (destination) => named.get(destination) ?? named.get(destination.slice(0, Math.max(0, destination.lastIndexOf(':'))));
}

function interfaceGroupsOf(workloads: readonly Workload[], model: NetworkModel, recorder: Recorder): RecordedInterfaceGroup[] {
  const groups = new Map<string, { readonly subnets: Place[]; readonly securityGroups: Place[]; readonly functions: Place[] }>();
  workloads.forEach(({ attachment }, place) => {
    if (attachment.kind !== 'vpc') {
      return;
    }
    const subnets = subnetPlaces(attachment.subnets, model, recorder);
    const securityGroups = groupPlaces(attachment.securityGroups, model, recorder).sort((one, other) => one - other);
    const key = JSON.stringify([[...subnets].sort((one, other) => one - other), securityGroups]);
    const group = groups.get(key) ?? { subnets, securityGroups, functions: [] };
    group.functions.push(place);
    groups.set(key, group);
  });
  return [...groups.values()];
}

/** All that is in any of the worlds; what is in several is as in the first. */
function together(models: readonly NetworkModel[]): NetworkModel {
  const [first, ...others] = models;
  return others.length === 0 ? first : {
    ...first,
    ...Object.fromEntries(Object.entries(first).filter(([, value]) => value instanceof Map)
      .map(([key]) => [key, merged(key as keyof NetworkModel, models)])),
  };
}

function merged(key: keyof NetworkModel, models: readonly NetworkModel[]): ReadonlyMap<unknown, unknown> {
  const result = new Map<unknown, unknown>();
  for (const model of models) {
    (model[key] as ReadonlyMap<unknown, unknown> | undefined)?.forEach((value, id) => result.has(id) || result.set(id, value));
  }
  return result;
}

function stacksOf(templates: readonly TemplateInput[]): Map<string, string> {
  return new Map(templates.flatMap(({ name, stack, nested }) => [
    ...stack === undefined ? [] : [[name, stack.displayName ?? stack.name] as const], ...stacksOf([...nested.values()]),
  ]));
}
