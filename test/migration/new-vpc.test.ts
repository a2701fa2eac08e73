import type { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Shop } from './shop';
import { CODE, defineOldFunction, defineShop, keptLogGroup, keptRole, useFunction } from './shop';
import { changes, losses, propertiesOf, step } from './steps';
import type { VpcConnectedFunctionProps } from '../../src';
import { AddressPlan, Destination, PrivateLambdaNetwork, VpcConnectedFunction } from '../../src';
import { awaitedBy, faultsIn, strandedBy } from '../lifecycle/network-interfaces-of';

/** A network beside the VPC, whose addresses do not overlap, with a way to the database. */
function beside(stack: Stack, { vpc }: Shop): { readonly network: PrivateLambdaNetwork; readonly peering: ReturnType<PrivateLambdaNetwork['peerWith']> } {
  const network = new PrivateLambdaNetwork(stack, 'Network', { addressPlan: AddressPlan.cidr('10.1.0.0/16') });
  return { network, peering: network.peerWith('Database', { vpc }) };
}

function moved(options: (stack: Stack) => Partial<VpcConnectedFunctionProps>): ReturnType<typeof step> {
  return step((stack) => {
    const shop = defineShop(stack);
    const { network, peering } = beside(stack, shop);
    const orders = new VpcConnectedFunction(stack, 'Orders', {
      ...CODE,
      network,
      destinations: [Destination.internet(), Destination.awsService('dynamodb'), Destination.connectable(shop.database, ec2.Port.tcp(5432))],
      ...options(stack),
    });
    orders.connection.securityGroup.node.addDependency(peering);
    useFunction(orders, shop);
  });
}

const before = step((stack) => void defineOldFunction(stack, defineShop(stack)));
const roleId = String(propertiesOf(before, 'AWS::IAM::Role', 'OrdersServiceRole').logicalId).replace('Shop.', '');
const both = step((stack) => {
  const shop = defineShop(stack);
  beside(stack, shop);
  defineOldFunction(stack, shop);
});
const keeping = moved((stack) => ({ role: keptRole(stack, roleId), logGroup: keptLogGroup(stack) }));
const own = moved((stack) => ({ logGroup: keptLogGroup(stack) }));

describe('migration: a function moves from an ec2.Vpc to a network beside it', () => {
  test('first: the network and its peering come, and nothing that exists notices', () => {
    expect(changes(before, both).filter((change) => !change.startsWith('+'))).toEqual([]);
    expect(changes(before, both)).toContain('+ EC2::VPCPeeringConnection');
  });

  test('then: the function moves, and keeps its role for the interfaces in the old VPC', () => {
    expect(losses(both, keeping)).toEqual([]);
    expect(changes(both, keeping).filter((change) => /Lambda::Function /.test(change))).toEqual(['~ Lambda::Function LoggingConfig, VpcConfig']);
    expect(strandedBy(both.deployment, keeping.deployment)).toEqual([]);
    expect(awaitedBy(both.deployment, keeping.deployment)).toEqual(['AWS::EC2::SecurityGroup']);
    expect(faultsIn(keeping.deployment)).toEqual([]);
  });

  test('rules that name a group of the peer are made when the peering is there', () => {
    const { deployment } = keeping;
    const rules = [...deployment.ofType('AWS::EC2::SecurityGroupEgress'), ...deployment.ofType('AWS::EC2::SecurityGroupIngress')]
      .filter((rule) => rule.includes('LambdaSecurityGroups') && rule.includes('Database'));
    expect(rules).toHaveLength(2);
    rules.forEach((rule) => expect([...deployment.needsOf(rule)]).toEqual(expect.arrayContaining(deployment.ofType('AWS::EC2::VPCPeeringConnection'))));
  });

  test('last: a role of its own', () => {
    expect(changes(keeping, own)).toEqual(['+ IAM::Policy', '+ IAM::Role', '- IAM::Policy', '- IAM::Role', '~ Lambda::Function Role']);
    expect(strandedBy(keeping.deployment, own.deployment)).toEqual([]);
  });

  test('a network with the addresses of the VPC, which ec2.Vpc has by default too, is refused', () => {
    expect(() => step((stack) => void new PrivateLambdaNetwork(stack, 'Network').peerWith('Database', { vpc: defineShop(stack).vpc }))).toThrow(/PEERING_BLOCKS_OVERLAP/);
  });
});
