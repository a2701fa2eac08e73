import { readFileSync } from 'fs';
import { join } from 'path';
import { App, CfnParameter, CustomResource, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as fc from 'fast-check';
import type { ExistingNetworkAttributes, IPrivateLambdaNetwork } from '../../../src/index';
import { AddressFamily, Destination, PrivateLambdaNetwork, VpcConnectedFunction } from '../../../src/index';
import { savedVerdicts } from '../../support/saved-verdicts';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };
const VPC_ID = 'vpc-0123456789abcdef0';
const GROUP_ID = 'sg-0fedcba9876543210';
const POSTGRES = ec2.Port.tcp(5432);
const HTTPS = ec2.Port.tcp(443);
const LOCAL = 'no network ACL and no narrower route of a subnet that no template defines stands in the way of what is inside of the VPC';
const STATED = 'the network, which no template defines, is as its importer states';

interface Verdict {
  readonly verdict: string;
  readonly assumptions: readonly string[];
  readonly details: readonly string[];
  readonly mends: readonly string[];
}

interface Entry {
  readonly destination: string;
  readonly family: string;
  readonly verdict: string;
  readonly subnets: readonly { readonly assumptions?: readonly string[]; readonly details?: readonly string[]; readonly mend?: string }[];
}

/** What is said of one destination of the function `Orders` in the stack `Shop`, whether the synthesis fails or not. */
function verdictOn(destination: string, app: App): Verdict {
  try {
    app.synth();
  } catch {
    // a declared destination that is not proven fails it
  }
  const { functions } = savedVerdicts(app.outdir) as { functions: { verdicts: Entry[] }[] };
  const { verdict, subnets } = functions.flatMap(({ verdicts }) => verdicts).find((each) => each.destination === destination && each.family === 'ipv4')!;
  return {
    verdict, assumptions: [...new Set(subnets.flatMap(({ assumptions = [] }) => assumptions))],
    details: [...new Set(subnets.flatMap(({ details = [] }) => details))], mends: [...new Set(subnets.flatMap(({ mend }) => mend ?? []))],
  };
}

function shop(app = new App({ analyticsReporting: false })): Stack {
  return new Stack(app, 'Shop', { env: ENV });
}

function networkIn(stack: Stack, attrs: Partial<ExistingNetworkAttributes> = {}): IPrivateLambdaNetwork {
  return PrivateLambdaNetwork.fromAttributes(stack, 'Network', {
    vpcId: VPC_ID, functionSubnets: [{ subnetId: 'subnet-0000000000000000a', availabilityZone: 'eu-west-1a' }], ...attrs,
  });
}

function orders(stack: Stack, network: IPrivateLambdaNetwork, destinations: Destination[]): App {
  new VpcConnectedFunction(stack, 'Orders', { network, destinations, ...CODE });
  return stack.node.root as App;
}

const imported = (stack: Stack, options: ec2.SecurityGroupImportOptions = {}, id = GROUP_ID) => ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', id, options);

describe('X5: an imported security group', () => {
  const peers: [string, (stack: Stack) => ec2.IConnectable, string][] = [
    ['by itself', (stack) => imported(stack), 'Shop/Group'],
    ['of a database', (stack) => rds.DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Db', {
      instanceIdentifier: 'db', instanceEndpointAddress: 'db.local', port: 5432, securityGroups: [imported(stack)],
    }), 'Shop/Db'],
    ['of a cluster, one of two', (stack) => rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Db', {
      clusterIdentifier: 'db', port: 5432,
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Closed', 'sg-00000000000000001', { mutable: false }), imported(stack)],
    }), 'Shop/Db'],
    ['of a load balancer', (stack) => elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'Db', {
      loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/x/0123456789abcdef', securityGroupId: GROUP_ID,
    }), 'Shop/Db'],
    ['that an export names', (stack) => imported(stack, {}, Fn.importValue('orders-group')), 'Shop/Group'],
    ['that a dynamic reference names', (stack) => imported(stack, {}, '{{resolve:ssm:/orders/group}}'), 'Shop/Group'],
    ['that a parameter names', (stack) => imported(stack, {}, new CfnParameter(stack, 'GroupId').valueAsString), 'Shop/Group'],
  ];

  test.each(peers)('%s is reached by the rules of the app, on assumptions that are named', (_, peerIn, name) => {
    const stack = shop();
    const app = orders(stack, networkIn(stack), [Destination.connectable(peerIn(stack), POSTGRES)]);
    expect(verdictOn(`${name}:5432`, app)).toEqual({
      verdict: 'reachable', details: [], mends: [], assumptions: [LOCAL, `${name} is in the VPC of the function, and its name leads to private addresses there`],
    });
    expect(app.synth().getStackByName('Shop').template).toBeDefined();
  });

  test('is in the Metadata by its id, and by the expression where only the deployment knows it', () => {
    const groupsOf = (id: (stack: Stack) => string) => {
      const stack = shop();
      orders(stack, networkIn(stack), [Destination.connectable(imported(stack, {}, id(stack)), POSTGRES)]);
      const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
      return (resource.Metadata as Record<string, { securityGroups: unknown }[]>)['cdk-lambda-network:destinations'][0].securityGroups;
    };
    expect(groupsOf(() => GROUP_ID)).toEqual([GROUP_ID]);
    expect(groupsOf(() => Fn.importValue('orders-group'))).toEqual([{ 'Fn::ImportValue': 'orders-group' }]);
    expect(groupsOf((stack) => new CfnParameter(stack, 'GroupId').valueAsString)).toEqual([{ Ref: 'GroupId' }]);
    expect(groupsOf((stack) => new ec2.SecurityGroup(stack, 'Own', { vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: VPC_ID, availabilityZones: ['a'] }) }).securityGroupId))
      .toEqual(['Shop/Own']);
  });

  test('whose id is an attribute of a resource goes by its path, so that the function comes to depend on nothing', () => {
    const stack = shop();
    const id = new CustomResource(stack, 'Found', { serviceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:find' }).getAttString('GroupId');
    const app = orders(stack, networkIn(stack), [Destination.connectable(imported(stack, {}, id), POSTGRES)]);
    expect(verdictOn('Shop/Group:5432', app).verdict).toBe('inconclusive');
    expect(JSON.stringify(JSON.parse(readFileSync(join(app.outdir, stack.templateFile), 'utf8')))).toContain('"securityGroups":["Shop/Group"]');
  });

  test('that the app must not change is not known to let the function in, and the message says what to do', () => {
    const stack = shop();
    const app = orders(stack, networkIn(stack), [Destination.connectable(imported(stack, { mutable: false }), POSTGRES)]);
    const { verdict, details, mends } = verdictOn('Shop/Group:5432', app);
    expect(verdict).toBe('inconclusive');
    expect(details).toEqual([
      `whether the rules of the security group ${GROUP_ID} let tcp 5432 in from the function (any address) to Shop/Group is not known: no template that was read defines it, and no rule that they add to it surely does`,
    ]);
    expect(mends[0]).toContain('npx cdk-lambda-network snapshot cdk.out');
    expect(mends[0]).toContain('npx cdk-lambda-network check cdk.out --snapshot network.snapshot.json');
    expect(mends[0]).toContain('import the group without mutable: false');
    expect(() => app.synth()).toThrow('Shop/Orders is not known to reach Shop/Group:5432');
  });

  test('law: what a rule of the app lets in is reached, and nothing else is', () => {
    const ports = fc.integer({ min: 20_000, max: 20_999 });
    fc.assert(fc.property(ports, ports, fc.constantFrom('0.0.0.0/0', '10.20.0.0/16'), (asked, end, block) => {
      const stack = shop();
      const app = orders(stack, networkIn(stack), [Destination.connectable(imported(stack, { mutable: false }), ec2.Port.tcp(asked))]);
      new ec2.CfnSecurityGroupIngress(stack, 'Rule', { groupId: GROUP_ID, ipProtocol: 'tcp', fromPort: 20_000, toPort: end, cidrIp: block });
      const isLetIn = asked <= end && block === '0.0.0.0/0';
      expect(verdictOn(`Shop/Group:${asked}`, app).verdict).toBe(isLetIn ? 'reachable' : 'inconclusive');
    }), { numRuns: 12 });
  });

  test('beside a network of the app may be in any VPC', () => {
    const stack = new Stack(new App({ analyticsReporting: false }), 'Shop');
    const app = orders(stack, new PrivateLambdaNetwork(stack, 'Network'), [Destination.connectable(imported(stack), POSTGRES)]);
    const { verdict, details, mends } = verdictOn('Shop/Group:5432', app);
    expect(verdict).toBe('inconclusive');
    expect(details[0]).toContain(`where Shop/Group (${GROUP_ID}) is, is not known`);
    expect(mends[0]).toContain('npx cdk-lambda-network snapshot cdk.out');
  });

  test('of another VPC is not vouched for', () => {
    const stack = shop();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Other', { vpcId: 'vpc-0aaaaaaaaaaaaaaaa', availabilityZones: ['eu-west-1a'] });
    const app = orders(stack, networkIn(stack), [Destination.connectable(new ec2.SecurityGroup(stack, 'Group', { vpc }), POSTGRES)]);
    expect(verdictOn('Shop/Group:5432', app)).toMatchObject({ verdict: 'inconclusive', assumptions: [] });
  });

  test('of a VPC that the app defines is not vouched for in an imported one', () => {
    const stack = shop();
    const vpc = new ec2.Vpc(stack, 'New', { natGateways: 0, availabilityZones: ['eu-west-1a'] });
    const app = orders(stack, networkIn(stack), [Destination.connectable(new ec2.SecurityGroup(stack, 'Group', { vpc }), POSTGRES)]);
    const { verdict, assumptions, mends } = verdictOn('Shop/Group:5432', app);
    expect([verdict, assumptions]).toEqual(['inconclusive', []]);
    expect(mends.join()).toContain('where it is in another VPC, name its addresses with Destination.cidr()');
  });

  test('must not be reached: a host may have another group too, to which a rule lets the function out', () => {
    const stack = shop();
    const [network, other] = [networkIn(stack), ec2.SecurityGroup.fromSecurityGroupId(stack, 'Other', 'sg-00000000000000002')];
    new VpcConnectedFunction(stack, 'Orders', {
      network, destinations: [Destination.connectable(other, POSTGRES)], mustNotReach: [Destination.connectable(imported(stack), POSTGRES)], ...CODE,
    });
    expect(verdictOn('Shop/Group:5432', stack.node.root as App).verdict).toBe('inconclusive');
  });
});

describe('X5: blocks inside of an imported VPC', () => {
  const networks: [string, (stack: Stack) => IPrivateLambdaNetwork][] = [
    ['that states its blocks', (stack) => networkIn(stack, { ipv4Blocks: ['10.20.0.0/16'] })],
    ['that is imported with its block', (stack) => PrivateLambdaNetwork.fromVpc(stack, 'Network', {
      vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
        vpcId: VPC_ID, vpcCidrBlock: '10.20.0.0/16', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-0000000000000000a'],
      }),
    })],
    ['that is looked up', (stack) => PrivateLambdaNetwork.fromVpc(stack, 'Network', { vpc: ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: VPC_ID }) })],
  ];
  const answered = {
    [`vpc-provider:account=${ENV.account}:filter.vpc-id=${VPC_ID}:region=${ENV.region}:returnAsymmetricSubnets=true`]: {
      vpcId: VPC_ID, vpcCidrBlock: '10.20.0.0/16', ownerAccountId: ENV.account, availabilityZones: [],
      subnetGroups: [{
        name: 'App', type: 'Private',
        subnets: [
          { subnetId: 'subnet-0000000000000000a', cidr: '10.20.1.0/24', availabilityZone: 'eu-west-1a', routeTableId: 'rtb-0000000000000000a' },
          { subnetId: 'subnet-0000000000000000b', cidr: '100.64.1.0/24', availabilityZone: 'eu-west-1b', routeTableId: 'rtb-0000000000000000b' },
        ],
      }],
    },
  };

  test.each(networks)('%s are reached by the local route', (_, networkOf) => {
    const stack = shop(new App({ analyticsReporting: false, context: answered }));
    const app = orders(stack, networkOf(stack), [Destination.cidr('10.20.3.0/24', HTTPS)]);
    expect(verdictOn('10.20.3.0/24', app)).toEqual({
      verdict: 'reachable', details: [], mends: [], assumptions: [LOCAL, 'something listens at 10.20.3.0/24 and lets the function in'],
    });
  });

  test('a subnet that is looked up shows a further block of the VPC', () => {
    const stack = shop(new App({ analyticsReporting: false, context: answered }));
    const app = orders(stack, networks[2][1](stack), [Destination.cidr('100.64.1.0/25', HTTPS), Destination.cidr('100.64.2.0/24', HTTPS)]);
    expect([verdictOn('100.64.1.0/25', app).verdict, verdictOn('100.64.2.0/24', app).verdict]).toEqual(['reachable', 'inconclusive']);
  });

  test.each([
    ['10.20.0.0/15', { ipv4Blocks: ['10.20.0.0/16'] }, 'inconclusive'],
    ['10.20.0.0/15', { ipv4Blocks: ['10.20.0.0/16'], routedDestinations: ['10.21.0.0/16'] }, 'reachable'],
    ['10.20.0.0/16', {}, 'inconclusive'],
    ['10.99.0.0/24', { internetAddressFamilies: [AddressFamily.IPV4] }, 'inconclusive'],
    ['203.0.113.0/24', { internetAddressFamilies: [AddressFamily.IPV4] }, 'reachable'],
    ['8.8.8.0/24', { internetAddressFamilies: [AddressFamily.IPV4] }, 'reachable'],
    ['8.0.0.0/5', { internetAddressFamilies: [AddressFamily.IPV4] }, 'inconclusive'],
    ['8.8.8.0/24', {}, 'inconclusive'],
  ])('%s, with %j: %s', (block, attrs: Partial<ExistingNetworkAttributes>, expected) => {
    const stack = shop();
    const app = orders(stack, networkIn(stack, attrs), [Destination.cidr(block, HTTPS)]);
    const found = verdictOn(block, app);
    expect(found.verdict).toBe(expected);
    if (expected === 'reachable') {
      expect(found.assumptions).toContain(STATED);
    } else {
      expect(found.mends[0]).toMatch(/npx cdk-lambda-network snapshot cdk\.out.*ipv4Blocks.*routedDestinations/);
    }
  });
});
