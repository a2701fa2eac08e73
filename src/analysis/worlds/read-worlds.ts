import type { Neighbourhood } from './neighbourhoods';
import { neighbourhoodsOf } from './neighbourhoods';
import type { Slice } from './slices';
import { slicesOf } from './slices';
import type { NetworkModel } from '../model/network';
import type { ReadingNote } from '../model/reading-note';
import type { ResourceId, Source } from '../model/source';
import type { World } from '../model/world';
import { addsToUnknown } from '../read/possible-additions';
import { readModel } from '../read/read-model';
import type { Assumption, Assumptions, Undecided } from '../template/assumption-ledger';
import { Deployment } from '../template/deployment';
import type { TemplateInput, TemplateSet } from '../template/template-input';
import type { Rewriting } from '../template/template-sections';

/*
 * Models: templates as worlds: one for each way in which conditions can turn out that are not decided before deployment, as far as
 * the network hangs on them. A value that is compared with `a` and with `b` is one or the other or something else, never both.
 * Law: together the worlds are all that can be deployed, and each workload is judged in all worlds of its neighbourhood and in no other. Where
 * that would be too many, those that leave something out say so.
 */

/** What was read from templates. */
export interface Reading {
  readonly worlds: readonly World[];

  /** What could not be read. */
  readonly notes: readonly ReadingNote[];

  /** What has no value and was asked for, sorted. */
  readonly withoutValue: readonly string[];
}

/** As many worlds of a neighbourhood as six conditions can make. */
const MAX_WORLDS = 64;

/** How templates are read. */
export interface ReadingOptions {
  /** The destinations that somebody asks for, as they are written. */
  readonly asked?: readonly string[];

  /** Tells whether answers are looked for in slices even where all conditions can be followed. */
  readonly isSliced?: boolean;
}

/** Read the networks of templates. */
export function readWorlds(set: TemplateSet, { asked = [], isSliced = false }: ReadingOptions = {}): Reading {
  const progress: Progress = {
    set, worlds: [], withoutValue: new Set(), options: { isSliced, names: asked.map((text) => text.replace(/:\d[\d,/a-z-]*$/, '')) }, notes: new Map(set.notes?.map((note) => [JSON.stringify(note), note])), left: 2_000_000,
  };
  const whole = new Deployment(set, new Map());
  const model = readModel(whole);
  if (whole.ledger.undecided.size === 0 && rewrittenBy(whole) === undefined && !addsToUnknown(model) && !isSliced) {
    progress.worlds.push({ assumptions: [], model });
    take(whole, progress);
  } else {
    neighbourhoodsOf(whole).forEach((neighbourhood) => readNeighbourhood(neighbourhood, progress));
  }
  const { worlds, notes, withoutValue } = progress;
  return { worlds, notes: [...notes.keys()].sort().map((key) => notes.get(key)!), withoutValue: [...withoutValue].sort() };
}

/** Keep what is to be said of a reading. */
function take({ notes, ledger }: Deployment, progress: Progress): void {
  notes.all.forEach((note, key) => progress.notes.set(key, note));
  ledger.withoutValue.forEach((name) => progress.withoutValue.add(name));
}

/** How far the reading has come. */
interface Progress {
  readonly set: TemplateSet;
  readonly worlds: World[];
  readonly notes: Map<string, ReadingNote>;
  readonly withoutValue: Set<string>;

  /** What destinations that somebody asks for are called, and whether to look for slices in any case. */
  readonly options: { readonly names: readonly string[]; readonly isSliced: boolean };

  /** How many resources may still be read, all worlds together, before no more conditions are split on. */
  left: number;
}

function readNeighbourhood({ templates, own }: Neighbourhood, progress: Progress): void {
  const isOwn = (deployment: Deployment, id: ResourceId) => own.has(deployment.rootOf(id)?.id ?? '');
  const whole = worldsOf({ templates, isOwn }, progress);
  if (!progress.options.isSliced && whole.every(({ isFollowed }) => isFollowed)) {
    progress.worlds.push(...whole.map(({ world }) => world));
    return;
  }
  const [rest, ...slices] = slicesOf(new Deployment({ ...progress.set, templates }, new Map(), progress.set), progress.options.names);
  const ofRest = whole.map(({ world }) => ({ ...world, judges: (...question: Parameters<typeof rest.judges>) => rest.judges(...question) }));
  progress.worlds.push(...ofRest, ...slices.flatMap((slice) => worldsOf({ templates, isOwn, slice }, progress)).map(({ world }) => world));
}

/** What is read in worlds of its own. */
interface Part {
  readonly templates: readonly TemplateInput[];
  readonly isOwn: (deployment: Deployment, id: ResourceId) => boolean;

  /** The answers that are looked for, when these are not all. */
  readonly slice?: Slice;
}

interface Followed {
  readonly world: World;

  /** Tells whether all conditions are decided that its answers hang on. */
  readonly isFollowed: boolean;
}

function worldsOf({ templates, isOwn, slice }: Part, progress: Progress): Followed[] {
  const open: Node[] = [{ assumptions: new Map(), undecided: new Set() }];
  const worlds: Followed[] = [];
  for (let node = open.shift(); node !== undefined; node = open.shift()) {
    const deployment = new Deployment({ ...progress.set, templates }, node.assumptions, progress.set);
    const model = readModel(deployment);
    const size = countResources(deployment);
    progress.left -= size;
    const undecided = slice?.undecided?.(deployment, node.assumptions) ?? deployment.ledger.undecided;
    const further = split(node, deployment, undecided);
    const count = open.length + further.length;
    if (further.length > 0 && worlds.length + count < MAX_WORLDS + 1 && 2 * count * size <= progress.left) {
      open.push(...further);
      continue;
    }
    take(deployment, progress);
    const judged = only(model, (id) => isOwn(deployment, id) && slice?.workloads?.has(id) !== false, (id) => isOwn(deployment, id));
    worlds.push({
      isFollowed: undecided.size === 0,
      world: {
        assumptions: assumptionsOf(node, deployment), model: judged, ...whyUndecided(deployment, undecided),
        ...slice === undefined ? {} : { judges: (id, question) => slice.judges(id, question) },
      },
    });
  }
  return worlds;
}

/** The model with those workloads alone that are judged in it. */
function only(model: NetworkModel, isJudged: (id: ResourceId) => boolean, isOwn: (id: ResourceId) => boolean): NetworkModel {
  return {
    ...model,
    workloads: new Map([...model.workloads].filter(([id]) => isJudged(id))),
    unreadCompute: model.unreadCompute?.filter(({ id }: Source) => isOwn(id)),
  };
}

/** What is assumed, and the conditions that are not decided when less is. */
interface Node {
  readonly assumptions: Assumptions;
  readonly undecided: ReadonlySet<string>;
}

/** The assumptions that decide, one way or another, the first value that is not decided; none when all are. */
function split({ assumptions, undecided }: Node, deployment: Deployment, open: ReadonlyMap<string, Undecided>): Node[] {
  const symbol = [...open.keys()].sort()[0];
  const comparison = open.get(symbol);
  const conditions = new Set(undecided);
  deployment.ledger.decisions.forEach((decision, condition) => decision === 'unknown' && conditions.add(condition));
  const choices = comparison === undefined ? [] : choicesOf(comparison, assumptions.get(symbol));
  return choices.map((choice) => ({ assumptions: new Map([...assumptions, [symbol, choice]]), undecided: conditions }));
}

/** Returns what a value can be: one of those that it is compared with, or something else. */
function choicesOf(comparison: Undecided, before: Assumption | undefined): Assumption[] {
  const literals = [...comparison.literals].sort();
  const excluded = [...before !== undefined && 'not' in before ? before.not : [], ...literals];
  const remaining = comparison.allowed?.filter((value) => !excluded.includes(value));
  const choices: Assumption[] = literals.map((is) => ({ is }));
  if (remaining?.length === 1) {
    choices.push({ is: remaining[0] });
  } else if (remaining?.length !== 0) {
    choices.push({ not: excluded });
  }
  return choices;
}

function assumptionsOf({ undecided }: Node, deployment: Deployment): string[] {
  return [...deployment.ledger.decisions].filter(([condition, decision]) => undecided.has(condition) && decision !== 'unknown')
    .map(([condition, decision]) => `${condition} is ${decision === 'yes' ? 'true' : 'false'}`).sort();
}

function whyUndecided(deployment: Deployment, open: ReadonlyMap<string, Undecided>): Pick<World, 'undecided' | 'mend'> {
  if (open.size > 0) {
    const first = [...open.keys()].sort().slice(0, 3).join(', ');
    return { undecided: `more conditions are undecided than can be followed, among them what hangs on ${first}` };
  }
  const rewriting = rewrittenBy(deployment);
  return rewriting === undefined ? {} : { undecided: rewriting.reason, mend: rewriting.mend };
}

function rewrittenBy(deployment: Deployment): Rewriting | undefined {
  return deployment.allScopes().find(({ sections }) => sections.rewritten !== undefined)?.sections.rewritten;
}

function countResources(deployment: Deployment): number {
  return deployment.allScopes().reduce((count, scope) => count + scope.sections.resources.size, 0);
}
