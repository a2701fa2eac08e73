import type { Resources } from './read/reading';
import { CLOSED, HTTPS, attribute, endpoint, lettingOut, outcomeIn, ports, ref, sub, subnet, verdictIn } from './support/named-network';

/*
 * What a name leads to where private hosted zones, Resolver rules, DNS Firewall and profiles have a say.
 */

type Changes = Resources | Readonly<Record<string, null>>;
const NAME = 'sqs.${AWS::Region}.amazonaws.com';
const entry = (place: number, which = 0) => ({ 'Fn::Select': [place, { 'Fn::Split': [':', { 'Fn::Select': [which, attribute('Endpoint', 'DnsEntries')] }] }] });

function zone(name: unknown, vpcs: readonly string[] = ['Vpc']): Resources {
  return { Zone: ['AWS::Route53::HostedZone', { Name: name, VPCs: vpcs.map((vpc) => ({ VPCId: ref(vpc), VPCRegion: ref('AWS::Region') })) }] };
}
function record(props: object = {}, name: unknown = sub(NAME)): Resources {
  return { Record: ['AWS::Route53::RecordSet', { HostedZoneId: ref('Zone'), Name: name, Type: 'A', AliasTarget: { DNSName: entry(1), HostedZoneId: entry(0) }, ...props }] };
}
const HUB: Resources = {
  Hub: ['AWS::EC2::VPC', { CidrBlock: '10.9.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true }],
  ...subnet('HubSubnet', 'Hub', '10.9.1.0/24'),
};
const PEERED: Resources = {
  ...HUB,
  Peering: ['AWS::EC2::VPCPeeringConnection', { VpcId: ref('Vpc'), PeerVpcId: ref('Hub') }],
  There: ['AWS::EC2::Route', { RouteTableId: ref('PrivateRoutes'), DestinationCidrBlock: '10.9.0.0/16', VpcPeeringConnectionId: ref('Peering') }],
  Back: ['AWS::EC2::Route', { RouteTableId: ref('HubSubnetRoutes'), DestinationCidrBlock: '10.0.0.0/16', VpcPeeringConnectionId: ref('Peering') }],
};
const TRANSIT: Resources = {
  ...HUB,
  Tgw: ['AWS::EC2::TransitGateway', {}],
  Spoke: ['AWS::EC2::TransitGatewayAttachment', { TransitGatewayId: ref('Tgw'), VpcId: ref('Vpc'), SubnetIds: [ref('Private')] }],
  Centre: ['AWS::EC2::TransitGatewayAttachment', { TransitGatewayId: ref('Tgw'), VpcId: ref('Hub'), SubnetIds: [ref('HubSubnet')] }],
  There: ['AWS::EC2::Route', { RouteTableId: ref('PrivateRoutes'), DestinationCidrBlock: '10.9.0.0/16', TransitGatewayId: ref('Tgw') }],
  Back: ['AWS::EC2::Route', { RouteTableId: ref('HubSubnetRoutes'), DestinationCidrBlock: '10.0.0.0/16', TransitGatewayId: ref('Tgw') }],
};
const CENTRAL = endpoint('sqs', { PrivateDnsEnabled: false }, 'Hub', 'HubSubnet');

function rule(domain: unknown, props: object = {}, id: unknown = ref('Rule')): Resources {
  return {
    Rule: ['AWS::Route53Resolver::ResolverRule', { RuleType: 'FORWARD', DomainName: domain, TargetIps: [{ Ip: '10.9.1.10' }], ...props }],
    RuleAssociation: ['AWS::Route53Resolver::ResolverRuleAssociation', { VPCId: ref('Vpc'), ResolverRuleId: id }],
  };
}
const INBOUND: Resources = {
  Inbound: ['AWS::Route53Resolver::ResolverEndpoint', { Direction: 'INBOUND', IpAddresses: [{ SubnetId: ref('HubSubnet'), Ip: '10.9.1.10' }], SecurityGroupIds: ['sg-1'] }],
};
const list = (Domains: readonly string[]) => ['AWS::Route53Resolver::FirewallDomainList', { Domains }] as const;
function firewall(...rules: readonly object[]): Resources {
  return {
    Aws: list(['*.amazonaws.com']), All: list(['*']), Bad: list(['evil.example', '*.evil.example']),
    Rules: ['AWS::Route53Resolver::FirewallRuleGroup', { FirewallRules: rules }],
    RulesAssociation: ['AWS::Route53Resolver::FirewallRuleGroupAssociation', { VpcId: ref('Vpc'), FirewallRuleGroupId: attribute('Rules', 'Id'), Priority: 101 }],
  };
}
const fw = (Action: string, of: unknown, Priority: number, more: object = {}) => ({ Action, FirewallDomainListId: typeof of === 'string' ? attribute(of, 'Id') : of, Priority, ...more });
function profile(resource: object): Resources {
  return {
    Profile: ['AWS::Route53Profiles::Profile', { Name: 'p' }],
    ProfileAssociation: ['AWS::Route53Profiles::ProfileAssociation', { Name: 'a', ProfileId: ref('Profile'), ResourceId: ref('Vpc') }],
    Held: ['AWS::Route53Profiles::ProfileResourceAssociation', { Name: 'h', ProfileId: attribute('Profile', 'Id'), ResourceArn: resource }],
  };
}
const UNKNOWN_PROFILE: Resources = { ProfileAssociation: ['AWS::Route53Profiles::ProfileAssociation', { Name: 'a', ProfileId: 'rp-1', ResourceId: ref('Vpc') }] };

describe('reachable', () => {
  test.each<[string, string, readonly Changes[]]>([
    ['an alias to an endpoint without private DNS', 'sqs', [CLOSED, endpoint('sqs', { PrivateDnsEnabled: false }), zone(sub(NAME)), record()]],
    ['with final dots', 'sqs', [CLOSED, endpoint('sqs', { PrivateDnsEnabled: false }), zone(sub(`${NAME}.`)), record({}, sub(`${NAME}.`))]],
    ['in a group of records', 'sqs', [CLOSED, endpoint('sqs', { PrivateDnsEnabled: false }), zone(sub(NAME)), {
      Records: ['AWS::Route53::RecordSetGroup', { HostedZoneId: ref('Zone'), RecordSets: [{ Name: sub(NAME), Type: 'A', AliasTarget: { DNSName: entry(1), HostedZoneId: entry(0) } }] }],
    }]],
    ['a CNAME in a zone above', 'sqs', [CLOSED, endpoint('sqs', { PrivateDnsEnabled: false }), zone('amazonaws.com'), record({ Type: 'CNAME', AliasTarget: undefined, ResourceRecords: [entry(1)], TTL: 60 })]],
    ['a zone by name', 'sqs', [CLOSED, endpoint('sqs', { PrivateDnsEnabled: false }), zone('amazonaws.com'), record({ HostedZoneId: undefined, HostedZoneName: 'amazonaws.com.' })]],
    ['a central endpoint over peering', 'sqs', [CLOSED, PEERED, CENTRAL, zone(sub(NAME), ['Hub', 'Vpc']), record()]],
    ['a central endpoint over a transit gateway', 'sqs', [CLOSED, TRANSIT, CENTRAL, zone(sub(NAME), ['Hub', 'Vpc']), record()]],
    ['a central endpoint by a rule to the hub', 'sqs', [CLOSED, PEERED, endpoint('sqs', {}, 'Hub', 'HubSubnet'), INBOUND, rule('amazonaws.com')]],
    ['a central endpoint by a profile', 'sqs', [CLOSED, PEERED, CENTRAL, zone(sub(NAME), ['Hub']), record(), profile(sub('arn:aws:route53:::hostedzone/${Zone}'))]],
    ['a zone of another domain', 'sqs', [zone('corp.example')]],
    ['a zone of another VPC', 'sqs', [HUB, zone(sub(NAME), ['Hub'])]],
    ['a public zone', 'sqs', [{ Zone: ['AWS::Route53::HostedZone', { Name: 'amazonaws.com' }] }]],
    ['a zone, where the VPC has no private names', 'sqs', [zone(sub(NAME)), { Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }] }]],
    ['a rule for another domain', 'sqs', [rule('corp.example')]],
    ['a rule for everything, and an endpoint', 'sqs', [CLOSED, endpoint('sqs'), rule('.')]],
    ['a rule for amazonaws.com, and an endpoint', 'sqs', [CLOSED, endpoint('sqs'), rule('amazonaws.com')]],
    ['a system rule below it', 'sqs', [rule('.'), { System: ['AWS::Route53Resolver::ResolverRule', { RuleType: 'SYSTEM', DomainName: 'amazonaws.com' }], SystemAssociation: ['AWS::Route53Resolver::ResolverRuleAssociation', { VPCId: ref('Vpc'), ResolverRuleId: attribute('System', 'ResolverRuleId') }] }]],
    ['a rule that the VPC does not have', 'sqs', [rule('.'), { RuleAssociation: null } as never]],
    ['a walled garden with the door', 'sqs', [firewall(fw('ALLOW', 'Aws', 1), fw('BLOCK', 'All', 2, { BlockResponse: 'NODATA' }))]],
    ['in the order of priorities', 'sqs', [firewall(fw('BLOCK', 'All', 20, { BlockResponse: 'NODATA' }), fw('ALLOW', 'Aws', 10))]],
    ['an alert', 'sqs', [firewall(fw('ALERT', 'All', 1))]],
    ['a block of other domains', 'sqs', [firewall(fw('BLOCK', 'Bad', 1))]],
    ['a block of other domains', 'internet', [firewall(fw('BLOCK', 'Bad', 1))]],
    ['a block of another type of record', 'sqs', [firewall(fw('BLOCK', 'All', 1, { Qtype: 'MX' }))]],
    ['a protection against threats', 'sqs', [firewall({ Action: 'BLOCK', Priority: 1, DnsThreatProtection: 'DGA', ConfidenceThreshold: 'HIGH' })]],
    ['an endpoint beside an unknown profile', 'sqs', [CLOSED, endpoint('sqs'), UNKNOWN_PROFILE]],
    ['a zone of one\'s own', 'internet', [zone('corp.example')]],
    ['a rule of one\'s own', 'internet', [rule('corp.example')]],
  ])('%s (%s)', (_, to, changes) => {
    expect(outcomeIn(to, ...changes as Resources[])).toBe('reachable');
  });
});

describe('blocked', () => {
  test.each<[string, string, string, readonly Changes[]]>([
    ['a zone without a record', 'sqs', 'DNS_NAME_SHADOWED', [zone(sub(NAME))]],
    ['a zone above without a record', 'sqs', 'DNS_NAME_SHADOWED', [zone('amazonaws.com')]],
    ['a zone with another record', 'sqs', 'DNS_NAME_SHADOWED', [zone('amazonaws.com'), endpoint('sns'), record({}, sub('sns.${AWS::Region}.amazonaws.com'))]],
    ['a zone with a record of IPv6 alone', 'sqs', 'DNS_NAME_SHADOWED', [endpoint('sqs', { PrivateDnsEnabled: false }), zone(sub(NAME)), record({ Type: 'AAAA' })]],
    ['an alias to the endpoint of another service', 'sqs', 'DNS_NAME_SHADOWED', [endpoint('sns', { PrivateDnsEnabled: false }), zone(sub(NAME)), record()]],
    ['a central endpoint that lets nobody in', 'sqs', 'SG_HAS_NO_RULES', [PEERED, CENTRAL, { EndpointGroup: ['AWS::EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Hub') }] }, zone(sub(NAME)), record()]],
    ['a central endpoint without a route back', 'sqs', 'NO_ROUTE_TO_DESTINATION', [PEERED, CENTRAL, { Back: null } as never, zone(sub(NAME)), record()]],
    ['a central endpoint that the group does not let out to', 'sqs', 'ENI_SG_RULES_MISMATCH', [PEERED, CENTRAL, lettingOut({ ...ports(443), CidrIp: '10.0.0.0/16' }), zone(sub(NAME)), record()]],
    ['a firewall', 'sqs', 'DNS_FIREWALL_BLOCKS', [firewall(fw('BLOCK', 'Aws', 1))]],
    ['a firewall, in spite of an endpoint', 'sqs', 'DNS_FIREWALL_BLOCKS', [endpoint('sqs'), firewall(fw('BLOCK', 'All', 1))]],
    ['a walled garden without the door', 'sqs', 'DNS_FIREWALL_BLOCKS', [firewall(fw('ALLOW', 'Bad', 1), fw('BLOCK', 'All', 2))]],
    ['a firewall that blocks all', 'internet', 'DNS_FIREWALL_BLOCKS', [firewall(fw('BLOCK', 'All', 1))]],
    ['a firewall of a profile', 'sqs', 'DNS_FIREWALL_BLOCKS', [firewall(fw('BLOCK', 'Aws', 1)), { RulesAssociation: null } as never, profile(attribute('Rules', 'Arn'))]],
    ['a zone of a profile', 'sqs', 'DNS_NAME_SHADOWED', [HUB, zone(sub(NAME), ['Hub']), profile(sub('arn:aws:route53:::hostedzone/${Zone}'))]],
  ])('%s (%s)', (_, to, code, changes) => {
    const outcome = outcomeIn(to, ...changes as Resources[]);
    expect(outcome).toMatch(/^blocked/);
    expect(outcome).toContain(code);
  });
});

describe('inconclusive', () => {
  test.each<[string, string, readonly Changes[]]>([
    ['a record that leads elsewhere', 'sqs', [zone(sub(NAME)), record({ AliasTarget: undefined, ResourceRecords: ['10.9.1.4'], TTL: 60 })]],
    ['a literal name of an endpoint', 'sqs', [zone(sub(NAME)), record({ Type: 'CNAME', AliasTarget: undefined, ResourceRecords: ['vpce-1-x.sqs.eu-west-1.vpce.amazonaws.com'], TTL: 60 })]],
    ['a name of one zone of an endpoint', 'sqs', [endpoint('sqs', { PrivateDnsEnabled: false }), zone(sub(NAME)), record({ AliasTarget: { DNSName: entry(1, 1), HostedZoneId: entry(0, 1) } })]],
    ['a zone by parameter', 'sqs', [zone(ref('Unknown'))]],
    ['a rule for the domain', 'sqs', [rule('amazonaws.com')]],
    ['a rule for everything', 'sqs', [rule('.')]],
    ['a rule for everything', 'internet', [rule('.')]],
    ['a rule for just the name, in spite of an endpoint', 'sqs', [CLOSED, endpoint('sqs'), rule(sub(NAME))]],
    ['a rule by id', 'sqs', [rule('corp.example', {}, 'rslvr-rr-1')]],
    ['a rule by parameter', 'sqs', [rule(ref('Unknown'))]],
    ['a list in a file', 'sqs', [firewall(fw('BLOCK', 'Bad', 1)), { Bad: ['AWS::Route53Resolver::FirewallDomainList', { DomainFileUrl: 's3://x' }] }]],
    ['a list of AWS', 'sqs', [firewall(fw('BLOCK', 'rslvr-fdl-1' as never, 1)), { Rules: ['AWS::Route53Resolver::FirewallRuleGroup', { FirewallRules: [fw('BLOCK', { Ref: 'Unknown' }, 1)] }] }]],
    ['a rule group by id', 'sqs', [{ RulesAssociation: ['AWS::Route53Resolver::FirewallRuleGroupAssociation', { VpcId: ref('Vpc'), FirewallRuleGroupId: 'rslvr-frg-1', Priority: 101 }] }]],
    ['a permission that is not known before a block', 'sqs', [firewall(fw('ALLOW', { Ref: 'Unknown' }, 1), fw('BLOCK', 'All', 2))]],
    ['a walled garden', 'internet', [firewall(fw('ALLOW', 'Aws', 1), fw('BLOCK', 'All', 2))]],
    ['a profile that no template shows', 'sqs', [UNKNOWN_PROFILE]],
    ['a profile that no template shows', 'internet', [UNKNOWN_PROFILE]],
    ['a central endpoint to which no zone leads', 'sqs', [CLOSED, PEERED, endpoint('sqs', {}, 'Hub', 'HubSubnet')]],
    ['a central endpoint over a transit gateway to which no zone leads', 'sqs', [CLOSED, TRANSIT, endpoint('sqs', {}, 'Hub', 'HubSubnet')]],
    ['a rule to a hub whose endpoint is not shown', 'sqs', [CLOSED, PEERED, rule('amazonaws.com')]],
  ])('%s (%s)', (_, to, changes) => {
    expect(outcomeIn(to, ...changes as Resources[])).toMatch(/^inconclusive/);
  });
});

test('names that lead past an endpoint are named as an assumption', () => {
  const assumed = (service: string) => verdictIn(service, CLOSED as never, endpoint(service)).subnets[0].assumptions?.join();
  expect(assumed('sqs')).toContain('programs ask for sqs.REGION.amazonaws.com, and not for a FIPS');
  expect(assumed('sts')).toContain('global sts.amazonaws.com');
});

test('what a central endpoint lacks is said', () => {
  const [{ mend }] = verdictIn('sqs', CLOSED as never, PEERED, endpoint('sqs', {}, 'Hub', 'HubSubnet'), lettingOut(HTTPS)).subnets;
  expect(mend).toContain('AWS::Route53::HostedZone for sqs.REGION.amazonaws.com');
});

test('an endpoint that AWS refuses is not reached by a zone either', () => {
  const refused = endpoint('sqs', { PrivateDnsEnabled: false, SecurityGroupIds: [ref('Foreign')] });
  const foreign: Resources = { ...HUB, Foreign: ['AWS::EC2::SecurityGroup', { VpcId: ref('Hub'), SecurityGroupIngress: [{ ...ports(443), CidrIp: '10.0.0.0/8' }] }] };
  expect(outcomeIn('sqs', CLOSED as never, foreign, refused, zone(sub(NAME)), record())).toMatch(/^blocked .*RESOURCE_VPC_MISMATCH/);
});
