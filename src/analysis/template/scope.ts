import { attributeOf, referenceTo } from './attributes';
import { evaluateCondition } from './conditions';
import { evaluate } from './evaluate';
import type { DeploymentContext, EvaluationContext } from './evaluation-context';
import { parameterValue } from './parameters';
import { pseudoParameter } from './pseudo-parameters';
import { entry } from './raw';
import type { ReadingNotes } from './reading-notes';
import type { RecursionGuard } from './recursion-guard';
import { Resource } from './resource';
import { readSections } from './sections';
import type { StackIdentity, TemplateInput } from './template-input';
import type { Sections } from './template-sections';
import type { Value } from './value';
import { unknown } from './value';
import { deployTimeId } from '../model/source';
import type { Ternary } from '../model/ternary';

/*
 * Models: one template as it is deployed: once for each stack of an app, once for each nested stack. Names in it mean what is
 * defined in it.
 */

/** The stack that a template is nested in, as seen from there. */
interface Nesting {
  readonly scope: Scope;
  readonly resource: Resource;
}

/** What all templates of a deployment share while they are read. */
export interface ScopeParts {
  readonly guard: RecursionGuard;
  readonly notes: ReadingNotes;

  /** Tells whether it has to be said which template is meant. */
  readonly hasSeveralTemplates: boolean;
}

/** A deployed template. */
export class Scope implements EvaluationContext {
  public readonly stack: StackIdentity | undefined;

  /** The template that nests it, and is nested in none; itself, when none does. */
  public readonly root: Scope;

  /** What loops may refer to while they are unrolled. */
  private provisional: Sections | undefined;
  private read: Sections | undefined;
  private readonly byLogicalId = new Map<string, Resource>();
  private readonly known = new Map<string, Value>();
  private readonly conditions = new Map<string, Ternary>();
  private readonly conditionsUnderWay = new Set<string>();
  private nested: ReadonlyMap<string, Scope> | undefined;

  constructor(
    public readonly deployment: DeploymentContext,
    private readonly parts: ScopeParts,
    public readonly template: TemplateInput,
    public readonly id: string,
    public readonly nesting?: Nesting,
  ) {
    this.stack = template.stack ?? nesting?.scope.stack;
    this.root = nesting?.scope.root ?? this;
  }

  /** The sections of the template. */
  public get sections(): Sections {
    if (this.provisional !== undefined) {
      return this.provisional;
    }
    if (this.read === undefined) {
      this.read = readSections({
        body: this.template.body,
        unrollWith: (provisional, unroll) => this.withProvisional(provisional, () => unroll((raw) => this.value(raw))),
        note: (logicalId, remark) => this.parts.notes.add(this.template, logicalId, remark),
      });
      for (const [logicalId, raw] of this.read.resources) {
        const type = entry(raw, 'Type');
        this.byLogicalId.set(logicalId, new Resource(this, this.parts.notes, logicalId, typeof type === 'string' ? type : '', raw));
      }
    }
    return this.read;
  }

  public resources(): Iterable<Resource> {
    return this.sections && this.byLogicalId.values();
  }

  /** A resource by its logical id, whether or not its condition holds. */
  public resource(logicalId: string): Resource | undefined {
    return this.sections && this.byLogicalId.get(logicalId);
  }

  /** The templates of nested stacks. */
  public nestedScopes(): readonly Scope[] {
    return [...this.nestedById().values()];
  }

  public nestedScope(logicalId: string): Scope | undefined {
    return this.nestedById().get(logicalId);
  }

  /** Tells whether the template is deployed: always, unless it is that of a nested stack. */
  public presence(): Ternary {
    return this.nesting?.resource.presence() ?? 'yes';
  }

  /** Returns what an expression amounts to. */
  public value(raw: unknown): Value {
    return this.parts.guard.read(undefined, () => evaluate(raw, this));
  }

  /** Returns what `Ref` amounts to. */
  public ref(name: string): Value {
    if (name.startsWith('AWS::')) {
      return pseudoParameter(name, this);
    }
    if (this.sections.parameters.has(name)) {
      return this.parameter(name);
    }
    const resource = this.resource(name);
    return resource === undefined ? this.notDefined(name) : this.present(resource, () => referenceTo(resource));
  }

  /** Returns what `Fn::GetAtt` amounts to. */
  public attribute(logicalId: string, attribute: string): Value {
    const resource = this.resource(logicalId);
    return resource === undefined ? this.notDefined(logicalId)
      : this.present(resource, () => this.once(`${resource.id}.${attribute}`, () => attributeOf(resource, attribute)));
  }

  public parameter(name: string): Value {
    return this.once(`${this.id} parameter ${name}`, () => parameterValue(name, this));
  }

  /** The value of an output; missing when there is none. */
  public output(name: string): Value {
    const output = this.sections.outputs.get(name);
    return output === undefined ? { kind: 'missing', what: `the output ${name} of ${this.id}` }
      : this.once(`${this.id} output ${name}`, () => this.value(entry(output, 'Value')));
  }

  /** How a condition turns out that decides on a resource or a value. */
  public decide(name: string): Ternary {
    const decision = this.condition(name);
    this.deployment.ledger.decisions.set(this.parts.hasSeveralTemplates ? `condition ${name} of ${this.id}` : `condition ${name}`, decision);
    return decision;
  }

  private condition(name: string): Ternary {
    let decision = this.conditions.get(name);
    if (decision === undefined) {
      const raw = this.sections.conditions.get(name);
      if (raw === undefined || this.conditionsUnderWay.has(name)) {
        this.parts.notes.add(this.template, undefined, {
          reason: `the condition ${name} is ${raw === undefined ? 'not defined' : 'defined by itself'}`,
          mend: 'define it in the section Conditions', isInvalid: true,
        });
        return this.deployment.ledger.compare(`condition ${name} of ${this.id}`, 'true', ['true', 'false']);
      }
      this.conditionsUnderWay.add(name);
      decision = evaluateCondition(raw, this, (other) => this.condition(other));
      this.conditionsUnderWay.delete(name);
      this.conditions.set(name, decision);
    }
    return decision;
  }

  /** Looks up what a module makes: it is called by the module's name and its own, with or without a dot between them. */
  private notDefined(name: string): Value {
    const module = [...this.byLogicalId.values()].find(({ type, logicalId }) => type.endsWith('::MODULE') && name.startsWith(logicalId));
    return module === undefined ? { kind: 'missing', what: name }
      : unknown(`${name} is made by the module ${module.logicalId}, which is not read`, deployTimeId(module.id, name));
  }

  /** Reads a value once: values that follow from each other would be read ever so often. */
  private once(name: string, read: () => Value): Value {
    let value = this.known.get(name);
    if (value === undefined) {
      value = this.parts.guard.read(name, read);
      this.known.set(name, value);
    }
    return value;
  }

  private present(resource: Resource, read: () => Value): Value {
    const presence = resource.presence();
    return presence === 'yes' ? read()
      : presence === 'no' ? { kind: 'missing', what: resource.logicalId }
        : unknown(`it is not decided whether ${resource.logicalId} is deployed`, `presence of ${resource.id}`);
  }

  private withProvisional<T>(sections: Sections, read: () => T): T {
    this.provisional = sections;
    const result = read();
    this.provisional = undefined;
    return result;
  }

  private nestedById(): ReadonlyMap<string, Scope> {
    if (this.nested === undefined) {
      const nested = new Map<string, Scope>();
      for (const [logicalId, template] of this.template.nested) {
        const resource = this.resource(logicalId);
        if (resource !== undefined) {
          nested.set(logicalId, new Scope(this.deployment, this.parts, template, `${template.name}@${this.id}/${logicalId}`, { scope: this, resource }));
        }
      }
      this.nested = nested;
    }
    return this.nested;
  }
}
