import type { Known, Subnet, Workload } from '../model/network';
import type { ResourceId } from '../model/source';
import type { Ternary } from '../model/ternary';
import { ternary } from '../model/ternary';
import { entryOf, idOrSymbol, idsOf, known, mapOf, notKnown, ternaryOf, textOf } from '../template/coerce';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isNone, reasonOf } from '../template/value';

/*
 * Models: how what runs code of Lambda is attached to a VPC. A function without subnets and without security groups is attached to
 * none. A function on a capacity provider is where that one's instances are, a web function where its network connector is.
 */

export type Attachment = Workload['attachment'];

/** The workloads that were read before, by id. */
type Others = ReadonlyMap<ResourceId, Workload>;

export function functionAttachment(resource: Resource, others: Others): Attachment {
  const attachment = vpcAttachment(resource.get('VpcConfig'), (config) => ternaryOf(entryOf(config, 'Ipv6AllowedForDualStack'), 'no'));
  const compute = resource.get('CapacityProviderConfig');
  if (attachment.kind !== 'none' || isNone(compute)) {
    return attachment;
  }
  const managed = entryOf(compute, 'LambdaManagedInstancesCapacityProviderConfig');
  const provider = isNone(managed) ? entryOf(compute, 'Arn') : entryOf(managed, 'CapacityProviderArn');
  return of('capacity-provider', provider, others) ?? { kind: 'unknown', reason: 'the capacity provider of the function is not defined by the templates' };
}

/**
 * A revision names one version of its connector. The latest one is what the template writes; of older ones nothing is known.
 */
export function webFunctionAttachment(resource: Resource, others: Others): Attachment {
  const connector = revisionSetting(resource, 'EgressNetworkConnectorArn');
  return isNone(connector) ? { kind: 'none' }
    : of('network-connector', connector, others) ?? { kind: 'unknown', reason: 'the version of the network connector that it names is not defined by the templates' };
}

/** A setting of a web function's revision, which SAM writes among the properties and CloudFormation in an object of its own. */
export function revisionSetting(resource: Resource, name: string): Value {
  return resource.type === 'AWS::Serverless::WebFunction' ? resource.get(name) : entryOf(resource.get('ServiceConfig'), name);
}

/** SAM documents that instances without a security group have the default one of the VPC. Whether they may send IPv6 is not documented. */
export function capacityProviderAttachment(resource: Resource, subnets: ReadonlyMap<ResourceId, Subnet>): Attachment {
  const attachment = vpcAttachment(resource.get('VpcConfig'), () => 'unknown');
  if (attachment.kind !== 'vpc' || !attachment.securityGroups.known || attachment.securityGroups.value.length > 0 || !attachment.subnets.known) {
    return attachment;
  }
  const vpc = subnets.get(attachment.subnets.value[0])?.vpc;
  return { ...attachment, securityGroups: vpc === undefined ? withoutGroups() : known([`${vpc}.DefaultSecurityGroup`]) };
}

/** SAM calls `VpcConfig` what CloudFormation calls `VpcEgressConfiguration`, with the same entries. */
export function connectorAttachment(resource: Resource): Attachment {
  const config = resource.type === 'AWS::Serverless::NetworkConnector' ? resource.get('VpcConfig')
    : entryOf(resource.get('Configuration'), 'VpcEgressConfiguration');
  const attachment = vpcAttachment(config, (value) => {
    const protocol = textOf(entryOf(value, 'NetworkProtocol'));
    return protocol.known ? ternary(protocol.value === 'DualStack') : 'unknown';
  });
  return attachment.kind === 'vpc' && attachment.securityGroups.known && attachment.securityGroups.value.length === 0
    ? { ...attachment, securityGroups: withoutGroups() } : attachment;
}

function of(kind: Workload['kind'], reference: Value, others: Others): Attachment | undefined {
  const found = others.get(idOrSymbol(reference));
  return found?.kind === kind ? found.attachment : undefined;
}

function withoutGroups(): Known<never> {
  return notKnown('it names no security group, and which one AWS then takes is not documented');
}

function vpcAttachment(config: Value, ipv6Allowed: (config: Value) => Ternary): Attachment {
  if (isNone(config)) {
    return { kind: 'none' };
  }
  if (mapOf(config) === undefined) {
    return { kind: 'unknown', reason: `its attachment to a VPC is not known: ${reasonOf(config)}` };
  }
  const [subnets, securityGroups] = [idsOf(entryOf(config, 'SubnetIds')), idsOf(entryOf(config, 'SecurityGroupIds'))];
  return subnets.known && subnets.value.length === 0 && securityGroups.known && securityGroups.value.length === 0
    ? { kind: 'none' } : { kind: 'vpc', subnets, securityGroups, ipv6Allowed: ipv6Allowed(config) };
}
