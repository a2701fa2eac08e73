import fc from 'fast-check';

/*
 * Random networks as resources whose references are still open, so that the same network can be written as one template, as several
 * that export to each other, or nested.
 */

/** A reference, to a resource or to an attribute of one. */
export class Open {
  constructor(public readonly target: string, public readonly attribute?: string) {
  }
}

/** Resources with open references, by logical id. */
export type OpenResources = ReadonlyMap<string, { readonly Type: string; readonly Properties: object }>;

const COUNT = fc.integer({ min: 0, max: 4 });

/** Networks with all that refers to one another. */
export const networks: fc.Arbitrary<OpenResources> = fc.record({
  subnets: COUNT, tables: COUNT, groups: COUNT, functions: COUNT, ipv6: fc.boolean(), seed: fc.array(fc.nat(), { minLength: 24, maxLength: 24 }),
}).map(({ subnets, tables, groups, functions, ipv6, seed }) => {
  let next = 0;
  const number = (below: number) => seed[next++ % seed.length] % below;
  const resources = new Map<string, { Type: string; Properties: object }>();
  const add = (id: string, type: string, properties: object) => resources.set(id, { Type: `AWS::${type}`, Properties: properties });
  const vpc = new Open('Vpc');
  add('Vpc', 'EC2::VPC', { CidrBlock: '10.0.0.0/16' });
  add('Igw', 'EC2::InternetGateway', {});
  add('Attached', 'EC2::VPCGatewayAttachment', { VpcId: vpc, InternetGatewayId: new Open('Igw') });
  if (ipv6) {
    add('Ipv6', 'EC2::VPCCidrBlock', { VpcId: vpc, AmazonProvidedIpv6CidrBlock: true });
  }
  const acl = new Open('Vpc', 'DefaultNetworkAcl');
  add('Entry', 'EC2::NetworkAclEntry', { NetworkAclId: acl, RuleNumber: number(200), Protocol: -1, RuleAction: 'allow', CidrBlock: new Open('Vpc', 'CidrBlock') });
  for (let index = 0; index < tables; index += 1) {
    add(`T${index}`, 'EC2::RouteTable', { VpcId: vpc });
    add(`R${index}`, 'EC2::Route', { RouteTableId: new Open(`T${index}`), DestinationCidrBlock: '0.0.0.0/0', GatewayId: new Open(number(2) === 0 ? 'Igw' : 'Gone') });
  }
  for (let index = 0; index < subnets; index += 1) {
    add(`S${index}`, 'EC2::Subnet', {
      VpcId: vpc, CidrBlock: `10.0.${index}.0/24`, AvailabilityZone: { 'Fn::Select': [index, { 'Fn::GetAZs': '' }] },
      ...ipv6 ? { Ipv6CidrBlock: { 'Fn::Select': [index, { 'Fn::Cidr': [new Open('Vpc', 'Ipv6CidrBlocks'), 8, '64'] }] } } : {},
    });
    if (tables > 0) {
      add(`A${index}`, 'EC2::SubnetRouteTableAssociation', { SubnetId: new Open(`S${index}`), RouteTableId: new Open(`T${number(tables)}`) });
    }
  }
  for (let index = 0; index < groups; index += 1) {
    add(`G${index}`, 'EC2::SecurityGroup', { VpcId: vpc, GroupDescription: 'g' });
    add(`I${index}`, 'EC2::SecurityGroupIngress', {
      GroupId: new Open(`G${index}`, 'GroupId'), IpProtocol: 'tcp', FromPort: number(1000), ToPort: 1000, SourceSecurityGroupId: new Open(`G${number(groups)}`, 'GroupId'),
    });
  }
  for (let index = 0; index < functions; index += 1) {
    const some = (letter: string, count: number) => Array.from({ length: count === 0 ? 0 : 1 + number(count) }, (_, place) => new Open(`${letter}${place}`));
    add(`F${index}`, 'Lambda::Function', { VpcConfig: { SubnetIds: some('S', subnets), SecurityGroupIds: some('G', groups) } });
  }
  add('Endpoint', 'EC2::VPCEndpoint', {
    VpcId: vpc, ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, RouteTableIds: Array.from({ length: tables }, (_, index) => new Open(`T${index}`)),
  });
  return resources;
});

/** The resources as a template has them, each reference written as a function says. */
export function written(resources: Iterable<readonly [string, unknown]>, write: (reference: Open) => unknown): Record<string, unknown> {
  return Object.fromEntries([...resources].map(([id, raw]) => [id, fill(raw, write)]));
}

/** A reference within a template. */
export function inTemplate({ target, attribute }: Open): unknown {
  return attribute === undefined ? { Ref: target } : first(attribute, { 'Fn::GetAtt': [target, attribute] });
}

/** Of a list the first item, which can be exported. */
function first(attribute: string, raw: unknown): unknown {
  return attribute === 'Ipv6CidrBlocks' ? { 'Fn::Select': [0, raw] } : raw;
}

function fill(raw: unknown, write: (reference: Open) => unknown): unknown {
  if (raw instanceof Open) {
    return write(raw);
  }
  if (Array.isArray(raw)) {
    return raw.map((item) => fill(item, write));
  }
  return typeof raw === 'object' && raw !== null ? Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, fill(value, write)])) : raw;
}
