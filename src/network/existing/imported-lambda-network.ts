import { Lazy, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import type { ExistingNetworkOptions } from './existing-network-options';
import { knownBlocks } from './known-blocks';
import { Ipv4Cidr } from '../../address-plan/ipv4-cidr';
import { assertIpv6Cidr } from '../../address-plan/ipv6-cidr';
import { connectAll } from '../../connection/connect-all';
import type { ConnectAllOptions } from '../../connection/connect-all-options';
import { allowEndpointAccess } from '../../connection/endpoint-access';
import type { EndpointAccessOptions } from '../../connection/endpoint-access-options';
import { connectEventSource } from '../../connection/event-source-access';
import type { EventSourceConnectionOptions } from '../../connection/event-source-connection-options';
import type { IPrivateLambdaNetwork } from '../../connection/lambda-network';
import { connectSecretRotation } from '../../connection/rotation-access';
import { keepStatement } from '../../connection/stated-networks';
import { keepSubnetOwner } from '../../connection/subnet-owner';
import type { VpcConnectionOptions } from '../../connection/vpc-connection';
import { VpcConnection } from '../../connection/vpc-connection';
import { WaysFirst } from '../../connection/ways-first';
import { announceGateways, announceGroups } from '../../endpoints/endpoint-arrivals';
import type { NetworkStatement } from '../../metadata/network-statement';
import { NetworkError } from '../../private/network-error';
import { AddressFamily } from '../../vpc/address-family';
import { familyNames } from '../../vpc/family-names';
import { countNetworkInterfaces, keepNetworkInterfaceQuota } from '../../vpc/network-interfaces';
import { onRouted } from '../../vpc/routed-destinations';
import { isDualStack } from '../../vpc/subnet-families';
import { definedBlocks } from '../../vpc/vpc-blocks';
import { lookUpPrefixList } from '../core/gateway-prefix-list';
import { assertPrefixListIds, prefixListInContext } from '../core/known-prefix-list';
import { assertDefaultTenancy, dedicatedTenancy } from '../core/validation';

/** A VPC, where functions go in it, and what is known of it beside that. */
export interface ExistingNetwork extends ExistingNetworkOptions {
  readonly vpc: ec2.IVpc;
  readonly functionSubnets: ec2.ISubnet[];

  /** The part of it that is stated, when a snapshot shows the rest; without it all of it is stated. */
  readonly stated?: Pick<ExistingNetworkOptions, 'internetAddressFamilies' | 'routedDestinations'>;
}

/**
 * A network that this library does not define: it is what its VPC, or a snapshot, shows and what its importer states.
 *
 * Law: to functions it is a network like any other. What an import cannot know is taken to be absent unless it is stated, so a wrong
 * statement, and never a silent guess, is what opens too much.
 */
export class ImportedLambdaNetwork extends Construct implements IPrivateLambdaNetwork {
  public readonly vpc: ec2.IVpc;
  public readonly ipProtocol: ec2.IpProtocol;
  public readonly functionSubnets: ec2.ISubnet[];
  public readonly internetAddressFamilies: AddressFamily[];
  public readonly ipv4Blocks: string[];
  public readonly ipv6Blocks: string[];

  /** The facts that are stated, or that a snapshot shows. */
  private readonly facts: ExistingNetworkOptions;

  constructor(scope: Construct, id: string, read: (network: Construct) => ExistingNetwork) {
    super(scope, id);
    WaysFirst.of(this);
    const { vpc, functionSubnets, stated, ...facts } = read(this);
    this.facts = facts;
    this.vpc = vpc;
    this.functionSubnets = functionSubnets;
    assertDefaultTenancy(vpc, facts.instanceTenancy, this);
    this.ipProtocol = ipProtocolOf(this, functionSubnets, facts.ipProtocol);
    this.internetAddressFamilies = familiesOf(this, this.ipProtocol, facts.internetAddressFamilies ?? []);
    assertPrefixListIds(this, facts.prefixListIds ?? {});
    const defined = definedBlocks(vpc);
    this.ipv4Blocks = facts.ipv4Blocks ?? defined.ipv4;
    this.ipv6Blocks = facts.ipv6Blocks ?? defined.ipv6;
    this.node.addValidation({ validate: () => dedicatedTenancy(vpc) });
    this.keepStatement(stated);
    announceGateways(this, [...facts.gatewayEndpoints ?? [], ...Object.keys(facts.prefixListIds ?? {})]);
    announceGroups(this, facts.endpointSecurityGroups ?? {});
    keepNetworkInterfaceQuota(this, vpc, facts.networkInterfaceQuota);
    if (facts.ownerAccountId !== undefined) {
      keepSubnetOwner(this, ownerAccountId(this, facts.ownerAccountId));
    }
  }

  public get networkInterfaceCount(): number {
    return countNetworkInterfaces(this.vpc);
  }

  public connect(scope: Construct, id: string, options: VpcConnectionOptions = {}): VpcConnection {
    return new VpcConnection(scope, id, { ...options, network: this });
  }

  public connectAll(scope: IConstruct, options: ConnectAllOptions = {}): void {
    connectAll(this, scope, options);
  }

  public allowEndpointAccess(client: ec2.IConnectable, options: EndpointAccessOptions = {}): void {
    allowEndpointAccess(this, client, options);
  }

  public connectEventSource(source: ec2.IConnectable, options: EventSourceConnectionOptions): void {
    connectEventSource(this, source, options);
  }

  public connectSecretRotation(rotation: secretsmanager.SecretRotation): void {
    connectSecretRotation(this, rotation);
  }

  public endpointSecurityGroup(service: string): ec2.ISecurityGroup | undefined {
    return this.facts.endpointSecurityGroups?.[service];
  }

  /** Refuses to add to what exists. */
  public inferEndpoint(): undefined {
    return undefined;
  }

  public gatewayPrefixListId(service: string): string | undefined {
    const given = this.facts.prefixListIds?.[service];
    if (given !== undefined || !this.facts.gatewayEndpoints?.includes(service)) {
      return given;
    }
    return prefixListInContext(this, service) ?? lookUpPrefixList(this, service);
  }

  /** Keeps what is stated. Where a snapshot shows the facts, mostly nothing is. */
  private keepStatement(stated?: ExistingNetwork['stated']): void {
    if (stated === undefined || stated.internetAddressFamilies !== undefined || stated.routedDestinations !== undefined) {
      keepStatement(this, {
        internetAddressFamilies: familyNames(stated === undefined ? this.internetAddressFamilies : stated.internetAddressFamilies ?? []),
        services: stated === undefined ? statedServices(this.facts) : [],
        routedDestinations: this.routedDestinations(),
        ...stated === undefined ? { ...statedIds(this.facts), ...blocksInMetadata(knownBlocks(this.vpc, this.facts)) } : {},
      });
    }
  }

  /** Returns what is stated, and the blocks to which the app routes, through a peering for instance, before or after a function is connected. */
  private routedDestinations(): string[] {
    const destinations = new Set((this.facts.routedDestinations ?? []).map((destination) => routedDestination(this, destination)));
    onRouted(this, ({ cidr }) => cidr !== undefined && destinations.add(cidr));
    return Lazy.list({ produce: () => [...destinations] });
  }
}

/** Reads what the subnets show, if they show it; a statement must not say otherwise. */
function ipProtocolOf(network: Construct, subnets: readonly ec2.ISubnet[], stated?: ec2.IpProtocol): ec2.IpProtocol {
  const shown = subnets.map(isDualStack);
  const seen = shown.every((one) => one === true) ? ec2.IpProtocol.DUAL_STACK : ec2.IpProtocol.IPV4_ONLY;
  const disagrees = stated === ec2.IpProtocol.DUAL_STACK ? shown.includes(false) : seen === ec2.IpProtocol.DUAL_STACK;
  if (stated !== undefined && disagrees) {
    throw new NetworkError(
      'IMPORT_IP_PROTOCOL', `ipProtocol is stated as ${stated}, but the function subnets that this app defines are not: leave ipProtocol out`, network,
    );
  }
  return stated ?? seen;
}

function ownerAccountId(network: Construct, account: string): string {
  if (!Token.isUnresolved(account) && !/^\d{12}$/.test(account)) {
    throw new NetworkError('IMPORT_OWNER_ACCOUNT', `ownerAccountId is '${account}', expected the id of an account, such as 111122223333`, network);
  }
  return account;
}

function blocksInMetadata(blocks: readonly string[]): { readonly vpcBlocks?: readonly string[] } {
  return blocks.length === 0 ? {} : { vpcBlocks: blocks };
}

function statedServices({ gatewayEndpoints, prefixListIds, endpointSecurityGroups }: ExistingNetworkOptions): string[] {
  return [...new Set([...gatewayEndpoints ?? [], ...Object.keys({ ...prefixListIds, ...endpointSecurityGroups })])].sort();
}

/** Keeps the ids that are literal, which a snapshot may contradict. */
function statedIds(stated: ExistingNetworkOptions): Pick<NetworkStatement, 'prefixListIds' | 'endpointSecurityGroupIds'> {
  const { prefixListIds = {}, endpointSecurityGroups = {} } = stated;
  const literal = (ids: readonly (readonly [string, string])[]) => Object.fromEntries(ids.filter(([, id]) => !Token.isUnresolved(id)));
  const lists = literal(Object.entries(prefixListIds));
  const groups = literal(Object.entries(endpointSecurityGroups).map(([service, { securityGroupId: id }]) => [service, id]));
  return {
    ...Object.keys(lists).length === 0 ? {} : { prefixListIds: lists },
    ...Object.keys(groups).length === 0 ? {} : { endpointSecurityGroupIds: groups },
  };
}

function routedDestination(network: Construct, destination: string): string {
  if (Token.isUnresolved(destination)) {
    throw new NetworkError(
      'TOKEN_NOT_ALLOWED',
      'one of routedDestinations is known only during deployment, expected a block or the id of a prefix list: write it out, such as 10.20.0.0/16',
      network,
    );
  }
  if (destination.startsWith('pl-')) {
    assertPrefixListIds(network, { routedDestinations: destination });
  } else if (destination.includes(':')) {
    assertIpv6Cidr(destination);
  } else {
    Ipv4Cidr.parse(destination);
  }
  return destination;
}

function familiesOf(network: Construct, ipProtocol: ec2.IpProtocol, stated: AddressFamily[]): AddressFamily[] {
  if (ipProtocol === ec2.IpProtocol.IPV4_ONLY && stated.includes(AddressFamily.IPV6)) {
    throw new NetworkError(
      'EGRESS_NEEDS_IPV6',
      'the internet is stated to be reached over IPv6, but the function subnets have IPv4 addresses only: state ipProtocol: ec2.IpProtocol.DUAL_STACK if they have both, '
      + 'or leave ipv6 out of internetAddressFamilies',
      network,
    );
  }
  return Object.values(AddressFamily).filter((family) => stated.includes(family));
}
