import type { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { EgressDesign, EgressRequest, EgressZone } from './egress-design';
import { throughNat } from './egress-design';
import { assertAllocationIds, assertDrainDuration } from './nat-addresses';
import type { NatPlacement } from './nat-zones';
import { assertNatZones, natZones } from './nat-zones';
import { checkNat64, enableNat64 } from './nat64';
import { NetworkError } from '../private/network-error';
import { QUOTAS } from '../services/quotas';

/*
 * Models: NAT gateways, each in the public subnet of one zone, and the addresses that they have.
 * Law: a private subnet is led to the NAT gateway of its own zone, or to the first one by slot when its zone has none.
 * Refuses: addresses for a zone without a NAT gateway, and more addresses than a NAT gateway can hold.
 */

const FACTORY = 'Egress.natGateways()';

/** One address is the primary one. */
const MAX_SECONDARY = QUOTAS.addressesOfNatGateway.value - 1;

/** Zonal NAT gateways and their addresses. */
export interface ZonalNatGatewaysProps extends NatPlacement {
  readonly allocationIds?: Record<string, string>;
  readonly secondaryAllocationIds?: Record<string, string[]>;
  readonly secondaryElasticIps?: number;
  readonly nat64?: boolean;
  readonly maxDrainDuration?: Duration;
}

/** Design NAT gateways that each stand in the public subnet of one zone. */
export function zonalNatGateways(props: ZonalNatGatewaysProps, request: EgressRequest): EgressDesign {
  const zones = natZones(FACTORY, props, request);
  assertAddresses(props, zones, request);
  checkNat64(FACTORY, props.nat64 ?? false, request);
  const provider = new ZonalNatGatewayProvider(props, zones);
  return throughNat(request, {
    publicZones: zones,
    natProvider: provider,
    finish: () => provider.publicIps,
  });
}

function assertAddresses(props: ZonalNatGatewaysProps, zones: readonly EgressZone[], request: EgressRequest): void {
  assertNatZones(FACTORY, 'allocationIds', Object.keys(props.allocationIds ?? {}), zones, request);
  assertNatZones(FACTORY, 'secondaryAllocationIds', Object.keys(props.secondaryAllocationIds ?? {}), zones, request);
  const idsOf = (name: string) => [props.allocationIds?.[name] ?? [], props.secondaryAllocationIds?.[name] ?? []].flat();
  assertAllocationIds(FACTORY, zones.map(({ name }) => [name, idsOf(name)] as const), request.scope);
  assertDrainDuration(FACTORY, props.maxDrainDuration, request.scope);
  for (const zone of zones) {
    const secondary = (props.secondaryElasticIps ?? 0) + (props.secondaryAllocationIds?.[zone.name]?.length ?? 0);
    if (!Number.isInteger(secondary) || secondary < 0 || secondary > MAX_SECONDARY) {
      throw new NetworkError(
        'EGRESS_ELASTIC_IPS',
        `${FACTORY} gives the NAT gateway of zone ${zone.name} ${secondary} secondary addresses: give a whole number from 0 to ${MAX_SECONDARY} in all`,
        request.scope,
      );
    }
  }
}

/**
 * Puts a NAT gateway into each given zone and routes every private subnet to the one of its own zone.
 *
 * A zone without a NAT gateway uses that of another zone, chosen by the zone's slot: the choice depends on nothing but the
 * zone and the zones that have gateways.
 */
class ZonalNatGatewayProvider extends ec2.NatProvider {
  public readonly publicIps: string[] = [];
  private readonly gateways = new Map<EgressZone, string>();

  constructor(private readonly props: ZonalNatGatewaysProps, private readonly zones: readonly EgressZone[]) {
    super();
  }

  public get configuredGateways(): ec2.GatewayConfig[] {
    return [...this.gateways].map(([zone, gatewayId]) => ({ az: zone.availabilityZone, gatewayId }));
  }

  public configureNat(options: ec2.ConfigureNatOptions): void {
    for (const zone of this.zones) {
      const subnet = options.natSubnets.find(({ availabilityZone }) => availabilityZone === zone.availabilityZone)!;
      this.gateways.set(zone, this.addGateway(subnet, zone).ref);
    }
    options.privateSubnets.forEach((subnet) => this.configureSubnet(subnet));
  }

  public configureSubnet(subnet: ec2.PrivateSubnet): void {
    const gatewayId = this.gatewayFor(subnet.availabilityZone);
    subnet.addDefaultNatRoute(gatewayId);
    if (this.props.nat64 === true) {
      enableNat64(subnet, gatewayId);
    }
  }

  private addGateway(subnet: ec2.PublicSubnet, zone: EgressZone): ec2.CfnNatGateway {
    const gateway = subnet.addNatGateway(this.props.allocationIds?.[zone.name], { maxDrainDuration: this.props.maxDrainDuration });
    const own = subnet.node.tryFindChild('EIP') as ec2.CfnEIP | undefined;
    const further = Array.from({ length: this.props.secondaryElasticIps ?? 0 }, (_, index) => new ec2.CfnEIP(subnet, `SecondaryEIP${index + 1}`, { domain: 'vpc' }));
    const secondary = [...further.map((eip) => eip.attrAllocationId), ...this.props.secondaryAllocationIds?.[zone.name] ?? []];
    gateway.secondaryAllocationIds = secondary.length > 0 ? secondary : undefined;
    this.publicIps.push(...[own, ...further].flatMap((eip) => (eip === undefined ? [] : [eip.attrPublicIp])));
    return gateway;
  }

  private gatewayFor(availabilityZone: string): string {
    const own = this.zones.find((zone) => zone.availabilityZone === availabilityZone);
    return this.gateways.get(own ?? this.zones[0])!;
  }
}
