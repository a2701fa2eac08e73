import type { Stack } from 'aws-cdk-lib';
import { PropertyInjectors } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';
import { CODE, defineOldFunction, defineShop, useFunction } from './shop';
import { changes, losses, step } from './steps';
import { Destination, LambdaNetworkInjector, PrivateLambdaNetwork } from '../../src';
import { faultsIn, strandedBy } from '../lifecycle/network-interfaces-of';

/** Functions outside of any VPC, of several classes, and a database that none of them reaches. */
function defineFunctions(stack: Stack): void {
  const shop = defineShop(stack);
  useFunction(new lambda.Function(stack, 'Orders', CODE), shop);
  shop.table.grantReadData(new nodejs.NodejsFunction(stack, 'Reports', { ...CODE }));
}

const before = step(defineFunctions);
const injected = step((stack, app) => {
  const network = new PrivateLambdaNetwork(stack, 'Network');
  PropertyInjectors.of(app).add(new LambdaNetworkInjector(network, { destinations: [Destination.awsService('dynamodb')] }));
  defineFunctions(stack);
});

describe('migration: a whole app goes into a network, and its code stays as it is', () => {
  test('every function is updated in place; nothing else that exists is touched but the roles', () => {
    expect(changes(before, injected).filter((change) => !change.startsWith('+'))).toEqual([
      '- IAM::Policy', '- IAM::Policy', '- IAM::Role', '- IAM::Role',
      // what it waits for, which changes nothing in the account
      '~ Lambda::EventSourceMapping',
      '~ Lambda::Function LoggingConfig, Role, VpcConfig', '~ Lambda::Function LoggingConfig, Role, VpcConfig',
    ]);
    expect(losses(before, injected)).toEqual([]);
  });

  test('no function had interfaces, so none are left behind, and each waits for the role that it gets', () => {
    expect(strandedBy(before.deployment, injected.deployment)).toEqual([]);
    expect(faultsIn(injected.deployment)).toEqual([]);
  });

  test('functions that have a VPC already are left where they are', () => {
    const connected = step((stack) => void defineOldFunction(stack, defineShop(stack)));
    const same = step((stack, app) => {
      const shop = defineShop(stack);
      const network = PrivateLambdaNetwork.fromVpc(stack, 'Network', { vpc: shop.vpc });
      PropertyInjectors.of(app).add(new LambdaNetworkInjector(network, { destinations: [] }));
      defineOldFunction(stack, shop);
    });
    expect(same.template).toEqual(connected.template);
  });

  test('in the VPC of the app, when the lines with vpc are taken out, the functions stay in its subnets', () => {
    const app = (vpcOf: (vpc: ec2.Vpc) => ec2.Vpc | undefined, inject: boolean) => step((stack, root) => {
      const shop = defineShop(stack);
      const network = PrivateLambdaNetwork.fromVpc(stack, 'Network', { vpc: shop.vpc, gatewayEndpoints: ['dynamodb'] });
      if (inject) {
        const destinations = [Destination.connectable(shop.database, ec2.Port.tcp(5432))];
        PropertyInjectors.of(root).add(new LambdaNetworkInjector(network, { destinations }));
      }
      useFunction(new lambda.Function(stack, 'Orders', { ...CODE, vpc: vpcOf(shop.vpc) }), shop);
    });
    const [old, next] = [app((vpc) => vpc, false), app(() => undefined, true)];
    expect(losses(old, next)).toEqual([]);
    expect(changes(old, next)).toContain('~ Lambda::Function LoggingConfig, Role, VpcConfig');
  });
});
