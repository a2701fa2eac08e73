import type { Listener } from '../model/network';
import type { ResourceId } from '../model/source';
import { idsOf, ternaryOf, textOf } from '../template/coerce';
import type { TemplateResource } from '../template/evaluation-context';
import type { Value } from '../template/value';
import { isComposite, literalText } from '../template/value';

/*
 * Models: endpoints for services of one's own, of other accounts and of partners: whose they are, whether they are accepted, and behind which load balancer
 * they listen.
 * Law: a service that asks for acceptance is not reached before somebody accepts the endpoint, which no template says. One that does not say asks for it
 * or not: no document at hand has the default.
 */

/** Every name of a service that is not one of AWS has this in it. */
const OF_OTHERS = '.vpce-svc-';

/** Tells whether the name is that of a service of one's own or of somebody else, and not of one of AWS. */
export function isServiceOfOthers(name: string): boolean {
  return name.includes(OF_OTHERS);
}

/** The name of a service of the templates; AWS makes it up during deployment. */
export function nameOfOwnService(service: TemplateResource): string {
  return `com.amazonaws.vpce${OF_OTHERS}${service.id}`;
}

/** The service of the templates that an endpoint is for. */
export function ownService(endpoint: TemplateResource): TemplateResource | undefined {
  const id = serviceIn(endpoint.get('ServiceName'));
  return id === undefined ? undefined : endpoint.scope.deployment.resources('AWS::EC2::VPCEndpointService').find((each) => each.id === id);
}

/** The only load balancer of a service; of several it is not known which one answers. */
export function balancerOf(service: TemplateResource): ResourceId | undefined {
  const balancers = idsOf(service.get('NetworkLoadBalancerArns'));
  return balancers.known && balancers.value.length === 1 ? balancers.value[0] : undefined;
}

/** Returns what is known of whether an endpoint is accepted: nothing to say where the service accepts every endpoint, and of services of AWS. */
export function acceptance(endpoint: TemplateResource): Pick<Listener, 'pending' | 'assumption'> {
  const service = ownService(endpoint);
  const name = textOf(endpoint.get('ServiceName'));
  if (['Resource', 'ServiceNetwork'].includes(literalText(endpoint.get('VpcEndpointType')) ?? '')) {
    return { assumption: `something behind ${endpoint.logicalId}, which leads to resources of Amazon VPC Lattice, listens there` };
  }
  if (service === undefined) {
    return name.known && isServiceOfOthers(name.value) ? { assumption: `the owner of ${name.value} accepts ${endpoint.logicalId}` } : {};
  }
  const answer = ternaryOf(service.get('AcceptanceRequired'), 'unknown');
  return answer === 'no' ? {} : { pending: `AcceptanceRequired of ${service.logicalId} is ${answer === 'yes' ? 'true' : 'not false'}` };
}

function serviceIn(name: Value): ResourceId | undefined {
  const parts = isComposite(name) && name.kind === 'text' ? name.parts : [];
  const part = parts.find((each) => isComposite(each) && each.kind === 'reference' && each.type === 'AWS::EC2::VPCEndpointService');
  return part !== undefined && isComposite(part) && part.kind === 'reference' ? part.id : undefined;
}
