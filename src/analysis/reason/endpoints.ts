import type { PathSegment } from './candidate-path';
import { effectOf } from './endpoint-policies';
import { unless, violated } from './obstacles';
import { letsIn } from './policy-lets-in';
import type { VpcEndpoint } from '../model/network';
import type { ServiceCall } from '../model/service-call';
import { describeSource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/**
 * Returns what the policy of an endpoint says; undefined is the policy that allows everything.
 *
 * @param call the call that it has to allow, when it is known who makes which
 */
export function endpointPolicy(endpoint: VpcEndpoint, service: string, call?: ServiceCall): PathSegment {
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
  if (effect === 'conditional' && call !== undefined) {
    return { obstacles: refused(endpoint, call) };
  }
  return effect === 'open' ? {} : { assumptions: [`the policy of ${name} allows what the function calls`] };
}

/** Returns what keeps out a call of which it is known who makes it. */
function refused({ policy, source }: VpcEndpoint, call: ServiceCall): readonly Obstacle[] {
  const name = describeSource(source);
  const answer = policy?.known === true ? letsIn(policy.value, call, policy.environment) : 'unknown';
  const why = policy?.known === false ? `: ${policy.reason}` : '';
  return unless(answer, {
    code: 'VPCE_POLICY_DENIES', source,
    detail: `the PolicyDocument of ${name} ${answer === 'no' ? 'does not allow' : 'may not allow'} ${call.action} to the service principal ${call.principal}${why}`,
    mend: `allow ${call.action} to the principal { Service: ${call.principal} } on every resource, without conditions, in PolicyDocument of ${name}`,
    inConstructs: 'endpointPolicy: EndpointPolicy.…',
  });
}
