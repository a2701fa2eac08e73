import type { CfnResource } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { propertyOf } from './plain-function';

/** Give a function the environment variables that it needs and does not have; those it has keep their values. */
export function addMissingVariables(resource: CfnResource, needed: { readonly [name: string]: string }, lambdaFunction?: lambda.IFunction): void {
  const missing = Object.entries(needed).filter(([name]) => !variableNames(resource).includes(name));
  if (lambdaFunction instanceof lambda.Function || lambdaFunction instanceof lambda.SingletonFunction) {
    missing.forEach(([name, value]) => lambdaFunction.addEnvironment(name, value));
  } else if (lambdaFunction === undefined) {
    missing.forEach(([name, value]) => resource.addPropertyOverride(`Environment.Variables.${name}`, value));
  }
}

function variableNames(resource: CfnResource): string[] {
  const environment = Stack.of(resource).resolve(propertyOf(resource, 'Environment')) as { readonly variables?: object; readonly Variables?: object } | undefined;
  return Object.keys(environment?.Variables ?? environment?.variables ?? {});
}
