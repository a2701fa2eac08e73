/*
 * Models: as much of the AWS SDK for JavaScript, as the Lambda runtime brings it along, as the release needs. The package does not depend on the SDK,
 * so its types are stated here; `Lambda` and `EC2` of the SDK have these methods.
 */

export interface VpcConfig {
  readonly SubnetIds?: readonly string[];
  readonly SecurityGroupIds?: readonly string[];
}

export interface FunctionConfiguration {
  readonly FunctionArn?: string;
  readonly Version?: string;
  readonly VpcConfig?: VpcConfig;
  readonly FileSystemConfigs?: readonly unknown[];
  readonly LastUpdateStatus?: string;
  readonly State?: string;
}

export interface NetworkInterface {
  readonly NetworkInterfaceId?: string;
  readonly SubnetId?: string;
  readonly Status?: string;
  readonly InterfaceType?: string;
  readonly Groups?: ReadonlyArray<{ readonly GroupId?: string }>;
}

export interface LambdaApi {
  getFunctionConfiguration(input: { readonly FunctionName: string }): Promise<FunctionConfiguration>;
  listTags(input: { readonly Resource: string }): Promise<{ readonly Tags?: Readonly<Record<string, string>> }>;
  listVersionsByFunction(input: { readonly FunctionName: string; readonly Marker?: string }): Promise<FunctionPage>;
  listFunctions(input: { readonly FunctionVersion: 'ALL'; readonly Marker?: string; readonly MaxItems?: number }): Promise<FunctionPage>;
  updateFunctionConfiguration(input: UpdateFunctionConfiguration): Promise<unknown>;
  invoke(input: { readonly FunctionName: string; readonly InvocationType: 'Event'; readonly Payload: string }): Promise<unknown>;
}

/** A part of a list, of a function's versions or of all functions. */
export interface FunctionPage {
  readonly Versions?: readonly FunctionConfiguration[];
  readonly Functions?: readonly FunctionConfiguration[];
  readonly NextMarker?: string;
}

export interface UpdateFunctionConfiguration {
  readonly FunctionName: string;
  readonly VpcConfig: {
    readonly SubnetIds: readonly string[];
    readonly SecurityGroupIds: readonly string[];
    readonly Ipv6AllowedForDualStack: boolean;
  };
  readonly FileSystemConfigs?: readonly unknown[];
}

export interface Ec2Api {
  describeNetworkInterfaces(input: DescribeNetworkInterfaces): Promise<NetworkInterfacePage>;
  deleteNetworkInterface(input: { readonly NetworkInterfaceId: string }): Promise<unknown>;
}

export interface DescribeNetworkInterfaces {
  readonly Filters: ReadonlyArray<{ readonly Name: string; readonly Values: readonly string[] }>;
  readonly NextToken?: string;
}

export interface NetworkInterfacePage {
  readonly NetworkInterfaces?: readonly NetworkInterface[];
  readonly NextToken?: string;
}

/** The world outside of the release: the two services, and time. */
export interface Surroundings {
  readonly lambda: LambdaApi;
  readonly ec2: Ec2Api;

  /** The time in milliseconds. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  log(message: string): void;
}
