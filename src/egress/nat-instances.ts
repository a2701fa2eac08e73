import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { EgressDesign, EgressRequest } from './egress-design';
import { throughNat } from './egress-design';
import type { NatPlacement } from './nat-zones';
import { natZones } from './nat-zones';

/*
 * Models: EC2 instances that translate addresses.
 * Law: an instance lets in the private subnets of its VPC and nobody else, and its public address outlives it.
 */

/** NAT instances. */
export interface NatInstancesProps extends NatPlacement {
  readonly instanceType?: ec2.InstanceType;
  readonly machineImage?: ec2.IMachineImage;
}

/** Design EC2 instances that translate addresses, each with an Elastic IP address of its own. */
export function natInstances(props: NatInstancesProps, request: EgressRequest): EgressDesign {
  const zones = natZones('Egress.natInstances()', props, request);
  const provider = ec2.NatProvider.instanceV2({
    instanceType: props.instanceType ?? ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.NANO),
    machineImage: props.machineImage,
    defaultAllowedTraffic: ec2.NatTrafficDirection.OUTBOUND_ONLY,
  });
  return throughNat(request, {
    publicZones: zones,
    mapPublicIpOnLaunch: false,
    natProvider: provider,
    finish: (vpc) => {
      admitPrivateSubnets(vpc, provider);
      return provider.gatewayInstances.map(addElasticIp);
    },
  });
}

/** The CDK's default admits the whole internet to a NAT instance; here only the subnets that route to it are. */
function admitPrivateSubnets(vpc: ec2.Vpc, provider: ec2.NatInstanceProviderV2): void {
  for (const subnet of vpc.privateSubnets) {
    provider.connections.allowFrom(ec2.Peer.ipv4(subnet.ipv4CidrBlock), ec2.Port.allTraffic(), 'subnets that route to this NAT instance');
  }
}

/** The address outlives the instance, so an allow-list that names it stays right when the instance is replaced. */
function addElasticIp(instance: ec2.Instance): string {
  const eip = new ec2.CfnEIP(instance, 'EIP', { domain: 'vpc', instanceId: instance.instanceId });
  const subnet = instance.node.scope as ec2.PublicSubnet;
  eip.node.addDependency(subnet.internetConnectivityEstablished);
  return eip.attrPublicIp;
}
