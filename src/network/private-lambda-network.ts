import { Annotations, CfnOutput, Fn, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { connectAll } from '../connection/connect-all';
import type { ConnectAllOptions } from '../connection/connect-all-options';
import { allowEndpointAccess } from '../connection/endpoint-access';
import type { EndpointAccessOptions } from '../connection/endpoint-access-options';
import { connectEventSource } from '../connection/event-source-access';
import type { EventSourceConnectionOptions } from '../connection/event-source-connection-options';
import type { IPrivateLambdaNetwork } from '../connection/lambda-network';
import { connectSecretRotation } from '../connection/rotation-access';
import type { VpcConnectionOptions } from '../connection/vpc-connection';
import type { EgressDesign } from '../egress/egress-design';
import type { TransitGatewayConnectionOptions } from '../egress/transit-gateway-options';
import { NetworkAcls } from './acls/network-acls';
import type { NetworkAclsOptions } from './acls/network-acls-options';
import { defineOnce } from './core/define-once';
import { lookUpPrefixList } from './core/gateway-prefix-list';
import { GATEWAY_SERVICES } from './core/gateway-services';
import { assertPrefixListIds, prefixListInContext } from './core/known-prefix-list';
import { lambdaVpc, tiersOf } from './core/lambda-vpc';
import type { NetworkStructure } from './core/network-structure';
import { assertOwnTiers, dedicatedTenancy, warnOfSingleZone } from './core/validation';
import type { ExistingNetworkAttributes } from './existing/existing-network-attributes';
import type { ExistingVpcOptions } from './existing/existing-vpc-options';
import { networkOfIds, networkOfParameters, networkOfVpc } from './existing/import-network';
import { publishNetwork } from './existing/publish-network';
import type { PublishedNetworkOptions } from './existing/published-network-options';
import { networkOfSnapshot } from './existing/snapshot-network';
import type { SnapshotNetworkOptions } from './existing/snapshot-network-options';
import { FlowLogs } from './flow-logs/flow-logs';
import { keepEndpointGroup } from './keep-endpoint-group';
import { VpcPeering } from './peering/vpc-peering';
import type { VpcPeeringOptions } from './peering/vpc-peering-options';
import type { PrivateLambdaNetworkProps } from './private-lambda-network-props';
import { AddressPlan } from '../address-plan/address-plan';
import { VpcConnection } from '../connection/vpc-connection';
import { WaysFirst } from '../connection/ways-first';
import { declaredService } from '../endpoints/declared-services';
import { EndpointPolicy } from '../endpoints/endpoint-policy';
import { GATEWAY_PREFIX_LIST_METADATA_KEY } from '../metadata/gateway-prefix-list';
import { AddressFamily } from '../vpc/address-family';
import { BlockPublicAccessExclusions } from './settings/block-public-access-exclusions';
import type { BlockPublicAccessExclusionOptions } from './settings/block-public-access-options';
import { VpcDhcpOptions } from './settings/dhcp-options';
import type { DhcpOptions } from './settings/dhcp-options-options';
import type { InterfaceEndpointOptions } from '../endpoints/interface-endpoint-options';
import { EncryptionControl } from './settings/encryption-control';
import type { EncryptionControlOptions } from './settings/encryption-control-options';
import { shareSubnets } from './settings/subnet-sharing';
import type { SubnetSharingOptions } from './settings/subnet-sharing-options';
import { endpointPlaces } from './subnets/endpoint-zones';
import { SubnetTier } from './subnets/subnet-tier';
import { tierSubnets } from './subnets/tier-subnets';
import type { Zone } from './subnets/zone';
import { Zones } from './subnets/zones';
import { connectToTransitGateway } from './transit-gateway/transit-gateway';
import { hasTransitSubnets } from './transit-gateway/transit-subnets';
import { Egress } from '../egress/egress';
import { NetworkEndpoints, applyPolicy } from '../endpoints/network-endpoints';
import { announceDnsServers } from '../vpc/dns-servers';
import { countNetworkInterfaces, keepNetworkInterfaceQuota } from '../vpc/network-interfaces';
import { definedBlocks } from '../vpc/vpc-blocks';

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
  /**
   * A network in a VPC that exists already: looked up, imported by its attributes, or defined elsewhere in the app.
   *
   * Functions are connected to it like to any other. Nothing is defined but what they need.
   *
   * @param scope the construct that the network becomes a child of
   * @param id the construct id of the network
   * @param options the VPC, and what is to be known of it
   */
  public static fromVpc(scope: Construct, id: string, options: ExistingVpcOptions): IPrivateLambdaNetwork {
    return networkOfVpc(scope, id, options);
  }

  /**
   * A network in a VPC that is known by the ids of its subnets, such as subnets that another account shares with this one.
   *
   * @param scope the construct that the network becomes a child of
   * @param id the construct id of the network
   * @param attrs the ids, and what is to be known of the network
   */
  public static fromAttributes(scope: Construct, id: string, attrs: ExistingNetworkAttributes): IPrivateLambdaNetwork {
    return networkOfIds(scope, id, attrs);
  }

  /**
   * A network that another stack of the account and Region publishes with `publishTo()`.
   *
   * The ids are read from Systems Manager parameters with each deployment, so neither stack knows of the other, and no export keeps
   * the network from changing. Deploy the stack that publishes first.
   *
   * @param scope the construct that the network becomes a child of
   * @param id the construct id of the network
   * @param options the path of the parameters, and what is to be known of the network
   */
  public static fromParameters(scope: Construct, id: string, options: PublishedNetworkOptions): IPrivateLambdaNetwork {
    return networkOfParameters(scope, id, options);
  }

  /**
   * A network in a VPC of which a snapshot shows what is there.
   *
   * Nothing needs to be stated: zones, subnets, address families, ways out, endpoints, prefix lists and security groups are those of the snapshot, and the
   * analysis judges the app by it. Nothing in the VPC is changed but for rules in groups of endpoints that do not let the subnets in yet.
   *
   * @param scope the construct that the network becomes a child of
   * @param id the construct id of the network
   * @param options the file, and which VPC and subnets in it
   */
  public static fromSnapshot(scope: Construct, id: string, options: SnapshotNetworkOptions): IPrivateLambdaNetwork {
    return networkOfSnapshot(scope, id, options);
  }

  public readonly vpc: ec2.IVpc;
  public readonly ipProtocol: ec2.IpProtocol;
  public readonly functionSubnets: ec2.ISubnet[];
  public readonly internetAddressFamilies: AddressFamily[];
  public readonly ipv4Blocks: string[];
  public readonly ipv6Blocks: string[];

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

  private readonly endpoints: NetworkEndpoints;
  private readonly infersEndpoints: boolean;
  private readonly prefixListIds: { readonly [service: string]: string };
  private readonly structure: NetworkStructure;
  private readonly zones: Zone[];
  private readonly tiers: SubnetTier[];

  constructor(scope: Construct, id: string, props: PrivateLambdaNetworkProps = {}) {
    super(scope, id);
    WaysFirst.of(this);
    this.ipProtocol = props.ipProtocol ?? ec2.IpProtocol.DUAL_STACK;
    this.addressPlan = props.addressPlan ?? AddressPlan.cidr('10.0.0.0/16');
    this.zones = (props.zones ?? Zones.count(2))._resolve(this);
    warnOfSingleZone(this, this.zones);
    const ipv6 = this.ipProtocol === ec2.IpProtocol.DUAL_STACK;
    const egress = (props.egress ?? Egress.natGateways())._design({ scope: this, zones: this.zones, ipv6 });
    const ownTiers = props.tiers ?? [];
    this.tiers = tiersOf(egress, ownTiers);
    assertOwnTiers(this, ownTiers, this.addressPlan);

    const { vpc, natPublicIps } = lambdaVpc(this, {
      plan: this.addressPlan, zones: this.zones, tiers: this.tiers, egress, ipProtocol: this.ipProtocol,
    });
    this.vpc = vpc;
    ({ ipv4: this.ipv4Blocks, ipv6: this.ipv6Blocks } = definedBlocks(vpc));
    this.structure = { vpc, plan: this.addressPlan, zones: this.zones, tiers: this.tiers, egress, ipv6 };
    this.functionSubnets = tierSubnets(vpc, SubnetTier._PRIVATE, this.zones);
    this.isolatedSubnets = tierSubnets(vpc, SubnetTier._ISOLATED, this.zones);
    this.internetAddressFamilies = addressFamilies(egress);
    this.natPublicIps = natPublicIps;
    const policy = props.endpointPolicy ?? EndpointPolicy.fullAccess();
    this.prefixListIds = props.prefixListIds ?? {};
    assertPrefixListIds(this, this.prefixListIds);
    const gateways = this.addGatewayEndpoints(vpc, policy);
    this.endpoints = new NetworkEndpoints(this, 'Endpoints', { vpc, places: endpointPlaces(this.functionSubnets, this.zones), policy, gateways });
    this.infersEndpoints = props.inferEndpoints ?? true;
    props.endpoints?.forEach((service) => this.endpoints.add(service));
    (props.flowLogs ?? FlowLogs.toCloudWatchLogs())._bind(this, vpc);
    this.addOutputs();
    this.node.addValidation({ validate: () => dedicatedTenancy(vpc) });
    keepNetworkInterfaceQuota(this, vpc, props.networkInterfaceQuota);
    if (this.infersEndpoints) {
      keepEndpointGroup(this, this.endpoints);
    }
  }

  public get networkInterfaceCount(): number {
    return countNetworkInterfaces(this.vpc);
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

  public connectAll(scope: IConstruct, options: ConnectAllOptions = {}): void {
    connectAll(this, scope, options);
  }

  public allowEndpointAccess(client: ec2.IConnectable, options: EndpointAccessOptions = {}): void {
    allowEndpointAccess(this, client, options);
  }

  public connectEventSource(source: ec2.IConnectable, options: EventSourceConnectionOptions): void {
    connectEventSource(this, source, options);
  }

  public connectSecretRotation(rotation: secretsmanager.SecretRotation): void {
    connectSecretRotation(this, rotation);
  }

  /**
   * Define the interface endpoint of an AWS service in the function subnets.
   *
   * It admits the functions that declare the service, and nobody else.
   *
   * @param service the constant of the CDK for the service
   * @param options policy, private DNS, addresses and zones
   */
  public addEndpoint(service: ec2.IInterfaceVpcEndpointService, options: InterfaceEndpointOptions = {}): ec2.InterfaceVpcEndpoint {
    return this.endpoints.add(service, options);
  }

  public endpointSecurityGroup(service: string): ec2.ISecurityGroup | undefined {
    return this.endpoints.securityGroupFor(service);
  }

  public inferEndpoint(service: string): ec2.ISecurityGroup | undefined {
    if (!this.infersEndpoints) {
      return this.endpoints.securityGroupFor(service);
    }
    const { group, isNew } = this.endpoints.ensure(declaredService(this, service));
    if (isNew) {
      Annotations.of(this).addInfo(`an interface endpoint for ${service} is defined because something in the network needs it and nothing else leads to it`);
    }
    return group;
  }

  public gatewayPrefixListId(service: string): string | undefined {
    return GATEWAY_SERVICES.has(service) ? this.knownPrefixListId(service) ?? lookUpPrefixList(this, service) : undefined;
  }

  /**
   * Define a network ACL for each tier, beside the security groups: a second, stateless filter at the edge of each subnet.
   *
   * Within the VPC everything passes. Function subnets and tiers with egress reach TCP 443 and the ports you add; only answers
   * come back in, to ports 1024-65535. Isolated subnets talk to the VPC alone. What peerings and transit gateway attachments of the
   * network lead to is let through as well, whether they are defined before or after. Define it once.
   *
   * @param options what is let through beside that
   */
  public addNetworkAcls(options: NetworkAclsOptions = {}): void {
    defineOnce(this, 'NetworkAcls', 'addNetworkAcls()', (id) => new NetworkAcls(this, id, this.structure, options));
  }

  /**
   * Share the function subnets with other accounts of the organization through AWS Resource Access Manager.
   *
   * The accounts import them with `PrivateLambdaNetwork.fromAttributes()`. Calls with different ids share with different principals.
   *
   * @param id the construct id of the resource share, which is also part of its name
   * @param options with whom, and which further subnets
   * @returns the ARN of the resource share
   */
  public shareWith(id: string, options: SubnetSharingOptions): string {
    return shareSubnets(this, id, [...this.functionSubnets, ...options.furtherSubnets ?? []], options.principals).attrArn;
  }

  /**
   * Attach the VPC to a transit gateway for certain destinations: other VPCs, or networks on premises.
   *
   * Function subnets, and those of tiers with egress, get a route for each destination, beside those of the egress. The first
   * attachment defines the tier `transit`, in slot 3 of the address plan; the transit gateway needs a route back to this VPC.
   *
   * @param id the construct id of the attachment
   * @param options the transit gateway, and what is behind it
   */
  public attachToTransitGateway(id: string, options: TransitGatewayConnectionOptions): ec2.CfnTransitGatewayAttachment {
    return connectToTransitGateway({ ...this.structure, network: this }, id, options);
  }

  /**
   * Peer the network with another VPC, such as one of dedicated tenancy, to which Lambda cannot attach functions itself.
   *
   * Routes lead from the function subnets to the peer and from the peer's private and isolated subnets back. The blocks must not overlap.
   * To define the peering in another stack, use `VpcPeering`.
   *
   * @param id the construct id of the peering, which must not change while the peering is deployed
   * @param options the peer, and what is routed
   */
  public peerWith(id: string, options: VpcPeeringOptions): VpcPeering {
    return new VpcPeering(this, `${id}Peering`, { ...options, network: this });
  }

  /**
   * Publish the network for other stacks of the account and Region as Systems Manager parameters.
   *
   * They use it through `PrivateLambdaNetwork.fromParameters()`. There is one parameter for each subnet, named after tier and zone.
   *
   * @param prefix the path of the parameters, such as `/shop/network`
   */
  public publishTo(prefix: string): void {
    publishNetwork(this, prefix, {
      vpc: this.vpc,
      zones: this.zones,
      tiers: { private: this.functionSubnets, isolated: this.isolatedSubnets },
      endpointSecurityGroup: this.endpoints.sharedGroup(),
    });
  }

  /**
   * Tell hosts in the VPC by DHCP which domain, DNS servers and time servers to use.
   *
   * Every function of the network is let out to DNS servers of your own, on port 53 over UDP and TCP, whether it was connected before or is connected
   * after. What is between them and the functions has to let them through too: routes, network ACLs, the groups of the servers.
   *
   * @param options what they are told; the DNS server stays that of Amazon when you name none
   */
  public useDhcpOptions(options: DhcpOptions): void {
    defineOnce(this, 'DhcpOptions', 'useDhcpOptions()', (id) => new VpcDhcpOptions(this, id, this.structure.vpc, options));
    announceDnsServers(this, options.domainNameServers ?? []);
  }

  /**
   * Exclude from Block Public Access of the account what the egress of this network needs: the way out, in the subnets where
   * traffic meets a gateway to the internet, and nothing else. NAT instances need the way in as well.
   *
   * @param options what the account blocks
   */
  public excludeFromBlockPublicAccess(options: BlockPublicAccessExclusionOptions = {}): void {
    const id = 'BlockPublicAccessExclusions';
    defineOnce(this, id, 'excludeFromBlockPublicAccess()', () => new BlockPublicAccessExclusions(this, id, this.structure, options));
  }

  /**
   * Control whether traffic in the VPC is encrypted in transit. It costs by the hour.
   *
   * Enforcement leaves AWS Lambda out, and the gateways to the internet that the network has.
   *
   * @param options whether traffic in the clear is reported or refused, and what is left out
   */
  public addEncryptionControl(options: EncryptionControlOptions = {}): void {
    const id = 'EncryptionControl';
    defineOnce(this, id, 'addEncryptionControl()', () => new EncryptionControl(this, id, this.structure.vpc, options));
  }

  /**
   * Draw the address plan as text: the block of every subnet in every zone, and the room that is left.
   */
  public drawAddressPlan(): string {
    const zones = this.zones.map(({ name, slot }) => ({ name, slot }));
    const transit = hasTransitSubnets(this.structure) ? [SubnetTier._TRANSIT] : [];
    return this.addressPlan.draw([...this.tiers, ...transit].map(({ name, slot }) => ({ name, slot })), zones);
  }

  /** Public subnets get no route to the endpoints: no function is there, and the tier comes and goes with the egress. */
  private addGatewayEndpoints(vpc: ec2.Vpc, policy: EndpointPolicy): ReadonlyMap<string, ec2.GatewayVpcEndpoint> {
    const subnets = this.tiers.filter((tier) => tier !== SubnetTier._PUBLIC).flatMap((tier) => tierSubnets(vpc, tier, this.zones));
    return new Map([...GATEWAY_SERVICES].map(([service, name]) => {
      const endpoint = new ec2.GatewayVpcEndpoint(this, `${name}Endpoint`, {
        vpc, service: new ec2.GatewayVpcEndpointAwsService(service), subnets: [{ subnets }],
      });
      applyPolicy(endpoint, policy, service);
      const prefixListId = this.knownPrefixListId(service);
      if (prefixListId !== undefined && !Token.isUnresolved(prefixListId)) {
        (endpoint.node.defaultChild as ec2.CfnVPCEndpoint).addMetadata(GATEWAY_PREFIX_LIST_METADATA_KEY, prefixListId);
      }
      return [service, endpoint];
    }));
  }

  private knownPrefixListId(service: string): string | undefined {
    return this.prefixListIds[service] ?? prefixListInContext(this, service);
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

function addressFamilies(egress: EgressDesign): AddressFamily[] {
  return [...egress.carriesIpv4 ? [AddressFamily.IPV4] : [], ...egress.carriesIpv6 ? [AddressFamily.IPV6] : []];
}
