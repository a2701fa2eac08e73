import type { LiveResource } from './account';

/** A rule as Amazon EC2 knows it: in which group, and which other group it names, if any. */
export interface LiveRule {
  readonly group: string;
  readonly direction: 'in' | 'out';

  /** The group, block or prefix list at the other end. */
  readonly peer: string;
  readonly ports: string;
}

const PEERS = ['SourceSecurityGroupId', 'DestinationSecurityGroupId', 'SourcePrefixListId', 'DestinationPrefixListId', 'CidrIp', 'CidrIpv6'];

/** The rules that a resource makes: one for a rule of its own, any number for a group with rules inside. */
export function rulesOf({ type, physicalId, properties }: LiveResource): LiveRule[] {
  switch (type) {
    case 'AWS::EC2::SecurityGroupIngress': return [rule(properties.GroupId, 'in', properties)];
    case 'AWS::EC2::SecurityGroupEgress': return [rule(properties.GroupId, 'out', properties)];
    case 'AWS::EC2::SecurityGroup': return [
      ...inside(properties.SecurityGroupIngress).map((each) => rule(physicalId, 'in', each)),
      ...inside(properties.SecurityGroupEgress).map((each) => rule(physicalId, 'out', each)),
    ];
    default: return [];
  }
}

/** Two rules that Amazon EC2 takes for the same have the same text. */
export function textOf({ group, direction, peer, ports }: LiveRule): string {
  return `${group} ${direction} ${peer} ${ports}`;
}

function inside(rules: unknown): Array<Record<string, unknown>> {
  return (rules ?? []) as Array<Record<string, unknown>>;
}

function rule(group: unknown, direction: 'in' | 'out', properties: Record<string, unknown>): LiveRule {
  const peer = PEERS.map((name) => properties[name]).find((value) => value !== undefined);
  const ports = [properties.IpProtocol, properties.FromPort, properties.ToPort].map((value) => JSON.stringify(value) ?? '').join(' ');
  return { group: String(group), direction, peer: typeof peer === 'string' ? peer : JSON.stringify(peer), ports };
}
