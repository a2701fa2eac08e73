import type { AssumptionLedger } from './assumption-ledger';
import type { StackIdentity, TemplateInput } from './template-input';
import type { Sections } from './template-sections';
import type { Value } from './value';
import type { Environment } from '../model/environment';
import type { ResourceId, Source } from '../model/source';
import type { Ternary } from '../model/ternary';

/*
 * Models: what an expression of a template is evaluated in: the template with its resources and parameters, and the deployment that it is a part
 * of. The classes are in scope.ts, resource.ts and deployment.ts; a function that evaluates something needs to know no more than this.
 */

/** A resource, as expressions know it. */
export interface TemplateResource {
  readonly scope: EvaluationContext;
  readonly logicalId: string;
  readonly type: string;
  readonly id: ResourceId;

  /** A property; none when it is not written. */
  get(property: string): Value;

  /** An entry of the metadata, as it is written. */
  metadata(key: string): unknown;

  /** Whether it is deployed: whether its condition holds, and those of the stacks it is nested in. */
  presence(): Ternary;

  /** Where it stands. */
  source(): Source;
}

/** A deployed template, as expressions in it know it. */
export interface EvaluationContext {
  readonly id: string;
  readonly template: TemplateInput;
  readonly stack: StackIdentity | undefined;

  /** The template that nests it, and is nested in none; itself, when none does. */
  readonly root: EvaluationContext;

  /** The stack that it is nested in, as seen from there. */
  readonly nesting?: { readonly resource: TemplateResource };
  readonly sections: Sections;
  readonly deployment: DeploymentContext;

  /** What an expression amounts to. */
  value(raw: unknown): Value;

  /** What `Ref` amounts to. */
  ref(name: string): Value;

  /** What `Fn::GetAtt` amounts to. */
  attribute(logicalId: string, attribute: string): Value;

  /** The value of an output; missing when there is none. */
  output(name: string): Value;

  /** How a condition turns out that decides on a resource or a value. */
  decide(name: string): Ternary;

  /** Whether the template is deployed: always, unless it is that of a nested stack. */
  presence(): Ternary;

  /** The template of a nested stack. */
  nestedScope(logicalId: string): EvaluationContext | undefined;
}

/** All templates that are deployed beside each other, as expressions in one of them know them. */
export interface DeploymentContext {
  readonly ledger: AssumptionLedger;
  readonly crossStack: CrossStackValues;
  readonly environments: { of(scope: EvaluationContext): Environment };

  /** The resources of a type that are deployed. */
  resources(type: string): readonly TemplateResource[];
}

/** What one stack learns from another. */
export interface CrossStackValues {
  /** The value of an export, as a stack sees it. */
  exportedValue(name: string, from: EvaluationContext): Value;

  /** The value of a parameter of Systems Manager. */
  systemsManagerValue(name: string, from: EvaluationContext): Value;

  /** What the custom resource of AWS CDK carries from another Region. */
  carriedValue(name: string, from: EvaluationContext): Value;

  /** The output of a stack by name. */
  stackOutput(stack: string, output: string, region: string | undefined, from: EvaluationContext): Value;
}
