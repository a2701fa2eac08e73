import type { StatedNetwork } from './what-is-stated';
import { LOCAL, letsOutToEndpoint, vouchedBy } from './what-is-stated';
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
  if (stated === undefined || question === undefined) {
    return verdict;
  }
  const assumptions = vouchedBy(question, family, stated);
  if (assumptions === undefined) {
    return verdict;
  }
  const own = codesOfFunction(question, family, stated);
  const subnets = verdict.subnets.map((subnet) => {
    const isSeen = isShown(subnet.subnet);
    return isSeen && (question.kind === 'resource' || assumptions.includes(LOCAL)) ? subnet
      : applyToSubnet(subnet, assumptions, (obstacle) => !own.has(obstacle.code) && isForWantOfTheNetwork(obstacle, question, isSeen));
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

/** What is not known of the function itself is none of the network's: its flag for IPv6, the names that it asks for, whether its group has the default rule. */
const OF_FUNCTIONS: ReadonlySet<PathCode> = new Set<PathCode>(['LAMBDA_IPV6_NOT_ALLOWED', 'SERVICE_ENDPOINT_IPV4_ONLY', 'SG_DEFAULT_EGRESS_CONTESTED']);
const WITH_RULES: ReadonlySet<PathCode> = new Set<PathCode>([...OF_FUNCTIONS, 'ENI_SG_RULES_MISMATCH']);

/** Returns the codes for which nobody vouches. Rules of the function's own groups are among them when they lead elsewhere than to an endpoint. */
function codesOfFunction(question: Question, family: AddressFamily, stated: StatedNetwork): ReadonlySet<PathCode> {
  return question.kind === 'aws-service' && letsOutToEndpoint(question, family, stated) ? OF_FUNCTIONS : WITH_RULES;
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
