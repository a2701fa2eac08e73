import type { ResourceDifference } from '@aws-cdk/cloudformation-diff';
import { ResourceImpact, fullDiff } from '@aws-cdk/cloudformation-diff';
import { App, Stack } from 'aws-cdk-lib';
import { Deployment, templatesIn } from '../lifecycle/deployment-order';

/** What a step of the guide deploys. */
export interface Step {
  readonly deployment: Deployment;
  readonly template: Record<string, unknown>;
}

/** A step with one stack. */
export function step(define: (stack: Stack, app: App) => void, context: Record<string, unknown> = {}): Step {
  const app = new App({ context });
  define(new Stack(app, 'Shop'), app);
  const templates = templatesIn(app);
  return { deployment: new Deployment(templates), template: templates.get('Shop') as Record<string, unknown> };
}

/** What a deployment does to each resource by CloudFormation's rules: `+`, `~` with the properties, `!` for a replacement, `-`. */
export function changes(before: Step, after: Step): string[] {
  const found: string[] = [];
  fullDiff(before.template as never, after.template as never).resources.forEachDifference((_, change) => {
    found.push(`${verb(change)} ${String(change.resourceType).replace('AWS::', '')}${properties(change)}`);
  });
  return found.sort();
}

/** Types that are nowhere to be replaced, removed or interrupted, whatever a step does. */
const KEPT = /Lambda::Function$|Lambda::EventSourceMapping|EC2::(VPC|Subnet|Route|NatGateway|EIP|InternetGateway)|RDS::|DynamoDB::|SQS::Queue$|Logs::LogGroup/;

/** What a deployment replaces or removes of that. */
export function losses(before: Step, after: Step): string[] {
  return changes(before, after).filter((change) => /^[!-]/.test(change) && KEPT.test(change));
}

/** The properties of the resource whose logical id begins so. */
export function propertiesOf({ deployment }: Step, type: string, prefix: string): Record<string, unknown> {
  const [id] = deployment.ofType(type).filter((name) => name.startsWith(`Shop.${prefix}`));
  return { logicalId: id, ...deployment.resources.get(id)?.Properties };
}

function verb(change: ResourceDifference): string {
  if (change.isAddition) {
    return '+';
  }
  if (change.isRemoval) {
    return '-';
  }
  return [ResourceImpact.WILL_REPLACE, ResourceImpact.MAY_REPLACE].includes(change.changeImpact) ? '!' : '~';
}

function properties({ isAddition, isRemoval, propertyUpdates }: ResourceDifference): string {
  const names = isAddition || isRemoval ? [] : Object.keys(propertyUpdates).sort();
  return names.length === 0 ? '' : ` ${names.join(', ')}`;
}
