import type { Report } from '../judging';
import { judgeTemplates } from '../judging';
import type { Resources } from '../read/reading';
import { resourcesOf, template } from '../read/reading';

/*
 * A function in a network without a way out, and what its role allows.
 */

export const ref = (logicalId: string) => ({ Ref: logicalId });
export const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** A VPC with one subnet, from which nothing leads out. */
export const CLOSED: Resources = {
  Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true }],
  Private: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24' }],
  Routes: ['AWS::EC2::RouteTable', { VpcId: ref('Vpc') }],
  Association: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Private'), RouteTableId: ref('Routes') }],
  Group: ['AWS::EC2::SecurityGroup', { GroupDescription: 'functions', VpcId: ref('Vpc') }],
};

export const IN_VPC = { VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [ref('Group')] } };

/** An interface endpoint in the subnet. */
export function endpointFor(service: string): Resources {
  return {
    [`Endpoint${service.replace(/\W/g, '')}`]: ['AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Interface', PrivateDnsEnabled: true, ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${service}` }, VpcId: ref('Vpc'), SubnetIds: [ref('Private')],
      SecurityGroupIds: [ref('Endpoints')],
    }],
    Endpoints: ['AWS::EC2::SecurityGroup', { GroupDescription: 'endpoints', VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/16' }] }],
  };
}

export const TRUST = { Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] };

export function policy(...statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

export function allow(actions: string | readonly string[], more: object = {}): object {
  return { Effect: 'Allow', Action: actions, Resource: '*', ...more };
}

/** A role with one policy in it. */
export function role(statements: readonly object[], more: object = {}): Resources[string] {
  return ['AWS::IAM::Role', { AssumeRolePolicyDocument: TRUST, Policies: [{ PolicyName: 'own', PolicyDocument: policy(...statements) }], ...more }];
}

export function functionWith(more: object = {}, metadata?: object): Resources[string] {
  return ['AWS::Lambda::Function', { ...IN_VPC, Role: arnOf('Role'), ...more }, metadata];
}

/** The findings about grants, of resources in the network. */
export function judged(resources: Resources, more: object = {}): Report {
  return judgeTemplates([template({ Resources: resourcesOf({ ...CLOSED, ...resources }), ...more })]);
}

/** What is granted without a way, by function: the places and the actions that are named. */
export function withoutWay({ findings }: Report): Record<string, string> {
  return Object.fromEntries(findings.filter(({ code }) => code === 'GRANT_WITHOUT_WAY')
    .map(({ resource, message }) => [resource, message.replace(/^its role lets it call what no path leads to over IPv4(?: or IPv6)?: /, '')]));
}
