import type { AddressSet } from './address-set';
import { familyName, unknownAddress } from './address-set';
import type { PathSegment, CandidatePath } from './candidate-path';
import { egress, ingress, concat, requireAll, standingAt } from './candidate-path';
import { answersOver } from './listener-families';
import { listensOn, portAssumptions } from './listening';
import { lookUpInVpc } from './local-routes';
import type { Flow, NetworkContext } from './network-context';
import { addressesOfSubnet, addressesOfVpc, originsOf } from './network-context';
import { mendOfUnknown, unknown, unless } from './obstacles';
import { inOneVpc } from './one-vpc';
import { refuted, unknownGroups } from './unknown-group';
import type { VpcCrossing, DestinationSubnets } from './vpc-paths';
import { toDestination } from './vpc-paths';
import { componentHop, destinationHop } from '../model/hop';
import type { Known, Subnet } from '../model/network';
import type { ResourceQuestion } from '../model/question';
import type { ResourceId } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: the path to a resource behind security groups: where it is, what leads there, what its groups let in.
 * Law: wherever the resource can be, the path is open.
 * Refuses: to say what answers there. A resource of which neither subnets nor the VPC are known is inconclusive unless the function's own
 * groups let nothing out to it.
 */

export function resourcePaths(context: NetworkContext, flow: Omit<Flow, 'to'>, question: ResourceQuestion, family: AddressSet['family']): readonly CandidatePath[] {
  const destinations = destinationsOf(context, question);
  if (destinations.length === 0) {
    return [somewhere(context, flow, question, family)];
  }
  return [requireAll(destinations.flatMap((destination) =>
    addressesOfDestination(context, destination, family)
      .map((addresses) => toAddresses(context, { ...flow, to: addresses }, question, destination))))];
}

function toAddresses(context: NetworkContext, flow: Flow, question: ResourceQuestion, destination: DestinationSubnets): CandidatePath {
  const { subnet, to, ports } = flow;
  const end = destinationHop(question.name);
  return requireAll(lookUpInVpc(context, subnet, to, destination.vpc).map((match) => {
    const crossing = toDestination(context, { ...flow, to: match.addresses }, match, destination);
    return concat(
      {
        hops: [componentHop('subnet', subnet, subnet.source.id)],
        obstacles: standingAt(end, [
          ...atResource(context, question, to.family), ...hasFamily(question, destination, to.family),
        ]),
      },
      crossing.segment,
      { ...demandsOf(context, { subnet, to: match.addresses, ports }, question, crossing), hops: [end], assumptions: assumptionsOf(question) },
    );
  }));
}

/** Returns what stands in the way at a resource itself, at whatever addresses it is reached: that it cannot be created, does not listen, or not over the family. */
export function atResource({ network }: NetworkContext, question: ResourceQuestion, family: AddressSet['family']): readonly Obstacle[] {
  const refused = (question.listeners ?? []).flatMap(({ source, subnets, securityGroups }) =>
    inOneVpc(network.model, source, subnets, securityGroups, 'RESOURCE_VPC_MISMATCH'));
  return [...refused, ...isThere(question), ...isAccepted(question), ...listensOn(question), ...answersOver(question, family)];
}

/** Something that exists already is where a network interface is. */
function isThere({ name, unplaced }: ResourceQuestion): readonly Obstacle[] {
  return unplaced === undefined ? [] : [unknown({
    code: 'UNKNOWN_DESTINATION', detail: `whether anything that could listen is ${name} is not known: ${unplaced}`,
    mend: 'name the security groups that it has, or take the snapshot again when it is there, with the permission ec2:DescribeNetworkInterfaces',
  })];
}

/** An endpoint answers once the owner of its service has accepted it, which no template says. */
function isAccepted({ name, listeners = [] }: ResourceQuestion): readonly Obstacle[] {
  return listeners.flatMap(({ source, pending }) => pending === undefined ? [] : [unknown({
    code: 'UNKNOWN_RESOURCE', source, detail: `${name} answers nobody until it is accepted, and whether it is accepted is not known: ${pending}`,
    mend: 'set AcceptanceRequired of the AWS::EC2::VPCEndpointService to false, and say in its permissions who may connect',
  })]);
}

/** Returns what is assumed of a resource, from wherever it is reached. */
export function assumptionsOf(question: ResourceQuestion): readonly string[] {
  return [...portAssumptions(question), ...(question.listeners ?? []).flatMap(({ assumption }) => assumption ?? [])];
}

/** Security groups of both ends. */
function demandsOf(context: NetworkContext, flow: Flow, question: ResourceQuestion, { referencesOut, referencesIn, from }: VpcCrossing): PathSegment {
  const { name, securityGroups } = question;
  const { to, ports } = flow;
  const out = egress(to, name, ports, { groups: securityGroups, references: referencesOut });
  if (question.isUnfiltered === true) {
    return { demands: [out] };
  }
  if (!securityGroups.known) {
    return { demands: [refuted(out)], obstacles: [unknownGroups(name, securityGroups.reason)] };
  }
  return {
    demands: [out, ingress({
      groups: securityGroups.value, of: undefined, what: name, from: from ?? originsOf(context, flow), references: referencesIn, ports,
      inConstructs: `Destination.connectable(${name}, …) writes the rule`,
    })],
  };
}

/** Neither subnets nor VPC are known. */
function somewhere(context: NetworkContext, flow: Omit<Flow, 'to'>, question: ResourceQuestion, family: AddressSet['family']): CandidatePath {
  const to = unknownAddress(family);
  const { name, subnets } = question;
  const reason = subnets.known ? 'no template that was read defines its subnets' : subnets.reason;
  const groups = importedGroups(context, question);
  const what = groups.length === 0 ? name : `${name} (${groups.map((id) => id.replace(/^\?/, '')).join(', ')})`;
  return concat(
    { hops: [componentHop('subnet', flow.subnet, flow.subnet.source.id), destinationHop(name)] },
    {
      obstacles: [...atResource(context, question, family), unknown({
        code: 'UNKNOWN_DESTINATION', detail: `where ${what} is, is not known: ${reason}`,
        ...mendOfUnknown([what, reason], ['judge the template that defines it together with this one']),
      })],
    },
    demandsOf(context, { ...flow, to }, question, { segment: {}, referencesOut: 'yes', referencesIn: 'yes' }),
  );
}

/** The groups of a resource that no template defines. */
function importedGroups({ network }: NetworkContext, { securityGroups }: ResourceQuestion): readonly ResourceId[] {
  return securityGroups.known ? securityGroups.value.filter((id) => network.model.securityGroups.get(id)?.source.logicalId === undefined) : [];
}

function destinationsOf({ network }: NetworkContext, { subnets, securityGroups }: ResourceQuestion): readonly DestinationSubnets[] {
  const known = subnetsOf(subnets, network.model.subnets);
  if (known !== undefined) {
    return known.map((subnet) => ({ vpc: subnet.vpc, subnets: [subnet], isExact: true }));
  }
  const shown = subnets.known ? subnets.value.flatMap((id) => network.model.subnets.get(id)?.vpc ?? []) : [];
  const vpcs = shown.length > 0 ? shown : vpcsOfGroups(network, securityGroups);
  return [...new Set(vpcs)].map((vpc) => ({ vpc, subnets: network.subnetsIn(vpc), isExact: false }));
}

/** Returns where the members of groups are; of a group that is associated with further VPCs that is not known. */
function vpcsOfGroups({ model }: NetworkContext['network'], ids: ResourceQuestion['securityGroups']): readonly ResourceId[] {
  const groups = ids.known ? ids.value.flatMap((id) => model.securityGroups.get(id) ?? []) : [];
  return groups.some(({ associatedVpcs = [] }) => associatedVpcs.length > 0) ? [] : groups.flatMap(({ vpc }) => vpc ?? []);
}

function subnetsOf(ids: Known<readonly ResourceId[]>, all: ReadonlyMap<ResourceId, Subnet>): readonly Subnet[] | undefined {
  if (!ids.known || ids.value.length === 0) {
    return undefined;
  }
  const found = ids.value.flatMap((id) => all.get(id) ?? []);
  return found.length === ids.value.length ? found : undefined;
}

function addressesOfDestination(context: NetworkContext, { vpc, subnets, isExact }: DestinationSubnets, family: AddressSet['family']): readonly AddressSet[] {
  const addressSets = isExact ? subnets.flatMap((subnet) => addressesOfSubnet(context, subnet, family))
    : addressesOfVpc(context.network, vpc, family);
  return [...new Map(addressSets.map((addresses) => [addresses.key, addresses])).values()];
}

function hasFamily({ name }: ResourceQuestion, { subnets, isExact }: DestinationSubnets, family: AddressSet['family']) {
  const known = family === 'ipv4' ? subnets.map(({ hasIpv4 }) => hasIpv4) : subnets.map(({ hasIpv6 }) => hasIpv6);
  const answer = known.length === 0 || known.every((has) => has === 'yes') ? 'yes' : isExact && known.includes('no') ? 'no' : 'unknown';
  return unless(family === 'ipv4' && answer === 'unknown' ? 'yes' : answer, {
    code: 'PROTOCOL_RESTRICTION', source: subnets.find((subnet) => (family === 'ipv4' ? subnet.hasIpv4 : subnet.hasIpv6) !== 'yes')?.source,
    detail: `${name} ${answer === 'no' ? 'is in a subnet without' : 'may be in a subnet without'} ${familyName(family)} addresses`,
    mend: `give the subnets of ${name} ${familyName(family)} addresses`,
  });
}
