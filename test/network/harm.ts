import type { ResourceDifference } from '@aws-cdk/cloudformation-diff';
import { ResourceImpact, fullDiff } from '@aws-cdk/cloudformation-diff';

/** A synthesized template, as far as these tests read it. */
export interface SynthesizedTemplate {
  readonly Resources: Record<string, {
    readonly Type: string;
    readonly Properties?: Record<string, unknown> & { readonly Tags?: ReadonlyArray<{ readonly Key: string; readonly Value: unknown }> };
  }>;
}

/** Something a deployment would do to a live resource. */
export interface Harm {
  readonly logicalId: string;
  readonly type: string;

  /** The tier of the subnet that the resource belongs to, if it does. */
  readonly tier?: unknown;
  readonly what: 'replaced' | 'removed' | 'renamed';
}

/** Types whose replacement interrupts traffic, moves addresses or changes a public IP. */
const LIVE = [
  'AWS::EC2::VPC', 'AWS::EC2::VPCCidrBlock', 'AWS::EC2::Subnet', 'AWS::EC2::RouteTable', 'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::NatGateway', 'AWS::EC2::EIP', 'AWS::EC2::Instance', 'AWS::EC2::InternetGateway', 'AWS::EC2::EgressOnlyInternetGateway',
  'AWS::EC2::VPCEndpoint', 'AWS::EC2::FlowLog', 'AWS::Logs::LogGroup',
  'AWS::EC2::TransitGatewayAttachment', 'AWS::EC2::NetworkAcl', 'AWS::EC2::NetworkAclEntry', 'AWS::EC2::SubnetNetworkAclAssociation',
  'AWS::EC2::DHCPOptions', 'AWS::EC2::VPCDHCPOptionsAssociation', 'AWS::EC2::VPCBlockPublicAccessExclusion', 'AWS::EC2::VPCEncryptionControl',
];

/**
 * What a stack update does to live resources, by CloudFormation's replacement rules.
 *
 * `removed` is what the new template no longer has; `renamed` is what the new template has again under another logical id,
 * recognised by its type and tags, which CloudFormation would delete and create anew.
 */
export function harm(before: SynthesizedTemplate, after: SynthesizedTemplate): Harm[] {
  const found: Harm[] = [];
  fullDiff(before as never, after as never).resources.forEachDifference((logicalId, change) => {
    const type = change.oldResourceType;
    if (type === undefined || !LIVE.includes(type)) {
      return;
    }
    const tier = tagsOf(before, logicalId).find(({ Key }) => Key === 'cdk-lambda-network:tier')?.Value;
    if (change.isRemoval) {
      found.push({ logicalId, type, tier, what: hasTwin(before, after, logicalId) ? 'renamed' : 'removed' });
    } else if (isReplaced(change)) {
      found.push({ logicalId, type, tier, what: 'replaced' });
    }
  });
  return found;
}

/**
 * Whether the resource gets a new physical id.
 *
 * The differ calls a property that CloudFormation updates "with some interruptions" a possible replacement. For a subnet that
 * gets its first IPv6 block it is none: the block is associated with the subnet that exists.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html
 */
function isReplaced(change: ResourceDifference): boolean {
  const gainsIpv6 = change.oldResourceType === 'AWS::EC2::Subnet' && change.oldProperties?.Ipv6CidrBlock === undefined;
  return Object.entries(change.propertyUpdates).some(([name, { changeImpact }]) => !(gainsIpv6 && name === 'Ipv6CidrBlock')
    && (changeImpact === ResourceImpact.WILL_REPLACE || changeImpact === ResourceImpact.MAY_REPLACE));
}

/** Whether a resource that is gone stands in the new template under another logical id. */
function hasTwin(before: SynthesizedTemplate, after: SynthesizedTemplate, logicalId: string): boolean {
  const identity = identityOf(before, logicalId);
  return identity !== undefined && Object.keys(after.Resources).some((id) => !(id in before.Resources) && identityOf(after, id) === identity);
}

/**
 * What makes a resource the same one under another logical id: its type, tier and zone.
 *
 * An Elastic IP address of a NAT instance and one of a NAT gateway are two: CloudFormation lets the new holder take the
 * address before the old one is deleted, which EC2 refuses, so one address cannot serve both in turn.
 */
function identityOf(template: SynthesizedTemplate, logicalId: string): string | undefined {
  const { Type, Properties } = template.Resources[logicalId];
  const tags = tagsOf(template, logicalId).filter(({ Key }) => Key.startsWith('cdk-lambda-network:'));
  return tags.length === 0 ? undefined : JSON.stringify([Type, Properties?.InstanceId !== undefined, ...tags]);
}

/** The tags of a resource, or of the subnet it belongs to. */
function tagsOf(template: SynthesizedTemplate, logicalId: string): ReadonlyArray<{ readonly Key: string; readonly Value: unknown }> {
  const { Properties } = template.Resources[logicalId];
  const subnet = (Properties?.SubnetId as { readonly Ref?: string } | undefined)?.Ref;
  return Properties?.Tags ?? (subnet === undefined ? [] : tagsOf(template, subnet));
}
