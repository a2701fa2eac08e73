import { finding } from './finding';
import type { Rule } from './rule';
import type { Judgement } from '../model/judgement';
import { isOfNames } from '../model/path-codes';
import type { Mend } from '../model/verdict';
import { familyName } from '../reason/address-set';

const INSIDE_A_VPC: Mend = {
  inConstructs: 'declare Destination.internet(), or take the security group away that lets it out',
  inTemplate: 'remove the rules to 0.0.0.0/0 and ::/0 from the security groups of the function, or declare the internet',
};

const OUTSIDE_OF_VPCS: Mend = {
  inConstructs: 'use VpcConnectedFunction, or network.connect(), or declare Destination.internet()',
  inTemplate: 'set VpcConfig on the function, or declare the internet',
};

/** Finds functions that reach the internet and declare other destinations, or none: what they declare is all that they are meant to reach. */
export const lambdaReachesUndeclared: Rule = ({ workload, judgements }) => {
  const { declared } = workload;
  if (declared === undefined) {
    return [];
  }
  const declaredFamilies = new Set(declared.flatMap((destination) => destination.kind === 'internet' ? destination.addressFamilies : []));
  const open = judgements.filter((judgement) =>
    judgement.forbidden !== true && isInternet(judgement.destination) && areAddressesReached(judgement) && !declaredFamilies.has(judgement.family));
  return open.length === 0 ? [] : [finding(
    'LAMBDA_REACHES_UNDECLARED', workload.source,
    `the internet is reached over ${open.map(({ family }) => familyName(family)).join(' and ')}, which is not among the destinations that the function declares`,
    workload.attachment.kind === 'none' ? OUTSIDE_OF_VPCS : INSIDE_A_VPC,
  )];
};

/** Names that do not resolve keep nobody from an address. */
function areAddressesReached({ subnets }: Judgement): boolean {
  return subnets.every(({ path }) => path.obstacles.every(({ code }) => isOfNames(code)));
}

function isInternet(destination: string): boolean {
  return destination === 'internet' || destination.startsWith('internet:');
}
