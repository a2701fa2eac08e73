import { outcome, verdictOn } from './judge';
import type { Environment } from '../../../src/analysis/model/environment';
import { describeHop } from '../../../src/analysis/model/hop';
import type { RouteTarget } from '../../../src/analysis/model/network';
import type { EntryText, ModelBuilder } from '../support/builders';
import { INTERNET, block, cidr, known, notKnown, privateNetwork, resource, ruleBlock, service, source, tcp } from '../support/builders';

// Each of the rows S1 to S22 of docs/requirements.md: what works, and the one change after which it does not.

describe('the network of a textbook', () => {
  test('reaches the internet over both families', () => {
    expect(outcome(privateNetwork(), INTERNET)).toBe('reachable');
    expect(outcome(privateNetwork(), INTERNET, 'ipv6')).toBe('reachable');
  });

  test('says which way', () => {
    expect(verdictOn(privateNetwork(), INTERNET).subnets[0].path.hops.map(describeHop)).toEqual([
      'Private', 'route 0.0.0.0/0 → nat gateway', 'NAT gateway Nat', 'Public', 'internet gateway', 'the internet',
    ]);
  });

  test('says what each hop is, and where it stands', () => {
    expect(verdictOn(privateNetwork(), INTERNET).subnets[0].path.hops).toMatchObject([
      { kind: 'subnet', source: { id: 'Private' } },
      { kind: 'route', block: { kind: 'block', block: { family: 'ipv4', prefixLength: 0 } }, target: { kind: 'nat-gateway', id: 'Nat' } },
      { kind: 'nat-gateway', source: { id: 'Nat' } },
      { kind: 'subnet', source: { id: 'Public' } },
      { kind: 'internet-gateway', source: { id: 'Igw' }, isOnlyOne: true },
      { kind: 'destination', name: 'the internet' },
    ]);
  });
});

describe('S1: the longest prefix wins', () => {
  test('two halves are everything', () => {
    const net = privateNetwork();
    withRoutes(net, 'Private', { '0.0.0.0/1': { kind: 'nat-gateway', id: 'Nat' }, '128.0.0.0/1': { kind: 'nat-gateway', id: 'Nat' } });
    expect(outcome(net, INTERNET)).toBe('reachable');
    withRoutes(net, 'Private', { '0.0.0.0/1': { kind: 'nat-gateway', id: 'Nat' } });
    expect(outcome(net, INTERNET)).toBe('blocked NO_ROUTE_TO_DESTINATION');
  });

  test('a narrower route to another exit has to work as well', () => {
    const net = privateNetwork();
    net.route('Private', '128.0.0.0/1', { kind: 'internet-gateway', id: 'Igw' });
    expect(outcome(net, INTERNET)).toBe('blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS');
  });

  test('what is behind a narrow route to somebody\'s network is not the internet', () => {
    const net = privateNetwork();
    net.route('Private', '52.0.0.0/8', { kind: 'vpc-peering', id: 'Peering' });
    net.route('Private', '53.0.0.0/16', { kind: 'unsupported', what: 'a virtual private gateway', isPrivateNetwork: true });
    expect(outcome(net, INTERNET)).toBe('reachable');
    expect(outcome(net, cidr('52.1.0.0/16'))).toBe('inconclusive UNKNOWN_DESTINATION');
  });

  test('routes that are not known are a doubt, propagated ones only for addresses', () => {
    const net = privateNetwork();
    const table = net.model.routeTables.get('Private routes')!;
    net.model.routeTables.set('Private routes', { ...table, furtherRoutes: 'a VPN propagates', furtherRoutesArePropagated: true });
    expect(outcome(net, INTERNET)).toBe('reachable');
    expect(outcome(net, cidr('8.8.8.8/32'))).toBe('reachable');
    net.model.routeTables.set('Private routes', { ...table, furtherRoutes: 'the table is defined elsewhere' });
    expect(outcome(net, INTERNET)).toBe('inconclusive MORE_SPECIFIC_ROUTE');
  });

  test('an unknown destination with another target is a doubt', () => {
    const net = privateNetwork();
    net.route('Private', '?', { kind: 'internet-gateway', id: 'Igw' });
    expect(outcome(net, INTERNET)).toBe('inconclusive MORE_SPECIFIC_ROUTE');
  });
});

describe('S1: a route that is perhaps not the one', () => {
  test('makes nothing behind it sure', () => {
    const net = privateNetwork();
    change(net, 'natGateways', 'Nat', { hasPublicAddress: 'no' });
    net.regionalNatGateway('Other', 'Vpc');
    net.route('Private', '?', { kind: 'nat-gateway', id: 'Other' });
    expect(outcome(net, INTERNET)).toBe('inconclusive MORE_SPECIFIC_ROUTE NGW_HAS_NO_PUBLIC_ADDRESS');
  });

  test('is not asked inside of the function\'s own subnet', () => {
    const net = privateNetwork();
    net.route('Private', '10.0.1.0/24', { kind: 'network-interface', id: 'Appliance' });
    expect(outcome(net, cidr('10.0.1.0/24'))).toBe('reachable');
    expect(outcome(net, cidr('10.0.0.0/16'))).toBe('reachable');
  });
});

describe('S2: the main route table', () => {
  test.each([[true, 'blocked NO_ROUTE_TO_DESTINATION'], [false, 'inconclusive NO_ROUTE_TO_DESTINATION']])('of a VPC that is defined: %s', (defined, expected) => {
    const net = privateNetwork();
    net.model.vpcs.set('Vpc', { ...net.model.vpcs.get('Vpc')!, defined });
    change(net, 'subnets', 'Private', { routeTable: known('main') });
    expect(outcome(net, INTERNET)).toBe(expected);
  });
});

describe('S3: a public subnet gives a function nothing', () => {
  test('over IPv4 it is blocked', () => {
    const net = privateNetwork();
    net.lambda('Fn', ['Public'], ['Group']);
    expect(outcome(net, INTERNET)).toBe('blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS');
  });
});

describe('S4: a zonal NAT gateway', () => {
  test.each([
    ['NGW_PRIVATE_CONNECTIVITY', { connectivity: known('private') }],
    ['NGW_HAS_NO_PUBLIC_ADDRESS', { hasPublicAddress: 'no' }],
  ] as const)('%s', (code, props) => {
    const net = privateNetwork();
    change(net, 'natGateways', 'Nat', props);
    expect(outcome(net, INTERNET)).toBe(`blocked ${code}`);
  });

  test('in a subnet without route to an internet gateway', () => {
    const net = privateNetwork();
    withRoutes(net, 'Public', {});
    expect(outcome(net, INTERNET)).toBe('blocked NGW_SUBNET_HAS_NO_IGW_ROUTE');
  });

  test('behind an internet gateway that is not attached', () => {
    const net = privateNetwork();
    net.internetGateway('Igw');
    expect(outcome(net, INTERNET)).toBe('blocked IGW_NOT_ATTACHED');
  });

  test('of another VPC', () => {
    const net = privateNetwork();
    net.vpc('Other', ['10.9.0.0/16']);
    net.subnet('Elsewhere', 'Other', ['10.9.0.0/24'], { '0.0.0.0/0': net.internetGateway('OtherIgw', 'Other') });
    net.natGateway('Nat', 'Elsewhere');
    expect(outcome(net, INTERNET)).toBe('blocked NGW_REQUIRES_SOURCE_IN_VPC');
  });

  test('a route to one that does not exist', () => {
    const net = privateNetwork();
    withRoutes(net, 'Private', { '0.0.0.0/0': { kind: 'missing', what: 'NatGateway2' } });
    expect(outcome(net, INTERNET)).toBe('blocked BAD_STATE_ROUTE');
    withRoutes(net, 'Private', { '0.0.0.0/0': { kind: 'nat-gateway', id: 'nat-0123' } });
    expect(outcome(net, INTERNET)).toBe('inconclusive UNKNOWN_RESOURCE');
  });
});

describe('S5: a regional NAT gateway', () => {
  test('needs an internet gateway of the VPC and an address in the zone', () => {
    const net = privateNetwork();
    net.regionalNatGateway('Nat', 'Vpc');
    expect(outcome(net, INTERNET)).toBe('reachable');
    net.regionalNatGateway('Nat', 'Vpc', ['a', 'b']);
    expect(outcome(net, INTERNET)).toBe('reachable');
    net.regionalNatGateway('Nat', 'Vpc', ['b']);
    expect(outcome(net, INTERNET)).toBe('blocked REGIONAL_NGW_ROUTE_AZ_RESTRICTION');
    net.regionalNatGateway('Nat', 'Vpc', ['use1-az1']);
    expect(outcome(net, INTERNET)).toBe('inconclusive REGIONAL_NGW_ROUTE_AZ_RESTRICTION');
    net.regionalNatGateway('Nat', 'Vpc');
    net.internetGateway('Igw');
    expect(outcome(net, INTERNET)).toBe('blocked IGW_NOT_ATTACHED');
  });
});

describe('S6: a NAT gateway and IPv6', () => {
  test('carries only what NAT64 translates', () => {
    const net = privateNetwork();
    net.route('Private', '64:ff9b::/96', { kind: 'nat-gateway', id: 'Nat' });
    expect(outcome(net, cidr('64:ff9b::808:808/128'), 'ipv6')).toBe('reachable');
    withRoutes(net, 'Private', { '::/0': { kind: 'nat-gateway', id: 'Nat' } });
    expect(outcome(net, INTERNET, 'ipv6')).toBe('blocked NGW_NO_IPV6');
  });

  test('without the route, translated addresses end at the egress-only gateway', () => {
    expect(outcome(privateNetwork(), cidr('64:ff9b::808:808/128'), 'ipv6')).toBe('blocked NO_ROUTE_TO_DESTINATION');
  });
});

describe('S7: IPv6 needs all of it', () => {
  test('the flag', () => {
    const net = privateNetwork();
    net.lambda('Fn', ['Private'], ['Group'], { attachment: { kind: 'vpc', subnets: known(['Private']), securityGroups: known(['Group']), ipv6Allowed: 'no' } });
    expect(outcome(net, INTERNET, 'ipv6')).toBe('blocked LAMBDA_IPV6_NOT_ALLOWED');
    expect(outcome(net, INTERNET)).toBe('reachable');
  });

  test('dual-stack in every subnet', () => {
    const net = privateNetwork();
    net.subnet('Ipv4', 'Vpc', ['10.0.2.0/24'], { '0.0.0.0/0': { kind: 'nat-gateway', id: 'Nat' }, '::/0': { kind: 'egress-only-internet-gateway', id: 'Eigw' } });
    net.lambda('Fn', ['Private', 'Ipv4'], ['Group']);
    const { subnets } = verdictOn(net, INTERNET, 'ipv6');
    expect(subnets.map(({ verdict }) => verdict)).toEqual(['blocked', 'blocked']);
    expect(outcome(net, INTERNET, 'ipv6')).toBe('blocked LAMBDA_SUBNET_NOT_DUAL_STACK');
    expect(outcome(net, INTERNET)).toBe('reachable');
  });

  test('rules of its own in the security group', () => {
    const net = privateNetwork();
    net.group('Group', { egress: [['all', undefined, '0.0.0.0/0']] });
    expect(outcome(net, INTERNET, 'ipv6')).toBe('blocked ENI_SG_RULES_MISMATCH');
  });

  test('its own egress-only gateway, or none of another VPC', () => {
    const net = privateNetwork();
    net.egressOnlyGateway('Eigw', 'Other');
    expect(outcome(net, INTERNET, 'ipv6')).toBe('blocked EIGW_OTHER_VPC');
    withRoutes(net, 'Private', {});
    expect(outcome(net, INTERNET, 'ipv6')).toBe('blocked NO_ROUTE_TO_DESTINATION');
  });

  test('not for functions outside of VPCs', () => {
    const net = privateNetwork();
    net.lambda('Fn', [], [], { attachment: { kind: 'none' } });
    expect(outcome(net, INTERNET)).toBe('reachable');
    expect(outcome(net, INTERNET, 'ipv6')).toBe('blocked LAMBDA_NOT_IN_VPC');
    expect(outcome(net, cidr('10.0.0.0/8'))).toBe('blocked LAMBDA_NOT_IN_VPC');
    expect(outcome(net, cidr('8.8.8.0/24'))).toBe('reachable');
  });
});

describe('S8: IPv6 through an internet gateway', () => {
  test('is neither reachable nor blocked', () => {
    const net = privateNetwork();
    net.lambda('Fn', ['Public'], ['Group']);
    expect(outcome(net, INTERNET, 'ipv6')).toBe('inconclusive LAMBDA_IPV6_VIA_IGW');
    net.group('Group', {});
    expect(outcome(net, INTERNET, 'ipv6')).toBe('blocked LAMBDA_IPV6_VIA_IGW SG_HAS_NO_RULES');
  });
});

describe('S9: names with IPv6 addresses', () => {
  test('have to be asked for', () => {
    const net = privateNetwork();
    expect(outcome(net, service('sqs'))).toBe('reachable');
    expect(outcome(net, service('sqs'), 'ipv6')).toBe('blocked SERVICE_ENDPOINT_IPV4_ONLY');
    net.lambda('Fn', ['Private'], ['Group'], { dualStackEndpoints: 'yes' });
    expect(outcome(net, service('sqs'), 'ipv6')).toBe('reachable');
    net.lambda('Fn', ['Private'], ['Group'], { dualStackEndpoints: 'unknown' });
    expect(outcome(net, service('sqs'), 'ipv6')).toBe('inconclusive SERVICE_ENDPOINT_IPV4_ONLY');
  });
});

describe('S10: gateway endpoints', () => {
  const net = () => {
    const closed = privateNetwork();
    withRoutes(closed, 'Private', {});
    closed.gatewayEndpoint('S3', 'Vpc', 's3', ['Private']);
    return closed;
  };

  test('reach the service without any egress', () => {
    expect(outcome(net(), service('s3'))).toBe('reachable');
    expect(outcome(net(), service('dynamodb'))).toBe('blocked NO_ROUTE_TO_DESTINATION');
  });

  test.each([
    ['reachable', 'pl:s3'], ['reachable', '0.0.0.0/0'], ['inconclusive ENI_SG_RULES_MISMATCH', '52.0.0.0/8'],
    ['blocked ENI_SG_RULES_MISMATCH', '10.0.0.0/8'], ['blocked ENI_SG_RULES_MISMATCH', 'pl:dynamodb'],
  ])('%s with an egress rule for %s', (expected, peer) => {
    const scenario = net();
    scenario.group('Group', { egress: [['tcp', 443, peer]] });
    expect(outcome(scenario, service('s3'))).toBe(expected);
  });

  test('need the route in the table of the function\'s own subnet', () => {
    const scenario = privateNetwork();
    withRoutes(scenario, 'Private', {});
    scenario.gatewayEndpoint('S3', 'Vpc', 's3', ['Public']);
    expect(outcome(scenario, service('s3'))).toBe('blocked NO_ROUTE_TO_DESTINATION');
  });

  test('need network ACLs that let public addresses pass', () => {
    const scenario = net();
    scenario.networkAcl('Acl', ['Private'], [[100, 'out', 'allow', 'all', undefined, '10.0.0.0/8'], [100, 'in', 'allow', 'all', undefined, '0.0.0.0/0']]);
    expect(outcome(scenario, service('s3'))).toBe('blocked SUBNET_ACL_RESTRICTION');
    scenario.networkAcl('Acl', ['Private'], [[100, 'out', 'allow', 'all', undefined, '52.0.0.0/8'], [100, 'in', 'allow', 'all', undefined, '0.0.0.0/0']]);
    expect(outcome(scenario, service('s3'))).toBe('inconclusive SUBNET_ACL_RESTRICTION');
  });

  test('a policy that allows nothing', () => {
    const scenario = net();
    change(scenario, 'endpoints', 'S3', { policy: known({ Statement: [] }) });
    expect(outcome(scenario, service('s3'))).toBe('blocked VPCE_POLICY_DENIES');
    change(scenario, 'endpoints', 'S3', { policy: known({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:Get*', Resource: '*' }] }) });
    expect(outcome(scenario, service('s3'))).toBe('reachable');
  });

  test('carry only the families of the endpoint', () => {
    const scenario = net();
    scenario.lambda('Fn', ['Private'], ['Group'], { dualStackEndpoints: 'yes' });
    expect(outcome(scenario, service('s3'), 'ipv6')).toBe('blocked NO_ROUTE_TO_DESTINATION');
    change(scenario, 'endpoints', 'S3', { families: known(['ipv4', 'ipv6']) });
    expect(outcome(scenario, service('s3'), 'ipv6')).toBe('reachable');
    change(scenario, 'endpoints', 'S3', { families: notKnown() });
    expect(outcome(scenario, service('s3'), 'ipv6')).toBe('inconclusive VPCE_NO_ADDRESS_FAMILY');
  });
});

describe('S11: interface endpoints', () => {
  const net = () => {
    const closed = privateNetwork();
    withRoutes(closed, 'Private', {});
    closed.group('EndpointGroup', { ingress: [['tcp', 443, 'Group']] });
    closed.interfaceEndpoint('Sqs', 'Vpc', 'sqs', ['Public'], ['EndpointGroup']);
    return closed;
  };

  test('reach the service from any subnet of the VPC', () => {
    expect(outcome(net(), service('sqs'))).toBe('reachable');
    expect(outcome(net(), service('sns'))).toBe('blocked NO_ROUTE_TO_DESTINATION');
  });

  test('let in the function by its group or its addresses', () => {
    const scenario = net();
    scenario.group('EndpointGroup', { ingress: [['tcp', 443, '10.0.1.0/24']] });
    expect(outcome(scenario, service('sqs'))).toBe('reachable');
    scenario.group('EndpointGroup', { ingress: [['tcp', 443, 'AnotherGroup']] });
    expect(outcome(scenario, service('sqs'))).toBe('blocked ENI_SG_RULES_MISMATCH');
    scenario.group('EndpointGroup', {});
    expect(outcome(scenario, service('sqs'))).toBe('blocked SG_HAS_NO_RULES');
    scenario.model.securityGroups.delete('EndpointGroup');
    expect(outcome(scenario, service('sqs'))).toBe('inconclusive UNKNOWN_RESOURCE');
  });

  test('are let out to by group or addresses', () => {
    const scenario = net();
    scenario.group('Group', { egress: [['tcp', 443, 'EndpointGroup']] });
    expect(outcome(scenario, service('sqs'))).toBe('reachable');
    scenario.group('Group', { egress: [['tcp', 443, '10.0.1.0/24']] });
    expect(outcome(scenario, service('sqs'))).toBe('blocked ENI_SG_RULES_MISMATCH');
  });

  test('own the name with private DNS and both attributes of the VPC alone', () => {
    const scenario = net();
    change(scenario, 'endpoints', 'Sqs', { privateDns: 'no' });
    expect(outcome(scenario, service('sqs'))).toBe('blocked DNS_PRIVATE_DNS_DISABLED');
    change(scenario, 'endpoints', 'Sqs', { privateDns: 'yes' });
    change(scenario, 'vpcs', 'Vpc', { dnsHostnames: 'no' });
    expect(outcome(scenario, service('sqs'))).toBe('blocked DNS_VPC_ATTRIBUTES_DISABLED');
  });

  test('without private DNS the name leads to the internet', () => {
    const scenario = net();
    change(scenario, 'endpoints', 'Sqs', { privateDns: 'no' });
    scenario.route('Private', '0.0.0.0/0', { kind: 'nat-gateway', id: 'Nat' });
    expect(outcome(scenario, service('sqs'))).toBe('reachable');
  });

  test('with private DNS a broken endpoint is not helped by a NAT gateway', () => {
    const scenario = net();
    scenario.group('EndpointGroup', {});
    scenario.route('Private', '0.0.0.0/0', { kind: 'nat-gateway', id: 'Nat' });
    expect(outcome(scenario, service('sqs'))).toBe('blocked SG_HAS_NO_RULES');
  });

  test('families, subnets and policy', () => {
    const scenario = net();
    scenario.lambda('Fn', ['Private'], ['Group'], { dualStackEndpoints: 'yes' });
    expect(outcome(scenario, service('sqs'), 'ipv6')).toBe('blocked VPCE_NO_ADDRESS_FAMILY');
    change(scenario, 'endpoints', 'Sqs', { subnets: known([]) });
    expect(outcome(scenario, service('sqs'))).toBe('blocked VPCE_SERVICE_NOT_INSTALLED_IN_AZ');
    change(scenario, 'endpoints', 'Sqs', { subnets: known(['Public']), policy: known({ Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] }) });
    expect(outcome(scenario, service('sqs'))).toBe('blocked VPCE_POLICY_DENIES');
  });

  test('one for a service that is not known may own any name', () => {
    const scenario = net();
    change(scenario, 'endpoints', 'Sqs', { service: notKnown() });
    expect(outcome(scenario, service('sns'))).toBe('inconclusive UNKNOWN_RESOURCE');
    scenario.route('Private', '0.0.0.0/0', { kind: 'nat-gateway', id: 'Nat' });
    expect(outcome(scenario, service('sns'))).toBe('inconclusive UNKNOWN_RESOURCE');
    change(scenario, 'endpoints', 'Sqs', { privateDns: 'no' });
    expect(outcome(scenario, service('sns'))).toBe('reachable');
  });

  test('every network interface has to be reached', () => {
    const scenario = net();
    scenario.subnet('Guarded', 'Vpc', ['10.0.3.0/24']);
    scenario.networkAcl('Acl', ['Guarded'], []);
    change(scenario, 'endpoints', 'Sqs', { subnets: known(['Public', 'Guarded']) });
    expect(outcome(scenario, service('sqs'))).toBe('blocked SUBNET_ACL_RESTRICTION');
  });
});

const OPEN_ACL: readonly EntryText[] = [[100, 'out', 'allow', 'all', undefined, '0.0.0.0/0'], [100, 'in', 'allow', 'all', undefined, '0.0.0.0/0']];

describe('S12: network ACLs', () => {
  const REPLIES: EntryText = [100, 'in', 'allow', 'tcp', [1024, 65535], '0.0.0.0/0'];
  const OUT: EntryText = [100, 'out', 'allow', 'tcp', 443, '0.0.0.0/0'];

  test.each<[string, string, readonly EntryText[]]>([
    ['what is sent and what is answered', 'reachable', [OUT, REPLIES]],
    ['no entries', 'blocked SUBNET_ACL_RESTRICTION', []],
    ['no answers', 'blocked SUBNET_ACL_RESTRICTION', [OUT]],
    ['a part of the answers', 'blocked SUBNET_ACL_RESTRICTION', [OUT, [100, 'in', 'allow', 'tcp', [32768, 65535], '0.0.0.0/0']]],
    ['the answers in two rules', 'reachable', [OUT, [100, 'in', 'allow', 'tcp', [1024, 2000], '0.0.0.0/0'], [110, 'in', 'allow', 'tcp', [2001, 65535], '0.0.0.0/0']]],
    ['nothing over TCP', 'blocked SUBNET_ACL_RESTRICTION', [OUT, [100, 'in', 'allow', 'udp', [1024, 65535], '0.0.0.0/0']]],
    ['a denial before', 'blocked SUBNET_ACL_RESTRICTION', [[90, 'out', 'deny', 'tcp', 443, '8.0.0.0/8'], OUT, REPLIES]],
    ['a denial behind', 'reachable', [[190, 'out', 'deny', 'tcp', 443, '8.0.0.0/8'], OUT, REPLIES]],
    ['a denial of private addresses', 'reachable', [[90, 'out', 'deny', 'all', undefined, '192.168.0.0/16'], OUT, REPLIES]],
    ['a denial of other ports', 'reachable', [[90, 'out', 'deny', 'tcp', [0, 442], '0.0.0.0/0'], OUT, REPLIES]],
  ])('of the function subnet: %s', (_, expected, entries) => {
    const net = privateNetwork();
    net.networkAcl('Acl', ['Private'], entries);
    expect(outcome(net, INTERNET)).toBe(expected);
  });

  test.each<[string, string, readonly EntryText[]]>([
    ['everything', 'reachable', OPEN_ACL],
    ['all four directions', 'reachable', [
      [100, 'in', 'allow', 'tcp', 443, '10.0.1.0/24'], [100, 'out', 'allow', 'tcp', [1024, 65535], '10.0.1.0/24'],
      [110, 'out', 'allow', 'tcp', 443, '0.0.0.0/0'], [110, 'in', 'allow', 'tcp', [1024, 65535], '0.0.0.0/0'],
    ]],
    ['no answers to the function', 'blocked SUBNET_ACL_RESTRICTION', [
      [100, 'in', 'allow', 'tcp', 443, '10.0.1.0/24'], [110, 'out', 'allow', 'tcp', 443, '0.0.0.0/0'], [110, 'in', 'allow', 'tcp', [1024, 65535], '0.0.0.0/0'],
    ]],
  ])('of the NAT subnet: %s', (_, expected, entries) => {
    const net = privateNetwork();
    net.networkAcl('Acl', ['Public'], entries);
    expect(outcome(net, INTERNET)).toBe(expected);
  });

  test('are not read inside of a subnet', () => {
    const net = privateNetwork();
    net.group('DbGroup', { ingress: [['tcp', 5432, 'Group']] });
    net.networkAcl('Acl', ['Private'], []);
    expect(outcome(net, resource('Db', ['DbGroup'], ['Private']))).toBe('reachable');
    expect(outcome(net, resource('Db', ['DbGroup'], ['Public']))).toBe('blocked SUBNET_ACL_RESTRICTION');
    expect(outcome(net, resource('Db', ['DbGroup'], ['Private', 'Public']))).toBe('blocked SUBNET_ACL_RESTRICTION');
  });

  test('with rules that are not known', () => {
    const net = privateNetwork();
    net.networkAcl('Acl', ['Private'], [OUT, REPLIES]);
    const acl = net.model.networkAcls.get('Acl')!;
    net.model.networkAcls.set('Acl', { ...acl, furtherEntries: 'it is defined elsewhere' });
    expect(outcome(net, INTERNET)).toBe('inconclusive SUBNET_ACL_RESTRICTION');
    const denial = { ...acl.entries[0], allow: 'no' as const, ruleNumber: notKnown() };
    net.model.networkAcls.set('Acl', { ...acl, entries: [...acl.entries, denial] });
    expect(outcome(net, INTERNET)).toBe('inconclusive SUBNET_ACL_RESTRICTION');
    net.model.networkAcls.set('Acl', { ...acl, entries: [...acl.entries, { ...denial, block: ruleBlock('10.0.0.0/8') }] });
    expect(outcome(net, INTERNET)).toBe('reachable');
  });

  test('families have rules of their own', () => {
    const net = privateNetwork();
    net.networkAcl('Acl', ['Private'], OPEN_ACL);
    expect(outcome(net, INTERNET, 'ipv6')).toBe('blocked SUBNET_ACL_RESTRICTION');
  });
});

describe('S13 and S15: security groups', () => {
  test.each<[string, Parameters<ModelBuilder['group']>[1], Parameters<ModelBuilder['group']>[2]]>([
    ['reachable', { egress: [['tcp', 443, '0.0.0.0/0']] }, {}],
    ['reachable', { egress: [['tcp', [0, 65535], '0.0.0.0/1'], ['all', undefined, '128.0.0.0/1']] }, {}],
    ['blocked ENI_SG_RULES_MISMATCH', { egress: [['tcp', 443, '0.0.0.0/1']] }, {}],
    ['blocked ENI_SG_RULES_MISMATCH', { egress: [['udp', 443, '0.0.0.0/0']] }, {}],
    ['blocked ENI_SG_RULES_MISMATCH', { egress: [['tcp', 80, '0.0.0.0/0']] }, {}],
    ['blocked SG_HAS_NO_RULES', { egress: [['other', undefined, '255.255.255.255/32']] }, {}],
    ['inconclusive ENI_SG_RULES_MISMATCH', { egress: [['tcp', 443, '?']] }, {}],
    ['inconclusive ENI_SG_RULES_MISMATCH', { egress: [['tcp', undefined, '0.0.0.0/0']] }, {}],
    ['inconclusive UNKNOWN_RESOURCE', {}, { furtherRules: 'it is defined elsewhere' }],
    ['reachable', {}, { defaultEgress: 'everything' }],
    ['inconclusive SG_DEFAULT_EGRESS_CONTESTED', { egress: [['tcp', 5432, '10.0.0.0/8']] }, { defaultEgress: 'contested' }],
    ['reachable', { egress: [['tcp', 443, '0.0.0.0/0']] }, { defaultEgress: 'contested', furtherRules: 'it is defined elsewhere' }],
  ])('%s', (expected, rules, props) => {
    const net = privateNetwork();
    net.group('Group', rules, props);
    expect(outcome(net, INTERNET)).toBe(expected);
  });

  test('are read as one', () => {
    const net = privateNetwork();
    net.group('Group', { egress: [['tcp', 443, '0.0.0.0/1']] });
    net.group('Second', { egress: [['tcp', 443, '128.0.0.0/1']] });
    net.lambda('Fn', ['Private'], ['Second', 'Group']);
    expect(outcome(net, INTERNET)).toBe('reachable');
  });

  test('all ports that are asked', () => {
    const net = privateNetwork();
    net.group('Group', { egress: [['tcp', [400, 500], '0.0.0.0/0'], ['tcp', [501, 600], '0.0.0.0/0']] });
    expect(outcome(net, { kind: 'internet', ports: [tcp(450, 550)] })).toBe('reachable');
    expect(outcome(net, { kind: 'internet', ports: [tcp(450, 601)] })).toBe('blocked ENI_SG_RULES_MISMATCH');
    expect(outcome(net, { kind: 'internet', ports: [tcp(450, 501)] })).toBe('reachable');
    expect(outcome(net, { kind: 'internet', ports: [tcp(450), { transport: 'udp', ports: { fromPort: 53, toPort: 53 } }] })).toBe('blocked ENI_SG_RULES_MISMATCH');
  });

  test('a group that no template defines', () => {
    const net = privateNetwork();
    net.lambda('Fn', ['Private'], ['sg-0123']);
    expect(outcome(net, INTERNET)).toBe('inconclusive UNKNOWN_RESOURCE');
  });
});

describe('S14: the resolver is not filtered', () => {
  test('no rule for DNS is needed', () => {
    const net = privateNetwork();
    net.group('Group', { egress: [['tcp', 443, '0.0.0.0/0']] });
    expect(outcome(net, service('sqs'))).toBe('reachable');
  });
});

describe('S16: the default group, once emptied', () => {
  test('lets nothing out', () => {
    const net = privateNetwork();
    net.group('Group', {});
    expect(outcome(net, INTERNET)).toBe('blocked SG_HAS_NO_RULES');
  });
});

describe('S17: other VPCs', () => {
  const peered = () => {
    const net = privateNetwork();
    net.vpc('Other', ['10.9.0.0/16']);
    net.subnet('Data', 'Other', ['10.9.1.0/24']);
    const peering = net.peering('Peering', 'Vpc', 'Other');
    net.route('Private', '10.9.0.0/16', peering);
    net.route('Data', '10.0.0.0/16', peering);
    net.group('DbGroup', { ingress: [['tcp', 5432, 'Group']] }, { vpc: 'Other' });
    return net;
  };
  const db = resource('Db', ['DbGroup'], ['Data']);

  test('a peered one, with routes on both sides', () => {
    expect(outcome(peered(), db)).toBe('reachable');
    expect(outcome(peered(), cidr('10.9.1.0/24'))).toBe('reachable');
    const oneWay = peered();
    withRoutes(oneWay, 'Data', {});
    expect(outcome(oneWay, db)).toBe('blocked NO_ROUTE_TO_DESTINATION');
    const noRoute = peered();
    withRoutes(noRoute, 'Private', {});
    expect(outcome(noRoute, db)).toBe('blocked NO_ROUTE_TO_DESTINATION');
  });

  test('one that nothing connects', () => {
    const net = peered();
    withRoutes(net, 'Private', {});
    net.model.peerings.clear();
    expect(outcome(net, db)).toBe('blocked DISCONNECTED_VPCS');
  });

  test('a peering connection carries only the addresses of its VPCs, and no internet', () => {
    const net = peered();
    net.route('Private', '10.20.0.0/16', { kind: 'vpc-peering', id: 'Peering' });
    expect(outcome(net, cidr('10.20.0.0/16'))).toBe('blocked PCX_REQUIRES_ADDRESS_IN_VPC_CIDR');
    withRoutes(net, 'Private', { '0.0.0.0/0': { kind: 'vpc-peering', id: 'Peering' } });
    expect(outcome(net, INTERNET)).toBe('blocked PCX_REQUIRES_ADDRESS_IN_VPC_CIDR');
  });

  const transit = () => {
    const net = privateNetwork();
    net.vpc('Other', ['10.9.0.0/16']);
    net.subnet('Data', 'Other', ['10.9.1.0/24']);
    const gateway = net.transitGateway('Tgw');
    net.attachment('Attachment', 'Tgw', 'Vpc', ['Private']);
    net.attachment('OtherAttachment', 'Tgw', 'Other', ['Data']);
    net.route('Private', '10.9.0.0/16', gateway);
    net.route('Data', '10.0.0.0/16', gateway);
    net.group('DbGroup', { ingress: [['tcp', 5432, '10.0.0.0/16']] }, { vpc: 'Other' });
    return net;
  };

  test('behind a transit gateway, there and back', () => {
    expect(outcome(transit(), db)).toBe('reachable');
    expect(outcome(transit(), cidr('10.9.1.0/24'))).toBe('reachable');
    const oneWay = transit();
    withRoutes(oneWay, 'Data', {});
    expect(outcome(oneWay, db)).toBe('blocked NO_ROUTE_TO_DESTINATION');
  });

  test('the attachment needs a subnet in the zone', () => {
    const net = transit();
    net.subnet('Entrance', 'Vpc', ['10.0.5.0/28'], {}, { zone: known('b') });
    net.attachment('Attachment', 'Tgw', 'Vpc', ['Entrance']);
    expect(outcome(net, db)).toBe('blocked TGW_ROUTE_AZ_RESTRICTION');
    net.subnet('Entrance', 'Vpc', ['10.0.5.0/28'], {}, { zone: known('a') });
    expect(outcome(net, db)).toBe('reachable');
  });

  test('the tables of the transit gateway have to lead there', () => {
    const net = transit();
    net.transitGateway('Tgw', 'no');
    expect(outcome(net, db)).toBe('blocked TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION');
    net.transitRouteTable('Table', 'Tgw', ['Attachment', 'OtherAttachment'], ['Attachment', 'OtherAttachment']);
    expect(outcome(net, db)).toBe('reachable');
    net.transitRouteTable('Table', 'Tgw', ['Attachment', 'OtherAttachment'], ['Attachment']);
    expect(outcome(net, db)).toBe('blocked TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT');
    net.transitRouteTable('Table', 'Tgw', ['Attachment', 'OtherAttachment'], ['Attachment', 'OtherAttachment'], { '10.9.1.0/24': undefined });
    expect(outcome(net, db)).toBe('blocked TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT');
  });

  test('references to groups pass only with its support for them', () => {
    const net = transit();
    net.group('DbGroup', { ingress: [['tcp', 5432, 'Group']] }, { vpc: 'Other' });
    expect(outcome(net, db)).toBe('blocked ENI_SG_RULES_MISMATCH');
    change(net, 'transitGateways', 'Tgw', { securityGroupReferencing: 'yes' });
    expect(outcome(net, db)).toBe('reachable');
    change(net, 'transitGateways', 'Tgw', { securityGroupReferencing: 'unknown' });
    expect(outcome(net, db)).toBe('inconclusive ENI_SG_RULES_MISMATCH');
  });

  test.each(['Entrance', 'Exit'])('network ACLs of the subnets of the attachments, one at each end: %s', (subnet) => {
    const net = transit();
    net.subnet('Entrance', 'Vpc', ['10.0.5.0/28']);
    net.subnet('Exit', 'Other', ['10.9.5.0/28']);
    net.attachment('Attachment', 'Tgw', 'Vpc', ['Entrance']);
    net.attachment('OtherAttachment', 'Tgw', 'Other', ['Exit']);
    net.networkAcl('Acl', [subnet], OPEN_ACL);
    expect(outcome(net, db)).toBe('reachable');
    net.networkAcl('Acl', [subnet], OPEN_ACL.slice(1));
    expect(outcome(net, db)).toBe('blocked SUBNET_ACL_RESTRICTION');
  });

  test('one that no template defines is not known', () => {
    const net = transit();
    net.model.transitGateways.delete('Tgw');
    expect(outcome(net, db)).toContain('inconclusive');
  });
});

describe('S17: the internet through a transit gateway', () => {
  const central = () => {
    const net = privateNetwork();
    net.vpc('Inspection', ['10.9.0.0/16']);
    const gateway = net.transitGateway('Tgw', 'no');
    net.subnet('Outside', 'Inspection', ['10.9.0.0/24'], { '0.0.0.0/0': net.internetGateway('OtherIgw', 'Inspection'), '10.0.0.0/16': gateway });
    net.subnet('Inside', 'Inspection', ['10.9.1.0/24'], { '0.0.0.0/0': net.natGateway('CentralNat', 'Outside') });
    net.attachment('Attachment', 'Tgw', 'Vpc', ['Private']);
    net.attachment('Central', 'Tgw', 'Inspection', ['Inside']);
    net.transitRouteTable('Spokes', 'Tgw', ['Attachment'], [], { '0.0.0.0/0': 'Central' });
    net.transitRouteTable('Hub', 'Tgw', ['Central'], ['Attachment']);
    withRoutes(net, 'Private', { '0.0.0.0/0': gateway });
    return net;
  };

  test('out and back', () => {
    expect(outcome(central(), INTERNET)).toBe('reachable');
    expect(outcome(central(), service('sqs'))).toBe('reachable');
  });

  test('without the way back', () => {
    const net = central();
    withRoutes(net, 'Outside', { '0.0.0.0/0': { kind: 'internet-gateway', id: 'OtherIgw' } });
    expect(outcome(net, INTERNET)).toBe('blocked NO_ROUTE_TO_DESTINATION');
    const hub = central();
    hub.transitRouteTable('Hub', 'Tgw', ['Central'], []);
    expect(outcome(hub, INTERNET)).toBe('blocked TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT');
  });

  test('without a NAT gateway there, or with one that is not known', () => {
    const net = central();
    withRoutes(net, 'Inside', {});
    expect(outcome(net, INTERNET)).toBe('blocked NO_ROUTE_TO_DESTINATION');
    const elsewhere = central();
    elsewhere.transitRouteTable('Spokes', 'Tgw', ['Attachment'], [], { '0.0.0.0/0': 'tgw-attach-1' });
    expect(outcome(elsewhere, INTERNET)).toBe('inconclusive UNKNOWN_DESTINATION');
  });
});

describe('S18: Lambda picks a subnet', () => {
  test('so that every one has to have a way', () => {
    const net = privateNetwork();
    net.subnet('Closed', 'Vpc', ['10.0.2.0/24']);
    net.lambda('Fn', ['Private', 'Closed'], ['Group']);
    const { verdict, subnets } = verdictOn(net, INTERNET);
    expect([verdict, ...subnets.map((found) => `${found.subnet} ${found.verdict}`)]).toEqual(['blocked', 'Private reachable', 'Closed blocked']);
  });

  test('subnets that are not known', () => {
    const net = privateNetwork();
    net.lambda('Fn', ['subnet-0123'], ['Group']);
    expect(outcome(net, INTERNET)).toBe('inconclusive UNKNOWN_RESOURCE');
    net.lambda('Fn', [], [], { attachment: { kind: 'unknown', reason: 'a parameter' } });
    expect(outcome(net, INTERNET)).toBe('inconclusive UNKNOWN_RESOURCE');
    net.lambda('Fn', [], [], { attachment: { kind: 'vpc', subnets: notKnown(), securityGroups: known(['Group']), ipv6Allowed: 'no' } });
    expect(verdictOn(net, INTERNET).subnets.map(({ subnet }) => subnet)).toEqual(['']);
    expect(outcome(net, INTERNET)).toBe('inconclusive UNKNOWN_RESOURCE');
  });
});

describe('S19: functions speak TCP and UDP', () => {
  test('a gateway endpoint accepts TCP alone', () => {
    const net = privateNetwork();
    net.gatewayEndpoint('S3', 'Vpc', 's3', ['Private']);
    const udp = { kind: 'prefix-list', id: known('pl:s3'), ports: [{ transport: 'udp', ports: { fromPort: 443, toPort: 443 } }] } as const;
    expect(outcome(net, udp)).toBe('blocked VPCE_GATEWAY_PROTOCOL_RESTRICTION');
    expect(outcome(net, { ...udp, ports: [tcp(443)] })).toBe('reachable');
  });

  test('ingress rules of the function are not asked', () => {
    const net = privateNetwork();
    net.group('Group', { egress: [['tcp', 443, '0.0.0.0/0']], ingress: [] });
    expect(outcome(net, INTERNET)).toBe('reachable');
  });
});

describe('S20: dedicated tenancy', () => {
  test.each([['yes', true, 'blocked LAMBDA_DEDICATED_TENANCY'], ['unknown', true, 'inconclusive LAMBDA_DEDICATED_TENANCY'], ['unknown', false, 'reachable']] as const)(
    '%s in a VPC that is defined: %s', (dedicatedTenancy, defined, expected) => {
      const net = privateNetwork();
      change(net, 'vpcs', 'Vpc', { dedicatedTenancy, defined });
      expect(outcome(net, INTERNET)).toBe(expected);
    });
});

describe('S21: Block Public Access', () => {
  const guarded = (mode: 'off' | 'block-bidirectional' | 'block-ingress', exclude?: string) => {
    const net = privateNetwork();
    net.model.blockPublicAccess.push({ source: source('Bpa'), environment: { group: 'here' }, mode: known(mode) });
    if (exclude !== undefined) {
      net.model.blockPublicAccessExclusions.push({ source: source('Exclusion'), of: known(exclude), mode: known('allow-egress') });
    }
    return net;
  };

  test.each([
    ['off', undefined, 'reachable', 'reachable'],
    ['block-ingress', undefined, 'reachable', 'reachable'],
    ['block-bidirectional', undefined, 'blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED', 'blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED'],
    ['block-bidirectional', 'Vpc', 'reachable', 'reachable'],
    ['block-bidirectional', 'Public', 'reachable', 'blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED'],
    ['block-bidirectional', 'Private', 'blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED', 'reachable'],
  ] as const)('%s, excluded: %s', (mode, exclude, ipv4, ipv6) => {
    expect(outcome(guarded(mode, exclude), INTERNET)).toBe(ipv4);
    expect(outcome(guarded(mode, exclude), INTERNET, 'ipv6')).toBe(ipv6);
  });

  test.each<[string, Environment | undefined, Environment, string]>([
    ['the same, both known', { group: 'a', account: '1', region: 'x' }, { group: 'b', account: '1', region: 'x' }, 'blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED'],
    ['another account', { group: 'a', account: '1' }, { group: 'b', account: '2', region: 'x' }, 'reachable'],
    ['another Region', { group: 'a', account: '1', region: 'x' }, { group: 'b', account: '1', region: 'y' }, 'reachable'],
    ['one group, neither known', { group: 'a' }, { group: 'a' }, 'blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED'],
    ['two groups, not known', { group: 'a' }, { group: 'b' }, 'inconclusive VPC_BLOCK_PUBLIC_ACCESS_ENABLED'],
    ['the same account, a Region not known', { group: 'a', account: '1', region: 'x' }, { group: 'b', account: '1' }, 'inconclusive VPC_BLOCK_PUBLIC_ACCESS_ENABLED'],
    ['of a VPC that no template defines', undefined, { group: 'b', account: '1', region: 'x' }, 'inconclusive VPC_BLOCK_PUBLIC_ACCESS_ENABLED'],
  ])('counts where its account and Region are: %s', (_, ofVpc, ofOptions, expected) => {
    const net = privateNetwork();
    change(net, 'vpcs', 'Vpc', { environment: ofVpc });
    net.model.blockPublicAccess.push({ source: source('Bpa'), environment: ofOptions, mode: known('block-bidirectional') });
    expect(outcome(net, INTERNET)).toBe(expected);
  });

  test('what is off somewhere says nothing of here, unless it is here', () => {
    const assumed = (environment: Environment) => {
      const net = privateNetwork();
      net.model.blockPublicAccess.push({ source: source('Bpa'), environment, mode: known('off') });
      return verdictOn(net, INTERNET).subnets[0].path.assumptions.includes('Block Public Access of the account is off');
    };
    expect([assumed({ group: 'here' }), assumed({ group: 'elsewhere' })]).toEqual([false, true]);
  });

  test('stops NAT instances in both modes', () => {
    const net = guarded('block-ingress');
    net.group('NatGroup', { egress: [['all', undefined, '0.0.0.0/0']], ingress: [['all', undefined, 'Group']] });
    withRoutes(net, 'Private', { '0.0.0.0/0': net.natInstance('Host', 'Public', ['NatGroup']) });
    expect(outcome(net, INTERNET)).toBe('blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED');
  });

  test('nothing said is an assumption', () => {
    expect(verdictOn(privateNetwork(), INTERNET).subnets[0].path.assumptions).toContain('Block Public Access of the account is off');
  });
});

describe('S22: what leads traffic elsewhere', () => {
  test('appliances and route tables of gateways are not modelled', () => {
    const net = privateNetwork();
    net.model.gatewayRouteTables.set('Igw', source('EdgeTable'));
    expect(outcome(net, INTERNET)).toBe('inconclusive UNSUPPORTED_COMPONENT');
    withRoutes(net, 'Private', { '0.0.0.0/0': { kind: 'unsupported', what: 'a firewall endpoint' } });
    expect(outcome(net, INTERNET)).toBe('inconclusive UNSUPPORTED_COMPONENT');
  });

  test('a route narrower than the local one', () => {
    const net = privateNetwork();
    net.group('DbGroup', { ingress: [['tcp', 5432, 'Group']] });
    expect(outcome(net, resource('Db', ['DbGroup'], ['Public']))).toBe('reachable');
    net.route('Private', '10.0.0.0/24', { kind: 'network-interface', id: 'Appliance' });
    expect(outcome(net, resource('Db', ['DbGroup'], ['Public']))).toBe('inconclusive UNSUPPORTED_COMPONENT');
  });
});

describe('what a second opinion found', () => {
  const withDatabase = () => {
    const net = privateNetwork();
    net.subnet('Data', 'Vpc', ['10.0.7.0/24', '2001:db9:0:107::/64']);
    net.group('DbGroup', { ingress: [['tcp', 5432, 'Group']] });
    return net;
  };
  const withEndpoint = (families: readonly ('ipv4' | 'ipv6')[] = ['ipv4']) => {
    const net = withDatabase();
    net.group('EndpointGroup', { ingress: [['tcp', 443, 'Group']] });
    net.interfaceEndpoint('Secrets', 'Vpc', 'secretsmanager', ['Data'], ['EndpointGroup'], { families: known(families) });
    net.lambda('Fn', ['Private'], ['Group'], { dualStackEndpoints: 'yes' });
    return net;
  };

  test('a route narrower than the local one stands before an interface endpoint too', () => {
    const net = withEndpoint();
    expect(outcome(net, service('secretsmanager'))).toBe('reachable');
    net.route('Private', '10.0.7.0/24', { kind: 'network-interface', id: 'Appliance' });
    expect(outcome(net, service('secretsmanager'))).toBe('inconclusive UNSUPPORTED_COMPONENT');
  });

  test('an interface endpoint has no IPv6 address in a subnet without any', () => {
    const net = withEndpoint(['ipv4', 'ipv6']);
    expect(outcome(net, service('secretsmanager'), 'ipv6')).toBe('reachable');
    net.subnet('Data', 'Vpc', ['10.0.7.0/24']);
    expect(outcome(net, service('secretsmanager'), 'ipv6')).toBe('blocked VPCE_NO_ADDRESS_FAMILY');
    expect(outcome(net, service('secretsmanager'))).toBe('reachable');
  });

  test('the addresses of the VPC itself are not the internet, though over IPv6 they are public', () => {
    const net = privateNetwork();
    net.route('Private', '2001:db9:0:100::/64', { kind: 'network-interface', id: 'Appliance' });
    expect(outcome(net, INTERNET, 'ipv6')).toBe('reachable');
  });

  test('nor are they in a prefix list of AWS, whose route leads no traffic of the VPC away', () => {
    const net = withDatabase();
    net.gatewayEndpoint('S3', 'Vpc', 's3', ['Private']);
    expect(outcome(net, resource('Db', ['DbGroup'], ['Data']), 'ipv6')).toBe('reachable');
  });

  test('what is in the way to a part of the internet is perhaps in the way to a service', () => {
    const net = privateNetwork();
    net.route('Private', '52.0.0.0/6', { kind: 'missing', what: 'something' });
    expect(outcome(net, INTERNET)).toBe('blocked BAD_STATE_ROUTE');
    expect(outcome(net, service('sqs'))).toBe('inconclusive BAD_STATE_ROUTE');
  });
});

describe('a route that is missing', () => {
  test.each<[string, RouteTarget, string]>([
    ['is not made up for by a narrow one to an internet gateway, which a function cannot use', { kind: 'internet-gateway', id: 'Igw' }, 'blocked NO_ROUTE_TO_DESTINATION'],
    ['nor by one to something that is gone', { kind: 'missing', what: 'a NAT gateway' }, 'blocked NO_ROUTE_TO_DESTINATION'],
    ['is perhaps made up for by one to a NAT gateway: a service may have its addresses there', { kind: 'nat-gateway', id: 'Nat' }, 'inconclusive NO_ROUTE_TO_DESTINATION'],
  ])('%s', (_, target, expected) => {
    const net = privateNetwork();
    withRoutes(net, 'Private', { '8.8.0.0/16': target });
    expect(outcome(net, service('sqs'))).toBe(expected);
  });
});

describe('NAT instances', () => {
  const net = (props = {}) => {
    const scenario = privateNetwork();
    scenario.group('NatGroup', { egress: [['tcp', 443, '0.0.0.0/0']], ingress: [['tcp', 443, '10.0.0.0/16']] });
    withRoutes(scenario, 'Private', { '0.0.0.0/0': scenario.natInstance('Host', 'Public', ['NatGroup'], props) });
    return scenario;
  };

  test.each([
    ['reachable', {}],
    ['blocked ENI_SOURCE_DEST_CHECK_RESTRICTION', { sourceDestCheck: 'yes' }],
    ['inconclusive ENI_SOURCE_DEST_CHECK_RESTRICTION', { sourceDestCheck: 'unknown' }],
    ['blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS', { hasPublicAddress: 'no' }],
    ['blocked NGW_SUBNET_HAS_NO_IGW_ROUTE', { subnet: known('Private') }],
  ])('%s', (expected, props) => {
    expect(outcome(net(props), INTERNET)).toBe(expected);
  });

  test('have security groups in both directions', () => {
    const scenario = net();
    scenario.group('NatGroup', { egress: [['tcp', 443, '0.0.0.0/0']] });
    expect(outcome(scenario, INTERNET)).toBe('blocked SG_HAS_NO_RULES');
    scenario.group('NatGroup', { ingress: [['tcp', 443, 'Group']] });
    expect(outcome(scenario, INTERNET)).toBe('blocked SG_HAS_NO_RULES');
    scenario.group('NatGroup', { egress: [['tcp', 443, '0.0.0.0/0']], ingress: [['tcp', 443, 'Group']] });
    expect(outcome(scenario, INTERNET)).toBe('reachable');
  });
});

describe('resources', () => {
  test('by group and by address', () => {
    const net = privateNetwork();
    net.group('DbGroup', { ingress: [['tcp', 5432, 'Group']] }, { vpc: 'Vpc' });
    expect(outcome(net, resource('Db', ['DbGroup']))).toBe('reachable');
    net.group('Group', { egress: [['tcp', 5432, 'DbGroup']] });
    expect(outcome(net, resource('Db', ['DbGroup'], ['Public']))).toBe('reachable');
    net.group('DbGroup', { ingress: [['tcp', 3306, 'Group']] }, { vpc: 'Vpc' });
    expect(outcome(net, resource('Db', ['DbGroup'], ['Public']))).toBe('blocked ENI_SG_RULES_MISMATCH');
  });

  test('somewhere', () => {
    const net = privateNetwork();
    net.group('DbGroup', { ingress: [['tcp', 5432, 'Group']] });
    expect(outcome(net, resource('Db', ['DbGroup']))).toBe('inconclusive UNKNOWN_DESTINATION');
    expect(outcome(net, resource('Db', ['sg-0123']))).toBe('inconclusive UNKNOWN_DESTINATION UNKNOWN_RESOURCE');
    net.group('Group', {});
    expect(outcome(net, resource('Db', ['DbGroup']))).toContain('blocked');
  });

  test('a network ACL somewhere in the VPC', () => {
    const net = privateNetwork();
    net.group('DbGroup', { ingress: [['tcp', 5432, 'Group']] }, { vpc: 'Vpc' });
    net.networkAcl('Acl', ['Public'], []);
    expect(outcome(net, resource('Db', ['DbGroup']))).toBe('inconclusive SUBNET_ACL_RESTRICTION');
  });
});

describe('blocks and prefix lists', () => {
  test('inside of the VPC', () => {
    expect(outcome(privateNetwork(), cidr('10.0.0.0/24'))).toBe('reachable');
    const net = privateNetwork();
    net.networkAcl('Acl', ['Public'], []);
    expect(outcome(net, cidr('10.0.0.0/24'))).toBe('blocked SUBNET_ACL_RESTRICTION');
    expect(outcome(net, cidr('10.0.4.0/24'))).toBe('reachable');
  });

  test('public and private ones beyond', () => {
    expect(outcome(privateNetwork(), cidr('8.8.8.0/24'))).toBe('reachable');
    expect(outcome(privateNetwork(), cidr('192.168.0.0/16'))).toBe('blocked NO_ROUTE_TO_DESTINATION');
    expect(outcome(privateNetwork(), cidr('10.0.0.0/8'))).toBe('blocked NO_ROUTE_TO_DESTINATION');
  });

  test('each entry of a prefix list', () => {
    const net = privateNetwork();
    const list = { kind: 'prefix-list', id: known('pl-1'), ports: [tcp(443)] } as const;
    expect(outcome(net, list)).toBe('inconclusive UNKNOWN_DESTINATION');
    net.model.prefixLists.set('pl-1', known([block('8.8.8.0/24'), block('10.0.0.0/24')]));
    expect(outcome(net, list)).toBe('reachable');
    net.model.prefixLists.set('pl-1', known([block('8.8.8.0/24'), block('192.168.0.0/24')]));
    expect(outcome(net, list)).toBe('blocked NO_ROUTE_TO_DESTINATION');
    expect(outcome(net, { ...list, id: notKnown() })).toBe('inconclusive UNKNOWN_DESTINATION');
  });
});

function change<K extends 'vpcs' | 'subnets' | 'natGateways' | 'endpoints' | 'transitGateways'>(net: ModelBuilder, kind: K, id: string, props: object): void {
  const things = net.model[kind] as Map<string, object>;
  things.set(id, { ...things.get(id)!, ...props });
}

function withRoutes(net: ModelBuilder, subnet: string, routes: Record<string, RouteTarget>): void {
  net.model.routeTables.set(`${subnet} routes`, { ...net.model.routeTables.get(`${subnet} routes`)!, routes: [] });
  Object.entries(routes).forEach(([destination, target]) => net.route(subnet, destination, target));
}

test('a rule for a part of the addresses is told from one that is not known', () => {
  const detail = (peer: string) => {
    const net = privateNetwork();
    net.subnet('Data', 'Vpc', ['10.0.3.0/24']);
    net.group('DbGroup', { ingress: [['tcp', 5432, peer]] });
    return verdictOn(net, resource('Db', ['DbGroup'], ['Data'])).subnets[0].path.obstacles.map((obstacle) => obstacle.detail).join();
  };
  expect(detail('10.0.1.0/25')).toMatch(/is not known: a rule covers a part of the addresses that the function may have, and not all of them$/);
  expect(detail('?')).toMatch(/is not known: a rule has values that are known only after deployment$/);
});
