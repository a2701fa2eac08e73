import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AddressFamily, Destination, Egress, PrivateLambdaNetwork, VpcConnectedFunction, Zones } from '../../../src/index';

const OU = 'arn:aws:organizations::111122223333:ou/o-exampleorgid/ou-examplerootid-exampleouid';
const ORGANIZATION = 'arn:aws:organizations::111122223333:organization/o-exampleorgid';

function owner(): { network: PrivateLambdaNetwork; stack: Stack } {
  const stack = new Stack(new App(), 'Owner');
  return { stack, network: new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.ipv6Only(), zones: Zones.named('eu-west-1a', 'eu-west-1b') }) };
}

/** The logical ids of the subnets of a tier. */
function tier(template: Template, name: string): string[] {
  return Object.keys(template.findResources('AWS::EC2::Subnet', { Properties: { Tags: Match.arrayWith([{ Key: 'cdk-lambda-network:tier', Value: name }]) } }));
}

/** The logical ids of the subnets that are shared. */
function shared(template: Template): string[] {
  const [share] = Object.values(template.findResources('AWS::RAM::ResourceShare'));
  const arns = share.Properties.ResourceArns as Array<{ 'Fn::Join': ['', Array<string | { Ref: string }>] }>;
  return arns.map((arn) => {
    const parts = arn['Fn::Join'][1];
    expect(parts.slice(0, -1).map((part) => (typeof part === 'string' ? part : part.Ref)).join(''))
      .toBe('arn:AWS::Partition:ec2:AWS::Region:AWS::AccountId:subnet/');
    return (parts[parts.length - 1] as { Ref: string }).Ref;
  });
}

describe('N14: the owner shares subnets', () => {
  test('the function subnets, with accounts, units and the organization, and with nobody outside of it', () => {
    const { network, stack } = owner();
    network.shareWith('Shops', { principals: ['444455556666', OU, ORGANIZATION] });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::RAM::ResourceShare', {
      Principals: ['444455556666', OU, ORGANIZATION], AllowExternalPrincipals: false, Name: 'Owner/Network/Shops',
    });
    expect(shared(template)).toEqual(tier(template, 'private'));
  });

  test('further subnets when asked to', () => {
    const { network, stack } = owner();
    network.shareWith('Shops', { principals: [OU], furtherSubnets: network.isolatedSubnets });
    const template = Template.fromStack(stack);
    expect(shared(template)).toEqual([...tier(template, 'private'), ...tier(template, 'isolated')]);
  });

  test('different subnets with different accounts', () => {
    const { network, stack } = owner();
    const arns = [network.shareWith('Shops', { principals: [OU] }), network.shareWith('Databases', { principals: ['444455556666'] })];
    expect(new Set(arns).size).toBe(2);
    Template.fromStack(stack).resourceCountIs('AWS::RAM::ResourceShare', 2);
  });
});

describe('N14: the participant uses shared subnets', () => {
  test('by their ids, in another account, without a look-up and without anything that only the owner may define', () => {
    const app = new App();
    const stack = new Stack(app, 'Participant', { env: { account: '444455556666', region: 'eu-west-1' } });
    const network = PrivateLambdaNetwork.fromAttributes(stack, 'Network', {
      vpcId: 'vpc-0123456789abcdef0',
      functionSubnets: [{ subnetId: 'subnet-0123456789abcdef0', availabilityZone: 'eu-west-1c' }],
      internetAddressFamilies: [AddressFamily.IPV4],
    });
    new VpcConnectedFunction(stack, 'Orders', {
      network, runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};'),
      destinations: [Destination.internet()],
    });
    const assembly = app.synth();
    expect(assembly.manifest.missing).toBeUndefined();
    const types = Object.values(assembly.getStackByName('Participant').template.Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
    expect([...new Set(types)].sort()).toEqual(['AWS::EC2::SecurityGroup', 'AWS::IAM::Role', 'AWS::Lambda::Function', 'AWS::Logs::LogGroup']);
  });
});
