import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { assertMembers, readCompute } from './compute-resource';
import { declareIn } from './declare-in';
import { internetFamilies } from './declared-destinations';
import type { Destination } from './destination';
import { FunctionSecurityGroup } from './function-security-group';
import { functionSubnets } from './function-subnets';
import { assertGroupCount, warnOfOpenGroups } from './further-groups';
import type { IPrivateLambdaNetwork } from './lambda-network';
import { declareDestinations, openDestinations } from './open-destinations';
import { assertSameEnvironment } from './same-environment';
import { WaysFirst } from './ways-first';
import { ReachabilityAnalyzer } from '../analysis/reachability-analyzer';
import type { DeclaredDestination } from '../metadata/declared-destination';
import { areDualStack } from '../vpc/subnet-families';

/** The compute in a network, and its destinations. */
export interface ComputeConnectionProps {
  /** The network. */
  readonly network: IPrivateLambdaNetwork;

  /**
   * The destinations that are talked to; an empty list for nothing.
   *
   * Unlike functions on Lambda's own hosts, instances of a capacity provider are taken to send logs and traces through the VPC:
   * declare `logs` for them, and `xray` when functions are traced.
   *
   * @default - nothing is opened, and a warning says so
   */
  readonly destinations?: Destination[];

  /**
   * The subnets, all of one tier and none of them public.
   *
   * @default - the function subnets of the network
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * Further security groups, four at the most, which are used as they are.
   *
   * @default - none, only a group of its own
   */
  readonly securityGroups?: ec2.ISecurityGroup[];
}

/**
 * Everything that Lambda's other compute needs to run in a network: capacity providers (managed instances) and network connectors (micro
 * VMs, web functions).
 *
 * In the account appears a security group without incoming rules that lets out what the destinations need. Functions of one
 * capacity provider share its instances, so they share what is opened here.
 *
 * Give the resource the subnets and security groups of the connection, then call `attach()`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-capacity-providers.html
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import * as lambda from 'aws-cdk-lib/aws-lambda';
 * import { ComputeConnection, Destination, PrivateLambdaNetwork } from 'cdk-lambda-network';
 *
 * declare const stack: Stack;
 * declare const network: PrivateLambdaNetwork;
 * const connection = new ComputeConnection(stack, 'FleetConnection', {
 *   network,
 *   destinations: [Destination.awsService('logs'), Destination.awsService('dynamodb')],
 * });
 * const fleet = new lambda.CapacityProvider(stack, 'Fleet', {
 *   subnets: connection.subnets,
 *   securityGroups: connection.securityGroups,
 * });
 * connection.attach(fleet);
 */
export class ComputeConnection extends Construct implements ec2.IConnectable {
  /** The VPC of the network. */
  public readonly vpc: ec2.IVpc;

  /** The subnets. */
  public readonly subnets: ec2.ISubnet[];

  /** The ids of the subnets, as resources of CloudFormation take them. */
  public readonly subnetIds: string[];

  /** All security groups, the connection's own one first. */
  public readonly securityGroups: ec2.ISecurityGroup[];

  /** The ids of the security groups, as resources of CloudFormation take them. */
  public readonly securityGroupIds: string[];

  /** The address families as `AWS::Lambda::NetworkConnector` calls them: `DualStack` when every subnet is, `IPv4` otherwise. */
  public readonly networkProtocol: string;

  /** The connections of the connection's own security group. */
  public readonly connections: ec2.Connections;

  private readonly declared: DeclaredDestination[];
  private readonly network: IPrivateLambdaNetwork;
  private readonly waysFirst = WaysFirst.of(this);

  constructor(scope: Construct, id: string, props: ComputeConnectionProps) {
    super(scope, id);
    ReachabilityAnalyzer.register(this);
    const { network } = props;
    this.network = network;
    this.vpc = network.vpc;
    assertSameEnvironment(this, network.vpc);
    this.subnets = functionSubnets(this, network, props.vpcSubnets);
    this.subnetIds = this.subnets.map(({ subnetId }) => subnetId);
    this.networkProtocol = areDualStack(network, this.subnets) ? 'DualStack' : 'IPv4';

    const securityGroup = new FunctionSecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc, description: `Lambda compute of ${this.node.path}`, isShared: false,
    });
    this.securityGroups = [securityGroup, ...props.securityGroups ?? []];
    this.securityGroupIds = this.securityGroups.map(({ securityGroupId }) => securityGroupId);
    this.connections = securityGroup.connections;
    assertGroupCount(this, this.securityGroups.length);

    this.declared = declareDestinations({ scope: this, network }, 'what runs here', props.destinations);
    openDestinations({ scope: this, network, securityGroup, declared: this.declared }, props.destinations ?? []);
    if (internetFamilies(this.declared).length === 0) {
      warnOfOpenGroups(this, props.securityGroups ?? []);
    }
  }

  /**
   * Finish the connection of a capacity provider or a network connector that was given what this connection defines.
   *
   * Its subnets and security groups are checked, and what it is meant to reach is written into the Metadata of its resource.
   *
   * @param compute the `lambda.CapacityProvider`, or a `CfnCapacityProvider` or `CfnNetworkConnector`
   */
  public attach(compute: IConstruct): void {
    const { resource, subnetIds, securityGroupIds } = readCompute(compute);
    assertMembers(compute, 'subnets', subnetIds, this.subnetIds);
    assertMembers(compute, 'securityGroups', securityGroupIds, this.securityGroupIds);
    declareIn(resource, { network: this.network, declared: this.declared });
    this.waysFirst.expect({ resource, network: this.network, subnets: this.subnets, securityGroups: this.securityGroups }, this.declared);
  }
}
