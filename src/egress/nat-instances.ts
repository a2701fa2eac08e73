import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { EgressDesign, EgressRequest } from './egress-design';
import { throughNat } from './egress-design';
import { NAT_INSTANCE_USER_DATA, NAT_INSTANCE_VERSION } from './nat-instance-program';
import type { NatPlacement } from './nat-zones';
import { natZones } from './nat-zones';
import { acknowledgeByDesign } from '../private/acknowledge-by-design';

/*
 * Models: EC2 instances that translate addresses.
 * Law: an instance lets in the private subnets of its VPC and nobody else, and its public address outlives it.
 * Law: an instance starts when its subnet leads to the internet, and with a public address; nothing is led to it before it has the address that stays.
 *
 * A network interface of its own, with the address from the start, was the other way. But CloudFormation makes the instance that replaces one before it ends
 * the old one, and an interface is in one instance at a time: the first newer image would fail the deployment.
 */

/** The root device in images of Amazon Linux. */
const ROOT_DEVICE = '/dev/xvda';

/** GiB; the size of the images of Amazon Linux 2023. A volume is never smaller than the snapshot in its image, so one of another image is as large as that. */
const ROOT_VOLUME_SIZE = 8;

/** The ports of package repositories. Over IPv6 an instance calls for itself alone: it forwards nothing. */
const PACKAGE_PORTS = [443, 80];

/** NAT instances. */
export interface NatInstancesProps extends NatPlacement {
  readonly instanceType?: ec2.InstanceType;
  readonly machineImage?: ec2.IMachineImage;
  readonly rootDeviceName?: string;
}

/** Design EC2 instances that translate addresses, each with an Elastic IP address of its own. */
export function natInstances(props: NatInstancesProps, request: EgressRequest): EgressDesign {
  const zones = natZones('Egress.natInstances()', props, request);
  const provider = ec2.NatProvider.instanceV2({
    instanceType: props.instanceType ?? ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.NANO),
    machineImage: props.machineImage,
    defaultAllowedTraffic: ec2.NatTrafficDirection.OUTBOUND_ONLY,
    associatePublicIpAddress: true,
    userData: ec2.UserData.custom(NAT_INSTANCE_USER_DATA),
  });
  return throughNat(request, {
    publicZones: zones,
    natProvider: provider,
    finish: (vpc) => {
      admitPrivateSubnets(vpc, provider);
      if (request.ipv6) {
        PACKAGE_PORTS.forEach((port) => provider.connections.allowTo(ec2.Peer.anyIpv6(), ec2.Port.tcp(port), 'updates of the instance itself'));
      }
      return provider.gatewayInstances.map((instance) => {
        harden(instance, props, request.ipv6);
        return addElasticIp(vpc, instance);
      });
    },
  });
}

/** The CDK's default admits the whole internet to a NAT instance; here only the subnets that route to it are. */
function admitPrivateSubnets(vpc: ec2.Vpc, provider: ec2.NatInstanceProviderV2): void {
  for (const subnet of vpc.privateSubnets) {
    provider.connections.allowFrom(ec2.Peer.ipv4(subnet.ipv4CidrBlock), ec2.Port.allTraffic(), 'subnets that route to this NAT instance');
  }
  acknowledgeByDesign(
    provider.securityGroup.node.defaultChild!, ['EC2RestrictedCommonPorts'],
    'a NAT instance is let in on the ports of what is behind it; only the private subnets of the VPC are, and their own groups say what they reach',
  );
}

/** The members of an instance that the provider of the CDK has no properties for. */
function harden(instance: ec2.Instance, { machineImage, rootDeviceName }: NatInstancesProps, ipv6: boolean): void {
  const resource = instance.node.defaultChild as ec2.CfnInstance;
  const deviceName = rootDeviceName ?? (machineImage === undefined ? ROOT_DEVICE : undefined);
  resource.metadataOptions = { httpTokens: 'required', httpPutResponseHopLimit: 1 };
  const volumeSize = machineImage === undefined ? ROOT_VOLUME_SIZE : undefined;
  resource.blockDeviceMappings = deviceName === undefined ? undefined : [{ deviceName, ebs: { encrypted: true, volumeType: 'gp3', volumeSize } }];
  const [networkInterface] = resource.networkInterfaces as ec2.CfnInstance.NetworkInterfaceProperty[];
  // The description has the version of the software: CloudFormation replaces an instance whose network interface is described in other words.
  resource.networkInterfaces = [{
    ...networkInterface, description: `NAT instance, software ${NAT_INSTANCE_VERSION}`, ...(ipv6 ? { ipv6AddressCount: 1 } : {}),
  }];
  acknowledge(resource);
  resource.node.addDependency((instance.node.scope as ec2.PublicSubnet).node.findChild('RouteTableAssociation'));
}

/** Acknowledge what cdk-nag finds in any NAT instance. */
function acknowledge(instance: ec2.CfnInstance): void {
  acknowledgeByDesign(instance, ['EC2InstanceNoPublicIp'], 'it translates to its public address, and admits the private subnets of its VPC only');
  acknowledgeByDesign(instance, ['EC2InstancesInVPC'], 'it is in a VPC: its network interface names the subnet, and the rule reads the subnet of the instance');
  acknowledgeByDesign(instance, ['AwsSolutions-EC29'], 'it holds no data, and a deployment replaces it when there is a newer image');
  acknowledgeByDesign(
    instance, ['AwsSolutions-EC28', 'EC2InstanceDetailedMonitoringEnabled'], 'metrics of five minutes are free, and a NAT instance is chosen for its price',
  );
}

/**
 * The address outlives the instance, so an allow-list that names it stays right when the instance is replaced.
 *
 * Subnets are led to the instance when it has the address, first and with each replacement, so nothing leaves by the address it was started with.
 */
function addElasticIp(vpc: ec2.Vpc, instance: ec2.Instance): string {
  const eip = new ec2.CfnEIP(instance, 'EIP', { domain: 'vpc', instanceId: instance.instanceId });
  const subnet = instance.node.scope as ec2.PublicSubnet;
  eip.node.addDependency(subnet.internetConnectivityEstablished);
  for (const { node } of vpc.privateSubnets) {
    const route = node.findChild('DefaultRoute') as ec2.CfnRoute;
    if (route.instanceId === instance.instanceId) {
      route.node.addDependency(eip);
    }
  }
  return eip.attrPublicIp;
}
