import { ContextProvider, Stack, Token } from 'aws-cdk-lib';
import { ContextProvider as Provider } from 'aws-cdk-lib/cloud-assembly-schema';
import type { Construct } from 'constructs';
import { NetworkError } from '../../private/network-error';
import { isPrefixListId } from '../../services/prefix-list-ids';

/*
 * Models: what is known of the prefix lists of AWS before a deployment.
 * Law: nothing is asked that nobody asked for: a look-up would make each synthesis need credentials. An answer that is there is used.
 */

/** The answer that `ec2.PrefixList.fromLookup()` has for the list of a service, if the context of the app has one; undefined in a stack without account and Region. */
export function prefixListInContext(scope: Construct, service: string): string | undefined {
  const { account, region } = Stack.of(scope);
  if (Token.isUnresolved(account) || Token.isUnresolved(region)) {
    return undefined;
  }
  const { key } = ContextProvider.getKey(scope, {
    provider: Provider.CC_API_PROVIDER,
    props: {
      typeName: 'AWS::EC2::PrefixList',
      propertyMatch: { PrefixListName: `com.amazonaws.${region}.${service}` },
      propertiesToReturn: ['PrefixListId'],
      expectedMatchCount: 'exactly-one',
    },
  });
  const answers = scope.node.tryGetContext(key) as unknown;
  const [answer] = Array.isArray(answers) ? answers as readonly { readonly PrefixListId?: unknown }[] : [];
  return typeof answer?.PrefixListId === 'string' && isPrefixListId(answer.PrefixListId) ? answer.PrefixListId : undefined;
}

/** Refuse prefix lists that are named by anything else than their ids. */
export function assertPrefixListIds(network: Construct, ids: { readonly [service: string]: string }): void {
  for (const [service, id] of Object.entries(ids)) {
    if (!Token.isUnresolved(id) && !isPrefixListId(id)) {
      throw new NetworkError(
        'DESTINATION_PREFIX_LIST', `prefix list '${id}' of ${service} is not named by its id, expected one like 'pl-0123456789abcdef0': use the id and not the name`, network,
      );
    }
  }
}
