import type { Demand } from './candidate-path';
import { TAKE_A_SNAPSHOT, alternatives, unknown, unknownResource } from './obstacles';
import type { ResourceId, Source } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: a security group that no template defines. Its rules are not known, but for those that templates add to it.
 * Law: a rule that is added lets in what it lets in; that no other one does is never known.
 */

/** A group that is known by its id alone. */
export function sourceOfGroup(id: ResourceId): Source {
  return { id, type: 'AWS::EC2::SecurityGroup' };
}

/** Nobody knows the rules of a group that is there already, but for those that are added to it. */
export function unknownGroup(id: ResourceId, what: string, rule: string): Obstacle {
  const name = id.replace(/^\?/, '');
  return unknown({
    code: 'UNKNOWN_RESOURCE', source: sourceOfGroup(id),
    detail: `whether the rules of the security group ${name} ${what} is not known: no template that was read defines it, and no rule that they add to it surely does`,
    mend: alternatives([TAKE_A_SNAPSHOT.inTemplate, `${rule}, as an AWS::EC2::SecurityGroupIngress with the GroupId ${name}`, 'judge it together with the template that defines it']),
    inConstructs: alternatives([TAKE_A_SNAPSHOT.inConstructs, `import the group without mutable: false, so that Destination.connectable() ${rule.replace('add an', 'writes the')}`]),
  });
}

/** Nothing tells which groups a resource has. */
export function unknownGroups(name: string, reason: string): Obstacle {
  const found = unknownResource(`which security groups let the function into ${name}`, reason, undefined, 'name its security groups');
  const { inConstructs } = found.mend;
  const byId = 'import them where the function is defined, with ec2.SecurityGroup.fromSecurityGroupId() and an id that is literal, an export or a parameter of that stack';
  return { ...found, mend: { ...found.mend, inConstructs: inConstructs === undefined ? byId : alternatives([byId, inConstructs]) } };
}

/** The demand, of which only counts that it is surely not met: it is said elsewhere that the groups of the other end are not known. */
export function refuted<T extends Demand>(demand: T): T {
  return { ...demand, key: `refuted ${demand.key}`, isOnlyRefuted: true };
}
