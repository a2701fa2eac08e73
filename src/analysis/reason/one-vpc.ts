import { violated } from './obstacles';
import type { Known, NetworkModel, SecurityGroup, Workload } from '../model/network';
import type { ResourceId, Source } from '../model/source';
import { describeSource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: what is in a VPC has subnets and security groups of that VPC. A group can be associated with another one, subnets cannot.
 * Law: two VPCs are two where templates define both, or where both are named by their ids; a VPC that a template names by its id may be one that another
 * template defines.
 */

type Ids = Known<readonly ResourceId[]>;

/** The VPCs of subnets, and the groups that are of none of them. */
export interface Misplaced {
  readonly vpcs: readonly ResourceId[];
  readonly groups: readonly SecurityGroup[];
}

/** Returns what does not go together; undefined when all does, as far as is known. */
export function misplaced(model: NetworkModel, subnets: Ids, groups: Ids, own?: ResourceId): Misplaced | undefined {
  const ofSubnets = subnets.known ? subnets.value.flatMap((id) => model.subnets.get(id)?.vpc ?? []) : [];
  const vpcs = [...new Set([...own === undefined ? [] : [own], ...ofSubnets])];
  const isOther = ({ vpc, isInDefaultVpc = false }: SecurityGroup, wanted: ResourceId) =>
    vpc === undefined ? isInDefaultVpc && isOfTemplate(model, wanted) : areTwo(model, vpc, wanted);
  const isForeign = (group: SecurityGroup) => vpcs.length > 0 && vpcs.every((wanted) => isOther(group, wanted)
    && !group.associatedVpcs?.some((other) => other === wanted || other.startsWith('?')));
  const foreign = (groups.known ? groups.value : []).flatMap((id) => model.securityGroups.get(id) ?? []).filter(isForeign);
  const several = vpcs.filter((vpc) => vpcs.some((other) => areTwo(model, vpc, other)));
  return several.length === 0 && foreign.length === 0 ? undefined : { vpcs: several.length === 0 ? vpcs : several, groups: foreign };
}

/** In words: what is of another VPC. */
export function describeMisplaced(model: NetworkModel, { vpcs, groups }: Misplaced): string {
  const names = vpcs.map((id) => describeSource(model.vpcs.get(id)?.source ?? { id, type: 'AWS::EC2::VPC' }));
  const foreign = groups.map(({ source, vpc }) => `${describeSource(source)} is a security group of ${vpc === undefined ? 'the default VPC, as it names none'
    : describeSource(model.vpcs.get(vpc)?.source ?? { id: vpc, type: 'AWS::EC2::VPC' })}`);
  return [...foreign, `${foreign.length === 0 ? 'the subnets are' : 'the rest is'} in ${names.join(' and ')}`].join(', and ');
}

/** How a function, or what it wants to reach, comes to lie in one VPC. No association helps subnets. */
export function mendMisplaced({ groups }: Misplaced): string {
  return groups.length === 0 ? 'name subnets of one VPC'
    : 'name subnets and security groups of one VPC, or associate the group with it by an AWS::EC2::SecurityGroupVpcAssociation';
}

/** Returns what stands in the path of whatever cannot be created. */
export function inOneVpc(
  model: NetworkModel, source: Source, subnets: Ids, groups: Ids, code: 'LAMBDA_VPC_MISMATCH' | 'RESOURCE_VPC_MISMATCH', own?: ResourceId,
): readonly Obstacle[] {
  const found = misplaced(model, subnets, groups, own);
  return found === undefined ? [] : [violated({
    code, source, detail: `${describeSource(source)} cannot be created: ${describeMisplaced(model, found)}`, mend: mendMisplaced(found),
  })];
}

/** The same of a function. */
export function functionInOneVpc(model: NetworkModel, { source, attachment }: Workload): readonly Obstacle[] {
  return attachment.kind === 'vpc' ? inOneVpc(model, source, attachment.subnets, attachment.securityGroups, 'LAMBDA_VPC_MISMATCH') : [];
}

function isOfTemplate({ vpcs }: Pick<NetworkModel, 'vpcs'>, id: ResourceId): boolean {
  const found = vpcs.get(id);
  return found?.defined === true && found.source.snapshot === undefined;
}

/** Tells whether two names are surely of two VPCs. */
export function areTwo(model: Pick<NetworkModel, 'vpcs'>, one: ResourceId, other: ResourceId): boolean {
  const [first, second] = [one, other].map((id) => isOfTemplate(model, id) ? 'defined' : id.startsWith('vpc-') ? 'literal' : 'unknown');
  return one !== other && first !== 'unknown' && first === second;
}
