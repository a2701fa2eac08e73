import { App, Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as fc from 'fast-check';
import { PacketFilter, addressIn } from './packet-filter';
import type { NetworkAclsOptions, PrivateLambdaNetworkProps } from '../../../src/index';
import { AddressPlan, Egress, PrivateLambdaNetwork, SubnetTier, VpcPeering, Zones } from '../../../src/index';
import type { AclRule } from '../../../src/network/acls/acl-rule';
import { RuleNumbers } from '../../../src/network/acls/acl-rule';
import { templateOf } from '../../support/synthesize';

interface Defined {
  readonly template: Template;
  readonly stack: Stack;
  readonly network: PrivateLambdaNetwork;
}

function define(options: NetworkAclsOptions = {}, props: PrivateLambdaNetworkProps = {}): Defined {
  const stack = new Stack(new App(), 'Stack');
  const network = new PrivateLambdaNetwork(stack, 'Network', props);
  network.addNetworkAcls(options);
  return { template: templateOf(stack), stack, network };
}

function tierOf(template: Template, logicalId: string): string {
  const tags = template.toJSON().Resources[logicalId].Properties.Tags as Array<{ readonly Key: string; readonly Value: string }>;
  return tags.find(({ Key }) => Key === 'cdk-lambda-network:tier')!.Value;
}

/** The numbers of all entries, by logical id. */
function numbers(template: Template): Record<string, number> {
  const entries = Object.entries(template.findResources('AWS::EC2::NetworkAclEntry'));
  return Object.fromEntries(entries.map(([id, { Properties }]) => [id, Properties.RuleNumber as number]));
}

/** What of the template before is not in the template after. */
function moved(before: Template, after: Template): string[] {
  const later = numbers(after);
  return Object.entries(numbers(before)).filter(([id, number]) => later[id] !== number).map(([id]) => id);
}

describe('N8: network ACLs', () => {
  test('are not there unless asked for', () => {
    const stack = new Stack(new App(), 'Stack');
    new PrivateLambdaNetwork(stack, 'Network');
    templateOf(stack).resourceCountIs('AWS::EC2::NetworkAcl', 0);
  });

  test('are one for each tier, and every subnet has that of its tier', () => {
    const { template } = define({}, { tiers: [SubnetTier.isolated('cache', 4), SubnetTier.withEgress('tasks', 5)] });
    const pairs = Object.values(template.findResources('AWS::EC2::SubnetNetworkAclAssociation')).map(({ Properties }) =>
      [tierOf(template, Properties.SubnetId.Ref as string), tierOf(template, Properties.NetworkAclId['Fn::GetAtt'][0] as string)]);
    template.resourceCountIs('AWS::EC2::NetworkAcl', 5);
    expect(pairs).toHaveLength(10);
    expect(pairs.filter(([subnet, acl]) => subnet !== acl)).toEqual([]);
  });

  test('are put in force when all their rules are there', () => {
    const { template } = define();
    const entries = template.findResources('AWS::EC2::NetworkAclEntry');
    for (const { Properties, DependsOn } of Object.values(template.findResources('AWS::EC2::SubnetNetworkAclAssociation'))) {
      const acl = JSON.stringify(Properties.NetworkAclId);
      const own = Object.keys(entries).filter((id) => JSON.stringify(entries[id].Properties.NetworkAclId) === acl);
      expect(own.length).toBeGreaterThan(3);
      expect(DependsOn).toEqual(expect.arrayContaining(own));
    }
  });

  test('rules on the VPC\'s IPv6 block wait for the block', () => {
    const { template } = define();
    const [block] = Object.keys(template.findResources('AWS::EC2::VPCCidrBlock'));
    const onBlock = { Properties: { Ipv6CidrBlock: { 'Fn::Select': Match.anyValue() } } };
    const entries = Object.values(template.findResources('AWS::EC2::NetworkAclEntry', onBlock));
    expect(entries.length).toBeGreaterThan(0);
    entries.forEach(({ DependsOn }) => expect(DependsOn).toContain(block));
  });

  test('an IPv4 network has no rule on IPv6', () => {
    const { template } = define({ internetPorts: [ec2.Port.udp(123)] }, { ipProtocol: ec2.IpProtocol.IPV4_ONLY });
    template.resourcePropertiesCountIs('AWS::EC2::NetworkAclEntry', { Ipv6CidrBlock: Match.anyValue() }, 0);
  });

  test('the block of a VPC from IPAM is that of the VPC', () => {
    const { template } = define({}, { addressPlan: AddressPlan.ipam({ ipamPoolId: 'ipam-pool-0123456789abcdef0', netmaskLength: 16 }) });
    template.hasResourceProperties('AWS::EC2::NetworkAclEntry', { CidrBlock: { 'Fn::GetAtt': [Match.stringLikeRegexp('Vpc'), 'CidrBlock'] }, Protocol: -1 });
  });

  test('subnets of transit gateway attachments are not filtered', () => {
    const { template } = define({}, { egress: Egress.transitGateway({ transitGatewayId: 'tgw-0123456789abcdef0' }) });
    const associations = Object.values(template.findResources('AWS::EC2::SubnetNetworkAclAssociation'));
    const tiers = new Set(associations.map(({ Properties }) => tierOf(template, Properties.SubnetId.Ref as string)));
    expect([...tiers].sort()).toEqual(['isolated', 'private']);
  });

  test('private blocks are reached at any port, and answer', () => {
    const { template } = define({ privateBlocks: ['192.168.0.0/16'] });
    template.resourcePropertiesCountIs('AWS::EC2::NetworkAclEntry', { CidrBlock: '192.168.0.0/16', Egress: true, Protocol: -1 }, 1);
    template.resourcePropertiesCountIs('AWS::EC2::NetworkAclEntry', { CidrBlock: '192.168.0.0/16', Egress: false, PortRange: { From: 1024, To: 65535 } }, 2);
  });

  test.each([[false], [true]])('isolated subnets reach gateway endpoints when asked: %s', (isolatedReachesGatewayEndpoints) => {
    const { template } = define({ isolatedReachesGatewayEndpoints }, { zones: Zones.named('eu-west-1a') });
    const filter = new PacketFilter(template.toJSON().Resources);
    const [subnet] = filter.of('isolated');
    const [source, destination] = [addressIn(subnet.ipv4, 9n), addressIn('52.218.0.0/17', 9n)];
    expect(filter.leaves(subnet, { source, destination, protocol: 6, destinationPort: 443 })).toBe(isolatedReachesGatewayEndpoints);
    const answer = { source: destination, destination: source, protocol: 6, destinationPort: 50000 };
    expect(filter.enters(subnet, answer)).toBe(isolatedReachesGatewayEndpoints);
    expect(filter.leaves(subnet, { source, destination, protocol: 6, destinationPort: 80 })).toBe(false);
  });

  test('the quota of rules is warned of', () => {
    const ports = Array.from({ length: 18 }, (_, index) => ec2.Port.tcp(9000 + 10 * index));
    Annotations.fromStack(define({ internetPorts: ports }).stack).hasWarning('*', Match.stringLikeRegexp('\'private\' has 20 egress rules on IPv4,.*raise the quota'));
    Annotations.fromStack(define({ internetPorts: ports.slice(0, 10) }).stack).hasNoWarning('*', Match.stringLikeRegexp('quota'));
  });

  test('cdk-nag finds nothing in the network', () => {
    const { network, stack } = define({ internetPorts: [ec2.Port.udp(123)] });
    const { violations } = new AwsSolutionsChecks(stack.node.root as App).validateScope(network);
    expect(violations.filter(({ ruleName }) => /VPC/.test(ruleName))).toEqual([]);
  });
});

describe('N8: network ACLs, peerings and transit gateways', () => {
  const PEER = { vpcId: 'vpc-0123456789abcdef0', vpcCidrBlock: '10.200.0.0/16', availabilityZones: ['eu-west-1a'] };
  const ACLS = (network: PrivateLambdaNetwork) => network.addNetworkAcls();
  const PEERING = (network: PrivateLambdaNetwork) => network.peerWith('Peer', { vpc: ec2.Vpc.fromVpcAttributes(network, 'Peer', PEER) });
  const TRANSIT = (network: PrivateLambdaNetwork) => network.attachToTransitGateway('Corporate', {
    transitGatewayId: 'tgw-0123456789abcdef0', destinations: ['172.16.0.0/12', 'fd00:10::/32'],
  });

  function inOrder(...calls: Array<(network: PrivateLambdaNetwork) => unknown>): Stack {
    const stack = new Stack(new App(), 'Stack');
    const network = new PrivateLambdaNetwork(stack, 'Network', { tiers: [SubnetTier.withEgress('tasks', 4)] });
    calls.forEach((call) => call(network));
    return stack;
  }

  /** The tiers and directions that have a rule on a block. */
  function on(template: Template, cidr: string): string[] {
    const entries = Object.values(template.findResources('AWS::EC2::NetworkAclEntry'));
    return [...new Set(entries.filter(({ Properties }) => [Properties.CidrBlock, Properties.Ipv6CidrBlock].includes(cidr)).map(({ Properties }) =>
      `${tierOf(template, Properties.NetworkAclId['Fn::GetAtt'][0] as string)} ${Properties.Egress ? 'out' : 'in'}`))].sort();
  }

  test('the order of calls decides nothing', () => {
    const calls = [ACLS, PEERING, TRANSIT];
    const orders = [[0, 1, 2], [1, 0, 2], [2, 1, 0], [1, 2, 0]].map((order) => order.map((index) => calls[index]));
    const [first, ...others] = orders.map((order) => templateOf(inOrder(...order)).toJSON());
    others.forEach((other) => expect(other).toEqual(first));
  });

  test('rules are where the routes are', () => {
    const template = templateOf(inOrder(ACLS, PEERING, TRANSIT));
    expect(on(template, '10.200.0.0/16')).toEqual(['private in', 'private out']);
    expect(on(template, '172.16.0.0/12')).toEqual(['private in', 'private out', 'tasks in', 'tasks out']);
    expect(on(template, 'fd00:10::/32')).toEqual(['private in', 'private out', 'tasks in', 'tasks out']);
  });

  test('isolated subnets with routes to a peer are called from there, too', () => {
    const template = templateOf(inOrder(ACLS, (network) => network.peerWith('Peer', {
      vpc: ec2.Vpc.fromVpcAttributes(network, 'Peer', PEER), furtherSubnets: network.isolatedSubnets,
    })));
    template.resourcePropertiesCountIs('AWS::EC2::NetworkAclEntry', { CidrBlock: '10.200.0.0/16', Egress: false, Protocol: -1 }, 1);
    expect(on(template, '10.200.0.0/16')).toEqual(['isolated in', 'isolated out', 'private in', 'private out']);
  });

  test('a peering that is defined on its own counts as well', () => {
    const template = templateOf(inOrder(ACLS, (network) => new VpcPeering(network, 'Own', { network, vpc: ec2.Vpc.fromVpcAttributes(network, 'Peer', PEER) })));
    expect(on(template, '10.200.0.0/16')).toEqual(['private in', 'private out']);
  });

  test('a block that is named as private, too, has each rule once', () => {
    const stack = inOrder((network) => network.addNetworkAcls({ privateBlocks: ['10.200.0.0/16'] }), PEERING);
    templateOf(stack).resourcePropertiesCountIs('AWS::EC2::NetworkAclEntry', { CidrBlock: '10.200.0.0/16', Egress: true }, 2);
  });

  test('what is not known is warned of', () => {
    const unknown = inOrder(ACLS, (network) => {
      const vpc = new ec2.Vpc(network, 'Peer', { ipProtocol: ec2.IpProtocol.DUAL_STACK, ipAddresses: ec2.IpAddresses.cidr('10.200.0.0/16') });
      network.peerWith('Peer', { vpc });
    });
    Annotations.fromStack(unknown).hasWarning('/Stack/Network/NetworkAcls', Match.stringLikeRegexp('known only during deployment.*the peering Stack/Network/PeerPeering.*privateBlocks'));
    const list = inOrder(ACLS, (network) => network.attachToTransitGateway('Corporate', { transitGatewayId: 'tgw-0123456789abcdef0', destinations: ['pl-0123456789abcdef0'] }));
    Annotations.fromStack(list).hasWarning('/Stack/Network/NetworkAcls', Match.stringLikeRegexp('prefix list pl-0123456789abcdef0.*attachment Corporate'));
    Annotations.fromStack(inOrder(ACLS, PEERING, TRANSIT)).hasNoWarning('/Stack/Network/NetworkAcls', Match.anyValue());
  });
});

describe('N8: rules keep their numbers', () => {
  const port = fc.tuple(fc.constantFrom('tcp' as const, 'udp' as const), fc.integer({ min: 1, max: 65535 })).map(([protocol, number]) =>
    (protocol === 'tcp' ? ec2.Port.tcp(number) : ec2.Port.udp(number)));

  test('whatever ports are appended', () => {
    fc.assert(fc.property(fc.array(port, { maxLength: 4 }), fc.array(port, { minLength: 1, maxLength: 4 }), (ports, more) => {
      expect(moved(define({ internetPorts: ports }).template, define({ internetPorts: [...ports, ...more] }).template)).toEqual([]);
    }), { numRuns: 8 });
  });

  const TIERS: PrivateLambdaNetworkProps = {
    tiers: [SubnetTier.isolated('cache', 4), SubnetTier.withEgress('pods', 5)],
    addressPlan: AddressPlan.cidr('10.0.0.0/16', { secondaryBlocks: [{ cidr: '100.64.0.0/16', tier: 'pods' }] }),
  };
  const CHANGES: Array<[string, [NetworkAclsOptions, PrivateLambdaNetworkProps], [NetworkAclsOptions, PrivateLambdaNetworkProps]]> = [
    ['a port before another', [{ internetPorts: [ec2.Port.tcp(8443)] }, {}], [{ internetPorts: [ec2.Port.udp(123), ec2.Port.tcp(8443)] }, {}]],
    ['a private block before another', [{ privateBlocks: ['172.16.0.0/12'] }, {}], [{ privateBlocks: ['192.168.0.0/16', '172.16.0.0/12'] }, {}]],
    ['tiers, one with a secondary block', [{}, {}], [{}, TIERS]],
    ['IPv6', [{}, { ipProtocol: ec2.IpProtocol.IPV4_ONLY }], [{}, {}]],
    ['a zone', [{}, { zones: Zones.named('eu-west-1b') }], [{}, { zones: Zones.named('eu-west-1a', 'eu-west-1b') }]],
    ['an egress', [{}, { egress: Egress.none() }], [{}, {}]],
  ];
  test.each(CHANGES)('when there is one more: %s', (_, [before, propsBefore], [after, propsAfter]) => {
    expect(moved(define(before, propsBefore).template, define(after, propsAfter).template)).toEqual([]);
  });

  test('no two rules of a direction have one number, even if their keys come to the same', () => {
    const rule = (index: number): AclRule => ({ key: `rule-${index}`, cidr: '10.0.0.0/8', ipv6: false, traffic: 'all' });
    const rules = Array.from({ length: 2000 }, (_, index) => rule(index));
    const many = new RuleNumbers().number(rules);
    expect(new Set(many.map(({ number }) => number)).size).toBe(2000);
    expect(many.every(({ number }) => number >= 1 && number <= 32766)).toBe(true);
    const inTwo = new RuleNumbers();
    expect([...inTwo.number(rules.slice(0, 500)), ...inTwo.number(rules)]).toEqual(many);
  });
});

describe('the packet filter of these tests', () => {
  const Tags = [{ Key: 'cdk-lambda-network:tier', Value: 'x' }, { Key: 'cdk-lambda-network:zone', Value: 'a' }];
  const subnets = { S: { Type: 'AWS::EC2::Subnet', Properties: { CidrBlock: '10.0.0.0/24', Tags } } };
  const association = { Association: { Type: 'AWS::EC2::SubnetNetworkAclAssociation', Properties: { SubnetId: { Ref: 'S' }, NetworkAclId: 'acl' } } };
  const entry = (RuleNumber: number, RuleAction: string, more: object) => ({
    Type: 'AWS::EC2::NetworkAclEntry', Properties: { NetworkAclId: 'acl', RuleNumber, RuleAction, Egress: true, Protocol: -1, CidrBlock: '0.0.0.0/0', ...more },
  });
  const packet = { source: addressIn('10.0.0.0/24', 5n), destination: addressIn('192.0.2.0/24', 5n), protocol: 6, destinationPort: 443 };

  test.each([
    ['no entry', {}, false],
    ['an entry of the other direction', { E: entry(1, 'allow', { Egress: false }) }, false],
    ['an entry for everything', { E: entry(1, 'allow', {}) }, true],
    ['a lower entry that denies', { E: entry(2, 'allow', {}), D: entry(1, 'deny', {}) }, false],
    ['another block', { E: entry(1, 'allow', { CidrBlock: '192.0.3.0/24' }) }, false],
    ['the port', { E: entry(1, 'allow', { Protocol: 6, PortRange: { From: 443, To: 443 } }) }, true],
    ['another port', { E: entry(1, 'allow', { Protocol: 6, PortRange: { From: 444, To: 500 } }) }, false],
    ['another protocol', { E: entry(1, 'allow', { Protocol: 17, PortRange: { From: 443, To: 443 } }) }, false],
    ['the other family', { E: entry(1, 'allow', { CidrBlock: undefined, Ipv6CidrBlock: '::/0' }) }, false],
  ])('%s', (_, entries, expected) => {
    const filter = new PacketFilter({ ...subnets, ...association, ...entries });
    expect(filter.leaves(filter.subnets[0], packet)).toBe(expected);
  });
});
