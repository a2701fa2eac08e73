import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Destination } from '../../../src/connection/destination';
import { VpcConnectedFunction } from '../../../src/function/vpc-connected-function';
import { PrivateLambdaNetwork } from '../../../src/network/private-lambda-network';
import { Zones } from '../../../src/network/subnets/zones';
import type { Account } from '../../support/deployer/account';
import type { Assembly } from '../../support/deployer/assembly';
import { assemblyOf } from '../../support/deployer/assembly';

/** What a function can talk to. The database is in a stack of its own, the second cache in the network's; of the services, one has an interface endpoint. */
export const DESTINATIONS = ['database', 'cache', 'sqs', 's3', 'prefix list', 'block'] as const;
export type DestinationName = typeof DESTINATIONS[number];

/** The stack that functions are in. The network is in `Network`. */
export type FunctionPlace = 'Network' | 'Functions' | 'Others';

/** A function of the app, as it is at one time. */
export interface FunctionState {
  readonly id: string;
  readonly place: FunctionPlace;
  readonly destinations: readonly DestinationName[];
  readonly isDedicated: boolean;
}

/** The app as it is at one time. */
export interface AppState {
  readonly functions: readonly FunctionState[];
  readonly hasDatabase: boolean;
}

export const STRENGTHS: ReadonlyArray<readonly [string, Record<string, string>]> = [
  ['strong references', { '@aws-cdk/core:defaultCrossStackReferences': 'strong' }],
  ['weak references', { '@aws-cdk/core:defaultCrossStackReferences': 'weak' }],
];

const POSTGRES = ec2.Port.tcp(5432);

/** Synthesize the app. */
export function appOf(state: AppState, context: Record<string, string>): { readonly app: App; readonly assembly: Assembly } {
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  const ids = new Set(['Network', ...state.functions.map(({ place }) => place), ...state.hasDatabase ? ['Database'] : []]);
  const stacks = new Map([...ids].map((id) => [id, new Stack(app, id)]));
  const base = stacks.get('Network')!;
  const network = new PrivateLambdaNetwork(base, 'Network', { zones: Zones.named('eu-west-1a') });
  const group = (stack: Stack, id: string) => new ec2.SecurityGroup(stack, id, { vpc: network.vpc, allowAllOutbound: false });
  const [cache, list] = [group(base, 'Cache'), new ec2.PrefixList(base, 'List', { entries: [{ cidr: '52.94.0.0/22' }] })];
  const database = state.hasDatabase ? group(stacks.get('Database')!, 'Database') : undefined;
  const named: Record<DestinationName, () => Destination> = {
    'database': () => Destination.connectable(database!, POSTGRES),
    'cache': () => Destination.connectable(cache, ec2.Port.tcp(6379)),
    'sqs': () => Destination.awsService('sqs'),
    's3': () => Destination.awsService('s3'),
    'prefix list': () => Destination.prefixList(list.prefixListId, ec2.Port.HTTPS),
    'block': () => Destination.cidr('52.95.0.0/16', ec2.Port.HTTPS),
  };
  state.functions.forEach(({ id, place, destinations, isDedicated }) => new VpcConnectedFunction(stacks.get(place)!, id, {
    network,
    destinations: destinations.map((name) => named[name]()),
    dedicatedSecurityGroup: isDedicated,
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
  }));
  return { app, assembly: assemblyOf(app) };
}

/** Returns whether rules on both sides let a deployed function through to a group. */
export function reaches(account: Account, place: string, id: string, groupStack: string, groupId: string): boolean {
  const find = (stack: string, type: string, prefix: string) => [...account.stack(stack)?.resources ?? []]
    .find(([path, resource]) => resource.type === type && path.startsWith(prefix))?.[1];
  const { SecurityGroupIds } = find(place, 'AWS::Lambda::Function', id)!.properties.VpcConfig as { SecurityGroupIds: string[] };
  const peer = find(groupStack, 'AWS::EC2::SecurityGroup', groupId)!.physicalId;
  const rules = account.rules();
  return SecurityGroupIds.some((own) => rules.some((out) => out.direction === 'out' && out.group === own && out.peer === peer
    && rules.some((into) => into.direction === 'in' && into.group === peer && into.peer === own && into.ports === out.ports)));
}
