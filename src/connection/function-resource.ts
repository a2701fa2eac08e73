import * as lambda from 'aws-cdk-lib/aws-lambda';
import { soleReference } from './sole-reference';
import { NetworkError } from '../private/network-error';

/** The resource of a function of any class. */
export function functionResource(lambdaFunction: lambda.IFunction): lambda.CfnFunction {
  const resource = definedFunctionResource(lambdaFunction);
  if (resource !== undefined) {
    return resource;
  }
  throw new NetworkError(
    'FUNCTION_NOT_CONNECTED',
    `the function ${lambdaFunction.node.path} is not defined in this app, expected one that was given what its connection defines: connect it in the app that defines it`,
    lambdaFunction,
  );
}

/** The resource of a function that this app defines; undefined of versions, aliases and what is imported. */
export function definedFunctionResource({ node, functionName }: lambda.IFunction): lambda.CfnFunction | undefined {
  if (lambda.CfnFunction.isCfnFunction(node.defaultChild)) {
    return node.defaultChild;
  }
  // A singleton function stands for another, elsewhere in its stack, to which its name refers.
  const target = soleReference(functionName)?.target;
  return lambda.CfnFunction.isCfnFunction(target) ? target : undefined;
}
