import { App, Aws, CfnParameter, Fn, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancing';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { FakeNetworkProps } from './fake-network';
import { FakeNetwork } from './fake-network';
import { egressRules, ingressRuleCount, inlineEgressRules, rule } from './rules';
import { Destination } from '../../src/connection/destination';
import type { VpcConnection } from '../../src/connection/vpc-connection';
import { VpcConnectedFunction } from '../../src/function/vpc-connected-function';
import { AddressFamily } from '../../src/vpc/address-family';

const HTTPS = ec2.Port.tcp(443);

function fakeNetwork(props?: FakeNetworkProps): FakeNetwork {
  return new FakeNetwork(new Stack(new App(), 'Stack'), 'Network', props);
}

function connect(network: FakeNetwork, ...destinations: Destination[]): VpcConnection {
  return network.connect(network, 'Connection', { destinations });
}

/** What the template of a function says of its destinations. */
function declared(network: FakeNetwork, ...destinations: Destination[]): unknown {
  const fn = new VpcConnectedFunction(network, 'Fn', {
    network,
    destinations,
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
  });
  return (fn.node.defaultChild as lambda.CfnFunction).getMetadata('cdk-lambda-network:destinations');
}

function balancer(network: FakeNetwork, internetFacing: boolean): elbv2.ApplicationLoadBalancer {
  return new elbv2.ApplicationLoadBalancer(network, 'Balancer', { vpc: network.vpc, internetFacing });
}

function networkBalancer(network: FakeNetwork, internetFacing: boolean): elbv2.NetworkLoadBalancer {
  const group = new ec2.SecurityGroup(network, 'NetworkBalancerGroup', { vpc: network.vpc });
  return new elbv2.NetworkLoadBalancer(network, 'NetworkBalancer', { vpc: network.vpc, internetFacing, securityGroups: [group] });
}

function prefixListOf(network: FakeNetwork, service: string): unknown {
  return Stack.of(network).resolve(network.gatewayPrefixListId(service));
}

describe('F5: nothing is open that was not declared', () => {
  test('no destinations', () => {
    const connection = connect(fakeNetwork());
    expect(egressRules(connection)).toEqual([]);
    expect(inlineEgressRules(connection)).toEqual(['255.255.255.255/32 icmp 252-86']);
  });

  test('a rule of its own does not leave the group without one, for then CloudFormation would let everything out', () => {
    const network = fakeNetwork();
    const connection = connect(network, Destination.connectable(new ec2.SecurityGroup(network, 'Peer', { vpc: network.vpc }), HTTPS));
    expect(egressRules(connection)).toHaveLength(1);
    expect(inlineEgressRules(connection)).toEqual(['255.255.255.255/32 icmp 252-86']);
  });

  test('connections that are allowed later, by any construct, are rules like the others and never let anything in', () => {
    const network = fakeNetwork();
    const connection = network.connect(network, 'Connection', { destinations: [], dedicatedSecurityGroup: true });
    const peer = new ec2.SecurityGroup(network, 'Peer', { vpc: network.vpc, allowAllOutbound: false });
    connection.connections.allowTo(peer, ec2.Port.tcp(6379));
    connection.connections.allowFrom(peer, ec2.Port.tcp(6379));
    peer.connections.allowTo(connection, ec2.Port.tcp(22));
    expect(egressRules(connection)).toEqual([rule(Stack.of(network).resolve(peer.securityGroupId), 'tcp', 6379)]);
    expect(ingressRuleCount(connection)).toBe(0);
  });
});

describe('F5: the internet', () => {
  test('over both address families where the network has egress for both', () => {
    expect(egressRules(connect(fakeNetwork(), Destination.internet()))).toEqual(['0.0.0.0/0 tcp 443-443', '::/0 tcp 443-443']);
  });

  test.each([
    [AddressFamily.IPV4, '0.0.0.0/0 tcp 443-443'],
    [AddressFamily.IPV6, '::/0 tcp 443-443'],
  ])('over %s alone where the network has egress for no other', (family, expected) => {
    const network = fakeNetwork({ internetAddressFamilies: [family] });
    expect(egressRules(connect(network, Destination.internet()))).toEqual([expected]);
  });

  test('over the address families and on the ports asked for', () => {
    const destination = Destination.internet({ addressFamilies: [AddressFamily.IPV6], ports: [ec2.Port.tcp(587), ec2.Port.udpRange(5000, 5010)] });
    expect(egressRules(connect(fakeNetwork(), destination))).toEqual(['::/0 tcp 587-587', '::/0 udp 5000-5010']);
  });

  test('is declared with address families and ports', () => {
    expect(declared(fakeNetwork(), Destination.internet())).toEqual([
      { kind: 'internet', addressFamilies: ['ipv4', 'ipv6'], ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] },
    ]);
  });
});

describe('F5: an AWS service', () => {
  test('with a gateway endpoint is reached through the prefix list of the service', () => {
    const network = fakeNetwork();
    const connection = connect(network, Destination.awsService(ec2.GatewayVpcEndpointAwsService.S3), Destination.awsService('dynamodb'));
    expect(egressRules(connection)).toEqual([
      rule(prefixListOf(network, 's3'), 'tcp', 443),
      rule(prefixListOf(network, 'dynamodb'), 'tcp', 443),
    ].sort());
  });

  test('without an endpoint is reached over the internet where that is declared, in whatever order', () => {
    for (const destinations of [
      [Destination.awsService('secretsmanager'), Destination.internet()],
      [Destination.internet(), Destination.awsService('secretsmanager')],
    ]) {
      expect(egressRules(connect(fakeNetwork(), ...destinations))).toEqual(['0.0.0.0/0 tcp 443-443', '::/0 tcp 443-443']);
    }
  });

  test('is declared by its name', () => {
    const network = fakeNetwork();
    const services = [
      ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
      ec2.InterfaceVpcEndpointAwsService.ECR,
      ec2.GatewayVpcEndpointAwsService.DYNAMODB,
      'sqs',
    ];
    expect(declared(network, Destination.internet(), ...services.map((service) => Destination.awsService(service)))).toEqual([
      expect.objectContaining({ kind: 'internet' }),
      { kind: 'aws-service', service: 'secretsmanager' },
      { kind: 'aws-service', service: 'ecr.api' },
      { kind: 'aws-service', service: 'dynamodb' },
      { kind: 'aws-service', service: 'sqs' },
    ]);
  });
});

describe('F5: a resource', () => {
  test('is opened at both ends, once for each of its groups', () => {
    const network = fakeNetwork();
    const groups = ['One', 'Two'].map((id) => new ec2.SecurityGroup(network, id, { vpc: network.vpc }));
    const connection = connect(network, Destination.connectable(new ec2.Connections({ securityGroups: groups }), ec2.Port.tcp(5432)));
    expect(egressRules(connection)).toEqual(groups.map((group) => rule(Stack.of(network).resolve(group.securityGroupId), 'tcp', 5432)).sort());
    const ingress = network.node.findAll().filter((construct) => ec2.CfnSecurityGroupIngress.isCfnSecurityGroupIngress(construct));
    expect(ingress.map(({ groupId, sourceSecurityGroupId, fromPort }) => [groupId, sourceSecurityGroupId, fromPort]))
      .toEqual(groups.map((group) => [group.securityGroupId, connection.securityGroup.securityGroupId, 5432]));
  });

  test('is declared by the construct paths of the resource and its groups', () => {
    const network = fakeNetwork();
    const host = new ec2.BastionHostLinux(network, 'Host', { vpc: network.vpc });
    expect(declared(network, Destination.connectable(host, ec2.Port.tcp(22)))).toEqual([{
      kind: 'resource',
      resource: 'Stack/Network/Host',
      securityGroups: ['Stack/Network/Host/Resource/InstanceSecurityGroup'],
      ports: [{ protocol: 'tcp', fromPort: 22, toPort: 22 }],
    }]);
  });

  test('that is no construct is declared by the path of its group', () => {
    const network = fakeNetwork();
    const group = new ec2.SecurityGroup(network, 'Group', { vpc: network.vpc });
    expect(declared(network, Destination.connectable(new ec2.Connections({ securityGroups: [group] }), HTTPS)))
      .toEqual([expect.objectContaining({ resource: 'Stack/Network/Group', securityGroups: ['Stack/Network/Group'] })]);
  });
});

describe('F5: address blocks', () => {
  test('of either family', () => {
    const network = fakeNetwork();
    const destinations = [Destination.cidr('10.20.0.0/16', HTTPS), Destination.cidr('2001:db8::/32', ec2.Port.udp(53))];
    expect(egressRules(connect(network, ...destinations))).toEqual(['10.20.0.0/16 tcp 443-443', '2001:db8::/32 udp 53-53']);
    expect(declared(network, ...destinations)).toEqual([
      { kind: 'cidr', cidr: '10.20.0.0/16', ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] },
      { kind: 'cidr', cidr: '2001:db8::/32', ports: [{ protocol: 'udp', fromPort: 53, toPort: 53 }] },
    ]);
  });

  test('in a prefix list', () => {
    const network = fakeNetwork();
    const destination = Destination.prefixList('pl-0123456789abcdef0', HTTPS);
    expect(egressRules(connect(network, destination))).toEqual(['pl-0123456789abcdef0 tcp 443-443']);
    expect(declared(network, destination)).toEqual([
      { kind: 'prefix-list', prefixListId: 'pl-0123456789abcdef0', ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] },
    ]);
  });

  test('in a prefix list of the app, which is declared without a reference to it', () => {
    const network = fakeNetwork();
    const list = new ec2.CfnPrefixList(network, 'List', { addressFamily: 'IPv4', maxEntries: 1, prefixListName: 'partners' });
    expect(declared(network, Destination.prefixList(list.attrPrefixListId, HTTPS), Destination.prefixList(Fn.importValue('list'), HTTPS))).toEqual([
      { kind: 'prefix-list', resource: 'Stack/Network/List', ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] },
      { kind: 'prefix-list', ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] },
    ]);
  });
});

test('a destination that is declared twice is there once', () => {
  const network = fakeNetwork();
  const group = new ec2.SecurityGroup(network, 'Group', { vpc: network.vpc });
  const all = (): Destination[] => [
    Destination.internet(), Destination.awsService('s3'), Destination.cidr('10.0.0.0/8', HTTPS),
    Destination.connectable(group, HTTPS), Destination.prefixList('pl-0123456789abcdef0', HTTPS),
  ];
  expect(egressRules(connect(network, ...all(), ...all()))).toHaveLength(6);
  expect(declared(network, ...all(), ...all())).toHaveLength(5);
});

describe('fails on a destination that cannot be', () => {
  const later = Token.asNumber(new CfnParameter(new Stack(), 'Port', { type: 'Number' }).valueAsNumber);

  test.each<[code: string, value: string, define: () => Destination]>([
    ['DESTINATION_PORT', 'ALL TRAFFIC', () => Destination.internet({ ports: [ec2.Port.allTraffic()] })],
    ['DESTINATION_PORT', 'empty list of ports', () => Destination.internet({ ports: [] })],
    ['DESTINATION_FAMILY', 'empty list of address families', () => Destination.internet({ addressFamilies: [] })],
    ['DESTINATION_PORT', 'ICMP Type 8', () => Destination.cidr('10.0.0.0/8', ec2.Port.icmpPing())],
    ['DESTINATION_PORT', '70000', () => Destination.cidr('10.0.0.0/8', ec2.Port.tcp(70000))],
    ['DESTINATION_PORT', '-5', () => Destination.prefixList('pl-0123456789abcdef0', ec2.Port.tcp(-5))],
    ['DESTINATION_PORT', '90-80', () => Destination.prefixList('pl-0123456789abcdef0', ec2.Port.tcpRange(90, 80))],
    ['TOKEN_NOT_ALLOWED', '{IndirectPort}', () => Destination.cidr('10.0.0.0/8', ec2.Port.tcp(later))],
    ['DESTINATION_CIDR', '0.0.0.0/0', () => Destination.cidr('0.0.0.0/0', HTTPS)],
    ['DESTINATION_CIDR', '::/0', () => Destination.cidr('::/0', HTTPS)],
    ['CIDR_MALFORMED', '10.0.0.0', () => Destination.cidr('10.0.0.0', HTTPS)],
    ['CIDR_MALFORMED', 'example.org', () => Destination.cidr('example.org', HTTPS)],
    ['CIDR_NOT_CANONICAL', 'did you mean 10.0.0.0/8', () => Destination.cidr('10.1.0.0/8', HTTPS)],
    ['CIDR_NOT_CANONICAL', 'did you mean 2001:db8::/32', () => Destination.cidr('2001:DB8:1::/32', HTTPS)],
    ['TOKEN_NOT_ALLOWED', 'Token', () => Destination.cidr(Fn.importValue('Block'), HTTPS)],
    ['DESTINATION_PREFIX_LIST', 'partners', () => Destination.prefixList('partners', HTTPS)],
    ['DESTINATION_SERVICE', 'Secrets Manager', () => Destination.awsService('Secrets Manager')],
    ['DESTINATION_SERVICE', 'vpce-svc-0123', () => Destination.awsService(new ec2.InterfaceVpcEndpointService('com.amazonaws.vpce.eu-west-1.vpce-svc-0123'))],
    ['TOKEN_NOT_ALLOWED', 'secretsmanager', () => Destination.awsService(Fn.importValue('Service'))],
  ])('%s: %s', (code, value, define) => {
    expect(define).toThrow(expect.objectContaining({ name: 'NetworkError', code }));
    expect(define).toThrow(value);
  });
});

describe('fails on a destination that the network cannot have', () => {
  const ipv4Only = { ipProtocol: ec2.IpProtocol.IPV4_ONLY };
  const group = (network: FakeNetwork): ec2.SecurityGroup => new ec2.SecurityGroup(network, 'Group', { vpc: network.vpc });

  test.each<[code: string, value: string, network: FakeNetworkProps, destinations: (network: FakeNetwork) => Destination[]]>([
    ['DESTINATION_NO_EGRESS', 'Egress.natGateways()', { internetAddressFamilies: [] }, () => [Destination.internet()]],
    ['DESTINATION_FAMILY', 'IPv6', ipv4Only, () => [Destination.internet({ addressFamilies: [AddressFamily.IPV4, AddressFamily.IPV6] })]],
    ['DESTINATION_FAMILY', 'IPv4', { internetAddressFamilies: [AddressFamily.IPV6] }, () => [Destination.internet({ addressFamilies: [AddressFamily.IPV4] })]],
    ['DESTINATION_FAMILY', '2001:db8::/32', ipv4Only, () => [Destination.cidr('2001:db8::/32', HTTPS)]],
    ['DESTINATION_SERVICE_NO_PATH', "'secretsmanager'", {}, () => [Destination.awsService('secretsmanager')]],
    ['DESTINATION_SERVICE_NO_PATH', "'s3'", { gatewayServices: [] }, () => [Destination.awsService('s3'), Destination.internet({ ports: [ec2.Port.tcp(80)] })]],
    ['DESTINATION_CONNECTABLE', 'Destination.cidr()', {}, () => [Destination.connectable(ec2.Peer.anyIpv4(), HTTPS)]],
    ['DESTINATION_CONNECTABLE', 'internetFacing: false', {}, (network) => [Destination.connectable(balancer(network, true), HTTPS)]],
    ['DESTINATION_CONNECTABLE', 'Destination.internet()', {}, (network) => [Destination.connectable(balancer(network, true).connections, HTTPS)]],
    ['DESTINATION_CONNECTABLE', 'Stack/Network/Balancer is', {}, (network) => [
      Destination.connectable(balancer(network, true).addListener('Listener', { port: 80, defaultAction: elbv2.ListenerAction.fixedResponse(200) }), HTTPS),
    ]],
    ['DESTINATION_CONNECTABLE', 'internet-facing', {}, (network) => [Destination.connectable(new elb.LoadBalancer(network, 'Classic', { vpc: network.vpc, internetFacing: true }), HTTPS)]],
    ['DESTINATION_CONNECTABLE', 'internet-facing', {}, (network) => [Destination.connectable(networkBalancer(network, true), HTTPS)]],
    ['DESTINATION_CONNECTABLE', 'is a function', {}, (network) => [Destination.connectable(network.connect(network, 'Other', { destinations: [] }), HTTPS)]],
    ['DESTINATION_CONNECTABLE', 'Stack/Network/Other', {}, (network) => [Destination.connectable(lambda.Function.fromFunctionName(network, 'Other', 'other'), HTTPS)]],
    ['DESTINATION_CONNECTABLE', 'has no security group', {}, (network) => [Destination.connectable({ connections: new ec2.Connections({ peer: group(network) }) }, HTTPS)]],
  ])('%s: %s', (code, value, props, destinations) => {
    const network = fakeNetwork(props);
    const define = (): unknown => connect(network, ...destinations(network));
    const error = caught(define);
    expect(error).toMatchObject({ name: 'NetworkError', code });
    expect(String(error)).toContain(value);
    expect(String(error)).toContain('(at Stack/Network/Connection)');
  });

  function caught(define: () => unknown): unknown {
    try {
      return define();
    } catch (error) {
      return error;
    }
  }
});

test.each<[string, object, RegExp | undefined]>([
  ['another Region', { region: 'us-east-1' }, /Other\/Group in account 111122223333 and Region us-east-1, .* in account 111122223333 and Region eu-west-1, .*Destination\.cidr\(\)/],
  ['another account', { account: '444455556666' }, /in account 444455556666 and Region eu-west-1/],
  ['an environment that is not known', { region: undefined, account: undefined }, undefined],
  ['the same environment', {}, undefined],
])('F5: a group of %s', (_, elsewhere, refusal) => {
  const app = new App();
  const env = { region: 'eu-west-1', account: '111122223333' };
  const network = new FakeNetwork(new Stack(app, 'Stack', { env }), 'Network');
  const other = new Stack(app, 'Other', { env: { ...env, ...elsewhere } });
  const group = new ec2.SecurityGroup(other, 'Group', { vpc: ec2.Vpc.fromVpcAttributes(other, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'] }) });
  const define = (): unknown => connect(network, Destination.connectable(group, HTTPS));
  if (refusal === undefined) {
    expect(define).not.toThrow();
  } else {
    expect(define).toThrow(refusal);
  }
});

test.each<[string, ec2.IInterfaceVpcEndpointService | ec2.IGatewayVpcEndpointService | string, string]>([
  ['a constant for an interface endpoint', ec2.InterfaceVpcEndpointAwsService.S3, 's3'],
  ['a constant for a gateway endpoint', ec2.GatewayVpcEndpointAwsService.S3_EXPRESS, 's3express'],
  ['an object with a short name', new ec2.InterfaceVpcEndpointAwsService('ecr.dkr'), 'ecr.dkr'],
  ['an object with a full name', new ec2.InterfaceVpcEndpointService('com.amazonaws.eu-west-1.ecr.api'), 'ecr.api'],
  ['a full name', 'cn.com.amazonaws.cn-north-1.ecr.dkr', 'ecr.dkr'],
  ['a full name without a Region', 'com.amazonaws.s3-global.accesspoint', 's3-global.accesspoint'],
  ['a full name with the Region of the stack', `com.amazonaws.${Aws.REGION}.states`, 'states'],
  ['a short name', 'git-codecommit', 'git-codecommit'],
])('an AWS service is named by %s', (_, service, name) => {
  expect(declared(fakeNetwork(), Destination.internet(), Destination.awsService(service))).toContainEqual({ kind: 'aws-service', service: name });
});

test('a load balancer that is not known to be on the internet is a resource like others', () => {
  const network = fakeNetwork();
  const imported = elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(network, 'Imported', {
    loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/x/1', securityGroupId: 'sg-1',
  });
  const peers = [balancer(network, false), networkBalancer(network, false), imported, new elb.LoadBalancer(network, 'Classic', { vpc: network.vpc })];
  expect(() => connect(network, ...peers.map((peer) => Destination.connectable(peer, HTTPS)))).not.toThrow();
});

test('that an internet-facing load balancer must not be reached can be asked', () => {
  const network = fakeNetwork();
  const mustNotReach = [Destination.connectable(balancer(network, true), HTTPS)];
  expect(() => network.connect(network, 'Connection', { destinations: [], mustNotReach })).not.toThrow();
});
