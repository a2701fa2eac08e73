import { Annotations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { ExistingNetworkAttributes, ExistingSubnet } from './existing-network-attributes';
import type { ExistingVpcOptions } from './existing-vpc-options';
import { ImportedLambdaNetwork } from './imported-lambda-network';
import { ParameterNames } from './parameter-names';
import type { PublishedNetworkOptions } from './published-network-options';
import { NetworkError } from '../../private/network-error';
import { selectSubnets } from '../../vpc/select-subnets';
import { GATEWAY_SERVICES } from '../core/gateway-services';
import { warnOfSingleZone } from '../core/validation';
import { Zones } from '../subnets/zones';

/*
 * Models: the three origins of a network that exists already: a construct, ids, and parameters of Systems Manager.
 * Law: whatever its origin, it becomes an `ImportedLambdaNetwork`, and how many subnets there are is known at synthesis.
 * Refuses: a network without private subnets for functions.
 */

/** A network in a VPC that the caller has as a construct. */
export function networkOfVpc(scope: Construct, id: string, options: ExistingVpcOptions): ImportedLambdaNetwork {
  const { vpc, vpcSubnets } = options;
  return new ImportedLambdaNetwork(scope, id, (network) => ({
    ...options, functionSubnets: vpcSubnets === undefined ? privateSubnets(network, vpc) : selectSubnets(vpc, vpcSubnets),
  }));
}

/** A network in a VPC that the caller knows by its ids. */
export function networkOfIds(scope: Construct, id: string, attrs: ExistingNetworkAttributes): ImportedLambdaNetwork {
  return new ImportedLambdaNetwork(scope, id, (network) => {
    const vpc = importVpc(network, attrs);
    return { ...attrs, vpc, functionSubnets: [...vpc.privateSubnets] };
  });
}

/** A network that another stack has published. */
export function networkOfParameters(scope: Construct, id: string, options: PublishedNetworkOptions): ImportedLambdaNetwork {
  return new ImportedLambdaNetwork(scope, id, (network) => {
    const attrs = readParameters(network, options);
    const vpc = importVpc(network, attrs);
    return { ...attrs, vpc, functionSubnets: [...vpc.privateSubnets] };
  });
}

function importVpc(network: Construct, { vpcId, functionSubnets, isolatedSubnets = [], ipv4Blocks }: ExistingNetworkAttributes): ec2.IVpc {
  if (functionSubnets.length === 0) {
    throw new NetworkError('IMPORT_SUBNETS', `the VPC ${vpcId} is imported without function subnets: name those that functions are attached to`, network);
  }
  const availabilityZones = [...new Set([...functionSubnets, ...isolatedSubnets].map(({ availabilityZone }) => availabilityZone))];
  const vpc = ec2.Vpc.fromVpcAttributes(network, 'Vpc', { vpcId, vpcCidrBlock: ipv4Blocks?.[0], availabilityZones });
  // The attributes of a VPC cannot say that a tier is missing in some zones, so subnets are added one by one.
  vpc.privateSubnets.push(...functionSubnets.map((subnet, index) => importSubnet(vpc, `privateSubnet${index + 1}`, subnet)));
  vpc.isolatedSubnets.push(...isolatedSubnets.map((subnet, index) => importSubnet(vpc, `isolatedSubnet${index + 1}`, subnet)));
  return vpc;
}

function importSubnet(vpc: ec2.IVpc, id: string, { subnetId, availabilityZone, routeTableId }: ExistingSubnet): ec2.ISubnet {
  const subnet = ec2.Subnet.fromSubnetAttributes(vpc, id, { subnetId, availabilityZone, routeTableId });
  Annotations.of(subnet).acknowledgeWarning('@aws-cdk/aws-ec2:noSubnetRouteTableId', 'only peering needs route tables, and asks for them');
  return subnet;
}

function privateSubnets(network: Construct, vpc: ec2.IVpc): ec2.ISubnet[] {
  const subnets = vpc.privateSubnets.length > 0 ? vpc.privateSubnets : vpc.isolatedSubnets;
  if (subnets.length === 0) {
    throw new NetworkError(
      'IMPORT_SUBNETS', `the VPC ${vpc.node.path} shows no private subnet, only ${vpc.publicSubnets.length} public ones: select private ones with vpcSubnets`, network,
    );
  }
  return [...subnets];
}

/** The values come with each deployment; how many there are follows from the zones, which are known before. */
function readParameters(network: Construct, options: PublishedNetworkOptions): ExistingNetworkAttributes {
  const names = new ParameterNames(options.prefix, network);
  const zones = (options.zones ?? Zones.count(2))._resolve(network);
  warnOfSingleZone(network, zones);
  const read = (name: string, type: ssm.ParameterValueType) => ssm.StringParameter.valueForTypedStringParameterV2(network, name, type);
  zones.forEach(({ key, settleName }) => settleName?.(read(names.zoneName(key), ssm.ParameterValueType.STRING)));
  const subnetsOf = (tier: string) => zones.map(({ key, availabilityZone }) => ({
    subnetId: read(names.subnet(tier, key), ssm.ParameterValueType.AWS_EC2_SUBNET_ID), availabilityZone,
  }));
  return {
    ...options,
    vpcId: read(names.vpcId, ssm.ParameterValueType.AWS_EC2_VPC_ID),
    functionSubnets: subnetsOf('private'),
    isolatedSubnets: options.isolatedSubnets === true ? subnetsOf('isolated') : [],
    gatewayEndpoints: options.gatewayEndpoints ?? [...GATEWAY_SERVICES.keys()],
    endpointSecurityGroups: { ...endpointGroups(network, options.interfaceEndpoints ?? [], names), ...options.endpointSecurityGroups },
  };
}

function endpointGroups(network: Construct, services: string[], names: ParameterNames): { [service: string]: ec2.ISecurityGroup } {
  if (services.length === 0) {
    return {};
  }
  const type = ssm.ParameterValueType.AWS_EC2_SECURITYGROUP_ID;
  const groupId = ssm.StringParameter.valueForTypedStringParameterV2(network, names.endpointSecurityGroup, type);
  const group = ec2.SecurityGroup.fromSecurityGroupId(network, 'EndpointSecurityGroup', groupId);
  return Object.fromEntries(services.map((service) => [service, group]));
}
