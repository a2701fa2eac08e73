import { outcome, verdictOn } from './judge';
import type { RouteTarget } from '../../../src/analysis/model/network';
import { INTERNET, ModelBuilder, cidr, known, privateNetwork, resource, tcp } from '../support/builders';

/*
 * What stands between two networks: transit gateways with their zones and tables, NAT gateways that translate, AWS's own prefix lists, the internet.
 */

/** Two VPCs with a transit gateway between them, and something that listens in the second. */
function transitNetwork(zones: { readonly own?: string; readonly other?: string; readonly listener?: string } = {}): ModelBuilder {
  const net = new ModelBuilder();
  net.vpc('Vpc', ['10.0.0.0/16', '2001:db9:0:100::/56']);
  net.vpc('Other', ['10.9.0.0/16', '2001:db9:0:900::/56']);
  const gateway = net.transitGateway('Tgw');
  net.subnet('Private', 'Vpc', ['10.0.1.0/24', '2001:db9:0:101::/64'], { '10.9.0.0/16': gateway, '2001:db9:0:900::/56': gateway }, { zone: known(zones.own ?? 'a') });
  net.subnet('Landing', 'Other', ['10.9.0.0/24', '2001:db9:0:900::/64'], {}, { zone: known(zones.other ?? 'a') });
  net.subnet('Data', 'Other', ['10.9.1.0/24', '2001:db9:0:901::/64'], { '10.0.0.0/16': gateway, '2001:db9:0:100::/56': gateway }, { zone: known(zones.listener ?? 'a') });
  net.attachment('Attachment', 'Tgw', 'Vpc', ['Private'], 'yes');
  net.attachment('OtherAttachment', 'Tgw', 'Other', ['Landing'], 'yes');
  net.group('Group', { egress: [['all', undefined, '0.0.0.0/0'], ['all', undefined, '::/0']] }, { vpc: 'Vpc' });
  net.group('DbGroup', { ingress: [['tcp', 5432, '10.0.0.0/16'], ['tcp', 5432, '2001:db9:0:100::/56']] }, { vpc: 'Other' });
  net.lambda('Fn', ['Private'], ['Group']);
  return net;
}

describe('transit gateways', () => {
  const db = resource('Db', ['DbGroup'], ['Data']);

  test('connect two VPCs over both families', () => {
    expect(['ipv4', 'ipv6'].map((family) => outcome(transitNetwork(), db, family as 'ipv4'))).toEqual(['reachable', 'reachable']);
    expect(outcome(transitNetwork(), cidr('2001:db9:0:901::/64'), 'ipv6')).toBe('reachable');
  });

  test('lose answers from a zone where the other attachment has no subnet, and deliver to any zone', () => {
    expect(outcome(transitNetwork({ listener: 'b' }), db)).toBe('blocked TGW_ROUTE_AZ_RESTRICTION');
    expect(outcome(transitNetwork({ other: 'b', listener: 'b' }), db)).toBe('reachable');
  });

  test('propagate IPv6 only of attachments that support it, and follow static routes without', () => {
    const net = transitNetwork();
    net.attachment('OtherAttachment', 'Tgw', 'Other', ['Landing'], 'no');
    expect(outcome(net, db, 'ipv6')).toBe('blocked TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT');
    expect(outcome(net, db)).toBe('reachable');
    net.transitRouteTable('Table', 'Tgw', ['Attachment', 'OtherAttachment'], ['Attachment', 'OtherAttachment'], { '2001:db9:0:900::/56': 'OtherAttachment' });
    expect(outcome(net, db, 'ipv6')).toBe('reachable');
  });

  test('with a table that nobody shows prove nothing and refute nothing', () => {
    const net = transitNetwork();
    net.transitRouteTable('tgw-rtb-1', 'Tgw', ['Attachment'], ['OtherAttachment'], {}, false);
    expect(outcome(net, db)).toBe('inconclusive TGW_RTB_ROUTES_ARE_UNKNOWN');
    net.transitRouteTable('tgw-rtb-1', 'Tgw', ['Attachment'], [], {}, false);
    expect(outcome(net, db)).toBe('inconclusive TGW_RTB_ROUTES_ARE_UNKNOWN');
  });

  test('let answers come back over another one, or over a peering connection', () => {
    const net = transitNetwork();
    const second = net.transitGateway('Second');
    net.attachment('ByTheSecond', 'Second', 'Vpc', ['Private']);
    net.attachment('OtherByTheSecond', 'Second', 'Other', ['Landing']);
    withRoutes(net, 'Data', { '10.0.0.0/16': second });
    expect(outcome(net, db)).toBe('reachable');
    withRoutes(net, 'Data', { '10.0.0.0/16': net.peering('Peering', 'Vpc', 'Other') });
    expect(outcome(net, db)).toBe('reachable');
  });

  test('lead nothing out through an internet gateway without translation', () => {
    const net = transitNetwork();
    net.route('Private', '0.0.0.0/0', { kind: 'transit-gateway', id: 'Tgw' });
    net.transitRouteTable('Table', 'Tgw', ['Attachment', 'OtherAttachment'], ['Attachment', 'OtherAttachment'], { '0.0.0.0/0': 'OtherAttachment' });
    net.route('Landing', '0.0.0.0/0', net.internetGateway('OtherIgw', 'Other'));
    expect(outcome(net, INTERNET)).toBe('blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS');
  });

  test('of a block that two attachments have, it is not known which one gets it', () => {
    const net = transitNetwork();
    net.vpc('Twin', ['10.9.0.0/16']);
    net.subnet('TwinLanding', 'Twin', ['10.9.7.0/24']);
    net.attachment('TwinAttachment', 'Tgw', 'Twin', ['TwinLanding']);
    expect(outcome(net, db)).toBe('inconclusive TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT');
  });
});

describe('NAT gateways on the way to private addresses', () => {
  /** The function sends to the other VPC through a NAT gateway, whose subnet leads to the transit gateway. */
  function translated(connectivity: 'private' | 'public'): ModelBuilder {
    const net = transitNetwork();
    const gateway: RouteTarget = { kind: 'transit-gateway', id: 'Tgw' };
    net.subnet('NatSubnet', 'Vpc', ['10.0.7.0/24'], { '10.9.0.0/16': gateway });
    const nat = net.natGateway('Nat', 'NatSubnet');
    net.model.natGateways.set('Nat', { ...net.model.natGateways.get('Nat')!, connectivity: known(connectivity) });
    withRoutes(net, 'Private', { '10.9.0.0/16': nat });
    net.attachment('Attachment', 'Tgw', 'Vpc', ['NatSubnet'], 'yes');
    return net;
  }

  const db = resource('Db', ['DbGroup'], ['Data']);

  test('send with their own address', () => {
    const net = translated('private');
    net.group('DbGroup', { ingress: [['tcp', 5432, '10.0.1.0/24']] }, { vpc: 'Other' });
    expect(outcome(net, db)).toBe('blocked ENI_SG_RULES_MISMATCH');
    net.group('DbGroup', { ingress: [['tcp', 5432, '10.0.7.0/24']] }, { vpc: 'Other' });
    expect(outcome(net, db)).toBe('reachable');
    expect(outcome(net, cidr('10.9.1.0/24', [tcp(5432)]))).toBe('reachable');
  });

  test('are documented to do so when they are private', () => {
    expect(outcome(translated('public'), db)).toBe('inconclusive UNSUPPORTED_COMPONENT');
  });

  test('that no template places may lead on, or not', () => {
    const net = translated('private');
    const nat = net.model.natGateways.get('Nat')!;
    net.model.natGateways.set('Nat', { ...nat, place: { known: false, reason: 'it is a parameter without a value' } });
    expect(outcome(net, db)).toMatch(/^inconclusive/);
    net.model.natGateways.delete('Nat');
    expect(outcome(net, db)).toMatch(/^inconclusive/);
  });

  test('lead nowhere when they are regional, or when their subnet leads to the internet alone', () => {
    const net = privateNetwork();
    expect(outcome(net, cidr('192.168.0.0/16'))).toBe('blocked NO_ROUTE_TO_DESTINATION');
    withRoutes(net, 'Private', { '0.0.0.0/0': net.regionalNatGateway('Regional', 'Vpc') });
    expect(outcome(net, cidr('192.168.0.0/16'))).toBe('blocked NO_ROUTE_TO_DESTINATION');
    withRoutes(net, 'Private', { '0.0.0.0/0': net.natInstance('Host', 'Public', ['Group']) });
    expect(outcome(net, cidr('192.168.0.0/16'))).toBe('blocked NO_ROUTE_TO_DESTINATION');
  });
});

describe('a public block beside gateway endpoints', () => {
  test('is reached over either way', () => {
    const net = privateNetwork();
    net.gatewayEndpoint('S3', 'Vpc', 's3', ['Private']);
    expect(outcome(net, cidr('185.199.108.153/32'))).toBe('reachable');
    expect(verdictOn(net, cidr('185.199.108.153/32')).subnets[0].path.assumptions.join()).toContain('pl:s3');
  });

  test('is not known to be over an endpoint that may not carry it', () => {
    const net = privateNetwork();
    net.gatewayEndpoint('S3', 'Vpc', 's3', ['Private'], { policy: known({ Statement: [] }) });
    expect(outcome(net, cidr('185.199.108.153/32'))).toBe('inconclusive MORE_SPECIFIC_ROUTE');
    const udp = privateNetwork();
    udp.gatewayEndpoint('S3', 'Vpc', 's3', ['Private']);
    expect(outcome(udp, cidr('185.199.108.153/32', [{ transport: 'udp', ports: { fromPort: 443, toPort: 443 } }]))).toBe('inconclusive MORE_SPECIFIC_ROUTE');
  });

  test('asks for an egress where nothing leads out', () => {
    const net = privateNetwork();
    withRoutes(net, 'Private', {});
    const [{ path }] = verdictOn(net, cidr('185.199.108.153/32')).subnets;
    expect(path.obstacles[0].mend).toMatchObject({ inConstructs: 'egress: Egress.natGateways()' });
  });
});

describe('public addresses of another VPC of the templates', () => {
  test('are reached through its own internet gateway, there and back', () => {
    const net = privateNetwork();
    net.vpc('Other', ['10.9.0.0/16', '2001:db9:0:900::/56']);
    net.subnet('Data', 'Other', ['10.9.1.0/24', '2001:db9:0:901::/64']);
    expect(outcome(net, cidr('2001:db9:0:901::/64'), 'ipv6')).toBe('blocked IGW_NOT_ATTACHED NO_ROUTE_TO_DESTINATION');
    const gateway = net.internetGateway('OtherIgw', 'Other');
    expect(outcome(net, cidr('2001:db9:0:901::/64'), 'ipv6')).toBe('blocked NO_ROUTE_TO_DESTINATION');
    net.route('Data', '::/0', gateway);
    expect(outcome(net, cidr('2001:db9:0:901::/64'), 'ipv6')).toBe('reachable');
  });
});

function withRoutes(net: ModelBuilder, subnet: string, routes: Record<string, RouteTarget>): void {
  net.model.routeTables.set(`${subnet} routes`, { ...net.model.routeTables.get(`${subnet} routes`)!, routes: [] });
  Object.entries(routes).forEach(([destination, target]) => net.route(subnet, destination, target));
}
