import type { AskedDestination } from './asked-destination';
import { spellDestination } from './asked-destination';
import type { Named, Names } from './names';
import { serviceWanted } from './services';
import type { AddressFamily } from '../../model/address-block';
import { ADDRESS_FAMILIES, spellBlock } from '../../model/address-block';
import { connectorWords } from '../../model/connector';
import type { AwsServiceDestination, DeclaredDestination, Need, PrefixListDestination } from '../../model/declared-destination';
import type { Known, NetworkModel, Workload } from '../../model/network';
import type { Question } from '../../model/question';
import { spellData } from '../../model/spell-data';
import type { PortedTransport } from '../../model/traffic';
import { HTTPS } from '../../model/traffic';

/*
 * Models: what is to be found out of a function: the destinations that it declares, those somebody asks for, and, when nobody asks for
 * any, the internet and the services that have an endpoint in its VPC.
 * Law: what one has declared is asked once, and stays declared.
 */

/** A destination to be judged. */
export interface Requirement {
  /** As somebody asks for it; of what nobody asks for, as the command's `--to` takes it. */
  readonly destination: string;

  /** What is the same for all that ask the same: the destination in one spelling, with its ports. */
  readonly key: string;

  /** Undefined for what cannot be judged, with the reason and what there is to do. */
  readonly question?: Question;
  readonly reason?: string;
  readonly mend?: string;
  readonly families: readonly AddressFamily[];

  /** A need that nobody wrote down comes with this. */
  readonly need?: Need;

  /** Tells whether each of the families is needed, or one of them is enough, as for a name that has addresses of both. */
  readonly needs: 'each' | 'one';

  /** The families for which the template declares it, and those for which somebody asks. */
  readonly declared: readonly AddressFamily[];
  readonly asked: readonly AddressFamily[];

  /** Tells whether it is to be found out for nothing but what the role lets the function call. */
  readonly isOfGrants?: boolean;
}

/** A requirement, before it is said who has it. */
type Wanted = Omit<Requirement, 'declared' | 'asked' | 'key' | 'isOfGrants'>;

/** Returns what is to be found out of one workload. Of those that declare the same in the same network it is the same. */
export function requirementsOf(workload: Workload, context: RequirementContext): readonly Requirement[] {
  const { kind, attachment, declared } = workload;
  const subnet = attachment.kind === 'vpc' && attachment.subnets.known ? attachment.subnets.value[0] : undefined;
  const key = spellData([kind, subnet, familiesOf(workload), declared, grantedPlaces(workload)]);
  const known = context.requirements.get(key) ?? requirements(workload, context);
  context.requirements.set(key, known);
  return known;
}

function requirements(workload: Workload, context: RequirementContext): readonly Requirement[] {
  const declared = (workload.declared ?? []).map((destination) => ofDeclaration(destination, workload, context))
    .map((wanted): Requirement => ({ ...wanted, key: wanted.destination, declared: wanted.families, asked: [] }));
  const asked = context.asked.map((destination) => ({ wanted: ofQuestion(destination, workload, context), destination: destination.text }))
    .filter(({ wanted }) => connectorWords(workload) === undefined || declared.some(({ key }) => key === wanted.destination))
    .map(({ wanted, destination }) => ({ ...wanted, destination, key: wanted.destination, declared: [], asked: neededFamilies(wanted, workload) }));
  const usual = usualRequirements(workload, context)
    .map((wanted) => ({ ...wanted, key: wanted.destination, declared: [], asked: context.isUsualAsked ? neededFamilies(wanted, workload) : [] }));
  const all = new Map<string, Requirement>();
  const granted = grantedPlaces(workload).map((place) => place === 'internet' ? { ...internet(HTTPS), families: ADDRESS_FAMILIES } : service(place, workload, context))
    .map((wanted): Requirement => ({ ...wanted, key: wanted.destination, declared: [], asked: [], isOfGrants: true }));
  for (const requirement of [...declared, ...asked, ...usual, ...granted.filter(({ key }) => !isFoundOut(key, declared, asked, usual))]) {
    const same = all.get(requirement.key);
    if (same === undefined) {
      all.set(requirement.key, requirement);
    } else if (isAskedOtherwise(same, requirement)) {
      all.set(`${requirement.key} as ${requirement.destination}`, { ...requirement, question: same.question });
    } else {
      all.set(requirement.key, merge(same, requirement));
    }
  }
  return [...all.values()];
}

/** The places that a function can call for all that is known of its role; outside of a VPC nothing is in the way. */
function grantedPlaces({ attachment, grants }: Workload): readonly string[] {
  return attachment.kind !== 'vpc' ? [] : [...new Set(grants?.calls.flatMap(({ places }) => places))];
}

function isFoundOut(key: string, ...all: readonly (readonly { readonly key: string }[])[]): boolean {
  return all.flat().some((requirement) => requirement.key === key);
}

/** Tells whether a question asks the same under another name, under which it is answered as well. */
function isAskedOtherwise(one: Requirement, other: Requirement): boolean {
  return one.destination !== other.destination && other.asked.length > 0;
}

export interface RequirementContext {
  readonly model: NetworkModel;
  readonly names: Names;
  readonly asked: readonly AskedDestination[];

  /** Tells whether what is judged when nobody asks for anything counts as asked. */
  readonly isUsualAsked: boolean;

  /** The services that have an endpoint in each VPC, sorted. */
  readonly servicesOfVpc: ReadonlyMap<string, readonly string[]>;

  /** The services that any endpoint leads to. */
  readonly servicesPresent: ReadonlySet<string>;

  /** Functions were found to require this so far: thousands declare the same few things. */
  readonly requirements: Map<string, readonly Requirement[]>;
}

/** The services that have an endpoint in each VPC. */
export function servicesByVpc(model: NetworkModel): Map<string, readonly string[]> {
  const services = new Map<string, Set<string>>();
  for (const { vpc, service: name } of model.endpoints.values()) {
    if (name.known && !name.value.includes('vpce-svc')) {
      services.set(vpc, (services.get(vpc) ?? new Set()).add(name.value));
    }
  }
  return new Map([...services].map(([vpc, names]) => [vpc, [...names].sort()]));
}

function merge(one: Requirement, other: Requirement): Requirement {
  return {
    ...one,
    families: union(one.families, other.families),
    declared: union(one.declared, other.declared),
    asked: union(one.asked, other.asked),
  };
}

function union(some: readonly AddressFamily[], more: readonly AddressFamily[]): readonly AddressFamily[] {
  return ADDRESS_FAMILIES.filter((family) => some.includes(family) || more.includes(family));
}

function ofDeclaration(destination: DeclaredDestination, workload: Workload, context: RequirementContext): Wanted {
  switch (destination.kind) {
    case 'internet': {
      const { ports, addressFamilies } = destination;
      return { ...internet(ports), families: addressFamilies };
    }
    case 'aws-service':
      return calling(destination, service(destination.service, workload, context, destination.ports, destination.serviceName !== undefined));
    case 'listener': {
      const { id, name, ports } = destination;
      return { ...resource(name, context.names.asked(id), ports, workload), need: destination };
    }
    case 'resource': {
      const named = context.names.declared(destination.resource, destination.securityGroups);
      return resource(destination.resource, named, destination.ports, workload);
    }
    case 'cidr': {
      const { block, ports } = destination;
      return { destination: spellDestination(spellBlock(block), ports), question: { kind: 'cidr', block, ports }, families: [block.family], needs: 'each' };
    }
    case 'prefix-list': {
      const name = destination.prefixListId ?? destination.resource ?? 'prefix list';
      return prefixList(name, prefixListId(destination, context.names), destination.ports, workload);
    }
    case 'unreadable':
      return { destination: destination.text, reason: destination.reason, mend: destination.mend, families: ['ipv4'], needs: 'each' };
  }
}

/** A service of which it is known who calls what there. */
function calling({ call, contested, otherwise }: AwsServiceDestination, wanted: Wanted): Wanted {
  const { question } = wanted;
  return {
    ...wanted,
    ...question?.kind === 'aws-service' && call !== undefined ? { question: { ...question, call } } : {},
    ...contested === undefined && otherwise === undefined ? {} : { need: { contested, otherwise } },
  };
}

function ofQuestion(asked: AskedDestination, workload: Workload, context: RequirementContext): Wanted {
  switch (asked.kind) {
    case 'internet':
      return { ...internet(asked.ports), families: ADDRESS_FAMILIES };
    case 'aws-service':
      return service(asked.service, workload, context, asked.ports);
    case 'cidr':
      return {
        destination: spellDestination(spellBlock(asked.block), asked.ports),
        question: { kind: 'cidr', block: asked.block, ports: asked.ports },
        families: [asked.block.family],
        needs: 'each',
      };
    case 'prefix-list':
      return prefixList(asked.prefixListId, { known: true, value: asked.prefixListId }, asked.ports, workload);
    case 'resource': {
      const list = context.names.prefixList(asked.name);
      if (list.known) {
        return prefixList(asked.name, list, asked.ports ?? HTTPS, workload);
      }
      const named = context.names.asked(asked.name);
      return asked.ports === undefined ? onUsualPorts(asked.name, named, workload) : resource(asked.name, named, asked.ports, workload);
    }
  }
}

/** Returns what is judged unasked. That the internet is not reached undeclared is part of what a function declares, whatever else is asked. */
function usualRequirements(workload: Workload, context: RequirementContext): Wanted[] {
  const { asked, model, servicesOfVpc } = context;
  const { attachment, declared, kind } = workload;
  if (kind === 'other' || connectorWords(workload) !== undefined) {
    return [];
  }
  if (asked.length > 0) {
    return declared === undefined ? [] : [{ ...internet(HTTPS), families: ADDRESS_FAMILIES }];
  }
  const subnet = attachment.kind === 'vpc' && attachment.subnets.known ? model.subnets.get(attachment.subnets.value[0]) : undefined;
  const services = subnet === undefined ? [] : servicesOfVpc.get(subnet.vpc) ?? [];
  return [
    { ...internet(HTTPS), families: ADDRESS_FAMILIES },
    ...services.filter((name) => !(declared ?? []).some((each) => each.kind === 'aws-service' && each.service === name))
      .map((name) => service(name, workload, context)),
  ];
}

function internet(ports: readonly PortedTransport[]) {
  return { destination: spellDestination('internet', ports), question: { kind: 'internet', ports }, needs: 'each' } as const;
}

function service(
  name: string, workload: Workload, { model, servicesPresent }: RequirementContext, ports?: readonly PortedTransport[], isStated = false,
): Wanted {
  const wanted = serviceWanted(name, ports, workload, model, servicesPresent, isStated);
  return { destination: ports === undefined ? name : spellDestination(name, ports), ...wanted, families: familiesOf(workload), needs: 'one' };
}

function resource(name: string, { usualPorts: _, ...named }: Named, ports: readonly PortedTransport[], workload: Workload) {
  return {
    destination: spellDestination(name, ports),
    question: { kind: 'resource', name, ports, ...named },
    families: familiesOf(workload),
    needs: 'one',
  } as const;
}

/** Without a port: that on which it listens. */
function onUsualPorts(name: string, named: Named, workload: Workload): Wanted {
  const { usualPorts } = named;
  if (!usualPorts.known) {
    return { destination: name, reason: usualPorts.reason, mend: `ask for it with its port, such as ${name}:5432`, families: familiesOf(workload), needs: 'one' };
  }
  const wanted = resource(name, named, usualPorts.value.ports, workload);
  return { ...wanted, question: { ...wanted.question, becauseOfPorts: usualPorts.value.because } };
}

function prefixList(name: string, id: Known<string>, ports: readonly PortedTransport[], workload: Workload) {
  return { destination: spellDestination(name, ports), question: { kind: 'prefix-list', id, ports }, families: familiesOf(workload), needs: 'one' } as const;
}

/** The internet is asked for over the families that the function has. */
function neededFamilies({ question, families }: Wanted, workload: Workload): readonly AddressFamily[] {
  return question?.kind === 'internet' ? families.filter((family) => familiesOf(workload).includes(family)) : families;
}

/** The families that a function has addresses of: over the others it is told what is in the way, and needs nothing. */
function familiesOf({ attachment }: Workload): readonly AddressFamily[] {
  return attachment.kind === 'vpc' && attachment.ipv6Allowed !== 'no' ? ADDRESS_FAMILIES : ['ipv4'];
}

function prefixListId({ prefixListId: id, resource: name }: PrefixListDestination, names: Names): Known<string> {
  if (id !== undefined) {
    return { known: true, value: id };
  }
  return name === undefined ? { known: false, reason: 'the prefix list is known only during deployment' } : names.prefixList(name);
}
