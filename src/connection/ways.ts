import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { renderElement } from './early-rendering';
import { NamingResolver, nameOf, textsIn } from './names-in-values';

/*
 * Models: the resources that make up the ways out of a VPC and of its security groups, by what they name: a route names its table, a table its VPC. Whoever defined them, and
 * with which class, does not matter.
 * Law: rather too much than too little. What belongs to the VPC of a function is waited for, whether or not a packet of the function's passes it.
 * Refuses: to follow what is named in another stage, and what nobody names by its id.
 */

/** The properties by which a resource belongs to what they name. */
const TIES: ReadonlyMap<string, readonly string[]> = new Map([
  ['AWS::EC2::Subnet', ['VpcId']],
  ['AWS::EC2::RouteTable', ['VpcId']],
  ['AWS::EC2::SubnetRouteTableAssociation', ['SubnetId', 'RouteTableId']],
  ['AWS::EC2::Route', ['RouteTableId', 'VpcPeeringConnectionId', 'TransitGatewayId']],
  ['AWS::EC2::VPCGatewayAttachment', ['VpcId']],
  ['AWS::EC2::VPCCidrBlock', ['VpcId']],
  ['AWS::EC2::SubnetCidrBlock', ['SubnetId']],
  ['AWS::EC2::NatGateway', ['SubnetId', 'VpcId']],
  ['AWS::EC2::EIP', ['InstanceId']],
  ['AWS::EC2::EIPAssociation', ['InstanceId', 'NetworkInterfaceId']],
  ['AWS::EC2::VPCEndpoint', ['VpcId']],
  ['AWS::EC2::NetworkAcl', ['VpcId']],
  ['AWS::EC2::NetworkAclEntry', ['NetworkAclId']],
  ['AWS::EC2::SubnetNetworkAclAssociation', ['SubnetId']],
  ['AWS::EC2::VPCDHCPOptionsAssociation', ['VpcId']],
  ['AWS::EC2::VPCBlockPublicAccessExclusion', ['VpcId', 'SubnetId']],
  ['AWS::EC2::VPCPeeringConnection', ['VpcId', 'PeerVpcId']],
  ['AWS::EC2::TransitGatewayAttachment', ['VpcId', 'TransitGatewayId']],
  ['AWS::EC2::TransitGatewayVpcAttachment', ['VpcId', 'TransitGatewayId']],
  ['AWS::EC2::TransitGatewayRouteTableAssociation', ['TransitGatewayAttachmentId']],
  ['AWS::EC2::TransitGatewayRouteTablePropagation', ['TransitGatewayAttachmentId']],
  ['AWS::EC2::TransitGatewayRoute', ['TransitGatewayAttachmentId']],
  ['AWS::Route53Resolver::ResolverRuleAssociation', ['VPCId']],
  ['AWS::EC2::SecurityGroupEgress', ['GroupId']],
  ['AWS::EC2::SecurityGroupIngress', ['SourceSecurityGroupId']],
  ['AWS::EFS::MountTarget', ['SecurityGroups']],
  ['AWS::S3Files::MountTarget', ['SecurityGroups']],
]);

/** The properties by which a way leads on: to the other end of a peering, to the instance that translates addresses, to the group of the peer. */
const LEADS: ReadonlyMap<string, readonly string[]> = new Map([
  ['AWS::EC2::Route', ['VpcPeeringConnectionId', 'TransitGatewayId', 'InstanceId', 'NetworkInterfaceId']],
  ['AWS::EC2::VPCPeeringConnection', ['VpcId', 'PeerVpcId']],
  ['AWS::EC2::TransitGatewayAttachment', ['VpcId']],
  ['AWS::EC2::TransitGatewayVpcAttachment', ['VpcId']],
  ['AWS::EC2::SecurityGroupEgress', ['DestinationSecurityGroupId']],
]);

/** The properties that name groups of whoever is reached, and not of whoever reaches. */
const OF_PEERS: ReadonlySet<string> = new Set(['SecurityGroups', 'DestinationSecurityGroupId']);

/** The names that stand in a resource's properties: paths of constructs in place of references, and texts. */
type Names = ReadonlyMap<string, ReadonlySet<string>>;

/** The resources of a stage that can be part of ways. */
export class Ways {
  private readonly properties = new Map<CfnResource, Names>();
  private readonly tied = new Map<string, CfnResource[]>();

  constructor(stage: IConstruct) {
    for (const construct of stage.node.findAll()) {
      if (CfnResource.isCfnResource(construct) && TIES.has(construct.cfnResourceType)) {
        this.add(construct);
      }
    }
  }

  /** All that belongs to what is named, and to what that leads to. */
  public of(names: Iterable<string>, within: (way: CfnResource) => boolean): CfnResource[] {
    const pending = [...names];
    const seen = new Set(pending);
    const found = new Set<CfnResource>();
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      for (const way of (this.tied.get(name) ?? []).filter((one) => within(one) && !found.has(one))) {
        found.add(way);
        const next = [nameOf(way), ...this.keys(way, LEADS.get(way.cfnResourceType) ?? [])];
        next.filter((one) => !seen.has(one)).forEach((one) => {
          seen.add(one);
          pending.push(one);
        });
      }
    }
    return [...found];
  }

  /** The names in a property of a way. */
  public named(way: CfnResource, property: string): string[] {
    return [...this.properties.get(way)?.get(property) ?? []];
  }

  private add(resource: CfnResource): void {
    this.properties.set(resource, namesIn(resource));
    for (const key of new Set(this.keys(resource, TIES.get(resource.cfnResourceType)!))) {
      const others = this.tied.get(key) ?? [];
      this.tied.set(key, others);
      others.push(resource);
    }
  }

  private keys(way: CfnResource, properties: readonly string[]): string[] {
    return properties.flatMap((property) => this.named(way, property).map((name) => OF_PEERS.has(property) ? `peer ${name}` : name));
  }
}

function namesIn(resource: CfnResource): Names {
  const { Resources } = renderElement(resource, new NamingResolver()) as { readonly Resources?: Record<string, { readonly Properties?: object }> };
  const { Properties = {} } = Object.values(Resources ?? {})[0] ?? {};
  return new Map(Object.entries(Properties).map(([property, value]) => [property, textsIn(value)]));
}
