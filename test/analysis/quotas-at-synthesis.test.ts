import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { App, CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Destination, PrivateLambdaNetwork, VpcConnectedFunction, Zones } from '../../src';

/*
 * P3: what AWS surely refuses fails the synthesis, and a quota that can be raised is told by it and fails nothing.
 */

interface Violation {
  readonly ruleName: string;
  readonly severity: string;
  readonly description: string;
}

interface Report {
  readonly pluginReports: readonly { readonly violations: readonly Violation[] }[];
}

function synthesized(define: (stack: Stack, network: PrivateLambdaNetwork) => void, functions = 1): App {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const network = new PrivateLambdaNetwork(stack, 'Network', { zones: Zones.count(2) });
  for (let index = 0; index < functions; index++) {
    new VpcConnectedFunction(new Stack(app, `Shop${index}`), 'Orders', {
      network,
      destinations: [Destination.awsService('sqs')],
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
    });
  }
  define(stack, network);
  return app;
}

function violations(app: App): string[] {
  const file = join(app.synth().directory, 'validation-report.json');
  // AWS CDK writes none when no plugin was asked
  const { pluginReports } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as Report : { pluginReports: [] };
  return pluginReports.flatMap((report) => report.violations.map(({ ruleName, severity, description }) => `${severity} ${ruleName}: ${description}`));
}

function route(stack: Stack, network: PrivateLambdaNetwork, id: string, condition?: CfnCondition): void {
  const { routeTable } = network.functionSubnets[0];
  const [transitGatewayId, destinationCidrBlock] = [`tgw-0123456789abcde${id}`, '10.20.0.0/16'];
  new ec2.CfnRoute(stack, `Route${id}`, { routeTableId: routeTable.routeTableId, destinationCidrBlock, transitGatewayId }).cfnOptions.condition = condition;
}

test('two routes to one destination', () => {
  const app = synthesized((stack, network) => ['f0', 'f1'].forEach((id) => route(stack, network, id)));
  expect(() => app.synth()).toThrow(/Shop\/Routef1: .* has 2 routes to 10\.20\.0\.0\/16[\s\S]*ROUTE_DUPLICATE/);
});

test('two routes to one destination that are never there together', () => {
  const app = synthesized((stack, network) => {
    const isNew = new CfnCondition(stack, 'IsNew', { expression: Fn.conditionEquals(new CfnParameter(stack, 'Age').valueAsString, 'new') });
    route(stack, network, 'f0', isNew);
    route(stack, network, 'f1', new CfnCondition(stack, 'IsOld', { expression: Fn.conditionNot(isNew) }));
  });
  expect(violations(app)).toEqual([]);
});

test('two routes to one destination that may be there together are a warning, which says when', () => {
  const app = synthesized((stack, network) => {
    route(stack, network, 'f0');
    route(stack, network, 'f1', new CfnCondition(stack, 'IsNew', { expression: Fn.conditionEquals(new CfnParameter(stack, 'Age').valueAsString, 'new') }));
  });
  expect(violations(app)).toEqual([expect.stringMatching(/^warning ROUTE_DUPLICATE: Shop\/Routef1: when condition IsNew.* is true: \S+ has 2 routes to 10\.20\.0\.0\/16/)]);
});

test('functions of 61 stacks at one group of endpoints: they get another one', () => {
  expect(violations(synthesized(() => undefined, 61))).toEqual([]);
});

test('a group of the user\'s with 61 rules', () => {
  const app = synthesized((stack, { vpc }) => {
    const partners = new ec2.SecurityGroup(stack, 'Partners', { vpc });
    Array.from({ length: 61 }, (_, index) => partners.addIngressRule(ec2.Peer.ipv4(`10.77.${index}.0/24`), ec2.Port.HTTPS));
  });
  expect(violations(app)).toEqual([expect.stringMatching(/^warning SECURITY_GROUP_RULE_COUNT: Shop\/Partners: the security group has 61 ingress rules/)]);
});

test('networks in which nothing declares anything are nobody\'s business', () => {
  expect(violations(synthesized((stack, network) => ['f0', 'f1'].forEach((id) => route(stack, network, id)), 0))).toEqual([]);
});
