import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { ExistingNetworkAttributes, ExistingNetworkOptions, IPrivateLambdaNetwork } from '../../../src/index';
import { AddressFamily, Destination, PrivateLambdaNetwork, VpcConnectedFunction } from '../../../src/index';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };
const DUAL_STACK: ExistingNetworkOptions = {
  ipProtocol: ec2.IpProtocol.DUAL_STACK, internetAddressFamilies: [AddressFamily.IPV6, AddressFamily.IPV4],
};
const IDS: ExistingNetworkAttributes = {
  vpcId: 'vpc-0123456789abcdef0',
  functionSubnets: [
    { subnetId: 'subnet-0000000000000000a', availabilityZone: 'eu-west-1a' },
    { subnetId: 'subnet-0000000000000000b', availabilityZone: 'eu-west-1b' },
  ],
};

function stackIn(context: Record<string, unknown> = {}, id: string = 'Stack'): Stack {
  return new Stack(new App({ context }), id, { env: ENV });
}

function addFunction(network: IPrivateLambdaNetwork, destinations: Destination[], vpcSubnets?: ec2.SubnetSelection): Stack {
  const stack = Stack.of(network);
  new VpcConnectedFunction(stack, 'Orders', { network, destinations, vpcSubnets, ...CODE });
  return stack;
}

/** The subnets of the only function. */
function subnetsOf(stack: Stack): unknown {
  const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function', { Properties: { VpcConfig: Match.anyValue() } }));
  return resource.Properties.VpcConfig.SubnetIds;
}

/** A VPC with public, private and isolated subnets in two zones, as a look-up answers it. */
function answer(): unknown {
  const group = (name: string, type: string) => ({
    name, type,
    subnets: ['a', 'b'].map((letter) => ({
      subnetId: `subnet-${type.toLowerCase()}${letter}`, cidr: `10.9.${letter === 'a' ? 0 : 16}.0/20`, availabilityZone: `eu-west-1${letter}`,
      routeTableId: `rtb-${type.toLowerCase()}${letter}`,
    })),
  });
  return {
    vpcId: 'vpc-0123456789abcdef0', vpcCidrBlock: '10.9.0.0/16', ownerAccountId: ENV.account, availabilityZones: [],
    subnetGroups: [group('Public', 'Public'), group('App', 'Private'), group('Data', 'Isolated')],
  };
}

describe('N14: a VPC that is looked up', () => {
  function defineWithLookUp(stack: Stack, vpcSubnets?: ec2.SubnetSelection, perFunction?: ec2.SubnetSelection): Stack {
    const vpc = ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0' });
    const network = PrivateLambdaNetwork.fromVpc(stack, 'Network', { vpc, vpcSubnets, ...DUAL_STACK });
    return addFunction(network, [Destination.internet()], perFunction);
  }

  /** The first synthesis asks, the second is given the answer. */
  function synthesizeTwice(vpcSubnets?: ec2.SubnetSelection, perFunction?: ec2.SubnetSelection): { first: unknown; second: unknown } {
    const first = defineWithLookUp(stackIn({}, 'PendingLookUp'), vpcSubnets, perFunction);
    const missing = (first.node.root as App).synth().manifest.missing!;
    expect(missing.map(({ provider }) => provider)).toEqual(['vpc-provider']);
    const second = defineWithLookUp(stackIn({ [missing[0].key]: answer() }), vpcSubnets, perFunction);
    expect((second.node.root as App).synth().manifest.missing).toBeUndefined();
    return { first: subnetsOf(first), second: subnetsOf(second) };
  }

  test('first synth: placeholders; second synth: the private subnets', () => {
    expect(synthesizeTwice()).toEqual({ first: ['p-12345', 'p-67890'], second: ['subnet-privatea', 'subnet-privateb'] });
  });

  test.each<[string, ec2.SubnetSelection, string[]]>([
    ['a group', { subnetGroupName: 'App' }, ['subnet-privatea', 'subnet-privateb']],
    ['a zone', { availabilityZones: ['eu-west-1b'] }, ['subnet-privateb']],
    ['ids', { subnetFilters: [ec2.SubnetFilter.byIds(['subnet-privatea'])] }, ['subnet-privatea']],
    ['isolated subnets', { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, ['subnet-isolateda', 'subnet-isolatedb']],
  ])('%s that no placeholder has can be selected, for the network and for a function', (_, selection, expected) => {
    expect(synthesizeTwice(selection)).toEqual({ first: ['p-12345', 'p-67890'], second: expected });
    expect(synthesizeTwice(undefined, selection)).toEqual({ first: ['p-12345', 'p-67890'], second: expected });
  });
});

test('N14, F3: a VPC that another account shares is looked up, and roles allow network interfaces in its subnets', () => {
  const define = (stack: Stack): Stack => {
    const vpc = ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0' });
    return addFunction(PrivateLambdaNetwork.fromVpc(stack, 'Network', { vpc }), []);
  };
  const owner = '444455556666';
  const [{ key }] = (define(stackIn({}, 'PendingLookUp')).node.root as App).synth().manifest.missing!;
  const stack = define(stackIn({ [key]: { ...answer() as object, ownerAccountId: owner } }));
  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  expect(JSON.stringify(role)).toContain(`:ec2:eu-west-1:${owner}:subnet/*`);
  expect(JSON.stringify(role)).not.toContain(':ec2:eu-west-1:*:');
});

describe('N14: a VPC that is imported by its attributes', () => {
  const vpcAttributes = { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['eu-west-1a', 'eu-west-1b'] };

  test('functions are attached to the private subnets', () => {
    const stack = stackIn();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      ...vpcAttributes, privateSubnetIds: ['subnet-1', 'subnet-2'], publicSubnetIds: ['subnet-3', 'subnet-4'],
    });
    expect(subnetsOf(addFunction(PrivateLambdaNetwork.fromVpc(stack, 'Network', { vpc }), []))).toEqual(['subnet-1', 'subnet-2']);
  });

  test('without subnets that have an egress, to the isolated ones', () => {
    const stack = stackIn();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { ...vpcAttributes, isolatedSubnetIds: ['subnet-1', 'subnet-2'] });
    expect(subnetsOf(addFunction(PrivateLambdaNetwork.fromVpc(stack, 'Network', { vpc }), []))).toEqual(['subnet-1', 'subnet-2']);
  });
});

describe('N14: a VPC that is defined elsewhere', () => {
  test.each([[ec2.IpProtocol.DUAL_STACK, true], [ec2.IpProtocol.IPV4_ONLY, Match.absent()]])('%s is seen in its subnets', (ipProtocol, flag) => {
    const stack = new Stack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { ipProtocol });
    const network = PrivateLambdaNetwork.fromVpc(stack, 'Network', { vpc, internetAddressFamilies: [AddressFamily.IPV4] });
    expect(network.ipProtocol).toBe(ipProtocol);
    addFunction(network, [Destination.internet()]);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { Ipv6AllowedForDualStack: flag } });
  });

  test('its blocks are known', () => {
    const stack = new Stack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { ipAddresses: ec2.IpAddresses.cidr('10.8.0.0/16'), ipProtocol: ec2.IpProtocol.DUAL_STACK });
    const network = PrivateLambdaNetwork.fromVpc(stack, 'Network', { vpc });
    expect(network.ipv4Blocks).toEqual(['10.8.0.0/16']);
    expect(network.ipv6Blocks).toHaveLength(1);
  });

  test('N15: tenancy that becomes dedicated later is found at synthesis', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = new ec2.Vpc(stack, 'Vpc');
    PrivateLambdaNetwork.fromVpc(stack, 'Network', { vpc });
    (vpc.node.defaultChild as ec2.CfnVPC).instanceTenancy = 'dedicated';
    expect(() => (stack.node.root as App).synth()).toThrow(/'dedicated'.*peerWith\(\).*VPC_DEDICATED_TENANCY/);
  });
});

describe('N14: a network that is known by its ids', () => {
  function define(attrs: Partial<ExistingNetworkAttributes>, destinations: Destination[] = []): Stack {
    return addFunction(PrivateLambdaNetwork.fromAttributes(stackIn(), 'Network', { ...IDS, ...attrs }), destinations);
  }

  test('nothing is read from tags, nothing is looked up, nothing is warned of', () => {
    const stack = define({});
    expect(subnetsOf(stack)).toEqual(['subnet-0000000000000000a', 'subnet-0000000000000000b']);
    expect((stack.node.root as App).synth().manifest.missing).toBeUndefined();
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });

  test('what is not stated is not there', () => {
    const network = PrivateLambdaNetwork.fromAttributes(stackIn(), 'Network', IDS);
    expect(network.ipProtocol).toBe(ec2.IpProtocol.IPV4_ONLY);
    expect([network.internetAddressFamilies, network.ipv4Blocks, network.ipv6Blocks]).toEqual([[], [], []]);
    expect([network.gatewayPrefixListId('s3'), network.endpointSecurityGroup('sqs'), network.inferEndpoint('sqs')]).toEqual([undefined, undefined, undefined]);
    expect(() => addFunction(network, [Destination.internet()])).toThrow(/internetAddressFamilies.*DESTINATION_NO_EGRESS/);
  });

  test('dual-stack as stated: the flag, and rules for both families', () => {
    const template = Template.fromStack(define(DUAL_STACK, [Destination.internet()]));
    template.hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { Ipv6AllowedForDualStack: true } });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '0.0.0.0/0', ToPort: 443 }), Match.objectLike({ CidrIpv6: '::/0', ToPort: 443 })],
    });
  });

  test('IPv6 as the only way out: the endpoints of AWS that have IPv6', () => {
    const attrs = { ipProtocol: ec2.IpProtocol.DUAL_STACK, internetAddressFamilies: [AddressFamily.IPV6] };
    Template.fromStack(define(attrs, [Destination.internet()])).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { AWS_USE_DUALSTACK_ENDPOINT: 'true' } },
    });
  });

  test('a gateway endpoint that is stated: the prefix list is looked up, once', () => {
    const stack = define({ gatewayEndpoints: ['s3', 'dynamodb'] }, [Destination.awsService('s3')]);
    Template.fromStack(stack).resourceCountIs('Custom::GatewayPrefixList', 1);
  });

  test('a prefix list that is given is used as it is', () => {
    const template = Template.fromStack(define({ prefixListIds: { s3: 'pl-6da54004' } }, [Destination.awsService('s3')]));
    template.resourceCountIs('Custom::GatewayPrefixList', 0);
    expect(JSON.stringify(template.toJSON())).toContain('pl-6da54004');
  });

  test('an interface endpoint that is stated: a rule at both ends', () => {
    const stack = stackIn();
    const group = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Endpoints', 'sg-0123456789abcdef0');
    const network = PrivateLambdaNetwork.fromAttributes(stack, 'Network', { ...IDS, endpointSecurityGroups: { secretsmanager: group } });
    addFunction(network, [Destination.awsService('secretsmanager')]);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-0123456789abcdef0', ToPort: 443 });
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { DestinationSecurityGroupId: 'sg-0123456789abcdef0', ToPort: 443 });
  });

  test('what is stated travels with the function, and proves what it declares', () => {
    const stack = define(
      { internetAddressFamilies: [AddressFamily.IPV4], gatewayEndpoints: ['s3'], routedDestinations: ['10.20.0.0/16', 'pl-0123456789abcdef0', '2001:db8::/32'] },
      [Destination.internet(), Destination.awsService('s3'), Destination.cidr('10.20.4.0/24', ec2.Port.tcp(5432)), Destination.prefixList('pl-0123456789abcdef0', ec2.Port.tcp(22))],
    );
    Template.fromStack(stack).hasResource('AWS::Lambda::Function', {
      Metadata: {
        'cdk-lambda-network:network': {
          internetAddressFamilies: ['ipv4'], services: ['s3'], routedDestinations: ['10.20.0.0/16', 'pl-0123456789abcdef0', '2001:db8::/32'],
        },
      },
    });
  });

  test.each([
    ['a block', Destination.cidr('10.21.0.0/16', ec2.Port.tcp(5432)), '10.21.0.0/16:5432'],
    ['a prefix list', Destination.prefixList('pl-0123456789abcdef1', ec2.Port.tcp(22)), 'pl-0123456789abcdef1:22'],
  ])('A5: %s that nobody states is not known to be reached, which fails the synthesis', (_, destination, name) => {
    const stack = define({ routedDestinations: ['10.20.0.0/16', 'pl-0123456789abcdef0'] }, [destination]);
    expect(() => Template.fromStack(stack)).toThrow(`Stack/Orders is not known to reach ${name}`);
  });

  test('tiers may differ in their zones', () => {
    const network = PrivateLambdaNetwork.fromAttributes(stackIn(), 'Network', {
      ...IDS, isolatedSubnets: [{ subnetId: 'subnet-0000000000000000c', availabilityZone: 'eu-west-1c', routeTableId: 'rtb-c' }],
    });
    expect(network.vpc.availabilityZones).toEqual(['eu-west-1a', 'eu-west-1b', 'eu-west-1c']);
    expect(network.vpc.selectSubnets({ subnetType: ec2.SubnetType.PRIVATE_ISOLATED }).subnetIds).toEqual(['subnet-0000000000000000c']);
    expect(network.vpc.selectSubnets({ subnetGroupName: 'private' }).subnetIds).toHaveLength(2);
  });

  test('any class of function is connected in two steps', () => {
    const stack = stackIn();
    const network = PrivateLambdaNetwork.fromAttributes(stack, 'Network', IDS);
    const connection = network.connect(stack, 'Connection', { destinations: [] });
    const fn = new lambda.Function(stack, 'Reports', {
      ...CODE, vpc: connection.vpc, vpcSubnets: connection.vpcSubnets, securityGroups: connection.securityGroups, role: connection.role,
      ipv6AllowedForDualStack: connection.ipv6AllowedForDualStack, logGroup: connection.logGroup, environment: connection.environment,
    });
    expect(() => connection.attach(fn)).not.toThrow();
  });
});
