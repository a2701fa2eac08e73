import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Deployment, templatesIn } from './deployment-order';
import { awaitedBy, faultsIn, strandedBy } from './network-interfaces-of';
import { Destination } from '../../src/connection/destination';
import { VpcConnectedFunction } from '../../src/function/vpc-connected-function';
import type { VpcConnectedFunctionProps } from '../../src/function/vpc-connected-function-props';
import { PrivateLambdaNetwork } from '../../src/network/private-lambda-network';
import { fullReplacements } from '../network/replacements';

const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };

interface Step {
  readonly deployment: Deployment;
  readonly templates: ReadonlyMap<string, unknown>;
}

/** What a step of a guide deploys. */
function step(define: (app: App) => void): Step {
  const app = new App();
  define(app);
  const templates = templatesIn(app);
  return { templates, deployment: new Deployment(templates) };
}

function shop(define: (stack: Stack, network: PrivateLambdaNetwork) => void): Step {
  return step((app) => {
    const stack = new Stack(app, 'Shop');
    define(stack, new PrivateLambdaNetwork(stack, 'Network'));
  });
}

function connected(stack: Stack, network: PrivateLambdaNetwork, options: Partial<VpcConnectedFunctionProps> = {}): VpcConnectedFunction {
  return new VpcConnectedFunction(stack, 'Orders', { network, destinations: [Destination.internet()], ...CODE, ...options });
}

/** What the update of a stack replaces or takes away. What only orders others is nothing in the account. */
function changes(before: Step, after: Step, stack = 'Shop'): string[] {
  return fullReplacements(before.templates.get(stack) as Record<string, unknown>, after.templates.get(stack) as Record<string, unknown>)
    .filter((change) => !change.startsWith('AWS::CloudFormation::WaitConditionHandle '));
}

function functionIn({ deployment }: Step): Record<string, unknown> {
  const [id] = deployment.ofType('AWS::Lambda::Function').filter((name) => name.startsWith('Shop.Orders'));
  return { id, ...deployment.resources.get(id)!.Properties };
}

describe('F9: the guide to detaching a function', () => {
  const inside = shop((stack, network) => connected(stack, network));
  const detached = shop((stack, network) => connected(stack, network, { detached: true }));
  const outside = shop((stack) => new lambda.Function(stack, 'Orders', CODE));

  test('first: the function leaves its VPC in a way that resets IPv6, keeps its role, and nothing else changes', () => {
    const nowhere = { Ipv6AllowedForDualStack: false, SecurityGroupIds: [], SubnetIds: [] };
    expect(functionIn(detached)).toEqual({ ...functionIn(inside), VpcConfig: nowhere });
    expect(changes(inside, detached)).toEqual([]);
    expect(faultsIn(detached.deployment)).toEqual([]);
    expect([strandedBy(inside.deployment, detached.deployment), awaitedBy(inside.deployment, detached.deployment)]).toEqual([[], []]);
  });

  test('then: the connection goes, and the function stays the same', () => {
    expect(changes(detached, outside)).toEqual(['AWS::EC2::SecurityGroup removed', 'AWS::IAM::Role removed', 'AWS::Logs::LogGroup removed']);
    expect([strandedBy(detached.deployment, outside.deployment), awaitedBy(detached.deployment, outside.deployment)]).toEqual([[], []]);
    expect(functionIn(outside).id).toBe(functionIn(inside).id);
  });

  test('both at once would leave network interfaces behind', () => {
    expect(strandedBy(inside.deployment, outside.deployment)).toEqual([functionIn(inside).id]);
    expect(awaitedBy(inside.deployment, outside.deployment)).toEqual(['AWS::EC2::SecurityGroup']);
  });

  test('and back again', () => {
    expect(changes(detached, inside)).toEqual([]);
    expect(strandedBy(outside.deployment, inside.deployment)).toEqual([]);
  });

  test('a function of any class is detached by its connection', () => {
    const { deployment } = shop((stack, network) => {
      const connection = network.connect(stack, 'OrdersConnection', { destinations: [Destination.internet()], detached: true });
      connection.attach(new lambda.Function(stack, 'Orders', { ...CODE, ...connection.functionOptions }));
    });
    expect(deployment).toEqual(detached.deployment);
  });

  test('nothing is said of what it is to reach, it is not released and not kept alive, and its interfaces are not counted', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const network = new PrivateLambdaNetwork(stack, 'Network');
    connected(stack, network, { detached: true, releaseNetworkInterfacesOnDelete: true, keepAlive: {} });
    expect(network.networkInterfaceCount).toBe(0);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('notAttached'));
    expect(new Deployment(templatesIn(app))).toEqual(detached.deployment);
    expect(JSON.stringify(detached.templates.get('Shop'))).not.toContain('cdk-lambda-network:destinations');
  });

  test('fails for a function with a file system', () => {
    expect(() => shop((stack, network) => {
      const fileSystem = new efs.FileSystem(stack, 'Files', { vpc: network.vpc, vpcSubnets: { subnets: network.functionSubnets } });
      connected(stack, network, { detached: true, filesystem: lambda.FileSystem.fromEfsAccessPoint(fileSystem.addAccessPoint('Point'), '/mnt/files') });
    })).toThrow(/FUNCTION_DETACHED/);
  });
});

describe('F9: the guide to moving a function', () => {
  test('to other subnets: nothing but the function changes, and its role stays', () => {
    const before = shop((stack, network) => connected(stack, network, { destinations: [] }));
    const after = shop((stack, network) => connected(stack, network, { destinations: [], vpcSubnets: { subnets: network.isolatedSubnets } }));
    expect(changes(before, after)).toEqual([]);
    expect([strandedBy(before.deployment, after.deployment), awaitedBy(before.deployment, after.deployment)]).toEqual([[], []]);
  });

  const twoNetworks = (target: 'Old' | 'New', ids: readonly string[], options: Partial<VpcConnectedFunctionProps> = {}) => step((app) => {
    const stack = new Stack(app, 'Shop');
    const networks = new Map(ids.map((id) => [id, new PrivateLambdaNetwork(stack, id)]));
    connected(stack, networks.get(target)!, options);
  });

  test.each([[{}, 'removed'], [{ dedicatedSecurityGroup: true }, 'replaced']])('to another VPC, with %j: the function and its role stay, the old group is awaited', (options, what) => {
    const before = twoNetworks('Old', ['New', 'Old'], options);
    const after = twoNetworks('New', ['New', 'Old'], options);
    expect(changes(before, after)).toEqual([`AWS::EC2::SecurityGroup ${what}`]);
    expect(strandedBy(before.deployment, after.deployment)).toEqual([]);
    expect(faultsIn(after.deployment)).toEqual([]);
    const last = twoNetworks('New', ['New'], options);
    expect(awaitedBy(after.deployment, last.deployment)).toEqual([]);
  });

  test('the old VPC must not go at the same time: its subnets would be awaited', () => {
    const all = awaitedBy(twoNetworks('Old', ['New', 'Old']).deployment, twoNetworks('New', ['New']).deployment);
    expect(all).toEqual(['AWS::EC2::SecurityGroup', 'AWS::EC2::Subnet']);
  });

  describe('between networks in stacks of their own', () => {
    const stacks = (target: 'Old' | 'New', keep: boolean) => step((app) => {
      const networks = new Map(['Old', 'New'].map((id) => [id, new PrivateLambdaNetwork(new Stack(app, id), 'Network')]));
      connected(new Stack(app, 'Shop'), networks.get(target)!);
      if (keep) {
        const { vpc, functionSubnets } = networks.get('Old')!;
        [vpc.vpcId, ...functionSubnets.map(({ subnetId }) => subnetId)].forEach((id) => Stack.of(vpc).exportValue(id));
      }
    });

    /** Exports that a stack loses although stacks that are deployed import them: CloudFormation refuses. */
    function refused(deployed: Step, next: Step, stack: string): string[] {
      const lost = deployed.deployment.exportsOf.get(stack)!.filter((name) => !next.deployment.exportsOf.get(stack)!.includes(name));
      const imported = [...deployed.deployment.importsOf].filter(([other]) => other !== stack).flatMap(([, names]) => names);
      return lost.filter((name) => imported.includes(name));
    }

    test('the exports stay for one deployment: each is accepted in the order of the CDK', () => {
      const [before, moving, after] = [stacks('Old', false), stacks('New', true), stacks('New', false)];
      expect(refused(before, moving, 'Old')).toEqual([]);
      expect(refused(moving, after, 'Old')).toEqual([]);
      expect(strandedBy(before.deployment, moving.deployment)).toEqual([]);
    });

    test('in one deployment, CloudFormation refuses to take them away', () => {
      expect(refused(stacks('Old', false), stacks('New', false), 'Old')).not.toEqual([]);
    });
  });
});

describe('F9: the guide to deleting a stack', () => {
  test('functions that are taken out of a stack go before what they need', () => {
    const before = shop((stack, network) => connected(stack, network));
    const after = shop(() => undefined);
    const [fn] = before.deployment.ofType('AWS::Lambda::Function').filter((id) => id.startsWith('Shop.Orders'));
    const needs = [...before.deployment.needsOf(fn)].map((id) => before.deployment.resources.get(id)!.Type);
    expect(changes(before, after).filter((change) => change !== 'AWS::Lambda::Function removed').map((change) => change.split(' ')[0]))
      .toEqual(expect.arrayContaining(['AWS::EC2::SecurityGroup', 'AWS::IAM::Role']));
    expect(needs).toEqual(expect.arrayContaining(['AWS::EC2::SecurityGroup', 'AWS::IAM::Role', 'AWS::EC2::Subnet']));
  });

  test('a security group of one\'s own that is replaced', () => {
    const withGroup = (description: string) => shop((stack, network) => connected(stack, network, {
      securityGroups: [new ec2.SecurityGroup(stack, 'More', { vpc: network.vpc, allowAllOutbound: false, description })],
    }));
    const [before, after] = [withGroup('one'), withGroup('other')];
    expect(changes(before, after)).toEqual(['AWS::EC2::SecurityGroup replaced']);
    expect(strandedBy(before.deployment, after.deployment)).toEqual([]);
  });
});
