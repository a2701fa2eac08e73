import type { Answers } from './answers';
import type { RouteTarget } from '../../../src/analysis/model/network';
import type { EntryText, RuleText } from '../support/builders';
import type { NetworkPlan } from '../support/random-networks';

/*
 * Two naive writers of one planned network: as a template, and as what the AWS CLI prints of it once it is deployed. They share nothing but the plan.
 */

const VPCS: Record<string, string> = { Vpc: '10.0.0.0/16', Other: '10.9.0.0/16' };
const BLOCKS: Record<string, string> = { Public: '10.0.0.0/24', Private: '10.0.1.0/24', Second: '10.0.2.0/24', Data: '10.9.1.0/24', Outside: '10.9.0.0/24' };
const vpcOf = (subnet: string) => ['Data', 'Outside'].includes(subnet) ? 'Other' : 'Vpc';

const PREFIXES: Record<string, string> = {
  Vpc: 'vpc', Other: 'vpc', Igw: 'igw', OtherIgw: 'igw', Nat: 'nat', OtherNat: 'nat', Peering: 'pcx', Tgw: 'tgw', Attachment: 'tgw-attach', OtherAttachment: 'tgw-attach',
  Spokes: 'tgw-rtb', Hub: 'tgw-rtb', Group: 'sg', DbGroup: 'sg',
};

/** The id that AWS gives to a thing of the plan. */
export function idOf(name: string, prefix = PREFIXES[name]): string {
  return `${prefix}-${Buffer.from(name.padEnd(8, '.')).toString('hex').slice(0, 16).padEnd(17, '0')}`;
}

const portsOf = (ports: RuleText[1]) => ports === undefined ? undefined : typeof ports === 'number' ? [ports, ports] as const : ports;
const isBlock = (peer: string) => peer.includes('/');

/** What the AWS CLI prints. */
export function answersOf(plan: NetworkPlan): Answers {
  const tableOf = (subnet: string) => idOf(subnet, 'rtb');
  const permission = ([protocol, ports, peer]: RuleText) => ({
    IpProtocol: protocol === 'all' ? '-1' : protocol, ...protocol === 'all' ? {} : { FromPort: portsOf(ports)?.[0], ToPort: portsOf(ports)?.[1] },
    IpRanges: isBlock(peer) ? [{ CidrIp: peer }] : [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: isBlock(peer) ? [] : [{ GroupId: idOf(peer), UserId: '111122223333' }],
  });
  const group = (name: 'Group' | 'DbGroup', vpc: string) => ({
    GroupId: idOf(name), GroupName: name, OwnerId: '111122223333', VpcId: idOf(vpc), IpPermissions: plan.groups[name].ingress.map(permission), IpPermissionsEgress: plan.groups[name].egress.map(permission),
  });
  const entry = ([RuleNumber, direction, RuleAction, protocol, ports, CidrBlock]: EntryText) => ({
    RuleNumber, Egress: direction === 'out', RuleAction, Protocol: { tcp: '6', udp: '17', all: '-1', other: '1', unknown: '1' }[protocol], CidrBlock,
    ...protocol === 'all' ? {} : { PortRange: { From: portsOf(ports)?.[0], To: portsOf(ports)?.[1] } },
  });
  const last = (Egress: boolean) => ({ RuleNumber: 32767, Egress, RuleAction: 'deny', Protocol: '-1', CidrBlock: '0.0.0.0/0' });
  const acl = (name: string, vpc: string, isDefault: boolean, subnets: readonly string[], entries: readonly EntryText[]) => ({
    NetworkAclId: idOf(name, 'acl'), VpcId: idOf(vpc), IsDefault: isDefault, Associations: subnets.map((subnet) => ({ SubnetId: idOf(subnet, 'subnet') })), Entries: [...entries.map(entry), last(true), last(false)],
  });
  const open: readonly EntryText[] = [[100, 'out', 'allow', 'all', undefined, '0.0.0.0/0'], [100, 'in', 'allow', 'all', undefined, '0.0.0.0/0']];
  const subnets = Object.keys(BLOCKS);
  const attachment = (name: 'Attachment' | 'OtherAttachment', vpc: string) => ({
    TransitGatewayAttachmentId: idOf(name), TransitGatewayId: idOf('Tgw'), VpcId: idOf(vpc), State: 'available', SubnetIds: plan.landings[name].map((subnet) => idOf(subnet, 'subnet')), Options: { Ipv6Support: 'disable' },
  });
  const written = (name: string, routes: NetworkPlan['hub']) => ({
    TransitGatewayRouteTableId: idOf(name), AdditionalRoutesAvailable: false, Routes: routes.map(([DestinationCidrBlock, target]) => ({
      DestinationCidrBlock, Type: 'static', State: target === undefined ? 'blackhole' : 'active', ...target === undefined ? {} : { TransitGatewayAttachments: [{ TransitGatewayAttachmentId: idOf(target), ResourceType: 'vpc' }] },
    })),
  });
  return {
    Vpcs: {
      Vpcs: Object.entries(VPCS).map(([name, CidrBlock]) => ({
        VpcId: idOf(name), OwnerId: '111122223333', State: 'available', IsDefault: false, CidrBlock, InstanceTenancy: 'default', DhcpOptionsId: 'dopt-1',
        CidrBlockAssociationSet: [{ CidrBlock, CidrBlockState: { State: 'associated' } }],
      })),
    },
    VpcAttributes: {
      VpcAttributes: Object.keys(VPCS).map((name) => ({
        VpcId: idOf(name), EnableDnsSupport: { Value: true },
        EnableDnsHostnames: { Value: true },
      })),
    },
    Subnets: {
      Subnets: subnets.map((name) => ({
        SubnetId: idOf(name, 'subnet'), VpcId: idOf(vpcOf(name)), OwnerId: '111122223333', State: 'available', AvailabilityZone: `eu-west-1${plan.zones[name]}`, CidrBlock: BLOCKS[name],
        EnableDns64: false, Ipv6CidrBlockAssociationSet: [], Ipv6Native: false,
      })),
    },
    RouteTables: {
      RouteTables: [
        ...subnets.map((name) => ({
          RouteTableId: tableOf(name), VpcId: idOf(vpcOf(name)), Associations: [{ Main: false, SubnetId: idOf(name, 'subnet') }],
          Routes: [{ DestinationCidrBlock: VPCS[vpcOf(name)], GatewayId: 'local', State: 'active' }, ...plan.routes[name].map(([DestinationCidrBlock, target]) => ({ DestinationCidrBlock, ...describedTarget(target) }))],
        })),
        ...Object.keys(VPCS).map((name) => ({ RouteTableId: idOf(`${name}Main`, 'rtb'), VpcId: idOf(name), Associations: [{ Main: true }], Routes: [] })),
      ],
    },
    SecurityGroups: { SecurityGroups: [group('Group', 'Vpc'), group('DbGroup', 'Other')] },
    SecurityGroupVpcAssociations: { SecurityGroupVpcAssociations: [] },
    NetworkAcls: {
      NetworkAcls: [
        ...Object.keys(VPCS).map((name) => acl(`${name}Default`, name, true, subnets.filter((subnet) => vpcOf(subnet) === name && plan.acls[subnet] === undefined), open)),
        ...subnets.flatMap((name) => plan.acls[name] === undefined ? [] : [acl(name, vpcOf(name), false, [name], plan.acls[name])]),
      ],
    },
    InternetGateways: { InternetGateways: [['Igw', 'Vpc'], ['OtherIgw', 'Other']].map(([name, vpc]) => ({ InternetGatewayId: idOf(name), Attachments: [{ State: 'available', VpcId: idOf(vpc) }] })) },
    EgressOnlyInternetGateways: { EgressOnlyInternetGateways: [] },
    NatGateways: {
      NatGateways: [['Nat', 'Public', 'Vpc'], ['OtherNat', 'Outside', 'Other']].map(([name, subnet, vpc]) => ({
        NatGatewayId: idOf(name), SubnetId: idOf(subnet, 'subnet'), VpcId: idOf(vpc), State: 'available', ConnectivityType: 'public', NatGatewayAddresses: [{ AllocationId: 'eipalloc-1', PublicIp: '203.0.113.9' }],
      })),
    },
    VpcEndpoints: { VpcEndpoints: [] },
    VpcPeeringConnections: {
      VpcPeeringConnections: [{
        VpcPeeringConnectionId: idOf('Peering'), Status: { Code: 'active' }, RequesterVpcInfo: { VpcId: idOf('Vpc'), Region: 'eu-west-1', CidrBlockSet: [{ CidrBlock: VPCS.Vpc }] },
        AccepterVpcInfo: { VpcId: idOf('Other'), Region: 'eu-west-1', CidrBlockSet: [{ CidrBlock: VPCS.Other }] },
      }],
    },
    DhcpOptions: { DhcpOptions: [{ DhcpOptionsId: 'dopt-1', DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }] }] },
    TransitGateways: { TransitGateways: [{ TransitGatewayId: idOf('Tgw'), State: 'available', Options: { DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'disable' } }] },
    TransitGatewayVpcAttachments: { TransitGatewayVpcAttachments: [attachment('Attachment', 'Vpc'), attachment('OtherAttachment', 'Other')] },
    TransitGatewayAttachments: {
      TransitGatewayAttachments: [['Attachment', 'Spokes'], ['OtherAttachment', 'Hub']].map(([name, table]) => ({
        TransitGatewayAttachmentId: idOf(name), TransitGatewayId: idOf('Tgw'), ResourceType: 'vpc', State: 'available', Association: { State: 'associated', TransitGatewayRouteTableId: idOf(table) },
      })),
    },
    TransitGatewayRouteTables: { TransitGatewayRouteTables: ['Spokes', 'Hub'].map((name) => ({ TransitGatewayRouteTableId: idOf(name), TransitGatewayId: idOf('Tgw'), State: 'available' })) },
    TransitGatewayPropagations: {
      TransitGatewayPropagations: ['Spokes', 'Hub'].map((name) => ({
        TransitGatewayRouteTableId: idOf(name), TransitGatewayRouteTablePropagations: plan.propagations.map((each) => ({ TransitGatewayAttachmentId: idOf(each), ResourceType: 'vpc', State: 'enabled' })),
      })),
    },
    TransitGatewayStaticRoutes: { TransitGatewayStaticRoutes: [written('Spokes', plan.spokes), written('Hub', plan.hub)] },
  };
}

function describedTarget(target: RouteTarget): object {
  const property = PROPERTIES[target.kind];
  return property === undefined || !('id' in target) ? { NatGatewayId: 'nat-0deaddeaddeaddead', State: 'blackhole' } : { [property]: idOf(target.id), State: 'active' };
}

/** The property of a route that names its target; those that are not here lead to something that is gone. */
const PROPERTIES: Partial<Record<RouteTarget['kind'], string>> = {
  'nat-gateway': 'NatGatewayId', 'vpc-peering': 'VpcPeeringConnectionId', 'transit-gateway': 'TransitGatewayId', 'internet-gateway': 'GatewayId',
};

/** The same network as a template. */
export function templateOf(plan: NetworkPlan): Record<string, object> {
  const resources: Record<string, object> = {};
  const add = (id: string, type: string, Properties: object) => {
    resources[id] = { Type: `AWS::EC2::${type}`, Properties };
  };
  const ref = (Ref: string) => ({ Ref });
  Object.entries(VPCS).forEach(([name, CidrBlock]) => add(name, 'VPC', { CidrBlock, EnableDnsHostnames: true }));
  [['Igw', 'Vpc'], ['OtherIgw', 'Other']].forEach(([name, vpc]) => {
    add(name, 'InternetGateway', {});
    add(`${name}Attachment`, 'VPCGatewayAttachment', { VpcId: ref(vpc), InternetGatewayId: ref(name) });
  });
  Object.entries(BLOCKS).forEach(([name, CidrBlock]) => {
    add(name, 'Subnet', { VpcId: ref(vpcOf(name)), CidrBlock, AvailabilityZone: `eu-west-1${plan.zones[name]}` });
    add(`${name}Table`, 'RouteTable', { VpcId: ref(vpcOf(name)) });
    add(`${name}TableOf`, 'SubnetRouteTableAssociation', { SubnetId: ref(name), RouteTableId: ref(`${name}Table`) });
    plan.routes[name].forEach(([DestinationCidrBlock, target], place) => add(`${name}Route${place}`, 'Route', { RouteTableId: ref(`${name}Table`), DestinationCidrBlock, ...writtenTarget(target) }));
    if (plan.acls[name] !== undefined) {
      add(`${name}Acl`, 'NetworkAcl', { VpcId: ref(vpcOf(name)) });
      add(`${name}AclOf`, 'SubnetNetworkAclAssociation', { SubnetId: ref(name), NetworkAclId: ref(`${name}Acl`) });
      plan.acls[name].forEach(([RuleNumber, direction, RuleAction, protocol, ports, block], place) => add(`${name}Entry${place}`, 'NetworkAclEntry', {
        NetworkAclId: ref(`${name}Acl`), RuleNumber, Egress: direction === 'out', RuleAction, CidrBlock: block, Protocol: { tcp: 6, udp: 17, all: -1, other: 1, unknown: 1 }[protocol],
        ...protocol === 'all' ? {} : { PortRange: { From: portsOf(ports)?.[0], To: portsOf(ports)?.[1] } },
      }));
    }
  });
  [['Nat', 'Public'], ['OtherNat', 'Outside']].forEach(([name, subnet]) => {
    add(`${name}Address`, 'EIP', {});
    add(name, 'NatGateway', { SubnetId: ref(subnet), AllocationId: { 'Fn::GetAtt': [`${name}Address`, 'AllocationId'] } });
  });
  add('Peering', 'VPCPeeringConnection', { VpcId: ref('Vpc'), PeerVpcId: ref('Other') });
  add('Tgw', 'TransitGateway', { DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'disable' });
  ([['Attachment', 'Vpc', 'Spokes', plan.spokes], ['OtherAttachment', 'Other', 'Hub', plan.hub]] as const).forEach(([name, vpc, table, routes]) => {
    add(name, 'TransitGatewayAttachment', { TransitGatewayId: ref('Tgw'), VpcId: ref(vpc), SubnetIds: plan.landings[name].map(ref) });
    add(table, 'TransitGatewayRouteTable', { TransitGatewayId: ref('Tgw') });
    add(`${table}Of`, 'TransitGatewayRouteTableAssociation', { TransitGatewayAttachmentId: ref(name), TransitGatewayRouteTableId: ref(table) });
    plan.propagations.forEach((each) => add(`${table}Learns${each}`, 'TransitGatewayRouteTablePropagation', { TransitGatewayAttachmentId: ref(each), TransitGatewayRouteTableId: ref(table) }));
    routes.forEach(([DestinationCidrBlock, target], place) => add(`${table}Route${place}`, 'TransitGatewayRoute', {
      TransitGatewayRouteTableId: ref(table), DestinationCidrBlock,
      ...target === undefined ? { Blackhole: true } : { TransitGatewayAttachmentId: ref(target) },
    }));
  });
  (['Group', 'DbGroup'] as const).forEach((name) => {
    const rule = (direction: 'ingress' | 'egress') => ([protocol, ports, peer]: RuleText) => ({
      IpProtocol: protocol === 'all' ? '-1' : protocol, ...protocol === 'all' ? {} : { FromPort: portsOf(ports)?.[0], ToPort: portsOf(ports)?.[1] },
      ...isBlock(peer) ? { CidrIp: peer } : { [direction === 'ingress' ? 'SourceSecurityGroupId' : 'DestinationSecurityGroupId']: { 'Fn::GetAtt': [peer, 'GroupId'] } },
    });
    const nothing = [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }];
    const egress = plan.groups[name].egress.map(rule('egress'));
    add(name, 'SecurityGroup', { GroupDescription: name, VpcId: ref(name === 'Group' ? 'Vpc' : 'Other'), SecurityGroupEgress: egress.length === 0 ? nothing : egress, SecurityGroupIngress: plan.groups[name].ingress.map(rule('ingress')) });
  });
  return resources;
}

function writtenTarget(target: RouteTarget): object {
  const property = PROPERTIES[target.kind];
  return property === undefined || !('id' in target) ? { NatGatewayId: { Ref: 'Gone' } } : { [property]: { Ref: target.id } };
}
