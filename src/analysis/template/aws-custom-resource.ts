import type { TemplateResource } from './evaluation-context';
import { regionOf } from './pseudo-parameters';
import { arrayOf, entry } from './raw';
import type { ReferenceValue } from './value';
import { serviceInRegion } from '../../services/service-names';

/*
 * Models: one use of the AWS custom resource of AWS CDK, the look-up of a prefix list by the name that AWS gives it: its answer is the
 * prefix list of the service. The look-up is recognized by the call that it makes, whatever the custom resource is called.
 */

/** The types that such look-ups are searched under by the name of their resource: that of AWS CDK, and that of this library. */
export const LOOK_UP_TYPES: readonly string[] = ['Custom::AWS', 'Custom::GatewayPrefixList'];

const LOOK_UPS = /^describe(managed)?prefixlists(command)?$/i;
const ANSWER = /^PrefixLists\.0\.PrefixListId$/;

/** The prefix list that an attribute names. */
export function gatewayPrefixList(resource: TemplateResource, attribute: string): ReferenceValue | undefined {
  if (!ANSWER.test(attribute) || !/^(Custom::|AWS::CloudFormation::CustomResource$)/.test(resource.type)) {
    return undefined;
  }
  const names = ['Update', 'Create'].map((occasion) => lookedUp(resource.get(occasion))).find((name) => name !== undefined);
  const service = names === undefined ? undefined : serviceInRegion(names, regionOf(resource.scope));
  return service === undefined ? undefined : { kind: 'reference', id: `pl:${service}`, type: 'AWS::EC2::PrefixList' };
}

/** The name that a call asks for, when it asks for one. */
function lookedUp(call: unknown): string | undefined {
  const parsed = typeof call === 'string' ? parse(call) : undefined;
  const [action, service] = [entry(parsed, 'action'), entry(parsed, 'service')];
  if (typeof action !== 'string' || !LOOK_UPS.test(action) || typeof service !== 'string' || !/ec2$/i.test(service)) {
    return undefined;
  }
  const filters = arrayOf(entry(entry(parsed, 'parameters'), 'Filters'));
  const values = filters.length === 1 && entry(filters[0], 'Name') === 'prefix-list-name' ? arrayOf(entry(filters[0], 'Values')) : [];
  return values.length === 1 && typeof values[0] === 'string' ? values[0] : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
