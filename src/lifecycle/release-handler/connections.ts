import type { FunctionConfiguration, NetworkInterface, Surroundings, VpcConfig } from './aws';

/*
 * Models: which network interface of Lambda belongs to which functions. Lambda keeps one for each subnet and set of security groups, for
 * all functions and published versions that have both.
 * Law: an interface is claimed for a function only if its groups are exactly the function's, its subnet is one of the function's, and no
 * other function or version has the same. EC2 does not tell who uses an interface, so all functions of the account are looked
 * through: as rarely as possible, since that is a call for each fifty functions and versions, of the fifteen a second that Lambda answers in an account.
 */

/** The subnets and security groups of a function that had a VPC. */
export interface Connection {
  readonly subnetIds: ReadonlySet<string>;
  readonly groupIds: readonly string[];
}

/** What a configuration says; undefined when it has no VPC. */
export function connectionOf(config: VpcConfig | undefined): Connection | undefined {
  const subnets = config?.SubnetIds ?? [];
  return subnets.length === 0 ? undefined : { subnetIds: new Set(subnets), groupIds: inOrder(config?.SecurityGroupIds ?? []) };
}

/** The interfaces of these connections that EC2 knows of. */
export async function interfacesOf({ ec2 }: Surroundings, connections: readonly Connection[]): Promise<NetworkInterface[]> {
  const groupIds = inOrder(connections.flatMap((connection) => connection.groupIds));
  const found: NetworkInterface[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ec2.describeNetworkInterfaces({
      Filters: [{ Name: 'interface-type', Values: ['lambda'] }, { Name: 'group-id', Values: groupIds }], NextToken,
    });
    found.push(...page.NetworkInterfaces ?? []);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found.filter((one) => one.InterfaceType === 'lambda' && connections.some((connection) => isFor(one, connection)));
}

/** Fails where the functions of the account may not be listed. */
export async function requireList({ lambda }: Surroundings): Promise<void> {
  await lambda.listFunctions({ FunctionVersion: 'ALL', MaxItems: 1 });
}

/** Those of the interfaces that no function or published version of the account has any more. */
export async function unusedOf({ lambda }: Surroundings, interfaces: readonly NetworkInterface[]): Promise<NetworkInterface[]> {
  let unused = [...interfaces];
  let Marker: string | undefined;
  while (unused.length > 0) {
    const page = await lambda.listFunctions({ FunctionVersion: 'ALL', Marker });
    const used = connectionsOf(page.Functions);
    unused = unused.filter((one) => !used.some((connection) => isFor(one, connection)));
    Marker = page.NextMarker;
    if (Marker === undefined) {
      break;
    }
  }
  return unused;
}

/** Whether a function has published versions that keep the network interfaces, whatever becomes of its latest version. */
export async function hasConnectedVersions({ lambda }: Surroundings, FunctionName: string): Promise<boolean> {
  let Marker: string | undefined;
  do {
    const page = await lambda.listVersionsByFunction({ FunctionName, Marker });
    if (connectionsOf(page.Versions?.filter(({ Version }) => Version !== '$LATEST')).length > 0) {
      return true;
    }
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  return false;
}

function connectionsOf(functions: readonly FunctionConfiguration[] | undefined): Connection[] {
  return (functions ?? []).flatMap(({ VpcConfig: config }) => connectionOf(config) ?? []);
}

function isFor({ SubnetId, Groups }: NetworkInterface, { subnetIds, groupIds }: Connection): boolean {
  const own = inOrder((Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []));
  return subnetIds.has(SubnetId ?? '') && own.join() === groupIds.join();
}

function inOrder(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
