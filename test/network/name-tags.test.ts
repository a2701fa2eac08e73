import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { Egress, PrivateLambdaNetwork } from '../../src';
import { nameTag } from '../../src/private/name-tag';

/*
 * P3: AWS refuses a tag of more than 256 characters, and IAM some characters, in the middle of a deployment.
 */

describe('a name', () => {
  test('is one that AWS takes, and is left alone where it is one already', () => {
    fc.assert(fc.property(fc.string({ maxLength: 600 }), fc.array(fc.string({ maxLength: 40 }), { maxLength: 2 }), (path, further) => {
      const plain = [path, ...further].join('/');
      const name = nameTag(path, ...further);
      expect(name.length).toBeLessThanOrEqual(256);
      expect(name).toMatch(plain.length <= 256 ? plain : name);
      if (plain.length <= 256) {
        expect(name).toBe(plain);
      } else {
        expect(name.endsWith(further.map((each) => `/${each}`).join(''))).toBe(true);
      }
    }), { numRuns: 500 });
  });
});

/** A network with all that has a name, far down in the tree of constructs. */
function networkBelow(ids: readonly string[], egress = Egress.natGateways()): Template {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const scope = ids.reduce<Construct>((parent, id) => new Construct(parent, id), stack);
  const network = new PrivateLambdaNetwork(scope, 'Network', { egress });
  network.useDhcpOptions({ domainName: 'shop.example' });
  network.addNetworkAcls();
  network.addEncryptionControl();
  network.excludeFromBlockPublicAccess();
  network.attachToTransitGateway('Corporate', { transitGatewayId: 'tgw-0123456789abcdef0', destinations: ['172.16.0.0/12'] });
  network.peerWith('Peer', { vpc: new ec2.Vpc(stack, 'Other', { ipAddresses: ec2.IpAddresses.cidr('10.200.0.0/16') }) });
  return Template.fromStack(stack);
}

interface Tagged {
  readonly Type: string;
  readonly Properties?: { readonly Tags?: readonly { readonly Key: string; readonly Value: unknown }[] };
}

function names(template: Template): (readonly [type: string, name: string])[] {
  const resources = Object.values(template.toJSON().Resources as Record<string, Tagged>);
  return resources.flatMap(({ Type, Properties }) => (Array.isArray(Properties?.Tags) ? Properties!.Tags : [])
    .filter(({ Key, Value }) => Key === 'Name' && typeof Value === 'string').map(({ Value }) => [Type, Value as string] as const));
}

describe('the resources of a network', () => {
  test('have names that AWS takes, however deep the network is', () => {
    const found = names(networkBelow(Array.from({ length: 12 }, (_, depth) => `OrdersOfTheWholeCompany${depth}`)));
    expect(new Set(found.map(([type]) => type))).toEqual(new Set([
      ...['VPC', 'Subnet', 'InternetGateway', 'EgressOnlyInternetGateway', 'NatGateway', 'EIP', 'RouteTable', 'FlowLog', 'DHCPOptions', 'NetworkAcl'],
      ...['VPCEncryptionControl', 'VPCBlockPublicAccessExclusion', 'TransitGatewayAttachment', 'VPCPeeringConnection'],
    ].map((name) => `AWS::EC2::${name}`).concat('AWS::IAM::Role')));
    expect(found.filter(([, name]) => name.length > 256)).toEqual([]);
  });

  test.each([
    ['of this library', () => Egress.natInstances()],
    ['of a provider', () => Egress.provider(ec2.NatProvider.instanceV2({
      instanceType: new ec2.InstanceType('t4g.nano'), associatePublicIpAddress: true, defaultAllowedTraffic: ec2.NatTrafficDirection.OUTBOUND_ONLY,
    }))],
  ])('have names that AWS takes where AWS CDK names them itself: NAT instances %s, and their roles', (_, egress) => {
    const found = names(networkBelow([...Array.from({ length: 12 }, (__, depth) => `OrdersOfTheWholeCompany${depth}`), 'orders (EU)'], egress()));
    expect(found.filter(([type]) => type === 'AWS::EC2::Instance')).not.toEqual([]);
    expect(found.filter(([type]) => type === 'AWS::EC2::SecurityGroup')).not.toEqual([]);
    expect(found.filter(([, name]) => name.length > 256)).toEqual([]);
    expect(found.filter(([type, name]) => type === 'AWS::IAM::Role' && name.includes('('))).toEqual([]);
  });

  test('have names that IAM takes, whatever the constructs are called', () => {
    const roles = names(networkBelow(['orders (EU) & returns #1'])).filter(([type]) => type === 'AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(0);
    expect(roles.filter(([, name]) => !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(name))).toEqual([]);
  });
});
