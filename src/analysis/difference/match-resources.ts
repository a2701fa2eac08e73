import type { Place, ReachabilityRecord, RecordedResource } from '../record/reachability-record';

/*
 * Models: which resource of one record is which of another: by construct path, then by logical id, then by the name in AWS, and at last by what it is.
 * Law: a resource is matched at most once, and with one of its own type. The match the other way round is the same.
 */

/** The places of resources in the new record, by those in the old one. */
export type Match = ReadonlyMap<Place, Place>;

/** Two records, and which of their templates are the same. */
export interface Compared {
  readonly base: ReachabilityRecord;
  readonly head: ReachabilityRecord;
  readonly templates: TemplateNames;
}

/** The mark before the name of a template of which no stack is known. */
const FILE = 'file ';

type KeyOf = (resource: RecordedResource, place: Place) => string | undefined;

/**
 * Match resources of two records.
 *
 * @param likeness what tells resources without a common name apart from others of their type; equal texts are alike
 */
export function matchResources({ base, head, templates }: Compared, likeness: { readonly base: KeyOf; readonly head: KeyOf }): Match {
  const match = new Map<Place, Place>();
  const taken = new Set<Place>();
  const users: readonly [KeyOf, KeyOf] = [usersIn(base, (place) => match.get(place)), usersIn(head, (place) => taken.has(place) ? place : undefined)];
  const both = (key: KeyOf) => [key, key] as const;
  const passes: readonly (readonly [KeyOf, KeyOf])[] = [
    both(({ constructPath }) => constructPath),
    both(({ id, logicalId }) => logicalId === undefined ? id : undefined),
    [inTemplate(templates.base), inTemplate(templates.head)],
    both(({ logicalId }) => logicalId),
    both(({ physicalName }) => physicalName),
    users,
    [likeness.base, likeness.head],
    users,
    [onlyOne(likeness.base), onlyOne(likeness.head)],
  ];
  for (const [baseKey, headKey] of passes) {
    const left = unique(base.resources, baseKey, (place) => match.has(place));
    const right = unique(head.resources, headKey, (place) => taken.has(place));
    for (const [key, place] of left) {
      const other = right.get(key);
      if (place !== undefined && other !== undefined) {
        match.set(place, other);
        taken.add(other);
      }
    }
  }
  return match;
}

/** The only one that is left of a type is the same, unless what it is says that it is not: an endpoint for another service is another one. */
function onlyOne(likeness: KeyOf): KeyOf {
  return (resource, place) => {
    const isUnlike = likeness(resource, place) !== undefined && !resource.type.endsWith('::Function');
    return resource.logicalId === undefined || isUnlike ? undefined : 'the only one';
  };
}

/** A security group is the one that the same functions use. */
function usersIn({ network, functions, resources }: ReachabilityRecord, nameOf: (fn: Place) => Place | undefined): KeyOf {
  const users = new Map<Place, Place[]>();
  for (const group of network.interfaceGroups) {
    const using = group.functions.map((each) => functions[each].resource).filter((each) => resources[each].type.endsWith('::Function'));
    group.securityGroups.forEach((place) => users.set(place, [...users.get(place) ?? [], ...using]));
  }
  return ({ logicalId }, place) => {
    const using = logicalId === undefined ? [] : (users.get(place) ?? []).flatMap((each) => nameOf(each) ?? []);
    return using.length === 0 ? undefined : using.sort((one, other) => one - other).join();
  };
}

function inTemplate(names: ReadonlyMap<Place, string>): KeyOf {
  return ({ template, logicalId }) => logicalId === undefined || template === undefined ? undefined : `${names.get(template)!}#${logicalId}`;
}

/** The resources that have a key alone, among those of their type. */
function unique(resources: readonly RecordedResource[], keyOf: KeyOf, isTaken: (place: Place) => boolean): Map<string, Place | undefined> {
  const found = new Map<string, Place | undefined>();
  resources.forEach((resource, place) => {
    const key = isTaken(place) ? undefined : keyOf(resource, place);
    if (key !== undefined) {
      const typed = `${resource.type} ${key}`;
      found.set(typed, found.has(typed) ? undefined : place);
    }
  });
  return found;
}

/** Names for the templates of two records, equal for those that are the same. */
export interface TemplateNames {
  readonly base: ReadonlyMap<Place, string>;
  readonly head: ReadonlyMap<Place, string>;
}

/** Names for templates: those of the same stack, or the same file, have the same one; and so have the only two files that are left. */
export function matchTemplates(base: ReachabilityRecord, head: ReachabilityRecord): TemplateNames {
  const nameOf = ({ name, stack }: ReachabilityRecord['templates'][number]) => stack === undefined ? `${FILE}${name}` : `stack ${stack}`;
  const left = new Map(base.templates.map((template, place) => [place, nameOf(template)]));
  const right = new Map(head.templates.map((template, place) => [place, nameOf(template)]));
  const onlyIn = (one: ReadonlyMap<Place, string>, other: ReadonlyMap<Place, string>) =>
    [...one].filter(([, name]) => ![...other.values()].includes(name));
  const [ofBase, ofHead] = [onlyIn(left, right), onlyIn(right, left)];
  if (ofBase.length === 1 && ofHead.length === 1 && [...ofBase, ...ofHead].every(([, name]) => name.startsWith(FILE))) {
    right.set(ofHead[0][0], ofBase[0][1]);
  }
  return { base: left, head: right };
}
