import { finding } from './finding';
import type { Rule } from './rule';
import { needsIdentityPolicy } from '../../services/identity-policies';

/** Finds services that a function declares and that its role lets it call nothing of. Where a policy of the service itself can allow a call, or not all policies are known, nothing is said. */
export const wayWithoutGrant: Rule = ({ workload: { declared = [], grants, source } }) => {
  const mayCall = grants?.mayCall;
  if (mayCall === undefined) {
    return [];
  }
  const services = declared.flatMap((each) => each.kind === 'aws-service' && needsIdentityPolicy(each.service) && !mayCall.has(each.service) ? [each.service] : []);
  const names = [...new Set(services)].join(' and ');
  return names === '' ? [] : [finding(
    'WAY_WITHOUT_GRANT', source, `it declares ${names}, and no policy of its role allows a call there`,
    { inTemplate: `allow the calls in a policy of its role, or take ${names} out of the destinations` },
  )];
};
