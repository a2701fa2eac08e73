import type { FunctionConfiguration, NetworkInterface, Surroundings } from './aws';
import type { Connection } from './connections';
import { connectionOf, hasConnectedVersions, interfacesOf, requireList, unusedOf } from './connections';
import type { CustomResourceEvent } from './custom-resource';
import { OutOfTime, describe, isNamed, patient, pause } from './retry';

/*
 * Models: the release of a function's network interfaces before the function is deleted. The function is disconnected from its VPC, and then the
 * interfaces that nobody else uses are awaited; those that Lambda has given up already, EC2 calls them available, are deleted.
 * Laws: a function that stays is left alone. Until the function is disconnected anything that goes wrong ends the release, and the
 * deletion takes as long as it does without; afterwards nothing but the time limit does, because CloudFormation no longer waits for the
 * interfaces of a function that has no VPC and would next delete the role that Lambda deletes them with. It never ends in an error.
 * Refuses: to disconnect a function with published versions, which keep their interfaces, and to touch interfaces of others.
 */

/** The tag of functions that are to be released, with the id of their stack. CloudFormation takes it away when a function is to stay. */
export const RELEASE_TAG = 'cdk-lambda-network:release';

const LOOK_AGAIN = 15_000;

/** How often it is looked whether a function that was created meanwhile has the interfaces. */
const LIST_AGAIN = 10 * 60_000;
const FAILURES_BEFORE = 6;

/** How far the release has come: it is over, or another invocation has to go on. */
export type Outcome = 'over' | 'unfinished';

/** Release what the function of a deleted custom resource has. */
export async function release(surroundings: Surroundings, event: CustomResourceEvent, until: number): Promise<Outcome> {
  const { FunctionName, SubnetIds, SecurityGroupIds } = event.ResourceProperties;
  try {
    const before = patient(surroundings, { until, failures: FAILURES_BEFORE });
    const after = patient(surroundings, { until, failures: Number.POSITIVE_INFINITY });
    const current = await disconnect(before, after, event, until);
    if (current !== 'kept') {
      await awaitInterfaces(after, [connectionOf({ SubnetIds, SecurityGroupIds }) ?? [], current].flat(), until);
    }
    return 'over';
  } catch (error) {
    surroundings.log(`${FunctionName}: ${describe(error)}`);
    return error instanceof OutOfTime ? 'unfinished' : 'over';
  }
}

/** Take a function out of its VPC; what it had there, or that it is kept. A function that is gone, or out already, has nothing. */
async function disconnect(before: Surroundings, after: Surroundings, event: CustomResourceEvent, until: number): Promise<Connection[] | 'kept'> {
  const { FunctionName } = event.ResourceProperties;
  const config = await settled(before, FunctionName, until);
  if (config === undefined) {
    return [];
  }
  const reason = await reasonToKeep(before, event, config);
  if (reason !== undefined) {
    before.log(`${FunctionName} keeps its VPC: ${reason}`);
    return 'kept';
  }
  const connection = connectionOf(config.VpcConfig);
  if (connection === undefined) {
    return [];
  }
  // Whoever may not look for interfaces could not wait for them either.
  await interfacesOf(before, [connection]);
  await requireList(before);
  await before.lambda.updateFunctionConfiguration({
    FunctionName,
    VpcConfig: { SubnetIds: [], SecurityGroupIds: [], Ipv6AllowedForDualStack: false },
    // A file system is mounted through the VPC, so the one does not go without the other.
    ...(config.FileSystemConfigs ?? []).length > 0 ? { FileSystemConfigs: [] } : {},
  });
  const updated = await settled(after, FunctionName, until);
  if (connectionOf(updated?.VpcConfig) !== undefined) {
    after.log(`${FunctionName} could not be disconnected: its last update ended ${updated?.LastUpdateStatus}`);
    return 'kept';
  }
  after.log(`${FunctionName} is disconnected from its VPC`);
  return [connection];
}

/** The configuration of a function when no update is under way; undefined when the function is gone. */
async function settled(surroundings: Surroundings, FunctionName: string, until: number): Promise<FunctionConfiguration | undefined> {
  for (;;) {
    const config = await surroundings.lambda.getFunctionConfiguration({ FunctionName }).catch(undefinedIfGone);
    if (config?.LastUpdateStatus !== 'InProgress' && config?.State !== 'Pending') {
      return config;
    }
    await pause(surroundings, until, LOOK_AGAIN);
  }
}

async function reasonToKeep(surroundings: Surroundings, event: CustomResourceEvent, config: FunctionConfiguration): Promise<string | undefined> {
  const { Tags } = await surroundings.lambda.listTags({ Resource: config.FunctionArn ?? '' });
  if (Tags?.[RELEASE_TAG] !== event.StackId) {
    return `it has no tag ${RELEASE_TAG} of this stack, so it stays`;
  }
  const hasVersions = await hasConnectedVersions(surroundings, event.ResourceProperties.FunctionName);
  return hasVersions ? 'published versions would keep the network interfaces' : undefined;
}

/** Wait until the interfaces are gone, save those that others use. Of two functions that share one, the one that is disconnected last waits for it. */
async function awaitInterfaces(surroundings: Surroundings, connections: readonly Connection[], until: number): Promise<void> {
  let unused: ReadonlySet<string | undefined> | undefined;
  let listed = 0;
  for (;;) {
    const found = connections.length === 0 ? [] : await interfacesOf(surroundings, connections);
    if (unused === undefined || surroundings.now() - listed >= LIST_AGAIN) {
      unused = new Set((await unusedOf(surroundings, found)).map(idOf));
      listed = surroundings.now();
    }
    const left = found.filter((one) => unused?.has(idOf(one)));
    if (left.length === 0) {
      surroundings.log('no network interfaces are left that only this function used');
      return;
    }
    surroundings.log(`waiting for ${left.map(({ NetworkInterfaceId, Status }) => `${NetworkInterfaceId} (${Status})`).sort().join(', ')}`);
    for (const { NetworkInterfaceId } of left.filter(({ Status }) => Status === 'available')) {
      await remove(surroundings, NetworkInterfaceId ?? '');
    }
    await pause(surroundings, until, LOOK_AGAIN);
  }
}

function idOf({ NetworkInterfaceId }: NetworkInterface): string | undefined {
  return NetworkInterfaceId;
}

/** Lambda may be faster, or take the interface into use again: the next look tells. */
async function remove({ ec2, log }: Surroundings, NetworkInterfaceId: string): Promise<void> {
  try {
    await ec2.deleteNetworkInterface({ NetworkInterfaceId });
  } catch (error) {
    log(`${NetworkInterfaceId} is left to Lambda: ${describe(error)}`);
  }
}

function undefinedIfGone(error: unknown): undefined {
  if (!isNamed(error, 'ResourceNotFoundException')) {
    throw error;
  }
}
