import type { Named } from './raw-references';
import { Relevance } from './relevance';
import { DESTINATIONS_METADATA_KEY } from '../../metadata/declared-destination';
import type { Question } from '../model/question';
import type { ResourceId } from '../model/source';
import { readDestinations } from '../read/read-destinations';
import { WORKLOAD_TYPES } from '../read/read-workloads';
import type { Assumptions, Undecided } from '../template/assumption-ledger';
import { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';

/*
 * Models: the answers of a neighbourhood with too many undecided conditions, in slices: all that hang on the same conditions are looked for together, in worlds of these
 * conditions alone.
 * Law: each question on each workload is in one slice. Which one, its kind and name decide: a service by its endpoints, a resource by what is called so. What must
 * not be reached, what is in no list here, and whatever may hang on anything, is in the first slice, which leaves nothing out.
 */

/** Answers that hang on the same conditions. */
export interface Slice {
  /** The workloads that have such answers; undefined when any may. */
  readonly workloads?: ReadonlySet<ResourceId>;

  /** Whether the answer to a question is among them. */
  judges(workload: ResourceId, question: Question | 'forbidden' | undefined): boolean;

  /** What is still to be decided of the conditions, under assumptions; undefined when that is everything. */
  undecided?(deployment: Deployment, assumptions: Assumptions): ReadonlyMap<string, Undecided>;
}

/** What is asked, as far as the conditions hang on it. */
type Kind = 'usual' | `service ${string}` | `resource ${string}`;

/** A slice that is being put together. */
interface Draft {
  readonly conditions: Named['conditions'];
  readonly asked: Set<string>;
  readonly workloads: Set<ResourceId>;
}

/** The slices of a neighbourhood. */
export function slicesOf(deployment: Deployment, asked: readonly string[]): readonly Slice[] {
  const relevance = new Relevance(deployment);
  const services = relevance.services();
  const drafts = new Map<string, Draft>();
  for (const resource of Object.values(WORKLOAD_TYPES).flat().flatMap((type) => deployment.possible(type))) {
    const groups = declaredGroups(resource);
    for (const kind of kindsOf(groups, services, asked)) {
      const conditions = conditionsOf(kind, resource.id, groups, relevance);
      if (conditions !== undefined) {
        const key = [...conditions.keys()].sort().join('\n');
        const draft = drafts.get(key) ?? { conditions, asked: new Set(), workloads: new Set() };
        drafts.set(key, draft);
        draft.asked.add(`${kind} of ${resource.id}`);
        draft.workloads.add(resource.id);
      }
    }
  }
  const known = new Set([...drafts.values()].flatMap((draft) => [...draft.asked]));
  const nameOf = (id: ResourceId, question: Question | 'forbidden' | undefined) => `${kindOf(question, services)} of ${id}`;
  return [
    { judges: (id, question) => !known.has(nameOf(id, question)) },
    ...[...drafts.values()].map(({ conditions, asked: own, workloads }): Slice => ({
      workloads,
      judges: (id, question) => own.has(nameOf(id, question)),
      undecided: (read, assumptions) => among(conditions, read, assumptions),
    })),
  ];
}

/** The names of the groups that let a workload in, by the names of the resources that it declares. */
function declaredGroups(resource: Resource): ReadonlyMap<string, readonly string[]> {
  const declared = readDestinations(resource.metadata(DESTINATIONS_METADATA_KEY), (expression) => resource.scope.value(expression)) ?? [];
  const groups = new Map<string, string[]>();
  declared.forEach((each) => each.kind === 'resource' && groups.set(each.resource, [...groups.get(each.resource) ?? [], ...each.securityGroups]));
  return groups;
}

function kindsOf(declared: ReadonlyMap<string, unknown>, services: ReadonlySet<string>, asked: readonly string[]): Kind[] {
  return [...new Set<Kind>([
    'usual', ...[...services].map((service): Kind => `service ${service}`), ...[...declared.keys(), ...asked].map((name): Kind => `resource ${name}`),
  ])];
}

function kindOf(question: Question | 'forbidden' | undefined, services: ReadonlySet<string>): Kind | 'forbidden' {
  return question === 'forbidden' ? 'forbidden'
    : question?.kind === 'aws-service' && services.has(question.service) ? `service ${question.service}`
      : question?.kind === 'resource' ? `resource ${question.name}` : 'usual';
}

/** A resource that is asked for is all that is called so, and the groups that a declaration names beside it; to one that no template defines anything may add. */
function conditionsOf(
  kind: Kind, workload: ResourceId, groups: ReadonlyMap<string, readonly string[]>, relevance: Relevance,
): Named['conditions'] | undefined {
  const [what, name] = [kind.slice(0, kind.indexOf(' ')), kind.slice(kind.indexOf(' ') + 1)];
  const ofGroups = what === 'resource' ? (groups.get(name) ?? []).map((each) => relevance.called(each)) : [];
  const called = what === 'resource' ? [...relevance.called(name), ...ofGroups.flat()] : [];
  return what === 'resource' && called.length === 0 || ofGroups.some(({ length }) => length === 0) ? undefined : relevance.conditions([workload, ...called], what === 'service' ? name : undefined);
}

/** Returns what is undecided of the network and of the conditions both. */
function among(conditions: Named['conditions'], { set, ledger }: Deployment, assumptions: Assumptions): ReadonlyMap<string, Undecided> {
  const alone = new Deployment(set, assumptions);
  const scopes = new Map(alone.allScopes().map((scope) => [scope.id, scope]));
  conditions.forEach(({ scope, name }) => scopes.get(scope.id)?.decide(name));
  return new Map([...alone.ledger.undecided].filter(([symbol]) => ledger.undecided.has(symbol)));
}
