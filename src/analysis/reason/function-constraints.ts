import { isNarrow, notPublic } from './address-set';
import type { PathSegment } from './candidate-path';
import { isCovered } from './coverage';
import type { NetworkIndex } from './network-index';
import { notInTemplates, unless, violated } from './obstacles';
import { nameOfVpc } from './route-tables';
import type { AddressFamily } from '../model/address-block';
import { destinationHop } from '../model/hop';
import type { Workload } from '../model/network';
import type { Question } from '../model/question';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';
import { all, not } from '../model/ternary';
import type { Obstacle } from '../model/verdict';

/*
 * Models: what Lambda itself demands, wherever the traffic goes: no dedicated tenancy, IPv4 in every subnet, and for IPv6 the function's
 * flag and dual-stack in every subnet, not only in the one that is judged.
 */

/** Returns what Lambda demands of the subnets of a function, all of them together. */
export function subnetConstraints(network: NetworkIndex, subnets: readonly ResourceId[], family: AddressFamily): PathSegment {
  return { obstacles: [...tenancy(network, subnets), ...hasIpv4(network, subnets), ...family === 'ipv4' ? [] : dualStack(network, subnets)] };
}

/** Returns what Lambda demands of the function. */
export function ofFunction(workload: Workload, family: AddressFamily): PathSegment {
  return { obstacles: family === 'ipv4' ? [] : flag(workload) };
}

/** Over IPv6, an SDK asks for names that have such addresses only when it is told to. */
export function sdkNames({ source, dualStackEndpoints }: Workload, question: Question, family: AddressFamily): PathSegment {
  return family === 'ipv4' || question.kind !== 'aws-service' ? {} : {
    obstacles: unless(dualStackEndpoints, {
      code: 'SERVICE_ENDPOINT_IPV4_ONLY', source,
      detail: `AWS SDKs in ${describeSource(source)} ${dualStackEndpoints === 'no' ? '' : 'may '}ask for endpoint names that have only IPv4 addresses`,
      mend: 'set the environment variable AWS_USE_DUALSTACK_ENDPOINT to true', inConstructs: 'environment: { AWS_USE_DUALSTACK_ENDPOINT: "true" }',
    }),
    assumptions: [`${question.service} has an endpoint name with IPv6 addresses in the Region`],
  };
}

/** Returns what a function reaches that is attached to no VPC: the internet over IPv4. */
export function outsideOfVpcs(network: NetworkIndex, { source }: Workload, question: Question, family: AddressFamily): PathSegment {
  const hops = [{ kind: 'lambda-network' }] as const;
  return family === 'ipv4' && isPublic(network, question) ? { hops: [...hops, destinationHop('the internet')] } : {
    hops, obstacles: [violated({
      code: 'LAMBDA_NOT_IN_VPC', source,
      detail: `${describeSource(source)} is attached to no VPC; from there ${family === 'ipv4' ? 'private addresses are not reached' : 'only IPv4 leads out'}`,
      mend: 'VpcConfig of the function', inConstructs: 'VpcConnectedFunction with a PrivateLambdaNetwork',
    })],
  };
}

function isPublic({ model }: NetworkIndex, question: Question): boolean {
  switch (question.kind) {
    case 'internet':
    case 'aws-service':
      return true;
    case 'cidr':
      return isPublicBlock(question.block);
    case 'prefix-list': {
      const entries = question.id.known ? model.prefixLists.get(question.id.value) : undefined;
      return entries?.known === true ? entries.value.every(isPublicBlock) : question.id.known && question.id.value.startsWith('pl:');
    }
    case 'resource':
      return false;
  }
}

function isPublicBlock(block: Parameters<typeof isNarrow>[0]): boolean {
  return block.allocation === undefined && isNarrow(block) && !isCovered(block, notPublic(block.family));
}

function tenancy(network: NetworkIndex, subnets: readonly ResourceId[]): readonly Obstacle[] {
  const ids = [...new Set(subnets.flatMap((id) => network.model.subnets.get(id)?.vpc ?? []))];
  return ids.flatMap((id) => {
    const vpc = network.model.vpcs.get(id);
    return vpc === undefined || vpc.dedicatedTenancy === 'unknown' && !vpc.defined ? [] : unless(not(vpc.dedicatedTenancy), {
      code: 'LAMBDA_DEDICATED_TENANCY', source: vpc.source,
      detail: `${nameOfVpc(network, id)} ${vpc.dedicatedTenancy === 'yes' ? 'has' : 'may have'} dedicated instance tenancy, to which Lambda attaches no function`,
      mend: 'InstanceTenancy: default, or a second VPC with default tenancy that is peered with this one', inConstructs: 'network.peerWith()',
    });
  });
}

function hasIpv4(network: NetworkIndex, subnets: readonly ResourceId[]): readonly Obstacle[] {
  return subnets.flatMap((id) => {
    const subnet = network.model.subnets.get(id);
    return subnet === undefined || subnet.hasIpv4 === 'unknown' && !subnet.defined ? [] : unless(subnet.hasIpv4, {
      code: 'LAMBDA_SUBNET_NO_IPV4', source: subnet.source,
      detail: `${describeSource(subnet.source)} ${subnet.hasIpv4 === 'no' ? 'has' : 'may have'} no IPv4 addresses, and Lambda attaches functions to no such subnet`,
      mend: 'CidrBlock of the subnet',
    });
  });
}

function flag({ source, attachment }: Workload): readonly Obstacle[] {
  return attachment.kind !== 'vpc' ? [] : unless(attachment.ipv6Allowed, {
    code: 'LAMBDA_IPV6_NOT_ALLOWED', source,
    detail: `${describeSource(source)} ${attachment.ipv6Allowed === 'no' ? 'is' : 'may be'} not allowed IPv6`,
    mend: 'VpcConfig: { Ipv6AllowedForDualStack: true }', inConstructs: 'ipv6AllowedForDualStack: true; a VpcConnectedFunction in a dual-stack network has it',
  });
}

function dualStack(network: NetworkIndex, subnets: readonly ResourceId[]): readonly Obstacle[] {
  return subnets.flatMap((id) => {
    const subnet = network.model.subnets.get(id);
    return subnet === undefined ? [notInTemplates(`subnet ${id}`)] : unless(all([subnet.hasIpv6, subnet.hasIpv4 === 'no' ? 'no' : 'yes']), {
      code: 'LAMBDA_SUBNET_NOT_DUAL_STACK', source: subnet.source,
      detail: `${describeSource(subnet.source)} ${subnet.hasIpv6 === 'no' ? 'has no' : 'may have no'} IPv6 addresses; Lambda gives a function IPv6 only when each of its subnets has both families`,
      mend: 'Ipv6CidrBlock of the subnet', inConstructs: 'ipProtocol: ec2.IpProtocol.DUAL_STACK, the default of a PrivateLambdaNetwork',
    });
  });
}
