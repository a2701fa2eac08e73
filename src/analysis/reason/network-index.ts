import type { AddressBlock, AddressFamily } from '../model/address-block';
import { contains } from '../model/address-block';
import type {
  InternetGateway, NetworkModel, Subnet, TransitGatewayAttachment, TransitGatewayRouteTable, Vpc, VpcEndpoint, VpcPeering,
} from '../model/network';
import type { ResourceId } from '../model/source';
import { mayBeAnyResource } from '../model/source';

/*
 * Models: nothing of its own. It answers "what belongs to this" in constant time, so that judging stays linear in the model.
 * Law: whatever it returns is in the order of the ids, so that no verdict hangs on the order of a template.
 */

export class NetworkIndex {
  private readonly subnets: ReadonlyMap<ResourceId, readonly Subnet[]>;
  private readonly endpoints: ReadonlyMap<ResourceId, readonly VpcEndpoint[]>;
  private readonly endpointsByService: ReadonlyMap<string, readonly VpcEndpoint[]>;
  private readonly gateways: ReadonlyMap<ResourceId, readonly InternetGateway[]>;
  private readonly attachments: ReadonlyMap<ResourceId, readonly TransitGatewayAttachment[]>;
  private readonly associations: ReadonlyMap<ResourceId, readonly TransitGatewayRouteTable[]>;
  private readonly peerings: ReadonlyMap<ResourceId, readonly VpcPeering[]>;

  /** Tells whether an internet gateway is attached to a VPC, nobody knows to which. */
  readonly hasGatewayOfUnknownVpc: boolean;

  constructor(readonly model: NetworkModel) {
    this.subnets = group(model.subnets, ({ vpc }) => [vpc]);
    this.endpoints = group(model.endpoints, ({ vpc }) => [vpc]);
    this.endpointsByService = group(model.endpoints, ({ service }) => service.known ? [service.value] : []);
    this.gateways = group(model.internetGateways, ({ attachedTo }) => attachedTo);
    this.hasGatewayOfUnknownVpc = [...this.gateways.keys()].some(mayBeAnyResource);
    this.attachments = group(model.transitGatewayAttachments, ({ transitGateway, vpc }) => [transitGateway, ...vpc.known ? [vpc.value] : []]);
    this.associations = group(model.transitGatewayRouteTables, ({ associations }) => associations);
    this.peerings = group(model.peerings, ({ requester, accepter }) => [requester, accepter].flatMap((end) => end.known ? [end.value] : []));
  }

  vpcOf(subnet: Subnet): Vpc | undefined {
    return this.model.vpcs.get(subnet.vpc);
  }

  /** The blocks of a VPC; none of a VPC of which nothing is known. */
  blocksOf(vpc: ResourceId, family: AddressFamily): readonly AddressBlock[] {
    const found = this.model.vpcs.get(vpc);
    return (family === 'ipv4' ? found?.ipv4Blocks : found?.ipv6Blocks) ?? [];
  }

  /** Tells whether all addresses of a block are those of one VPC. */
  isInVpc(block: AddressBlock): boolean {
    return [...this.model.vpcs.keys()].some((vpc) => this.blocksOf(vpc, block.family).some((own) => contains(own, block) === 'yes'));
  }

  subnetsIn(vpc: ResourceId): readonly Subnet[] {
    return this.subnets.get(vpc) ?? [];
  }

  endpointsIn(vpc: ResourceId): readonly VpcEndpoint[] {
    return this.endpoints.get(vpc) ?? [];
  }

  /** The endpoints for a service, in any VPC. */
  endpointsFor(service: string): readonly VpcEndpoint[] {
    return this.endpointsByService.get(service) ?? [];
  }

  internetGatewaysOf(vpc: ResourceId): readonly InternetGateway[] {
    return this.gateways.get(vpc) ?? [];
  }

  attachmentsOf(transitGateway: ResourceId): readonly TransitGatewayAttachment[] {
    return this.attachments.get(transitGateway) ?? [];
  }

  /** The attachment of a VPC to a transit gateway. */
  attachmentBetween(transitGateway: ResourceId, vpc: ResourceId): TransitGatewayAttachment | undefined {
    return this.attachments.get(vpc)?.find((attachment) => attachment.transitGateway === transitGateway);
  }

  isAttachedToTransitGateway(vpc: ResourceId): boolean {
    return (this.attachments.get(vpc)?.length ?? 0) > 0;
  }

  /** The route table of the transit gateway that decides on what comes from an attachment, when templates name it. */
  routeTableOf({ source, transitGateway }: TransitGatewayAttachment): TransitGatewayRouteTable | undefined {
    const gateway = this.model.transitGateways.get(transitGateway);
    const standard = gateway?.defaultAssociation === 'yes' ? gateway.associationDefault : undefined;
    return this.associations.get(source.id)?.[0] ?? (standard === undefined ? undefined : this.model.transitGatewayRouteTables.get(standard));
  }

  peeringsOf(vpc: ResourceId): readonly VpcPeering[] {
    return this.peerings.get(vpc) ?? [];
  }
}

/** The block of a subnet. */
export function blockOf(subnet: Subnet, family: AddressFamily): AddressBlock | undefined {
  return family === 'ipv4' ? subnet.ipv4Block : subnet.ipv6Block;
}

function group<T>(things: ReadonlyMap<ResourceId, T>, keysOf: (thing: T) => readonly ResourceId[]): ReadonlyMap<ResourceId, readonly T[]> {
  const groups = new Map<ResourceId, T[]>();
  for (const [, thing] of [...things].sort(([one], [other]) => one < other ? -1 : 1)) {
    for (const key of keysOf(thing)) {
      const known = groups.get(key);
      if (known === undefined) {
        groups.set(key, [thing]);
      } else {
        known.push(thing);
      }
    }
  }
  return groups;
}
