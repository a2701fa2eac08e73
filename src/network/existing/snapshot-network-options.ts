import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { AddressFamily } from '../../vpc/address-family';

/**
 * A network that exists already, as a snapshot of it shows.
 *
 * Zones, subnets, address families, ways out, endpoints, prefix lists, security groups and tenancy are those of the snapshot. Nothing needs to be stated.
 */
export interface SnapshotNetworkOptions {
  /**
   * The file that the command `cdk-lambda-network snapshot` wrote, such as `network.snapshot.json`: a path, relative to the working directory of the app.
   *
   * The whole app is judged by it; the context key `cdk-lambda-network:snapshots` need not name it.
   */
  readonly file: string;

  /**
   * The id of the VPC, such as `vpc-0123456789abcdef0`.
   *
   * @default - the only VPC in the file
   */
  readonly vpcId?: string;

  /**
   * The subnets that functions are attached to, by their ids or their tags `Name`, all with the same routes and none of them public.
   *
   * A name stands for all subnets of the VPC that have it.
   *
   * @default - those of `vpcSubnets`
   */
  readonly functionSubnets?: string[];

  /**
   * The same subnets by their kinds or zones, in place of `functionSubnets`.
   *
   * @default - the private subnets with egress; the isolated ones in a VPC that has no other private subnets
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The address families over which routes lead to the internet, where the snapshot does not show it: through a transit gateway of another account, for instance.
   *
   * What the snapshot shows counts, and a statement that it denies is the error `SNAPSHOT_CONTRADICTS_STATEMENT`.
   *
   * @default - those that the snapshot shows
   */
  readonly internetAddressFamilies?: AddressFamily[];

  /**
   * The blocks beyond the VPC, and the ids of prefix lists, to which routes lead, where the snapshot does not show where they end.
   *
   * @default - none
   */
  readonly routedDestinations?: string[];

  /**
   * How many Hyperplane network interfaces AWS lets the VPC have; what the functions of this app need is checked against it.
   *
   * @default 500
   * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
   */
  readonly networkInterfaceQuota?: number;
}
