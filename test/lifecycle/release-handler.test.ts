import { spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as ts from 'typescript';
import { STACK, deletion } from './emulated-aws';
import type { CustomResourceEvent } from '../../src/lifecycle/release-handler/custom-resource';

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

/** Runs the handler as Lambda does: one folder of JavaScript, the SDK beside it, and CloudFormation, which accepts the second answer. */
const MAIN = `
  let calls = 0;
  require('https').request = (url, options, respond) => ({
    once() {},
    end(body) {
      console.log(['PUT', options.method, url, options.headers['content-length'] === body.length, body].join(' '));
      const statusCode = ++calls === 1 ? 503 : 200;
      respond({ statusCode, resume() {}, once: (_, done) => done() });
    },
  });
  const context = { invokedFunctionArn: 'arn:provider', getRemainingTimeInMillis: () => 900_000 };
  require('./index').handler(JSON.parse(process.argv[2]), context).then(() => console.log('done'));
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-handler-'));
  for (const file of readdirSync(SOURCE)) {
    const { outputText } = ts.transpileModule(readFileSync(join(SOURCE, file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    writeFileSync(join(folder, file.replace(/\.ts$/, '.js')), outputText);
  }
  for (const name of ['client-lambda', 'client-ec2']) {
    mkdirSync(join(folder, 'node_modules', '@aws-sdk', name), { recursive: true });
    writeFileSync(join(folder, 'node_modules', '@aws-sdk', name, 'index.js'), CLIENT);
  }
  writeFileSync(join(folder, 'main.js'), MAIN);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(event: CustomResourceEvent): string[] {
  const { stdout, stderr } = spawnSync(process.execPath, ['main.js', JSON.stringify(event)], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}

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
