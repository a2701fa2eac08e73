import type { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { EgressDesign, EgressRequest } from './egress-design';

/** A regional NAT gateway. */
export interface RegionalNatGatewayProps {
  readonly maxDrainDuration?: Duration;
}

/** Design one NAT gateway that serves every zone of the VPC and needs no public subnet. */
export function regionalNatGateway(props: RegionalNatGatewayProps, request: EgressRequest): EgressDesign {
  return {
    carriesIpv4: true,
    carriesIpv6: request.ipv6,
    internetGateway: true,
    publicZones: [],
    natProvider: ec2.NatProvider.regionalGateway({ maxDrainDuration: props.maxDrainDuration }),
    finish: waitForAttachment,
  };
}

/**
 * The CDK lets a regional NAT gateway wait for the internet gateway, but not for its attachment to the VPC, without
 * which the gateway cannot be created.
 */
function waitForAttachment(vpc: ec2.Vpc): string[] {
  vpc.node.findChild('RegionalNatGateway').node.addDependency(vpc.node.findChild('VPCGW'));
  return [];
}
