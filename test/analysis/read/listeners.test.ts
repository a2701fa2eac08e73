import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { modelOfResources as read } from './reading';
import { LISTENER_TYPES, SUBNET_GROUP_TYPES } from '../../../src/analysis/read/listener-types';

/** The names of all properties that AWS CDK's own resources of a service write into templates. */
function propertiesOf(service: string): Set<string> {
  const library = dirname(require.resolve('aws-cdk-lib/package.json'));
  const folder = join(library, `aws-${service.toLowerCase()}`, 'lib');
  const code = readdirSync(folder).filter((name) => name.endsWith('.generated.js')).map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  return new Set([...code.matchAll(/\b([A-Z][A-Za-z0-9]*):/g)].map(([, name]) => name));
}

describe('the table of types', () => {
  const paths = [
    ...[...LISTENER_TYPES].flatMap(([type, { groups, subnets, subnetGroup, of, families }]) =>
      [groups, subnets, subnetGroup, of, typeof families === 'object' ? families.path : undefined].map((path) => [type, path] as const)),
    ...[...SUBNET_GROUP_TYPES].flatMap(([type, { name, subnets }]) => [[type, name] as const, [type, subnets] as const]),
  ].flatMap(([type, path]) => path === undefined ? [] : [[type, path] as const]);
  const known = new Map<string, Set<string>>();

  test.each(paths)('%s has %s', (type, path) => {
    const service = type.split('::')[1];
    const properties = known.get(service) ?? propertiesOf(service);
    known.set(service, properties);
    expect(path.replace(/\[\]/g, '').split('.').filter((name) => !properties.has(name))).toEqual([]);
  });

  test('types are in order, so that they are found', () => {
    expect([...LISTENER_TYPES.keys()]).toEqual([...LISTENER_TYPES.keys()].sort());
  });
});

/** The properties in which a path leads to a value. */
function at(path: string | undefined, value: unknown): object {
  return path === undefined ? {} : path.split('.').reduceRight<unknown>((inner, name) =>
    name.endsWith('[]') ? { [name.slice(0, -2)]: [inner] } : { [name]: inner }, value) as object;
}

type Properties = Record<string, unknown>;

function merge(one: Properties, other: Properties): Properties {
  return Object.fromEntries([...new Set([...Object.keys(one), ...Object.keys(other)])].map((key) => {
    const [left, right] = [one[key], other[key]];
    const isList = Array.isArray(left) && Array.isArray(right);
    return [key, left === undefined ? right : right === undefined ? left
      : isList ? [merge(left[0] as Properties, right[0] as Properties)] : merge(left as Properties, right as Properties)];
  }));
}

/** What has its place of another resource alone is not among them. */
const PLACED = [...LISTENER_TYPES].filter(([, { groups }]) => groups !== undefined);

test.each(PLACED)('%s', (type, { groups, subnets, subnetGroup }) => {
  const single = subnets?.endsWith('SubnetId') === true;
  const kind = type === 'AWS::EC2::VPCEndpoint' ? { VpcEndpointType: 'Interface' } : {};
  const { listeners } = read({
    Group: ['AWS::RDS::DBSubnetGroup', { SubnetIds: ['subnet-0a', 'subnet-0b'] }],
    Named: ['AWS::RDS::DBSubnetGroup', { DBSubnetGroupName: 'elsewhere', SubnetIds: ['subnet-0c'] }],
    L: [type, merge({ ...kind, ...at(groups, ['sg-0a']) } as Properties, { ...at(subnets, single ? 'subnet-0a' : ['subnet-0a', 'subnet-0b']), ...at(subnetGroup, { Ref: 'Group' }) })],
    M: [type, { ...kind, ...at(groups, ['sg-0b']), ...at(subnetGroup, 'elsewhere') }],
    Outside: [type, kind],
  });
  expect(listeners.get('t#L')).toMatchObject({ securityGroups: { value: ['sg-0a'] }, subnets: { value: single ? ['subnet-0a'] : ['subnet-0a', 'subnet-0b'] } });
  expect(listeners.get('t#M')).toMatchObject({ securityGroups: { value: ['sg-0b'] }, subnets: { value: subnetGroup === undefined ? [] : ['subnet-0c'] } });
  // a search domain or a transfer server outside of any VPC listens on the internet
  expect(listeners.has('t#Outside')).toBe(subnetGroup !== undefined || type.endsWith('::Domain') || type.startsWith('AWS::Transfer'));
});

test('an instance of a cluster is where the cluster is', () => {
  const { listeners } = read({
    I: ['AWS::RDS::DBInstance', { DBClusterIdentifier: { Ref: 'C' } }],
    G: ['AWS::RDS::DBSubnetGroup', { SubnetIds: ['subnet-0a'] }],
    C: ['AWS::RDS::DBCluster', { VpcSecurityGroupIds: ['sg-0a'], DBSubnetGroupName: { Ref: 'G' } }],
  });
  expect(listeners.get('t#I')).toMatchObject({ source: { id: 't#I' }, securityGroups: { value: ['sg-0a'] }, subnets: { value: ['subnet-0a'] } });
});

test('an instance that is given a network interface is where that is', () => {
  const { listeners } = read({
    Eni: ['AWS::EC2::NetworkInterface', { SubnetId: 'subnet-0a', GroupSet: ['sg-0a'], Ipv6AddressCount: 1 }], Other: ['AWS::EC2::NetworkInterface', { SubnetId: 'subnet-0b', GroupSet: ['sg-0b'] }],
    I: ['AWS::EC2::Instance', { NetworkInterfaces: [{ DeviceIndex: '1', NetworkInterfaceId: { Ref: 'Other' } }, { DeviceIndex: '0', NetworkInterfaceId: { Ref: 'Eni' } }] }],
    Foreign: ['AWS::EC2::Instance', { NetworkInterfaces: [{ DeviceIndex: '0', NetworkInterfaceId: 'eni-0a' }] }],
  });
  expect(listeners.get('t#I')).toMatchObject({ source: { logicalId: 'I' }, subnets: { value: ['subnet-0a'] }, securityGroups: { value: ['sg-0a'] }, families: { ipv6: 'yes' } });
  expect(listeners.get('t#Foreign')).toMatchObject({ subnets: { known: false }, securityGroups: { known: false, reason: expect.stringContaining('eni-0a') as unknown } });
});

test('an instance whose interfaces say where it is', () => {
  const { listeners } = read({ I: ['AWS::EC2::Instance', { NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: 'subnet-0a', GroupSet: ['sg-0a'] }] }] });
  expect(listeners.get('t#I')).toMatchObject({ securityGroups: { value: ['sg-0a'] }, subnets: { value: ['subnet-0a'] } });
});

test('an instance is where its interface of device 0 is, in whatever order they are written', () => {
  const { listeners } = read({
    I: ['AWS::EC2::Instance', { NetworkInterfaces: [{ DeviceIndex: '1', SubnetId: 'subnet-0b', GroupSet: ['sg-0b'], Ipv6AddressCount: 1 }, { DeviceIndex: '0', SubnetId: 'subnet-0a', GroupSet: ['sg-0a'] }] }],
  });
  expect(listeners.get('t#I')).toMatchObject({ securityGroups: { value: ['sg-0a'] }, subnets: { value: ['subnet-0a'] }, families: { ipv6: 'unknown' } });
});

test('a subnet group that is not in the templates leaves the subnets unknown', () => {
  expect(read({ D: ['AWS::RDS::DBInstance', { VPCSecurityGroups: ['sg-0a'], DBSubnetGroupName: 'elsewhere' }] }).listeners.get('t#D')!.subnets)
    .toEqual({ known: false, reason: 'the subnet group elsewhere is not defined by the templates' });
});
