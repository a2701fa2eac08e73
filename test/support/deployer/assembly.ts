import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App, CfnResource } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';

/** A resource as a template has it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
}

/** As much of a template as a deployment depends on. */
export interface DeployableTemplate {
  readonly Parameters?: Record<string, { readonly Default?: unknown }>;
  readonly Resources?: Record<string, TemplateResource>;
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>;
}

/** A stack, the templates of the stacks nested in it by the ids of their resources, and the stacks it is deployed after. */
export interface DeployableStack {
  readonly name: string;
  readonly template: DeployableTemplate;
  readonly nested: ReadonlyMap<string, DeployableStack>;
  readonly after: readonly string[];
}

/** The stacks of an app as one synthesis made them. */
export type Assembly = readonly DeployableStack[];

/** Synthesize an app, nested stacks included, and stages not. */
export function assemblyOf(app: App): Assembly {
  const assembly = app.synth();
  const stacks = app.node.findAll().filter((construct) => Stack.isStack(construct));
  return assembly.stacks.map(({ id, stackName, dependencies }) => ({
    ...deployable(stacks.find(({ artifactId }) => artifactId === id)!, stacks, assembly.directory),
    name: stackName,
    after: assembly.stacks.filter((stack) => dependencies.some((dependency) => dependency.id === stack.id)).map((stack) => stack.stackName),
  }));
}

function deployable(stack: Stack, stacks: readonly Stack[], directory: string): DeployableStack {
  const nested = stacks.filter(({ nestedStackParent }) => nestedStackParent === stack)
    .map((inner) => [stack.getLogicalId(inner.nestedStackResource as CfnResource), deployable(inner, stacks, directory)] as const);
  const template = JSON.parse(readFileSync(join(directory, stack.templateFile), 'utf8')) as DeployableTemplate;
  return { name: stack.node.path, template, nested: new Map(nested), after: [] };
}

/** Every order of the stacks in which none comes before one that it is deployed after. */
export function ordersOf(stacks: Assembly): DeployableStack[][] {
  if (stacks.length === 0) {
    return [[]];
  }
  const names = new Set(stacks.map(({ name }) => name));
  return stacks.filter(({ after }) => !after.some((name) => names.has(name)))
    .flatMap((first) => ordersOf(stacks.filter((stack) => stack !== first)).map((rest) => [first, ...rest]));
}
