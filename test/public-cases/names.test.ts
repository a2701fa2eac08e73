import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Case, NAT, attribute, connectedFunction, declaredIn, endpoint, group, judgedApp, lettingIn, ref, tcp } from './public-case';
import { Destination, Egress, PrivateLambdaNetwork } from '../../src';
import type { Resources } from '../analysis/read/reading';
import { templateOf } from '../support/synthesize';

/*
 * Public cases about names: which endpoint a service has, on which port it listens, and where a name leads.
 */

const ANYWHERE = '0.0.0.0/0';

interface GroupProperties {
  readonly SecurityGroupEgress?: readonly { readonly FromPort?: number }[];
}

function closedNetwork(stack: Stack): PrivateLambdaNetwork {
  return new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none() });
}

describe('aws/aws-cdk#34750, awslabs/landing-zone-accelerator-on-aws#119: mail by SES over SMTP', () => {
  test('a function that declares it is let out and in on 587', () => {
    const stack = new Stack(new App(), 'Stack');
    connectedFunction(stack, closedNetwork(stack), [Destination.awsService(ec2.InterfaceVpcEndpointAwsService.EMAIL_SMTP)]);
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', tcp(587));
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', tcp(587));
  });

  test('an endpoint that is open on 443 alone is blocked, one that is open on 587 is reached', () => {
    const service = 'com.amazonaws.us-east-1.email-smtp';
    expect(new Case(endpoint(service, 443)).outcome('email-smtp')).toBe('blocked ENI_SG_RULES_MISMATCH');
    expect(new Case(endpoint(service, 443)).mend('email-smtp')).toContain('tcp 587');
    expect(new Case(endpoint(service, 587)).outcome('email-smtp')).toBe('reachable');
  });

  test('a function that is let out on 443 alone is told of a rule that it can have', () => {
    const lettingOut = (port: number) => new Case(NAT, { FnSg: group({ SecurityGroupEgress: [{ ...tcp(port), CidrIp: ANYWHERE }] }) });
    expect(lettingOut(443).mend('email-smtp')).toBe('add an egress rule for tcp 587 to 0.0.0.0/0');
    expect(lettingOut(80).mend('s3')).toBe('add an egress rule for tcp 443 to 0.0.0.0/0 or the prefix list of s3');
    expect(lettingOut(587).outcome('email-smtp')).toBe('reachable');
  });
});

describe('awslabs/landing-zone-accelerator-on-aws#1010, aws/aws-cdk#2597: endpoints with names of their own', () => {
  const OF_THEIR_OWN = [
    'BILLING_AND_COST_MANAGEMENT_FREETIER', 'CODECATALYST', 'DATA_EXPORTS', 'IAM', 'KENDRA_RANKING', 'Q_BUSSINESS', 'S3_MULTI_REGION_ACCESS_POINTS', 'SAVINGS_PLANS',
    'SAGEMAKER_EXPERIMENTS', 'SAGEMAKER_NOTEBOOK', 'SAGEMAKER_PARTNER_APP', 'SAGEMAKER_STUDIO',
  ] as const;

  test('the endpoints that declarations bring are those of AWS CDK\'s constants', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'us-east-1' } });
    const services = OF_THEIR_OWN.map((constant) => ec2.InterfaceVpcEndpointAwsService[constant]);
    connectedFunction(stack, closedNetwork(stack), services.map((service) => Destination.awsService(service)));
    const endpoints = Object.values(templateOf(stack).findResources('AWS::EC2::VPCEndpoint', { Properties: { VpcEndpointType: 'Interface' } }));
    const named = endpoints.map(({ Properties }) => (Properties as { readonly ServiceName: string }).ServiceName);
    expect(named.sort()).toEqual(services.map(({ name }) => stack.resolve(name) as string).sort());
    expect(named).toEqual(expect.arrayContaining(['com.amazonaws.iam', 'aws.sagemaker.us-east-1.notebook']));
  });

  test.each(['secrets-manager', 'iam-identity', 'email.smtp'])('%s is the name of no endpoint', (name) => {
    expect(() => Destination.awsService(name)).toThrow('is the endpoint name of no AWS service that is known');
  });

  test('IAM is reached through its own endpoint, and through none of the usual form', () => {
    expect(new Case(endpoint('com.amazonaws.iam')).outcome('iam')).toBe('reachable');
    expect(new Case(endpoint('com.amazonaws.us-east-1.iam')).outcome('iam')).toMatch(/^blocked/);
  });

  test.each<[string, string, string, string]>([
    ['iam', 'com.amazonaws.iam', 'iam.amazonaws.com', 'iam.us-east-1.amazonaws.com'],
    ['qbusiness', 'aws.api.us-east-1.qbusiness', 'qbusiness.us-east-1.api.aws', 'qbusiness.us-east-1.amazonaws.com'],
    ['notebook', 'aws.sagemaker.us-east-1.notebook', '*.notebook.us-east-1.sagemaker.aws', 'notebook.us-east-1.amazonaws.com'],
    ['codecatalyst', 'aws.api.global.codecatalyst', 'codecatalyst.global.api.aws', 'codecatalyst.us-east-1.amazonaws.com'],
    ['airflow.api', 'com.amazonaws.us-east-1.airflow.api', 'api.airflow.us-east-1.amazonaws.com', 'airflow.api.us-east-1.amazonaws.com'],
    ['sqs', 'com.amazonaws.us-east-1.sqs', 'sqs.us-east-1.amazonaws.com', 'sqs.amazonaws.com'],
  ])('%s, whose endpoints are %s, is asked for at %s, and at no other name', (service, serviceName, name, other) => {
    const entry = (place: number) => ({ 'Fn::Select': [place, { 'Fn::Split': [':', { 'Fn::Select': [0, attribute('Ep', 'DnsEntries')] }] }] });
    const named = (at: string) => new Case(endpoint(serviceName, 443, { PrivateDnsEnabled: false }), {
      Zone: ['AWS::Route53::HostedZone', { Name: at.replace('*.', ''), VPCs: [{ VPCId: ref('Vpc'), VPCRegion: 'us-east-1' }] }],
      Record: ['AWS::Route53::RecordSet', { HostedZoneId: ref('Zone'), Name: at, Type: 'A', AliasTarget: { DNSName: entry(1), HostedZoneId: entry(0) } }],
    });
    expect(named(name).outcome(service)).toBe('reachable');
    expect(named(other).outcome(service)).toMatch(/^blocked/);
  });
});

describe('aws-solutions/workload-discovery-on-aws#554: DNS servers of one\'s own', () => {
  const https = { ...tcp(443), CidrIp: ANYWHERE };
  const dnsTo = (CidrIp: string) => ['udp', 'tcp'].map((IpProtocol) => ({ ...tcp(53), IpProtocol, CidrIp }));
  const servedBy = (server: string, ...egress: readonly object[]) => new Case(NAT, {
    Options: ['AWS::EC2::DHCPOptions', { DomainNameServers: [server] }],
    OptionsAssociation: ['AWS::EC2::VPCDHCPOptionsAssociation', { VpcId: ref('Vpc'), DhcpOptionsId: ref('Options') }],
    FnSg: group({ SecurityGroupEgress: egress }),
  });

  test('a group that lets HTTPS alone out resolves no name', () => {
    expect(servedBy('192.0.2.53', https).outcome('internet')).toBe('blocked DNS_SERVER_NOT_REACHED');
    expect(servedBy('10.20.11.53', https).outcome('internet')).toBe('blocked DNS_SERVER_NOT_REACHED');
    expect(servedBy('10.20.11.53', https).mend('internet')).toMatch(/53.*10\.20\.11\.53/);
    expect(servedBy('10.20.11.53', https, ...dnsTo('10.20.11.53/32')).outcome('internet')).toBe('reachable');
    expect(servedBy('AmazonProvidedDNS', https).outcome('internet')).toBe('reachable');
  });

  const SERVERS = ['10.0.1.10', '10.0.33.10'];
  const declaring = (domainNameServers: string[] | undefined, ...services: readonly string[]) => (app: App) => {
    const stack = new Stack(app, 'Stack');
    const network = closedNetwork(stack);
    network.useDhcpOptions({ domainName: 'corp.example', domainNameServers });
    connectedFunction(stack, network, services.map((service) => Destination.awsService(service)));
  };

  test('the constructs let functions out to them', () => {
    const app = new App();
    declaring(SERVERS, 's3')(app);
    const groups = Object.values(templateOf(app.node.findChild('Stack') as Stack).findResources('AWS::EC2::SecurityGroup'));
    const rules = groups.flatMap(({ Properties }) => (Properties as GroupProperties).SecurityGroupEgress ?? []);
    expect(rules.filter(({ FromPort }) => FromPort === 53)).toHaveLength(4);
  });

  test('whether they know the private name of an endpoint is not proven', () => {
    expect(declaredIn(judgedApp(declaring(undefined, 's3', 'secretsmanager')))).toEqual(['s3 ipv4 reachable', 'secretsmanager ipv4 reachable']);
    expect(declaredIn(judgedApp(declaring(SERVERS, 's3')))).toEqual(['s3 ipv4 reachable']);
    expect(() => judgedApp(declaring(SERVERS, 's3', 'secretsmanager'))).toThrow('DNS_NAME_NOT_KNOWN');
  });
});

describe('kubernetes-sigs/aws-load-balancer-controller#2537: an internet-facing load balancer is called from inside', () => {
  const balancer = (Scheme: string) => ({
    AlbSg: lettingIn({ ...tcp(443), CidrIp: ANYWHERE }),
    Alb: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'application', Scheme, Subnets: [ref('Pub')], SecurityGroups: [ref('AlbSg')] }],
    Listener: ['AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref('Alb'), Port: 443, Protocol: 'HTTPS' }],
  } as const);

  test('it is reached like the internet, an internal one by the local route', () => {
    expect(new Case(balancer('internet-facing')).outcome('Alb:443')).toBe('blocked NO_ROUTE_TO_DESTINATION');
    expect(new Case(NAT, balancer('internet-facing')).outcome('Alb:443')).toBe('reachable');
    expect(new Case(balancer('internal')).outcome('Alb:443')).toBe('reachable');
  });

  test('it is no connectable destination, for the function\'s group would let out to private addresses', () => {
    const declare = (internetFacing: boolean) => {
      const stack = new Stack(new App(), 'Stack');
      const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.natGateways() });
      const alb = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc: network.vpc, internetFacing });
      connectedFunction(stack, network, [Destination.connectable(alb, ec2.Port.tcp(443))]);
    };
    expect(() => declare(true)).toThrow(/internet-facing/);
    expect(() => declare(false)).not.toThrow();
  });
});

test('awsdocs/amazon-api-gateway-developer-guide#10, Nordstrom/serverless-artillery#238: an endpoint for execute-api takes public APIs away', () => {
  const found = (...more: Resources[]) => new Case(...more).report('internet', 'execute-api').findings.map(({ code, severity }) => `${code} ${severity}`);
  expect(found(NAT, endpoint('com.amazonaws.us-east-1.execute-api'))).toContain('VPCE_TAKES_PUBLIC_APIS warning');
  expect(found(NAT, endpoint('com.amazonaws.us-east-1.execute-api', 443, { PrivateDnsEnabled: false }))).not.toContain('VPCE_TAKES_PUBLIC_APIS warning');
});

test.each([['sqs'], ['sts']])('boto/boto3#1900, boto/boto3#2172, aws/aws-msk-iam-auth#35: that %s is asked for by its usual name is an assumption', (service) => {
  const through = new Case(endpoint(`com.amazonaws.us-east-1.${service}`));
  expect(through.outcome(service)).toBe('reachable');
  expect(through.assumptions(service).join()).toContain(`programs ask for ${service}.REGION.amazonaws.com, and not for`);
});

test('aws/aws-cdk#3627, aws/aws-cdk#28851: the endpoint of a third party\'s service is asked for by its own id', () => {
  const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0';
  const open = { ...endpoint(service, 443, { PrivateDnsEnabled: false }), EpSg: lettingIn({ ...tcp(1024, 1050), SourceSecurityGroupId: ref('FnSg') }) };
  expect(new Case(open).outcome('Ep:1024-1040')).toBe('reachable');
  expect(new Case(open).outcome('Ep:1024-1060')).toBe('blocked ENI_SG_RULES_MISMATCH');
});

describe('aws-cloudformation/cloudformation-coverage-roadmap#1652, aws/aws-cdk#24411: private names of S3 for inbound resolvers only', () => {
  const s3 = (names: string) => endpoint('com.amazonaws.us-east-1.s3', 443, { DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: names } });
  const gateway = { S3: ['AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.us-east-1.s3', RouteTableIds: [ref('Pri1Rt'), ref('Pri2Rt')] }] } as const;

  test('functions reach S3 through a gateway endpoint', () => {
    const closed = new Case(s3('OnlyInboundResolver'));
    expect(closed.outcome('s3')).toMatch(/^blocked/);
    expect(closed.mend('s3')).toContain('VpcEndpointType: Gateway');
    expect(closed.mend('s3')).not.toContain('PrivateDnsEnabled');
    expect(new Case(s3('OnlyInboundResolver'), gateway).outcome('s3')).toBe('reachable');
    expect(new Case(s3('AllResolvers')).outcome('s3')).toBe('reachable');
  });
});
