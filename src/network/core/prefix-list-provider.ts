import { join } from 'path';
import type { Stack } from 'aws-cdk-lib';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeByDesign } from '../../private/acknowledge-by-design';
import { acknowledgeWildcards } from '../../private/acknowledge-wildcards';

/** The construct in each stack that looks prefix lists up. Part of the names of its function and log group. */
const PROVIDER_ID = 'LambdaNetworkPrefixLists';

const DESCRIPTION = 'Looks up the prefix lists that AWS manages for gateway endpoints';

/**
 * The provider of a stack's look-ups of prefix lists: one function, outside of any VPC, that nobody else shares.
 *
 * The function behind `AwsCustomResource` of AWS CDK is one for all of them in a stack, and with the first of them it is in a VPC or in none
 * (docs/adr/0015-a-provider-of-its-own.md).
 */
export class PrefixListProvider extends Construct {
  /** The provider of a stack, defined by the first look-up that needs it. */
  public static of(stack: Stack): PrefixListProvider {
    return stack.node.tryFindChild(PROVIDER_ID) as PrefixListProvider | undefined ?? new PrefixListProvider(stack, PROVIDER_ID);
  }

  /** The service token that custom resources name. */
  public readonly serviceToken: string;

  private constructor(stack: Stack, id: string) {
    super(stack, id);
    // CloudFormation is told why a look-up failed, so nothing here is worth keeping after the stack.
    const logGroup = new logs.LogGroup(this, 'LogGroup', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    const provider = new lambda.Function(this, 'Function', {
      description: DESCRIPTION,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(join(__dirname, 'prefix-list-handler'), { exclude: ['*.ts'] }),
      timeout: Duration.minutes(2),
      role: this.defineRole(logGroup),
      logGroup,
    });
    this.serviceToken = provider.functionArn;
    acknowledgeByDesign(
      provider.node.defaultChild!, ['LambdaConcurrency', 'LambdaDLQ', 'Serverless-LambdaDLQ', 'Serverless-LambdaTracing', 'Serverless-LambdaDefaultMemorySize'],
      'CloudFormation alone calls it, once for each network, and waits for its answer: a call that fails is in the events of the stack',
    );
    acknowledgeByDesign(provider.node.defaultChild!, ['LambdaInsideVPC'], 'it has to reach Amazon EC2 while the network is being made');
  }

  private defineRole({ logGroupArn }: logs.LogGroup): iam.Role {
    const statements = [
      new iam.PolicyStatement({ actions: ['ec2:DescribeManagedPrefixLists'], resources: ['*'] }),
      new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] }),
    ];
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: DESCRIPTION,
      inlinePolicies: { LookUp: new iam.PolicyDocument({ statements }) },
    });
    acknowledgeWildcards(
      role, statements.flatMap(({ resources }) => resources), 'ec2:DescribeManagedPrefixLists knows no resources, and only reads; log streams are named by Lambda',
    );
    acknowledgeByDesign(
      role.node.defaultChild!, ['IAMNoInlinePolicy', 'Serverless-LambdaStarPermissions'],
      'the role is of one function, which reads the list of prefix lists: the call knows no resources',
    );
    return role;
  }
}
