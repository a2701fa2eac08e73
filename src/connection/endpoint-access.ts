import { AspectPriority, Aspects, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { allowBetween } from './allow-between';
import type { EndpointAccessOptions } from './endpoint-access-options';
import { FunctionSecurityGroup } from './function-security-group';
import { inferredEndpoint } from './inferred-endpoint';
import type { NetworkFacts } from './network-facts';
import { PrefixListPeer } from './prefix-list-peer';
import { WhenComplete } from './when-complete';
import type { AwsEndpointService } from '../endpoints/aws-endpoint-service';
import { awsEndpointService } from '../endpoints/aws-endpoint-service';
import type { OfferedEndpoint } from '../endpoints/endpoint-arrivals';
import { gatewaysOf, onEndpoint } from '../endpoints/endpoint-arrivals';
import { admittingGroup } from '../endpoints/endpoint-groups';
import { NetworkError } from '../private/network-error';
import { tcpPort } from '../vpc/port-range';

/*
 * Models: clients of endpoints that are no functions of this library: whatever has security groups in the VPC.
 * Law: what comes of it does not depend on the order of calls, because rules are made when the app is complete, and it is the same however often it is asked for.
 * Refuses: clients without groups, functions with destinations, and groups that no rule can name.
 */

/** Someone who is let into endpoints. */
interface Client {
  readonly groups: readonly ec2.ISecurityGroup[];

  /** The client in messages. */
  readonly name: string;

  /** Tells whether it may use the way over the internet, too. */
  readonly usesInternet?: boolean;
}

/** The networks that have clients in other stacks. */
const usedFromElsewhere = new WeakSet<IConstruct>();

/** The rules that a group has, in words. */
const granted = new WeakMap<ec2.ISecurityGroup, Set<string>>();

/** Tells whether clients in other stacks than that of the network are let into its endpoints. */
export function hasClientsElsewhere(network: IConstruct): boolean {
  return usedFromElsewhere.has(network);
}

/** Let a client into endpoints of a network. */
export function allowEndpointAccess(network: NetworkFacts, client: ec2.IConnectable, { services }: EndpointAccessOptions): void {
  const known = asClient(network, client);
  if (services !== undefined) {
    openServices(network, known, services);
    return;
  }
  [...gatewaysOf(network)].forEach((service) => openGateway(network, known, service));
  whenComplete(network, () => onEndpoint(network, (endpoint) => letIn(known, endpoint)));
}

/** Let a client reach services, through endpoints or, where it may use it and there is no endpoint, over the internet. */
export function openServices(network: NetworkFacts, client: Client, services: readonly string[]): void {
  const named = services.map(awsEndpointService);
  whenComplete(network, () => named.forEach((service) => openService(network, client, service)));
}

/** The groups of a client, checked. */
export function asClient(network: NetworkFacts, client: ec2.IConnectable): Client {
  const groups = client.connections.securityGroups;
  const [name, scope] = Construct.isConstruct(client) ? [client.node.path, client] : [groups[0]?.node.path ?? 'a connectable', network];
  const reason = whyNotLetIn(network, groups);
  if (reason !== undefined) {
    throw new NetworkError('ENDPOINT_ACCESS', `endpoints of ${network.node.path} cannot let ${name} in: ${reason}`, scope);
  }
  if (groups.some((group) => Stack.of(group) !== Stack.of(network))) {
    usedFromElsewhere.add(network);
  }
  return { groups, name };
}

function whyNotLetIn(network: IConstruct, groups: readonly ec2.ISecurityGroup[]): string | undefined {
  if (groups.length === 0) {
    return 'it has no security group, and rules let groups in: place it in the VPC with a security group, or import its group with ec2.SecurityGroup.fromSecurityGroupId()';
  }
  if (groups.some((group) => group instanceof FunctionSecurityGroup)) {
    return "its security group is that of a function with destinations: declare the service there, such as Destination.awsService('secretsmanager')";
  }
  const { account, region } = Stack.of(network);
  const differs = (one: string, other: string): boolean => !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
  const stranger = groups.find(({ env }) => differs(env.account, account) || differs(env.region, region));
  return stranger === undefined ? undefined
    : `its security group ${stranger.node.path} is of account ${stranger.env.account} and Region ${stranger.env.region}, the network of account ${account} and Region ${region}, and `
    + 'rules name groups of their own account and Region: define a network there';
}

/** Do something for a network when the app is complete. */
export function whenComplete(network: IConstruct, action: () => void): void {
  Aspects.of(network).add(new WhenComplete(network, action), { priority: AspectPriority.MUTATING });
}

function openService(network: NetworkFacts, client: Client, service: AwsEndpointService): void {
  const { name, ports } = service;
  if (openGateway(network, client, name)) {
    return;
  }
  const group = network.endpointSecurityGroup(name);
  if (group === undefined && client.usesInternet === true) {
    ports.forEach((range) => letOut(client, ec2.Peer.anyIpv4(), tcpPort(range), `AWS service ${name}`));
    onEndpoint(network, (endpoint) => endpoint.service === name && letIn(client, endpoint));
    return;
  }
  letIn(client, {
    service: name, ports,
    group: group ?? inferredEndpoint(service, {
      scope: network, network, asked: `AWS service '${name}' is to be reached by ${client.name}`, without: 'it is to be reached through endpoints',
      otherwise: `leave ${name} out, and let ${client.name} reach the internet by other means`,
    }),
  });
}

/** Let out to the gateway endpoint of a service; tells whether there is one. A group that lets everything out needs no rule, and so nobody looks the prefix list up. */
function openGateway(network: NetworkFacts, client: Client, service: string): boolean {
  if (!gatewaysOf(network).has(service)) {
    return false;
  }
  if (client.groups.some(({ allowAllOutbound }) => !allowAllOutbound)) {
    letOut(client, new PrefixListPeer(network.gatewayPrefixListId(service)!), ec2.Port.HTTPS, `AWS service ${service}`);
  }
  return true;
}

function letOut({ groups }: Client, peer: ec2.IPeer, port: ec2.Port, description: string): void {
  for (const group of groups.filter(({ allowAllOutbound }) => !allowAllOutbound)) {
    once(group, `${peer.uniqueId} ${port}`, () => group.addEgressRule(peer instanceof PrefixListPeer ? peer.heldLooselyBy(group) : peer, port, description));
  }
}

function letIn({ groups }: Client, endpoint: OfferedEndpoint): void {
  for (const group of groups) {
    for (const range of endpoint.ports) {
      once(group, `${endpoint.group.node.path} ${range.join('-')}`, () => allowBetween(group, admittingGroup(endpoint.group, group, 1), tcpPort(range)));
    }
  }
}

function once(group: ec2.ISecurityGroup, rule: string, grant: () => void): void {
  const rules = granted.get(group) ?? new Set();
  granted.set(group, rules);
  if (!rules.has(rule)) {
    rules.add(rule);
    grant();
  }
}
