import { CfnOutput, Fn } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { AddressFamily } from './address-family';
import { FlowLogs } from './flow-logs';
import { GatewayPrefixList } from './gateway-prefix-list';
import type { IPrivateLambdaNetwork } from './lambda-network';
import { lambdaVpc, tierSubnets, tiersOf } from './lambda-vpc';
import { SubnetTier } from './subnet-tier';
import { assertOwnTiers, dedicatedTenancy, warnOfSingleZone } from './validation';
import type { Zone } from './zone';
import { Zones } from './zones';
import { AddressPlan } from '../address-plan/address-plan';
import { VpcConnection } from '../connection/vpc-connection';
import type { VpcConnectionOptions } from '../connection/vpc-connection';
import { Egress } from '../egress/egress';
import type { EgressDesign } from '../egress/egress-design';

/** What a network is like. Every property has a default that is safe to start with. */
export interface PrivateLambdaNetworkProps {
  /**
   * The Availability Zones the network spans.
   *
   * @default - Zones.count(2)
   */
  readonly zones?: Zones;

  /**
   * How functions reach the internet.
   *
   * @default - Egress.natGateways(), a NAT gateway in each zone
   */
  readonly egress?: Egress;

  /**
   * The address blocks of the VPC and of every subnet, and the room that is kept for more zones and tiers.
   *
   * @default - AddressPlan.cidr('10.0.0.0/16'), with room for eight zones and eight tiers
   */
  readonly addressPlan?: AddressPlan;

  /**
   * Whether subnets have IPv4 and IPv6 blocks, or IPv4 only.
   *
   * @default ec2.IpProtocol.DUAL_STACK
   */
  readonly ipProtocol?: ec2.IpProtocol;

  /**
   * Tiers of your own, beside `private`, `isolated` and `public`.
   *
   * @default - none
   */
  readonly tiers?: SubnetTier[];

  /**
   * Whether and where traffic is recorded.
   *
   * @default - FlowLogs.toCloudWatchLogs(), kept for one month
   */
  readonly flowLogs?: FlowLogs;
}

/**
 * A VPC for Lambda functions.
 *
 * In the account appear: the VPC, dual-stack unless told otherwise; in each zone a private subnet for functions, an isolated
 * subnet, and a public one where a NAT gateway or instance stands, each with a route table of its own; the gateways that the
 * egress needs and no others; free gateway endpoints for Amazon S3 and Amazon DynamoDB; flow logs; and a custom resource that
 * empties the default security group.
 *
 * Adding a zone or a tier, or choosing another egress or IP protocol, moves no existing subnet: see {@link AddressPlan}.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { Egress, PrivateLambdaNetwork, Zones } from 'cdk-lambda-network';
 *
 * declare const stack: Stack;
 * new PrivateLambdaNetwork(stack, 'Network', {
 *   zones: Zones.named('eu-west-1a', 'eu-west-1b', 'eu-west-1c'),
 *   egress: Egress.natGateways(),
 * });
 */
export class PrivateLambdaNetwork extends Construct implements IPrivateLambdaNetwork {
  public readonly vpc: ec2.IVpc;
  public readonly ipProtocol: ec2.IpProtocol;
  public readonly functionSubnets: ec2.ISubnet[];
  public readonly internetAddressFamilies: AddressFamily[];

  /** The isolated subnets, one in each zone, for what no default route should lead to: databases, caches. */
  public readonly isolatedSubnets: ec2.ISubnet[];

  /** The address plan of the VPC. */
  public readonly addressPlan: AddressPlan;

  /**
   * The public IPv4 addresses from which functions reach the internet, for the allow-lists of others.
   *
   * They are known for NAT gateways and NAT instances with addresses that this network defines; addresses of your own and
   * those of a regional NAT gateway or another provider are not among them.
   */
  public readonly natPublicIps: string[];

  private readonly zones: Zone[];
  private readonly tiers: SubnetTier[];

  constructor(scope: Construct, id: string, props: PrivateLambdaNetworkProps = {}) {
    super(scope, id);
    this.ipProtocol = props.ipProtocol ?? ec2.IpProtocol.DUAL_STACK;
    this.addressPlan = props.addressPlan ?? AddressPlan.cidr('10.0.0.0/16');
    this.zones = (props.zones ?? Zones.count(2))._resolve(this);
    warnOfSingleZone(this, this.zones);
    const ipv6 = this.ipProtocol === ec2.IpProtocol.DUAL_STACK;
    const egress = (props.egress ?? Egress.natGateways())._design({ scope: this, zones: this.zones, ipv6 });
    const ownTiers = props.tiers ?? [];
    this.tiers = tiersOf({ egress, ownTiers });
    assertOwnTiers(this, ownTiers, this.addressPlan);

    const vpc = lambdaVpc(this, { plan: this.addressPlan, zones: this.zones, ownTiers, egress, ipProtocol: this.ipProtocol });
    this.vpc = vpc;
    this.functionSubnets = tierSubnets(vpc, SubnetTier._PRIVATE, this.zones);
    this.isolatedSubnets = tierSubnets(vpc, SubnetTier._ISOLATED, this.zones);
    this.internetAddressFamilies = addressFamilies(egress);
    this.natPublicIps = egress.finish?.(vpc) ?? [];
    this.addGatewayEndpoints(vpc);
    (props.flowLogs ?? FlowLogs.toCloudWatchLogs())._bind(this, vpc);
    this.addOutputs();
    this.node.addValidation({ validate: () => dedicatedTenancy(vpc) });
  }

  /**
   * Define what a function of any class needs to run in this network: execution role, security group and subnets.
   *
   * @param scope the construct that the connection becomes a child of
   * @param id the construct id of the connection
   * @param options what the function talks to
   */
  public connect(scope: Construct, id: string, options: VpcConnectionOptions = {}): VpcConnection {
    return new VpcConnection(scope, id, { ...options, network: this });
  }

  public gatewayPrefixListId(service: string): string | undefined {
    if (!GATEWAY_SERVICES.has(service)) {
      return undefined;
    }
    const id = `${GATEWAY_SERVICES.get(service)}PrefixList`;
    const existing = this.node.tryFindChild(id) as GatewayPrefixList | undefined;
    return (existing ?? new GatewayPrefixList(this, id, service)).prefixListId;
  }

  /**
   * Draw the address plan as text: the block of every subnet in every zone, and the room that is left.
   */
  public drawAddressPlan(): string {
    const zones = this.zones.map(({ name, slot }) => ({ name, slot }));
    return this.addressPlan.draw(this.tiers.map(({ name, slot }) => ({ name, slot })), zones);
  }

  /** Public subnets get no route to the endpoints: no function is there, and the tier comes and goes with the egress. */
  private addGatewayEndpoints(vpc: ec2.Vpc): void {
    const subnets = this.tiers.filter((tier) => tier !== SubnetTier._PUBLIC).flatMap((tier) => tierSubnets(vpc, tier, this.zones));
    for (const [service, name] of GATEWAY_SERVICES) {
      new ec2.GatewayVpcEndpoint(this, `${name}Endpoint`, { vpc, service: new ec2.GatewayVpcEndpointAwsService(service), subnets: [{ subnets }] });
    }
  }

  private addOutputs(): void {
    if (this.natPublicIps.length > 0) {
      new CfnOutput(this, 'NatPublicIps', {
        value: Fn.join(',', this.natPublicIps),
        description: `public IPv4 addresses from which ${this.node.path} reaches the internet, for allow-lists`,
      });
    }
  }
}

/** The services that have gateway endpoints, which cost nothing, and how construct ids name them. */
const GATEWAY_SERVICES: ReadonlyMap<string, string> = new Map([['s3', 'S3'], ['dynamodb', 'DynamoDb']]);

function addressFamilies(egress: EgressDesign): AddressFamily[] {
  return [...egress.carriesIpv4 ? [AddressFamily.IPV4] : [], ...egress.carriesIpv6 ? [AddressFamily.IPV6] : []];
}
