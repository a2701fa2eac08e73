import * as lambda from 'aws-cdk-lib/aws-lambda';
import { soleReference } from './sole-reference';
import { NetworkError } from '../private/network-error';

/** The resource of a function of any class. */
export function functionResource(lambdaFunction: lambda.IFunction): lambda.CfnFunction {
  const child = lambdaFunction.node.defaultChild;
  if (lambda.CfnFunction.isCfnFunction(child)) {
    return child;
  }
  // A singleton function stands for another, elsewhere in its stack, to which its name refers.
  const target = soleReference(lambdaFunction.functionName)?.target;
  if (lambda.CfnFunction.isCfnFunction(target)) {
    return target;
  }
  throw new NetworkError(
    'FUNCTION_NOT_CONNECTED',
    `the function ${lambdaFunction.node.path} is not defined in this app, expected one that was given what its connection defines: connect it in the app that defines it`,
    lambdaFunction,
  );
}
