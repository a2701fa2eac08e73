import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** Give a function the environment variables that it needs and does not have; those it has keep their values. */
export function addMissingVariables(
  lambdaFunction: lambda.IFunction, resource: lambda.CfnFunction, needed: { readonly [name: string]: string },
): void {
  const missing = Object.entries(needed).filter(([name]) => !variableNames(resource).includes(name));
  if (missing.length > 0 && (lambdaFunction instanceof lambda.Function || lambdaFunction instanceof lambda.SingletonFunction)) {
    missing.forEach(([name, value]) => lambdaFunction.addEnvironment(name, value));
  }
}

function variableNames(resource: lambda.CfnFunction): string[] {
  const environment = Stack.of(resource).resolve(resource.environment) as lambda.CfnFunction.EnvironmentProperty | undefined;
  return Object.keys(environment?.variables ?? {});
}
