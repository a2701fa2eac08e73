import { Names } from '../../../src/analysis/judge/destinations/names';
import type { NetworkModel } from '../../../src/analysis/model/network';
import type { Source } from '../../../src/analysis/model/source';
import { ModelBuilder, known, notKnown } from '../support/builders';

function at(logicalId: string, constructPath?: string, template = 't'): Source {
  return { id: `${template}#${logicalId}`, logicalId, template, type: 'AWS::Test::Thing', ...constructPath === undefined ? {} : { constructPath } };
}

/** A database with a group of its own, and an instance of a cluster. */
function model(): NetworkModel {
  const { model: draft } = new ModelBuilder();
  const group = (source: Source) => draft.securityGroups.set(source.id, { source, egress: [], ingress: [], defaultEgress: 'none' });
  group(at('DatabaseGroup1', 'Shop/Database/SecurityGroup/Resource'));
  group(at('CacheGroup'));
  group(at('Twice', undefined, 'a'));
  group(at('Twice', undefined, 'b'));
  const listener = (source: Source, groups: readonly string[], subnets: readonly string[] | undefined) => draft.listeners.set(source.id, {
    source, securityGroups: known(groups), subnets: subnets === undefined ? notKnown() : known(subnets),
  });
  listener(at('Database1', 'Shop/Database/Resource'), ['t#DatabaseGroup1'], ['s1', 's2']);
  listener(at('Cluster1', 'Shop/Cluster/Writer/Resource'), ['t#DatabaseGroup1'], ['s3']);
  listener(at('Cluster2', 'Shop/Cluster/Reader/Resource'), ['t#CacheGroup'], ['s3', 's4']);
  listener(at('Elsewhere'), ['t#CacheGroup'], undefined);
  const lists = [
    { source: at('Partners', 'Shop/Partners/Resource'), id: 't#Partners' },
    { source: at('LookUp', 'Net/S3/LookUp/Resource/Default'), id: 'pl:s3' },
    { source: at('Same', undefined, 'a'), id: 'pl:s3' }, { source: at('Same', undefined, 'b'), id: 'pl:s3' },
    { source: at('Other', undefined, 'a'), id: 'a#Other' }, { source: at('Other', undefined, 'b'), id: 'b#Other' },
  ];
  return { ...draft, prefixListSources: lists };
}

const names = new Names(model());

test.each(['Shop/Database', 'Shop/Database/Resource', 'Database1', 't#Database1', 'Shop/Database/SecurityGroup', 'CacheGroup', 'Shop/Cluster', 'Shop/Cluster/Writer', 'Twice', 'Partners', 'Shop/Partners'])(
  '%s is something', (name) => {
    expect(names.has(name)).toBe(true);
  });

test.each(['Shop', '', 'Data', 'shop/database', 'Shop/Database/', 'AWS::Test::Thing'])('%j is nothing', (name) => {
  expect(names.has(name)).toBe(false);
});

describe('what a person asks for', () => {
  test.each(['Shop/Database', 'Database1', 't#Database1'])('what listens, with its groups and its subnets: %s', (name) => {
    expect(names.asked(name)).toMatchObject({ securityGroups: known(['t#DatabaseGroup1']), subnets: known(['s1', 's2']) });
  });

  test('a construct with several things that listen is all of them', () => {
    expect(names.asked('Shop/Cluster')).toMatchObject({ securityGroups: known(['t#DatabaseGroup1', 't#CacheGroup']), subnets: known(['s3', 's4']) });
  });

  test('a group is all that has it', () => {
    expect(names.asked('Shop/Database/SecurityGroup')).toMatchObject({ securityGroups: known(['t#DatabaseGroup1']), subnets: known(['s1', 's2', 's3']) });
  });

  test('a group that something has of which the subnets are not known', () => {
    expect(names.asked('CacheGroup')).toMatchObject({ securityGroups: known(['t#CacheGroup']), subnets: notKnown() });
  });

  test('a name that two groups have is none', () => {
    expect(names.asked('Twice').securityGroups).toEqual(notKnown('2 security groups in the templates are called Twice'));
    expect(names.asked('a#Twice').securityGroups).toEqual(known(['a#Twice']));
  });
});

describe('what is declared', () => {
  test('the groups are those that are named, the subnets those of the resource', () => {
    expect(names.declared('Shop/Database', ['CacheGroup'])).toMatchObject({ securityGroups: known(['t#CacheGroup']), subnets: known(['s1', 's2']) });
  });

  test('of a resource that does not listen, what has the groups', () => {
    expect(names.declared('Shop/Service', ['Shop/Database/SecurityGroup'])).toMatchObject({ securityGroups: known(['t#DatabaseGroup1']), subnets: known(['s1', 's2', 's3']) });
  });

  test('groups that are not there make it unknown', () => {
    const unknown = notKnown('no security group in the templates is called Gone');
    expect(names.declared('Shop/Database', ['CacheGroup', 'Gone'])).toMatchObject({ securityGroups: unknown, subnets: unknown });
  });

  test('a group that nothing has is somewhere', () => {
    expect(names.declared('Shop/Service', ['a#Twice']).subnets).toEqual(notKnown('the templates do not say in which subnets Shop/Service is'));
  });
});

describe('prefix lists', () => {
  test.each([['Partners', 't#Partners'], ['Shop/Partners', 't#Partners'], ['Net/S3/LookUp/Resource', 'pl:s3'], ['Same', 'pl:s3']])('%s', (name, id) => {
    expect(names.prefixList(name)).toEqual(known(id));
  });

  test('a name that is none, or two', () => {
    expect(names.prefixList('Gone')).toEqual(notKnown('no prefix list in the templates is called Gone'));
    expect(names.prefixList('Other')).toEqual(notKnown('2 prefix lists in the templates are called Other'));
  });
});
