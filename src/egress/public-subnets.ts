import { CfnResource, Stack } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';

/*
 * Models: the needs of what an egress put into a public subnet.
 * Law: NAT gateways need no more than IPv4 and the addresses that they are given. A host gets at launch what it does not say itself. Where hosts are not to be
 * seen, as they are defined elsewhere, the subnet stays as `ec2.Vpc` has it.
 */

/** The types that make a public subnet, or go with NAT gateways, and are no hosts. */
const NO_HOSTS = [
  ec2.CfnSubnet, ec2.CfnRouteTable, ec2.CfnSubnetRouteTableAssociation, ec2.CfnRoute, ec2.CfnEIP, ec2.CfnNatGateway,
].map(({ CFN_RESOURCE_TYPE_NAME }) => CFN_RESOURCE_TYPE_NAME);

/** The primary network interface of a host, as far as it says which addresses it gets. */
interface Addresses {
  readonly associatePublicIpAddress?: boolean;
  readonly ipv6AddressCount?: number;
  readonly ipv6Addresses?: unknown;
}

/** Take from the public subnets of a VPC what nothing in them needs, and give them what their hosts need at launch. */
export function fitPublicSubnets(vpc: ec2.Vpc): void {
  const subnets = vpc.publicSubnets as ec2.PublicSubnet[];
  const resourcesOf = (construct: IConstruct) => construct.node.findAll().filter(CfnResource.isCfnResource);
  const inSubnets = new Map(subnets.map((subnet) => [subnet, resourcesOf(subnet)]));
  const all = [...inSubnets.values()].flat();
  const hasGateways = all.some(ec2.CfnNatGateway.isCfnNatGateway);
  const hasHostsElsewhere = resourcesOf(vpc).some((resource) => addressesOf(resource) !== undefined && !all.includes(resource));
  for (const [subnet, resources] of hasHostsElsewhere ? [] : inSubnets) {
    const hosts = resources.flatMap((resource) => addressesOf(resource) ?? []);
    if (hosts.length > 0) {
      fitToHosts(subnet, hosts);
    } else if (hasGateways && resources.every(({ cfnResourceType }) => NO_HOSTS.includes(cfnResourceType))) {
      fitToGateways(subnet);
    }
  }
}

function fitToGateways(subnet: ec2.PublicSubnet): void {
  const resource = subnet.node.findChild('Subnet') as ec2.CfnSubnet;
  resource.mapPublicIpOnLaunch = false;
  resource.assignIpv6AddressOnCreation = resource.ipv6CidrBlock === undefined ? undefined : false;
  removeRoute(subnet, 'DefaultRoute6');
}

function fitToHosts(subnet: ec2.PublicSubnet, hosts: readonly Addresses[]): void {
  const resource = subnet.node.findChild('Subnet') as ec2.CfnSubnet;
  const leavesIpv6Open = hosts.some(({ ipv6AddressCount, ipv6Addresses }) => ipv6AddressCount === undefined && ipv6Addresses === undefined);
  resource.mapPublicIpOnLaunch = hosts.some(({ associatePublicIpAddress }) => associatePublicIpAddress === undefined);
  resource.assignIpv6AddressOnCreation = resource.ipv6CidrBlock === undefined ? undefined : leavesIpv6Open;
}

/** The addresses that a host, or each host that is launched by a template, asks for; undefined for what launches nothing. */
function addressesOf(resource: CfnResource): Addresses | undefined {
  const resolve = <T>(value: unknown) => Stack.of(resource).resolve(value) as T | undefined;
  if (ec2.CfnInstance.isCfnInstance(resource)) {
    return resolve<Addresses[]>(resource.networkInterfaces)?.[0] ?? {};
  }
  if (ec2.CfnLaunchTemplate.isCfnLaunchTemplate(resource)) {
    return resolve<{ readonly networkInterfaces?: Addresses[] }>(resource.launchTemplateData)?.networkInterfaces?.[0] ?? {};
  }
  if (autoscaling.CfnLaunchConfiguration.isCfnLaunchConfiguration(resource)) {
    return resolve<Addresses>({ associatePublicIpAddress: resource.associatePublicIpAddress }) ?? {};
  }
  return undefined;
}

/** Resources wait for the route by its construct, also when that is gone from the tree; but none waits for what is not synthesized. */
function removeRoute({ node }: IConstruct, id: string): void {
  const route = node.tryFindChild(id);
  if (route !== undefined) {
    Object.defineProperty(route, 'shouldSynthesize', { value: () => false });
    node.tryRemoveChild(id);
  }
}
