import { App, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ComputeConnection, Destination, PrivateLambdaNetwork, VpcConnectedFunction } from '../../../src/index';
import { templateOf } from '../../support/synthesize';

/*
 * DNS servers of one's own are hosts like others: every function has to be let out to them. Only the Route 53 Resolver needs no rule.
 */

const SERVERS = ['10.0.1.10', '10.0.33.10'];

class Fixture {
  public readonly stack = new Stack(new App(), 'Stack');
  public readonly network: PrivateLambdaNetwork;

  constructor(props = {}) {
    this.network = new PrivateLambdaNetwork(this.stack, 'Network', props);
  }

  public connect(id: string, destinations: Destination[], props = {}): void {
    new VpcConnectedFunction(this.stack, id, {
      network: this.network, destinations, runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = 0;'), ...props,
    });
  }
}

function asked(template: Template): string[] {
  return groups(template).flatMap((group) => {
    const rules = group.Properties.SecurityGroupEgress ?? [];
    return rules.filter(({ FromPort }) => FromPort === 53).map(({ IpProtocol, CidrIp, CidrIpv6 }) => `${IpProtocol} ${JSON.stringify(CidrIp ?? CidrIpv6)}`).sort().join();
  });
}

interface Rule {
  readonly FromPort?: number;
  readonly IpProtocol: string;
  readonly CidrIp?: unknown;
  readonly CidrIpv6?: unknown;
}

interface Group {
  readonly Properties: { readonly SecurityGroupEgress?: readonly Rule[] };
}

function groups(template: Template): Group[] {
  const found = template.findResources('AWS::EC2::SecurityGroup', { Properties: { GroupDescription: Match.stringLikeRegexp('Lambda ') } });
  return Object.values(found) as unknown as Group[];
}

const BOTH = 'tcp "10.0.1.10/32",tcp "10.0.33.10/32",udp "10.0.1.10/32",udp "10.0.33.10/32"';

describe('every function is let out to the DNS servers that its network names', () => {
  test('before and after they are named, whoever shares a group', () => {
    const { network, stack, connect } = bind(new Fixture());
    connect('Before', [Destination.internet()]);
    connect('Alone', [Destination.internet()], { dedicatedSecurityGroup: true });
    network.useDhcpOptions({ domainNameServers: SERVERS });
    connect('Same', [Destination.internet()]);
    connect('After', [Destination.cidr('10.0.0.0/16', ec2.Port.tcp(443))]);
    connect('Nothing', []);
    new ComputeConnection(stack, 'Compute', { network, destinations: [Destination.internet()] });
    expect(asked(templateOf(stack))).toEqual([BOTH, BOTH, BOTH, BOTH, BOTH]);
  });

  test('the groups stay what they are', () => {
    const [one, other] = [undefined, { domainNameServers: SERVERS }].map((options) => {
      const { network, stack, connect } = bind(new Fixture());
      connect('Orders', [Destination.internet()]);
      connect('Alone', [Destination.internet()], { dedicatedSecurityGroup: true });
      if (options !== undefined) {
        network.useDhcpOptions(options);
      }
      const found = templateOf(stack).findResources('AWS::EC2::SecurityGroup', { Properties: { GroupDescription: Match.stringLikeRegexp('Lambda ') } });
      return Object.entries(found).map(([id, { Properties }]) => [id, (Properties as { GroupDescription: string }).GroupDescription]);
    });
    expect(other).toEqual(one);
  });

  test.each([
    ['IPv6', ['2001:db8::53'], 'tcp "2001:db8::53/128",udp "2001:db8::53/128"'],
    ['the Resolver alone', ['AmazonProvidedDNS'], ''],
    ['the Resolver by address', ['169.254.169.253', 'fd00:ec2::253'], ''],
    ['the Resolver and another', ['AmazonProvidedDNS', '10.0.1.10'], 'tcp "10.0.1.10/32",udp "10.0.1.10/32"'],
  ])('%s', (_, domainNameServers, expected) => {
    const { network, stack, connect } = bind(new Fixture());
    connect('Orders', [Destination.cidr('10.0.0.0/16', ec2.Port.tcp(443))]);
    network.useDhcpOptions({ domainNameServers });
    expect(asked(templateOf(stack))).toEqual([expected]);
  });

  test('that only the deployment knows', () => {
    const { network, stack, connect } = bind(new Fixture());
    connect('Orders', [Destination.cidr('10.0.0.0/16', ec2.Port.tcp(443))]);
    network.useDhcpOptions({ domainNameServers: [new CfnParameter(stack, 'Server').valueAsString] });
    const block = '{"Fn::Join":["",[{"Ref":"Server"},"/32"]]}';
    expect(asked(templateOf(stack))).toEqual([`tcp ${block},udp ${block}`]);
  });

  test('in a list that only the deployment knows', () => {
    const { network, stack, connect } = bind(new Fixture());
    connect('Orders', [Destination.cidr('10.0.0.0/16', ec2.Port.tcp(443))]);
    network.useDhcpOptions({ domainNameServers: Fn.split(',', new CfnParameter(stack, 'Servers').valueAsString) });
    expect(asked(templateOf(stack))).toEqual(['tcp "10.0.0.0/16",udp "10.0.0.0/16"']);
  });
});

function bind(fixture: Fixture) {
  return { network: fixture.network, stack: fixture.stack, connect: fixture.connect.bind(fixture) };
}
