import { gatewayPrefixList } from './aws-custom-resource';
import { allocatedIpv4Block, subnetBlocks, vpcBlocks } from './block-associations';
import { blockOf, valueOfBlock } from './cidr-function';
import { dnsEntriesOf } from './endpoint-names';
import type { TemplateResource } from './evaluation-context';
import { portAttribute } from './listening-ports';
import type { ReferenceValue, Value } from './value';
import { isNone, listOf, unknown } from './value';
import { deployTimeId } from '../model/source';

/*
 * Models: what `Ref` and `Fn::GetAtt` give of a resource. Where an attribute is a name of the resource itself, it is a reference;
 * some attributes follow from the properties; all others are known during deployment only.
 */

/** Attributes that name the resource itself. */
const OWN_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['AWS::EC2::VPC', ['VpcId']],
  ['AWS::EC2::DHCPOptions', ['DhcpOptionsId']],
  ['AWS::Route53::HostedZone', ['Id']],
  ['AWS::Route53Resolver::ResolverRule', ['ResolverRuleId', 'Arn']],
  ['AWS::Route53Resolver::ResolverEndpoint', ['ResolverEndpointId']],
  ['AWS::Route53Resolver::FirewallRuleGroup', ['Id', 'Arn']],
  ['AWS::Route53Resolver::FirewallDomainList', ['Id']],
  ['AWS::Route53Profiles::Profile', ['Id']],
  ['AWS::EC2::Subnet', ['SubnetId']],
  ['AWS::EC2::RouteTable', ['RouteTableId']],
  ['AWS::EC2::InternetGateway', ['InternetGatewayId']],
  ['AWS::EC2::EgressOnlyInternetGateway', ['Id']],
  ['AWS::EC2::VPNGateway', ['VPNGatewayId', 'VpnGatewayId']],
  ['AWS::EC2::NatGateway', ['NatGatewayId']],
  ['AWS::EC2::EIP', ['AllocationId', 'PublicIp']],
  ['AWS::EC2::NetworkInterface', ['Id']],
  ['AWS::EC2::Instance', ['InstanceId']],
  ['AWS::EC2::VPCEndpoint', ['Id']],
  ['AWS::EC2::VPCPeeringConnection', ['Id']],
  ['AWS::EC2::TransitGateway', ['Id']],
  ['AWS::EC2::TransitGatewayAttachment', ['Id']],
  ['AWS::EC2::TransitGatewayVpcAttachment', ['Id']],
  ['AWS::EC2::TransitGatewayRouteTable', ['TransitGatewayRouteTableId', 'Id']],
  ['AWS::EC2::SecurityGroup', ['GroupId', 'Id']],
  ['AWS::EC2::NetworkAcl', ['Id']],
  ['AWS::EC2::PrefixList', ['PrefixListId']],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', ['LoadBalancerArn']],
  ['AWS::Lambda::Function', ['Arn']],
  ['AWS::Serverless::Function', ['Arn']],
  ['AWS::Lambda::Version', ['FunctionArn']],
  ['AWS::Lambda::Alias', ['AliasArn']],
  ['AWS::EFS::FileSystem', ['FileSystemId', 'Arn']],
  ['AWS::EFS::AccessPoint', ['AccessPointId', 'Arn']],
  ['AWS::S3Files::FileSystem', ['FileSystemId', 'FileSystemArn']],
  ['AWS::S3Files::AccessPoint', ['AccessPointId', 'AccessPointArn']],
  ['AWS::Lambda::CapacityProvider', ['Arn']],
  ['AWS::Serverless::CapacityProvider', ['Arn']],
  ['AWS::Lambda::NetworkConnector', ['Arn', 'LatestVersionArn']],
  ['AWS::Serverless::NetworkConnector', ['Arn', 'LatestVersionArn']],
]);

/** The types whose `Ref` is a name of the resource. What a custom resource has for one is anything. */
const NAMES_ITSELF = /^AWS::(?!CloudFormation::CustomResource$)/;

/** The types whose attributes are names of other resources, as somebody's program finds them out. */
const FINDS_OUT = /^(?!AWS::)|^AWS::(CloudFormation::(CustomResource|Stack)|Serverless::Application)$/;

type AttributeReader = (resource: TemplateResource, attribute: string) => Value;

/** Attributes that follow from properties. */
const COMPUTED: ReadonlyMap<string, AttributeReader> = new Map<string, AttributeReader>([
  ['AWS::EC2::VPC CidrBlock', cidrBlockOf],
  ['AWS::EC2::VPC Ipv6CidrBlocks', ipv6BlocksOfVpc],
  ['AWS::EC2::VPC DefaultSecurityGroup', part('AWS::EC2::SecurityGroup')],
  ['AWS::EC2::VPC DefaultNetworkAcl', part('AWS::EC2::NetworkAcl')],
  ['AWS::EC2::Subnet CidrBlock', cidrBlockOf],
  ['AWS::EC2::Subnet Ipv6CidrBlocks', (subnet) => listOf(subnetBlocks(subnet).ipv6.map(({ value }) => value))],
  ['AWS::EC2::Subnet AvailabilityZone', property('AvailabilityZone')],
  ['AWS::EC2::Subnet VpcId', property('VpcId')],
  ['AWS::EC2::SecurityGroup VpcId', property('VpcId')],
  ['AWS::EC2::VPCEndpoint DnsEntries', ({ id }) => dnsEntriesOf(id)],
  ['AWS::SSM::Parameter Value', property('Value')],
  ['Custom::CrossRegionExportReader', (reader, attribute) => reader.scope.deployment.crossStack.carriedValue(attribute, reader.scope)],
]);

/** A reference to a resource. */
export function referenceOf(resource: TemplateResource): ReferenceValue {
  return { kind: 'reference', id: resource.id, type: resource.type };
}

/** Returns what `Ref` gives. */
export function referenceTo(resource: TemplateResource): Value {
  if (resource.type === 'AWS::SSM::Parameter') {
    const name = resource.get('Name');
    return isNone(name) ? referenceOf(resource) : name;
  }
  return NAMES_ITSELF.test(resource.type) ? referenceOf(resource) : duringDeployment(resource, 'Ref');
}

/** Returns what `Fn::GetAtt` gives. */
export function attributeOf(resource: TemplateResource, attribute: string): Value {
  if (resource.type === 'AWS::CloudFormation::Stack' || resource.type === 'AWS::Serverless::Application') {
    return nestedOutput(resource, attribute);
  }
  if (OWN_NAMES.get(resource.type)?.includes(attribute) === true) {
    return referenceOf(resource);
  }
  const read = COMPUTED.get(`${resource.type} ${attribute}`) ?? COMPUTED.get(resource.type);
  const computed = read?.(resource, attribute) ?? portAttribute(resource, attribute) ?? gatewayPrefixList(resource, attribute);
  return computed === undefined || isNone(computed) ? duringDeployment(resource, attribute) : computed;
}

function nestedOutput(resource: TemplateResource, attribute: string): Value {
  const nested = resource.scope.nestedScope(resource.logicalId);
  const output = /^Outputs\.(.+)$/.exec(attribute)?.[1];
  return nested === undefined || output === undefined ? duringDeployment(resource, attribute) : nested.output(output);
}

function duringDeployment(resource: TemplateResource, attribute: string): Value {
  return unknown(`the attribute ${attribute} of ${resource.logicalId} is known during deployment only`,
    FINDS_OUT.test(resource.type) ? deployTimeId(resource.id, attribute) : `${resource.id}.${attribute}`);
}

function property(name: string): AttributeReader {
  return (resource) => resource.get(name);
}

/** Something that comes with a VPC. */
function part(type: string): AttributeReader {
  return (vpc, attribute) => ({ kind: 'reference', id: `${vpc.id}.${attribute}`, type });
}

function cidrBlockOf(resource: TemplateResource): Value {
  const written = resource.get('CidrBlock');
  if (!isNone(written)) {
    const block = blockOf(written);
    return block === undefined ? written : valueOfBlock(block);
  }
  const allocated = allocatedIpv4Block(resource);
  return allocated === undefined ? unknown(`the IPv4 block of ${resource.logicalId} is not known`, `${resource.id}.CidrBlock`) : valueOfBlock(allocated);
}

/** The order in which a VPC lists several IPv6 blocks is not documented. */
function ipv6BlocksOfVpc(vpc: TemplateResource): Value {
  const blocks = vpcBlocks(vpc.scope.deployment, vpc.id).ipv6;
  return blocks.length <= 1 ? listOf(blocks.map(({ value }) => value))
    : unknown(`the order of the ${blocks.length} IPv6 blocks of ${vpc.logicalId} is not known`, `${vpc.id}.Ipv6CidrBlocks`);
}

