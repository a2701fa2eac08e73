import { rmSync } from 'fs';
import { join } from 'path';
import { STACK, deletion } from './emulated-aws';
import type { CustomResourceEvent } from '../../src/lifecycle/release-handler/custom-resource';
import { handlerFolder, runHandler } from '../support/run-handler';

const SOURCE = join(__dirname, '..', '..', 'src', 'lifecycle', 'release-handler');

/** In place of the SDK of the runtime: clients that say what they are asked, and a function that is gone. */
const CLIENT = `
  const gone = Object.assign(new Error('gone'), { name: 'ResourceNotFoundException' });
  class Client {
    async getFunctionConfiguration(input) { console.log('getFunctionConfiguration ' + input.FunctionName); throw gone; }
    async describeNetworkInterfaces(input) { console.log('describeNetworkInterfaces ' + input.Filters[1].Values); return {}; }
  }
  module.exports = { Lambda: Client, EC2: Client };
`;

let folder: string;

beforeAll(() => {
  folder = handlerFolder(SOURCE, { 'client-lambda': CLIENT, 'client-ec2': CLIENT });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const run = (event: CustomResourceEvent) => runHandler(folder, event);

describe('F9: the code that runs in Lambda', () => {
  const VPC = { SubnetIds: ['subnet-a'], SecurityGroupIds: ['sg-1'] };
  const answer = `PUT PUT https://example.com true ${JSON.stringify({
    Status: 'SUCCESS', PhysicalResourceId: 'orders', StackId: STACK, RequestId: 'request', LogicalResourceId: 'Release',
  })}`;

  test('needs nothing but its folder and the SDK, and answers until it is heard', () => {
    expect(run(deletion('orders', VPC))).toEqual([
      'getFunctionConfiguration orders', 'describeNetworkInterfaces sg-1', 'no network interfaces are left that only this function used', answer, answer, 'done',
    ]);
  });

  test('answers a creation', () => {
    expect(run(deletion('orders', VPC, { RequestType: 'Create' }))).toEqual([answer, answer, 'done']);
  });
});
