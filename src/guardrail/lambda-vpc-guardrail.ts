import * as iam from 'aws-cdk-lib/aws-iam';
import type * as organizations from 'aws-cdk-lib/aws-organizations';
import type { Construct } from 'constructs';
import type { GuardedVpcSettings, LambdaVpcGuardrailOptions } from './guarded-vpc-settings';
import type {
  GuardrailManagedPolicyOptions,
  GuardrailPermissionsBoundaryOptions,
  GuardrailServiceControlPolicyDocumentOptions,
  GuardrailServiceControlPolicyOptions,
} from './guardrail-policy-options';
import type { Denial, GuardrailRule } from './guardrail-rule';
import { namedStatements, statementOf } from './guardrail-rule';
import { assertSize, documentOf } from './policy-document';
import { readExemptions, readSettings } from './read-settings';
import { defineServiceControlPolicy, renderDocument } from './service-control-policy';
import type { IPrivateLambdaNetwork } from '../connection/lambda-network';
import { acknowledgeByDesign } from '../private/acknowledge-by-design';
import { NetworkError } from '../private/network-error';
import { QUOTAS } from '../services/quotas';

const DESCRIPTION = 'Guardrail: denies Lambda functions that are not in the VPCs, subnets and security groups meant for them';

/**
 * The denials of IAM to those who create and update functions, by the VPC, subnets and security groups of the function.
 *
 * A guardrail grants nothing and only denies, whoever else allows: `lambda:CreateFunction` and `lambda:UpdateFunctionConfiguration`
 * are denied when the function would have no VPC, or not one it may have. An update that leaves the VPC as it is, is judged by what the
 * function has already. The same guardrail becomes statements, a managed policy, a permissions boundary or a service control policy.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import * as iam from 'aws-cdk-lib/aws-iam';
 * import { LambdaVpcGuardrail, PrivateLambdaNetwork } from 'cdk-lambda-network';
 *
 * declare const stack: Stack;
 * declare const developers: iam.Role;
 * const network = new PrivateLambdaNetwork(stack, 'Network');
 * const guardrail = LambdaVpcGuardrail.allowOnlyNetwork(network);
 * developers.addManagedPolicy(guardrail.toManagedPolicy(stack, 'OnlyInNetwork'));
 */
export class LambdaVpcGuardrail {
  /** Functions must be connected to a VPC, whichever it is. */
  public static requireVpc(options: LambdaVpcGuardrailOptions = {}): LambdaVpcGuardrail {
    return LambdaVpcGuardrail.of('LambdaVpcGuardrail.requireVpc()', [{ what: 'noVpc' }], options);
  }

  /**
   * Functions must not use any of the VPCs, subnets or security groups that are named.
   *
   * One of them suffices: a function is denied when it has one subnet of the list among others. A function without a VPC uses none of them;
   * combine with `requireVpc()` where it is to be denied too.
   */
  public static deny(settings: GuardedVpcSettings): LambdaVpcGuardrail {
    const call = 'LambdaVpcGuardrail.deny()';
    return LambdaVpcGuardrail.of(call, readSettings(call, settings).map((named) => ({ what: 'listed', ...named })), settings);
  }

  /**
   * Functions must be connected to a VPC, and use nothing but the VPCs, subnets and security groups that are named.
   *
   * A list that is left out limits nothing. Of a list that is given, every value of the function must be in it: one foreign subnet among
   * its subnets is enough to deny it.
   */
  public static allowOnly(settings: GuardedVpcSettings): LambdaVpcGuardrail {
    const call = 'LambdaVpcGuardrail.allowOnly()';
    const unlisted: Denial[] = readSettings(call, settings).map((named) => ({ what: 'unlisted', ...named }));
    return LambdaVpcGuardrail.of(call, [{ what: 'noVpc' }, ...unlisted], settings);
  }

  /**
   * Functions must be connected to a network, in its function subnets: what `allowOnly()` says of `network.vpc` and
   * `network.functionSubnets`.
   *
   * @param network the network, defined in this app or imported
   * @param options to whom and to what this does not apply
   */
  public static allowOnlyNetwork(network: IPrivateLambdaNetwork, options: LambdaVpcGuardrailOptions = {}): LambdaVpcGuardrail {
    return LambdaVpcGuardrail.allowOnly({
      vpcs: [network.vpc],
      subnets: network.functionSubnets,
      exemptPrincipalArns: options.exemptPrincipalArns,
      exemptFunctionNames: options.exemptFunctionNames,
    });
  }

  /**
   * One guardrail that denies what any of several denies; each keeps its own exemptions.
   *
   * @param guardrails at least one guardrail
   */
  public static combine(...guardrails: LambdaVpcGuardrail[]): LambdaVpcGuardrail {
    if (guardrails.length === 0) {
      throw new NetworkError('GUARDRAIL_EMPTY', 'LambdaVpcGuardrail.combine() has nothing to combine: pass at least one guardrail');
    }
    const rules = new Map(guardrails.flatMap((guardrail) => guardrail.rules).map((rule) => [JSON.stringify(rule), rule]));
    return new LambdaVpcGuardrail([...rules.values()]);
  }

  private static of(call: string, denials: readonly Denial[], settings: GuardedVpcSettings): LambdaVpcGuardrail {
    const exemptions = readExemptions(call, settings);
    return new LambdaVpcGuardrail(denials.map((denial) => ({
      denial, exemptions, includeComputeResources: settings.includeComputeResources ?? false,
    })));
  }

  private constructor(private readonly rules: readonly GuardrailRule[]) {}

  /** The statements, all of which deny, for a policy of your own. They have no ids, so any of them can stand in one policy. */
  public get statements(): iam.PolicyStatement[] {
    return this.rules.map(statementOf);
  }

  /**
   * Define a managed policy that denies, to be attached beside the policies that grant.
   *
   * @param scope the construct that the policy becomes a child of
   * @param id the construct id of the policy
   * @param options the name and description of the policy
   */
  public toManagedPolicy(scope: Construct, id: string, options: GuardrailManagedPolicyOptions = {}): iam.ManagedPolicy {
    return managedPolicy(scope, id, namedStatements(this.rules), options);
  }

  /**
   * Define a managed policy to be used as a permissions boundary: it leaves everything open, or what you say, but what the guardrail denies.
   *
   * Give it to a role with `iam.PermissionsBoundary.of(role).apply(policy)`. Attached as an ordinary policy it would grant what it leaves open.
   *
   * @param scope the construct that the policy becomes a child of
   * @param id the construct id of the policy
   * @param options what the boundary leaves open; the name and description of the policy
   */
  public toPermissionsBoundary(scope: Construct, id: string, options: GuardrailPermissionsBoundaryOptions = {}): iam.ManagedPolicy {
    const everything = new iam.PolicyStatement({ sid: 'LeaveEverythingElseOpen', actions: ['*'], resources: ['*'] });
    const boundary = managedPolicy(scope, id, [...options.maximumPermissions ?? [everything], ...namedStatements(this.rules)], options);
    if (options.maximumPermissions === undefined) {
      const reason = 'a permissions boundary grants nothing: the wildcards leave open what other policies grant';
      const ofAwsSolutions = ['AwsSolutions-IAM5[Action::*]', 'AwsSolutions-IAM5[Resource::*]'];
      acknowledgeByDesign(
        boundary.node.defaultChild!, [...ofAwsSolutions, 'IAMPolicyNoStatementsWithAdminAccess', 'IAMPolicyNoStatementsWithFullAccess'], reason,
      );
    }
    return boundary;
  }

  /**
   * Define a service control policy and attach it. Deploy it in the management account of the organization, or in one to which it delegates
   * policies.
   *
   * It applies to every role and user of the accounts below its targets, CloudFormation acting for them included. It does not apply to the
   * management account, nor to service-linked roles.
   *
   * @param scope the construct that the policy becomes a child of
   * @param id the construct id of the policy
   * @param options what the policy is attached to; its name and description
   */
  public toServiceControlPolicy(scope: Construct, id: string, options: GuardrailServiceControlPolicyOptions): organizations.CfnPolicy {
    return defineServiceControlPolicy(scope, id, namedStatements(this.rules), DESCRIPTION, options);
  }

  /**
   * The text of a service control policy, as JSON without white space, for tools other than CloudFormation.
   *
   * Every id must be written out: an error is thrown when one is known only during deployment.
   *
   * @param options how long the text may be
   */
  public renderServiceControlPolicy(options: GuardrailServiceControlPolicyDocumentOptions = {}): string {
    return renderDocument(namedStatements(this.rules), options.maximumCharacters);
  }
}

function managedPolicy(
  scope: Construct,
  id: string,
  statements: iam.PolicyStatement[],
  { managedPolicyName, description }: GuardrailManagedPolicyOptions,
): iam.ManagedPolicy {
  assertSize(documentOf(statements), 'managed policy', QUOTAS.charactersOfManagedPolicy.value, scope);
  return new iam.ManagedPolicy(scope, id, { managedPolicyName, description: description ?? DESCRIPTION, statements });
}
