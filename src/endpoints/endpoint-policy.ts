import { Annotations, Fn, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { NetworkError } from '../private/network-error';
import { UNSIGNED_ACTIONS, UNSIGNED_REQUESTS } from '../services/unsigned-requests';

/**
 * Which requests pass a VPC endpoint, whoever makes them and whatever else allows them.
 *
 * The presets keep what an account needs from AWS's own: responses of CloudFormation custom resources and wait conditions and image
 * layers of Amazon ECR, which lie in buckets of AWS, and calls that AWS services such as Lambda make to your resources.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import * as ec2 from 'aws-cdk-lib/aws-ec2';
 * import { EndpointPolicy, PrivateLambdaNetwork } from 'cdk-lambda-network';
 *
 * declare const stack: Stack;
 * new PrivateLambdaNetwork(stack, 'Network', {
 *   endpoints: [ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER],
 *   endpointPolicy: EndpointPolicy.ownAccount(),
 * });
 */
export abstract class EndpointPolicy {
  /** Every request passes, as with an endpoint that has no policy of its own. */
  public static fullAccess(): EndpointPolicy {
    return new GivenPolicy(undefined);
  }

  /**
   * Requests of this account's principals to this account's resources.
   *
   * Requests that no principal signs pass where they are for this account's resources and AWS documents how to tell: invocations of private REST APIs, whatever
   * authorizes them, and roles that are assumed with a web identity or SAML. Objects of the repositories of Amazon Linux pass, too.
   */
  public static ownAccount(): EndpointPolicy {
    return new PerimeterPolicy(({ account }) => ({ PrincipalAccount: account, ResourceAccount: account }));
  }

  /**
   * Requests of an organisation's principals to the organisation's resources, and those that no principal signs as with `ownAccount()`.
   *
   * @param organizationId the id of the organisation in AWS Organizations, such as `o-a1b2c3d4e5`
   */
  public static organization(organizationId: string): EndpointPolicy {
    return new PerimeterPolicy(() => ({ PrincipalOrgID: organizationId, ResourceOrgID: organizationId }));
  }

  /**
   * Invocations of certain functions, their versions and aliases included, and nothing else: for the endpoint of the Lambda API, `lambda`.
   *
   * Who may invoke them is decided by IAM as ever. A function of another stack that itself uses the network is named by
   * `lambda.Function.fromFunctionArn()`, or the two stacks would need each other.
   *
   * @param functions the functions that can be invoked through the endpoint
   */
  public static invocationsOf(...functions: lambda.IFunction[]): EndpointPolicy {
    return new InvocationPolicy(functions);
  }

  /**
   * A policy of your own, used as it is.
   *
   * @param document the policy; its statements name principals
   */
  public static custom(document: iam.PolicyDocument): EndpointPolicy {
    return new GivenPolicy(document);
  }

  /**
   * The policy document of the endpoint of a service; undefined for full access.
   *
   * @internal
   */
  public abstract _documentFor(scope: Construct, service: string): iam.PolicyDocument | undefined;
}

class GivenPolicy extends EndpointPolicy {
  constructor(private readonly document: iam.PolicyDocument | undefined) {
    super();
  }

  public _documentFor(): iam.PolicyDocument | undefined {
    return this.document;
  }
}

class InvocationPolicy extends EndpointPolicy {
  constructor(private readonly functions: readonly lambda.IFunction[]) {
    super();
  }

  public _documentFor(scope: Construct, service: string): iam.PolicyDocument {
    if (service !== 'lambda' || this.functions.length === 0) {
      throw new NetworkError(
        'ENDPOINT_POLICY_SERVICE',
        `EndpointPolicy.invocationsOf() is about ${this.functions.length} functions and used for the endpoint of ${service}, expected one function or more and the endpoint `
        + 'of lambda: give it to addEndpoint(ec2.InterfaceVpcEndpointAwsService.LAMBDA, { policy })',
        scope,
      );
    }
    return new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({
        sid: 'Invocations',
        principals: [new iam.StarPrincipal()],
        actions: ['lambda:InvokeFunction'],
        resources: this.functions.flatMap(({ functionArn }) => [functionArn, `${functionArn}:*`]),
      })],
    });
  }
}

/** The condition keys that draw a perimeter, without their prefix, and the value that is inside. */
type Perimeter = Readonly<Record<string, string>>;

class PerimeterPolicy extends EndpointPolicy {
  constructor(private readonly perimeterOf: (stack: Stack) => Perimeter) {
    super();
  }

  public _documentFor(scope: Construct, service: string): iam.PolicyDocument {
    const stack = Stack.of(scope);
    const perimeter = this.perimeterOf(stack);
    const unsigned = UNSIGNED_REQUESTS[service];
    if (unsigned !== undefined) {
      Annotations.of(scope).addWarningV2(
        'cdk-lambda-network:unsignedRequests',
        `the policy of the endpoint for ${service} lets through what principals sign, and ${unsigned} are not signed: give the endpoint a policy of its own with `
        + 'addEndpoint(service, { policy }) if functions make them, or acknowledge this',
      );
    }
    return new iam.PolicyDocument({
      statements: [...perimeterStatements(perimeter), ...pollerStatements(stack, perimeter, service), ...unsignedStatements(perimeter, service), ...service === 's3' ? awsOwnedBuckets(stack) : []],
    });
  }
}

/**
 * Principals must be inside. A resource must be inside where the request has one: some requests, such as `sts:GetCallerIdentity`,
 * have none.
 */
function perimeterStatements(perimeter: Perimeter): iam.PolicyStatement[] {
  const everything = { principals: [new iam.StarPrincipal()], actions: ['*'], resources: ['*'] };
  const insideResource = { StringEqualsIfExists: conditionsOf(perimeter, 'Resource') };
  return [
    new iam.PolicyStatement({ sid: 'OwnPrincipals', ...everything, conditions: { StringEquals: conditionsOf(perimeter, 'Principal'), ...insideResource } }),
    new iam.PolicyStatement({ sid: 'AwsServices', ...everything, conditions: { Bool: { 'aws:PrincipalIsAWSService': 'true' }, ...insideResource } }),
  ];
}

/** The calls of Lambda's pollers of event sources, as the service that it is. */
const POLLER_ACTIONS: Readonly<Record<string, string>> = { lambda: 'lambda:InvokeFunction', sts: 'sts:AssumeRole' };

/** An account is inside of its organization, which no template tells to whoever reads the policy. */
function pollerStatements({ account }: Stack, perimeter: Perimeter, service: string): iam.PolicyStatement[] {
  const action = POLLER_ACTIONS[service];
  return action === undefined || 'ResourceAccount' in perimeter ? [] : [new iam.PolicyStatement({
    sid: 'EventSourcePollers', principals: [new iam.StarPrincipal()], actions: [action], resources: ['*'],
    conditions: { Bool: { 'aws:PrincipalIsAWSService': 'true' }, StringEqualsIfExists: { 'aws:ResourceAccount': account } },
  })];
}

/** The resource must be inside. That nothing is known of the caller is what such a request is. */
function unsignedStatements(perimeter: Perimeter, service: string): iam.PolicyStatement[] {
  const actions = UNSIGNED_ACTIONS[service];
  return actions === undefined ? [] : [new iam.PolicyStatement({
    sid: 'UnsignedRequests', principals: [new iam.StarPrincipal()], actions: [...actions], resources: ['*'],
    conditions: { StringEquals: conditionsOf(perimeter, 'Resource') },
  })];
}

function conditionsOf(perimeter: Perimeter, prefix: 'Principal' | 'Resource'): Record<string, string> {
  return Object.fromEntries(Object.entries(perimeter).filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [`aws:${key}`, value]));
}

/**
 * Buckets of AWS that everyday work needs.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/vpc-interface-endpoints.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */
function awsOwnedBuckets(stack: Stack): iam.PolicyStatement[] {
  const region = stack.region;
  const regionWithoutDashes = Fn.join('', Fn.split('-', region));
  const objectsOf = (bucket: string) => stack.formatArn({ service: 's3', region: '', account: '', resource: bucket, resourceName: '*' });
  return [
    new iam.PolicyStatement({
      sid: 'CloudFormationResponses',
      principals: [new iam.StarPrincipal()],
      actions: ['s3:PutObject'],
      resources: [
        objectsOf(`cloudformation-custom-resource-response-${regionWithoutDashes}`),
        objectsOf(`cloudformation-waitcondition-${region}`),
      ],
    }),
    new iam.PolicyStatement({
      sid: 'EcrImageLayers',
      principals: [new iam.StarPrincipal()],
      actions: ['s3:GetObject'],
      resources: [objectsOf(`prod-${region}-starport-layer-bucket`)],
    }),
    new iam.PolicyStatement({
      sid: 'AmazonLinuxRepositories',
      principals: [new iam.StarPrincipal()],
      actions: ['s3:GetObject'],
      resources: [objectsOf(`al2023-repos-${region}-de612dc2`)],
    }),
  ];
}
