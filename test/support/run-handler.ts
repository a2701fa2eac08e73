import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ts from 'typescript';

/*
 * Models: Lambda, as far as the handler of a custom resource meets it: one folder of JavaScript, the SDK beside it, and CloudFormation, which accepts the second answer.
 */

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

/** Make the folder that Lambda runs, from sources and from what stands in place of the clients of the SDK, by their names. */
export function handlerFolder(source: string, clients: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'handler-'));
  for (const file of readdirSync(source)) {
    const { outputText } = ts.transpileModule(readFileSync(join(source, file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    writeFileSync(join(folder, file.replace(/\.ts$/, '.js')), outputText);
  }
  for (const [name, client] of Object.entries(clients)) {
    mkdirSync(join(folder, 'node_modules', '@aws-sdk', name), { recursive: true });
    writeFileSync(join(folder, 'node_modules', '@aws-sdk', name, 'index.js'), client);
  }
  writeFileSync(join(folder, 'main.js'), MAIN);
  return folder;
}

/** Run the handler in such a folder: the lines that it wrote. */
export function runHandler(folder: string, event: object): string[] {
  const { stdout, stderr } = spawnSync(process.execPath, ['main.js', JSON.stringify(event)], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}
