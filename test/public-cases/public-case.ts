import type { Stack } from 'aws-cdk-lib';
import { App } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Destination, IPrivateLambdaNetwork, VpcConnectedFunctionProps } from '../../src';
import { VpcConnectedFunction } from '../../src';
import { readAskedDestination } from '../../src/analysis/judge/destinations/asked-destination';
import { Names } from '../../src/analysis/judge/destinations/names';
import { readWorlds } from '../../src/analysis/worlds/read-worlds';
import type { Report, ReportedVerdict } from '../analysis/judging';
import { codesOf, judgeFiles, judgeTemplates, mendsOf } from '../analysis/judging';
import type { Resources } from '../analysis/read/reading';
import { resourcesOf, template } from '../analysis/read/reading';

/*
 * Problems that people reported in public, tried on the product: the network in which templates put them, and the way in which an app is judged.
 */

export const ref = (logicalId: string) => ({ Ref: logicalId });
export const attribute = (logicalId: string, name: string) => ({ 'Fn::GetAtt': [logicalId, name] });
export const tcp = (fromPort: number, toPort = fromPort) => ({ IpProtocol: 'tcp', FromPort: fromPort, ToPort: toPort });

export function subnet(name: string, block: string, zone: string, vpc = 'Vpc'): Resources {
  return {
    [name]: ['AWS::EC2::Subnet', { VpcId: ref(vpc), CidrBlock: block, AvailabilityZone: zone }],
    [`${name}Rt`]: ['AWS::EC2::RouteTable', { VpcId: ref(vpc) }],
    [`${name}Association`]: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref(name), RouteTableId: ref(`${name}Rt`) }],
  };
}

export function group(rules: object = {}, vpc = 'Vpc'): Resources[string] {
  return ['AWS::EC2::SecurityGroup', { GroupDescription: 'a group', VpcId: ref(vpc), ...rules }];
}

export function lettingIn(...rules: readonly object[]): Resources[string] {
  return group({ SecurityGroupIngress: rules });
}

export function functionIn(subnets: readonly string[], securityGroup: unknown = ref('FnSg'), props: object = {}): Resources[string] {
  return ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: subnets.map(ref), SecurityGroupIds: [securityGroup] }, ...props }];
}

/** An interface endpoint with private DNS, in both subnets, open on the port to the VPC. */
export function endpoint(serviceName: string, port = 443, props: object = {}): Resources {
  return {
    EpSg: lettingIn({ ...tcp(port), CidrIp: '10.20.0.0/16' }),
    Ep: ['AWS::EC2::VPCEndpoint', {
      VpcId: ref('Vpc'), VpcEndpointType: 'Interface', ServiceName: serviceName, PrivateDnsEnabled: true, SubnetIds: [ref('Pri1'), ref('Pri2')], SecurityGroupIds: [ref('EpSg')], ...props,
    }],
  };
}

const PRIVATE: Resources = {
  Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.20.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true }],
  Igw: ['AWS::EC2::InternetGateway'],
  IgwAttachment: ['AWS::EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') }],
  ...subnet('Pub', '10.20.0.0/24', 'us-east-1a'),
  PubDefault: ['AWS::EC2::Route', { RouteTableId: ref('PubRt'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Igw') }],
  ...subnet('Pri1', '10.20.10.0/24', 'us-east-1a'),
  ...subnet('Pri2', '10.20.11.0/24', 'us-east-1b'),
  FnSg: group(),
  Fn: functionIn(['Pri1', 'Pri2']),
};

/** The ways out of both private subnets. */
export const NAT: Resources = {
  NatIp: ['AWS::EC2::EIP', { Domain: 'vpc' }],
  Nat: ['AWS::EC2::NatGateway', { SubnetId: ref('Pub'), AllocationId: attribute('NatIp', 'AllocationId') }],
  Pri1Default: ['AWS::EC2::Route', { RouteTableId: ref('Pri1Rt'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') }],
  Pri2Default: ['AWS::EC2::Route', { RouteTableId: ref('Pri2Rt'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') }],
};

type Family = ReportedVerdict['family'];

/** A template judged: the network without a way out, and what each case puts into it. */
export class Case {
  public readonly resources: Resources;

  constructor(...more: readonly Resources[]) {
    this.resources = Object.assign({}, PRIVATE, ...more) as Resources;
  }

  public report(...asked: readonly string[]): Report {
    const templates = [template({ Resources: resourcesOf(this.resources) }, { stack: { name: 'Shop', region: 'us-east-1' } })];
    const names = readWorlds({ templates }, { asked }).worlds.map(({ model }) => new Names(model));
    return judgeTemplates(templates, asked.map((text) => readAskedDestination(text, (name) => names.some((index) => index.has(name)))!));
  }

  public verdict(asked: string, family: Family = 'ipv4'): ReportedVerdict {
    return this.report(asked).functions.flatMap(({ verdicts }) => verdicts).find((verdict) => verdict.asked && verdict.family === family)!;
  }

  /** The verdict and what decides it, in a line. */
  public outcome(asked: string, family?: Family): string {
    const verdict = this.verdict(asked, family);
    return [verdict.verdict, ...codesOf(verdict)].join(' ');
  }

  public mend(asked: string, family?: Family): string {
    return mendsOf(this.verdict(asked, family));
  }

  /** What of the verdict is taken for granted. */
  public assumptions(asked: string): readonly string[] {
    return this.verdict(asked).subnets.flatMap(({ assumptions = [] }) => assumptions);
  }

  public errors(): string[] {
    return errorsIn(this.report());
  }
}

export function errorsIn({ findings }: Report): string[] {
  return findings.filter(({ severity }) => severity === 'error').map(({ code, resource }) => `${code} ${resource}`);
}

export const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = 0;') };

export function connectedFunction(
  stack: Stack, network: IPrivateLambdaNetwork, destinations: Destination[], props: Partial<VpcConnectedFunctionProps> = {},
): VpcConnectedFunction {
  return new VpcConnectedFunction(stack, 'Fn', { network, destinations, ...CODE, ...props });
}

/** An app as the command judges it; its synthesis has passed before. */
export function judgedApp(define: (app: App) => void): Report {
  const app = new App();
  define(app);
  return judgeFiles([app.synth().directory]);
}

/** What functions declare and what became of it, a line each. */
export function declaredIn({ functions }: Report): string[] {
  return functions.flatMap(({ verdicts }) => verdicts.filter(({ declared }) => declared).map(({ destination, family, verdict }) => `${destination} ${family} ${verdict}`)).sort();
}
