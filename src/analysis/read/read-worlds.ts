import type { Assumption, Assumptions, Undecided } from './deployment';
import { Deployment } from './deployment';
import { readModel } from './read-model';
import type { ReadingNote, TemplateSet } from './template';
import type { World } from '../model/network';

/*
 * Models: templates as worlds: one for each way in which conditions can turn out that are not decided before deployment, as far as
 * the network hangs on them. A value that is compared with `a` and with `b` is one or the other or something else, never both.
 * Law: together the worlds are all that can be deployed. Where that would be too many, those that leave something out say so.
 */

/** What was read from templates. */
export interface Reading {
  readonly worlds: readonly World[];

  /** What could not be read. */
  readonly notes: readonly ReadingNote[];
}

/** As many worlds as six conditions can make. */
const MAX_WORLDS = 64;

/** How many resources are read at the most, all worlds together. */
const MAX_RESOURCES = 2_000_000;

/** Read the networks of templates. */
export function readWorlds(set: TemplateSet): Reading {
  const worlds: World[] = [];
  const notes = new Map(set.notes?.map(note => [JSON.stringify(note), note]));
  const open: Node[] = [{ assumptions: new Map(), undecided: new Set() }];
  let limit = MAX_WORLDS;
  for (let node = open.shift(); node !== undefined; node = open.shift()) {
    const deployment = new Deployment(set, node.assumptions);
    const model = readModel(deployment);
    limit = Math.min(limit, Math.max(1, Math.floor(MAX_RESOURCES / (1 + 2 * countResources(deployment)))));
    const further = split(node, deployment);
    if (further.length > 0 && worlds.length + open.length + further.length <= limit) {
      open.push(...further);
      continue;
    }
    deployment.notes.forEach((note, key) => notes.set(key, note));
    const undecided = whyUndecided(deployment);
    worlds.push({ assumptions: assumptionsOf(node, deployment), model, ...undecided === undefined ? {} : { undecided } });
  }
  return { worlds, notes: [...notes.keys()].sort().map(key => notes.get(key)!) };
}

/** What is assumed, and the conditions that are not decided when less is. */
interface Node {
  readonly assumptions: Assumptions;
  readonly undecided: ReadonlySet<string>;
}

/** The assumptions that decide, one way or another, the first value that is not decided; none when all are. */
function split({ assumptions, undecided }: Node, deployment: Deployment): Node[] {
  const symbol = [...deployment.undecided.keys()].sort()[0];
  const comparison = deployment.undecided.get(symbol);
  const conditions = new Set(undecided);
  deployment.decisions.forEach((decision, condition) => decision === 'unknown' && conditions.add(condition));
  const choices = comparison === undefined ? [] : choicesOf(comparison, assumptions.get(symbol));
  return choices.map(choice => ({ assumptions: new Map([...assumptions, [symbol, choice]]), undecided: conditions }));
}

/** What a value can be: one of those that it is compared with, or something else. */
function choicesOf(comparison: Undecided, before: Assumption | undefined): Assumption[] {
  const literals = [...comparison.literals].sort();
  const excluded = [...before !== undefined && 'not' in before ? before.not : [], ...literals];
  const remaining = comparison.allowed?.filter(value => !excluded.includes(value));
  const choices: Assumption[] = literals.map(is => ({ is }));
  if (remaining?.length === 1) {
    choices.push({ is: remaining[0] });
  } else if (remaining?.length !== 0) {
    choices.push({ not: excluded });
  }
  return choices;
}

function assumptionsOf({ undecided }: Node, deployment: Deployment): string[] {
  return [...deployment.decisions].filter(([condition, decision]) => undecided.has(condition) && decision !== 'unknown')
    .map(([condition, decision]) => `${condition} is ${decision === 'yes' ? 'true' : 'false'}`).sort();
}

function whyUndecided(deployment: Deployment): string | undefined {
  const rewritten = deployment.allScopes().find(({ sections }) => sections.rewritten !== undefined);
  return deployment.undecided.size > 0
    ? `more conditions are undecided than can be followed, among them what hangs on ${[...deployment.undecided.keys()].sort().slice(0, 3).join(', ')}`
    : rewritten?.sections.rewritten;
}

function countResources(deployment: Deployment): number {
  return deployment.allScopes().reduce((count, scope) => count + scope.sections.resources.size, 0);
}
