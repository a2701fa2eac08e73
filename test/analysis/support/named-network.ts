import { readAskedDestination } from '../../../src/analysis/judge/destinations/asked-destination';
import type { ReportedVerdict } from '../judging';
import { codesOf, judgeTemplates } from '../judging';
import type { Resources } from '../read/reading';
import { resourcesOf, template } from '../read/reading';

/*
 * A network for questions about names: a function in a private subnet behind a NAT gateway, one resource a line, and what is different in each test.
 */

export const ref = (logicalId: string) => ({ Ref: logicalId });
export const attribute = (logicalId: string, name: string) => ({ 'Fn::GetAtt': [logicalId, name] });
export const sub = (text: string) => ({ 'Fn::Sub': text });
export const ports = (port: number, protocol = 'tcp') => ({ IpProtocol: protocol, FromPort: port, ToPort: port });
export const DNS = (to: string) => ['udp', 'tcp'].map((protocol) => ({ ...ports(53, protocol), [to.includes(':') ? 'CidrIpv6' : 'CidrIp']: to }));
export const HTTPS = { ...ports(443), CidrIp: '0.0.0.0/0' };

export function subnet(name: string, vpc: string, block: string, zone = 0): Resources {
  return {
    [name]: ['AWS::EC2::Subnet', { VpcId: ref(vpc), CidrBlock: block, AvailabilityZone: { 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] } }],
    [`${name}Routes`]: ['AWS::EC2::RouteTable', { VpcId: ref(vpc) }],
    [`${name}Association`]: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref(name), RouteTableId: ref(`${name}Routes`) }],
  };
}

export function group(vpc: string, rules: object = {}): Resources[string] {
  return ['AWS::EC2::SecurityGroup', { GroupDescription: 'a group', VpcId: ref(vpc), ...rules }];
}

/** The group of the function, with what it lets out. */
export function lettingOut(...rules: readonly object[]): Resources {
  return { Group: group('Vpc', { SecurityGroupEgress: rules }) };
}

export function options(servers: unknown, id: unknown = ref('Options')): Resources {
  return {
    Options: ['AWS::EC2::DHCPOptions', { DomainName: 'corp.example', DomainNameServers: servers }],
    OptionsAssociation: ['AWS::EC2::VPCDHCPOptionsAssociation', { VpcId: ref('Vpc'), DhcpOptionsId: id }],
  };
}

export function endpoint(service: string, props: object = {}, vpc = 'Vpc', at = 'Private'): Resources {
  return {
    EndpointGroup: group(vpc, { SecurityGroupIngress: [{ ...ports(443), CidrIp: '10.0.0.0/8' }] }),
    Endpoint: ['AWS::EC2::VPCEndpoint', {
      VpcId: ref(vpc), VpcEndpointType: 'Interface', ServiceName: sub(`com.amazonaws.\${AWS::Region}.${service}`), PrivateDnsEnabled: true,
      SubnetIds: [ref(at)], SecurityGroupIds: [ref('EndpointGroup')], ...props,
    }],
  };
}

/** Without a way out. */
export const CLOSED: Readonly<Record<string, null>> = { PrivateDefault: null };

export const NETWORK: Resources = {
  Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true }],
  Igw: ['AWS::EC2::InternetGateway'],
  IgwAttachment: ['AWS::EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') }],
  ...subnet('Public', 'Vpc', '10.0.0.0/24'),
  PublicDefault: ['AWS::EC2::Route', { RouteTableId: ref('PublicRoutes'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Igw') }],
  Address: ['AWS::EC2::EIP', { Domain: 'vpc' }],
  Nat: ['AWS::EC2::NatGateway', { SubnetId: ref('Public'), AllocationId: attribute('Address', 'AllocationId') }],
  ...subnet('Private', 'Vpc', '10.0.1.0/24'),
  PrivateDefault: ['AWS::EC2::Route', { RouteTableId: ref('PrivateRoutes'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') }],
  ...lettingOut(HTTPS),
  Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [ref('Group')] } }],
};

type Changes = Readonly<Record<string, Resources[string] | null>>;

function changed(changes: readonly Changes[], base: Resources): Resources {
  const all: Record<string, Resources[string] | null> = Object.assign({}, base, ...changes) as Record<string, Resources[string] | null>;
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, Resources[string]] => entry[1] !== null));
}

/** The verdict on a destination in a network with changes. */
export function verdictIn(to: string, ...changes: readonly Changes[]): ReportedVerdict {
  const resources = changed(changes, NETWORK);
  const body = { Parameters: { Unknown: { Type: 'String' } }, Resources: resourcesOf(resources) };
  const { functions } = judgeTemplates([template(body)], [readAskedDestination(to, (name) => name in resources)!]);
  return functions.flatMap(({ verdicts }) => verdicts).find(({ asked, family }) => asked && family === 'ipv4')!;
}

/** The codes of what is found in a network with changes. */
export function findingsIn(...changes: readonly Changes[]): string[] {
  return judgeTemplates([template({ Resources: resourcesOf(changed(changes, NETWORK)) })]).findings.map(({ code }) => code);
}

/** The verdict and what decides it, in a line. */
export function outcomeIn(to: string, ...changes: readonly Changes[]): string {
  const verdict = verdictIn(to, ...changes);
  return [verdict.verdict, ...codesOf(verdict)].join(' ');
}
