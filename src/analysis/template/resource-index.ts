import { calledResources } from './called-resources';
import type { ReadingNotes } from './reading-notes';
import type { Resource } from './resource';
import type { Scope } from './scope';
import type { ResourceId } from '../model/source';

/*
 * Models: the templates and resources of a deployment, found by what they belong to, in the order in which they were given.
 */

/** Finds templates and resources. */
export class ResourceIndex {
  private byType: Map<string, Resource[]> | undefined;
  private scopes: readonly Scope[] | undefined;
  private byRoot: ReadonlyMap<string, readonly Scope[]> | undefined;
  private rootsById: ReadonlyMap<string, Scope> | undefined;

  constructor(private readonly roots: readonly Scope[], private readonly notes: ReadingNotes) {
  }

  /** All templates, nested ones after those that nest them. */
  public allScopes(): readonly Scope[] {
    if (this.scopes === undefined) {
      const scopes: Scope[] = [];
      const visit = (scope: Scope) => {
        scopes.push(scope);
        scope.nestedScopes().forEach(visit);
      };
      this.roots.forEach(visit);
      this.scopes = scopes;
    }
    return this.scopes;
  }

  /** A template and those nested in it. */
  public scopesOf({ id }: { readonly id: string }): readonly Scope[] {
    if (this.byRoot === undefined) {
      const byRoot = new Map<string, Scope[]>(this.roots.map((each) => [each.id, []]));
      this.allScopes().forEach((scope) => byRoot.get(scope.root.id)!.push(scope));
      this.byRoot = byRoot;
    }
    return this.byRoot.get(id)!;
  }

  /** The template, nested in none, that a name in the model is from. */
  public rootOf(id: ResourceId): Scope | undefined {
    this.rootsById ??= new Map(this.allScopes().map((scope) => [scope.id, scope.root]));
    return this.rootsById.get(id.slice(0, Math.max(0, id.lastIndexOf('#'))));
  }

  /** All resources of a type, whether or not their conditions hold; those among them that calls of custom resources make. */
  public written(type: string): readonly Resource[] {
    return this.resourcesByType().get(type) ?? [];
  }

  /** The types of all resources. */
  public types(): readonly string[] {
    return [...this.resourcesByType().keys()];
  }

  /** All resources. */
  public all(): readonly Resource[] {
    return [...this.resourcesByType().values()].flat();
  }

  private resourcesByType(): ReadonlyMap<string, readonly Resource[]> {
    if (this.byType === undefined) {
      this.byType = new Map();
      for (const scope of this.allScopes()) {
        for (const resource of scope.resources()) {
          add(resource, this.byType);
        }
      }
      // what is written is found while calls are read, which may look it up
      for (const resource of [...this.byType.entries()].filter(([type]) => !type.startsWith('AWS::') || type === 'AWS::CloudFormation::CustomResource').flatMap(([, all]) => all)) {
        calledResources(resource, this.notes).forEach((called) => add(called, this.byType!));
      }
    }
    return this.byType;
  }
}

function add(resource: Resource, byType: Map<string, Resource[]>): void {
  const others = byType.get(resource.type);
  if (others === undefined) {
    byType.set(resource.type, [resource]);
  } else {
    others.push(resource);
  }
}
