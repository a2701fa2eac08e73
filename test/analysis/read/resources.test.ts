import { modelOfResources as read, valueOf } from './reading';
import { spellBlock } from '../../../src/analysis/model/address-block';
import type { RuleBlock } from '../../../src/analysis/model/traffic';

const VPC = ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }] as const;
const IN_VPC = { VpcId: { Ref: 'Vpc' } };

function spelled(block: RuleBlock | { readonly kind: 'security-group'; readonly id: string }): string {
  return block.kind === 'block' ? spellBlock(block.block) : block.kind === 'unknown' ? '?' : block.id;
}

describe('VPCs', () => {
  test('defaults: DNS support, no DNS hostnames, shared tenancy', () => {
    expect(read({ Vpc: VPC }).vpcs.get('t#Vpc')).toMatchObject({
      dnsSupport: 'yes', dnsHostnames: 'no', dedicatedTenancy: 'no', defined: true, blocksComplete: 'yes', ipv6Blocks: [],
    });
  });

  test('attributes that are written', () => {
    const { vpcs } = read({ Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsSupport: 'false', EnableDnsHostnames: true, InstanceTenancy: 'dedicated' }] });
    expect(vpcs.get('t#Vpc')).toMatchObject({ dnsSupport: 'no', dnsHostnames: 'yes', dedicatedTenancy: 'yes' });
  });

  test('further blocks: literal, of Amazon, of a pool, of one\'s own; what is not known leaves the blocks incomplete', () => {
    const blocks = {
      Vpc: VPC,
      B1: ['AWS::EC2::VPCCidrBlock', { ...IN_VPC, CidrBlock: '10.1.0.0/16' }],
      B2: ['AWS::EC2::VPCCidrBlock', { ...IN_VPC, AmazonProvidedIpv6CidrBlock: true }],
      B3: ['AWS::EC2::VPCCidrBlock', { ...IN_VPC, Ipv6IpamPoolId: 'ipam-pool-1', Ipv6NetmaskLength: 52 }],
      B4: ['AWS::EC2::VPCCidrBlock', { ...IN_VPC, Ipv6Pool: 'ipv6pool-1', Ipv6CidrBlock: '2001:db8::/56' }],
    } as const;
    const vpc = read(blocks).vpcs.get('t#Vpc')!;
    expect(vpc.ipv4Blocks.map(spellBlock)).toEqual(['10.0.0.0/16', '10.1.0.0/16']);
    expect(vpc.ipv6Blocks.map(spellBlock)).toEqual(['/56 of t#Vpc IPv6', '/52 of t#B3 IPv6', '2001:db8::/56']);
    expect(vpc.blocksComplete).toBe('yes');
    const open = read({ ...blocks, B5: ['AWS::EC2::VPCCidrBlock', { ...IN_VPC, CidrBlock: { Ref: 'P' } }] }, { Parameters: { P: { Type: 'String' } } });
    expect(open.vpcs.get('t#Vpc')!.blocksComplete).toBe('unknown');
  });

  test('a VPC that is only named is not defined, and nothing is known of it', () => {
    expect(read({ Table: ['AWS::EC2::RouteTable', { VpcId: 'vpc-0a' }] }).vpcs.get('vpc-0a')).toMatchObject({
      defined: false, blocksComplete: 'unknown', dnsSupport: 'unknown', source: { id: 'vpc-0a' },
    });
  });

  test('the same unknown VPC is the same, and no other', () => {
    const { subnets, vpcs } = read(
      { A: ['AWS::EC2::Subnet', { VpcId: { Ref: 'P' } }], B: ['AWS::EC2::Subnet', { VpcId: { Ref: 'P' } }], C: ['AWS::EC2::Subnet', { VpcId: { Ref: 'Q' } }] },
      { Parameters: { P: { Type: 'AWS::EC2::VPC::Id' }, Q: { Type: 'AWS::EC2::VPC::Id' } } },
    );
    expect([...subnets.values()].map(({ vpc }) => vpc)).toEqual(['?t#P', '?t#P', '?t#Q']);
    expect(vpcs.get('?t#P')?.defined).toBe(false);
  });
});

describe('subnets', () => {
  test('without associations they have the main table and the default ACL', () => {
    expect(read({ Vpc: VPC, S: ['AWS::EC2::Subnet', { ...IN_VPC, CidrBlock: '10.0.0.0/24' }] }).subnets.get('t#S')).toMatchObject({
      vpc: 't#Vpc', hasIpv4: 'yes', hasIpv6: 'no', dns64: 'no', defined: true,
      routeTable: { known: true, value: 'main' }, networkAcl: { known: true, value: 'default' },
      zone: { known: false, reason: 'AWS chooses the Availability Zone' },
    });
  });

  test('IPv6: written, added, native, of a pool', () => {
    const { subnets } = read({
      Vpc: VPC,
      Dual: ['AWS::EC2::Subnet', { ...IN_VPC, CidrBlock: '10.0.0.0/24', Ipv6CidrBlock: '2001:db8::/64', EnableDns64: true }],
      Added: ['AWS::EC2::Subnet', { ...IN_VPC, CidrBlock: '10.0.1.0/24' }],
      Block: ['AWS::EC2::SubnetCidrBlock', { SubnetId: { Ref: 'Added' }, Ipv6CidrBlock: '2001:db8:0:1::/64' }],
      Native: ['AWS::EC2::Subnet', { ...IN_VPC, Ipv6Native: true, Ipv6CidrBlock: '2001:db8:0:2::/64' }],
      Pool: ['AWS::EC2::Subnet', { ...IN_VPC, Ipv4IpamPoolId: 'ipam-pool-1', Ipv4NetmaskLength: 24 }],
    });
    expect(['Dual', 'Added', 'Native', 'Pool'].map((name) => subnets.get(`t#${name}`)!).map(({ hasIpv4, hasIpv6, dns64, ipv6Block, ipv4Block }) =>
      [hasIpv4, hasIpv6, dns64, ipv6Block && spellBlock(ipv6Block), ipv4Block && spellBlock(ipv4Block)])).toEqual([
      ['yes', 'yes', 'yes', '2001:db8::/64', '10.0.0.0/24'],
      ['yes', 'yes', 'no', '2001:db8:0:1::/64', '10.0.1.0/24'],
      ['no', 'yes', 'no', '2001:db8:0:2::/64', undefined],
      ['yes', 'no', 'no', undefined, '/24 of t#Pool IPv4'],
    ]);
  });

  test('associations, also of subnets and tables that are defined elsewhere; two are one too many', () => {
    const { subnets, routeTables } = read({
      Vpc: VPC,
      S: ['AWS::EC2::Subnet', IN_VPC],
      T: ['AWS::EC2::RouteTable', IN_VPC],
      A1: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: 'subnet-0a', RouteTableId: { Ref: 'T' } }],
      A2: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: { Ref: 'S' }, RouteTableId: 'rtb-0a' }],
      A3: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: 'subnet-0b', RouteTableId: 'rtb-0a' }],
      A4: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: 'subnet-0b', RouteTableId: { Ref: 'T' } }],
      N: ['AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: { Ref: 'S' }, NetworkAclId: 'acl-0a' }],
    });
    expect(subnets.get('subnet-0a')).toMatchObject({ defined: false, vpc: 't#Vpc', routeTable: { value: 't#T' }, networkAcl: { known: false } });
    expect(subnets.get('t#S')).toMatchObject({ routeTable: { value: 'rtb-0a' }, networkAcl: { value: 'acl-0a' } });
    expect(subnets.get('subnet-0b')!.routeTable).toEqual({ known: false, reason: 'it is associated with several: rtb-0a, t#T' });
    expect(routeTables.get('rtb-0a')!.furtherRoutes).toContain('not defined by the templates');
  });
});

test.each<[string, object, object]>([
  ['an internet gateway', { GatewayId: { Ref: 'Igw' } }, { kind: 'internet-gateway', id: 't#Igw' }],
  ['one by id', { GatewayId: 'igw-0a' }, { kind: 'internet-gateway', id: 'igw-0a' }],
  ['a virtual private gateway', { GatewayId: { Ref: 'Vgw' } }, { kind: 'unsupported', what: 'a virtual private gateway', isPrivateNetwork: true }],
  ['one by id', { GatewayId: 'vgw-0a' }, { kind: 'unsupported', what: 'a virtual private gateway', isPrivateNetwork: true }],
  ['local', { GatewayId: 'local' }, { kind: 'local' }],
  ['a NAT gateway', { NatGatewayId: 'nat-0a' }, { kind: 'nat-gateway', id: 'nat-0a' }],
  ['an egress-only internet gateway', { EgressOnlyInternetGatewayId: { 'Fn::GetAtt': ['Eigw', 'Id'] } }, { kind: 'egress-only-internet-gateway', id: 't#Eigw' }],
  ['an instance', { InstanceId: 'i-0a' }, { kind: 'network-interface', id: 'i-0a' }],
  ['an interface', { NetworkInterfaceId: 'eni-0a' }, { kind: 'network-interface', id: 'eni-0a' }],
  ['a transit gateway', { TransitGatewayId: 'tgw-0a' }, { kind: 'transit-gateway', id: 'tgw-0a' }],
  ['a peering connection', { VpcPeeringConnectionId: 'pcx-0a' }, { kind: 'vpc-peering', id: 'pcx-0a' }],
  ['a firewall', { VpcEndpointId: 'vpce-0a' }, { kind: 'unsupported', what: 'an endpoint of a firewall or Gateway Load Balancer' }],
  ['nothing', {}, { kind: 'unknown', reason: 'the route names no target' }],
  ['what is not there', { NatGatewayId: { Ref: 'Gone' } }, { kind: 'missing', what: 'Gone' }],
  ['a gateway that is not there', { GatewayId: { Ref: 'Gone' } }, { kind: 'missing', what: 'Gone' }],
  ['an unknown one', { NatGatewayId: { Ref: 'P' } }, { kind: 'unknown', reason: 'the parameter P of t has no value' }],
])('a route to %s', (_, target, expected) => {
  const { routeTables } = read({
    Igw: ['AWS::EC2::InternetGateway'], Vgw: ['AWS::EC2::VPNGateway'], Eigw: ['AWS::EC2::EgressOnlyInternetGateway', { VpcId: 'vpc-0a' }],
    Route: ['AWS::EC2::Route', { RouteTableId: 'rtb-0a', DestinationCidrBlock: '0.0.0.0/0', ...target }],
  }, { Parameters: { P: { Type: 'String' } } });
  expect(routeTables.get('rtb-0a')!.routes[0].target).toEqual(expected);
});

test.each<[object, string]>([
  [{ DestinationCidrBlock: '10.0.0.0/8' }, '10.0.0.0/8'],
  [{ DestinationIpv6CidrBlock: '::/0' }, '::/0'],
  [{ DestinationIpv6CidrBlock: '64:ff9b::/96' }, '64:ff9b::/96'],
  [{ DestinationPrefixListId: 'pl-0a' }, 'pl-0a'],
  [{ DestinationPrefixListId: { Ref: 'List' } }, 't#List'],
  [{ DestinationPrefixListId: 'com.amazonaws.eu-west-1.s3' }, 'pl:s3'],
  [{ DestinationCidrBlock: 'everywhere' }, '?'],
  [{ DestinationCidrBlock: '::/0' }, '?'],
  [{}, '?'],
])('a route from %j', (destination, expected) => {
  const { routeTables, prefixLists } = read({
    List: ['AWS::EC2::PrefixList', { Entries: [{ Cidr: '10.0.0.0/8' }] }],
    Route: ['AWS::EC2::Route', { RouteTableId: 'rtb-0a', NatGatewayId: 'nat-0a', ...destination }],
  });
  expect(spelled(routeTables.get('rtb-0a')!.routes[0].destination)).toBe(expected);
  expect(valueOf(prefixLists.get('t#List')!).map(spellBlock)).toEqual(['10.0.0.0/8']);
});

test('propagation leaves a table open', () => {
  const { routeTables } = read({ T: ['AWS::EC2::RouteTable', IN_VPC], Vpc: VPC, P: ['AWS::EC2::VPNGatewayRoutePropagation', { RouteTableIds: [{ Ref: 'T' }], VpnGatewayId: 'vgw-0a' }] });
  expect(routeTables.get('t#T')!.furtherRoutes).toContain('propagates');
});

test('so does a route server, which may write any route', () => {
  const { routeTables } = read({ T: ['AWS::EC2::RouteTable', IN_VPC], Vpc: VPC, P: ['AWS::EC2::RouteServerPropagation', { RouteTableId: { Ref: 'T' }, RouteServerId: 'rs-0a' }] });
  expect(routeTables.get('t#T')).toMatchObject({ furtherRoutes: 'a route server writes routes into it', furtherRoutesArePropagated: false });
});

test.each<[string, object, object]>([
  ['a zonal public one', { SubnetId: 'subnet-0a', AllocationId: { 'Fn::GetAtt': ['Eip', 'AllocationId'] } },
    { connectivity: 'public', place: { kind: 'zonal', subnet: 'subnet-0a' }, hasPublicAddress: 'yes' }],
  ['without address', { SubnetId: 'subnet-0a' }, { connectivity: 'public', place: { kind: 'zonal', subnet: 'subnet-0a' }, hasPublicAddress: 'no' }],
  ['whose address is not there', { SubnetId: 'subnet-0a', AllocationId: { Ref: 'Gone' } }, { connectivity: 'public', place: { kind: 'zonal', subnet: 'subnet-0a' }, hasPublicAddress: 'no' }],
  ['a private one', { SubnetId: 'subnet-0a', ConnectivityType: 'private' }, { connectivity: 'private', place: { kind: 'zonal', subnet: 'subnet-0a' }, hasPublicAddress: 'no' }],
  ['a regional one', { VpcId: 'vpc-0a', AvailabilityMode: 'regional' }, { connectivity: 'public', place: { kind: 'regional', vpc: 'vpc-0a' }, hasPublicAddress: 'yes' }],
  ['a regional one with zones', { VpcId: 'vpc-0a', AvailabilityMode: 'regional', AvailabilityZoneAddresses: [{ AvailabilityZone: 'eu-west-1a', AllocationIds: ['eipalloc-1'] }] },
    { connectivity: 'public', place: { kind: 'regional', vpc: 'vpc-0a', zones: ['eu-west-1a'] }, hasPublicAddress: 'yes' }],
])('a NAT gateway: %s', (_, properties, expected) => {
  const gateway = read({ Eip: ['AWS::EC2::EIP'], Nat: ['AWS::EC2::NatGateway', properties] }).natGateways.get('t#Nat')!;
  const { connectivity, place, hasPublicAddress } = gateway;
  expect({ connectivity: valueOf(connectivity), place: valueOf(place), hasPublicAddress }).toEqual(expected);
});

describe('endpoints', () => {
  const endpoint = (properties: object, region?: string) => read({
    E: ['AWS::EC2::VPCEndpoint', { VpcId: 'vpc-0a', ServiceName: `com.amazonaws.${region ?? 'eu-west-1'}.secretsmanager`, ...properties }],
  });

  test('defaults: gateway, no private DNS, IPv4, the policy that allows everything', () => {
    expect(endpoint({}).endpoints.get('t#E')).toMatchObject({
      kind: { value: 'gateway' }, privateDns: 'no', families: { value: ['ipv4'] }, securityGroups: { value: [] }, service: { value: 'secretsmanager' },
    });
    expect(endpoint({}).endpoints.get('t#E')).not.toHaveProperty('policy');
  });

  test('an interface endpoint without groups has the default group of its VPC', () => {
    expect(endpoint({ VpcEndpointType: 'Interface' }).endpoints.get('t#E')!.securityGroups).toEqual({ known: true, value: ['vpc-0a.DefaultSecurityGroup'] });
  });

  test.each<[object, unknown]>([
    [{ IpAddressType: 'dualstack' }, ['ipv4', 'ipv6']],
    [{ IpAddressType: 'ipv6' }, ['ipv6']],
    [{ IpAddressType: 'dualstack', DnsOptions: { DnsRecordIpType: 'ipv4' } }, ['ipv4']],
    [{ IpAddressType: 'dualstack', DnsOptions: { DnsRecordIpType: 'service-defined' } }, ['ipv4']],
    [{ IpAddressType: 'dualstack', DnsOptions: { DnsRecordIpType: 'not-specified' } }, ['ipv4', 'ipv6']],
  ])('%j answers over %j', (properties, families) => {
    expect(valueOf(endpoint(properties).endpoints.get('t#E')!.families)).toEqual(families);
  });

  test.each<[unknown, string]>([
    ['com.amazonaws.eu-west-1.ecr.api', 'ecr.api'],
    [{ 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, 's3'],
    [{ 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.execute-api']] }, 'execute-api'],
    ['aws.sagemaker.eu-west-1.notebook', 'notebook'],
    ['cn.com.amazonaws.cn-north-1.lambda', 'lambda'],
    ['com.amazonaws.s3-global.accesspoint', 's3-global.accesspoint'],
    ['com.amazonaws.vpce.eu-west-1.vpce-svc-0a', 'com.amazonaws.vpce.eu-west-1.vpce-svc-0a'],
  ])('the service of %j', (ServiceName, service) => {
    expect(valueOf(endpoint({ ServiceName }).endpoints.get('t#E')!.service)).toBe(service);
  });

  test('private DNS for resolver endpoints alone is none for the VPC', () => {
    const options = { DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: 'OnlyInboundResolver' } };
    expect(endpoint({ PrivateDnsEnabled: true }).endpoints.get('t#E')!.privateDns).toBe('yes');
    expect(endpoint({ PrivateDnsEnabled: true, ...options }).endpoints.get('t#E')!.privateDns).toBe('no');
  });

  test('S10: a gateway endpoint routes its prefix list in each of its tables; where they are not known, tables of its VPC stay open', () => {
    const known = endpoint({ ServiceName: 'com.amazonaws.eu-west-1.s3', RouteTableIds: ['rtb-0a', 'rtb-0b'] }).routeTables;
    expect([...known.values()].map(({ routes }) => [spelled(routes[0].destination), routes[0].target])).toEqual([
      ['pl:s3', { kind: 'gateway-endpoint', id: 't#E' }], ['pl:s3', { kind: 'gateway-endpoint', id: 't#E' }],
    ]);
    const open = read({
      T: ['AWS::EC2::RouteTable', { VpcId: 'vpc-0a' }], Other: ['AWS::EC2::RouteTable', { VpcId: 'vpc-0b' }],
      E: ['AWS::EC2::VPCEndpoint', { VpcId: 'vpc-0a', ServiceName: 'com.amazonaws.eu-west-1.s3', RouteTableIds: { Ref: 'P' } }],
    }, { Parameters: { P: { Type: 'CommaDelimitedList' } } }).routeTables;
    expect([open.get('t#T')!.furtherRoutes, open.get('t#Other')!.furtherRoutes]).toEqual([expect.stringContaining('not known which tables'), undefined]);
  });

  test.each<[unknown, unknown]>([
    [{ Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] }, { Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] }],
    ['{"Statement":[]}', { Statement: [] }],
    [{ Statement: [{ Effect: 'Allow', Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${P}' } }] }, { Statement: [{ Effect: 'Allow', Resource: 'arn:${AWS::Partition}:s3:::${t#P}' }] }],
  ])('the policy %j', (PolicyDocument, expected) => {
    const { endpoints } = read({ E: ['AWS::EC2::VPCEndpoint', { VpcId: 'vpc-0a', ServiceName: 's', PolicyDocument }] }, { Parameters: { P: { Type: 'String' } } });
    expect(valueOf(endpoints.get('t#E')!.policy!)).toEqual(expected);
  });

  test('an unknown policy is known to be there', () => {
    const { endpoints } = read({ E: ['AWS::EC2::VPCEndpoint', { VpcId: 'vpc-0a', ServiceName: 's', PolicyDocument: { Ref: 'P' } }] }, { Parameters: { P: { Type: 'String' } } });
    expect(endpoints.get('t#E')!.policy).toMatchObject({ known: false });
  });
});

describe('security groups', () => {
  const rules = (group: object, others: Record<string, readonly [string, object]> = {}) =>
    read({ G: ['AWS::EC2::SecurityGroup', { VpcId: 'vpc-0a', ...group }], ...others }).securityGroups.get('t#G')!;

  test('S15: without egress rules everything is let out, with them what they say, beside others it is contested', () => {
    const rule = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };
    expect(rules({}).defaultEgress).toBe('everything');
    expect(rules({ SecurityGroupEgress: [rule] }).defaultEgress).toBe('none');
    expect(rules({ SecurityGroupEgress: [] }).defaultEgress).toBe('everything');
    expect(rules({}, { E: ['AWS::EC2::SecurityGroupEgress', { GroupId: { 'Fn::GetAtt': ['G', 'GroupId'] }, ...rule }] })).toMatchObject({ defaultEgress: 'contested', egress: [{ source: { id: 't#E' } }] });
    expect(rules({ SecurityGroupEgress: [rule] }, { E: ['AWS::EC2::SecurityGroupEgress', { GroupId: { Ref: 'G' }, ...rule }] })).toMatchObject({ defaultEgress: 'none', egress: [{}, {}] });
  });

  test.each<[object, unknown]>([
    [{ IpProtocol: 'tcp', FromPort: 443, ToPort: '443', CidrIp: '10.0.0.0/8' }, ['tcp', 443, 443, '10.0.0.0/8']],
    [{ IpProtocol: 6, FromPort: 0, ToPort: 65535, CidrIpv6: '::/0' }, ['tcp', 0, 65535, '::/0']],
    [{ IpProtocol: '17', FromPort: 53, ToPort: 53, DestinationSecurityGroupId: 'sg-0a' }, ['udp', 53, 53, 'sg-0a']],
    [{ IpProtocol: '-1', DestinationPrefixListId: 'pl-0a' }, ['all', 0, 65535, 'pl-0a']],
    [{ IpProtocol: -1, CidrIp: '10.0.0.1' }, ['all', 0, 65535, '10.0.0.1/32']],
    [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }, ['other', 0, 65535, '255.255.255.255/32']],
    [{ IpProtocol: 'tcp', CidrIp: '10.0.0.0/8' }, ['tcp', undefined, undefined, '10.0.0.0/8']],
    [{ IpProtocol: 'tcp', FromPort: 500, ToPort: 400, CidrIp: '10.0.0.0/8' }, ['tcp', undefined, undefined, '10.0.0.0/8']],
    [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationSecurityGroupId: { Ref: 'Gone' } }, ['tcp', 443, 443, '?']],
    [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }, ['tcp', 443, 443, '?']],
    [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationSecurityGroupId: { 'Fn::Join': ['/', ['111111111111', { Ref: 'G' }]] } }, ['tcp', 443, 443, 't#G']],
    [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationSecurityGroupId: '111111111111/sg-0a' }, ['tcp', 443, 443, 'sg-0a']],
  ])('the rule %j', (rule, expected) => {
    const [{ protocol, ports, peer }] = rules({ SecurityGroupEgress: [rule] }).egress;
    expect([protocol, ports?.fromPort, ports?.toPort, spelled(peer)]).toEqual(expected);
  });

  test('rules that are not known may be any', () => {
    const { securityGroups } = read({ G: ['AWS::EC2::SecurityGroup', { SecurityGroupIngress: { Ref: 'P' } }] }, { Parameters: { P: { Type: 'CommaDelimitedList' } } });
    expect(securityGroups.get('t#G')!.ingress).toMatchObject([{ protocol: 'unknown', peer: { kind: 'unknown', reason: 'the parameter P of t has no value' } }]);
    expect(securityGroups.get('t#G')).not.toHaveProperty('vpc');
  });

  test('a group that is defined elsewhere can have further rules', () => {
    const { securityGroups } = read({ E: ['AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-0a', IpProtocol: '-1', SourceSecurityGroupId: 'sg-0b' }] });
    expect(securityGroups.get('sg-0a')).toMatchObject({ ingress: [{ peer: { kind: 'security-group', id: 'sg-0b' } }], furtherRules: expect.stringContaining('sg-0a'), defaultEgress: 'none' });
  });

  test('S16: the default group lets its members in and everything out, unless it is emptied; added rules stay', () => {
    const group = { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] };
    const added = { E: ['AWS::EC2::SecurityGroupIngress', { GroupId: group, IpProtocol: 'tcp', FromPort: 1, ToPort: 1, CidrIp: '10.0.0.0/8' }] } as const;
    const id = 't#Vpc.DefaultSecurityGroup';
    const open = read({ Vpc: VPC, ...added }).securityGroups.get(id)!;
    expect([open.ingress.map(({ peer }) => spelled(peer)), open.egress.map(({ peer }) => spelled(peer)), open.defaultEgress]).toEqual([[id, '10.0.0.0/8'], ['0.0.0.0/0', '::/0'], 'none']);
    const emptied = read({ Vpc: VPC, ...added, R: ['Custom::VpcRestrictDefaultSG', { DefaultSecurityGroupId: group }] }).securityGroups.get(id)!;
    expect([emptied.ingress.map(({ peer }) => spelled(peer)), emptied.egress]).toEqual([['10.0.0.0/8'], []]);
  });
});

describe('network ACLs', () => {
  test('entries with their defaults', () => {
    const { networkAcls } = read({
      Acl: ['AWS::EC2::NetworkAcl', { VpcId: 'vpc-0a' }],
      In: ['AWS::EC2::NetworkAclEntry', { NetworkAclId: { Ref: 'Acl' }, RuleNumber: 100, Protocol: 6, RuleAction: 'allow', CidrBlock: '0.0.0.0/0', PortRange: { From: 1024, To: 65535 } }],
      Out: ['AWS::EC2::NetworkAclEntry', { NetworkAclId: { 'Fn::GetAtt': ['Acl', 'Id'] }, RuleNumber: '110', Protocol: -1, RuleAction: 'deny', Egress: true, Ipv6CidrBlock: '::/0' }],
    });
    expect(networkAcls.get('t#Acl')!.entries).toMatchObject([
      { ruleNumber: { value: 100 }, egress: 'no', allow: 'yes', protocol: 'tcp', ports: { fromPort: 1024, toPort: 65535 }, block: { kind: 'block' } },
      { ruleNumber: { value: 110 }, egress: 'yes', allow: 'no', protocol: 'all', ports: { fromPort: 0, toPort: 65535 }, block: { kind: 'block' } },
    ]);
    expect(networkAcls.get('t#Acl')).not.toHaveProperty('furtherEntries');
  });

  test('a default ACL to which a template adds is named by the subnets that have it', () => {
    const { networkAcls, subnets } = read({
      Vpc: VPC, S: ['AWS::EC2::Subnet', IN_VPC],
      E: ['AWS::EC2::NetworkAclEntry', { NetworkAclId: { 'Fn::GetAtt': ['Vpc', 'DefaultNetworkAcl'] }, RuleNumber: 1, Protocol: -1, RuleAction: 'deny', CidrBlock: '0.0.0.0/0' }],
    });
    expect(valueOf(subnets.get('t#S')!.networkAcl)).toBe('t#Vpc.DefaultNetworkAcl');
    expect(networkAcls.get('t#Vpc.DefaultNetworkAcl')!.entries.map(({ ruleNumber, egress, allow }) => [valueOf(ruleNumber), egress, allow])).toEqual([
      [1, 'no', 'no'], [100, 'yes', 'yes'], [101, 'yes', 'yes'], [100, 'no', 'yes'], [101, 'no', 'unknown'],
    ]);
  });
});

describe('gateways', () => {
  test('internet gateways are attached where attachments say', () => {
    const { internetGateways, gatewayRouteTables, egressOnlyInternetGateways } = read({
      Igw: ['AWS::EC2::InternetGateway'], Lone: ['AWS::EC2::InternetGateway'],
      A: ['AWS::EC2::VPCGatewayAttachment', { VpcId: 'vpc-0a', InternetGatewayId: { Ref: 'Igw' } }],
      B: ['AWS::EC2::VPCGatewayAttachment', { VpcId: 'vpc-0b', InternetGatewayId: 'igw-0a' }],
      C: ['AWS::EC2::VPCGatewayAttachment', { VpcId: 'vpc-0a', VpnGatewayId: 'vgw-0a' }],
      D: ['AWS::EC2::GatewayRouteTableAssociation', { GatewayId: { Ref: 'Igw' }, RouteTableId: 'rtb-0a' }],
      E: ['AWS::EC2::EgressOnlyInternetGateway', { VpcId: 'vpc-0a' }],
    });
    expect([...internetGateways.values()].map(({ source, attachedTo, defined }) => [source.id, attachedTo, defined])).toEqual([
      ['t#Igw', ['vpc-0a'], true], ['t#Lone', [], true], ['igw-0a', ['vpc-0b'], false],
    ]);
    expect([...gatewayRouteTables.keys()]).toEqual(['t#Igw']);
    expect(egressOnlyInternetGateways.get('t#E')!.vpc).toBe('vpc-0a');
  });

  test('peering connections', () => {
    const peering = read({ P: ['AWS::EC2::VPCPeeringConnection', { VpcId: 'vpc-0a', PeerVpcId: 'vpc-0b' }] }).peerings.get('t#P')!;
    expect([valueOf(peering.requester), valueOf(peering.accepter)]).toEqual(['vpc-0a', 'vpc-0b']);
  });

  test('transit gateways with attachments, tables and routes, and their defaults', () => {
    const model = read({
      Tgw: ['AWS::EC2::TransitGateway', {}],
      Off: ['AWS::EC2::TransitGateway', { DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'disable', SecurityGroupReferencingSupport: 'enable' }],
      A: ['AWS::EC2::TransitGatewayAttachment', { TransitGatewayId: { Ref: 'Tgw' }, VpcId: 'vpc-0a', SubnetIds: ['subnet-0a'] }],
      B: ['AWS::EC2::TransitGatewayVpcAttachment', { TransitGatewayId: 'tgw-0a', VpcId: 'vpc-0b', SubnetIds: ['subnet-0b'], Options: { Ipv6Support: 'enable' } }],
      T: ['AWS::EC2::TransitGatewayRouteTable', { TransitGatewayId: { Ref: 'Tgw' } }],
      As: ['AWS::EC2::TransitGatewayRouteTableAssociation', { TransitGatewayAttachmentId: { Ref: 'A' }, TransitGatewayRouteTableId: { Ref: 'T' } }],
      Pr: ['AWS::EC2::TransitGatewayRouteTablePropagation', { TransitGatewayAttachmentId: { 'Fn::GetAtt': ['B', 'Id'] }, TransitGatewayRouteTableId: { Ref: 'T' } }],
      R1: ['AWS::EC2::TransitGatewayRoute', { TransitGatewayRouteTableId: { Ref: 'T' }, DestinationCidrBlock: '0.0.0.0/0', TransitGatewayAttachmentId: { Ref: 'A' } }],
      R2: ['AWS::EC2::TransitGatewayRoute', { TransitGatewayRouteTableId: { Ref: 'T' }, DestinationCidrBlock: '10.0.0.0/8', Blackhole: true }],
      R3: ['AWS::EC2::TransitGatewayRoute', { TransitGatewayRouteTableId: 'tgw-rtb-0a', DestinationCidrBlock: '2001:db8::/32', TransitGatewayAttachmentId: { Ref: 'A' } }],
    });
    expect([...model.transitGateways.values()].map(({ defaultAssociation, defaultPropagation, securityGroupReferencing, defined }) =>
      [defaultAssociation, defaultPropagation, securityGroupReferencing, defined])).toEqual([
      ['yes', 'yes', 'no', true], ['no', 'no', 'yes', true], ['unknown', 'unknown', 'unknown', false],
    ]);
    expect([...model.transitGatewayAttachments.values()].map(({ vpc, ipv6Support }) => [valueOf(vpc), ipv6Support])).toEqual([['vpc-0a', 'no'], ['vpc-0b', 'yes']]);
    const table = model.transitGatewayRouteTables.get('t#T')!;
    expect([table.associations, table.propagations, table.routes.map(({ destination, attachment }) => [spelled(destination), attachment])]).toEqual([
      ['t#A'], ['t#B'], [['0.0.0.0/0', 't#A'], ['10.0.0.0/8', undefined]],
    ]);
    expect(spelled(model.transitGatewayRouteTables.get('tgw-rtb-0a')!.routes[0].destination)).toBe('2001:db8::/32');
  });

  test('S21: Block Public Access and exclusions', () => {
    const { blockPublicAccess, blockPublicAccessExclusions } = read({
      B: ['AWS::EC2::VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: 'block-ingress' }],
      E: ['AWS::EC2::VPCBlockPublicAccessExclusion', { InternetGatewayExclusionMode: 'allow-egress', VpcId: 'vpc-0a' }],
      F: ['AWS::EC2::VPCBlockPublicAccessExclusion', { InternetGatewayExclusionMode: 'allow-bidirectional', SubnetId: 'subnet-0a' }],
    });
    expect(valueOf(blockPublicAccess[0].mode)).toBe('block-ingress');
    expect(blockPublicAccessExclusions.map(({ of, mode }) => [valueOf(of), valueOf(mode)])).toEqual([['vpc-0a', 'allow-egress'], ['subnet-0a', 'allow-bidirectional']]);
  });
});

describe('network interfaces', () => {
  test.each<[string, Record<string, readonly [string, object]>, object]>([
    ['defaults', { I: ['AWS::EC2::Instance', { SubnetId: { Ref: 'S' }, SecurityGroupIds: ['sg-0a'] }] }, { sourceDestCheck: 'yes', hasPublicAddress: 'no', subnet: { value: 't#S' }, securityGroups: { value: ['sg-0a'] } }],
    ['a subnet that gives addresses', { I: ['AWS::EC2::Instance', { SubnetId: { Ref: 'Public' }, SourceDestCheck: false }] }, { sourceDestCheck: 'no', hasPublicAddress: 'yes' }],
    ['a subnet defined elsewhere', { I: ['AWS::EC2::Instance', { SubnetId: 'subnet-0a' }] }, { hasPublicAddress: 'unknown' }],
    ['its own wish', { I: ['AWS::EC2::Instance', { NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: { Ref: 'S' }, GroupSet: ['sg-0b'], AssociatePublicIpAddress: true }] }] },
      { hasPublicAddress: 'yes', subnet: { value: 't#S' }, securityGroups: { value: ['sg-0b'] } }],
    ['an Elastic IP', { I: ['AWS::EC2::Instance', { SubnetId: { Ref: 'S' } }], E: ['AWS::EC2::EIP', { InstanceId: { Ref: 'I' } }] }, { hasPublicAddress: 'yes' }],
    ['an association', { I: ['AWS::EC2::Instance', { SubnetId: { Ref: 'S' } }], E: ['AWS::EC2::EIPAssociation', { InstanceId: { Ref: 'I' }, AllocationId: 'eipalloc-1' }] }, { hasPublicAddress: 'yes' }],
    ['an interface of its own', { N: ['AWS::EC2::NetworkInterface', { SubnetId: { Ref: 'S' }, SourceDestCheck: 'false', GroupSet: ['sg-0c'] }], I: ['AWS::EC2::Instance', { NetworkInterfaces: [{ DeviceIndex: 0, NetworkInterfaceId: { Ref: 'N' } }] }] },
      { sourceDestCheck: 'no', hasPublicAddress: 'unknown', securityGroups: { value: ['sg-0c'] } }],
  ])('of an instance: %s', (_, resources, expected) => {
    const { networkInterfaces } = read({
      Vpc: VPC, S: ['AWS::EC2::Subnet', IN_VPC], Public: ['AWS::EC2::Subnet', { ...IN_VPC, MapPublicIpOnLaunch: true }], ...resources,
    });
    expect(networkInterfaces.get('t#I')).toMatchObject(expected);
  });
});
