import type { StatedNetwork } from './what-is-stated';
import { LOCAL, vouchedBy } from './what-is-stated';
import type { AddressFamily } from '../model/address-block';
import type { PathCode } from '../model/path-codes';
import type { Question } from '../model/question';
import type { ResourceId } from '../model/source';
import type { Obstacle, SubnetVerdict, VerdictKind } from '../model/verdict';
import { conjunction, verdictOf } from '../model/verdict';

/*
 * Models: a network that no template defines, of which its importer states where its routes lead. What is unknown only for want of the
 * network becomes an assumption, with the importer's word for it.
 * Law: what is known to stand in the way still does; and what is not stated stays unknown, so do the rules of every security group. What a snapshot shows counts: of its
 * subnets, only what it lacks is vouched for, and their local routes are shown.
 */

interface Verdicts {
  readonly verdict: VerdictKind;
  readonly subnets: readonly SubnetVerdict[];
}

/** The verdict under a statement. */
export function applyNetworkStatement(
  verdict: Verdicts, question: Question | undefined, family: AddressFamily, stated: StatedNetwork | undefined,
  isShown: (subnet: ResourceId) => boolean = () => false,
): Verdicts {
  const assumptions = stated === undefined || question === undefined ? undefined : vouchedBy(question, family, stated);
  if (assumptions === undefined) {
    return verdict;
  }
  const subnets = verdict.subnets.map((subnet) => {
    const isSeen = isShown(subnet.subnet);
    return isSeen && (question!.kind === 'resource' || assumptions.includes(LOCAL)) ? subnet
      : applyToSubnet(subnet, assumptions, (obstacle) => isForWantOfTheNetwork(obstacle, question!, isSeen) && !isOfOwnRules(obstacle, stated!));
  });
  return { verdict: conjunction(subnets.map((subnet) => subnet.verdict)), subnets };
}

function applyToSubnet(subnet: SubnetVerdict, assumed: readonly string[], isVouchedFor: (obstacle: Obstacle) => boolean): SubnetVerdict {
  const vouched = subnet.path.obstacles.filter(isVouchedFor);
  if (vouched.length === 0) {
    return subnet;
  }
  const assumptions = [...new Set([...subnet.path.assumptions, ...assumed])];
  const path = { ...subnet.path, obstacles: subnet.path.obstacles.filter((obstacle) => !vouched.includes(obstacle)), assumptions };
  return { ...subnet, verdict: verdictOf(path), path };
}

/**
 * The endpoint of a service is not seen either, so the rules to it are part of what is stated, unless a snapshot shows the subnet, and with it the endpoint; those of a
 * function's own group that no template shows are not.
 */
function isForWantOfTheNetwork({ status, code, source }: Obstacle, { kind }: Question, isShown: boolean): boolean {
  const isUnknown = code === 'UNKNOWN_RESOURCE';
  if (status !== 'unknown' || isUnknown && source?.type === 'AWS::EC2::SecurityGroup') {
    return false;
  }
  return (isShown ? isOfTransitGateways(code, source) : kind === 'aws-service')
    || isUnknown && (source === undefined ? kind !== 'resource' : NETWORK_TYPES.has(source.type));
}

/** Nobody vouches for rules of the function's own groups that lead to a few addresses, or nobody knows where. */
function isOfOwnRules({ code }: Obstacle, { letsOutToEndpoints }: StatedNetwork): boolean {
  return code === 'ENI_SG_RULES_MISMATCH' && !letsOutToEndpoints;
}

/** A transit gateway is mostly of another account, and no snapshot of this one shows where its tables lead. */
function isOfTransitGateways(code: PathCode, source: Obstacle['source']): boolean {
  return code.startsWith('TGW_') || code === 'UNKNOWN_RESOURCE' && source?.type.startsWith('AWS::EC2::TransitGateway') === true;
}

/** A function can miss its own subnets, which are part of the network too. */
const NETWORK_TYPES: ReadonlySet<string> = new Set([
  'AWS::EC2::Subnet', 'AWS::EC2::VPC', 'AWS::EC2::RouteTable', 'AWS::EC2::NetworkAcl',
  'AWS::Lambda::Function', 'AWS::Lambda::CapacityProvider', 'AWS::Lambda::NetworkConnector',
]);
