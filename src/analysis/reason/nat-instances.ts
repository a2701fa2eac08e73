import { blockPublicAccess } from './block-public-access';
import type { PathSegment } from './candidate-path';
import { egress, ingress, concat } from './candidate-path';
import type { Flow, NetworkContext } from './network-context';
import { originsOf } from './network-context';
import { notInTemplates, unknown, unknownResource, unless } from './obstacles';
import { throughTranslatingSubnet } from './translating-subnets';
import { componentHop } from '../model/hop';
import type { NetworkInterface } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource, isSameResource } from '../model/source';
import type { Ternary } from '../model/ternary';
import { not } from '../model/ternary';
import type { Obstacle } from '../model/verdict';

/*
 * Models: a NAT instance, a host that forwards for others: its network interface, security groups and subnet.
 * Law: it forwards only without the source/destination check, lets the function in and itself out, and needs a public address.
 * Refuses: to look into the host: that it translates addresses is an assumption.
 */

export function throughNatInstance(context: NetworkContext, flow: Flow, id: ResourceId): PathSegment {
  const nat = context.network.model.networkInterfaces.get(id);
  if (nat === undefined) {
    return { hops: [componentHop('network-interface', nat, id)], obstacles: [notInTemplates(`network interface ${id}`)] };
  }
  const name = describeSource(nat.source);
  const hops = [componentHop('nat-instance', nat, id)];
  if (flow.to.family === 'ipv6') {
    return {
      hops, obstacles: [unknown({
        code: 'UNSUPPORTED_COMPONENT', source: nat.source, detail: `IPv6 through the host ${name} is not modelled`,
        mend: 'lead ::/0 to an AWS::EC2::EgressOnlyInternetGateway',
      })],
    };
  }
  return concat(
    { hops, obstacles: forwards(nat), assumptions: [`${name} translates addresses: that is software on the host`] },
    throughGroups(context, flow, nat),
    throughItsSubnet(context, flow, nat),
  );
}

function forwards(nat: NetworkInterface): readonly Obstacle[] {
  const name = describeSource(nat.source);
  return [
    ...unless(not(nat.sourceDestCheck), {
      code: 'ENI_SOURCE_DEST_CHECK_RESTRICTION',
      source: nat.source,
      detail: `${name} ${verb(not(nat.sourceDestCheck), 'drops')} what is not sent to itself: its source/destination check is on`,
      mend: 'SourceDestCheck: false',
    }),
    ...unless(nat.hasPublicAddress, {
      code: 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
      source: nat.source,
      detail: `${name} ${verb(nat.hasPublicAddress, 'has')} no public address, without which an internet gateway passes nothing`,
      mend: 'give it an AWS::EC2::EIP, or AssociatePublicIpAddress: true',
    }),
  ];
}

function throughGroups(context: NetworkContext, flow: Flow, nat: NetworkInterface): PathSegment {
  const { to, ports } = flow;
  const what = `NAT instance ${describeSource(nat.source)}`;
  if (!nat.securityGroups.known) {
    return { obstacles: [unknownResource(`the security groups of ${what}`, nat.securityGroups.reason, nat.source)] };
  }
  const groups = nat.securityGroups.value;
  return {
    demands: [ingress({ groups, of: nat.source, what, from: originsOf(context, flow), references: flow.from === undefined ? 'yes' : 'no', ports })],
    obstacles: context.groups.unmetEgress(egress(to, 'the internet', ports), groups),
  };
}

function throughItsSubnet(context: NetworkContext, flow: Flow, nat: NetworkInterface): PathSegment {
  const name = describeSource(nat.source);
  if (!nat.subnet.known) {
    return { obstacles: [unknownResource(`the subnet of ${name}`, nat.subnet.reason, nat.source)] };
  }
  const subnet = context.network.model.subnets.get(nat.subnet.value);
  if (subnet === undefined) {
    return { obstacles: [notInTemplates(`subnet ${nat.subnet.value}, where ${name} is,`)] };
  }
  return concat(
    {
      obstacles: unless(isSameResource(subnet.vpc, flow.subnet.vpc), {
        code: 'BAD_STATE_ROUTE', source: nat.source, detail: `${name} is in another VPC than ${describeSource(flow.subnet.source)}`,
        mend: 'lead the route to a network interface in the same VPC',
      }),
    },
    throughTranslatingSubnet(context, flow, subnet, name),
    blockPublicAccess(context.network, { vpc: subnet.vpc, subnet: subnet.source.id, isTwoWay: true }),
  );
}

function verb(answer: Ternary, word: string): string {
  return answer === 'no' ? word : `perhaps ${word}`;
}
