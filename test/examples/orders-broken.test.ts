import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { defineOrders } from '../../examples/orders/app';
import { context } from '../../examples/orders/cdk.json';
import type { Report } from '../analysis/judging';
import { codesOf, mendsOf } from '../analysis/judging';
import { savedVerdicts } from '../support/saved-verdicts';

/*
 * The example as somebody breaks it, by escape hatches that no construct sees. Each break fails the synthesis with the code of what is
 * broken and what to do about it; the plugin has nothing but the templates to find it by.
 */

const FOLDER = mkdtempSync(join(tmpdir(), 'orders-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

type Orders = ReturnType<typeof defineOrders>;

/** The resource at a path in the app. */
function resource(scope: IConstruct, path: string): CfnResource {
  const found = path.split('/').reduce((construct, id) => construct.node.findChild(id), scope);
  expect(CfnResource.isCfnResource(found)).toBe(true);
  return found as CfnResource;
}

/** All resources of a type whose path matches, of which there is at least one. */
function resources(scope: IConstruct, type: string, path: RegExp): CfnResource[] {
  const found = scope.node.findAll().filter((construct): construct is CfnResource =>
    CfnResource.isCfnResource(construct) && construct.cfnResourceType === type && path.test(construct.node.path));
  expect(found).not.toEqual([]);
  return found;
}

/** Lead routes nowhere that matters, as an edit gone wrong does. */
function misdirect(routes: readonly CfnResource[], property: string, block: string): void {
  routes.forEach((route) => route.addPropertyOverride(property, block));
}

function withoutNatRoutes({ networkStack }: Orders): void {
  misdirect(resources(networkStack, 'AWS::EC2::Route', /privateSubnet\d\/DefaultRoute$/), 'DestinationCidrBlock', '10.99.0.0/16');
}

function withoutIpv6Routes({ networkStack }: Orders): void {
  misdirect(resources(networkStack, 'AWS::EC2::Route', /privateSubnet\d\/DefaultRoute6$/), 'DestinationIpv6CidrBlock', '2001:db8::/32');
}

function withoutGatewayEndpoint({ networkStack }: Orders, name: string): void {
  resource(networkStack, `Network/${name}/Resource`).addPropertyOverride('RouteTableIds', []);
}

/** An interface endpoint beside those of the network, as somebody adds one who does not know its rules. */
function secretsEndpoint({ networkStack }: Orders, props: Partial<ec2.CfnVPCEndpointProps>): void {
  const { network } = networkStack;
  new ec2.CfnVPCEndpoint(networkStack, 'SecretsEndpoint', {
    vpcId: network.vpc.vpcId, vpcEndpointType: 'Interface', serviceName: `com.amazonaws.${networkStack.region}.secretsmanager`, privateDnsEnabled: true,
    subnetIds: network.vpc.isolatedSubnets.map(({ subnetId }) => subnetId), ...props,
  });
}

function aclWithoutAnswers({ networkStack }: Orders): void {
  const acl = new ec2.CfnNetworkAcl(networkStack, 'Acl', { vpcId: networkStack.network.vpc.vpcId });
  const entry = { networkAclId: acl.ref, protocol: -1, ruleAction: 'allow', ruleNumber: 100 };
  new ec2.CfnNetworkAclEntry(networkStack, 'Out', { ...entry, egress: true, cidrBlock: '0.0.0.0/0' });
  new ec2.CfnNetworkAclEntry(networkStack, 'In', { ...entry, egress: false, cidrBlock: '10.0.0.0/8' });
  networkStack.network.vpc.privateSubnets.forEach(({ subnetId }, index) =>
    new ec2.CfnSubnetNetworkAclAssociation(networkStack, `Acl${index}`, { networkAclId: acl.ref, subnetId }));
}

interface Break {
  readonly what: string;
  readonly by: (orders: Orders) => void;

  /** What is no longer proven. */
  readonly of: string;
  readonly to: string;
  readonly family?: string;
  readonly codes: readonly string[];
  readonly mend: string;
}

const BREAKS: readonly Break[] = [
  {
    what: 'the default routes to the NAT gateways are gone', by: withoutNatRoutes,
    of: 'Orders/TakeOrder', to: 'internet', codes: ['NO_ROUTE_TO_DESTINATION'], mend: 'egress: Egress.natGateways()',
  },
  {
    what: 'the default routes for IPv6 are gone', by: withoutIpv6Routes,
    of: 'Orders/TakeOrder', to: 'internet', family: 'ipv6', codes: ['NO_ROUTE_TO_DESTINATION'], mend: 'egress-only internet gateway',
  },
  {
    what: 'the gateway endpoint of DynamoDB has no routes, and nothing else leads out',
    by: (orders) => {
      withoutNatRoutes(orders);
      withoutGatewayEndpoint(orders, 'DynamoDbEndpoint');
    },
    of: 'Orders/ShowCatalog', to: 'dynamodb', codes: ['NO_ROUTE_TO_DESTINATION'], mend: 'RouteTableIds',
  },
  {
    what: 'the database lets nobody in', by: ({ ordersStack }) => {
      const [rule] = resources(ordersStack, 'AWS::EC2::SecurityGroupIngress', /Database\/SecurityGroup/);
      rule.node.scope!.node.tryRemoveChild(rule.node.id);
    },
    of: 'Orders/TakeOrder', to: 'Orders/Database:5432', codes: ['SG_HAS_NO_RULES'], mend: 'Destination.connectable(Orders/Database, …) writes the rule',
  },
  {
    what: 'the database lets in another port', by: ({ ordersStack }) => {
      const [rule] = resources(ordersStack, 'AWS::EC2::SecurityGroupIngress', /Database\/SecurityGroup/);
      rule.addPropertyOverride('FromPort', 3306);
      rule.addPropertyOverride('ToPort', 3306);
    },
    of: 'Orders/TakeOrder', to: 'Orders/Database:5432', codes: ['ENI_SG_RULES_MISMATCH'], mend: 'Destination.connectable(Orders/Database, …) writes the rule',
  },
  {
    what: 'a network ACL of the function subnets lets in what is private alone', by: aclWithoutAnswers,
    of: 'Orders/TakeOrder', to: 'internet', codes: ['SUBNET_ACL_RESTRICTION'], mend: 'allow it in network.addNetworkAcls()',
  },
  {
    what: 'a function is not allowed IPv6', by: ({ ordersStack }) => {
      resource(ordersStack, 'TakeOrder/Resource').addPropertyOverride('VpcConfig.Ipv6AllowedForDualStack', false);
    },
    of: 'Orders/TakeOrder', to: 'internet', family: 'ipv6', codes: ['LAMBDA_IPV6_NOT_ALLOWED'], mend: 'ipv6AllowedForDualStack: true',
  },
  {
    what: 'an endpoint takes the name of Secrets Manager, and its group lets nobody in', by: (orders) => {
      const { networkStack } = orders;
      const closed = new ec2.CfnSecurityGroup(networkStack, 'Closed', { groupDescription: 'closed', vpcId: networkStack.network.vpc.vpcId });
      secretsEndpoint(orders, { securityGroupIds: [closed.attrGroupId] });
    },
    of: 'Orders/TakeOrder', to: 'secretsmanager', codes: ['SG_HAS_NO_RULES'], mend: 'Destination.awsService(…) of the function writes the rule',
  },
  {
    what: 'an endpoint of Secrets Manager has no private DNS, and nothing else leads out', by: (orders) => {
      withoutNatRoutes(orders);
      const { networkStack } = orders;
      const open = new ec2.CfnSecurityGroup(networkStack, 'Open', {
        groupDescription: 'open', vpcId: networkStack.network.vpc.vpcId,
        securityGroupIngress: [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIp: '10.0.0.0/8' }],
      });
      secretsEndpoint(orders, { privateDnsEnabled: false, securityGroupIds: [open.attrGroupId] });
    },
    of: 'Orders/TakeOrder', to: 'secretsmanager', codes: ['DNS_PRIVATE_DNS_DISABLED'], mend: 'network.addEndpoint() with private DNS',
  },
  {
    what: 'the internet gateway is attached to nothing', by: ({ networkStack }) => {
      resource(networkStack, 'Network/Vpc/VPCGW').addPropertyOverride('VpcId', 'vpc-0a1b2c3d4e5f67890');
    },
    of: 'Orders/TakeOrder', to: 'internet', codes: ['IGW_NOT_ATTACHED'], mend: 'AWS::EC2::VPCGatewayAttachment',
  },
  {
    what: 'the subnets of the NAT gateways lead nowhere', by: ({ networkStack }) => {
      misdirect(resources(networkStack, 'AWS::EC2::Route', /publicSubnet\d\/DefaultRoute$/), 'DestinationCidrBlock', '10.99.0.0/16');
    },
    of: 'Orders/TakeOrder', to: 'internet', codes: ['NGW_SUBNET_HAS_NO_IGW_ROUTE'], mend: 'Egress.natGateways() puts it into a public subnet',
  },
  {
    what: 'a function is in the public subnets', by: ({ networkStack, ordersStack }) => {
      const subnets = networkStack.network.vpc.publicSubnets.map(({ subnetId }) => networkStack.exportValue(subnetId));
      resource(ordersStack, 'TakeOrder/Resource').addPropertyOverride('VpcConfig.SubnetIds', subnets);
    },
    of: 'Orders/TakeOrder', to: 'internet', codes: ['IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS'], mend: 'private subnets',
  },
];

/** The example with a break in it: what synthesis throws, and the verdicts that it writes all the same. */
function synthesize(name: string, by?: (orders: Orders) => void): { readonly error?: Error; readonly report: Report } {
  const outdir = join(FOLDER, name);
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] }, outdir });
  by?.(defineOrders(app));
  const error = thrownBy(() => app.synth());
  return { error, report: savedVerdicts(outdir) as Report };
}

function thrownBy(action: () => void): Error | undefined {
  try {
    action();
    return undefined;
  } catch (error: unknown) {
    return error as Error;
  }
}

function verdictOn({ functions }: Report, of: string, to: string, family: string) {
  return functions.find(({ id }) => id === of)!.verdicts.find(({ destination, family: over }) => destination === to && over === family)!;
}

describe('A1: the example as it is', () => {
  test('is proven: everything that is declared is reached', () => {
    const { error, report } = synthesize('whole', () => undefined);
    expect(error).toBeUndefined();
    const declared = report.functions.flatMap(({ id, verdicts }) => verdicts.filter((verdict) => verdict.declared).map(({ destination, family, verdict }) => `${id} ${destination} ${family} ${verdict}`));
    expect(declared.filter((verdict) => !verdict.endsWith(' reachable'))).toEqual([]);
    for (const { of, to, family = 'ipv4' } of BREAKS) {
      expect(declared).toContain(`${of} ${to} ${family} reachable`);
    }
  });

  test('does not need the gateway endpoint of S3 as long as there are NAT gateways: it saves money', () => {
    const { error, report } = synthesize('through-nat', (orders) => withoutGatewayEndpoint(orders, 'S3Endpoint'));
    expect(error).toBeUndefined();
    expect(verdictOn(report, 'Orders/TakeOrder', 's3', 'ipv4').subnets.map(({ hops }) => hops.join())).toEqual([
      expect.stringContaining('NAT gateway'), expect.stringContaining('NAT gateway'),
    ]);
  });
});

describe('A2: the example, broken: synthesis fails when', () => {
  test.each(BREAKS)('$what', ({ what, by, of, to, family = 'ipv4', codes, mend }) => {
    const { error, report } = synthesize(what.replace(/\W/g, '-'), by);
    const verdict = verdictOn(report, of, to, family);
    expect(verdict).toMatchObject({ verdict: 'blocked', declared: true });
    expect(codesOf(verdict)).toEqual(codes);
    expect(mendsOf(verdict)).toContain(mend);
    expect(error?.message).toContain(`${of} cannot reach ${to} (`);
    codes.forEach((code) => expect(error?.message).toContain(code));
    expect(error?.message).toContain(mend);
  });

  test('a function is let out that declares nothing of the kind', () => {
    const { error } = synthesize('undeclared', ({ ordersStack }) => {
      const [catalog] = resources(ordersStack, 'AWS::Lambda::Function', /ShowCatalog/);
      const open = new ec2.CfnSecurityGroup(ordersStack, 'Open', {
        groupDescription: 'open', vpcId: 'vpc-0a1b2c3d4e5f67890', securityGroupEgress: [{ ipProtocol: '-1', cidrIp: '0.0.0.0/0' }],
      });
      catalog.addPropertyOverride('VpcConfig.SecurityGroupIds', [open.attrGroupId]);
    });
    expect(error?.message).toContain('LAMBDA_REACHES_UNDECLARED');
    expect(error?.message).toContain('Orders/ShowCatalog: the internet is reached over IPv4');
    expect(error?.message).toContain('declare Destination.internet()');
  });
});
