import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { AwsEndpointService } from './aws-endpoint-service';
import { awsEndpointService } from './aws-endpoint-service';
import { announceEndpoint, announceGateways } from './endpoint-arrivals';
import { EndpointGroups } from './endpoint-groups';
import { endpointName } from './endpoint-name';
import type { EndpointPlaces } from './endpoint-places';
import { endpointSubnets } from './endpoint-places';
import type { EndpointPolicy } from './endpoint-policy';
import type { InterfaceEndpointOptions } from './interface-endpoint-options';
import { NetworkError } from '../private/network-error';
import { canHavePrivateDns } from '../services/private-names';

/** What endpoints are defined in. */
export interface NetworkEndpointsProps {
  readonly vpc: ec2.IVpc;
  readonly places: EndpointPlaces;
  readonly policy: EndpointPolicy;

  /** The gateway endpoints beside them, by service. */
  readonly gateways: ReadonlyMap<string, ec2.GatewayVpcEndpoint>;
}

/**
 * The interface endpoints of a network and the security group they share; where more callers are let in than a group has rules for, they share a few.
 *
 * The group has no rules of its own: nothing goes out, and each function that declares a service brings the rule that lets it in.
 * A service has one endpoint at most, so no two claim the same private DNS name. Where it has a gateway endpoint too, functions take that one, and the private
 * DNS name of the interface endpoint is for inbound resolver endpoints alone, so for hosts outside of the VPC.
 */
export class NetworkEndpoints extends Construct {
  private readonly endpoints = new Map<string, ec2.InterfaceVpcEndpoint>();
  private groups?: EndpointGroups;

  constructor(private readonly network: Construct, id: string, private readonly props: NetworkEndpointsProps) {
    super(network, id);
    announceGateways(network, props.gateways.keys());
  }

  /** The group that lets functions in to a service; undefined when the service has no endpoint here. */
  public securityGroupFor(service: string): ec2.ISecurityGroup | undefined {
    return this.endpoints.has(service) ? this.groups?.first : undefined;
  }

  /** Define the endpoint of a service. */
  public add(service: ec2.IInterfaceVpcEndpointService, options: InterfaceEndpointOptions = {}): ec2.InterfaceVpcEndpoint {
    const name = endpointName(service);
    if (this.endpoints.has(name)) {
      throw new NetworkError(
        'ENDPOINT_DUPLICATE',
        `the network has an endpoint for ${name} already, and two would claim the same private DNS name: remove one, `
        + 'or add the endpoint before the functions that declare the service',
        this,
      );
    }
    const { vpc, places, policy, gateways } = this.props;
    const gateway = gateways.get(name);
    const privateDns = options.privateDnsEnabled ?? (canHavePrivateDns(name) ? undefined : false);
    const endpoint = new ec2.InterfaceVpcEndpoint(this, name, {
      vpc,
      service,
      open: false,
      securityGroups: [this.sharedGroup()],
      subnets: endpointSubnets(this, name, places, options),
      privateDnsEnabled: privateDns,
      ipAddressType: options.ipAddressType ?? ec2.VpcEndpointIpAddressType.IPV4,
      privateDnsOnlyForInboundResolverEndpoint: gateway === undefined || privateDns === false ? undefined
        : ec2.VpcEndpointPrivateDnsOnlyForInboundResolverEndpoint.ONLY_INBOUND_RESOLVER,
    });
    if (gateway !== undefined) {
      // AWS asks for the gateway endpoint when it makes private DNS for inbound resolvers alone
      endpoint.node.addDependency(gateway);
    }
    (endpoint.node.defaultChild as ec2.CfnVPCEndpoint).securityGroupIds = this.sharedGroups().ids;
    applyPolicy(endpoint, options.policy ?? policy, name);
    this.endpoints.set(name, endpoint);
    announceEndpoint(this.network, { service: name, group: this.sharedGroup(), ports: awsEndpointService(service).ports });
    return endpoint;
  }

  /** The group that lets functions in to a service, which gets an endpoint if it has none; whether it got one is told. */
  public ensure(service: AwsEndpointService): { readonly group: ec2.ISecurityGroup; readonly isNew: boolean } {
    const isNew = !this.endpoints.has(service.name);
    if (isNew) {
      this.add(service.constant);
    }
    return { group: this.sharedGroup(), isNew };
  }

  /** The group of all endpoints, whether there are any yet or not. */
  public sharedGroup(): ec2.SecurityGroup {
    return this.sharedGroups().first;
  }

  private sharedGroups(): EndpointGroups {
    this.groups ??= new EndpointGroups(this, this.props.vpc);
    return this.groups;
  }
}

/** Put a policy on an endpoint of either kind. */
export function applyPolicy(endpoint: ec2.VpcEndpoint, policy: EndpointPolicy, service: string): void {
  const document = policy._documentFor(endpoint, service);
  if (document !== undefined) {
    (endpoint.node.defaultChild as ec2.CfnVPCEndpoint).policyDocument = document;
  }
}
