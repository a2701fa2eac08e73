/*
 * Models: the properties with which CloudFormation replaces a resource of a network when they change. Plain data of November 2026, of what people
 * outside of a stack rely on: addresses, ids in rules and in allow lists, network interfaces.
 * Source: `createOnlyProperties` of the schemas in the CloudFormation registry, which the template reference shows as "Update requires: Replacement".
 */

export const CREATE_ONLY_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::VPC': ['CidrBlock', 'Ipv4IpamPoolId', 'Ipv4NetmaskLength'],
  'AWS::EC2::Subnet': [
    'AvailabilityZone', 'AvailabilityZoneId', 'CidrBlock', 'Ipv4IpamPoolId', 'Ipv4NetmaskLength', 'Ipv6IpamPoolId', 'Ipv6Native', 'Ipv6NetmaskLength', 'OutpostArn', 'VpcId',
  ],
  'AWS::EC2::SecurityGroup': ['GroupDescription', 'GroupName', 'VpcId'],
  'AWS::EC2::VPCEndpoint': ['ResourceConfigurationArn', 'ServiceName', 'ServiceNetworkArn', 'ServiceRegion', 'VpcEndpointType', 'VpcId'],
  'AWS::EC2::NatGateway': ['AvailabilityMode', 'AllocationId', 'ConnectivityType', 'PrivateIpAddress', 'SubnetId', 'VpcId'],
  'AWS::EC2::EIP': ['Address', 'IpamPoolId', 'NetworkBorderGroup', 'TransferAddress'],
  'AWS::EC2::NetworkInterface': ['InterfaceType', 'PrivateIpAddress', 'SubnetId'],
  'AWS::EC2::EgressOnlyInternetGateway': ['VpcId'],
  'AWS::EC2::VPCPeeringConnection': ['PeerOwnerId', 'PeerRegion', 'PeerVpcId', 'VpcId'],
};
