import { Reasoner } from './reasoner';
import type { AddressFamily } from '../model/address-block';
import { ADDRESS_FAMILIES, everywhere } from '../model/address-block';
import type { NetworkModel, SecurityGroup, SecurityGroupRule, Workload } from '../model/network';
import type { Question } from '../model/question';
import type { ResourceId } from '../model/source';
import { ALL_PORTS } from '../model/traffic';
import type { Verdict } from '../model/verdict';

/*
 * Models: what a network lets through from subnets, whatever the groups of functions say: a function that is let out to everything stands in for all.
 */
export class WithoutGroups {
  private readonly reasoner: Reasoner;

  constructor(private readonly model: NetworkModel) {
    const vpcs = new Set([...model.subnets.values()].map(({ vpc }) => vpc));
    const groups = [...vpcs].map((vpc) => [nameIn(vpc), openGroup(vpc)] as const);
    this.reasoner = new Reasoner({ ...model, securityGroups: new Map([...model.securityGroups, ...groups]) });
  }

  judge(subnets: readonly ResourceId[], question: Question, family: AddressFamily): Verdict {
    const vpc = subnets.map((id) => this.model.subnets.get(id)?.vpc).find((id) => id !== undefined) ?? '';
    return this.reasoner.judge(functionIn(subnets, nameIn(vpc)), question, family);
  }
}

function nameIn(vpc: ResourceId): ResourceId {
  return `a group in ${vpc} that lets everything out`;
}

function openGroup(vpc: ResourceId): SecurityGroup {
  const source = { id: nameIn(vpc), type: 'AWS::EC2::SecurityGroup' };
  const egress = ADDRESS_FAMILIES.map((family): SecurityGroupRule =>
    ({ source, protocol: 'all', ports: ALL_PORTS, peer: { kind: 'block', block: everywhere(family) } }));
  return { source, vpc, ingress: [], egress, defaultEgress: 'none' };
}

function functionIn(subnets: readonly ResourceId[], group: ResourceId): Workload {
  return {
    source: { id: 'a function', type: 'AWS::Lambda::Function' }, kind: 'function', hasUrl: 'no', dualStackEndpoints: 'unknown',
    attachment: { kind: 'vpc', subnets: { known: true, value: subnets }, securityGroups: { known: true, value: [group] }, ipv6Allowed: 'yes' },
  };
}
