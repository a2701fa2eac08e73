import { serviceInRegion } from '../../services/service-names';
import type { RuleBlock } from '../model/traffic';
import { idOf } from '../template/coerce';
import type { Value } from '../template/value';

/*
 * Models: prefix lists as rules and routes name them: by reference, by id, or by the name that AWS gives the lists of its services.
 */

/** The prefix list that a value names. */
export function prefixListOf(value: Value): RuleBlock {
  const id = idOf(value);
  if (id.known) {
    return { kind: 'prefix-list', id: serviceList(id.value) ?? id.value };
  }
  const service = typeof value === 'string' ? serviceList(value) : undefined;
  return service === undefined ? { kind: 'unknown', reason: `it is not known which prefix list is meant: ${id.reason}` } : { kind: 'prefix-list', id: service };
}

function serviceList(name: string): string | undefined {
  const service = name.includes('amazonaws.') ? serviceInRegion(name, '${AWS::Region}') : undefined;
  return service === undefined ? undefined : `pl:${service}`;
}
