import { finding } from './finding';
import type { Rule } from './rule';
import { describeHop } from '../model/hop';
import type { Judgement } from '../model/judgement';
import { isOpen } from '../model/judgement';
import { familyName } from '../reason/address-set';

/** Finds what must not be reached and is not proven to be closed. What is not known to be closed counts as open. */
export const lambdaReachesForbidden: Rule = ({ workload, judgements }) => {
  const open = judgements.filter(isOpen);
  return open.length === 0 ? [] : [finding(
    'LAMBDA_REACHES_FORBIDDEN', workload.source,
    open.map(describe).join('; '),
    {
      inConstructs: 'declare narrower destinations, or give the function a network without a way there; or take it out of mustNotReach',
      inTemplate: 'narrow the egress rules of the security groups of the function, or the routes of its subnets',
    },
  )];
};

function describe({ destination, family, verdict, subnets }: Judgement): string {
  const name = `${destination} (${familyName(family)})`;
  const [path] = subnets.map((subnet) => subnet.path);
  if (verdict === 'reachable') {
    return `${name} must not be reached, and is: ${path.hops.map(describeHop).join(' → ')}`;
  }
  const details = [...new Set(path.obstacles.map(({ detail }) => detail))].join(', and ');
  return `${name} must not be reached, and is not proven to be closed by the groups and routes of the function: ${details}`;
}
