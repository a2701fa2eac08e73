import type { ManagedPolicies } from './managed-policies';
import type { Statements } from './policy-statements';
import { UNREAD, readStatements, together } from './policy-statements';
import { spelledTexts } from './spelled-texts';
import { actionsOfPolicyTemplate } from '../../services/sam-policy-templates';
import { itemsOf, mapOf } from '../template/coerce';
import type { Resource } from '../template/resource';
import type { MapValue, Value } from '../template/value';
import { isNone } from '../template/value';

/*
 * Models: the policies of the role that AWS SAM makes for a function without one: what `Policies` names, besides what Lambda needs. Each is a policy, the name or ARN of a managed
 * one, or a policy template.
 * Law: connectors give such a role further permissions, which are not read.
 */

/** The policies of the role of a function. */
export function samPolicies(lambda: Resource, managed: ManagedPolicies, hasConnectors: boolean): Statements {
  const isOpen = hasConnectors || !isNone(lambda.get('Connectors'));
  return together([...itemsOf(lambda.get('Policies')).map((item) => ofItem(item, managed)), ...isOpen ? [UNREAD] : []]);
}

function ofItem(item: Value, managed: ManagedPolicies): Statements {
  const map = mapOf(item);
  return map === undefined ? managed.named(item) : isNone(map.get('Statement')) ? ofTemplate(map) : readStatements(map);
}

/** The parameters of a template name the resource; without any it is for all. */
function ofTemplate(map: MapValue): Statements {
  const [name, ...others] = map.keys();
  const actions = others.length > 0 || name === undefined ? undefined : actionsOfPolicyTemplate(name);
  if (actions === undefined) {
    return UNREAD;
  }
  const resources = spelledTexts(map.get(name));
  return { statements: [{ effect: 'Allow', actions, isExcept: false, resources: resources.length === 0 ? ['*'] : resources }], isWhole: true };
}
