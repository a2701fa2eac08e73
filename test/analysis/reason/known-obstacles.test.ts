import { outcome, verdictOn } from './judge';
import type { Workload } from '../../../src/analysis/model/network';
import type { Question } from '../../../src/analysis/model/question';
import type { ModelBuilder } from '../support/builders';
import { INTERNET, cidr, known, notKnown, privateNetwork, resource, service } from '../support/builders';

/*
 * What is not known hides nothing that is known to be in the way: each scenario is blocked whatever the unknown thing turns out to be, and each has a
 * twin that is inconclusive, in which it could be open.
 */

const unknownGroups: Workload['attachment'] = { kind: 'vpc', subnets: known(['Private']), securityGroups: notKnown(), ipv6Allowed: 'yes' };
const unknownSubnets: Workload['attachment'] = { kind: 'vpc', subnets: notKnown(), securityGroups: known(['Group']), ipv6Allowed: 'yes' };
const unknownBoth: Workload['attachment'] = { ...unknownSubnets, securityGroups: notKnown() };
const imported: Workload['attachment'] = { ...unknownSubnets, subnets: known(['subnet-0123']) };
const unknownAttachment: Workload['attachment'] = { kind: 'unknown', reason: 'a parameter decides' };

type Change = (net: ModelBuilder) => void;

const attach = (attachment: Workload['attachment']): Change => (net) => {
  net.lambda('Fn', [], [], { attachment });
};
const database = (ingress: readonly (readonly ['tcp', number, string])[]): Change => (net) => {
  net.subnet('Data', 'Vpc', ['10.0.3.0/24']);
  net.group('DbGroup', { ingress }, { vpc: 'Vpc' });
};
const endpoint = (ingress: readonly (readonly ['tcp', number, string])[], props: object = {}): Change => (net) => {
  net.subnet('Data', 'Vpc', ['10.0.3.0/24']);
  net.group('EndpointGroup', { ingress }, { vpc: 'Vpc' });
  net.interfaceEndpoint('Endpoint', 'Vpc', 'secretsmanager', ['Data'], ['EndpointGroup'], props);
};
const letOut = (...egress: readonly (readonly ['tcp', number, string])[]): Change => (net) => {
  net.group('Group', { egress }, { vpc: 'Vpc' });
};
const deny: Change = (net) => net.networkAcl('Acl', ['Private'], [[100, 'in', 'allow', 'all', undefined, '0.0.0.0/0']]);
const route = (destination: string, kind: 'unknown' | 'nat-gateway', id = 'nat-0123'): Change => (net) => {
  net.route('Private', destination, kind === 'unknown' ? { kind, reason: 'a parameter' } : { kind, id });
};
const noTable: Change = ({ model }) => {
  model.subnets.set('Private', { ...model.subnets.get('Private')!, routeTable: notKnown() });
};
const noAcl: Change = ({ model }) => {
  model.subnets.set('Private', { ...model.subnets.get('Private')!, networkAcl: notKnown() });
};
const noEgress: Change = ({ model }) => {
  model.routeTables.set('Private routes', { ...model.routeTables.get('Private routes')!, routes: [] });
};

const DB = resource('Db', ['DbGroup'], ['Data']);
const ELSEWHERE = resource('Db', ['DbGroup']);
const SECRETS = service('secretsmanager');

function of(question: Question, ...changes: readonly Change[]): string {
  const net = privateNetwork();
  changes.forEach((change) => change(net));
  return verdictOn(net, question).verdict;
}

test.each<[string, Question, readonly Change[], readonly Change[]]>([
  ['unknown groups and an endpoint that lets nobody in', SECRETS, [endpoint([]), attach(unknownGroups)], [endpoint([['tcp', 443, 'SomeGroup']]), attach(unknownGroups)]],
  ['unknown groups and an endpoint that lets others in', SECRETS, [endpoint([['tcp', 443, '10.99.0.0/16']]), attach(unknownGroups)], [endpoint([['tcp', 443, '10.0.0.0/16']]), attach(unknownGroups)]],
  ['unknown groups and a database on another port', DB, [database([['tcp', 3306, 'SomeGroup']]), attach(unknownGroups)], [database([['tcp', 5432, 'SomeGroup']]), attach(unknownGroups)]],
  ['unknown groups and a database somewhere', ELSEWHERE, [database([]), attach(unknownGroups)], [database([['tcp', 5432, '?']]), attach(unknownGroups)]],
  ['unknown groups and a network ACL', INTERNET, [deny, attach(unknownGroups)], [attach(unknownGroups)]],
  ['unknown subnets and a database that lets nobody in', DB, [database([]), attach(unknownSubnets)], [database([['tcp', 5432, 'Group']]), attach(unknownSubnets)]],
  ['unknown subnets and a database that lets other groups in', DB, [database([['tcp', 5432, 'Other']]), attach(unknownSubnets)], [database([['tcp', 5432, '10.0.0.0/8']]), attach(unknownSubnets)]],
  ['imported subnets and a database that lets nobody in', DB, [database([]), attach(imported)], [database([['tcp', 5432, 'Group']]), attach(imported)]],
  ['unknown subnets and groups that let nothing out', SECRETS, [letOut(), attach(unknownSubnets)], [letOut(['tcp', 443, '10.0.0.0/16']), attach(unknownSubnets)]],
  ['unknown subnets and groups that let nothing out to the internet', INTERNET, [letOut(['tcp', 80, '0.0.0.0/0']), attach(imported)], [letOut(['tcp', 443, '0.0.0.0/0']), attach(imported)]],
  ['nothing known and a database that lets nobody in', DB, [database([]), attach(unknownBoth)], [database([['tcp', 5432, 'Other']]), attach(unknownBoth)]],
  ['an unknown attachment and a database that lets nobody in', DB, [database([]), attach(unknownAttachment)], [database([['tcp', 5432, 'Other']]), attach(unknownAttachment)]],
  ['an unknown target and a network ACL', INTERNET, [route('0.0.0.0/1', 'unknown'), deny], [route('0.0.0.0/1', 'unknown')]],
  ['an unknown target and groups that let nothing out', INTERNET, [route('0.0.0.0/1', 'unknown'), letOut()], [route('0.0.0.0/1', 'unknown')]],
  ['an unknown NAT gateway and a network ACL', INTERNET, [route('0.0.0.0/1', 'nat-gateway'), deny], [route('0.0.0.0/1', 'nat-gateway')]],
  ['an unknown destination and a network ACL', cidr('10.0.9.0/24'), [route('?', 'unknown'), deny], [noTable]],
  ['an unknown destination and groups that let nothing out', cidr('192.168.0.0/24'), [route('?', 'unknown'), letOut()], [route('?', 'unknown'), letOut(['tcp', 443, '0.0.0.0/0'])]],
  ['an unknown route table and groups that let nothing out', INTERNET, [noTable, letOut()], [noTable]],
  ['an unknown route table and a database that lets nobody in', DB, [noTable, database([])], [noTable, database([['tcp', 5432, '?']])]],
  ['an unknown network ACL and groups that let nothing out', INTERNET, [noAcl, letOut()], [noAcl]],
  ['unknown groups of an endpoint and groups that let nothing out', SECRETS, [endpoint([], { securityGroups: notKnown() }), letOut()], [endpoint([], { securityGroups: notKnown() })]],
  ['unknown subnets of an endpoint that lets nobody in', SECRETS, [endpoint([], { subnets: notKnown() })], [endpoint([['tcp', 443, '?']], { subnets: notKnown() })]],
  ['private DNS that is not known, of an endpoint that lets nobody in, and no way out', SECRETS, [noEgress, endpoint([], { privateDns: 'unknown' })], [endpoint([], { privateDns: 'unknown' })]],
  ['unknown groups of a database and groups that let nothing out', { ...DB, securityGroups: notKnown() } as Question, [database([]), letOut()], [database([])]],
  ['an unknown subnet of a database and groups that let nothing out', ELSEWHERE, [database([]), letOut()], [database([['tcp', 5432, 'Group']]), letOut(['tcp', 5432, '?'])]],
])('%s', (_, question, blocked, open) => {
  expect(of(question, ...blocked)).toBe('blocked');
  expect(of(question, ...open)).toBe('inconclusive');
});

test('what is unknown is named beside it', () => {
  const net = privateNetwork();
  endpoint([])(net);
  attach(unknownGroups)(net);
  expect(outcome(net, SECRETS)).toBe('blocked SG_HAS_NO_RULES UNKNOWN_RESOURCE');
});
