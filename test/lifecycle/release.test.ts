import * as fc from 'fast-check';
import type { EmulatedFunction, Faults } from './emulated-aws';
import { EmulatedAws, MINUTE, STACK, TAGGED, deletion } from './emulated-aws';
import type { VpcConfig } from '../../src/lifecycle/release-handler/aws';
import type { CustomResourceEvent } from '../../src/lifecycle/release-handler/custom-resource';

const HOUR = 60 * MINUTE;
const VPC = { SubnetIds: ['subnet-a', 'subnet-b'], SecurityGroupIds: ['sg-1'] };
const OUT = { SubnetIds: [], SecurityGroupIds: [] };

function orders(more: Partial<EmulatedFunction> = {}): EmulatedFunction {
  return { name: 'orders', vpc: VPC, tags: TAGGED, ...more };
}

/** Fails the first calls of a name. */
function first(count: number, name: string, error: string): Faults {
  return (call, number) => call === name && number <= count ? error : undefined;
}

function always(name: string, error: string): Faults {
  return (call) => call === name ? error : undefined;
}

const ANSWER = { Status: 'SUCCESS', PhysicalResourceId: 'orders', StackId: STACK, RequestId: 'request', LogicalResourceId: 'Release' };

describe('F9: a function is released before it is deleted', () => {
  test('it leaves its VPC, and its network interfaces are gone when CloudFormation is answered', async () => {
    const aws = new EmulatedAws().define(orders());
    const took = await aws.request(deletion('orders', VPC));
    expect(aws.function('orders')?.vpc).toEqual(OUT);
    expect(aws.left()).toEqual([]);
    expect(aws.answers).toEqual([ANSWER]);
    expect(aws.deleted).toHaveLength(2);
    expect(took).toBeLessThan(5 * MINUTE);
  });

  test('interfaces that Lambda deletes itself are awaited', async () => {
    const aws = new EmulatedAws({ update: 1_000, available: HOUR, gone: 4 * MINUTE }).define(orders());
    await aws.request(deletion('orders', VPC));
    expect([aws.left(), aws.deleted]).toEqual([[], []]);
  });

  test('for longer than one invocation lasts', async () => {
    const aws = new EmulatedAws({ update: 1_000, available: HOUR, gone: 40 * MINUTE }).define(orders());
    const took = await aws.request(deletion('orders', VPC));
    expect(aws.left()).toEqual([]);
    expect(aws.answers).toEqual([ANSWER]);
    expect(aws.calls.filter((call) => call === 'invoke')).toHaveLength(2);
    expect(took).toBeGreaterThan(39 * MINUTE);
  });

  test('with its file systems, which it reaches through the VPC', async () => {
    const aws = new EmulatedAws().define(orders({ fileSystems: [{}] }));
    await aws.request(deletion('orders', VPC));
    expect(aws.function('orders')?.vpc).toEqual(OUT);
  });

  test.each<CustomResourceEvent['RequestType']>(['Create', 'Update'])('%s: nothing is done, and the function is the identity', async (RequestType) => {
    const aws = new EmulatedAws().define(orders());
    await aws.request(deletion('orders', VPC, { RequestType, PhysicalResourceId: 'orders-before' }));
    expect(aws.calls).toEqual([]);
    expect(aws.answers).toEqual([ANSWER]);
  });

  test('a function that replaces another leaves the identity, and the VPC, to itself', async () => {
    const aws = new EmulatedAws().define(orders(), orders({ name: 'orders-v2', vpc: { ...VPC, SecurityGroupIds: ['sg-2'] } }));
    await aws.request(deletion('orders-v2', VPC, { RequestType: 'Update', PhysicalResourceId: 'orders' }));
    await aws.request(deletion('orders', VPC));
    expect(aws.answers.map(({ PhysicalResourceId }) => PhysicalResourceId)).toEqual(['orders-v2', 'orders']);
    expect(aws.function('orders')?.vpc).toEqual(OUT);
    expect(aws.left()).toEqual(['subnet-a:sg-2', 'subnet-b:sg-2']);
  });
});

describe('F9: a function that stays keeps its VPC', () => {
  test.each<[string, EmulatedFunction['tags']]>([
    ['the option was switched off, or on by an update that is rolled back', {}],
    ['it never had tags', undefined],
    ['it is of another stack now', { ...TAGGED, 'cdk-lambda-network:release': 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Other/4567' }],
  ])('%s', async (_, tags) => {
    const aws = new EmulatedAws().define(orders({ tags }));
    const took = await aws.request(deletion('orders', VPC));
    expect(aws.function('orders')?.vpc).toEqual(VPC);
    expect(aws.answers).toEqual([ANSWER]);
    expect(took).toBeLessThan(1_000);
  });

  test('published versions would keep the interfaces, so the deletion is left to CloudFormation', async () => {
    const aws = new EmulatedAws().define(orders({ versions: [VPC] }));
    await aws.request(deletion('orders', VPC));
    expect(aws.function('orders')?.vpc).toEqual(VPC);
    expect(aws.log.join()).toContain('published versions');
  });

  test('versions without a VPC do not matter', async () => {
    const aws = new EmulatedAws().define(orders({ versions: [{}] }));
    await aws.request(deletion('orders', VPC));
    expect(aws.left()).toEqual([]);
  });
});

describe('F8, F9: interfaces that others use are neither awaited nor touched', () => {
  test('another function has the same subnets and groups', async () => {
    const aws = new EmulatedAws().define(orders(), orders({ name: 'payments', tags: {} }), orders({ name: 'x', vpc: {} }));
    const took = await aws.request(deletion('orders', VPC));
    expect(aws.function('orders')?.vpc).toEqual(OUT);
    expect(aws.left()).toEqual(['subnet-a:sg-1', 'subnet-b:sg-1']);
    expect(took).toBeLessThan(MINUTE);
  });

  test('another function shares one subnet, so only the other one is awaited', async () => {
    const aws = new EmulatedAws().define(orders(), orders({ name: 'payments', tags: {}, vpc: { ...VPC, SubnetIds: ['subnet-b'] } }));
    await aws.request(deletion('orders', VPC));
    expect(aws.left()).toEqual(['subnet-b:sg-1']);
  });

  test('a published version of another function has them', async () => {
    const aws = new EmulatedAws().define(orders(), orders({ name: 'payments', tags: {}, vpc: {}, versions: [VPC] }));
    await aws.request(deletion('orders', VPC));
    expect(aws.left()).toEqual(['subnet-a:sg-1', 'subnet-b:sg-1']);
    expect(aws.deleted).toEqual([]);
  });

  test('the group is also that of other interfaces, and part of other sets', async () => {
    const aws = new EmulatedAws().define(orders(), orders({ name: 'payments', tags: {}, vpc: { ...VPC, SecurityGroupIds: ['sg-1', 'sg-2'] } }));
    aws.addInterface('subnet-a', ['sg-1']);
    aws.addInterface('subnet-z', ['sg-1'], 'lambda');
    await aws.request(deletion('orders', VPC));
    expect(aws.left()).toEqual(['subnet-a:sg-1+sg-2', 'subnet-b:sg-1+sg-2']);
    expect(aws.deleted).toHaveLength(2);
  });

  test('of functions that are deleted one after the other, the last takes the interfaces along', async () => {
    const names = ['orders', 'payments', 'reports'];
    const aws = new EmulatedAws().define(...names.map((name) => orders({ name })));
    for (const name of names) {
      await aws.request(deletion(name, VPC));
      aws.deleteFunction(name);
    }
    expect(aws.left()).toEqual([]);
  });
});

describe('F9: Lambda answers fifteen calls a second in an account', () => {
  test('all functions are listed once for a release, and again only after ten minutes', async () => {
    const others = Array.from({ length: 40 }, (_, index) => orders({ name: `other${index}`, vpc: {} }));
    const aws = new EmulatedAws({ update: 1_000, available: HOUR, gone: 12 * MINUTE }).define(orders(), ...others);
    await aws.request(deletion('orders', VPC));
    expect(aws.left()).toEqual([]);
    const lists = aws.calls.filter((call) => call === 'listFunctions').length;
    const pages = Math.ceil((others.length + 1) / 2);
    expect(lists).toBeGreaterThan(2 * pages - 2);
    expect(lists).toBeLessThanOrEqual(1 + 2 * pages);
    expect(aws.calls.filter((call) => call === 'describeNetworkInterfaces').length).toBeGreaterThan(40);
  });
});

describe('F9: whatever happens, a deletion goes on', () => {
  test.each<[string, Faults]>([
    ['throttling', (_, count) => count % 2 === 1 ? 'TooManyRequestsException' : undefined],
    ['EC2 is throttling', first(4, 'describeNetworkInterfaces', 'RequestLimitExceeded')],
    ['an update is under way that nobody saw', first(3, 'updateFunctionConfiguration', 'ResourceConflictException')],
    ['EC2 does not let interfaces be deleted', always('deleteNetworkInterface', 'UnauthorizedOperation')],
  ])('%s: the release takes a little longer', async (_, faults) => {
    const aws = new EmulatedAws(undefined, faults).define(orders());
    await aws.request(deletion('orders', VPC));
    expect(aws.function('orders')?.vpc).toEqual(OUT);
    expect(aws.left()).toEqual([]);
    expect(aws.answers).toEqual([ANSWER]);
  });

  test('an update is under way: it is awaited', async () => {
    const aws = new EmulatedAws().define(orders({ busyUntil: 1_000_000 + 2 * MINUTE }));
    await aws.request(deletion('orders', VPC));
    expect(aws.left()).toEqual([]);
    expect(aws.calls.filter((call) => call === 'updateFunctionConfiguration')).toHaveLength(1);
  });

  test.each<[string, Faults]>([
    ['a guardrail denies to take it out of its VPC', always('updateFunctionConfiguration', 'AccessDeniedException')],
    ['interfaces may not be looked at', always('describeNetworkInterfaces', 'UnauthorizedOperation')],
    ['functions may not be listed', always('listFunctions', 'AccessDeniedException')],
    ['its tags may not be read', always('listTags', 'AccessDeniedException')],
    ['Lambda does not answer', always('getFunctionConfiguration', 'TimeoutError')],
  ])('%s: it keeps its VPC, and CloudFormation waits as it would without the release', async (_, faults) => {
    const aws = new EmulatedAws(undefined, faults).define(orders());
    const took = await aws.request(deletion('orders', VPC));
    expect(aws.function('orders')?.vpc).toEqual(VPC);
    expect(aws.answers).toEqual([ANSWER]);
    expect(took).toBeLessThan(3 * MINUTE);
  });

  test('its update fails: it keeps its VPC', async () => {
    const aws = new EmulatedAws().define(orders({ failsToUpdate: true }));
    const took = await aws.request(deletion('orders', VPC));
    expect(aws.answers).toEqual([ANSWER]);
    expect(took).toBeLessThan(3 * MINUTE);
  });

  test('once it is out of its VPC, refusals are endured until the interfaces are gone', async () => {
    const faults: Faults = (call, count) => call === 'listFunctions' && count > 1 && count < 30 ? 'AccessDeniedException' : undefined;
    const aws = new EmulatedAws(undefined, faults).define(orders(), orders({ name: 'x', vpc: {} }));
    await aws.request(deletion('orders', VPC));
    expect(aws.left()).toEqual([]);
  });

  test('the function is gone already: what it left is awaited', async () => {
    const aws = new EmulatedAws().define(orders());
    aws.deleteFunction('orders');
    await aws.request(deletion('orders', VPC));
    expect(aws.left()).toEqual([]);
    expect(aws.answers).toEqual([ANSWER]);
  });

  test('asked twice, it does the same', async () => {
    const aws = new EmulatedAws().define(orders());
    await aws.request(deletion('orders', VPC));
    const took = await aws.request(deletion('orders', VPC));
    expect(aws.answers).toEqual([ANSWER, ANSWER]);
    expect(took).toBeLessThan(1_000);
  });

  test('a creation that failed and is rolled back: there is an identity nobody chose, and perhaps no function', async () => {
    const aws = new EmulatedAws();
    await aws.request(deletion('orders', VPC, { PhysicalResourceId: 'Shop-Release-1A2B3C' }));
    expect(aws.answers).toEqual([{ ...ANSWER, PhysicalResourceId: 'Shop-Release-1A2B3C' }]);
  });

  test('interfaces that never go: an answer within the hour, and a hint', async () => {
    const aws = new EmulatedAws({ update: 1_000, available: 2 * HOUR, gone: 2 * HOUR }).define(orders());
    const took = await aws.request(deletion('orders', VPC));
    expect(took).toBeLessThan(HOUR);
    expect(aws.answers).toEqual([ANSWER]);
    expect(aws.log.at(-1)).toContain('by hand');
  });

  test('no other invocation can go on: an answer', async () => {
    const aws = new EmulatedAws({ update: 1_000, available: HOUR, gone: HOUR }, always('invoke', 'TooManyRequestsException')).define(orders());
    await aws.request(deletion('orders', VPC));
    expect(aws.answers).toEqual([ANSWER]);
  });
});

const ERRORS = ['TooManyRequestsException', 'RequestLimitExceeded', 'AccessDeniedException', 'ResourceConflictException', 'InvalidParameterValueException', 'ECONNRESET'];

const someDice = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 40 });

/** Faults at random calls. */
const someFaults: fc.Arbitrary<Faults> = fc.tuple(someDice, fc.integer({ min: 0, max: 100 }))
  .map(([dice, percentage]) => {
    let index = 0;
    return () => {
      const roll = dice[index++ % dice.length];
      return roll < percentage ? ERRORS[roll % ERRORS.length] : undefined;
    };
  });

const upTo = (minutes: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: minutes * MINUTE });

const somePace = fc.record({ update: upTo(5), available: upTo(90), gone: upTo(90) });

const someVpc = fc.record({
  SubnetIds: fc.uniqueArray(fc.constantFrom('subnet-a', 'subnet-b', 'subnet-c'), { minLength: 1 }),
  SecurityGroupIds: fc.uniqueArray(fc.constantFrom('sg-1', 'sg-2'), { minLength: 1 }),
});

const someFunction = fc.record({ vpc: someVpc, isTagged: fc.boolean(), isBusy: fc.boolean(), versions: fc.array(someVpc, { maxLength: 1 }) });

const someFunctions = fc.array(someFunction, { minLength: 1, maxLength: 4 })
  .map((functions) => functions.map(({ vpc, isTagged, isBusy, versions }, index): EmulatedFunction => ({
    name: `fn-${index}`, vpc, tags: isTagged ? TAGGED : {}, versions, busyUntil: isBusy ? 1_000_000 + 2 * MINUTE : undefined,
  })));

const someType = fc.constantFrom<CustomResourceEvent['RequestType']>('Create', 'Update', 'Delete', 'Delete', 'Delete');
const someRequests = fc.array(fc.tuple(someType, fc.nat(4)), { minLength: 1, maxLength: 6 });

function interfacesFor({ SubnetIds, SecurityGroupIds }: VpcConfig): string[] {
  return (SubnetIds ?? []).map((subnet) => `${subnet}:${[...SecurityGroupIds ?? []].sort().join('+')}`);
}

describe('laws of the release, whatever is asked for and whatever fails', () => {
  test('one answer to each request, success, within the hour; who has no tag, or versions, keeps its VPC and its interfaces', async () => {
    await fc.assert(fc.asyncProperty(someFunctions, someRequests, somePace, someFaults, async (functions, requests, pace, faults) => {
      const aws = new EmulatedAws(pace, faults).define(...functions.map((one) => ({ ...one })));
      for (const [RequestType, index] of requests) {
        const { name, vpc = {} } = functions[index] ?? { name: 'gone', vpc: VPC };
        const before = aws.answers.length;
        const took = await aws.request(deletion(name, vpc, { RequestType }));
        expect(took).toBeLessThan(HOUR);
        expect(aws.answers.slice(before)).toEqual([{ ...ANSWER, PhysicalResourceId: name }]);
      }
      const kept = functions.filter(({ tags, versions }) => tags !== TAGGED || versions!.length > 0);
      for (const { name, vpc, versions } of kept) {
        expect(aws.function(name)?.vpc).toEqual(vpc);
        expect(aws.left()).toEqual(expect.arrayContaining([vpc!, ...versions!].flatMap(interfacesFor)));
      }
    }), { numRuns: 300 });
  });

  test('when nothing fails and Lambda needs no more than 20 minutes, deleting all functions leaves no interface', async () => {
    const pace = fc.record({ update: upTo(2), available: upTo(20), gone: upTo(20) });
    await fc.assert(fc.asyncProperty(someFunctions, pace, async (functions, lambdaPace) => {
      const all = functions.map((one) => ({ ...one, tags: TAGGED, versions: [] }));
      const aws = new EmulatedAws(lambdaPace).define(...all.map((one) => ({ ...one })));
      for (const { name, vpc } of all) {
        await aws.request(deletion(name, vpc!));
        aws.deleteFunction(name);
      }
      expect(aws.left()).toEqual([]);
    }), { numRuns: 200 });
  });
});
