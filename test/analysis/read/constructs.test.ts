import { App, NestedStack, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import { valueOf } from './reading';
import type { IPrivateLambdaNetwork } from '../../../src';
import { Destination, Egress, PrivateLambdaNetwork, VpcConnectedFunction, Zones } from '../../../src';
import { loadInput } from '../../../src/analysis/load/load-input';
import { spellBlock } from '../../../src/analysis/model/address-block';
import type { NetworkModel, Route, Workload } from '../../../src/analysis/model/network';
import { readWorlds } from '../../../src/analysis/worlds/read-worlds';

const CODE = { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => {}') };
const ZONES = Zones.named('eu-west-1a', 'eu-west-1b');

function modelOf(app: App): NetworkModel {
  const { worlds, notes } = readWorlds(loadInput([app.synth().directory]).templates);
  expect(notes).toEqual([]);
  expect(worlds.map(({ assumptions, undecided }) => [assumptions, undecided])).toEqual([[[], undefined]]);
  return worlds[0].model;
}

/** A route as a text: what it is for, and what it leads to. */
function spelled({ destination, target }: Route): string {
  const from = destination.kind === 'block' ? spellBlock(destination.block) : destination.kind === 'prefix-list' ? destination.id : '?';
  return `${from} ${target.kind}`;
}

function workload(model: NetworkModel, path: string): Workload {
  return [...model.workloads.values()].find(({ source }) => source.constructPath === `${path}/Resource`)!;
}

/** The subnets of a function, their routes, and its rules of security groups; every one of them has to be found. */
function surroundings(model: NetworkModel, path: string) {
  const { attachment } = workload(model, path);
  if (attachment.kind !== 'vpc') {
    throw new RangeError(`${path} is not attached to a VPC`);
  }
  const subnets = valueOf(attachment.subnets).map((id) => model.subnets.get(id)!);
  return {
    subnets,
    vpcs: subnets.map(({ vpc }) => model.vpcs.get(vpc)!),
    routes: subnets.map(({ routeTable }) => model.routeTables.get(valueOf(routeTable))!.routes),
    egress: valueOf(attachment.securityGroups).flatMap((id) => model.securityGroups.get(id)!.egress),
    attachment,
  };
}

/** Every id that a model refers to which is made by a template, and is not in it. Roles are no part of a network. */
function dangling(model: NetworkModel): string[] {
  const ids = new Set(Object.values(model).flatMap((part) => part instanceof Map ? [...part.keys() as Iterable<string>] : []));
  const parts = [model.routeTables, model.subnets, model.workloads, model.endpoints, model.securityGroups, model.natGateways];
  const named = JSON.stringify(parts.map((part) => [...part.values()]),
    (key, value: unknown) => key === 'source' || key === 'grants' ? undefined : typeof value === 'bigint' ? String(value) : value);
  return [...named.matchAll(/"([^" ]+#[^" ]+)"/g)].map(([, id]) => id).filter((id) => !ids.has(id));
}

const IPV4 = '0.0.0.0/0';
const ENDPOINTS = ['pl:dynamodb gateway-endpoint', 'pl:s3 gateway-endpoint'];

test.each<[string, Egress, string[]]>([
  ['none', Egress.none(), []],
  ['NAT gateways', Egress.natGateways(), [`${IPV4} nat-gateway`, '::/0 egress-only-internet-gateway']],
  ['a regional NAT gateway', Egress.regionalNatGateway(), [`${IPV4} nat-gateway`, '::/0 egress-only-internet-gateway']],
  ['NAT instances', Egress.natInstances(), [`${IPV4} network-interface`, '::/0 egress-only-internet-gateway']],
  ['IPv6 only', Egress.ipv6Only(), ['::/0 egress-only-internet-gateway']],
  ['a transit gateway', Egress.transitGateway({ transitGatewayId: 'tgw-0123456789abcdef0' }), [`${IPV4} transit-gateway`, '::/0 egress-only-internet-gateway']],
])('N3: the network with egress: %s', (_, egress, routes) => {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const network = new PrivateLambdaNetwork(stack, 'Network', { zones: ZONES, egress });
  new VpcConnectedFunction(stack, 'Orders', { ...CODE, network, destinations: [Destination.awsService('s3')] });
  const model = modelOf(app);
  const around = surroundings(model, 'Shop/Orders');
  expect(around.routes.map((table) => table.map(spelled).sort())).toEqual(around.routes.map(() => [...routes, ...ENDPOINTS].sort()));
  expect(around.subnets.map(({ zone }) => valueOf(zone))).toEqual(['eu-west-1a', 'eu-west-1b']);
  expect(around.subnets.map(({ hasIpv4, hasIpv6, ipv6Block }) => [hasIpv4, hasIpv6, ipv6Block?.allocation?.by])).toEqual([['yes', 'yes', 'amazon'], ['yes', 'yes', 'amazon']]);
  expect(around.egress.map(({ peer }) => peer)).toEqual([{ kind: 'prefix-list', id: 'pl:s3' }]);
  expect(workload(model, 'Shop/Orders').declared).toEqual([{ kind: 'aws-service', service: 's3' }]);
  expect(around.vpcs[0]).toMatchObject({ dnsSupport: 'yes', dnsHostnames: 'yes', blocksComplete: 'yes' });
  const defaults = [...model.securityGroups.values()].filter(({ source }) => source.id.endsWith('.DefaultSecurityGroup'));
  expect(defaults.map(({ ingress, egress: out }) => [ingress, out])).toEqual([[[], []]]);
  expect(dangling(model)).toEqual([]);
});

test('what stands behind the routes: addresses, gateways, instances that forward', () => {
  const app = new App();
  for (const [name, egress] of [['Zonal', Egress.natGateways()], ['Regional', Egress.regionalNatGateway()], ['Instances', Egress.natInstances()]] as const) {
    const stack = new Stack(app, name);
    new PrivateLambdaNetwork(stack, 'Network', { zones: ZONES, egress });
  }
  const model = modelOf(app);
  const gateways = [...model.natGateways.values()];
  expect(gateways.map(({ source, place, hasPublicAddress }) => [source.template, valueOf(place).kind, hasPublicAddress])).toEqual([
    ['Zonal.template.json', 'zonal', 'yes'], ['Zonal.template.json', 'zonal', 'yes'], ['Regional.template.json', 'regional', 'yes'],
  ]);
  expect([...model.networkInterfaces.values()].map(({ sourceDestCheck, hasPublicAddress }) => [sourceDestCheck, hasPublicAddress])).toEqual([['no', 'yes'], ['no', 'yes']]);
  expect([...model.internetGateways.values()].map(({ attachedTo }) => attachedTo.map((id) => model.vpcs.has(id)))).toEqual([[true], [true], [true]]);
});

describe('across stacks', () => {
  const reach = (define: (app: App, network: PrivateLambdaNetwork) => readonly [Stack, IPrivateLambdaNetwork]) => {
    const app = new App();
    const network = new PrivateLambdaNetwork(new Stack(app, 'Network'), 'Network', { zones: ZONES, egress: Egress.none() });
    const [stack, inThere] = define(app, network);
    new VpcConnectedFunction(stack, 'Fn', { ...CODE, network: inThere, destinations: [Destination.awsService('dynamodb')] });
    const model = modelOf(app);
    const { subnets, egress, routes } = surroundings(model, `${stack.node.path}/Fn`);
    expect(subnets.map(({ source }) => source.template)).toEqual(['Network.template.json', 'Network.template.json']);
    expect(routes.map((table) => table.map(spelled).sort())).toEqual([ENDPOINTS, ENDPOINTS]);
    expect(dangling(model)).toEqual([]);
    return egress.map(({ peer }) => peer);
  };
  const DYNAMODB = [{ kind: 'prefix-list', id: 'pl:dynamodb' }];

  test('a network of another stack, by exports', () => {
    expect(reach((app, network) => [new Stack(app, 'Functions'), network])).toEqual(DYNAMODB);
  });

  test('in a nested stack, by parameters', () => {
    expect(reach((app, network) => [new NestedStack(new Stack(app, 'Functions'), 'Nested'), network])).toEqual(DYNAMODB);
  });

  test('N14: published by Systems Manager', () => {
    expect(reach((app, network) => {
      network.publishTo('/shop/network');
      const stack = new Stack(app, 'Functions');
      return [stack, PrivateLambdaNetwork.fromParameters(stack, 'Network', { prefix: '/shop/network', zones: ZONES })];
    })).toEqual(DYNAMODB);
  });
});

test('the plain AWS CDK: a dual-stack VPC, a function, a database, endpoints', () => {
  const app = new App();
  const stack = new Stack(app, 'Plain');
  const vpc = new ec2.Vpc(stack, 'Vpc', { ipProtocol: ec2.IpProtocol.DUAL_STACK, maxAzs: 2 });
  vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
  vpc.addInterfaceEndpoint('Secrets', { service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER });
  const fn = new lambda.Function(stack, 'Fn', { ...CODE, vpc, ipv6AllowedForDualStack: true });
  const database = new rds.DatabaseInstance(stack, 'Db', { vpc, engine: rds.DatabaseInstanceEngine.POSTGRES, storageEncrypted: true });
  database.connections.allowDefaultPortFrom(fn);
  const model = modelOf(app);
  const { routes, egress, attachment, vpcs } = surroundings(model, 'Plain/Fn');
  expect(routes.map((table) => table.map(spelled))).toEqual(routes.map(() => ['0.0.0.0/0 nat-gateway', '::/0 egress-only-internet-gateway', 'pl:s3 gateway-endpoint']));
  expect(egress.map(({ peer, protocol }) => [protocol, peer.kind === 'block' && spellBlock(peer.block)])).toEqual([['all', '0.0.0.0/0']]);
  expect(attachment.ipv6Allowed).toBe('yes');
  expect(vpcs[0].ipv6Blocks).toHaveLength(1);
  const [secrets] = [...model.endpoints.values()].filter(({ kind }) => valueOf(kind) === 'interface');
  const [endpointGroup] = valueOf(secrets.securityGroups).map((id) => model.securityGroups.get(id)!);
  expect([secrets.privateDns, valueOf(secrets.service)]).toEqual(['yes', 'secretsmanager']);
  expect(endpointGroup.ingress.map(({ peer }) => peer.kind === 'block' && spellBlock(peer.block))).toEqual(['10.0.0.0/16']);
  const [listener] = [...model.listeners.values()].filter(({ source }) => source.type === 'AWS::RDS::DBInstance');
  expect(valueOf(listener.subnets)).toHaveLength(2);
  const [group] = valueOf(listener.securityGroups).map((id) => model.securityGroups.get(id)!);
  expect(group.ingress).toMatchObject([{ protocol: 'tcp', peer: { kind: 'security-group', id: valueOf(attachment.securityGroups)[0] } }]);
  expect(dangling(model)).toEqual([]);
});

test('S15: the group of AWS CDK that lets nothing out has one rule, which matches nothing', () => {
  const app = new App();
  const stack = new Stack(app, 'Plain');
  const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0 });
  new ec2.SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false });
  const group = [...modelOf(app).securityGroups.values()].find(({ source }) => source.constructPath === 'Plain/Group/Resource')!;
  expect(group).toMatchObject({ defaultEgress: 'none', egress: [{ protocol: 'other' }] });
});
