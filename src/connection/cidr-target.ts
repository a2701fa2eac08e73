import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { OpenContext, DeclareContext, Target } from './target';
import { Ipv4Cidr } from '../address-plan/ipv4-cidr';
import { assertIpv6Cidr } from '../address-plan/ipv6-cidr';
import type { CidrDestination, PortRange } from '../metadata/declared-destination';
import { NetworkError } from '../private/network-error';
import { describeRange, readPort } from '../vpc/port-range';

/** A block of addresses that is not the whole internet. */
export class CidrTarget implements Target {
  private readonly range: PortRange;
  private readonly isIpv6: boolean;

  constructor(private readonly block: string, private readonly port: ec2.Port) {
    this.isIpv6 = block.includes(':');
    if (this.isIpv6) {
      assertIpv6Cidr(block);
    } else {
      Ipv4Cidr.parse(block, 'destination');
    }
    if (block.endsWith('/0')) {
      throw new NetworkError('DESTINATION_CIDR', `destination '${block}' is the whole internet: say so with Destination.internet()`);
    }
    this.range = readPort(port);
  }

  public declare({ scope, network }: DeclareContext): CidrDestination {
    if (this.isIpv6 && network.ipProtocol === ec2.IpProtocol.IPV4_ONLY) {
      throw new NetworkError(
        'DESTINATION_FAMILY',
        `destination ${this.block} is an IPv6 block, but the network ${network.node.path} is IPv4 only: make the network dual-stack, or name an IPv4 block`,
        scope,
      );
    }
    return this.forbid();
  }

  /** A family that the network does not have is closed, and stays so when it is had one day. */
  public forbid(): CidrDestination {
    return { kind: 'cidr', cidr: this.block, ports: [this.range] };
  }

  public identity(): string {
    return `cidr ${this.block} ${describeRange(this.range)}`;
  }

  public open({ securityGroup }: OpenContext): void {
    securityGroup.addEgressRule(this.isIpv6 ? ec2.Peer.ipv6(this.block) : ec2.Peer.ipv4(this.block), this.port, `the block ${this.block}`);
  }
}
