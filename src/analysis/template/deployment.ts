import type { Assumptions } from './assumption-ledger';
import { AssumptionLedger } from './assumption-ledger';
import { CrossStackIndex } from './cross-stack-index';
import { Environments } from './environments';
import type { DeploymentContext, EvaluationContext } from './evaluation-context';
import { ReadingNotes } from './reading-notes';
import { RecursionGuard } from './recursion-guard';
import type { Resource } from './resource';
import { ResourceIndex } from './resource-index';
import { Scope } from './scope';
import type { TemplateSet } from './template-input';
import type { NetworkModel } from '../model/network';
import type { ResourceId } from '../model/source';

/*
 * Models: the templates of a set as they are deployed, under assumptions about values that are not known before.
 */

/** The templates under assumptions. */
export class Deployment implements DeploymentContext {
  public readonly roots: readonly Scope[];
  public readonly ledger: AssumptionLedger;
  public readonly notes = new ReadingNotes();
  public readonly environments = new Environments();
  public readonly crossStack: CrossStackIndex;
  private readonly index: ResourceIndex;

  /**
   * @param whole the templates among which these are
   */
  constructor(public readonly set: TemplateSet, assumptions: Assumptions, whole = set) {
    const guard = new RecursionGuard();
    this.ledger = new AssumptionLedger(assumptions);
    const parts = {
      guard, notes: this.notes,
      // with several templates it has to be said which one is meant
      hasSeveralTemplates: whole.templates.length > 1 || whole.templates.some(({ nested }) => nested.size > 0),
    };
    this.roots = set.templates.map((template) => new Scope(this, parts, template, template.name));
    this.index = new ResourceIndex(this.roots, this.notes);
    this.crossStack = new CrossStackIndex({
      told: whole.told, roots: this.roots, index: this.index, ledger: this.ledger, environments: this.environments, guard,
    });
  }

  /** The network that is there already. */
  public get existing(): NetworkModel | undefined {
    return this.set.existing;
  }

  /** All templates, nested ones after those that nest them. */
  public allScopes(): readonly Scope[] {
    return this.index.allScopes();
  }

  /** A template and those nested in it. */
  public scopesOf(root: EvaluationContext): readonly Scope[] {
    return this.index.scopesOf(root);
  }

  /** The template, nested in none, that a name in the model is from. */
  public rootOf(id: ResourceId): Scope | undefined {
    return this.index.rootOf(id);
  }

  /** All resources of a template and of those nested in it. */
  public resourcesOf(root: EvaluationContext): readonly Resource[] {
    return this.scopesOf(root).flatMap((scope) => [...scope.resources()]);
  }

  /** Read, last of all, something on which no network hangs: what it leaves undecided makes no further worlds, and what it cannot read is not said. */
  public aside<T>(read: () => T): T {
    const notes = new Set(this.notes.all.keys());
    const result = this.ledger.aside(read);
    [...this.notes.all.keys()].filter((key) => !notes.has(key)).forEach((key) => this.notes.all.delete(key));
    return result;
  }

  /** All resources of a type, whether or not their conditions hold. */
  public written(type: string): readonly Resource[] {
    return this.index.written(type);
  }

  /** The types of all resources. */
  public types(): readonly string[] {
    return this.index.types();
  }

  /** The resources of a type that are deployed; of those with an undecided condition it is written down that they are left out. */
  public resources(type: string): readonly Resource[] {
    return this.written(type).filter((resource) => resource.presence() === 'yes');
  }

  /** The resources of a type that are deployed or may be. */
  public possible(type: string): readonly Resource[] {
    return this.written(type).filter((resource) => resource.presence() !== 'no');
  }

  /** The deployed resources that have an entry of metadata. */
  public described(key: string): readonly Resource[] {
    return this.index.all().filter((resource) => resource.metadata(key) !== undefined && resource.presence() === 'yes');
  }
}
