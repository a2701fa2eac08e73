import { rmSync } from 'fs';
import { join } from 'path';
import type { DescribePrefixLists, LookUpEvent, PrefixListApi, PrefixListPage } from '../../../src/network/core/prefix-list-handler/look-up';
import { lookUp } from '../../../src/network/core/prefix-list-handler/look-up';
import { handlerFolder, runHandler } from '../../support/run-handler';

const SOURCE = join(__dirname, '../../../src/network/core/prefix-list-handler');
const NAME = 'com.amazonaws.eu-west-1.s3';
const ABOUT = { StackId: 'arn:stack', RequestId: 'request', LogicalResourceId: 'S3' };

function event(more: Partial<LookUpEvent> = {}): LookUpEvent {
  return { RequestType: 'Create', ResponseURL: 'https://example.com', ...ABOUT, ResourceProperties: { PrefixListName: NAME }, ...more };
}

/** Amazon EC2 with some prefix lists, one to a page. */
class FakeEc2 implements PrefixListApi {
  public readonly calls: DescribePrefixLists[] = [];

  constructor(private readonly lists: Record<string, string>, private readonly failure?: unknown) {
  }

  public async describeManagedPrefixLists(input: DescribePrefixLists): Promise<PrefixListPage> {
    this.calls.push(input);
    if (this.failure !== undefined) {
      throw this.failure;
    }
    const [{ Name, Values }] = input.Filters;
    const all = Object.entries(this.lists).filter(([, name]) => Name === 'prefix-list-name' && Values.includes(name));
    const start = Number(input.NextToken ?? 0);
    const page = all.slice(start, start + 1).map(([PrefixListId]) => ({ PrefixListId }));
    return { PrefixLists: page, ...start + 1 < all.length ? { NextToken: String(start + 1) } : {} };
  }
}

const LISTS = { 'pl-6da54004': NAME, 'pl-6fa54006': 'com.amazonaws.eu-west-1.dynamodb' };

describe('F5: a prefix list is looked up by its name', () => {
  test.each<LookUpEvent['RequestType']>(['Create', 'Update'])('%s: its id is the answer and the identity', async (RequestType) => {
    expect(await lookUp(new FakeEc2(LISTS), event({ RequestType, PhysicalResourceId: 'pl-6fa54006' }))).toEqual({
      Status: 'SUCCESS', PhysicalResourceId: 'pl-6da54004', ...ABOUT, Data: { PrefixListId: 'pl-6da54004' },
    });
  });

  test('a deletion asks nobody and keeps the identity', async () => {
    const ec2 = new FakeEc2(LISTS);
    expect(await lookUp(ec2, event({ RequestType: 'Delete', PhysicalResourceId: 'pl-6da54004' }))).toEqual({ Status: 'SUCCESS', PhysicalResourceId: 'pl-6da54004', ...ABOUT });
    expect(ec2.calls).toEqual([]);
  });

  test.each<[string, PrefixListApi, string]>([
    ['none of the name', new FakeEc2({ 'pl-6fa54006': 'com.amazonaws.eu-west-1.dynamodb' }), `NotFound: AWS has 0 prefix lists named ${NAME} in this Region`],
    ['two, on two pages', new FakeEc2({ 'pl-1': NAME, 'pl-2': NAME }), `NotFound: AWS has 2 prefix lists named ${NAME} in this Region`],
    ['a refusal of Amazon EC2', new FakeEc2({}, Object.assign(new Error('You are not authorized'), { name: 'UnauthorizedOperation' })), 'UnauthorizedOperation: You are not authorized'],
    ['something that is no error', new FakeEc2({}, 'broken'), 'broken'],
    ['a long story', new FakeEc2({}, new Error('x'.repeat(10_000))), 'Error: xxx'],
  ])('fails with the reason: %s', async (_, ec2, reason) => {
    const answer = await lookUp(ec2, event());
    expect(answer).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'S3', ...ABOUT });
    expect(answer.Reason).toContain(reason);
    expect(JSON.stringify(answer).length).toBeLessThan(4_096);
    expect(answer.Data).toBeUndefined();
  });
});

describe('F5: the code that runs in Lambda', () => {
  /** In place of the SDK of the runtime. */
  const CLIENT = `module.exports = { EC2: class { async describeManagedPrefixLists({ Filters }) {
    console.log('asked for ' + Filters[0].Values);
    return { PrefixLists: Filters[0].Values[0] === '${NAME}' ? [{ PrefixListId: 'pl-6da54004' }] : [] };
  } } };`;

  let folder: string;

  beforeAll(() => {
    folder = handlerFolder(SOURCE, { 'client-ec2': CLIENT });
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const run = (request: LookUpEvent) => runHandler(folder, request);

  test('needs nothing but its folder and the SDK, and answers until it is heard', () => {
    const answer = `PUT PUT https://example.com true ${JSON.stringify({ Status: 'SUCCESS', PhysicalResourceId: 'pl-6da54004', ...ABOUT, Data: { PrefixListId: 'pl-6da54004' } })}`;
    expect(run(event())).toEqual([`asked for ${NAME}`, answer, answer, 'done']);
  });

  test('answers a look-up that finds nothing, and writes why', () => {
    const lines = run(event({ ResourceProperties: { PrefixListName: 'com.amazonaws.eu-west-1.x' } }));
    expect(lines[1]).toMatch(/^NotFound: AWS has 0 prefix lists named com\.amazonaws\.eu-west-1\.x/);
    expect(lines[2]).toContain('"Status":"FAILED"');
  });
});
