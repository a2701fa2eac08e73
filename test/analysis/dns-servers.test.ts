import type { Resources } from './read/reading';
import { CLOSED, DNS, HTTPS, attribute, endpoint, group, lettingOut, options, outcomeIn, ports, ref, sub, subnet, verdictIn } from './support/named-network';

/*
 * Whom a VPC asks for addresses of names. Only the Route 53 Resolver is there for everybody: other servers are hosts that have to be reached.
 */

const OWN = options(['10.0.0.53']);
const GATEWAY: Resources = {
  S3: ['AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: sub('com.amazonaws.${AWS::Region}.s3'), RouteTableIds: [ref('PrivateRoutes')] }],
};
const DATABASE: Resources = {
  DatabaseGroup: group('Vpc', { SecurityGroupIngress: [{ ...ports(5432), SourceSecurityGroupId: ref('Group') }] }),
  Subnets: ['AWS::RDS::DBSubnetGroup', { DBSubnetGroupDescription: 'x', SubnetIds: [ref('Public')] }],
  Database: ['AWS::RDS::DBInstance', { Engine: 'postgres', DBSubnetGroupName: ref('Subnets'), VPCSecurityGroups: [attribute('DatabaseGroup', 'GroupId')] }],
};
const POSTGRES = { ...ports(5432), CidrIp: '10.0.0.0/16' };
const OPEN = lettingOut(HTTPS, POSTGRES, ...DNS('10.0.0.53/32'));
const SHUT = lettingOut(HTTPS, POSTGRES);

describe('servers that are the Route 53 Resolver need nothing', () => {
  test.each<[string, Resources]>([
    ['no options', {}],
    ['AmazonProvidedDNS', options(['AmazonProvidedDNS'])],
    ['in any case', options(['amazonprovideddns'])],
    ['as text', options('AmazonProvidedDNS')],
    ['none named', options({ Ref: 'AWS::NoValue' })],
    ['the link-local address', options(['169.254.169.253'])],
    ['the link-local address of IPv6', options(['fd00:ec2::253'])],
    ['the link-local address of IPv6, spelled out', options(['fd00:0ec2:0:0:0:0:0:253'])],
    ['the address two above the base', options(['10.0.0.2'])],
    ['both in a text', options('AmazonProvidedDNS, 10.0.0.2')],
    ['the default options', options(['10.0.0.53'], 'default')],
    ['GetAtt of the options', options(['AmazonProvidedDNS'], attribute('Options', 'DhcpOptionsId'))],
  ])('%s', (_, changes) => {
    expect(outcomeIn('internet', changes)).toBe('reachable');
    expect(outcomeIn('sqs', changes, CLOSED as never, endpoint('sqs'))).toBe('reachable');
  });
});

describe('servers of one\'s own have to be reached', () => {
  test.each<[string, string, readonly (Resources | Record<string, null>)[]]>([
    ['internet', 'the group lets no questions out', [OWN]],
    ['sqs', 'a service over the internet', [OWN]],
    ['sqs', 'a service through its endpoint', [OWN, endpoint('sqs')]],
    ['s3', 'a service through its gateway endpoint', [OWN, GATEWAY]],
    ['Database:5432', 'a resource', [OWN, DATABASE, SHUT]],
    ['internet', 'in a text', [options('10.0.0.53,10.0.1.53')]],
    ['internet', 'by GetAtt of an instance', [options([attribute('Server', 'PrivateIp')]), server()]],
    ['internet', 'options by GetAtt', [options(['10.0.0.53'], attribute('Options', 'DhcpOptionsId'))]],
    ['internet', 'no route', [options(['192.168.0.53']), CLOSED, lettingOut(HTTPS, ...DNS('0.0.0.0/0'))]],
    ['internet', 'the server lets nobody in', [OWN, OPEN, server()]],
    ['internet', 'the Resolver of another VPC', [options(['10.9.0.2']), lettingOut(HTTPS, ...DNS('0.0.0.0/0')), { Other: ['AWS::EC2::VPC', { CidrBlock: '10.9.0.0/16' }] }]],
    ['internet', 'over IPv6, which the function does not have', [options(['2001:4860:4860::8888']), lettingOut(HTTPS, ...DNS('::/0'))]],
    ['internet', 'the Resolver is off', [{ Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsSupport: false }] }]],
  ])('%s is blocked: %s', (to, _, changes) => {
    expect(outcomeIn(to, ...changes as Resources[])).toMatch(/^blocked .*DNS_SERVER_NOT_REACHED/);
  });

  test.each<[string, string, readonly (Resources | Record<string, null>)[]]>([
    ['internet', 'the group lets questions out', [OWN, OPEN]],
    ['sqs', 'a service over the internet', [OWN, OPEN]],
    ['s3', 'a service through its gateway endpoint', [OWN, GATEWAY, OPEN]],
    ['Database:5432', 'a resource', [OWN, DATABASE, OPEN]],
    ['internet', 'the server lets them in', [OWN, OPEN, server({ ...ports(53), CidrIp: '10.0.1.0/24' }, { ...ports(53, 'udp'), SourceSecurityGroupId: ref('Group') })]],
    ['internet', 'a server on the internet', [options(['8.8.8.8']), lettingOut(HTTPS, ...DNS('8.8.8.8/32'))]],
    ['10.0.9.0/24', 'a block needs no name', [OWN, lettingOut({ ...ports(443), CidrIp: '10.0.0.0/8' })]],
    ['sqs', 'open both ways', [OWN, OPEN, endpoint('sqs')]],
  ])('%s is reached: %s', (to, _, changes) => {
    expect(outcomeIn(to, ...changes as Resources[])).toBe('reachable');
  });

  test('what they answer is an assumption', () => {
    expect(verdictIn('internet', OWN, OPEN).subnets[0].assumptions?.join()).toContain('10.0.0.53');
  });

  test('what there is to do names both transports', () => {
    expect(verdictIn('internet', OWN).subnets[0].mend).toContain('udp 53, tcp 53');
  });

  test('network ACLs count', () => {
    const acl: Resources = {
      Acl: ['AWS::EC2::NetworkAcl', { VpcId: ref('Vpc') }],
      AclAssociation: ['AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref('Private'), NetworkAclId: ref('Acl') }],
      Out: ['AWS::EC2::NetworkAclEntry', { NetworkAclId: ref('Acl'), RuleNumber: 100, Protocol: 6, Egress: true, RuleAction: 'allow', CidrBlock: '0.0.0.0/0', PortRange: { From: 0, To: 65535 } }],
      In: ['AWS::EC2::NetworkAclEntry', { NetworkAclId: ref('Acl'), RuleNumber: 100, Protocol: 6, Egress: false, RuleAction: 'allow', CidrBlock: '0.0.0.0/0', PortRange: { From: 0, To: 65535 } }],
    };
    expect(outcomeIn('internet', acl)).toBe('reachable');
    expect(outcomeIn('internet', OWN, OPEN, acl)).toBe('blocked DNS_SERVER_NOT_REACHED');
  });
});

describe('what is not known is inconclusive', () => {
  test.each<[string, string, readonly (Resources | Record<string, null>)[]]>([
    ['internet', 'options by id', [options([], 'dopt-0123456789abcdef0')]],
    ['internet', 'options by parameter', [options([], ref('Unknown'))]],
    ['internet', 'a server by parameter', [options([ref('Unknown')]), OPEN]],
    ['internet', 'a parameter for all', [options(ref('Unknown'))]],
    ['internet', 'a name', [options(['dns.corp.example'])]],
    ['internet', 'one of two is not reached', [options(['10.0.0.53', '10.0.0.54']), OPEN]],
    ['internet', 'one of two is the Resolver', [options(['AmazonProvidedDNS', '10.0.0.53'])]],
    ['internet', 'UDP alone', [OWN, lettingOut(HTTPS, { ...ports(53, 'udp'), CidrIp: '10.0.0.53/32' })]],
    ['internet', 'two associations', [OWN, { More: ['AWS::EC2::DHCPOptions', { DomainNameServers: ['AmazonProvidedDNS'] }], Again: ['AWS::EC2::VPCDHCPOptionsAssociation', { VpcId: ref('Vpc'), DhcpOptionsId: ref('More') }] }]],
    ['internet', 'two above the base of a secondary block', [options(['10.5.0.2']), lettingOut(HTTPS, ...DNS('0.0.0.0/0')), { Block: ['AWS::EC2::VPCCidrBlock', { VpcId: ref('Vpc'), CidrBlock: '10.5.0.0/16' }] }]],
    ['internet', 'a VPC that is found out', [{
      Finder: ['Custom::Vpc', { ServiceToken: 'x' }], ...OWN,
      OptionsAssociation: ['AWS::EC2::VPCDHCPOptionsAssociation', { VpcId: attribute('Finder', 'VpcId'), DhcpOptionsId: ref('Options') }],
    }]],
    ['sqs', 'the private name of an endpoint', [OWN, OPEN, CLOSED, endpoint('sqs')]],
    ['sqs', 'the private name, with a way out', [OWN, OPEN, endpoint('sqs', { SubnetIds: [] })]],
    ['sqs', 'the private name, of mixed servers', [options(['AmazonProvidedDNS', '10.0.0.53']), OPEN, CLOSED, endpoint('sqs')]],
  ])('%s: %s', (to, _, changes) => {
    expect(outcomeIn(to, ...changes as Resources[])).toMatch(/^inconclusive .*(DNS_SERVER_NOT_REACHED|DNS_NAME_NOT_KNOWN)/);
  });

  test('a NAT gateway asks in the name of the function, which the group of the server does not let in', () => {
    const route: Resources = { ToServers: ['AWS::EC2::Route', { RouteTableId: ref('PrivateRoutes'), DestinationCidrBlock: '10.0.0.0/24', NatGatewayId: ref('Nat') }] };
    const byAddress = server({ ...ports(53), CidrIp: '10.0.1.0/24' }, { ...ports(53, 'udp'), CidrIp: '10.0.1.0/24' });
    const byGroup = server({ ...ports(53), SourceSecurityGroupId: ref('Group') }, { ...ports(53, 'udp'), SourceSecurityGroupId: ref('Group') });
    expect([byAddress, byGroup].map((own) => outcomeIn('internet', OWN, OPEN, own))).toEqual(['reachable', 'reachable']);
    expect([byAddress, byGroup].map((own) => outcomeIn('internet', OWN, OPEN, own, route)).filter((outcome) => outcome === 'reachable')).toEqual([]);
  });

  test('a service is blocked that is reached neither way', () => {
    expect(outcomeIn('sqs', OWN, lettingOut(...DNS('10.0.0.53/32')), endpoint('sqs'))).toMatch(/^blocked/);
  });
});

function server(...rules: readonly object[]): Resources {
  return {
    ...subnet('Servers', 'Vpc', '10.0.2.0/24'),
    ServerGroup: group('Vpc', { SecurityGroupIngress: rules }),
    Server: ['AWS::EC2::Instance', { SubnetId: ref('Public'), SecurityGroupIds: [ref('ServerGroup')], PrivateIpAddress: '10.0.0.53' }],
  };
}
