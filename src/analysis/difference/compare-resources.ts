import type { ResourceChange } from './difference';
import type { Compared, Match } from './match-resources';
import { CREATE_ONLY_PROPERTIES } from '../../services/create-only-properties';
import type { ReachabilityRecord, RecordedResource } from '../record/reachability-record';

/*
 * Models: what becomes of the resources of a network on which something outside of the stack may rely: subnets, security groups, endpoints, network
 * interfaces, addresses; and of functions.
 */

const TYPES: ReadonlySet<string> = new Set([...Object.keys(CREATE_ONLY_PROPERTIES), 'AWS::Lambda::Function', 'AWS::Serverless::Function']);

/** Compare what templates define. */
export function compareResources({ base, head, templates }: Compared, match: Match): ResourceChange[] {
  const back = new Set(match.values());
  const replaced = [...match].flatMap(([before, after]) => {
    const [was, is] = [base.resources[before], head.resources[after]];
    const isMoved = was.template !== undefined && is.template !== undefined && templates.base.get(was.template) !== templates.head.get(is.template);
    const because = isTold(was) && isTold(is) ? reasons(was, is, isMoved ? [nameOf(base, was), nameOf(head, is)] : undefined) : [];
    return because.length === 0 ? [] : [{ change: 'replaced' as const, type: is.type, id: is.id, because }];
  });
  const gone = base.resources.filter((resource, place) => isTold(resource) && !match.has(place));
  const come = head.resources.filter((resource, place) => isTold(resource) && !back.has(place));
  return [
    ...replaced,
    ...gone.map(({ type, id }) => ({ change: 'removed' as const, type, id, because: [] })),
    ...come.map(({ type, id }) => ({ change: 'added' as const, type, id, because: [] })),
  ];
}

/** Tells whether templates define it. They do not define the network that exists already, nor what comes with another resource, such as the default security group of a VPC. */
function isTold({ type, logicalId }: RecordedResource): boolean {
  return logicalId !== undefined && /^\w+$/.test(logicalId) && TYPES.has(type);
}

function nameOf({ templates }: ReachabilityRecord, { template }: RecordedResource): string {
  const found = template === undefined ? undefined : templates[template];
  return found?.stack ?? found?.name ?? 'a template';
}

function reasons(was: RecordedResource, is: RecordedResource, moved: readonly [string, string] | undefined): string[] {
  const properties = new Set([...Object.keys(was.createOnly ?? {}), ...Object.keys(is.createOnly ?? {})]);
  return [
    ...moved === undefined ? [] : [`it moves from ${moved[0]} to ${moved[1]}`],
    ...was.logicalId === is.logicalId ? [] : [`its logical id was ${was.logicalId} and is ${is.logicalId}`],
    ...[...properties].sort().flatMap((property) => {
      const [before, after] = [was.createOnly?.[property], is.createOnly?.[property]];
      return before === after ? [] : [`${property} was ${before ?? 'not set'} and is ${after ?? 'not set'}`];
    }),
  ];
}
