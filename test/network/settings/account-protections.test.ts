import { App, Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { PrivateLambdaNetworkProps } from '../../../src/index';
import {
  BlockPublicAccessMode, Egress, EncryptionControlExclusion, EncryptionControlMode, Ipv6DefaultRoute, PrivateLambdaNetwork, SubnetTier,
} from '../../../src/index';
import { templateOf } from '../../support/synthesize';

function define(props: PrivateLambdaNetworkProps, call: (network: PrivateLambdaNetwork) => void): { template: Template; stack: Stack } {
  const stack = new Stack(new App(), 'Stack');
  call(new PrivateLambdaNetwork(stack, 'Network', props));
  return { template: templateOf(stack), stack };
}

/** What is excluded and how: `vpc` or the tier of each subnet. */
function exclusions(props: PrivateLambdaNetworkProps, mode?: BlockPublicAccessMode): string[] {
  const { template } = define(props, (network) => network.excludeFromBlockPublicAccess({ mode }));
  return Object.values(template.findResources('AWS::EC2::VPCBlockPublicAccessExclusion')).map(({ Properties }) => {
    const subnet = template.toJSON().Resources[Properties.SubnetId?.Ref];
    const tier = subnet?.Properties.Tags.find(({ Key }: { readonly Key: string }) => Key === 'cdk-lambda-network:tier').Value as string | undefined;
    return `${tier ?? 'vpc'} ${Properties.InternetGatewayExclusionMode}`;
  }).sort();
}

const TGW = 'tgw-0123456789abcdef0';
const IPV4 = { ipProtocol: ec2.IpProtocol.IPV4_ONLY };
const instances = () => ec2.NatProvider.instanceV2({
  instanceType: new ec2.InstanceType('t4g.nano'), defaultAllowedTraffic: ec2.NatTrafficDirection.OUTBOUND_ONLY,
});
const twice = (...tiers: string[]) => tiers.flatMap((tier) => [`${tier} allow-egress`, `${tier} allow-egress`]);

describe('N17: exclusions from Block Public Access', () => {
  const CASES: Array<[string, PrivateLambdaNetworkProps, string[]]> = [
    ['NAT gateways: where they stand, and function subnets for IPv6', {}, twice('private', 'public')],
    ['NAT gateways over IPv4 alone: where they stand', IPV4, twice('public')],
    ['one NAT gateway: its subnet', { ...IPV4, egress: Egress.natGateways({ count: 1 }) }, ['public allow-egress']],
    ['NAT instances: where they stand, and both ways', { ...IPV4, egress: Egress.natInstances() }, ['public allow-bidirectional', 'public allow-bidirectional']],
    ['another provider, whose instances are on the internet by themselves', { ...IPV4, egress: Egress.provider(instances()) }, [
      'public allow-bidirectional', 'public allow-bidirectional',
    ]],
    ['another provider of NAT gateways', { ...IPV4, egress: Egress.provider(ec2.NatProvider.gateway()) }, twice('public')],
    ['IPv6 alone: function subnets', { egress: Egress.ipv6Only() }, twice('private')],
    ['tiers with egress, and no isolated ones', {
      egress: Egress.ipv6Only(), tiers: [SubnetTier.withEgress('tasks', 4), SubnetTier.isolated('cache', 5)],
    }, twice('private', 'tasks')],
    ['a transit gateway: function subnets for IPv6, which leaves by itself', { egress: Egress.transitGateway({ transitGatewayId: TGW }) }, twice('private')],
    ['a regional NAT gateway is in no subnet: the VPC', { egress: Egress.regionalNatGateway() }, ['vpc allow-egress']],
  ];
  test.each(CASES)('%s', (_, props, expected) => {
    expect(exclusions(props)).toEqual(expected);
  });

  test('nothing where a transit gateway carries all', () => {
    const egress = Egress.transitGateway({ transitGatewayId: TGW, ipv6DefaultRoute: Ipv6DefaultRoute.TRANSIT_GATEWAY });
    expect(() => exclusions({ egress })).toThrow(/BLOCK_PUBLIC_ACCESS/);
  });

  test('where only what comes in is blocked, NAT instances need an exclusion and gateways none', () => {
    const excluded = exclusions({ egress: Egress.natInstances() }, BlockPublicAccessMode.BLOCK_INGRESS);
    expect(excluded).toEqual(['public allow-bidirectional', 'public allow-bidirectional']);
    for (const egress of [Egress.natGateways(), Egress.regionalNatGateway(), Egress.ipv6Only()]) {
      expect(() => exclusions({ egress }, BlockPublicAccessMode.BLOCK_INGRESS)).toThrow(/BLOCK_PUBLIC_ACCESS/);
    }
  });
});

describe('N17: VPC encryption controls', () => {
  const ENFORCE = { mode: EncryptionControlMode.ENFORCE };

  test('monitor first, and monitoring leaves nothing out', () => {
    const { template, stack } = define({}, (network) => network.addEncryptionControl());
    const [control] = Object.values(template.findResources('AWS::EC2::VPCEncryptionControl'));
    expect(Object.keys(control.Properties).sort()).toEqual(['Mode', 'Tags', 'VpcId']);
    expect(control.Properties.Mode).toBe('monitor');
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('encryption'));
  });

  test.each([
    ['natGateways', Egress.natGateways(), 'enable', 'enable', 'enable'],
    ['regionalNatGateway', Egress.regionalNatGateway(), 'enable', 'enable', 'enable'],
    ['natInstances', Egress.natInstances(), 'enable', 'disable', 'enable'],
    ['ipv6Only', Egress.ipv6Only(), 'disable', 'disable', 'enable'],
    ['none', Egress.none(), 'disable', 'disable', 'disable'],
  ])('enforcement leaves out Lambda and the gateways of Egress.%s()', (_, egress, internet, nat, egressOnly) => {
    const { template, stack } = define({ egress }, (network) => network.addEncryptionControl(ENFORCE));
    template.hasResourceProperties('AWS::EC2::VPCEncryptionControl', {
      Mode: 'enforce',
      VpcId: { Ref: Match.stringLikeRegexp('Vpc') },
      LambdaExclusionInput: 'enable',
      InternetGatewayExclusionInput: internet,
      NatGatewayExclusionInput: nat,
      EgressOnlyInternetGatewayExclusionInput: egressOnly,
      VpcPeeringExclusionInput: 'disable',
      ElasticFileSystemExclusionInput: 'disable',
    });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('deploy EncryptionControlMode.MONITOR first'));
  });

  test('more is left out on request', () => {
    const further = [EncryptionControlExclusion.ELASTIC_FILE_SYSTEM, EncryptionControlExclusion.VPC_PEERING];
    const { template } = define({}, (network) => network.addEncryptionControl({ ...ENFORCE, exclusions: further }));
    template.hasResourceProperties('AWS::EC2::VPCEncryptionControl', {
      ElasticFileSystemExclusionInput: 'enable', VpcPeeringExclusionInput: 'enable', VpcLatticeExclusionInput: 'disable', VirtualPrivateGatewayExclusionInput: 'disable',
    });
  });

  test('enforcement waits for the gateways it leaves out', () => {
    const { template } = define({}, (network) => network.addEncryptionControl(ENFORCE));
    const [control] = Object.values(template.findResources('AWS::EC2::VPCEncryptionControl'));
    expect(control.DependsOn).toEqual(expect.arrayContaining(Object.keys(template.findResources('AWS::EC2::NatGateway'))));
  });
});
