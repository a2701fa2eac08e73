import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { knowledgeOf } from './network-knowledge';
import type { OpenContext, DeclareContext, Target } from './target';
import type { InternetDestination, PortRange } from '../metadata/declared-destination';
import { NetworkError } from '../private/network-error';
import { AddressFamily } from '../vpc/address-family';
import { familyNames } from '../vpc/family-names';
import { describeRange, readPort } from '../vpc/port-range';

const ANYWHERE = {
  [AddressFamily.IPV4]: ec2.Peer.anyIpv4(),
  [AddressFamily.IPV6]: ec2.Peer.anyIpv6(),
};

const FAMILY_NAMES = { [AddressFamily.IPV4]: 'IPv4', [AddressFamily.IPV6]: 'IPv6' };

/** The internet, over the address families for which the network has an egress. */
export class InternetTarget implements Target {
  private readonly ranges: PortRange[];

  constructor(private readonly ports: ec2.Port[], private readonly families?: AddressFamily[]) {
    if (ports.length === 0) {
      throw new NetworkError('DESTINATION_PORT', 'Destination.internet() got an empty list of ports: name one, or leave ports out for TCP port 443');
    }
    if (families?.length === 0) {
      throw new NetworkError(
        'DESTINATION_FAMILY', 'Destination.internet() got an empty list of address families: name one, or leave addressFamilies out for all that the network has',
      );
    }
    this.ranges = ports.map(readPort);
  }

  public declare(context: DeclareContext): InternetDestination {
    return { kind: 'internet', addressFamilies: familyNames(this.resolveFamilies(context)), ports: this.ranges };
  }

  /** Families that are left out are both meant, whether or not the network has an egress for them. */
  public forbid(): InternetDestination {
    return { kind: 'internet', addressFamilies: familyNames(Object.values(AddressFamily).filter((family) => this.families?.includes(family) ?? true)), ports: this.ranges };
  }

  /** Families that are left out stay so, that a network which gains one changes the rules of a group and not the group. */
  public identity(): string {
    const families = this.families === undefined ? 'any' : [...new Set(this.families)].sort().join();
    return `internet ${families} ${[...new Set(this.ranges.map(describeRange))].sort().join()}`;
  }

  public open(context: OpenContext): void {
    for (const family of this.resolveFamilies(context)) {
      this.ports.forEach((port) => context.securityGroup.addEgressRule(ANYWHERE[family], port, 'the internet'));
    }
  }

  private resolveFamilies({ scope, network }: DeclareContext): AddressFamily[] {
    const available = network.internetAddressFamilies;
    if (available.length === 0) {
      const known = knowledgeOf(network);
      throw known !== undefined ? new NetworkError(
        'DESTINATION_NO_EGRESS', `the internet is declared, but the network ${network.node.path} has no egress: ${known.whyNoInternet}; give its subnets a way out and take the snapshot again, or name other subnets`, scope,
      ) : new NetworkError(
        'DESTINATION_NO_EGRESS', `the internet is declared, but the network ${network.node.path} has no egress: give it one, such as Egress.natGateways(), or state the `
        + 'internetAddressFamilies of an imported network', scope,
      );
    }
    const missing = this.families?.find((family) => !available.includes(family));
    if (missing !== undefined) {
      throw new NetworkError(
        'DESTINATION_FAMILY',
        `the internet is declared over ${FAMILY_NAMES[missing]}, but the network ${network.node.path} has egress over `
        + `${available.map((family) => FAMILY_NAMES[family]).join(' and ')} only: `
        + `leave ${FAMILY_NAMES[missing]} out of addressFamilies, or give the network an egress for it`,
        scope,
      );
    }
    return Object.values(AddressFamily).filter((family) => (this.families ?? available).includes(family));
  }
}
