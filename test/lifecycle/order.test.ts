import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Resource } from './deployment-order';
import { Deployment, deploymentOf, templatesIn } from './deployment-order';
import { connectedFunctions, faultsIn } from './network-interfaces-of';
import { Destination } from '../../src/connection/destination';
import { VpcConnectedFunction } from '../../src/function/vpc-connected-function';
import type { VpcConnectedFunctionProps } from '../../src/function/vpc-connected-function-props';
import { PrivateLambdaNetwork } from '../../src/network/private-lambda-network';

const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };

interface Place {
  readonly app: App;
  readonly network: PrivateLambdaNetwork;
  readonly stack: Stack;
}

function oneStack(): Place {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  return { app, stack, network: new PrivateLambdaNetwork(stack, 'Network') };
}

function twoStacks(): Place {
  const app = new App();
  return { app, network: new PrivateLambdaNetwork(new Stack(app, 'Base'), 'Network'), stack: new Stack(app, 'Shop') };
}

function add({ stack, network }: Place, id: string, options: Partial<VpcConnectedFunctionProps> = {}): VpcConnectedFunction {
  return new VpcConnectedFunction(stack, id, { network, destinations: [Destination.internet()], ...CODE, ...options });
}

const lambdaRole = (scope: Stack) => new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

const CASES: Array<[string, () => Place, (at: Place) => void, number]> = [
  ['a function', oneStack, (at) => add(at, 'Orders'), 1],
  ['network and function in two stacks', twoStacks, (at) => add(at, 'Orders'), 1],
  ['functions that share a group', oneStack, (at) => [add(at, 'Orders'), add(at, 'Payments')], 2],
  ['functions with groups of their own', oneStack, (at) => [add(at, 'Orders', { dedicatedSecurityGroup: true }), add(at, 'Payments')], 2],
  ['functions that share a role', twoStacks, (at) => {
    const role = lambdaRole(at.stack);
    [add(at, 'Orders', { role }), add(at, 'Payments', { role })];
  }, 2],
  ['a role of another stack', twoStacks, (at) => add(at, 'Orders', { role: lambdaRole(Stack.of(at.network)) }), 1],
  ['permissions that are added later', oneStack, (at) => add(at, 'Orders').addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })), 1],
  ['a further group', oneStack, (at) => add(at, 'Orders', { securityGroups: [new ec2.SecurityGroup(at.stack, 'More', { vpc: at.network.vpc, allowAllOutbound: false })] }), 1],
  ['released on delete, with a version', oneStack, (at) => add(at, 'Orders', { releaseNetworkInterfacesOnDelete: true }).addAlias('live'), 1],
];

describe('F9: role and permissions, groups and subnets are there before a function, and until it is gone', () => {
  test.each(CASES)('%s', (_, place, define, count) => {
    const at = place();
    define(at);
    const deployment = deploymentOf(at.app);
    expect(connectedFunctions(deployment)).toHaveLength(count);
    expect(faultsIn(deployment)).toEqual([]);
  });

  test('what CloudFormation deletes last of a stack', () => {
    const at = oneStack();
    add(at, 'Orders');
    const deployment = deploymentOf(at.app);
    const [fn] = connectedFunctions(deployment);
    const needs = [...deployment.needsOf(fn)].map((id) => deployment.resources.get(id)!.Type);
    expect(needs).toEqual(expect.arrayContaining(['AWS::IAM::Role', 'AWS::EC2::SecurityGroup', 'AWS::EC2::Subnet', 'AWS::EC2::VPC', 'AWS::Logs::LogGroup']));
    expect(needs).not.toContain('AWS::Lambda::Function');
  });
});

describe('the walk finds fault', () => {
  /** A function with a role of its own, as changed. */
  function changed(change: (resources: Record<string, Resource & { DependsOn?: unknown; Properties: Record<string, unknown> }>) => void): string[] {
    const at = oneStack();
    add(at, 'Orders', { role: lambdaRole(at.stack) });
    const templates = templatesIn(at.app);
    change((templates.get('Shop') as { Resources: Parameters<typeof change>[0] }).Resources);
    return faultsIn(new Deployment(templates));
  }

  test('not where there is none', () => {
    expect(changed(() => undefined)).toEqual([]);
  });

  test('with policies that the function does not wait for', () => {
    const faults = changed((resources) => Object.values(resources).filter(({ Type }) => Type === 'AWS::Lambda::Function').forEach((one) => delete one.DependsOn));
    expect(faults).toEqual(expect.arrayContaining([expect.stringContaining('may be without ec2:DeleteNetworkInterface')]));
  });

  test('with a group that is written out', () => {
    const faults = changed((resources) => Object.values(resources).forEach(({ Properties }) => {
      if (Properties?.VpcConfig !== undefined) {
        (Properties.VpcConfig as Record<string, unknown>).SecurityGroupIds = ['sg-0123456789abcdef0'];
      }
    }));
    expect(faults).toEqual([expect.stringContaining('does not come after its AWS::EC2::SecurityGroup')]);
  });

  test('with a cycle', () => {
    const faults = changed((resources) => {
      const [id] = Object.entries(resources).find(([name, { Type }]) => Type === 'AWS::Lambda::Function' && name.startsWith('Orders'))!;
      Object.entries(resources).find(([name, { Type }]) => Type === 'AWS::IAM::Role' && name.startsWith('Role'))![1].DependsOn = id;
    });
    expect(faults).toContain('there is a cycle');
  });
});
