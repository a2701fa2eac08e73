import type { Direction } from './read-rules';
import { readRule, unknownRule } from './read-rules';
import { everywhere } from '../model/address-block';
import type { SecurityGroup, SecurityGroupRule } from '../model/network';
import type { ResourceId, Source } from '../model/source';
import { ALL_PORTS } from '../model/traffic';
import { idOrSymbol, itemsOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isComposite, isNone } from '../template/value';

/*
 * Models: security groups with their rules, wherever those are written, and the default group that comes with each VPC. A group
 * without egress rules of its own, be the list missing or empty, lets everything out; what an egress rule outside of the group does to that is contested.
 */

/** A group that is being put together. */
interface Draft {
  readonly source: Source;
  readonly vpc?: ResourceId;
  readonly isInDefaultVpc?: boolean;
  readonly associatedVpcs: ResourceId[];
  readonly egress: SecurityGroupRule[];
  readonly ingress: SecurityGroupRule[];
  defaultEgress: SecurityGroup['defaultEgress'];
  readonly furtherRules?: string;
}

/** The groups that templates define, those that come with their VPCs, and those to which they add rules. */
export function readSecurityGroups(deployment: Deployment): ReadonlyMap<ResourceId, SecurityGroup> {
  const drafts = new Map<ResourceId, Draft>();
  deployment.existing?.securityGroups.forEach((group, id) =>
    drafts.set(id, { ...group, associatedVpcs: [...group.associatedVpcs ?? []], egress: [...group.egress], ingress: [...group.ingress] }));
  for (const vpc of deployment.resources('AWS::EC2::VPC')) {
    const group = defaultGroup(vpc);
    drafts.set(group.source.id, group);
  }
  for (const resource of deployment.resources('AWS::EC2::SecurityGroup')) {
    drafts.set(resource.id, inlineRules(resource));
  }
  for (const resource of deployment.resources('Custom::VpcRestrictDefaultSG')) {
    empty(drafts.get(idOrSymbol(resource.get('DefaultSecurityGroupId'))));
  }
  for (const resource of deployment.resources('AWS::EC2::SecurityGroupVpcAssociation')) {
    drafts.get(idOrSymbol(resource.get('GroupId')))?.associatedVpcs.push(idOrSymbol(resource.get('VpcId')));
  }
  addRules(deployment, 'ingress', drafts);
  addRules(deployment, 'egress', drafts);
  return drafts;
}

/** The group that a VPC has by itself: its members reach each other, and everything is let out. */
function defaultGroup(vpc: Resource): Draft {
  const of = vpc.source();
  const path = of.constructPath?.replace(/\/(Resource|Default)$/, '');
  const source: Source = {
    ...of, id: `${vpc.id}.DefaultSecurityGroup`, logicalId: `${vpc.logicalId}.DefaultSecurityGroup`, type: 'AWS::EC2::SecurityGroup',
    ...path === undefined ? {} : { constructPath: `${path}/DefaultSecurityGroup` },
  };
  const rule = (peer: SecurityGroupRule['peer']): SecurityGroupRule => ({ source, protocol: 'all', ports: ALL_PORTS, peer });
  return {
    source, vpc: vpc.id, associatedVpcs: [], defaultEgress: 'none',
    ingress: [rule({ kind: 'security-group', id: source.id })],
    egress: (['ipv4', 'ipv6'] as const).map((family) => rule({ kind: 'block', block: everywhere(family) })),
  };
}

/** AWS CDK's custom resource takes the rules away with which a default group begins. */
function empty(group: Draft | undefined): void {
  group?.ingress.splice(0);
  group?.egress.splice(0);
}

function inlineRules(resource: Resource): Draft {
  const written = resource.get('SecurityGroupEgress');
  const vpc = resource.get('VpcId');
  return {
    source: resource.source(),
    ...isNone(vpc) ? { isInDefaultVpc: true } : { vpc: idOrSymbol(vpc) },
    associatedVpcs: [],
    ingress: rulesOf(resource.get('SecurityGroupIngress'), 'ingress', resource.source()),
    egress: rulesOf(written, 'egress', resource.source()),
    defaultEgress: itemsOf(written).length === 0 ? 'everything' : 'none',
  };
}

function rulesOf(value: Value, direction: Direction, source: Source): SecurityGroupRule[] {
  return itemsOf(value).map((item) => isComposite(item) && item.kind === 'map' ? readRule(item, direction, source) : unknownRule(item, source));
}

function addRules(deployment: Deployment, direction: Direction, drafts: Map<ResourceId, Draft>): void {
  for (const resource of deployment.resources(direction === 'ingress' ? 'AWS::EC2::SecurityGroupIngress' : 'AWS::EC2::SecurityGroupEgress')) {
    const id = idOrSymbol(resource.get('GroupId'));
    const group = drafts.get(id) ?? groupElsewhere(id);
    drafts.set(id, group);
    group[direction].push(readRule(resource, direction, resource.source()));
    if (direction === 'egress' && group.defaultEgress === 'everything') {
      group.defaultEgress = 'contested';
    }
  }
}

function groupElsewhere(id: ResourceId): Draft {
  return {
    source: { id, type: 'AWS::EC2::SecurityGroup' }, associatedVpcs: [], ingress: [], egress: [], defaultEgress: 'none',
    furtherRules: `the security group ${id} is not defined by the templates`,
  };
}
