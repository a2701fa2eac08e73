import type { AddressFamily } from '../model/address-block';
import { contains } from '../model/address-block';
import type { NetworkStatement } from '../model/network-statement';
import type { PathCode } from '../model/path-codes';
import type { Question } from '../model/question';
import type { ResourceId } from '../model/source';
import type { Obstacle, SubnetVerdict, VerdictKind } from '../model/verdict';
import { conjunction, verdictOf } from '../model/verdict';

/*
 * Models: a network that no template defines, of which its importer states where its routes lead. What is unknown only for want of the
 * network becomes an assumption, with the importer's word for it.
 * Law: what is known to stand in the way still does; and what is not stated stays unknown. What a snapshot shows counts: of its subnets, only what it lacks is vouched for.
 */

interface Verdicts {
  readonly verdict: VerdictKind;
  readonly subnets: readonly SubnetVerdict[];
}

/** The verdict under a statement. */
export function applyNetworkStatement(
  verdict: Verdicts, question: Question | undefined, family: AddressFamily, stated: NetworkStatement | undefined,
  isShown: (subnet: ResourceId) => boolean = () => false,
): Verdicts {
  if (stated === undefined || question === undefined || !isStated(question, family, stated)) {
    return verdict;
  }
  const subnets = verdict.subnets.map((subnet) => applyToSubnet(subnet, question, isShown(subnet.subnet)));
  return { verdict: conjunction(subnets.map((subnet) => subnet.verdict)), subnets };
}

/** Inside the VPC nothing needs to be stated: every route table has the local routes. */
function isStated(question: Question, family: AddressFamily, stated: NetworkStatement): boolean {
  const { internetFamilies, services, routedBlocks, routedPrefixLists } = stated;
  switch (question.kind) {
    case 'internet':
      return internetFamilies.includes(family);
    case 'aws-service':
      return services.includes(question.service) || internetFamilies.includes(family);
    case 'cidr':
      return routedBlocks.some((block) => contains(block, question.block) === 'yes');
    case 'resource':
      return true;
    case 'prefix-list':
      return question.id.known && routedPrefixLists.includes(question.id.value);
  }
}

function applyToSubnet(subnet: SubnetVerdict, question: Question, isShown: boolean): SubnetVerdict {
  const vouched = subnet.path.obstacles.filter((obstacle) => isForWantOfTheNetwork(obstacle, question, isShown));
  if (vouched.length === 0) {
    return subnet;
  }
  const assumptions = [...subnet.path.assumptions, 'the network, which no template defines, is as its importer states'];
  const path = { ...subnet.path, obstacles: subnet.path.obstacles.filter((obstacle) => !vouched.includes(obstacle)), assumptions };
  return { ...subnet, verdict: verdictOf(path), path };
}

/** The endpoint of a service is not seen either, so the rules to it are part of what is stated; unless a snapshot shows the subnet, and with it the endpoint. */
function isForWantOfTheNetwork({ status, code, source }: Obstacle, question: Question, isShown: boolean): boolean {
  // of a resource nothing is stated: the local routes are what vouches for the way to it, and those are shown
  if (status !== 'unknown' || isShown && question.kind === 'resource') {
    return false;
  }
  return (isShown ? isOfTransitGateways(code, source) : question.kind === 'aws-service')
    || code === 'UNKNOWN_RESOURCE' && (source === undefined || NETWORK_TYPES.has(source.type));
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
