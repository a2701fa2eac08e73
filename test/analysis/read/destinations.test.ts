import fc from 'fast-check';
import { modelOfResources as read } from './reading';
import { parseBlock } from '../../../src/analysis/model/address-block';
import { readDestinations as readWith } from '../../../src/analysis/read/read-destinations';
import { unknown } from '../../../src/analysis/template/value';

const readDestinations = (raw: unknown) => readWith(raw, (expression) => unknown('it has no value', JSON.stringify(expression)));

const PORTS = [{ protocol: 'tcp', fromPort: 443, toPort: 444 }];
const READ = [{ transport: 'tcp', ports: { fromPort: 443, toPort: 444 } }];

test.each<[unknown, object]>([
  [{ kind: 'internet', addressFamilies: ['ipv6', 'ipv4'], ports: PORTS }, { kind: 'internet', addressFamilies: ['ipv4', 'ipv6'], ports: READ }],
  [{ kind: 'aws-service', service: 'ecr.api', later: 1 }, { kind: 'aws-service', service: 'ecr.api' }],
  [{ kind: 'resource', resource: 'Shop/Db', securityGroups: ['Shop/Db/Group'], ports: PORTS }, { kind: 'resource', resource: 'Shop/Db', securityGroups: ['Shop/Db/Group'], ports: READ }],
  [{ kind: 'resource', resource: 'Shop/Db', securityGroups: ['sg-0a', { 'Fn::ImportValue': 'db' }], ports: PORTS }, {
    kind: 'resource', resource: 'Shop/Db', securityGroups: ['sg-0a', '?{"Fn::ImportValue":"db"}'], ports: READ,
  }],
  [{ kind: 'cidr', cidr: '10.20.0.0/16', ports: PORTS }, { kind: 'cidr', block: parseBlock('10.20.0.0/16'), ports: READ }],
  [{ kind: 'prefix-list', prefixListId: 'pl-0a', ports: PORTS }, { kind: 'prefix-list', prefixListId: 'pl-0a', ports: READ }],
  [{ kind: 'prefix-list', resource: 'Shop/List', ports: PORTS }, { kind: 'prefix-list', resource: 'Shop/List', ports: READ }],
  [{ kind: 'prefix-list', ports: PORTS }, { kind: 'prefix-list', ports: READ }],
])('%j', (raw, expected) => {
  expect(readDestinations([raw])).toEqual([expected]);
});

test.each<[unknown, string]>([
  [{ kind: 'carrier-pigeon' }, 'the kind "carrier-pigeon" is not known'],
  ['x', 'an object is expected'],
  [{ kind: 'internet', addressFamilies: ['ipv4'] }, '`ports`'],
  [{ kind: 'internet', addressFamilies: ['ipv4'], ports: [{ protocol: 'icmp', fromPort: 0, toPort: 0 }] }, '`ports`'],
  [{ kind: 'internet', addressFamilies: ['ipv4'], ports: [{ protocol: 'tcp', fromPort: 2, toPort: 1 }] }, '`ports`'],
  [{ kind: 'internet', addressFamilies: ['ipv4'], ports: [{ protocol: 'tcp', fromPort: 0, toPort: 65536 }] }, '`ports`'],
  [{ kind: 'internet', addressFamilies: ['ipv5'], ports: PORTS }, '`addressFamilies`'],
  [{ kind: 'internet', addressFamilies: [], ports: PORTS }, '`addressFamilies`'],
  [{ kind: 'aws-service' }, '`service`'],
  [{ kind: 'aws-service', service: { Ref: 'X' } }, '`service`'],
  [{ kind: 'resource', resource: 'x', securityGroups: [], ports: PORTS }, '`securityGroups`'],
  [{ kind: 'cidr', cidr: '0.0.0.0/0', ports: PORTS }, '`cidr`'],
  [{ kind: 'cidr', cidr: '10.0.0.1', ports: PORTS }, '`cidr`'],
  [{ kind: 'prefix-list', prefixListId: 1, ports: PORTS }, '`prefixListId`'],
])('unreadable: %j', (raw, reason) => {
  expect(readDestinations([raw])).toEqual([{ kind: 'unreadable', text: JSON.stringify(raw), reason: expect.stringContaining(reason) }]);
});

test('no entry, an empty list and something else are told apart', () => {
  expect([undefined, [], {}].map((raw) => readDestinations(raw))).toEqual([undefined, [], [{ kind: 'unreadable', text: '{}', reason: 'a list of destinations is expected' }]]);
});

test('law: whatever the metadata holds, each item is one destination', () => {
  fc.assert(fc.property(fc.array(fc.jsonValue()), (raw) => {
    expect(readDestinations(raw)).toHaveLength(raw.length);
  }));
});

test('functions, capacity providers and network connectors declare alike', () => {
  const metadata = { 'cdk-lambda-network:destinations': [{ kind: 'aws-service', service: 's3' }] };
  const { workloads } = read({ F: ['AWS::Lambda::Function', {}, metadata], C: ['AWS::Lambda::CapacityProvider', {}, metadata], N: ['AWS::Lambda::NetworkConnector', {}, metadata], G: ['AWS::Lambda::Function'] });
  expect(['F', 'C', 'N', 'G'].map((name) => workloads.get(`t#${name}`)!.declared)).toEqual([...Array.from({ length: 3 }, () => [{ kind: 'aws-service', service: 's3' }]), undefined]);
});
