import type { AddressBlock, AddressFamily } from './address-block';
import type { BlockPublicAccess, BlockPublicAccessExclusion } from './block-public-access';
import type { DeclaredDestination, WrittenDestination } from './declared-destination';
import type { CustomResource, EdgeAssociation, ElasticIp, EncryptionControl, FileSystem, FunctionFacts, UnencryptedResource } from './deployment-facts';
import type { DnsModel } from './dns';
import type { Environment } from './environment';
import type { Known } from './known';
import type { NetworkStatement } from './network-statement';
import type { PathCode } from './path-codes';
import type { ResourceId, Source } from './source';
import type { Ternary } from './ternary';
import type { PortedTransport, PortRange, PrefixListSource, RuleBlock, RuleProtocol } from './traffic';

/*
 * Models: the networks of one or several templates, as AWS would build them: plain facts, no template language, no reasoning.
 * Law: what is not known is said to be unknown, with the reason, never left out and never filled in.
 * A reference (ResourceId) may lead to nothing in the model; then the thing is defined elsewhere and nothing is known of it.
 */

export type { BlockPublicAccess, BlockPublicAccessExclusion } from './block-public-access';
export type { Known } from './known';

export interface Vpc {
  readonly source: Source;
  readonly ipv4Blocks: readonly AddressBlock[];
  readonly ipv6Blocks: readonly AddressBlock[];

  /** Tells whether all blocks of the VPC are among those above. */
  readonly blocksComplete: Ternary;
  readonly dnsSupport: Ternary;
  readonly dnsHostnames: Ternary;
  readonly dedicatedTenancy: Ternary;

  /** Its main route table and its default network ACL, when a snapshot names them. */
  readonly mainRouteTable?: ResourceId;
  readonly defaultNetworkAcl?: ResourceId;

  /** Tells whether a template defines it, or a snapshot has all that is in it. Only then is what is in neither not there. */
  readonly defined: boolean;

  /** The account and Region of the template that defines it, or of the snapshot. */
  readonly environment?: Environment;
}

export interface Subnet {
  readonly source: Source;
  readonly vpc: ResourceId;
  readonly zone: Known<string>;
  readonly ipv4Block?: AddressBlock;
  readonly ipv6Block?: AddressBlock;

  /** Tell whether the subnet has IPv4 addresses, and IPv6 addresses. */
  readonly hasIpv4: Ternary;
  readonly hasIpv6: Ternary;
  readonly dns64: Ternary;

  /** Its explicit route table; `main` when no template associates one. */
  readonly routeTable: Known<ResourceId | 'main'>;

  /** Its network ACL; `default` when no template associates one. */
  readonly networkAcl: Known<ResourceId | 'default'>;

  /** Tells whether the subnet is on an Outpost. */
  readonly outpost?: Ternary;
  readonly defined: boolean;
}

/** The target of a route. `missing` is a reference to something that the templates should define and do not. */
export type RouteTarget =
  | { readonly kind: 'local' }
  | { readonly kind: 'internet-gateway' | 'egress-only-internet-gateway' | 'nat-gateway' | 'network-interface'; readonly id: ResourceId }
  | { readonly kind: 'vpc-peering' | 'transit-gateway' | 'gateway-endpoint'; readonly id: ResourceId }

  /** `isPrivateNetwork` of what leads to somebody's own network, such as a virtual private gateway: hosts behind it are not the internet. */
  | { readonly kind: 'unsupported'; readonly what: string; readonly isPrivateNetwork?: boolean }
  | { readonly kind: 'missing'; readonly what: string } | { readonly kind: 'unknown'; readonly reason: string };

export interface Route {
  readonly source: Source;
  readonly destination: RuleBlock;
  readonly target: RouteTarget;
}

export interface RouteTable {
  readonly source: Source;
  readonly vpc: ResourceId;
  readonly routes: readonly Route[];

  /** The reason why routes can arrive that no template writes: propagation by a virtual private gateway, or a table defined elsewhere. */
  readonly furtherRoutes?: string;

  /** Tells whether the further routes are only those that a virtual private gateway learns: they never win over a written one of the same block. */
  readonly furtherRoutesArePropagated?: boolean;
}

export interface InternetGateway {
  readonly source: Source;
  readonly attachedTo: readonly ResourceId[];
  readonly defined: boolean;
}

export interface EgressOnlyInternetGateway {
  readonly source: Source;
  readonly vpc: ResourceId;
}

/** A regional NAT gateway in automatic mode names no zones; in manual mode it serves those for which it has addresses. */
export type NatGatewayPlace = { readonly kind: 'zonal'; readonly subnet: ResourceId }
  | { readonly kind: 'regional'; readonly vpc: ResourceId; readonly zones?: readonly string[] };

export interface NatGateway {
  readonly source: Source;
  readonly connectivity: Known<'public' | 'private'>;

  readonly place: Known<NatGatewayPlace>;
  readonly hasPublicAddress: Ternary;
}

/** A network interface that forwards for others: a NAT instance's. */
export interface NetworkInterface {
  readonly source: Source;
  readonly subnet: Known<ResourceId>;
  readonly securityGroups: Known<readonly ResourceId[]>;
  readonly sourceDestCheck: Ternary;
  readonly hasPublicAddress: Ternary;
}

export interface VpcPeering {
  readonly source: Source;
  readonly requester: Known<ResourceId>;
  readonly accepter: Known<ResourceId>;

  /** Tells whether the accepter is in another Region. */
  readonly isInterRegion: Ternary;

  /** Blocks that the accepter is stated to have. */
  readonly statedBlocks: readonly AddressBlock[];
}

export interface TransitGateway {
  readonly source: Source;
  readonly defaultAssociation: Ternary;
  readonly defaultPropagation: Ternary;
  readonly securityGroupReferencing: Ternary;

  /** The table that attachments are associated with by default, and the one that learns their blocks, when the gateway names them. */
  readonly associationDefault?: ResourceId;
  readonly propagationDefault?: ResourceId;
  readonly defined: boolean;

  /** The reason why its default table can have routes that no template writes. */
  readonly furtherRoutes?: string;
}

export interface TransitGatewayAttachment {
  readonly source: Source;
  readonly transitGateway: ResourceId;
  readonly vpc: Known<ResourceId>;
  readonly subnets: Known<readonly ResourceId[]>;
  readonly ipv6Support: Ternary;

  /** The reason why it can get an association that no template writes, while it has none of its own. */
  readonly furtherAssociation?: string;
}

export interface TransitGatewayRoute {
  readonly source: Source;
  readonly destination: RuleBlock;

  /** Undefined for a route that drops what it matches. */
  readonly attachment?: ResourceId;
}

export interface TransitGatewayRouteTable {
  readonly source: Source;
  readonly transitGateway: ResourceId;

  /** The attachments that are associated with the table, and those whose blocks it learns. */
  readonly associations: readonly ResourceId[];
  readonly propagations: readonly ResourceId[];
  readonly routes: readonly TransitGatewayRoute[];

  /** Tells whether a template defines it; of another one nobody knows which routes it has besides. */
  readonly defined: boolean;

  /** The reason why it can have routes that no template writes. */
  readonly furtherRoutes?: string;
}

/** An endpoint of a VPC. */
export interface VpcEndpoint {
  readonly source: Source;
  readonly kind: Known<'gateway' | 'interface' | 'other'>;
  readonly vpc: ResourceId;

  /** The endpoint name of an AWS service in the Region of the VPC (`secretsmanager`, `ecr.api`); otherwise the full name of the service. */
  readonly service: Known<string>;

  /** Tells whether the usual name of the service leads to it inside of the VPC, as far as the endpoint goes. */
  readonly privateDns: Ternary;

  /** Why it does not though the template asks for private DNS: only for resolver endpoints, or because the service has no private names. */
  readonly privateDnsLimit?: 'inbound resolvers' | 'no private names';
  readonly subnets: Known<readonly ResourceId[]>;
  readonly routeTables: Known<readonly ResourceId[]>;
  readonly securityGroups: Known<readonly ResourceId[]>;

  /** The address families it answers on. */
  readonly families: Known<readonly AddressFamily[]>;

  /** The policy as JSON, and the environment of the template that has it; undefined for the policy that allows everything. */
  readonly policy?: Known<unknown> & { readonly environment?: Environment };

  /** The id that the template states for the prefix list of the service of a gateway endpoint. */
  readonly statedPrefixList?: string;
}

/** The other end of the traffic that a rule of a security group lets in or out. */
export type SecurityGroupPeer = RuleBlock | { readonly kind: 'security-group'; readonly id: ResourceId };

export interface SecurityGroupRule {
  readonly source: Source;
  readonly protocol: RuleProtocol;

  /** Undefined when the ports are not known before deployment. */
  readonly ports?: PortRange;
  readonly peer: SecurityGroupPeer;
}

export interface SecurityGroup {
  readonly source: Source;
  readonly vpc?: ResourceId;

  /** Tells whether a template defines it without a VPC: then it is in the default VPC of the account, which no template defines. */
  readonly isInDefaultVpc?: boolean;

  /** The other VPCs that it is associated with. */
  readonly associatedVpcs?: readonly ResourceId[];
  readonly egress: readonly SecurityGroupRule[];
  readonly ingress: readonly SecurityGroupRule[];

  /**
   * The outgoing rules that CloudFormation gives to a group without inline ones: everything is let out. It is contested what a rule
   * outside of the group does to that.
   */
  readonly defaultEgress: 'none' | 'everything' | 'contested';

  /** The reason why rules can exist that no template writes: the group is defined elsewhere. */
  readonly furtherRules?: string;
}

export interface NetworkAclEntry {
  readonly source: Source;
  readonly ruleNumber: Known<number>;
  readonly egress: Ternary;
  readonly allow: Ternary;
  readonly protocol: RuleProtocol;
  readonly ports?: PortRange;
  readonly block: RuleBlock;
}

export interface NetworkAcl {
  readonly source: Source;
  readonly entries: readonly NetworkAclEntry[];
  readonly furtherEntries?: string;
}

/** Something that listens behind security groups: a database, a cache, a mount target, a load balancer. */
export interface Listener {
  readonly source: Source;
  readonly securityGroups: Known<readonly ResourceId[]>;
  readonly subnets: Known<readonly ResourceId[]>;

  /** Tells whether nothing filters what comes to it; then it has no groups. */
  readonly isUnfiltered?: boolean;

  /** Undefined when it has those of its subnets. */
  readonly families?: ListenerFamilies;

  /** What it gives access to, such as the file system of a mount target: who asks for that asks for all that stand for it. */
  readonly standsFor?: Source;

  /** Undefined when no template can tell on which ports it listens. */
  readonly listening?: ListeningPorts;

  /** The reason why it may answer nobody until the owner of what is behind it accepts it. */
  readonly pending?: string;

  /** An assumption of every path to it. */
  readonly assumption?: string;
}

/** The ports on which something listens. */
export interface ListeningPorts {
  /** The usual one first; none when nothing listens. */
  readonly ports: Known<readonly PortedTransport[]>;

  /** Tells whether nothing else listens for sure. */
  readonly isSure: boolean;

  /** What says so, after the name of the listener and a colon. */
  readonly because: string;

  /** What stands in the way of another port, and what there is to do. */
  readonly code: PathCode;
  readonly mend: string;
}

/** The address families of a listener. */
export interface ListenerFamilies extends Readonly<Record<AddressFamily, Ternary>> {
  /** The words that say why, after the name of the listener and a colon. */
  readonly because: string;

  /** The property that gives it addresses of both, as CloudFormation has it. */
  readonly mend?: string;
}

/** A resource that runs code of Lambda, or is attached for what does or for pollers, or makes a function that rotates a secret; `other` is what declares destinations and is not read. */
export interface Workload extends FunctionFacts {
  readonly source: Source;
  readonly kind: 'function' | 'web-function' | 'capacity-provider' | 'network-connector' | 'event-source-mapping' | 'secret-rotation' | 'other';
  readonly attachment:
    | { readonly kind: 'none' }
    | {
      readonly kind: 'vpc';
      readonly subnets: Known<readonly ResourceId[]>;
      readonly securityGroups: Known<readonly ResourceId[]>;

      /** `Ipv6AllowedForDualStack` of a function, `DualStack` of a network connector. */
      readonly ipv6Allowed: Ternary;
    }
    | { readonly kind: 'unknown'; readonly reason: string };

  /** Tells whether AWS SDKs in it use the endpoint names that have IPv6 addresses: `AWS_USE_DUALSTACK_ENDPOINT`. */
  readonly dualStackEndpoints: Ternary;

  /** Undefined when the template does not say what is meant to be reached. */
  readonly declared?: readonly DeclaredDestination[];

  /** The destinations that must not be reached. */
  readonly forbidden?: readonly WrittenDestination[];

  /** The statement about its network, when no template defines that. */
  readonly stated?: NetworkStatement;
  readonly hasUrl: Ternary;

  /** The account and Region of the template that defines it. */
  readonly environment?: Environment;
}

export interface NetworkModel {
  readonly vpcs: ReadonlyMap<ResourceId, Vpc>;
  readonly subnets: ReadonlyMap<ResourceId, Subnet>;
  readonly routeTables: ReadonlyMap<ResourceId, RouteTable>;
  readonly internetGateways: ReadonlyMap<ResourceId, InternetGateway>;
  readonly egressOnlyInternetGateways: ReadonlyMap<ResourceId, EgressOnlyInternetGateway>;
  readonly natGateways: ReadonlyMap<ResourceId, NatGateway>;
  readonly networkInterfaces: ReadonlyMap<ResourceId, NetworkInterface>;
  readonly peerings: ReadonlyMap<ResourceId, VpcPeering>;
  readonly transitGateways: ReadonlyMap<ResourceId, TransitGateway>;
  readonly transitGatewayAttachments: ReadonlyMap<ResourceId, TransitGatewayAttachment>;
  readonly transitGatewayRouteTables: ReadonlyMap<ResourceId, TransitGatewayRouteTable>;
  readonly endpoints: ReadonlyMap<ResourceId, VpcEndpoint>;
  readonly securityGroups: ReadonlyMap<ResourceId, SecurityGroup>;
  readonly networkAcls: ReadonlyMap<ResourceId, NetworkAcl>;

  /** The entries of prefix lists that templates define. */
  readonly prefixLists: ReadonlyMap<string, Known<readonly AddressBlock[]>>;

  /** The lists that AWS keeps for its services, as `pl:<service>`, by the id of a VPC, a space and the id of the list. The same id can be another service's in another Region. */
  readonly servicePrefixLists?: ReadonlyMap<string, string>;

  /** The resources that define prefix lists or look them up: what a destination that names a resource means. */
  readonly prefixListSources?: readonly PrefixListSource[];
  readonly blockPublicAccess: readonly BlockPublicAccess[];
  readonly blockPublicAccessExclusions: readonly BlockPublicAccessExclusion[];

  /** The route tables of gateways, by the gateway they belong to: they may lead traffic into subnets elsewhere. */
  readonly gatewayRouteTables: ReadonlyMap<ResourceId, Source>;
  readonly listeners: ReadonlyMap<ResourceId, Listener>;
  readonly workloads: ReadonlyMap<ResourceId, Workload>;

  /** What templates say of names; nothing when it is not there. */
  readonly dns?: DnsModel;
  readonly fileSystems?: ReadonlyMap<ResourceId, FileSystem>;

  /** The distributions that run a function at the edge, and the custom resources that it provides, by function. */
  readonly edgeAssociations?: ReadonlyMap<ResourceId, readonly EdgeAssociation[]>;
  readonly customResources?: ReadonlyMap<ResourceId, readonly CustomResource[]>;
  readonly encryptionControls?: readonly EncryptionControl[];

  /** The resources that encryption controls are about and that are nothing else in the model. */
  readonly unencrypted?: readonly UnencryptedResource[];
  readonly elasticIps?: readonly ElasticIp[];

  /** The resources that may run code of Lambda and are not judged. */
  readonly unreadCompute?: readonly Source[];
}
