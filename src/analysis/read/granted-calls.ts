import type { OwnCalls, UsedResource } from './own-calls-of-lambda';
import { holdsForCode } from './policy-conditions';
import type { Statement, Statements } from './policy-statements';
import type { RolePolicies } from './roles';
import { maySpellSame } from './spelled-texts';
import type { ActionPattern } from '../../services/action-services';
import { endpointsOfAction, matchesPattern, readAction } from '../../services/action-services';
import type { Actions } from '../../services/calls-of-lambda';
import { CALLS_FOR_CALLERS, FOR_DESTINATIONS, FOR_EVENT_SOURCES, FOR_EVERY_FUNCTION, FOR_MOUNTS, WITH_KEYS_OF_OTHERS } from '../../services/calls-of-lambda';
import type { GrantedCalls } from '../model/grants';

/*
 * Models: the calls that the policies of a role allow to the code of its functions, by the places that these are sent to.
 * Law: what is here is surely allowed as far as policies show, and surely the code's own. A pattern that names no service names none, and what may be for Lambda is taken to be.
 */

/** An action that a statement allows. */
interface Allowed {
  readonly text: string;
  readonly action: ActionPattern;
  readonly resources: readonly string[];
}

/** The calls that are the code's own. */
export function grantedCalls(policies: RolePolicies, own: OwnCalls, region: string | undefined): readonly GrantedCalls[] {
  if (policies.isOfOthers) {
    return [];
  }
  const allowed = policies.statements.flatMap((statement) => allowedBy(statement, region))
    .filter((each) => !isDenied(each, policies) && (policies.boundary === undefined || isWithin(each, policies.boundary)));
  const called = calledForCallers(allowed);
  const withoutLambda = allowed.filter((each) => !isOfLambda(each, own) && !called(each.action.prefix));
  const usesKeys = own.hasKey || own.sources.length + own.destinations.length > 0 || allowed.some(({ action }) => !NEEDS_NO_KEY.has(action.prefix));
  return byPlaces(withoutLambda.filter(({ action }) => !usesKeys || !isAmong(action, WITH_KEYS_OF_OTHERS)));
}

/** The places to which any call may be allowed; undefined when that may be all. */
export function allPlaces({ statements, isWhole }: Statements): ReadonlySet<string> | undefined {
  const allowing = statements.filter(({ effect }) => effect === 'Allow');
  const actions = allowing.flatMap((statement) => statement.actions.map(readAction));
  const known = actions.filter((action) => action !== undefined);
  const isRead = isWhole && !allowing.some(({ isExcept }) => isExcept) && known.length === actions.length;
  return isRead ? new Set(known.flatMap(endpointsOfAction)) : undefined;
}

/** The services that encrypt nothing by a key for whoever calls them. */
const NEEDS_NO_KEY: ReadonlySet<string> = new Set(['kms', 'logs', 'xray', 'ec2', 'sts', 'iam']);

function allowedBy({ effect, actions, isExcept, resources = ['${?}'], condition }: Statement, region: string | undefined): Allowed[] {
  if (effect !== 'Allow' || isExcept || resources.every((resource) => isElsewhere(resource, region))) {
    return [];
  }
  return actions.flatMap((text) => {
    const action = readAction(text);
    return action === undefined || holdsForCode(condition, action.prefix) !== 'yes' ? [] : [{ text, action, resources }];
  });
}

/** Tells whether a resource is in another Region, to which calls go another way. */
function isElsewhere(resource: string, region: string | undefined): boolean {
  const written = /^arn:(?:\$\{[^}]*\}|[^:]*):[a-z0-9-]+:([a-z]{2,4}(?:-[a-z]+)+-\d+):/.exec(resource)?.[1];
  return region !== undefined && written !== undefined && written !== region;
}

/** Tells whether a statement denies all of what another one allows, or may. */
function isDenied({ action, resources }: Allowed, { statements }: Statements): boolean {
  return statements.some((statement) => statement.effect === 'Deny' && names(statement, action)
    && holdsForCode(statement.condition, action.prefix) !== 'no'
    && (statement.resources === undefined || resources.every((resource) => statement.resources!.some((pattern) => covers(pattern, resource)))));
}

function isWithin({ action }: Allowed, { statements }: Statements): boolean {
  return statements.some((statement) => statement.effect === 'Allow' && names(statement, action))
    && !isDenied({ text: '', action, resources: ['*'] }, { statements, isWhole: true });
}

/** Tells whether a statement is about all actions of a pattern. */
function names({ actions, isExcept }: Statement, { prefix, name }: ActionPattern): boolean {
  return isExcept !== actions.some((pattern) => matchesPattern(pattern.toLowerCase(), `${prefix}:${name}`));
}

function covers(pattern: string, resource: string): boolean {
  return pattern === resource || matchesPattern(pattern, resource);
}

/** Tells whether Lambda makes the calls itself: always, or because of what a function is attached to. */
function isOfLambda({ action, resources }: Allowed, { sources, destinations, mountsBucket }: OwnCalls): boolean {
  return isAmong(action, FOR_EVERY_FUNCTION)
    || mountsBucket && isAmong(action, FOR_MOUNTS)
    || isAmong(action, FOR_EVENT_SOURCES) && meansOneOf(action, resources, sources)
    || isAmong(action, FOR_DESTINATIONS) && meansOneOf(action, resources, destinations);
}

/** Tells which services another one calls for the function, so that a grant may be for that. */
function calledForCallers(allowed: readonly Allowed[]): (prefix: string) => boolean {
  const calling = CALLS_FOR_CALLERS.filter(([prefix, actions]) => allowed.some(({ action }) => isAmong(action, new Map([[prefix, actions]]))));
  return (own) => calling.some(([prefix, , called]) => prefix !== own && (called === '*' || called.split(' ').includes(own)));
}

/** Tells whether all resources can be among those that Lambda uses. */
function meansOneOf({ prefix }: ActionPattern, resources: readonly string[], used: readonly UsedResource[]): boolean {
  const ofService = used.filter((each) => each.prefix === undefined || each.prefix === prefix);
  return ofService.length > 0 && resources.every((resource) => ofService.some(({ text }) => maySpellSame(resource, text)));
}

/** Tells whether a pattern has one of some actions among those it stands for. */
function isAmong({ prefix, name }: ActionPattern, actions: Actions): boolean {
  return actions.get(prefix)?.split(' ').some((action) => action === '*' || matchesPattern(name, action)) ?? false;
}

/** The calls by place, sorted. A pattern with several places is nothing of its own where one of these is called besides. */
function byPlaces(allowed: readonly Allowed[]): readonly GrantedCalls[] {
  const groups = new Map<string, { readonly places: readonly string[]; readonly actions: Set<string> }>();
  for (const { text, action } of allowed) {
    const places = endpointsOfAction(action);
    if (places.length > 0) {
      const group = groups.get(places.join()) ?? { places, actions: new Set<string>() };
      groups.set(places.join(), group);
      group.actions.add(text);
    }
  }
  const single = new Set([...groups.values()].filter(({ places }) => places.length === 1).map(({ places: [place] }) => place));
  return [...groups.values()].filter(({ places }) => places.length === 1 || !places.some((place) => single.has(place)))
    .map(({ places, actions }) => ({ places, actions: [...actions] }))
    .sort((one, other) => one.places[0] < other.places[0] ? -1 : 1);
}
