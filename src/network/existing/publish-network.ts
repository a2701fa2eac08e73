import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { ParameterNames } from './parameter-names';
import type { Zone } from '../subnets/zone';

/** The facts of a network that are published. */
export interface PublishedParts {
  readonly vpc: ec2.IVpc;
  readonly zones: readonly Zone[];

  /** The subnets of each tier, one in each zone, by the tier's name. */
  readonly tiers: { readonly [tier: string]: readonly ec2.ISubnet[] };
  readonly endpointSecurityGroup: ec2.ISecurityGroup;
}

/**
 * Publish a network as Systems Manager parameters: one for the VPC, one for each subnet, one for the endpoints' group.
 *
 * Whoever reads them gets values and leaves no trace here, so nothing keeps a subnet from being taken away but what is in it.
 */
export function publishNetwork(network: Construct, prefix: string, parts: PublishedParts): void {
  const names = new ParameterNames(prefix, network);
  const scope = new Construct(network, `Published${prefix.replace(/\//g, '-')}`);
  const publish = (id: string, parameterName: string, stringValue: string) => {
    new ssm.StringParameter(scope, id, { parameterName, stringValue, simpleName: false });
  };

  publish('VpcId', names.vpcId, parts.vpc.vpcId);
  publish('EndpointSecurityGroup', names.endpointSecurityGroup, parts.endpointSecurityGroup.securityGroupId);
  for (const [tier, subnets] of Object.entries(parts.tiers)) {
    parts.zones.forEach(({ key }, index) => publish(`${tier}Subnet${key}`, names.subnet(tier, key), subnets[index].subnetId));
  }
  for (const { key, availabilityZone } of parts.zones.filter(({ zoneId }) => zoneId !== undefined)) {
    publish(`Zone${key}`, names.zoneName(key), availabilityZone);
  }
}
