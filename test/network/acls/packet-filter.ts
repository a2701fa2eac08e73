/*
 * The oracle: stateless filtering by the plainest means, written without a look at src. An address is a number of 32 or 128
 * bits; a network ACL is a list of entries, read in the order of their numbers; the first that matches decides, and when none
 * does the packet is dropped.
 * See https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html
 */

export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface Packet {
  readonly source: Address;
  readonly destination: Address;

  /** IANA's number. */
  readonly protocol: number;
  readonly destinationPort?: number;
  readonly icmp?: readonly [type: number, code: number];
}

/** The properties of an AWS::EC2::NetworkAclEntry, as far as filtering goes. */
interface Entry {
  readonly RuleNumber: number;
  readonly Protocol: number;
  readonly RuleAction: string;
  readonly Egress: boolean;
  readonly CidrBlock?: unknown;
  readonly Ipv6CidrBlock?: unknown;
  readonly PortRange?: { readonly From: number; readonly To: number };
  readonly Icmp?: { readonly Type: number; readonly Code: number };
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
}

export interface Subnet {
  readonly logicalId: string;
  readonly tier: string;
  readonly zone: string;
  readonly ipv4: string;
  readonly ipv6?: string;
}

/** The IPv6 block that Amazon is taken to have given the VPC. */
export const VPC_IPV6 = '2001:db8:1234:ff00::/56';

/** The subnets of a template and what the network ACLs in it let through. */
export class PacketFilter {
  public readonly subnets: Subnet[];

  constructor(private readonly resources: Readonly<Record<string, Resource>>) {
    this.subnets = this.ofType('AWS::EC2::Subnet').map(([logicalId, properties]) => {
      const tags = properties.Tags as Array<{ readonly Key: string; readonly Value: string }>;
      const tag = (key: string) => tags.find(({ Key }) => Key === `cdk-lambda-network:${key}`)!.Value;
      return { logicalId, tier: tag('tier'), zone: tag('zone'), ipv4: properties.CidrBlock as string, ipv6: ipv6Of(properties.Ipv6CidrBlock) };
    });
  }

  public of(tier: string): Subnet[] {
    return this.subnets.filter((subnet) => subnet.tier === tier);
  }

  public leaves(subnet: Subnet, packet: Packet): boolean {
    return this.passes(subnet, packet, true);
  }

  public enters(subnet: Subnet, packet: Packet): boolean {
    return this.passes(subnet, packet, false);
  }

  private passes(subnet: Subnet, packet: Packet, egress: boolean): boolean {
    const associations = this.ofType('AWS::EC2::SubnetNetworkAclAssociation').filter(([, { SubnetId }]) => refers(SubnetId, subnet.logicalId));
    if (associations.length !== 1) {
      throw new Error(`${subnet.logicalId} has ${associations.length} network ACLs`);
    }
    const acl = associations[0][1].NetworkAclId;
    const entries = this.ofType('AWS::EC2::NetworkAclEntry')
      .filter(([, { NetworkAclId }]) => JSON.stringify(NetworkAclId) === JSON.stringify(acl))
      .map(([, properties]) => properties as unknown as Entry)
      .filter(({ Egress }) => Egress === egress)
      .sort((one, other) => one.RuleNumber - other.RuleNumber);
    if (new Set(entries.map(({ RuleNumber }) => RuleNumber)).size !== entries.length) {
      throw new Error('two entries have one number');
    }
    const decisive = entries.find((entry) => matches(entry, packet, egress ? packet.destination : packet.source));
    return decisive?.RuleAction === 'allow';
  }

  private ofType(type: string): Array<[string, Record<string, unknown>]> {
    return Object.entries(this.resources).filter(([, { Type }]) => Type === type).map(([id, { Properties }]) => [id, Properties ?? {}]);
  }
}

function matches(entry: Entry, packet: Packet, other: Address): boolean {
  const block = blockOf(entry.CidrBlock ?? entry.Ipv6CidrBlock);
  if (block.bits !== other.bits || other.value < block.first || other.value > block.last) {
    return false;
  }
  if (entry.Protocol === -1) {
    return true;
  }
  if (entry.Protocol !== packet.protocol) {
    return false;
  }
  if (entry.Protocol === 6 || entry.Protocol === 17) {
    return packet.destinationPort! >= entry.PortRange!.From && packet.destinationPort! <= entry.PortRange!.To;
  }
  return packet.icmp![0] === entry.Icmp!.Type && packet.icmp![1] === entry.Icmp!.Code;
}

/** The n-th address of a block, counted in a circle. */
export function addressIn(block: string, nth: bigint): Address {
  const { bits, first, last } = blockOf(block);
  return { bits, value: first + nth % (last - first + 1n) };
}

function blockOf(cidr: unknown): { readonly bits: 32 | 128; readonly first: bigint; readonly last: bigint } {
  const text = typeof cidr === 'string' ? cidr : VPC_IPV6;
  const [address, length] = text.split('/');
  const bits = text.includes(':') ? 128 : 32;
  const digits = (bits === 128 ? digits6(address) : digits4(address)).slice(0, Number(length));
  return { bits, first: BigInt(`0b0${digits.padEnd(bits, '0')}`), last: BigInt(`0b0${digits.padEnd(bits, '1')}`) };
}

function digits4(address: string): string {
  return address.split('.').map((octet) => Number(octet).toString(2).padStart(8, '0')).join('');
}

function digits6(address: string): string {
  const [head, tail = ''] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const missing = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...missing, ...tail].map((group) => parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}

/** `Fn::Select` of the n-th /64 of the VPC's block, which ends in two zeros where n belongs. */
function ipv6Of(block: unknown): string | undefined {
  if (block === undefined) {
    return undefined;
  }
  const [nth] = (block as { readonly 'Fn::Select': [number, unknown] })['Fn::Select'];
  return VPC_IPV6.replace(/00::\/56$/, `${Number(nth).toString(16).padStart(2, '0')}::/64`);
}

function refers(value: unknown, logicalId: string): boolean {
  return (value as { readonly Ref?: string }).Ref === logicalId;
}
