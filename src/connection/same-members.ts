import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Returns whether two lists name the same things. Things that come from a connection have the same token; only others need to be resolved. */
export function sameMembers(scope: IConstruct, one: readonly string[], other: readonly string[]): boolean {
  return haveSameMembers(one, other) || haveSameMembers(resolved(scope, one), resolved(scope, other));
}

function haveSameMembers(one: readonly string[], other: readonly string[]): boolean {
  return one.every((member) => other.includes(member)) && other.every((member) => one.includes(member));
}

function resolved(scope: IConstruct, values: readonly string[]): string[] {
  return values.map((value) => JSON.stringify(Stack.of(scope).resolve(value)));
}
