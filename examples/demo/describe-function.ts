import type { Found, Value, Assembly } from './assembly';
import { shortPath } from './assembly';

type Properties = Readonly<Record<string, Value>>;

/** The address in the rule of a group that lets nothing out; without any rule, EC2 would let everything out. */
const NOWHERE = '255.255.255.255/32';

/** What the demo shows of a function, as lines of text. */
export interface FunctionDescription {
  readonly name: string;
  readonly destinations: string[];
  readonly subnets: string[];
  readonly groups: string[];
  readonly letsOut: string[];
  readonly letsIn: string[];
  readonly statements: string[];
}

/** The functions that declare destinations, as their templates have them. */
export function describeFunctions(assembly: Assembly): FunctionDescription[] {
  return assembly.resources('AWS::Lambda::Function')
    .filter(({ resource }) => resource.Metadata?.['cdk-lambda-network:destinations'] !== undefined)
    .map((lambda) => describe(assembly, lambda));
}

/** How many network interfaces Lambda makes: one for each subnet and set of security groups. */
export function countInterfaces(functions: readonly FunctionDescription[]): number {
  return new Set(functions.flatMap(({ subnets, groups }) => subnets.map((subnet) => [subnet, ...[...groups].sort()].join()))).size;
}

function describe(assembly: Assembly, lambda: Found): FunctionDescription {
  const { template, resource } = lambda;
  const config = resource.Properties.VpcConfig as Properties;
  const groups = (config.SecurityGroupIds as Value[]).map((id) => assembly.follow(template, id)!);
  const role = assembly.follow(template, resource.Properties.Role)!;
  return {
    name: `${template.name}/${shortPath(lambda)}`,
    destinations: (resource.Metadata!['cdk-lambda-network:destinations'] as Properties[]).map(describeDestination),
    subnets: (config.SubnetIds as Value[]).map((id) => describeSubnet(assembly.follow(template, id)!)),
    groups: groups.map(shortPath),
    letsOut: groups.flatMap((group) => rulesOf(assembly, group, 'Egress')),
    letsIn: groups.flatMap((group) => rulesOf(assembly, group, 'Ingress')),
    statements: statementsOf(assembly, role).map((statement) => describeStatement(assembly, role, statement)),
  };
}

function describeDestination({ kind, addressFamilies, service, resource, cidr, ports }: Properties): string {
  const detail = service ?? resource ?? cidr ?? (addressFamilies as string[] | undefined)?.join(' + ') ?? '';
  return [kind, detail, ...(ports as Properties[] | undefined ?? []).map(describePorts)].join(' ');
}

function describeSubnet({ resource }: Found): string {
  const tags = Object.fromEntries((resource.Properties.Tags as Properties[]).map(({ Key, Value: value }) => [Key, value]));
  const zone = tags['cdk-lambda-network:zone'];
  return `${tags['cdk-lambda-network:tier']} ${resource.Properties.CidrBlock}, ${describeZone(zone)}`;
}

function describeZone(zone: Value): string {
  return typeof zone === 'string' ? zone : `zone ${Number((zone as { readonly 'Fn::Select': Value[] })['Fn::Select'][0]) + 1} of the Region`;
}

/** The rules in the group itself and those that are resources of their own. */
function rulesOf(assembly: Assembly, group: Found, direction: 'Egress' | 'Ingress'): string[] {
  const inline = (group.resource.Properties[`SecurityGroup${direction}`] ?? []) as Properties[];
  const own = assembly.resources(`AWS::EC2::SecurityGroup${direction}`)
    .filter(({ template, resource }) => assembly.follow(template, resource.Properties.GroupId)?.resource === group.resource)
    .map(({ resource }) => resource.Properties);
  return [...inline, ...own].filter(({ CidrIp }) => CidrIp !== NOWHERE).map((rule) => {
    const peer = rule.DestinationSecurityGroupId ?? rule.DestinationPrefixListId ?? rule.SourceSecurityGroupId ?? rule.SourcePrefixListId;
    const found = peer === undefined ? undefined : assembly.follow(group.template, peer);
    return `${describePorts(rule)} ${rule.CidrIp ?? rule.CidrIpv6 ?? (found === undefined ? JSON.stringify(peer) : shortPath(found))}`;
  });
}

function describePorts(rule: Properties): string {
  const [protocol, from, to] = [rule.protocol ?? rule.IpProtocol, rule.fromPort ?? rule.FromPort, rule.toPort ?? rule.ToPort];
  return from === to ? `${protocol} ${describePort(from)}` : `${protocol} ${describePort(from)}–${describePort(to)}`;
}

function describePort(port: Value | undefined): string {
  return typeof port === 'object' ? '(its port)' : String(port);
}

function statementsOf(assembly: Assembly, role: Found): Properties[] {
  const inline = (role.resource.Properties.Policies ?? []) as Properties[];
  const belongs = ({ template, resource }: Found): boolean => (resource.Properties.Roles as Value[])
    .some((id) => assembly.follow(template, id)?.resource === role.resource);
  const attached = assembly.resources('AWS::IAM::Policy')
    .filter(belongs)
    .map(({ resource }) => resource.Properties);
  return [...inline, ...attached].flatMap(({ PolicyDocument }) => (PolicyDocument as Properties).Statement as Properties[]);
}

function describeStatement(assembly: Assembly, role: Found, { Effect, Action, Resource, Condition }: Properties): string {
  const actions = [Action].flat() as string[];
  const resources = ([Resource].flat() as Value[]).map((resource) => describeArn(assembly, role, resource));
  const condition = Condition === undefined ? '' : ` when called by ${JSON.stringify(Condition).includes('SourceFunctionArn') ? 'function code' : 'some'}`;
  return `${Effect} ${actions.join(', ')} on ${resources.join(', ')}${condition}`;
}

function describeArn(assembly: Assembly, role: Found, arn: Value): string {
  if (typeof arn === 'string') {
    return arn;
  }
  const found = assembly.follow(role.template, arn);
  if (found !== undefined) {
    return shortPath(found);
  }
  const parts = (arn as { readonly 'Fn::Join'?: [string, Value[]] })['Fn::Join']?.[1] ?? [];
  return parts.map((part) => (typeof part === 'string' ? part : describePart(assembly, role, part))).join('');
}

function describePart(assembly: Assembly, role: Found, part: Value): string {
  const found = assembly.follow(role.template, part);
  return found === undefined ? String((part as Properties).Ref ?? '…').replace('AWS::', '') : shortPath(found);
}
