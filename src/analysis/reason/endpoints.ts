import type { PathSegment } from './candidate-path';
import { effectOf } from './endpoint-policies';
import { violated } from './obstacles';
import type { VpcEndpoint } from '../model/network';
import { describeSource } from '../model/source';

/** Returns what the policy of an endpoint says; undefined is the policy that allows everything. */
export function endpointPolicy(endpoint: VpcEndpoint, service: string): PathSegment {
  const name = describeSource(endpoint.source);
  if (endpoint.policy === undefined) {
    return {};
  }
  const effect = endpoint.policy.known ? effectOf(endpoint.policy.value, service.replace(/^pl:/, '')) : 'conditional';
  if (effect === 'denies') {
    return {
      obstacles: [violated({
        code: 'VPCE_POLICY_DENIES', source: endpoint.source, detail: `the PolicyDocument of ${name} allows nothing of ${service}`,
        mend: `allow what the function calls in PolicyDocument of ${name}, or leave it out`, inConstructs: 'endpointPolicy: EndpointPolicy.…',
      })],
    };
  }
  return effect === 'open' ? {} : { assumptions: [`the policy of ${name} allows what the function calls`] };
}
