import { ManagedPolicies } from './managed-policies';
import type { Statements } from './policy-statements';
import { NO_STATEMENTS, UNREAD, readStatements, together } from './policy-statements';
import { samPolicies } from './sam-policies';
import { entryOf, itemsOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import { toPlain } from '../template/plain';
import { arrayOf, isRawObject } from '../template/raw';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isComposite, isNone, literalText, symbolOf } from '../template/value';

/*
 * Models: the roles of functions with all policies of templates that are theirs: those in a role, those it names, and those that name it.
 * Law: each is read once, however many functions have it. Of a role that no template defines, the policies that templates give it are read.
 */

/** The policies of a role. */
export interface RolePolicies extends Statements {
  /** The permissions boundary; undefined when there is none, or none that a template defines. */
  readonly boundary?: Statements;

  /** Tells whether others than Lambda may take the role, so that a permission may be theirs. */
  readonly isOfOthers: boolean;
}

/** The services that run functions. */
const RUNS_FUNCTIONS = /^(edge)?lambda\.(amazonaws\.com(\.cn)?|\$\{AWS::URLSuffix\})$/;

/** Finds the roles of functions. */
export class Roles {
  private readonly managed: ManagedPolicies;
  private readonly roles: ReadonlyMap<string, Resource>;
  private readonly ids: ReadonlyMap<string, string>;
  private readonly attached = new Map<string, Statements[]>();
  private readonly read = new Map<string, RolePolicies>();

  /** Tells whether any role may have policies that are not known to name it. */
  private isOpen = false;
  private readonly hasConnectors: boolean;

  constructor(deployment: Deployment) {
    const roles = deployment.possible('AWS::IAM::Role');
    this.managed = new ManagedPolicies(deployment);
    this.roles = new Map(roles.map((role) => [role.id, role]));
    this.ids = new Map(roles.flatMap((role) => {
      const name = literalText(role.get('RoleName'));
      return name === undefined ? [] : [[`role ${name}`, role.id] as const];
    }));
    this.hasConnectors = deployment.possible('AWS::Serverless::Connector').length > 0;
    for (const policy of [...deployment.possible('AWS::IAM::Policy'), ...deployment.possible('AWS::IAM::RolePolicy')]) {
      this.attach(policy, policy.presence() === 'yes' ? readStatements(policy.get('PolicyDocument')) : UNREAD);
    }
    deployment.possible('AWS::IAM::ManagedPolicy').forEach((policy) => this.attach(policy, this.managed.of(policy)));
  }

  /** The name of a function's role; undefined when it is not known. What AWS SAM makes has the logical id that it gets. */
  public nameOf(lambda: Resource): string | undefined {
    const role = lambda.get('Role');
    return lambda.type === 'AWS::Serverless::Function' && isNone(role) ? `${lambda.id}Role` : this.named(role, lambda);
  }

  /** The policies of a function's role. */
  public policiesOf(name: string, lambda: Resource): RolePolicies {
    const known = this.read.get(name) ?? this.policies(name, lambda);
    this.read.set(name, known);
    return known;
  }

  private policies(name: string, lambda: Resource): RolePolicies {
    const attached = together([...this.attached.get(name) ?? [], ...this.isOpen ? [UNREAD] : []]);
    const role = this.roles.get(name);
    if (role !== undefined) {
      return role.presence() === 'yes' ? this.defined(role, attached) : { ...UNREAD, isOfOthers: true };
    }
    return name === `${lambda.id}Role`
      ? { ...together([attached, samPolicies(lambda, this.managed, this.hasConnectors)]), ...this.boundaryOf(lambda), isOfOthers: !isNone(lambda.get('AssumeRolePolicyDocument')) }
      : { ...attached, isWhole: false, isOfOthers: false };
  }

  private defined(role: Resource, attached: Statements): RolePolicies {
    const all = together([attached, this.inline(role), ...itemsOf(role.get('ManagedPolicyArns')).map((item) => this.managed.named(item))]);
    return all.statements.length === 0 ? { ...all, isOfOthers: false } : { ...all, ...this.boundaryOf(role), isOfOthers: isOfOthers(role) };
  }

  private inline(role: Resource): Statements {
    return together(itemsOf(role.get('Policies')).map((item) => readStatements(entryOf(item, 'PolicyDocument'))));
  }

  /** A boundary that nobody can read is taken to let through what somebody has written down as allowed. */
  private boundaryOf(resource: Resource): Pick<RolePolicies, 'boundary'> {
    const written = resource.get('PermissionsBoundary');
    const boundary = isNone(written) ? UNREAD : this.managed.named(written);
    return boundary.isWhole && boundary !== NO_STATEMENTS ? { boundary } : {};
  }

  private attach(policy: Resource, statements: Statements): void {
    const names = [...itemsOf(policy.get('Roles')), ...itemsOf(policy.get('RoleName'))].map((value) => this.named(value, policy));
    this.isOpen ||= names.includes(undefined);
    for (const name of new Set(names.flatMap((each) => each ?? []))) {
      this.attached.set(name, [...this.attached.get(name) ?? [], statements]);
    }
  }

  /** The name of the role that a value names by reference, ARN or name. */
  private named(value: Value, by: Resource): string | undefined {
    const text = literalText(value);
    if (text !== undefined) {
      const name = `role ${text.slice(text.lastIndexOf('/') + 1)}`;
      return text.includes('${') && !text.startsWith('arn:') ? undefined : this.ids.get(name) ?? name;
    }
    return isComposite(value) && value.kind === 'missing' ? `${by.scope.id}#${value.what.replace(/\.(Arn|RoleId)$/, '')}` : symbolOf(value)?.replace(/\.Arn$/, '');
  }
}

/** Tells whether anybody but Lambda may take a role, or whether that is not known. */
function isOfOthers(role: Resource): boolean {
  const policy = toPlain(role.get('AssumeRolePolicyDocument'));
  const written = policy.known && isRawObject(policy.value) ? policy.value.Statement : undefined;
  const statements = isRawObject(written) ? [written] : arrayOf(written);
  return statements.length === 0 || statements.some((statement) => {
    const principal = isRawObject(statement) ? statement.Principal : undefined;
    const services = isRawObject(principal) && Object.keys(principal).join() === 'Service' ? principal.Service : undefined;
    return (Array.isArray(services) ? services as readonly unknown[] : [services]).some((service) => !RUNS_FUNCTIONS.test(String(service)));
  });
}
