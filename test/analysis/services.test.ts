import type { Report, ReportedVerdict } from './judging';
import { judgeTemplates, mendsOf, verdictOn } from './judging';
import type { Resources } from './read/reading';
import { resourcesOf, template } from './read/reading';
import { readAskedDestination } from '../../src/analysis/judge/destinations/asked-destination';

/*
 * A service of AWS is more than its endpoint name: full name, ports, Region, private name, IPv6. On whole templates.
 */

const ref = (logicalId: string) => ({ Ref: logicalId });
const NAT: Resources = {
  Igw: ['AWS::EC2::InternetGateway'],
  Attachment: ['AWS::EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') }],
  Public: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24', AvailabilityZone: 'us-east-1a' }],
  PublicRoutes: ['AWS::EC2::RouteTable', { VpcId: ref('Vpc') }],
  PublicAssociation: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Public'), RouteTableId: ref('PublicRoutes') }],
  PublicDefault: ['AWS::EC2::Route', { RouteTableId: ref('PublicRoutes'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Igw') }],
  Nat: ['AWS::EC2::NatGateway', { SubnetId: ref('Public'), AllocationId: 'eipalloc-1' }],
  Default: ['AWS::EC2::Route', { RouteTableId: ref('Routes'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') }],
};
const EGRESS_ONLY: Resources = {
  Eigw: ['AWS::EC2::EgressOnlyInternetGateway', { VpcId: ref('Vpc') }],
  DefaultIpv6: ['AWS::EC2::Route', { RouteTableId: ref('Routes'), DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: ref('Eigw') }],
};

function endpoint(ServiceName: string, ports: readonly number[] = [443], props: object = {}): Resources {
  return {
    EndpointGroup: ['AWS::EC2::SecurityGroup', {
      GroupDescription: 'endpoints', VpcId: ref('Vpc'), SecurityGroupIngress: ports.map((port) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: '10.0.0.0/16' })),
    }],
    Endpoint: ['AWS::EC2::VPCEndpoint', {
      VpcId: ref('Vpc'), VpcEndpointType: 'Interface', ServiceName, SubnetIds: [ref('Private')], SecurityGroupIds: [ref('EndpointGroup')], PrivateDnsEnabled: true, ...props,
    }],
  };
}

interface Circumstances {
  readonly env?: object;
  readonly region?: string;
  readonly metadata?: object;
}

function report(more: Resources, asked: readonly string[], { env = {}, region = 'us-east-1', metadata }: Circumstances = {}): Report {
  const resources: Resources = {
    Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true }],
    VpcIpv6: ['AWS::EC2::VPCCidrBlock', { VpcId: ref('Vpc'), AmazonProvidedIpv6CidrBlock: true }],
    Private: ['AWS::EC2::Subnet', {
      VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24', AvailabilityZone: 'us-east-1a',
      Ipv6CidrBlock: { 'Fn::Select': [1, { 'Fn::Cidr': [{ 'Fn::Select': [0, { 'Fn::GetAtt': ['Vpc', 'Ipv6CidrBlocks'] }] }, 8, '64'] }] },
    }],
    Routes: ['AWS::EC2::RouteTable', { VpcId: ref('Vpc') }],
    Association: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Private'), RouteTableId: ref('Routes') }],
    Group: ['AWS::EC2::SecurityGroup', { GroupDescription: 'a group', VpcId: ref('Vpc') }],
    Fn: ['AWS::Lambda::Function', {
      VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [ref('Group')], Ipv6AllowedForDualStack: true }, Environment: { Variables: env },
    }, metadata],
    ...more,
  };
  const questions = asked.map((text) => readAskedDestination(text, () => false)!);
  return judgeTemplates([template({ Resources: resourcesOf(resources) }, { stack: { name: 'S', region } })], questions);
}

function verdict(more: Resources, asked: string, family: 'ipv4' | 'ipv6' = 'ipv4', options: Circumstances = {}): ReportedVerdict {
  return verdictOn(report(more, [asked], options), asked, family)!;
}

describe('the port of a service', () => {
  test.each<[string, readonly number[], string, string]>([
    ['com.amazonaws.us-east-1.email-smtp', [587], 'email-smtp', 'reachable'],
    ['com.amazonaws.us-east-1.email-smtp', [2465], 'email-smtp', 'reachable'],
    ['com.amazonaws.us-east-1.email-smtp', [443], 'email-smtp', 'blocked'],
    ['com.amazonaws.us-east-1.email-smtp', [587], 'email-smtp:465', 'blocked'],
    ['com.amazonaws.us-east-1.email-smtp', [465], 'email-smtp:465', 'reachable'],
    ['com.amazonaws.us-east-1.email-smtp', [587], 'email-smtp:465,587', 'blocked'],
    ['com.amazonaws.us-east-1.cassandra', [9142], 'cassandra', 'reachable'],
    ['com.amazonaws.us-east-1.cassandra', [9142], 'cassandra:9142', 'reachable'],
    ['com.amazonaws.us-east-1.cassandra', [443], 'cassandra', 'blocked'],
    ['com.amazonaws.us-east-1.cassandra', [443, 9142], 'cassandra:443', 'blocked'],
    ['com.amazonaws.us-east-1.sqs', [443], 'sqs:443', 'reachable'],
    ['com.amazonaws.us-east-1.sqs', [443, 80], 'sqs:80', 'inconclusive'],
    ['com.amazonaws.us-east-1.appstream.streaming', [443], 'appstream.streaming', 'blocked'],
    ['com.amazonaws.us-east-1.sqs', [9142], 'sqs', 'blocked'],
  ])('an endpoint for %s that lets %j in, asked as %s', (name, ports, asked, expected) => {
    expect(verdict(endpoint(name, ports), asked).verdict).toBe(expected);
  });

  test('is in what there is to do, and among what a verdict assumes', () => {
    expect(mendsOf(verdict(endpoint('com.amazonaws.us-east-1.cassandra'), 'cassandra'))).toContain('tcp 9142');
    expect(verdict(endpoint('com.amazonaws.us-east-1.email-smtp', [465]), 'email-smtp').subnets[0].assumptions).toContain('programs speak to email-smtp on tcp 465');
  });

  test('is that of the declaration, where there is one', () => {
    const metadata = { 'cdk-lambda-network:destinations': [{ kind: 'aws-service', service: 'email-smtp', ports: [{ protocol: 'tcp', fromPort: 465, toPort: 465 }] }] };
    const found = verdictOn(report(endpoint('com.amazonaws.us-east-1.email-smtp', [587]), [], { metadata }), 'email-smtp:465', 'ipv4');
    expect(found).toMatchObject({ verdict: 'blocked', declared: true });
  });

  test('is asked over the internet as well', () => {
    const group: Resources = { Group: ['AWS::EC2::SecurityGroup', { GroupDescription: 'a', VpcId: ref('Vpc'), SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }] }] };
    expect(verdict({ ...NAT, ...group }, 'email-smtp').verdict).toBe('blocked');
    expect(verdict({ ...NAT, ...group }, 'sqs').verdict).toBe('reachable');
  });
});

describe('the name of a service', () => {
  test.each<[string, string, string]>([
    ['com.amazonaws.iam', 'iam', 'reachable'],
    ['com.amazonaws.iam', 'com.amazonaws.iam', 'reachable'],
    ['com.amazonaws.us-east-1.iam', 'iam', 'blocked'],
    ['com.amazonaws.savingsplans', 'savingsplans', 'reachable'],
    ['aws.sagemaker.us-east-1.studio', 'studio', 'reachable'],
    ['aws.sagemaker.us-east-1.studio', 'aws.sagemaker.us-east-1.studio', 'reachable'],
    ['com.amazonaws.us-east-1.studio', 'studio', 'blocked'],
    ['aws.api.us-east-1.kendra-ranking', 'kendra-ranking', 'reachable'],
    ['aws.api.us-east-1.freetier', 'freetier', 'reachable'],
    ['com.amazonaws.us-east-1.freetier', 'freetier', 'reachable'],
    ['api.aws.us-east-1.cassandra-streams', 'cassandra-streams', 'reachable'],
    ['aws.api.global.codecatalyst', 'codecatalyst', 'reachable'],
    ['com.amazonaws.s3-global.accesspoint', 's3-global.accesspoint', 'reachable'],
    ['com.amazonaws.us-east-1.ecr.api', 'com.amazonaws.us-east-1.ecr.api', 'reachable'],
    ['com.amazonaws.us-east-1.secretsmanager', 'secrets-manager', 'inconclusive'],
    ['com.amazonaws.us-east-1.secrets-manager', 'secretsmanager', 'blocked'],
  ])('with an endpoint for %s, %s is %3$s', (name, asked, expected) => {
    expect(verdict(endpoint(name), asked).verdict).toBe(expected);
  });

  test.each([[{}], [NAT]])('that is no service is not known, and the nearest one is named', (more) => {
    const found = verdict(more, 'secrets-manager');
    expect([found.verdict, ...found.subnets.flatMap(({ codes }) => codes)]).toEqual(['inconclusive', 'UNKNOWN_DESTINATION']);
    expect(mendsOf(found)).toContain('secretsmanager');
  });

  test('that is newer than the tables is taken from an endpoint, or from a declaration', () => {
    expect(verdict(endpoint('com.amazonaws.us-east-1.newest'), 'newest')).toMatchObject({ verdict: 'reachable', subnets: [{ assumptions: [expect.stringContaining('of the name newest'), expect.stringContaining('newest.REGION')] }] });
    const metadata = { 'cdk-lambda-network:destinations': [{ kind: 'aws-service', service: 'newest', serviceName: 'com.amazonaws.${AWS::Region}.newest' }] };
    expect(verdictOn(report(NAT, [], { metadata }), 'newest', 'ipv4')).toMatchObject({ verdict: 'reachable', declared: true });
  });

  test('other partitions have other prefixes', () => {
    expect(verdict(endpoint('cn.com.amazonaws.cn-north-1.sqs'), 'sqs', 'ipv4', { region: 'cn-north-1' }).verdict).toBe('reachable');
    expect(verdict(endpoint('eu.amazonaws.eusc-de-east-1.ecr.api'), 'ecr.api', 'ipv4', { region: 'eusc-de-east-1' }).verdict).toBe('reachable');
  });
});

describe('the Region of a service', () => {
  const elsewhere = endpoint('com.amazonaws.eu-west-1.sqs', [443], { ServiceRegion: 'eu-west-1' });

  test('an endpoint for another Region is not one for the own', () => {
    expect(verdict(elsewhere, 'sqs').verdict).toBe('blocked');
    expect(verdict(elsewhere, 'com.amazonaws.us-east-1.sqs').verdict).toBe('blocked');
  });

  test('and is reached by its full name', () => {
    expect(verdict(elsewhere, 'com.amazonaws.eu-west-1.sqs').verdict).toBe('reachable');
    expect(verdict({ ...elsewhere, ...NAT }, 'sqs').verdict).toBe('reachable');
  });

  test('what is missing for it says the Region', () => {
    expect(mendsOf(verdict({}, 'com.amazonaws.eu-west-1.sqs'))).toContain('ServiceRegion: eu-west-1');
  });

  test('the own Region, spelled out, is the own', () => {
    expect(verdict(endpoint('com.amazonaws.us-east-1.sqs', [443], { ServiceRegion: 'us-east-1' }), 'sqs').verdict).toBe('reachable');
  });
});

describe('private names', () => {
  const gateway: Resources = { Gateway: ['AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.us-east-1.s3', RouteTableIds: [ref('Routes')] }] };

  test.each<[string, object, string]>([
    ['of Amazon S3 are for inbound resolvers when nothing is said', {}, 'blocked'],
    ['or only for them when that is said', { DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: 'OnlyInboundResolver' } }, 'blocked'],
    ['or for all', { DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: 'AllResolvers' } }, 'reachable'],
  ])('%s', (_, props, expected) => {
    const found = verdict(endpoint('com.amazonaws.us-east-1.s3', [443], props), 's3');
    expect(found.verdict).toBe(expected);
    expect(mendsOf(found)).not.toContain('PrivateDnsEnabled: true');
    expect(mendsOf(found).includes('VpcEndpointType: Gateway')).toBe(expected === 'blocked');
    expect(verdict({ ...endpoint('com.amazonaws.us-east-1.s3', [443], props), ...gateway }, 's3').verdict).toBe('reachable');
  });

  test('AWS IoT has none', () => {
    const found = verdict(endpoint('com.amazonaws.us-east-1.iot.data'), 'iot.data');
    expect(found.verdict).toBe('blocked');
    expect(mendsOf(found)).not.toContain('PrivateDnsEnabled: true');
    expect(verdict({ ...endpoint('com.amazonaws.us-east-1.iot.data'), ...NAT }, 'iot.data').verdict).toBe('reachable');
  });
});

describe('IPv6', () => {
  const env = { AWS_USE_DUALSTACK_ENDPOINT: 'true' };

  test.each([['secretsmanager', 'reachable'], ['sqs', 'reachable'], ['directconnect', 'blocked'], ['shield', 'blocked'], ['bedrock-runtime', 'inconclusive'], ['cognito-idp-fips', 'inconclusive'], ['dynamodb', 'inconclusive']])(
    'over the internet: %s is %s', (service, expected) => {
      const found = verdict(EGRESS_ONLY, service, 'ipv6', { env });
      expect(found.verdict).toBe(expected);
      expect(expected === 'reachable' || found.subnets[0].details!.some((detail) => detail.includes(service) && detail.includes('2026-11-28'))).toBe(true);
    },
  );

  test.each([['secretsmanager', 'reachable'], ['ecr.api', 'blocked'], ['bedrock-runtime', 'inconclusive'], ['shield', 'reachable']])(
    'through an endpoint with both families: %s is %s', (service, expected) => {
      const group: Resources = { EndpointGroup: ['AWS::EC2::SecurityGroup', { GroupDescription: 'a', VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: ref('Group') }] }] };
      expect(verdict({ ...endpoint(`com.amazonaws.us-east-1.${service}`, [443], { IpAddressType: 'dualstack' }), ...group }, service, 'ipv6', { env }).verdict).toBe(expected);
    },
  );
});

describe('findings', () => {
  const codes = (more: Resources) => report(more, ['internet']).findings.map(({ code, resource }) => `${code} ${resource}`);
  const second = (props: object): Resources => ({ Second: ['AWS::EC2::VPCEndpoint', { ...endpoint('com.amazonaws.us-east-1.sqs').Endpoint[1], ...props }] });

  test('of two endpoints for one service, the second cannot have private DNS', () => {
    expect(codes({ ...endpoint('com.amazonaws.us-east-1.sqs'), ...second({}) })).toEqual(['VPCE_PRIVATE_DNS_CONFLICT Second']);
    expect(codes({ ...endpoint('com.amazonaws.us-east-1.sqs'), ...second({ PrivateDnsEnabled: false }) })).toEqual([]);
    expect(codes({ ...endpoint('com.amazonaws.us-east-1.sqs'), ...second({ ServiceName: 'com.amazonaws.us-east-1.sns' }) })).toEqual([]);
    expect(codes({ ...endpoint('com.amazonaws.us-east-1.sqs'), ...second({ ServiceName: 'com.amazonaws.eu-west-1.sqs', ServiceRegion: 'eu-west-1' }) })).toEqual([]);
  });

  test('names that no service has are told of', () => {
    expect(codes(endpoint('com.amazonaws.us-east-1.secrets-manager'))).toEqual(['VPCE_SERVICE_NOT_KNOWN Endpoint']);
    expect(codes(endpoint('com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0'))).toEqual([]);
    expect(codes(endpoint('com.amazonaws.eu-west-1.sqs', [443], { ServiceRegion: 'eu-west-1' }))).toEqual([]);
  });
});
