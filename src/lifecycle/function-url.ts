import { Annotations } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';

/**
 * Say so when a function, or an alias of it, has a URL: what the function reaches is private then, but the function itself is not.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
 */
export function warnOfFunctionUrl(lambdaFunction: IConstruct): void {
  const url = lambdaFunction.node.findAll().find((construct) => lambda.CfnUrl.isCfnUrl(construct));
  if (url === undefined) {
    return;
  }
  const whom = url.authType === lambda.FunctionUrlAuthType.NONE ? 'by anybody' : 'by whoever IAM allows';
  Annotations.of(lambdaFunction).addWarningV2(
    'cdk-lambda-network:functionUrl',
    `the function is in a private network but has a URL, which is reached over the public internet ${whom}: function URLs know no VPC endpoint, `
    + 'so let callers in the VPC use the Lambda API through an interface endpoint for lambda, or a load balancer',
  );
}
