import type { App } from 'aws-cdk-lib';

interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
}

interface SynthesizedTemplate {
  readonly Resources: Record<string, Resource>;
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>;
}

interface RuleProperties {
  readonly CidrIp?: unknown;
  readonly CidrIpv6?: unknown;
  readonly DestinationPrefixListId?: unknown;
  readonly DestinationSecurityGroupId?: unknown;
  readonly IpProtocol: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
}

interface Reference {
  readonly 'Ref'?: string;
  readonly 'Fn::GetAtt'?: string[];
  readonly 'Fn::ImportValue'?: string;
  readonly 'Fn::GetStackOutput'?: { readonly StackName: string; readonly OutputName: string };
}

/** How `ec2.SecurityGroup` spells that nothing is allowed. */
const NO_TRAFFIC = '255.255.255.255/32 icmp 252-86';

/** The same template with the name of its stack before each logical id that it refers to. */
function qualified(value: unknown, stackName: string): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => qualified(each, stackName));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]: [string, unknown]) => {
    if (key === 'Ref') {
      return [key, `${stackName}.${String(each)}`];
    }
    return [key, key === 'Fn::GetAtt' ? [`${stackName}.${(each as string[])[0]}`, (each as string[])[1]] : qualified(each, stackName)];
  }));
}

/** What the security groups in the templates of an app let through, read from the templates alone. */
export class SynthesizedTraffic {
  private readonly resources: Record<string, Resource> = {};
  private readonly exports: Record<string, unknown> = {};
  private readonly outputs: Record<string, unknown> = {};

  constructor(app: App) {
    for (const { template, stackName } of app.synth().stacks) {
      const { Resources, Outputs = {} } = qualified(template, stackName) as SynthesizedTemplate;
      Object.entries(Resources).forEach(([id, resource]) => {
        this.resources[`${stackName}.${id}`] = resource;
      });
      Object.entries(Outputs).forEach(([id, { Value, Export }]) => {
        this.outputs[`${stackName}.${id}`] = Value;
        this.exports[Export?.Name ?? ''] = Value;
      });
    }
  }

  /** What gets out of a function, given as stack and logical id, and in at the other end where that is a group: each rule that applies, once, sorted. */
  public of(functionId: string): string[] {
    const groups = this.groupsOf(functionId);
    return [...new Set(groups.flatMap((group) => this.egress(group).filter((rule) => this.isAdmitted(group, rule))))].sort();
  }

  /** The groups of a function, each as stack and logical id. */
  public groupsOf(functionId: string): string[] {
    const { VpcConfig } = this.resources[functionId].Properties as { VpcConfig: { SecurityGroupIds: unknown[] } };
    return VpcConfig.SecurityGroupIds.map((id) => this.name(id)).sort();
  }

  /** Every rule of the templates in words. */
  public rules(): string[] {
    const groups = Object.keys(this.resources).filter((id) => this.resources[id].Type === 'AWS::EC2::SecurityGroup');
    return [...groups.flatMap((group) => this.egress(group).map((rule) => `${group} to ${rule}`)), ...this.ingress()].sort();
  }

  private egress(group: string): string[] {
    const inline = (this.resources[group].Properties?.SecurityGroupEgress ?? []) as RuleProperties[];
    const separate = this.ofType('AWS::EC2::SecurityGroupEgress').filter(({ GroupId }) => this.name(GroupId) === group);
    return [...inline, ...separate as unknown as RuleProperties[]].map((rule) => {
      const peer = rule.CidrIp ?? rule.CidrIpv6 ?? rule.DestinationPrefixListId ?? rule.DestinationSecurityGroupId;
      return `${this.name(peer)} ${rule.IpProtocol} ${rule.FromPort}-${rule.ToPort}`;
    }).filter((rule) => rule !== NO_TRAFFIC);
  }

  private ingress(): string[] {
    return this.ofType('AWS::EC2::SecurityGroupIngress').map(({ GroupId, SourceSecurityGroupId, IpProtocol, FromPort, ToPort }) =>
      `${this.name(SourceSecurityGroupId)} into ${this.name(GroupId)} ${String(IpProtocol)} ${String(FromPort)}-${String(ToPort)}`);
  }

  private isAdmitted(group: string, rule: string): boolean {
    const peer = rule.split(' ')[0];
    return !(peer in this.resources) || this.resources[peer].Type !== 'AWS::EC2::SecurityGroup' || this.ingress().includes(`${group} into ${rule}`);
  }

  private ofType(type: string): Array<Record<string, unknown>> {
    return Object.values(this.resources).filter(({ Type }) => Type === type).map(({ Properties }) => Properties ?? {});
  }

  /** The stack and logical id that a reference leads to; literals as they are. */
  private name(value: unknown): string {
    if (typeof value === 'string') {
      return value;
    }
    const reference = value as Reference;
    if (reference['Fn::ImportValue'] !== undefined) {
      return this.name(this.exports[reference['Fn::ImportValue']]);
    }
    const output = reference['Fn::GetStackOutput'];
    return output !== undefined ? this.name(this.outputs[`${output.StackName}.${output.OutputName}`]) : reference.Ref ?? reference['Fn::GetAtt']![0];
  }
}
