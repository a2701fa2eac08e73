import type { Kept, Shape } from './shape';
import { flag, list, number, object, ordered, policy, text } from './shape';

/*
 * Models: the parts of a snapshot, one for each answer of AWS, with what is kept of it, under the names that AWS has. Of tags, `Name` is kept.
 * Law: keys and secrets are in no shape. The answer of `describe-vpn-connections`, which has pre-shared keys, is not read at all: what its connections carry stands in
 * route tables.
 * Source: the EC2 API Reference and the AWS Lambda API Reference, 28 November 2026.
 */

const VALUE = object({ Value: flag });
const STATE = object({ State: text });
const RULE = object({
  IpProtocol: text, FromPort: number, ToPort: number,
  IpRanges: list(object({ CidrIp: text })), Ipv6Ranges: list(object({ CidrIpv6: text })), PrefixListIds: list(object({ PrefixListId: text })),
  UserIdGroupPairs: list(object({ GroupId: text, PeeringStatus: text })),
});
const PEER = object({
  VpcId: text, OwnerId: text, Region: text, CidrBlock: text, CidrBlockSet: list(object({ CidrBlock: text })),
  Ipv6CidrBlockSet: list(object({ Ipv6CidrBlock: text })),
  PeeringOptions: object({ AllowDnsResolutionFromRemoteVpc: flag }),
});

/** The fields that are kept of each answer. */
export const SHAPES = {
  Vpcs: object({
    VpcId: text, Name: text, OwnerId: text, State: text, IsDefault: flag, CidrBlock: text, InstanceTenancy: text, DhcpOptionsId: text,
    CidrBlockAssociationSet: list(object({ CidrBlock: text, CidrBlockState: STATE })),
    Ipv6CidrBlockAssociationSet: list(object({ Ipv6CidrBlock: text, Ipv6CidrBlockState: STATE })),
  }),
  VpcAttributes: object({ VpcId: text, EnableDnsSupport: VALUE, EnableDnsHostnames: VALUE }),
  Subnets: object({
    SubnetId: text, Name: text, VpcId: text, OwnerId: text, State: text, AvailabilityZone: text, AvailabilityZoneId: text, CidrBlock: text,
    Ipv6Native: flag, EnableDns64: flag,
    OutpostArn: text, Ipv6CidrBlockAssociationSet: list(object({ Ipv6CidrBlock: text, Ipv6CidrBlockState: STATE })),
  }),
  RouteTables: object({
    RouteTableId: text, Name: text, VpcId: text,
    Associations: list(object({ Main: flag, SubnetId: text, GatewayId: text, AssociationState: STATE })),
    Routes: list(object({
      DestinationCidrBlock: text, DestinationIpv6CidrBlock: text, DestinationPrefixListId: text,
      GatewayId: text, NatGatewayId: text, EgressOnlyInternetGatewayId: text, InstanceId: text, NetworkInterfaceId: text, TransitGatewayId: text,
      VpcPeeringConnectionId: text,
      CarrierGatewayId: text, LocalGatewayId: text, CoreNetworkArn: text, OdbNetworkArn: text, State: text, Origin: text,
    })),
  }),
  SecurityGroups: object({ GroupId: text, GroupName: text, Name: text, VpcId: text, IpPermissions: list(RULE), IpPermissionsEgress: list(RULE) }),
  SecurityGroupVpcAssociations: object({ GroupId: text, VpcId: text, State: text }),
  NetworkAcls: object({
    NetworkAclId: text, Name: text, VpcId: text, IsDefault: flag, Associations: list(object({ SubnetId: text })),
    Entries: list(object({
      RuleNumber: number, Egress: flag, RuleAction: text, Protocol: text, CidrBlock: text, Ipv6CidrBlock: text,
      PortRange: object({ From: number, To: number }),
    })),
  }),
  NetworkInterfaces: object({
    NetworkInterfaceId: text, VpcId: text, SubnetId: text, Status: text, InterfaceType: text, RequesterManaged: flag, Description: text,
    SourceDestCheck: flag,
    Groups: list(object({ GroupId: text })),
    PrivateIpAddresses: list(object({ PrivateIpAddress: text, Association: object({ PublicIp: text }) })),
    Ipv6Addresses: list(object({ Ipv6Address: text })),
    Attachment: object({ InstanceId: text, DeviceIndex: number, Status: text }),
  }),
  InternetGateways: object({ InternetGatewayId: text, Name: text, Attachments: list(object({ VpcId: text, State: text })) }),
  EgressOnlyInternetGateways: object({ EgressOnlyInternetGatewayId: text, Name: text, Attachments: list(object({ VpcId: text, State: text })) }),
  NatGateways: object({
    NatGatewayId: text, Name: text, VpcId: text, SubnetId: text, State: text, ConnectivityType: text, AvailabilityMode: text,
    AutoProvisionZones: text,
    NatGatewayAddresses: list(object({ AllocationId: text, PublicIp: text, AvailabilityZone: text, AvailabilityZoneId: text, Status: text })),
  }),
  VpcEndpoints: object({
    VpcEndpointId: text, Name: text, VpcId: text, State: text, VpcEndpointType: text, ServiceName: text, ServiceRegion: text,
    PrivateDnsEnabled: flag, IpAddressType: text,
    DnsOptions: object({ DnsRecordIpType: text, PrivateDnsOnlyForInboundResolverEndpoint: flag }),
    SubnetIds: list(text), RouteTableIds: list(text), Groups: list(object({ GroupId: text })), PolicyDocument: policy,
  }),
  VpcPeeringConnections: object({
    VpcPeeringConnectionId: text, Name: text, Status: object({ Code: text }), RequesterVpcInfo: PEER,
    AccepterVpcInfo: PEER,
  }),
  PrefixLists: object({ PrefixListId: text, PrefixListName: text, Cidrs: list(text) }),
  ManagedPrefixLists: object({ PrefixListId: text, PrefixListName: text, AddressFamily: text, State: text, Entries: list(object({ Cidr: text })) }),
  DhcpOptions: object({ DhcpOptionsId: text, DhcpConfigurations: list(object({ Key: text, Values: ordered(object({ Value: text })) })) }),
  TransitGateways: object({
    TransitGatewayId: text, Name: text, State: text,
    Options: object({
      AssociationDefaultRouteTableId: text, DefaultRouteTableAssociation: text, DefaultRouteTablePropagation: text,
      PropagationDefaultRouteTableId: text,
      SecurityGroupReferencingSupport: text,
    }),
  }),
  TransitGatewayVpcAttachments: object({
    TransitGatewayAttachmentId: text, Name: text, TransitGatewayId: text, VpcId: text, State: text, SubnetIds: list(text),
    Options: object({ Ipv6Support: text }),
  }),
  TransitGatewayAttachments: object({
    TransitGatewayAttachmentId: text, TransitGatewayId: text, ResourceType: text, ResourceId: text, State: text,
    Association: object({ TransitGatewayRouteTableId: text, State: text }),
  }),
  TransitGatewayRouteTables: object({ TransitGatewayRouteTableId: text, Name: text, TransitGatewayId: text, State: text }),
  TransitGatewayPropagations: object({
    TransitGatewayRouteTableId: text, TransitGatewayRouteTablePropagations: list(object({
      TransitGatewayAttachmentId: text, ResourceType: text,
      State: text,
    })),
  }),
  TransitGatewayStaticRoutes: object({
    TransitGatewayRouteTableId: text, AdditionalRoutesAvailable: flag,
    Routes: list(object({
      DestinationCidrBlock: text, PrefixListId: text, Type: text, State: text,
      TransitGatewayAttachments: list(object({ TransitGatewayAttachmentId: text })),
    })),
  }),
  VpcBlockPublicAccessOptions: object({ AwsAccountId: text, AwsRegion: text, State: text, InternetGatewayBlockMode: text }),
  VpcBlockPublicAccessExclusions: object({ ExclusionId: text, ResourceArn: text, InternetGatewayExclusionMode: text, State: text }),
  Functions: object({
    FunctionName: text, FunctionArn: text, Version: text, State: text,
    VpcConfig: object({ VpcId: text, SubnetIds: list(text), SecurityGroupIds: list(text), Ipv6AllowedForDualStack: flag }),
    Environment: object({ Variables: object({ AWS_USE_DUALSTACK_ENDPOINT: text }) }),
  }),
  Parameters: object({ Name: text, Value: text }),
  Exports: object({ Name: text, Value: text }),
} as const satisfies Readonly<Record<string, Shape<object>>>;

/** The name of a part of a snapshot: that of its file in a folder of answers, and of the key in the answer unless {@link KEYS} has another one. */
export type SectionName = keyof typeof SHAPES;

/** One thing of a part. */
export type Item<N extends SectionName> = Kept<typeof SHAPES[N]>;

export const SECTION_NAMES = Object.keys(SHAPES) as readonly SectionName[];

/** The field that names a thing of a part: nothing is in a snapshot without it. */
export const IDS: { readonly [N in SectionName]: keyof Item<N> & string } = {
  Vpcs: 'VpcId', VpcAttributes: 'VpcId', Subnets: 'SubnetId', RouteTables: 'RouteTableId', SecurityGroups: 'GroupId', SecurityGroupVpcAssociations: 'GroupId',
  NetworkAcls: 'NetworkAclId', NetworkInterfaces: 'NetworkInterfaceId', InternetGateways: 'InternetGatewayId', EgressOnlyInternetGateways: 'EgressOnlyInternetGatewayId',
  NatGateways: 'NatGatewayId', VpcEndpoints: 'VpcEndpointId', VpcPeeringConnections: 'VpcPeeringConnectionId', PrefixLists: 'PrefixListId', ManagedPrefixLists: 'PrefixListId',
  DhcpOptions: 'DhcpOptionsId', TransitGateways: 'TransitGatewayId', TransitGatewayVpcAttachments: 'TransitGatewayAttachmentId', TransitGatewayAttachments: 'TransitGatewayAttachmentId',
  TransitGatewayRouteTables: 'TransitGatewayRouteTableId', TransitGatewayPropagations: 'TransitGatewayRouteTableId', TransitGatewayStaticRoutes: 'TransitGatewayRouteTableId',
  VpcBlockPublicAccessOptions: 'InternetGatewayBlockMode', VpcBlockPublicAccessExclusions: 'ExclusionId', Functions: 'FunctionArn', Parameters: 'Name', Exports: 'Name',
};

/** Parts of which an answer of AWS has one thing alone, and no list. */
export const SINGLE: ReadonlySet<SectionName> = new Set(['VpcBlockPublicAccessOptions']);

/** States in which a thing is no more, or not to be used any more: AWS lists it for an hour or so. */
const GONE: ReadonlySet<string> = new Set([
  'deleted', 'deleting', 'disassociated', 'disassociating', 'detached', 'detaching', 'failed', 'delete-complete', 'delete-in-progress', 'expired', 'rejected',
  'terminated', 'shutting-down',
]);

/** Tells whether a state is one of a thing that is no more. A thing without a state is there. */
export function isGone(state: string | undefined): boolean {
  return state !== undefined && GONE.has(state.toLowerCase());
}
