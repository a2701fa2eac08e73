import type { Statements } from './policy-statements';
import { NO_STATEMENTS, UNREAD, readStatements } from './policy-statements';
import { MANAGED_POLICIES_OF_LAMBDA } from '../../services/calls-of-lambda';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { literalText, symbolOf } from '../template/value';

/*
 * Models: the managed policies that a role names: those that templates define, and of those of AWS the ones that Lambda itself needs.
 * Law: of any other managed policy nothing is known.
 */

/** Finds the statements of managed policies, each read once. */
export class ManagedPolicies {
  private readonly resources: ReadonlyMap<string, Resource>;
  private readonly read = new Map<string, Statements>();

  constructor(deployment: Deployment) {
    this.resources = new Map(deployment.possible('AWS::IAM::ManagedPolicy').map((resource) => [resource.id, resource]));
  }

  /** The statements of the policy that a value names, by reference, ARN or name. */
  public named(value: Value): Statements {
    const text = literalText(value);
    if (text !== undefined) {
      return MANAGED_POLICIES_OF_LAMBDA.has(text.slice(text.lastIndexOf('/') + 1)) && !/:iam::(?!aws:)/.test(text) ? NO_STATEMENTS : UNREAD;
    }
    const symbol = symbolOf(value);
    const resource = this.resources.get(symbol?.replace(/\.PolicyArn$/, '') ?? '');
    return resource === undefined ? UNREAD : this.of(resource);
  }

  /** The statements of a policy that a template defines. */
  public of(resource: Resource): Statements {
    const known = this.read.get(resource.id) ?? (resource.presence() === 'yes' ? readStatements(resource.get('PolicyDocument')) : UNREAD);
    this.read.set(resource.id, known);
    return known;
  }
}
