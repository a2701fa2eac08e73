import type { TemplateResource } from './evaluation-context';
import { regionOf } from './pseudo-parameters';
import { arrayOf, entry } from './raw';
import type { ReferenceValue } from './value';
import { literalText } from './value';
import { serviceInRegion } from '../../services/service-names';

/*
 * Models: the look-up of a prefix list by the name that AWS gives it, whose answer is the prefix list of the service: by the custom resource of this library, which is known by
 * its type, or by the AWS custom resource of AWS CDK, which is known by the call that it makes, whatever it is called. Stacks that earlier versions of this library
 * made have the latter, under the type of the former.
 */

/** The types that such look-ups are searched under by the name of their resource: that of AWS CDK, and that of this library. */
export const LOOK_UP_TYPES: readonly string[] = ['Custom::AWS', 'Custom::GatewayPrefixList'];

const LOOK_UPS = /^describe(managed)?prefixlists(command)?$/i;
const ANSWER_OF_A_CALL = 'PrefixLists.0.PrefixListId';
const OWN_TYPE = 'Custom::GatewayPrefixList';
const OWN_ANSWER = 'PrefixListId';

/** The prefix list that an attribute names. */
export function gatewayPrefixList(resource: TemplateResource, attribute: string): ReferenceValue | undefined {
  const name = nameAskedFor(resource, attribute);
  const service = name === undefined ? undefined : serviceInRegion(name, regionOf(resource.scope));
  return service === undefined ? undefined : { kind: 'reference', id: `pl:${service}`, type: 'AWS::EC2::PrefixList' };
}

/** The prefix list that a resource looks up, whatever its answer is called. */
export function lookedUpPrefixList(resource: TemplateResource): ReferenceValue | undefined {
  return gatewayPrefixList(resource, OWN_ANSWER) ?? gatewayPrefixList(resource, ANSWER_OF_A_CALL);
}

/** The name of the prefix list whose id an attribute is. */
function nameAskedFor(resource: TemplateResource, attribute: string): string | undefined {
  if (attribute === OWN_ANSWER && resource.type === OWN_TYPE) {
    return literalText(resource.get('PrefixListName'));
  }
  return attribute === ANSWER_OF_A_CALL && /^(Custom::|AWS::CloudFormation::CustomResource$)/.test(resource.type)
    ? ['Update', 'Create'].map((occasion) => lookedUp(resource.get(occasion))).find((name) => name !== undefined) : undefined;
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
