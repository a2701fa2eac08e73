import { TemplateDependencies } from './template-dependencies';
import type { Deployment } from '../template/deployment';
import type { EvaluationContext } from '../template/evaluation-context';
import type { TemplateInput } from '../template/template-input';

/*
 * Models: the templates of a set in groups that are judged by themselves: each template with all that bear on it. So the conditions of
 * one multiply with those of its neighbours, and with no others.
 */

/** Templates whose functions are judged, among all that bear on them. */
export interface Neighbourhood {
  readonly templates: readonly TemplateInput[];

  /** The names of those whose functions are judged here. */
  readonly own: ReadonlySet<string>;
}

/** How many resources are read in all neighbourhoods together; beyond, all templates are one. */
const MAX_RESOURCES = 500_000;

/** The neighbourhoods; each template is judged in one. */
export function neighbourhoodsOf(deployment: Deployment): readonly Neighbourhood[] {
  const { roots } = deployment;
  const dependencies = roots.length > 1 ? new TemplateDependencies(deployment) : undefined;
  const groups = new Map<string, { readonly members: readonly EvaluationContext[]; readonly own: Set<string> }>();
  for (const root of roots) {
    const members = dependencies?.neighbourhoodOf(root) ?? roots;
    const key = members.map(({ id }) => id).join('\n');
    const group = groups.get(key) ?? { members, own: new Set() };
    group.own.add(root.id);
    groups.set(key, group);
  }
  const size = (members: readonly EvaluationContext[]) => members.reduce((sum, root) => sum + deployment.resourcesOf(root).length, 0);
  const all = [...groups.values()];
  return all.length > 1 && all.reduce((sum, { members }) => sum + size(members), 0) > MAX_RESOURCES
    ? [{ templates: deployment.set.templates, own: new Set(roots.map(({ id }) => id)) }]
    : all.map(({ members, own }) => ({ templates: members.map(({ template }) => template), own }));
}
