import { CrossStackIndex } from './cross-stack-index';
import { Environments } from './environments';
import type { Resource } from './resource';
import { Scope } from './scope';
import type { ReadingNote, TemplateInput, TemplateSet } from './template-input';
import type { Value } from './value';
import { unknown } from './value';
import type { ResourceId } from '../model/source';
import type { Ternary } from '../model/ternary';
import { ternary } from '../model/ternary';

/*
 * Models: the templates of a set as they are deployed, under assumptions about values that are not known before: this one is
 * `prod`, that one is none of `a` and `b`. What else would have to be assumed is written down while values are read, so only what the
 * network hangs on is ever assumed.
 * Refuses: to go on when expressions lead in a circle, or nest too deeply; their value is unknown then.
 */

/** What is assumed of a value. */
export type Assumption = { readonly is: string } | { readonly not: readonly string[] };

/** What is assumed, by the names of values. */
export type Assumptions = ReadonlyMap<string, Assumption>;

/** A value that would have to be assumed, and what it was compared with. */
export interface Undecided {
  readonly literals: Set<string>;
  readonly allowed?: readonly string[];
}

const MAX_DEPTH = 200;

/** The templates under assumptions. */
export class Deployment {
  public readonly roots: readonly Scope[];
  public readonly crossStack: CrossStackIndex;
  public readonly environments = new Environments();

  /** Whether there are several templates, so that it has to be said which one is meant. */
  public readonly hasSeveralTemplates: boolean;

  /** What is not decided, by the names of values. */
  public readonly undecided = new Map<string, Undecided>();

  /** How the conditions turned out that decide on resources and values, by what people call them. */
  public readonly decisions = new Map<string, Ternary>();
  public readonly notes = new Map<string, ReadingNote>();

  private depth = 0;
  private readonly underWay = new Set<string>();
  private byType: Map<string, Resource[]> | undefined;
  private scopes: readonly Scope[] | undefined;
  private byRoot: ReadonlyMap<Scope, readonly Scope[]> | undefined;
  private rootsById: ReadonlyMap<string, Scope> | undefined;

  /**
   * @param whole the templates among which these are
   */
  constructor(public readonly set: TemplateSet, private readonly assumptions: Assumptions, whole = set) {
    this.roots = set.templates.map((template) => new Scope(this, template, template.name));
    this.crossStack = new CrossStackIndex(this);
    this.hasSeveralTemplates = whole.templates.length > 1 || whole.templates.some(({ nested }) => nested.size > 0);
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
  public scopesOf(root: Scope): readonly Scope[] {
    if (this.byRoot === undefined) {
      const byRoot = new Map<Scope, Scope[]>(this.roots.map((each) => [each, []]));
      this.allScopes().forEach((scope) => byRoot.get(scope.root)!.push(scope));
      this.byRoot = byRoot;
    }
    return this.byRoot.get(root)!;
  }

  /** The template, nested in none, that a name in the model is from. */
  public rootOf(id: ResourceId): Scope | undefined {
    this.rootsById ??= new Map(this.allScopes().map((scope) => [scope.id, scope.root]));
    return this.rootsById.get(id.slice(0, Math.max(0, id.lastIndexOf('#'))));
  }

  /** All resources of a template and of those nested in it. */
  public resourcesOf(root: Scope): readonly Resource[] {
    return this.scopesOf(root).flatMap((scope) => [...scope.resources()]);
  }

  /** All resources of a type, whether or not their conditions hold. */
  public written(type: string): readonly Resource[] {
    return this.resourcesByType().get(type) ?? [];
  }

  /** The types of all resources. */
  public types(): readonly string[] {
    return [...this.resourcesByType().keys()];
  }

  /** The resources of a type that are deployed; of those with an undecided condition it is written down that they are left out. */
  public resources(type: string): readonly Resource[] {
    return this.written(type).filter((resource) => resource.presence() === 'yes');
  }

  /** The deployed resources that have an entry of metadata. */
  public described(key: string): readonly Resource[] {
    return [...this.resourcesByType().values()].flat().filter((resource) => resource.metadata(key) !== undefined && resource.presence() === 'yes');
  }

  /** Say that something cannot be read. */
  public note(template: TemplateInput, logicalId: string | undefined, reason: string): void {
    const note = { template: template.name, ...logicalId === undefined ? {} : { logicalId }, reason };
    this.notes.set(JSON.stringify(note), note);
  }

  /** The value of a name, when it is assumed. */
  public assumedValue(symbol: string): string | undefined {
    const assumption = this.assumptions.get(symbol);
    return assumption !== undefined && 'is' in assumption ? assumption.is : undefined;
  }

  /** Whether the value of a name is the literal. */
  public compare(symbol: string, literal: string, allowed?: readonly string[]): Ternary {
    if (allowed?.includes(literal) === false) {
      return 'no';
    }
    const assumption = this.assumptions.get(symbol);
    if (assumption !== undefined && 'is' in assumption) {
      return ternary(assumption.is === literal);
    }
    if (assumption?.not.includes(literal) === true) {
      return 'no';
    }
    const known = this.undecided.get(symbol);
    if (known === undefined) {
      this.undecided.set(symbol, { literals: new Set([literal]), allowed });
    } else {
      known.literals.add(literal);
    }
    return 'unknown';
  }

  /** Read a value, unless it is being read already or is nested too deeply. */
  public guarded(key: string | undefined, read: () => Value): Value {
    if (this.depth >= MAX_DEPTH) {
      return unknown(`the expression is nested more than ${MAX_DEPTH} deep`);
    }
    if (key !== undefined && this.underWay.has(key)) {
      return unknown('the expression leads back to itself');
    }
    this.depth += 1;
    if (key !== undefined) {
      this.underWay.add(key);
    }
    try {
      return read();
    } finally {
      this.depth -= 1;
      if (key !== undefined) {
        this.underWay.delete(key);
      }
    }
  }

  private resourcesByType(): ReadonlyMap<string, readonly Resource[]> {
    if (this.byType === undefined) {
      this.byType = new Map();
      for (const scope of this.allScopes()) {
        for (const resource of scope.resources()) {
          const others = this.byType.get(resource.type);
          if (others === undefined) {
            this.byType.set(resource.type, [resource]);
          } else {
            others.push(resource);
          }
        }
      }
    }
    return this.byType;
  }
}
