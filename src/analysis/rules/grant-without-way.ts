import { finding } from './finding';
import { mendOf } from './verdict-words';
import { canHavePrivateDns, hasGatewayEndpoints } from '../../services/private-names';
import type { Finding } from '../model/finding';
import type { GrantedCalls } from '../model/grants';
import type { FunctionJudgement, Judgement } from '../model/judgement';
import { isUnproven } from '../model/judgement';
import type { Mend } from '../model/verdict';
import { familyName } from '../reason/address-set';

/*
 * Models: what the role of a function lets it call, and no path leads to.
 * Law: a grant is without a way when each function with the role is in a VPC and each place to which the call can be sent is blocked from all of its subnets, over each address
 * family. What is declared is told of there, and not here as well.
 */

/** As many actions as are named. */
const MOST_ACTIONS = 3;

/** Finds grants without a way in the judgements of all functions, in all worlds. */
export function grantsWithoutWay(functions: readonly FunctionJudgement[]): Finding[] {
  const served = servedPlaces(functions);
  return functions.flatMap((entry) => {
    const { workload: { grants, source } } = entry;
    const elsewhere = served.get(grants?.role ?? '') ?? new Set();
    const calls = (grants?.calls ?? []).filter(({ places }) => isWithoutWay(entry, places) && !places.some((place) => elsewhere.has(place)));
    return calls.length === 0 ? [] : [finding('GRANT_WITHOUT_WAY', source, spell(entry, calls), mendFor(entry, calls))];
  });
}

/** The places that some function of a role reaches, or may reach. */
function servedPlaces(functions: readonly FunctionJudgement[]): ReadonlyMap<string, ReadonlySet<string>> {
  const served = new Map<string, Set<string>>();
  for (const entry of functions) {
    const { grants } = entry.workload;
    if (grants !== undefined && grants.calls.length > 0) {
      const places = served.get(grants.role) ?? new Set();
      served.set(grants.role, places);
      grants.calls.flatMap((call) => call.places).filter((place) => !isClosed(entry, place)).forEach((place) => places.add(place));
    }
  }
  return served;
}

function isClosed({ workload, judgements }: FunctionJudgement, place: string): boolean {
  const found = judgementsOf(judgements, place);
  return workload.attachment.kind === 'vpc' && found.length > 0 && found.every(isClosedWholly);
}

/** Tells whether the way is closed from each subnet; where it is not, another finding says which. */
function isClosedWholly({ verdict, subnets }: Judgement): boolean {
  return verdict === 'blocked' && subnets.every((subnet) => subnet.verdict === 'blocked');
}

/** Tells whether no place is reached. Where the declared internet is closed, that is the problem, and not each service behind it. */
function isWithoutWay(entry: FunctionJudgement, places: readonly string[]): boolean {
  const { workload: { declared = [] }, judgements } = entry;
  return !judgements.some((judgement) => isUnproven(judgement) && judgement.destination.startsWith('internet')) && places.every((place) => isClosed(entry, place)
    && !declared.some((each) => each.kind === 'aws-service' ? each.service === place : each.kind === 'internet' && place === 'internet'));
}

function judgementsOf(judgements: readonly Judgement[], place: string): readonly Judgement[] {
  return judgements.filter(({ destination, forbidden }) => destination === place && forbidden !== true);
}

function spell({ workload, judgements }: FunctionJudgement, calls: readonly GrantedCalls[]): string {
  const texts = calls.map(({ places: [place], actions }) => {
    const more = actions.length > MOST_ACTIONS ? ` and ${actions.length - MOST_ACTIONS} more` : '';
    return `${place === 'internet' ? 'the internet' : place} (${actions.slice(0, MOST_ACTIONS).join(', ')}${more})`;
  });
  const contradicted = calls.flatMap(({ places: [place] }) => isForbidden(workload, place) ? [place] : []);
  const families = [...new Set(calls.flatMap(({ places: [place] }) => judgementsOf(judgements, place).map(({ family }) => familyName(family))))];
  return `its role lets it call what no path leads to over ${families.sort().join(' or ')}: ${texts.join(', ')}${contradicted.length === 0 ? '' : `; and it must not reach ${contradicted.join(' and ')}`}`;
}

function isForbidden({ forbidden = [] }: FunctionJudgement['workload'], place: string): boolean {
  return forbidden.some((each) => each.kind === 'aws-service' && each.service === place);
}

/** Returns what to do. What must not be reached is not declared: then the grant is wrong. */
function mendFor({ judgements, workload }: FunctionJudgement, calls: readonly GrantedCalls[]): Mend {
  const wanted = calls.map(({ places: [place] }) => place).filter((place) => !isForbidden(workload, place));
  const actions = calls.flatMap((call) => call.actions.slice(0, MOST_ACTIONS)).join(', ');
  const withdraw = `take ${actions} out of the policies of its role`;
  if (wanted.length === 0) {
    return { inTemplate: withdraw };
  }
  // one family is enough
  const ways = [...new Set(wanted.flatMap((place) => judgementsOf(judgements, place).slice(0, 1)).map((judgement) => mendOf(judgement).inTemplate))].join('; ');
  const destinations = [...new Set(wanted.flatMap(destinationsFor))].join(', ');
  return {
    inConstructs: `add ${destinations} to the destinations of the function, or, if it makes no such calls, ${withdraw}`,
    inTemplate: `${ways}; or, if it makes no such calls, ${withdraw}`,
  };
}

/** Returns what to write for a place. A name that leads past the endpoint needs the internet besides. */
function destinationsFor(place: string): readonly string[] {
  const internet = 'Destination.internet()';
  return place === 'internet' ? [internet]
    : [`Destination.awsService('${place}')`, ...canHavePrivateDns(place) || hasGatewayEndpoints(place) ? [] : [internet]];
}
