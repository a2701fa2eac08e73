import { join } from 'path';
import type { CustomResource } from 'aws-cdk-lib';
import { ArnFormat, AspectPriority, Aspects, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { RELEASE_TAG } from './release-handler/release';
import { VersionsFirst } from './versions-first';
import { acknowledgeByDesign } from '../private/acknowledge-by-design';
import { acknowledgeWildcards } from '../private/acknowledge-wildcards';

/** The construct in each stack that releases its functions. Part of the names of its function and log group. */
const PROVIDER_ID = 'LambdaNetworkRelease';

/** The IAM path of the role, by which policies can name it. */
const ROLE_PATH = '/cdk-lambda-network/';

const DESCRIPTION = 'Releases the network interfaces of Lambda functions before they are deleted';

/**
 * The provider of a stack's release resources: one function, outside of any VPC, for all functions of the stack.
 *
 * Its role can disconnect functions that have the tag of this stack and no others. So what it may do follows what the functions ask for,
 * at the moment when CloudFormation deletes something, and the policy is the same for one function and for hundreds.
 */
export class ReleaseProvider extends Construct {
  /** The provider of a stack, defined by the first function that needs it. */
  public static of(stack: Stack): ReleaseProvider {
    return stack.node.tryFindChild(PROVIDER_ID) as ReleaseProvider | undefined ?? new ReleaseProvider(stack, PROVIDER_ID);
  }

  /** The service token that custom resources name. */
  public readonly serviceToken: string;

  private readonly handover: iam.Policy;
  private readonly vpcIds = new Set<string>();
  private readonly releases = new Map<lambda.CfnFunction, CustomResource>();

  private constructor(stack: Stack, id: string) {
    super(stack, id);
    // What is logged during a deletion is read after it.
    const logGroup = new logs.LogGroup(this, 'LogGroup', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.RETAIN });
    const role = this.defineRole(logGroup);
    const provider = new lambda.Function(this, 'Function', {
      description: DESCRIPTION,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(join(__dirname, 'release-handler'), { exclude: ['*.ts'] }),
      timeout: Duration.minutes(15),
      memorySize: 256,
      role,
      logGroup,
    });
    this.serviceToken = provider.functionArn;
    // In the role it would close a cycle, since the function has the role.
    this.handover = new iam.Policy(this, 'HandoverPolicy', {
      roles: [role], statements: [new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [provider.functionArn] })],
    });
    acknowledge(provider, role, this.handover);
    Aspects.of(stack).add(new VersionsFirst(this.releases), { priority: AspectPriority.MUTATING });
  }

  /** Keep all there that a release needs until it is over, and let interfaces be deleted that are left in the VPC. */
  public serve(resource: lambda.CfnFunction, release: CustomResource, { vpcId }: ec2.IVpc): void {
    release.node.addDependency(this.handover);
    this.releases.set(resource, release);
    this.vpcIds.add(vpcId);
  }

  private defineRole({ logGroupArn }: logs.LogGroup): iam.Role {
    const statements = [
      this.releaseStatement(),
      new iam.PolicyStatement({ actions: ['ec2:DescribeNetworkInterfaces', 'lambda:ListFunctions'], resources: ['*'] }),
      this.cleanUpStatement(),
      new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] }),
    ];
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      path: ROLE_PATH,
      description: DESCRIPTION,
      inlinePolicies: { Release: new iam.PolicyDocument({ statements }) },
    });
    acknowledgeWildcards(
      role, statements.flatMap(({ resources }) => resources),
      'functions are told by their tag, interfaces by their VPC; lists know no resources; log streams are named by Lambda',
    );
    return role;
  }

  private releaseStatement(): iam.PolicyStatement {
    const stack = Stack.of(this);
    return new iam.PolicyStatement({
      actions: ['lambda:GetFunctionConfiguration', 'lambda:ListTags', 'lambda:ListVersionsByFunction', 'lambda:UpdateFunctionConfiguration'],
      resources: [stack.formatArn({ service: 'lambda', resource: 'function', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME })],
      conditions: { StringEquals: { [`aws:ResourceTag/${RELEASE_TAG}`]: stack.stackId } },
    });
  }

  /** EC2 deletes no interface that is in use. A VPC can be another account's, which shares its subnets. */
  private cleanUpStatement(): iam.PolicyStatement {
    const stack = Stack.of(this);
    const vpcArns = () => [...this.vpcIds].map((resourceName) => stack.formatArn({ service: 'ec2', account: '*', resource: 'vpc', resourceName }));
    return new iam.PolicyStatement({
      actions: ['ec2:DeleteNetworkInterface'],
      resources: [stack.formatArn({ service: 'ec2', resource: 'network-interface', resourceName: '*' })],
      conditions: { ArnLike: { 'ec2:Vpc': Lazy.list({ produce: vpcArns }) } },
    });
  }
}

/** Acknowledge what cdk-nag finds in the provider, in whatever app. */
function acknowledge(provider: lambda.Function, role: iam.Role, handover: iam.Policy): void {
  acknowledgeByDesign(
    provider.node.defaultChild!, ['LambdaConcurrency', 'LambdaDLQ', 'Serverless-LambdaDLQ', 'Serverless-LambdaTracing'],
    'CloudFormation alone calls it, when something is deleted, and waits for its answer: a call that fails is in the events of the stack',
  );
  acknowledgeByDesign(provider.node.defaultChild!, ['LambdaInsideVPC'], 'it calls AWS Lambda and Amazon EC2 alone, and has to reach them when the network is being deleted');
  for (const { node } of [role, handover]) {
    acknowledgeByDesign(
      node.defaultChild!, ['IAMNoInlinePolicy', 'Serverless-LambdaStarPermissions'],
      'the role is of one function, and its permissions go when it goes; lists know no resources, and what is changed is told by its tag',
    );
  }
}
