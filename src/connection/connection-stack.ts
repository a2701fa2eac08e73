import { CfnElement, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { referencesOf, withParents } from './rule-place';
import { NetworkError } from '../private/network-error';

/*
 * Models: a connection in another stack than its function, which refers to the connection for its groups, its role and its log group.
 * Refuses: what of the connection refers to the stack of the function in turn, as far as it does so already. AWS CDK would say that two stacks depend on each other, and not what to do.
 */

/** Refuse a function whose stack a connection in another stack depends on: through the VPC, or what the role may use. */
export function assertStackOrder(connection: IConstruct, constructs: readonly IConstruct[], resource: IConstruct): void {
  const [own, other] = [Stack.of(connection), Stack.of(resource)];
  if (own === other || withParents(own).includes(other)) {
    return;
  }
  const isOuter = outermost(own) !== outermost(other);
  const isBehind = (target: IConstruct): boolean => isOuter ? outermost(Stack.of(target)) === outermost(other) : Stack.of(target) === other;
  const elements = new Set([connection, ...constructs].flatMap(({ node }) => node.findAll()).filter(CfnElement.isCfnElement));
  const [target] = [...elements].filter((element) => Stack.of(element) === own).flatMap(referencesOf).filter(isBehind);
  if (target !== undefined) {
    throw new NetworkError(
      'CONNECTION_STACK',
      `the connection ${connection.node.path} is in the stack ${own.node.path} and refers to ${target.node.path}, so that the stack ${other.node.path} comes first, but the function `
      + `${resource.node.path} of that stack refers to the connection, expected one direction: make the connection in the stack ${other.node.path}`,
      connection,
    );
  }
}

function outermost(stack: Stack): Stack {
  return withParents(stack).reverse()[0];
}
