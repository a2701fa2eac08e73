import type { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { EgressDesign, EgressRequest, EgressZone } from './egress-design';
import { throughNat } from './egress-design';
import { assertAllocationIds, assertDrainDuration } from './nat-addresses';
import { checkNat64, enableNat64 } from './nat64';
import { NetworkError } from '../private/network-error';

/*
 * Models: one NAT gateway for the whole VPC, which is in no subnet.
 * Law: it serves every zone of the network. With addresses of one's own, each zone has at least one.
 * Refuses: addresses for some of the zones alone, and for zones that the network does not span.
 */

const FACTORY = 'Egress.regionalNatGateway()';

/** A regional NAT gateway. */
export interface RegionalNatGatewayProps {
  readonly allocationIds?: Record<string, string[]>;
  readonly nat64?: boolean;
  readonly maxDrainDuration?: Duration;
}

/** Design one NAT gateway that serves every zone of the VPC and needs no public subnet. */
export function regionalNatGateway(props: RegionalNatGatewayProps, request: EgressRequest): EgressDesign {
  const nat64 = props.nat64 ?? false;
  checkNat64(FACTORY, nat64, request);
  assertDrainDuration(FACTORY, props.maxDrainDuration, request.scope);
  return throughNat(request, {
    publicZones: [],
    natProvider: new RegionalProvider(nat64, {
      availabilityZoneAddresses: props.allocationIds && zoneAddresses(props.allocationIds, request),
      maxDrainDuration: props.maxDrainDuration,
    }),
    finish: waitForAttachment,
  });
}

/**
 * The addresses of each zone.
 *
 * A gateway with addresses of one's own serves the zones it has addresses in and follows the VPC into no others, so a zone
 * of the network without addresses would lose its traffic.
 */
function zoneAddresses(allocationIds: Record<string, string[]>, { zones, scope }: EgressRequest): ec2.AvailabilityZoneAddress[] {
  const names = zones.map(({ name }) => name).join(', ');
  const stray = Object.keys(allocationIds).find((name) => !zones.some((zone) => zone.name === name));
  if (stray !== undefined) {
    throw new NetworkError('EGRESS_ELASTIC_IPS', `${FACTORY} got allocationIds for zone '${stray}', but the network spans ${names}: give them for these`, scope);
  }
  const bare = zones.find(({ name }) => (allocationIds[name] ?? []).length === 0);
  if (bare !== undefined) {
    throw new NetworkError(
      'EGRESS_ELASTIC_IPS',
      `${FACTORY} got no allocationIds for zone '${bare.name}', which the NAT gateway would not serve: give each of ${names} one or more, or leave allocationIds out`,
      scope,
    );
  }
  assertAllocationIds(FACTORY, Object.entries(allocationIds), scope);
  return zones.map((zone) => ({ ...place(zone), allocationIds: allocationIds[zone.name] }));
}

function place({ zoneId, availabilityZone }: EgressZone): { readonly availabilityZoneId?: string; readonly availabilityZone?: string } {
  return zoneId === undefined ? { availabilityZone } : { availabilityZoneId: zoneId };
}

/** `ec2.Vpc` knows a regional NAT gateway by its class. */
class RegionalProvider extends ec2.RegionalNatGatewayProvider {
  constructor(private readonly nat64: boolean, props: ec2.RegionalNatGatewayProviderProps) {
    super(props);
  }

  public override configureSubnet(subnet: ec2.PrivateSubnet): void {
    super.configureSubnet(subnet);
    if (this.nat64) {
      enableNat64(subnet, this.configuredGateways[0].gatewayId);
    }
  }
}

/**
 * The CDK lets a regional NAT gateway wait for the internet gateway, but not for its attachment to the VPC, without
 * which the gateway cannot be created.
 */
function waitForAttachment(vpc: ec2.Vpc): string[] {
  vpc.node.findChild('RegionalNatGateway').node.addDependency(vpc.node.findChild('VPCGW'));
  return [];
}
