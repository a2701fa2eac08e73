import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { PrivateLambdaNetworkProps } from '../../src';
import { Destination, Egress, EndpointPolicy, PrivateLambdaNetwork, VpcConnectedFunction, Zones } from '../../src';
import { savedVerdicts } from '../support/saved-verdicts';

const { SECRETS_MANAGER, SQS } = ec2.InterfaceVpcEndpointAwsService;
const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };

/** A network in one stack and, for each list of destinations, a function in another. */
function define(props: PrivateLambdaNetworkProps, ...functions: Destination[][]): {
  app: App; network: PrivateLambdaNetwork; owner: Stack; user: Stack;
} {
  const app = new App();
  const owner = new Stack(app, 'Owner');
  const user = functions.length > 0 ? new Stack(app, 'User') : owner;
  const network = new PrivateLambdaNetwork(owner, 'Network', props);
  functions.forEach((destinations, index) => new VpcConnectedFunction(user, `Function${index}`, { network, destinations, ...CODE }));
  return { app, network, owner, user };
}

const interfaces = (template: Template) => Object.values(template.findResources('AWS::EC2::VPCEndpoint', { Properties: { VpcEndpointType: 'Interface' } }));

describe('N7: interface endpoints', () => {
  test('are defined as listed, in every function subnet, with private DNS and one shared group', () => {
    const template = Template.fromStack(define({ endpoints: [SECRETS_MANAGER, SQS] }).owner);
    const endpoints = interfaces(template).map(({ Properties }) => Properties);
    expect(endpoints).toHaveLength(2);
    endpoints.forEach(({ PrivateDnsEnabled, SubnetIds }) => {
      expect([PrivateDnsEnabled, SubnetIds.length]).toEqual([true, 2]);
    });
    expect(new Set(endpoints.map(({ SecurityGroupIds }) => JSON.stringify(SecurityGroupIds))).size).toBe(1);
  });

  test.each(['s3', 'dynamodb'] as const)('of %s beside its gateway endpoint: functions that declare the service take that one', (service) => {
    const constant = service === 's3' ? ec2.InterfaceVpcEndpointAwsService.S3 : ec2.InterfaceVpcEndpointAwsService.DYNAMODB;
    const { app, owner } = define({ endpoints: [constant], egress: Egress.none() }, [Destination.awsService(service)]);
    const assembly = app.synth();
    const template = Template.fromStack(owner);
    const [gateway] = Object.keys(template.findResources('AWS::EC2::VPCEndpoint', { Properties: { VpcEndpointType: 'Gateway', ServiceName: Match.objectLike({ 'Fn::Join': ['', Match.arrayWith([`.${service}`])] }) } }));
    expect(interfaces(template)).toMatchObject([{
      Properties: service === 's3' ? { PrivateDnsEnabled: true, DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: 'OnlyInboundResolver' } } : { PrivateDnsEnabled: false },
      DependsOn: expect.arrayContaining([gateway]),
    }]);
    const { functions } = savedVerdicts(assembly.directory) as {
      functions: { verdicts: { destination: string; verdict: string; declared: boolean }[] }[];
    };
    expect(functions.flatMap(({ verdicts }) => verdicts)).toContainEqual(expect.objectContaining({ destination: service, declared: true, verdict: 'reachable' }));
  });

  test('the shared group has no ingress of its own and lets nothing out', () => {
    const template = Template.fromStack(define({ endpoints: [SQS] }).owner);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: Match.stringLikeRegexp('Interface endpoints'),
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })],
    });
  });

  test('a network without them has no group for them', () => {
    const template = Template.fromStack(define({}).owner);
    expect(interfaces(template)).toEqual([]);
    template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
  });

  test('exactly the functions that declare the service are let in, on 443, from their own stack', () => {
    const { owner, user } = define({ endpoints: [SQS] }, [Destination.awsService('sqs')], [], [Destination.awsService(SQS)], [Destination.internet()]);
    Template.fromStack(owner).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    const template = Template.fromStack(user);
    const sources = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress')).map(({ Properties }) => {
      expect([Properties.IpProtocol, Properties.FromPort, Properties.ToPort]).toEqual(['tcp', 443, 443]);
      return Properties.SourceSecurityGroupId['Fn::GetAtt'][0] as string;
    });
    const groupOf = (index: number) => Object.entries(template.findResources('AWS::Lambda::Function'))
      .find(([id]) => id.startsWith(`Function${index}`))![1].Properties.VpcConfig.SecurityGroupIds[0]['Fn::GetAtt'][0] as string;
    expect([...new Set(sources)].sort()).toEqual([...new Set([groupOf(0), groupOf(2)])].sort());
    expect(sources).not.toContain(groupOf(1));
    expect(sources).not.toContain(groupOf(3));
  });

  test('a listed endpoint is used even by a function that declares the internet', () => {
    const { user } = define({ endpoints: [SQS] }, [Destination.internet(), Destination.awsService('sqs')]);
    Template.fromStack(user).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  });

  test('stacks depend on each other in one direction, whatever is declared', () => {
    const { app, owner, user } = define({ egress: Egress.none() }, [Destination.awsService('sqs')], [Destination.awsService('s3')]);
    app.synth();
    expect(user.dependencies).toEqual([owner]);
    expect(owner.dependencies).toEqual([]);
  });

  test('options: policy, private DNS, address type, subnets', () => {
    const { network, owner } = define({ endpointPolicy: EndpointPolicy.ownAccount() });
    network.addEndpoint(SQS, {
      policy: EndpointPolicy.fullAccess(),
      privateDnsEnabled: false,
      ipAddressType: ec2.VpcEndpointIpAddressType.DUALSTACK,
      subnets: { subnets: [network.functionSubnets[0]] },
    });
    Template.fromStack(owner).hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Interface',
      PolicyDocument: Match.absent(),
      PrivateDnsEnabled: false,
      IpAddressType: 'dualstack',
      SubnetIds: [Match.anyValue()],
    });
  });
});

describe('N7: a service that is not offered in every zone', () => {
  const NAMED = Zones.named('eu-west-1a', 'eu-west-1b', 'eu-west-1c');

  /** The zones of the subnets that the endpoint stands in, by the letters of their logical ids. */
  function placed(zones: Zones, offered: string[], scope: Stack = new Stack(new App(), 'Stack')): string[] {
    const network = new PrivateLambdaNetwork(scope, 'Network', { zones });
    network.addEndpoint(SQS, { zones: offered });
    const [{ Properties }] = interfaces(Template.fromStack(scope));
    return (Properties.SubnetIds as Array<{ readonly Ref: string }>).map(({ Ref }) => /privateSubnet([A-Z][a-z]*\d*?)Subnet/.exec(Ref)![1]).sort();
  }

  test.each<[string, Zones, string[], string[]]>([
    ['names', NAMED, ['eu-west-1a', 'eu-west-1c'], ['A', 'C']],
    ['letters', NAMED, ['b'], ['B']],
    ['zones that the network does not span, too', NAMED, ['eu-west-1b', 'eu-west-1d', 'eu-west-1e'], ['B']],
    ['ids', Zones.ids('euw1-az1', 'euw1-az2'), ['euw1-az2', 'euw1-az3'], ['Az2']],
    ['the ends of ids', Zones.ids('euw1-az1', 'euw1-az2'), ['az1'], ['Az1']],
    ['letters in a stack that knows no zones', Zones.count(2), ['a'], ['A']],
  ])('stands in the others: %s', (_, zones, offered, expected) => {
    expect(placed(zones, offered)).toEqual(expected);
  });

  test('before the zones of the account are looked up, names are told by their letters, and none is too few', () => {
    const concrete = () => new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    expect(placed(Zones.count(2), ['eu-west-1b'], concrete())).toEqual(['B']);
    expect(placed(Zones.count(2), ['eu-west-1f'], concrete())).toEqual(['A', 'B']);
  });

  test('S11: a function in every zone is let in, through the zones that there are', () => {
    const stack = new Stack(new App(), 'Stack');
    const network = new PrivateLambdaNetwork(stack, 'Network', { zones: NAMED, egress: Egress.none() });
    network.addEndpoint(SQS, { zones: ['eu-west-1b'] });
    new VpcConnectedFunction(stack, 'Function', { network, destinations: [Destination.awsService('sqs')], ...CODE });
    const template = Template.fromStack(stack);
    const [endpoint, ...others] = interfaces(template);
    expect([endpoint.Properties.SubnetIds.length, others.length]).toEqual([1, 0]);
    template.hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: [Match.anyValue(), Match.anyValue(), Match.anyValue()] } });
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, GroupId: endpoint.Properties.SecurityGroupIds[0] });
  });
});

describe('N7: inferred endpoints', () => {
  test('a service that nothing else leads to gets an endpoint, once, and the network says so', () => {
    const { owner } = define({}, [Destination.awsService('sqs')], [Destination.awsService('sqs')]);
    expect(interfaces(Template.fromStack(owner))).toHaveLength(1);
    Annotations.fromStack(owner).hasInfo('*', Match.stringLikeRegexp('endpoint for sqs'));
  });

  test('asked for again, it is the one that is there, however it was defined', () => {
    const { network, owner } = define({ endpoints: [SECRETS_MANAGER] });
    const listed = network.inferEndpoint('secretsmanager');
    expect([listed, network.inferEndpoint('sqs'), network.inferEndpoint('sqs')]).toEqual([network.endpointSecurityGroup('sqs'), listed, listed]);
    expect(listed).toBeDefined();
    expect(interfaces(Template.fromStack(owner))).toHaveLength(2);
    Annotations.fromStack(owner).hasNoInfo('*', Match.stringLikeRegexp('endpoint for secretsmanager'));
  });

  test('the internet that a function declares is cheaper than an endpoint', () => {
    const { owner } = define({}, [Destination.internet(), Destination.awsService('sqs')]);
    expect(interfaces(Template.fromStack(owner))).toEqual([]);
  });

  test('gateway endpoints are free', () => {
    const { owner } = define({ egress: Egress.none() }, [Destination.awsService('s3'), Destination.awsService('dynamodb')]);
    expect(interfaces(Template.fromStack(owner))).toEqual([]);
  });

  test('F5: an inferred endpoint opens no address block', () => {
    const { user } = define({}, [Destination.awsService('sqs')]);
    expect(JSON.stringify(Template.fromStack(user).toJSON())).not.toMatch(/0\.0\.0\.0\/0|::\/0/);
  });
});

describe('P3: more callers than a security group has rules for', () => {
  /** A stack for each caller, so that each has a group of its own. */
  function called(callers: number) {
    const app = new App();
    const owner = new Stack(app, 'Owner');
    const network = new PrivateLambdaNetwork(owner, 'Network', { endpoints: [SQS] });
    const users = Array.from({ length: callers }, (_, index) => {
      const user = new Stack(app, `User${index}`);
      new VpcConnectedFunction(user, 'Function', { network, destinations: [Destination.awsService('sqs')], ...CODE });
      return user;
    });
    const { directory } = app.synth();
    const groups = Object.entries(Template.fromStack(owner).findResources('AWS::EC2::SecurityGroup', { Properties: { GroupDescription: Match.stringLikeRegexp('Interface endpoints') } }));
    const admitted = users.map((user) => {
      const text = JSON.stringify(Object.values(Template.fromStack(user).findResources('AWS::EC2::SecurityGroupIngress')).map(({ Properties }) => Properties.GroupId));
      return groups.findIndex(([id]) => text.includes(id.slice(0, -8)) && text.includes(id));
    });
    return { directory, owner, groups: groups.map(([id]) => id), admitted };
  }

  test('70 stacks: the endpoint has two groups, and neither has more than 60', () => {
    const { directory, owner, groups, admitted } = called(70);
    expect(groups).toHaveLength(2);
    expect(interfaces(Template.fromStack(owner))[0].Properties.SecurityGroupIds).toEqual(groups.map((id) => ({ 'Fn::GetAtt': [id, 'GroupId'] })));
    expect([0, 1].map((place) => admitted.filter((group) => group === place).length)).toEqual([50, 20]);
    const { functions, findings } = savedVerdicts(directory) as {
      functions: { verdicts: { destination: string; verdict: string; declared: boolean }[] }[]; findings: { code: string }[];
    };
    const declared = functions.flatMap(({ verdicts }) => verdicts.filter(({ declared: isDeclared, destination }) => isDeclared && destination === 'sqs'));
    expect(declared.map(({ verdict }) => verdict)).toEqual(declared.map(() => 'reachable'));
    expect(declared.length).toBeGreaterThanOrEqual(70);
    expect(findings.filter(({ code }) => code === 'SECURITY_GROUP_RULE_COUNT')).toEqual([]);
  });

  test('50 stacks: one is enough', () => {
    expect(called(50).groups).toHaveLength(1);
  });
});
