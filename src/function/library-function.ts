import { join, sep } from 'path';
import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';

/*
 * Models: whose a function is that somebody asks to be defined: the author's of the app, or a library's for its own purposes (providers
 * of custom resources, deployments to buckets). A library's function was written without a network in mind and calls AWS
 * services during deployments, also those that the network itself waits for.
 * Law: code that comes in an installed package, a folder below `node_modules` in every language of jsii, is a library's. So is that of this
 * library, wherever it lies.
 * Refuses: to decide about other code inside a construct of AWS CDK. Whoever asks is told that this is not known.
 */

/** The symbol by which jsii marks classes with their names. */
const JSII_NAME = Symbol.for('jsii.rtti');

/** The folder of the compiled files of this library. */
const OWN_FOLDER = join(__dirname, '..') + sep;

interface JsiiClass {
  readonly name: string;
  readonly [JSII_NAME]?: { readonly fqn: string };
}

/** Returns whether the code of a function comes in an installed package. */
export function comesInPackage({ code }: lambda.FunctionProps): boolean {
  return code instanceof lambda.AssetCode && (code.path.startsWith(OWN_FOLDER) || code.path.split(/[\\/]/).includes('node_modules'));
}

/** The construct of AWS CDK, stacks apart, that a scope is or lies in. */
export function enclosingCdkConstruct(scope: IConstruct): IConstruct | undefined {
  const inStack = scope.node.scopes.slice(Stack.of(scope).node.scopes.length);
  return inStack.find((construct) => isOfCdk(construct.constructor as unknown as JsiiClass));
}

/** Returns whether a class is one of AWS CDK and not derived from one. Those that can be injected into are wrapped in classes of the same name. */
function isOfCdk(type: JsiiClass): boolean {
  if (Object.hasOwn(type, JSII_NAME)) {
    return type[JSII_NAME]!.fqn.startsWith('aws-cdk-lib.');
  }
  const parent = Object.getPrototypeOf(type) as JsiiClass;
  return parent.name === type.name && isOfCdk(parent);
}
