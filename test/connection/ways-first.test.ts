import { App, AspectPriority, Aspects, CfnParameter, CfnResource, CustomResource, Fn, Lazy, NestedStack, PropertyInjectors, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import type { PrivateLambdaNetworkProps, VpcConnectedFunctionProps } from '../../src';
import {
  ComputeConnection, Destination, Egress, EndpointPolicy, LambdaNetworkInjector, PrivateLambdaNetwork, VpcConnectedFunction, VpcPeering, Zones,
} from '../../src';
import type { Deployment } from '../lifecycle/deployment-order';
import { orderedDeploymentOf } from '../lifecycle/deployment-order';

const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };
const { LAMBDA, SQS } = ec2.InterfaceVpcEndpointAwsService;
const POSTGRES = ec2.Port.tcp(5432);

interface Place {
  readonly app: App;
  readonly stack: Stack;
  readonly network: PrivateLambdaNetwork;
}

function place(props: PrivateLambdaNetworkProps = {}, networkStack = 'Shop'): Place {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const home = networkStack === 'Shop' ? stack : new Stack(app, networkStack);
  return { app, stack, network: new PrivateLambdaNetwork(home, 'Network', { zones: Zones.count(2), egress: Egress.none(), ...props }) };
}

function add(scope: Construct, network: VpcConnectedFunctionProps['network'], id: string, destinations: Destination[], more: Partial<VpcConnectedFunctionProps> = {}): VpcConnectedFunction {
  return new VpcConnectedFunction(scope, id, { network, destinations, ...CODE, ...more });
}

/** The resource of a construct, as the deployment names it. */
function idOf(construct: Construct): string {
  const resource = (CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild) as CfnResource;
  return `${resource.stack.stackName}.${resource.stack.getLogicalId(resource)}`;
}

/** The types of those that must be there before a function. */
function before(deployment: Deployment, construct: Construct): string[] {
  return [...new Set([...deployment.needsOf(idOf(construct))].map((id) => deployment.resources.get(id)!.Type))].sort();
}

/** All of a type that a function does not wait for. */
function unordered(deployment: Deployment, waiting: Construct | string, ...types: string[]): string[] {
  const needs = deployment.needsOf(typeof waiting === 'string' ? waiting : idOf(waiting));
  return types.flatMap((type) => {
    const all = deployment.ofType(type);
    expect(all).not.toEqual([]);
    return all.filter((id) => !needs.has(id));
  });
}

const ROUTING = ['AWS::EC2::Route', 'AWS::EC2::SubnetRouteTableAssociation', 'AWS::EC2::VPCEndpoint'];
const RULES = ['AWS::EC2::SecurityGroupEgress', 'AWS::EC2::SecurityGroupIngress'];

describe('F9: the ways that a function declares are there before it, and until it is gone', () => {
  test('routes, gateways, endpoints and rules of its own stack', () => {
    const { app, stack, network } = place({ egress: Egress.natGateways(), endpoints: [SQS] });
    const orders = add(stack, network, 'Orders', [Destination.internet(), Destination.awsService('sqs'), Destination.awsService('s3')]);
    const deployment = orderedDeploymentOf(app);
    expect(unordered(deployment, orders, ...ROUTING, ...RULES, 'AWS::EC2::NatGateway', 'AWS::EC2::VPCGatewayAttachment', 'Custom::GatewayPrefixList')).toEqual([]);
  });

  test('network ACLs, DHCP options, peering with its way back, transit gateways', () => {
    const { app, stack, network } = place({ egress: Egress.natInstances() });
    const peer = new ec2.Vpc(stack, 'Peer', { ipAddresses: ec2.IpAddresses.cidr('10.9.0.0/16'), natGateways: 0, maxAzs: 2 });
    network.peerWith('Peer', { vpc: peer });
    network.attachToTransitGateway('Office', { transitGatewayId: 'tgw-0123456789abcdef0', destinations: ['10.20.0.0/16'], associationRouteTableId: 'tgw-rtb-0123456789abcdef0', propagationRouteTableIds: ['tgw-rtb-0123456789abcdef0'] });
    network.addNetworkAcls();
    network.useDhcpOptions({ domainName: 'shop.internal' });
    const orders = add(stack, network, 'Orders', [Destination.cidr('10.9.1.0/24', POSTGRES)]);
    const deployment = orderedDeploymentOf(app);
    expect(unordered(
      deployment, orders, ...ROUTING, 'AWS::EC2::EIP', 'AWS::EC2::NetworkAclEntry', 'AWS::EC2::SubnetNetworkAclAssociation', 'AWS::EC2::VPCDHCPOptionsAssociation',
      'AWS::EC2::TransitGatewayAttachment', 'AWS::EC2::TransitGatewayRouteTableAssociation', 'AWS::EC2::TransitGatewayRouteTablePropagation',
    )).toEqual([]);
  });

  test('whoever defined them, with whatever class', () => {
    const { app, stack, network } = place();
    const [subnet] = network.functionSubnets;
    new CfnResource(stack, 'Own', { type: 'AWS::EC2::Route', properties: { RouteTableId: subnet.routeTable.routeTableId, DestinationCidrBlock: '10.20.0.0/16', VpcPeeringConnectionId: 'pcx-1' } });
    const orders = add(stack, network, 'Orders', [Destination.awsService('s3')]);
    expect(unordered(orderedDeploymentOf(app), orders, 'AWS::EC2::Route')).toEqual([]);
  });

  test('rules for a port that only the deployment knows', () => {
    const { app, stack, network } = place();
    const inside = { vpc: network.vpc, vpcSubnets: { subnets: network.isolatedSubnets } };
    const database = new rds.DatabaseInstance(stack, 'Database', { ...inside, engine: rds.DatabaseInstanceEngine.POSTGRES, storageEncrypted: true });
    database.addProxy('Proxy', { secrets: [database.secret!], ...inside });
    const orders = add(stack, network, 'Orders', [Destination.connectable(database, POSTGRES)]);
    new ec2.SecurityGroup(stack, 'Client', { vpc: network.vpc, allowAllOutbound: false }).connections.allowToDefaultPort(database);
    const late = unordered(orderedDeploymentOf(app), orders, ...RULES);
    expect(late.filter((id) => id.includes('LambdaSecurityGroups'))).toEqual([]);
  });

  test.each<[string, (at: Place) => Construct]>([
    ['attach()', ({ stack, network }) => {
      const connection = network.connect(stack, 'Connection', { destinations: [Destination.awsService('sqs')] });
      const fn = new lambda.Function(stack, 'Orders', { ...CODE, ...connection.functionOptions });
      connection.attach(fn);
      return fn;
    }],
    ['an injector', ({ stack, network }) => new lambda.Function(injected(stack, network), 'Orders', CODE)],
    ['a capacity provider', ({ stack, network }) => {
      const connection = new ComputeConnection(stack, 'Connection', { network, destinations: [Destination.awsService('sqs')] });
      const fleet = new lambda.CapacityProvider(stack, 'Fleet', { subnets: connection.subnets, securityGroups: connection.securityGroups });
      connection.attach(fleet);
      return fleet;
    }],
    ['a group of its own', ({ stack, network }) => add(stack, network, 'Orders', [Destination.awsService('sqs')], { dedicatedSecurityGroup: true })],
  ])('connected by %s', (_, define) => {
    const at = place({ endpoints: [SQS] });
    const orders = define(at);
    expect(unordered(orderedDeploymentOf(at.app), orders, ...RULES, 'AWS::EC2::VPCEndpoint')).toEqual([]);
  });

  test('of a stack that the function is nested in', () => {
    const { app, stack, network } = place({ endpoints: [SQS] });
    const nested = new NestedStack(stack, 'Nested');
    add(nested, network, 'Orders', [Destination.awsService('sqs')]);
    const deployment = orderedDeploymentOf(app);
    expect(unordered(deployment, nested.nestedStackResource!, 'AWS::EC2::SubnetRouteTableAssociation', 'AWS::EC2::VPCEndpoint')).toEqual([]);
    expect(deployment.hasOrder).toBe(true);
  });

  test('of a stack of its own for a peering, when the function declares what may be behind it', () => {
    const { app, stack, network } = place({}, 'Base');
    const peer = new ec2.Vpc(Stack.of(network), 'Peer', { ipAddresses: ec2.IpAddresses.cidr('10.9.0.0/16'), natGateways: 0, maxAzs: 2 });
    const peering = new Stack(app, 'Peering');
    new VpcPeering(peering, 'Peer', { network, vpc: peer });
    const orders = add(stack, network, 'Orders', [Destination.cidr('10.9.0.0/16', POSTGRES)]);
    expect(unordered(orderedDeploymentOf(app), orders, 'AWS::EC2::Route')).toEqual([]);
    expect(stack.dependencies).toContain(peering);
  });

  test('and not otherwise: no stack comes to depend on a stranger', () => {
    const { app, stack, network } = place({}, 'Base');
    const peer = new ec2.Vpc(Stack.of(network), 'Peer', { ipAddresses: ec2.IpAddresses.cidr('10.9.0.0/16'), natGateways: 0, maxAzs: 2 });
    const peering = new Stack(app, 'Peering');
    new VpcPeering(peering, 'Peer', { network, vpc: peer });
    add(stack, network, 'Orders', [Destination.awsService('sqs')]);
    app.synth();
    expect(stack.dependencies).not.toContain(peering);
  });

  test('whoever uses the function comes after them', () => {
    const { app, stack, network } = place({ endpoints: [SQS] });
    const orders = add(stack, network, 'Orders', [Destination.awsService('sqs'), Destination.awsService('s3')]);
    const use = new CustomResource(stack, 'Use', { serviceToken: orders.functionArn });
    orders.addAlias('live');
    const deployment = orderedDeploymentOf(app);
    [use, ...deployment.ofType('AWS::Lambda::Version'), ...deployment.ofType('AWS::Lambda::Alias')].forEach((one) => expect(unordered(deployment, one, ...RULES, 'AWS::EC2::VPCEndpoint')).toEqual([]));
  });

  test('one that declares nothing waits for nothing', () => {
    const { app, stack, network } = place({ endpoints: [SQS] });
    const orders = add(stack, network, 'Orders', []);
    expect(before(orderedDeploymentOf(app), orders)).not.toContain('AWS::EC2::VPCEndpoint');
  });

  test('one that is detached waits as before, so that to detach it changes nothing else', () => {
    const [inside, detached] = [false, true].map((is) => {
      const { stack, network } = place({ endpoints: [SQS] });
      add(stack, network, 'Orders', [Destination.awsService('sqs')], { detached: is });
      const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string; DependsOn?: string[] }> };
      return Object.entries(Resources).map(([id, { DependsOn }]) => [id, DependsOn]);
    });
    expect(detached).toEqual(inside);
  });
});

function injected(stack: Stack, network: PrivateLambdaNetwork): Construct {
  const part = new Construct(stack, 'Part');
  PropertyInjectors.of(part).add(new LambdaNetworkInjector(network, { destinations: [Destination.awsService('sqs')] }));
  return part;
}

describe('F9: no way closes a cycle', () => {
  test('an endpoint whose policy names the function: it waits for all others, and others wait for that one too', () => {
    const { app, stack, network } = place({ endpoints: [SQS] });
    const orders = add(stack, network, 'Orders', [Destination.awsService('sqs')]);
    network.addEndpoint(LAMBDA, { policy: EndpointPolicy.invocationsOf(orders) });
    const caller = add(stack, network, 'Caller', [Destination.awsService('lambda')]);
    const deployment = orderedDeploymentOf(app);
    expect(deployment.hasOrder).toBe(true);
    expect(unordered(deployment, caller, 'AWS::EC2::VPCEndpoint', ...RULES)).toEqual([]);
    expect(unordered(deployment, orders, 'AWS::EC2::VPCEndpoint')).toEqual([expect.stringContaining('lambda')]);
    expect(unordered(deployment, orders, 'AWS::EC2::SubnetRouteTableAssociation')).toEqual([]);
  });

  test('two functions that name each other by endpoints of two networks: one of them waits', () => {
    const { app, stack, network } = place();
    const other = new PrivateLambdaNetwork(stack, 'Other', { zones: Zones.count(2), egress: Egress.none() });
    const [one, two] = [add(stack, network, 'One', [Destination.awsService('sqs')]), add(stack, other, 'Two', [Destination.awsService('sqs')])];
    network.addEndpoint(LAMBDA, { policy: EndpointPolicy.invocationsOf(two) });
    other.addEndpoint(LAMBDA, { policy: EndpointPolicy.invocationsOf(one) });
    const deployment = orderedDeploymentOf(app);
    expect(deployment.hasOrder).toBe(true);
    const ordered = [one, two].map((fn) => [...deployment.needsOf(idOf(fn))].filter((id) => id.includes('Endpointslambda')).length);
    expect(ordered.sort()).toEqual([0, 1]);
  });

  test.each<[string, (at: Place, orders: VpcConnectedFunction) => void]>([
    ['a custom resource of the function', ({ stack }, orders) => {
      const found = new CustomResource(stack, 'Found', { serviceToken: orders.functionArn });
      new ec2.CfnRoute(stack, 'Route', { routeTableId: orders.connection.subnets[0].routeTable.routeTableId, destinationCidrBlock: '10.20.0.0/16', vpcPeeringConnectionId: found.getAttString('Id') });
    }],
    ['an order that somebody states', ({ stack }, orders) => {
      const part = new Construct(stack, 'Part');
      new ec2.CfnRoute(part, 'Route', { routeTableId: orders.connection.subnets[0].routeTable.routeTableId, destinationCidrBlock: '10.20.0.0/16', vpcPeeringConnectionId: 'pcx-1' });
      part.node.addDependency(orders);
    }],
    ['a role that names it', ({ stack, network }, orders) => {
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ArnPrincipal(orders.functionArn) });
      network.addEndpoint(SQS, { policy: EndpointPolicy.custom(new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ principals: [role], actions: ['*'], resources: ['*'] })] })) });
    }],
    ['a name of the function in a template\'s text', ({ network }, orders) => {
      const { logicalId } = orders.node.defaultChild as CfnResource;
      const allow = new iam.PolicyStatement({ principals: [new iam.StarPrincipal()], actions: ['*'], resources: [Fn.getAtt(logicalId, 'Arn').toString()] });
      network.addEndpoint(SQS, { policy: EndpointPolicy.custom(new iam.PolicyDocument({ statements: [allow] })) });
    }],
    ['a name of the function in a text with names', ({ stack, network }, orders) => {
      const name = stack.getLogicalId(orders.node.defaultChild as CfnResource);
      const allow = new iam.PolicyStatement({ principals: [new iam.StarPrincipal()], actions: ['*'], resources: [Fn.sub(`\${${name}.Arn}:\${Which}`, { Which: '*' })] });
      network.addEndpoint(SQS, { policy: EndpointPolicy.custom(new iam.PolicyDocument({ statements: [allow] })) });
    }],
    ['an order that somebody writes into the template', ({ network }, orders) => {
      const { logicalId } = orders.node.defaultChild as CfnResource;
      (network.addEndpoint(SQS).node.defaultChild as CfnResource).addOverride('DependsOn', [logicalId]);
    }],
  ])('a way by %s', (_, define) => {
    const at = place();
    const orders = add(at.stack, at.network, 'Orders', [Destination.awsService('s3')]);
    define(at, orders);
    const deployment = orderedDeploymentOf(at.app);
    expect(deployment.hasOrder).toBe(true);
    expect(before(deployment, orders)).toContain('AWS::EC2::SubnetRouteTableAssociation');
  });

  test('rules in the stack of the other end, because that depends on the function\'s', () => {
    const { app, stack, network } = place({}, 'Base');
    const data = new Stack(app, 'Data');
    const group = new ec2.SecurityGroup(data, 'Group', { vpc: network.vpc, allowAllOutbound: false });
    const orders = add(stack, network, 'Orders', [Destination.connectable(group, POSTGRES)]);
    new CfnResource(data, 'User', { type: 'AWS::SSM::Parameter', properties: { Type: 'String', Value: orders.functionArn } });
    const deployment = orderedDeploymentOf(app);
    expect(deployment.hasOrder).toBe(true);
    expect(unordered(deployment, orders, 'AWS::EC2::SecurityGroupIngress')).toHaveLength(1);
  });
});

test('F9: a parameter that stands for all subnets is looked at', () => {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const subnetIds = new CfnParameter(stack, 'SubnetIds', { type: 'List<AWS::EC2::Subnet::Id>' }).valueAsList;
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['eu-west-1a'], privateSubnetIds: subnetIds });
  add(stack, PrivateLambdaNetwork.fromVpc(stack, 'Network', { vpc, gatewayEndpoints: ['s3'] }), 'Orders', [Destination.awsService('s3')]);
  expect(() => app.synth({ skipValidation: true })).not.toThrow(/CannotAddElementsListToken|list token/);
});

test.each([
  ['at the default priority', undefined, false],
  ['last of all', { priority: AspectPriority.READONLY }, false],
  ['in a network that it imports, at the default priority', undefined, true],
])('F9: an aspect that defines the first function, %s, is not refused', (_, options, isImported) => {
  const { app, stack, network } = place();
  const imported = () => PrivateLambdaNetwork.fromVpc(stack, 'Imported', {
    vpc: new ec2.Vpc(stack, 'Vpc', { natGateways: 0 }), vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  });
  Aspects.of(stack).add({
    visit: (node) => {
      if (node === stack && stack.node.tryFindChild('Orders') === undefined) {
        add(stack, isImported ? imported() : network, 'Orders', []);
      }
    },
  }, options);
  expect(() => app.synth()).not.toThrow();
});

describe('F9: the order costs little', () => {
  test('a hundred functions name two resources each beside their policies, and looking at the tree freezes nothing', () => {
    const { stack, network } = place({ egress: Egress.natGateways(), endpoints: [SQS, ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER] });
    const names: string[] = [];
    const endpoint = network.addEndpoint(ec2.InterfaceVpcEndpointAwsService.SNS);
    (endpoint.node.defaultChild as ec2.CfnVPCEndpoint).addPropertyOverride('PolicyDocument', Lazy.any({ produce: () => ({ Statement: [...names] }) }));
    const functions = Array.from({ length: 100 }, (_, index) => add(stack, network, `F${index}`, [Destination.internet(), Destination.awsService('sqs'), Destination.awsService('secretsmanager')]));
    Aspects.of(stack).add({ visit: (node) => node === stack && names.push('later') });
    const template = Template.fromStack(stack);
    const resources = template.findResources('AWS::Lambda::Function') as Record<string, { DependsOn?: string[]; Properties: { VpcConfig?: unknown } }>;
    const lists = Object.values(resources).filter(({ Properties }) => Properties.VpcConfig !== undefined).map(({ DependsOn }) => DependsOn!.filter((id) => id.includes('WaysReady')));
    expect(lists).toHaveLength(functions.length);
    expect(new Set(lists.map((list) => list.length))).toEqual(new Set([2]));
    template.resourceCountIs('AWS::CloudFormation::WaitConditionHandle', 2);
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { PolicyDocument: { Statement: ['later'] } });
  });
});
