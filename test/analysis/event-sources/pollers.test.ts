import type { Network } from './networks';
import { ENDPOINTS, NETWORKS, SOURCES, endpoint, kinds, mapping, ref, report, verdicts, withProperties } from './networks';
import { readAskedDestination } from '../../../src/analysis/judge/destinations/asked-destination';
import { codesOf, judgeTemplates, mendsOf } from '../judging';
import type { Resources } from '../read/reading';
import { resourcesOf, template } from '../read/reading';

/*
 * E1: event source mappings whose pollers stand in a VPC. Sources: Lambda Developer Guide, "Configuring your Amazon MSK cluster and Amazon VPC network for Lambda" (NAT gateway, endpoints with their
 * policies and groups, public subnets, provisioned mode), "Configuring your self-managed Apache Kafka cluster and network for Lambda", "Process Amazon MQ messages with Lambda", "Process Amazon
 * DocumentDB events with Lambda", "Capturing discarded batches"; ports: Amazon MSK Developer Guide, "Port information", and the guides of Amazon MQ and Amazon DocumentDB.
 */

const KAFKA = Object.keys(SOURCES).filter((name) => 'Topics' in (SOURCES[name].resources.Mapping[1] ?? {}));
const NETWORK_NAMES = Object.keys(NETWORKS) as Network[];
const PROVISIONED = { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 3 } };

function table<A, B>(ones: readonly A[], others: readonly B[]): [A, B][] {
  return ones.flatMap((one) => others.map((other): [A, B] => [one, other]));
}

describe('on demand, the pollers', () => {
  test.each(table(Object.keys(SOURCES), NETWORK_NAMES))('of %s need services, in a network that is %s', (name, network) => {
    const { resources, needs, broker } = SOURCES[name];
    const found = verdicts({ ...NETWORKS[network], ...resources });
    expect(Object.keys(found)).toEqual([...needs, broker]);
    expect(found[broker]).toMatchObject({ verdict: 'reachable', declared: true });
    const isOpen = network === 'NAT' || network === 'endpoints';
    for (const need of needs) {
      const closed = need === 'sts' && name === 'a broker for RabbitMQ' ? 'inconclusive' : 'blocked';
      expect([need, found[need].verdict, codesOf(found[need])]).toEqual([need, isOpen ? 'reachable' : closed, isOpen ? [] : ['NO_ROUTE_TO_DESTINATION']]);
      if (!isOpen) {
        const mend = mendsOf(found[need]);
        expect(mend).toContain(`AWS::EC2::VPCEndpoint (VpcEndpointType: Interface, PrivateDnsEnabled: true) for ${need}`);
        expect(mend.includes('ProvisionedPollerConfig of Mapping')).toBe(KAFKA.includes(name));
        expect(mend.includes('NatGatewayId')).toBe(network === 'isolated');
      }
    }
  });

  test.each(table(Object.keys(SOURCES), ['isolated', 'public'] as const))('of %s get what they need from the endpoints that are named, in a network that is %s', (name, network) => {
    const { resources, needs, broker } = SOURCES[name];
    expect(kinds({ ...NETWORKS[network], ...ENDPOINTS, ...resources })).toEqual(Object.fromEntries([...needs, broker].map((each) => [each, 'reachable'])));
  });
});

test.each(table(KAFKA, NETWORK_NAMES))('in provisioned mode, the pollers of %s need the brokers alone, in a network that is %s', (name, network) => {
  const { resources, broker } = SOURCES[name];
  expect(kinds({ ...NETWORKS[network], ...withProperties(resources, 'Mapping', PROVISIONED) })).toEqual({ [broker]: 'reachable' });
});

test.each(['a broker for ActiveMQ', 'a DocumentDB cluster'])('%s has no provisioned mode', (name) => {
  const { resources, needs, broker } = SOURCES[name];
  expect(Object.keys(kinds({ ...NETWORKS.isolated, ...withProperties(resources, 'Mapping', PROVISIONED) }))).toEqual([...needs, broker]);
});

describe('the brokers', () => {
  test.each(Object.keys(SOURCES))('of %s have to be let into by their own group', (name) => {
    const { resources, broker } = SOURCES[name];
    const { SourceItself: _, ...closed } = NETWORKS.NAT;
    const found = verdicts({ ...closed, ...resources })[broker];
    expect([found.verdict, ...codesOf(found)]).toEqual(['blocked', 'SG_HAS_NO_RULES']);
    expect(mendsOf(found)).toBe(`add an ingress rule for tcp ${broker.split(':')[1]} from the security group of the event source`);
    const port = Number(broker.split(':')[1]);
    const rule: Resources = {
      OfPort: ['AWS::EC2::SecurityGroupIngress', { GroupId: ref('SourceGroup'), IpProtocol: 'tcp', FromPort: port, ToPort: port, SourceSecurityGroupId: ref('SourceGroup') }],
    };
    expect(kinds({ ...closed, ...resources, ...rule })[broker]).toBe('reachable');
  });

  test('of MSK are asked on the port of the way to authenticate', () => {
    const { resources } = SOURCES['an MSK cluster with IAM'];
    const of = (authentication: object, more: object = {}) => {
      const cluster = withProperties(resources, 'Cluster', { ClientAuthentication: authentication });
      return Object.keys(kinds({ ...NETWORKS.NAT, ...withProperties(cluster, 'Mapping', more) })).slice(-1);
    };
    const [secret, certificate] = ['SASL_SCRAM_512_AUTH', 'CLIENT_CERTIFICATE_TLS_AUTH'].map((Type) => ({ SourceAccessConfigurations: [{ Type, URI: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:a' }] }));
    const all = { Sasl: { Iam: { Enabled: true }, Scram: { Enabled: true } }, Tls: { Enabled: true } };
    expect(of(all)).toEqual(['Cluster:9098']);
    expect(of(all, secret)).toEqual(['Cluster:9096']);
    expect(of(all, certificate)).toEqual(['Cluster:9094']);
    expect(of({ Unauthenticated: { Enabled: true } })).toEqual(['Cluster:9094']);
  });

  test('are not known to be reached where no page says which of two ports is taken, unless both are open', () => {
    const both = { ClientAuthentication: { Sasl: { Iam: { Enabled: true } }, Tls: { Enabled: true }, Unauthenticated: { Enabled: true } } };
    const { resources } = SOURCES['an MSK cluster with IAM'];
    const cluster = withProperties(resources, 'Cluster', both);
    expect(kinds({ ...NETWORKS.NAT, ...cluster })['Cluster:9098,9094']).toBe('reachable');
    const one = withProperties(NETWORKS.NAT, 'SourceItself', { IpProtocol: 'tcp', FromPort: 9098, ToPort: 9098 });
    const found = verdicts({ ...one, ...cluster })['Cluster:9098,9094'];
    expect(found.verdict).toBe('inconclusive');
    expect(found.subnets[0].details?.[0]).toMatch(/; which of the ports 9098 and 9094 the pollers take, no page of AWS says$/);
  });

  test('without a secret, where none lets anybody in without one, are not known to be reached', () => {
    const { resources } = SOURCES['an MSK cluster with SCRAM'];
    expect(kinds({ ...NETWORKS.NAT, ...withProperties(resources, 'Mapping', { SourceAccessConfigurations: undefined }) })).toMatchObject({ Cluster: 'inconclusive' });
  });

  test('of Kafka are where the bootstrap servers say', () => {
    const { resources } = SOURCES['Kafka of one\'s own'];
    const of = (...servers: readonly unknown[]) =>
      kinds({ ...NETWORKS.NAT, ...withProperties(resources, 'Mapping', { SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: servers } }, ...PROVISIONED }) });
    expect(of('10.0.1.7:9094')).toEqual({ '10.0.1.7/32:9094': 'reachable' });
    expect(of('172.16.0.7:9094')).toEqual({ '172.16.0.7/32:9094': 'blocked' });
    expect(of('b-1.example.com:9096')).toEqual({ 'b-1.example.com:9096': 'inconclusive' });
    expect(of({ 'Fn::Sub': '${Kafka.PrivateIp}:9095' })).toEqual({ 'Kafka:9095': 'reachable' });
    expect(of({ 'Fn::Sub': '${Kafka.PublicIp}:9095' })).toEqual({ 'bootstrap server': 'inconclusive' });
    expect(of({ 'Fn::Sub': '${Kafka.PrivateIp}:9095,172.16.0.7:9096, b.example.com:9097' })).toEqual({
      'Kafka:9095': 'reachable', '172.16.0.7/32:9096': 'blocked', 'b.example.com:9097': 'inconclusive',
    });
  });

  test('of Kafka on the internet need nothing; private ones are not reached from there', () => {
    const kafka = (server: string): Resources => ({ Mapping: mapping({ Topics: ['a'], SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: [server] } } }) });
    expect(kinds({ ...NETWORKS.isolated, ...kafka('b-1.example.com:9096') })).toEqual({});
    expect(kinds({ ...NETWORKS.isolated, ...kafka('93.184.216.34:9096') })).toEqual({ '93.184.216.34/32:9096': 'reachable' });
    const found = verdicts({ ...NETWORKS.isolated, ...kafka('10.0.1.7:9096') })['10.0.1.7/32:9096'];
    expect([found.verdict, mendsOf(found)]).toEqual(['blocked', 'VPC_SUBNET and VPC_SECURITY_GROUP in SourceAccessConfigurations of the mapping']);
  });
});

test('NAT is needed in each zone', () => {
  const { resources } = SOURCES['an MSK cluster with IAM'];
  const { TwoTable: _, ...one } = NETWORKS.NAT;
  const found = verdicts({ ...one, ...resources }).lambda;
  expect([found.verdict, found.subnets.map(({ verdict }) => verdict)]).toEqual(['blocked', ['reachable', 'blocked']]);
});

test('endpoints let the group of the source in', () => {
  const { resources } = SOURCES['an MSK cluster with IAM'];
  const closed = withProperties(NETWORKS.endpoints, 'EndpointGroup', { SecurityGroupIngress: [] });
  const found = verdicts({ ...closed, ...resources }).sts;
  expect([found.verdict, mendsOf(found)]).toEqual([
    'blocked', 'add an ingress rule for tcp 443 from the security group of the event source, or ProvisionedPollerConfig of Mapping, with which its pollers need no way to lambda, sts and secretsmanager',
  ]);
});

describe('the policy of an endpoint', () => {
  const { resources } = SOURCES['an MSK cluster with IAM'];
  const allow = (more: object) => ({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole', Resource: '*', ...more });
  const under = (...Statement: readonly object[]) => verdicts({ ...NETWORKS.endpoints, ...resources, Sts: endpoint('sts', { PolicyDocument: { Statement } }) }).sts;

  test.each<[string, readonly object[]]>([
    ['names the service', [allow({})]],
    ['allows everything', [allow({ Principal: '*', Action: '*' })]],
    ['allows all of sts to anybody', [allow({ Principal: { AWS: '*' }, Action: ['sts:*'] })]],
    ['names the service among others', [allow({ Principal: { Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'], AWS: '111122223333' } })]],
    ['asks for functions and roles of its own account, if the call has any', [allow({ Condition: { StringEqualsIfExists: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } } })]],
    ['denies another call', [allow({}), { Effect: 'Deny', Principal: '*', Action: 'sts:GetSessionToken', Resource: '*' }]],
    ['denies other organizations alone, services excepted', [allow({}), {
      Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a' }, Bool: { 'aws:PrincipalIsAWSService': 'false' } },
    }]],
  ])('that %s lets the pollers in', (_, statements) => {
    expect(under(...statements).verdict).toBe('reachable');
  });

  test.each<[string, readonly object[]]>([
    ['names another service', [allow({ Principal: { Service: 'ec2.amazonaws.com' } })]],
    ['names an account', [allow({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } })]],
    ['allows another call', [allow({ Action: 'sts:GetCallerIdentity' })]],
    ['is for an organization', [allow({ Principal: '*', Action: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3' } } })]],
    ['is for the role of the function', [allow({ Principal: '*', Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*' } } })]],
    ['denies what is not of the organization', [allow({}), { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a' } } }]],
    ['denies the call', [allow({}), { Effect: 'Deny', Principal: '*', Action: 'sts:Assume*', Resource: '*' }]],
  ])('that %s keeps the pollers out', (_, statements) => {
    const found = under(...statements);
    expect([found.verdict, codesOf(found)]).toEqual(['blocked', ['VPCE_POLICY_DENIES']]);
    expect(mendsOf(found)).toMatch(/^allow sts:AssumeRole to the principal \{ Service: lambda\.amazonaws\.com \} on every resource, without conditions, in PolicyDocument of Sts, or Prov/);
  });

  test.each<[string, readonly object[]]>([
    ['names one role', [allow({ Resource: 'arn:aws:iam::111122223333:role/a' })]],
    ['has another condition', [allow({ Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } })]],
    ['has a condition that absent values meet', [allow({ Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a' } } })]],
    ['asks for functions and roles of an account, which may be another one', [allow({ Condition: { StringEqualsIfExists: { 'aws:ResourceAccount': '111122223333' } } })]],
    ['asks for functions and roles of its account, which a call may not have', [allow({ Condition: { StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } } })]],
    ['excepts principals', [{ Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: '*', Resource: '*' }]],
    ['denies under a condition', [allow({}), { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }]],
  ])('that %s leaves it open', (_, statements) => {
    const found = under(...statements);
    expect([found.verdict, codesOf(found)]).toEqual(['inconclusive', ['VPCE_POLICY_DENIES']]);
  });

  test('of Secrets Manager is asked nothing: pollers call it with the role of the function', () => {
    const scram = SOURCES['an MSK cluster with SCRAM'].resources;
    const policy = { Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'secretsmanager:GetSecretValue', Resource: '*' }] };
    const found = verdicts({ ...NETWORKS.endpoints, ...scram, Secrets: endpoint('secretsmanager', { PolicyDocument: policy }) }).secretsmanager;
    expect([found.verdict, found.subnets[0].assumptions]).toEqual(['reachable', expect.arrayContaining(['the policy of Secrets allows what the function calls'])]);
  });
});

describe('where AWS\'s pages disagree, or nothing is known', () => {
  test.each(['ACTIVEMQ', { Ref: 'Engine' }])('a publicly accessible broker is not known to need a way (%s)', (EngineType) => {
    const broker = withProperties(SOURCES['a broker for ActiveMQ'].resources, 'Broker', { EngineType, PubliclyAccessible: true });
    const found = verdicts({ ...NETWORKS.isolated, ...broker }, 'Mapping', { Parameters: { Engine: { Type: 'String' } } });
    expect(Object.values(found).map(({ verdict }) => verdict)).not.toContain('blocked');
    expect(found.lambda.subnets[0].details?.[0]).toMatch(/a publicly accessible broker need a way inside of the VPC, AWS's pages do not agree$/);
  });

  test('a public broker for RabbitMQ is in no VPC', () => {
    expect(kinds({ ...NETWORKS.isolated, ...withProperties(SOURCES['a broker for RabbitMQ'].resources, 'Broker', { PubliclyAccessible: true, SubnetIds: undefined, SecurityGroups: undefined }) })).toEqual({});
  });

  test.each<[string, object, readonly string[], string]>([
    ['an MSK cluster', { EventSourceArn: ref('Arn'), Topics: ['a'] }, ['lambda', 'sts'], 'MSK cluster'],
    ['an imported MSK cluster', { EventSourceArn: 'arn:aws:kafka:us-east-1:111122223333:cluster/shop/a', Topics: ['a'] }, ['lambda', 'sts'], 'MSK cluster'],
    ['a broker', { EventSourceArn: ref('Arn'), Queues: ['a'] }, ['lambda', 'sts', 'secretsmanager'], 'broker'],
    ['a DocumentDB cluster', { EventSourceArn: ref('Arn'), DocumentDBEventSourceConfig: { DatabaseName: 'a' } }, ['lambda', 'sts', 'secretsmanager'], 'DocumentDB cluster'],
  ])('%s that no template defines is inconclusive', (_, properties, needs, name) => {
    const found = verdicts({ ...NETWORKS.isolated, Mapping: mapping(properties) }, 'Mapping', { Parameters: { Arn: { Type: 'String' } } });
    expect(Object.keys(found)).toEqual([...needs, name]);
    for (const [destination, verdict] of Object.entries(found)) {
      expect([destination, verdict.verdict]).toEqual([destination, 'inconclusive']);
      expect(mendsOf(verdict)).toContain('judge it together with the template that defines');
    }
  });

  test('where a parameter decides on provisioned mode, what on demand needs is needed', () => {
    const { resources } = SOURCES['an MSK cluster with IAM'];
    const mode = { ProvisionedPollerConfig: { 'Fn::If': ['IsFast', { MinimumPollers: 1 }, ref('AWS::NoValue')] } };
    const rest = { Parameters: { Fast: { Type: 'String' } }, Conditions: { IsFast: { 'Fn::Equals': [ref('Fast'), 'yes'] } } };
    expect(kinds({ ...NETWORKS.endpoints, ...withProperties(resources, 'Mapping', mode) }, 'Mapping', rest)).toEqual({ 'lambda': 'reachable', 'sts': 'reachable', 'Cluster:9098': 'reachable' });
    expect(kinds({ ...NETWORKS.isolated, ...withProperties(resources, 'Mapping', mode) }, 'Mapping', rest)).toEqual({ 'lambda': 'blocked', 'sts': 'blocked', 'Cluster:9098': 'reachable' });
    const object = { ProvisionedPollerConfig: { 'Fn::GetAtt': ['Custom', 'Config'] } };
    const custom: Resources = { Custom: ['Custom::Config', { ServiceToken: 'arn:aws:lambda:us-east-1:111122223333:function:a' }] };
    expect(kinds({ ...NETWORKS.isolated, ...custom, ...withProperties(resources, 'Mapping', object) })).toMatchObject({ lambda: 'inconclusive', sts: 'inconclusive' });
  });

  test('an endpoint that a condition decides on is one of them in slices as well', () => {
    const { resources } = SOURCES['an MSK cluster with IAM'];
    const body = resourcesOf({ ...NETWORKS.endpoints, ...resources }) as Record<string, object>;
    const rest = { Parameters: { Closed: { Type: 'String' } }, Conditions: { IsClosed: { 'Fn::Equals': [ref('Closed'), 'yes'] } } };
    const conditional = template({ Resources: { ...body, Sts: { ...body.Sts, Condition: 'IsClosed' } }, ...rest });
    const [whole, sliced] = [false, true].map((isSliced) => judgeTemplates([conditional], [], { isSliced }).functions.find(({ logicalId }) => logicalId === 'Mapping')?.verdicts
      .map(({ destination, verdict }) => [destination, verdict]).sort());
    expect(whole).toEqual([['Cluster:9098', 'reachable'], ['lambda', 'reachable'], ['sts', 'inconclusive']]);
    expect(sliced).toEqual(whole);
  });

  test('a VPC with dedicated tenancy is documented to refuse functions, not pollers', () => {
    const { resources } = SOURCES['an MSK cluster with IAM'];
    const found = verdicts({ ...withProperties(NETWORKS.NAT, 'Vpc', { InstanceTenancy: 'dedicated' }), ...resources });
    expect(found.lambda.verdict).toBe('inconclusive');
    expect(found['Cluster:9098'].verdict).toBe('inconclusive');
  });
});

test.each<[string, string, object]>([
  ['sqs', 'AWS::SQS::Queue', { 'Fn::GetAtt': ['Failed', 'Arn'] }], ['sns', 'AWS::SNS::Topic', ref('Failed')], ['s3', 'AWS::S3::Bucket', { 'Fn::GetAtt': ['Failed', 'Arn'] }],
])('failed batches of Kafka are sent to %s from the VPC', (service, type, Destination) => {
  const { resources } = SOURCES['an MSK cluster with IAM'];
  const failing = { Failed: [type], ...withProperties(resources, 'Mapping', { DestinationConfig: { OnFailure: { Destination } } }) } as Resources;
  expect(kinds({ ...NETWORKS.endpoints, ...failing })[service]).toBe('blocked');
  expect(kinds({ ...NETWORKS.NAT, ...failing })[service]).toBe('reachable');
  expect(kinds({ ...NETWORKS.endpoints, ...withProperties(failing, 'Mapping', PROVISIONED) })[service]).toBe('inconclusive');
});

test.each<[string, Resources]>([
  ['a queue', { Queue: ['AWS::SQS::Queue'], Mapping: mapping({ EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, ...PROVISIONED }) }],
  ['a stream', { Stream: ['AWS::Kinesis::Stream', { ShardCount: 1 }], Mapping: mapping({ EventSourceArn: { 'Fn::GetAtt': ['Stream', 'Arn'] }, StartingPosition: 'LATEST' }) }],
  ['a stream of a table', { Mapping: mapping({ EventSourceArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/a/stream/b', StartingPosition: 'LATEST' }) }],
  ['a parameter', { Mapping: mapping({ EventSourceArn: ref('Arn'), StartingPosition: 'LATEST' }) }],
])('of %s nothing is said', (_, resources) => {
  const rest = { Parameters: { Arn: { Type: 'String' } } };
  expect(report({ ...NETWORKS.isolated, ...resources }, rest)).toEqual(report(NETWORKS.isolated, rest));
});

test('a mapping is an entry of its own, and is asked for nothing but what it needs', () => {
  const { resources } = SOURCES['an MSK cluster with IAM'];
  const asked = ['internet', 'Cluster:9098'].map((text) => readAskedDestination(text, (name) => name === 'Cluster')!);
  const { functions } = judgeTemplates([template({ Resources: resourcesOf({ ...NETWORKS.NAT, ...resources }) })], asked);
  const askedOf = ({ logicalId, verdicts: own }: typeof functions[number]) =>
    [logicalId, own.filter((each) => each.asked).map(({ destination }) => destination)];
  expect(functions.map(askedOf)).toEqual([
    ['Handler', ['internet', 'Cluster:9098']], ['Mapping', ['Cluster:9098']],
  ]);
  expect(functions).toMatchObject([{ kind: 'function' }, { kind: 'event-source-mapping' }]);
});

test('the events of a function of AWS SAM are mappings', () => {
  const { resources, broker } = SOURCES['an MSK cluster with IAM'];
  const { Mapping: _, ...cluster } = resources;
  const sam = (type: string, properties: object): Resources => ({ Consumer: ['AWS::Serverless::Function', { Events: { Orders: { Type: type, Properties: properties } } }] });
  const rest = { Transform: 'AWS::Serverless-2016-10-31' };
  expect(kinds({ ...NETWORKS.isolated, ...cluster, ...sam('MSK', { Stream: ref('Cluster'), Topics: ['orders'] }) }, 'ConsumerOrders', rest)).toEqual({ lambda: 'blocked', sts: 'blocked', [broker]: 'reachable' });
  expect(kinds({ ...NETWORKS.isolated, ...cluster, ...sam('MSK', { Stream: ref('Cluster'), Topics: ['orders'], ...PROVISIONED }) }, 'ConsumerOrders', rest)).toEqual({ [broker]: 'reachable' });
  const rabbit = SOURCES['a broker for RabbitMQ'].resources;
  expect(kinds({ ...NETWORKS.NAT, Broker: rabbit.Broker, ...sam('MQ', { Broker: { 'Fn::GetAtt': ['Broker', 'Arn'] }, Queues: ['a'] }) }, 'ConsumerOrders', rest)).toMatchObject({ 'Broker:5671': 'reachable' });
  const documents = SOURCES['a DocumentDB cluster'];
  const { Mapping, ...rest1 } = documents.resources;
  const event = { Cluster: (Mapping[1] as { EventSourceArn: object }).EventSourceArn, DatabaseName: 'shop' };
  expect(kinds({ ...NETWORKS.NAT, ...rest1, ...sam('DocumentDB', event) }, 'ConsumerOrders', rest)).toMatchObject({ 'secretsmanager': 'reachable', 'Cluster:27017': 'reachable' });
  expect(kinds({ ...NETWORKS.NAT, ...sam('SelfManagedKafka', { KafkaBootstrapServers: ['10.9.0.1:9092'], Topics: ['a'] }) }, 'ConsumerOrders', rest)).toEqual({ '10.9.0.1/32:9092': 'blocked' });
  expect(kinds({ ...NETWORKS.NAT, ...sam('SQS', { Queue: 'arn:aws:sqs:us-east-1:111122223333:a' }) }, 'ConsumerOrders', rest)).toEqual({});
});
