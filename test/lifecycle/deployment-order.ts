import type { App } from 'aws-cdk-lib';
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';

/*
 * Models: the order in which CloudFormation creates and deletes resources. A resource is created after all that it refers to (Ref, Fn::GetAtt, Fn::Sub)
 * or names in DependsOn, and deleted before them. A stack that imports a value is created when the exporting stack is complete, which in turn cannot
 * be deleted, nor lose the export, as long as somebody imports it. What is not ordered by this happens in any order, or at the same time. An
 * update changes and creates in that order, and deletes afterwards.
 */

export interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly DependsOn?: string | string[];
}

interface Template {
  readonly Resources: Record<string, Resource>;
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>;
}

/** What is deployed: all resources of all stacks, by `stack.logicalId`, and what each depends on. */
export class Deployment {
  public readonly resources = new Map<string, Resource>();

  /** The exports of each stack and those it imports, by stack. */
  public readonly exportsOf = new Map<string, string[]>();
  public readonly importsOf = new Map<string, string[]>();
  private readonly direct = new Map<string, string[]>();

  /** The templates, and the stacks that each stack is deployed after although it imports nothing of them. */
  constructor(templates: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, readonly string[]> = new Map()) {
    const entries = [...templates] as Array<[string, Template]>;
    for (const [stack, { Resources, Outputs = {} }] of entries) {
      this.exportsOf.set(stack, Object.values(Outputs).flatMap(({ Export }) => Export?.Name ?? []));
      this.importsOf.set(stack, importsIn(Resources));
    }
    for (const [stack, { Resources }] of entries) {
      const exporters = entries.filter(([other]) => after.get(stack)?.includes(other) === true
        || this.importsOf.get(stack)!.some((name) => this.exportsOf.get(other)!.includes(name)));
      const elsewhere = exporters.flatMap(([other, template]) => Object.keys(template.Resources).map((id) => `${other}.${id}`));
      for (const [id, resource] of Object.entries(Resources)) {
        const own = [...referencesIn(resource.Properties), ...[resource.DependsOn ?? []].flat()].filter((name) => name in Resources);
        this.resources.set(`${stack}.${id}`, resource);
        this.direct.set(`${stack}.${id}`, [...own.map((name) => `${stack}.${name}`), ...elsewhere]);
      }
    }
  }

  /** All resources of a type. */
  public ofType(type: string): string[] {
    return [...this.resources].filter(([, { Type }]) => Type === type).map(([id]) => id).sort();
  }

  /** Everything that must be there before a resource is created, and stays until it is deleted. */
  public needsOf(id: string): Set<string> {
    const found = new Set<string>();
    const pending = [id];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      for (const dependency of this.direct.get(next) ?? []) {
        if (!found.has(dependency)) {
          found.add(dependency);
          pending.push(dependency);
        }
      }
    }
    return found;
  }

  /** Whether nothing depends on itself: otherwise CloudFormation refuses the template. */
  public get hasOrder(): boolean {
    return [...this.resources.keys()].every((id) => !this.needsOf(id).has(id));
  }
}

/** All stacks of an app as they would be deployed. */
export function deploymentOf(app: App): Deployment {
  return new Deployment(templatesIn(app));
}

/** The same, with the order of stacks that the assembly states beside imports. */
export function orderedDeploymentOf(app: App): Deployment {
  return new Deployment(templatesIn(app), stackOrder(app.synth().stacks));
}

/** The stacks that each stack is deployed after, by name. */
export function stackOrder(stacks: readonly CloudFormationStackArtifact[]): Map<string, string[]> {
  const names = new Map(stacks.map(({ id, stackName }) => [id, stackName]));
  return new Map(stacks.map(({ stackName, dependencies }) => [stackName, dependencies.flatMap(({ id }) => names.get(id) ?? [])]));
}

/** The templates of an app, by stack. */
export function templatesIn(app: App): Map<string, unknown> {
  return new Map(app.synth().stacks.map(({ stackName, template }) => [stackName, template as unknown]));
}

/** The logical ids that a value refers to. */
export function referencesIn(value: unknown): string[] {
  return visit(value, (key, argument) => {
    switch (key) {
      case 'Ref': return [argument as string];
      case 'Fn::GetAtt': return [(argument as string[])[0]];
      case 'Fn::Sub': return [...JSON.stringify(argument).matchAll(/\$\{([A-Za-z0-9]+)/g)].map(([, name]) => name);
      default: return [];
    }
  });
}

/** The names of the exports that a value imports. */
function importsIn(value: unknown): string[] {
  return visit(value, (key, argument) => key === 'Fn::ImportValue' ? [argument as string] : []);
}

function visit(value: unknown, found: (key: string, argument: unknown) => string[]): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, argument]) => [...found(key, argument), ...visit(argument, found)]);
}
