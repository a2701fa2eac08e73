import { finding } from './finding';
import type { Rule } from './rule';
import { knownSubnets } from './rule';
import type { Judgement } from '../model/judgement';
import { isTold } from '../model/judgement';
import type { NetworkModel } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';
import { familyName } from '../reason/address-set';

/** Finds functions whose subnets differ in what they reach. Lambda may pick any of them (S18 of docs/requirements.md). */
export const lambdaSubnetsDiverge: Rule = ({ model, workload, judgements }) => {
  const diverging = judgements.filter(diverges);
  const vpcs = new Set(knownSubnets(workload).map((id) => model.subnets.get(id)?.vpc));
  if (diverging.length === 0 || vpcs.size > 1) {
    return [];
  }
  const { destination, family, subnets } = diverging[0];
  const open = subnets.filter(({ verdict }) => verdict === 'reachable').map(({ subnet }) => name(model, subnet));
  const closed = subnets.filter(({ verdict }) => verdict === 'blocked').map(({ subnet }) => name(model, subnet));
  const more = diverging.length === 1 ? '' : `, and ${diverging.length - 1} more`;
  return [finding(
    'LAMBDA_SUBNETS_DIVERGE', workload.source,
    `${destination} (${familyName(family)}) is reached from ${open.join(', ')} and not from ${closed.join(', ')}${more}: it works or fails as Lambda picks the subnet`,
    { inConstructs: 'select subnets of one tier with vpcSubnets', inTemplate: 'give all subnets of the function the same routes and network ACLs' },
  )];
};

function diverges(judgement: Judgement): boolean {
  const { subnets, forbidden } = judgement;
  return forbidden !== true && !isTold(judgement) && subnets.some(({ verdict }) => verdict === 'reachable') && subnets.some(({ verdict }) => verdict === 'blocked');
}

function name(model: NetworkModel, subnet: ResourceId): string {
  const source = model.subnets.get(subnet)?.source;
  return source === undefined ? subnet : describeSource(source);
}
