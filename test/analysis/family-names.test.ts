import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { call } from './support/call-command';

/*
 * People read IPv4 and IPv6, as AWS writes them, in every sentence; the words of the JSON are for machines.
 */

const CASES = join(__dirname, 'cases');

/** A family as the program calls it: not in a flag, a property or a name, nor between quotes. */
const WORD_OF_THE_PROGRAM = /(?<![\w:./'"-])ipv[46](?![\w'"-])/;

describe.each(['template.yaml', 'mended.yaml'])('%s', (file) => {
  test.each(readdirSync(CASES).filter((code) => existsSync(join(CASES, code, file))))('%s: every sentence names families as AWS does', (code) => {
    const path = join(CASES, code, file);
    for (const format of ['text', 'junit']) {
      const { out, error } = call('check', path, '--format', format);
      expect(`${out}${error}`.split('\n').filter((line) => WORD_OF_THE_PROGRAM.test(line))).toEqual([]);
    }
  });
});

test('what the program calls a family would be seen', () => {
  expect(WORD_OF_THE_PROGRAM.test('the internet is reached over ipv4, which is not declared')).toBe(true);
  expect(WORD_OF_THE_PROGRAM.test('internet (ipv6) is reached')).toBe(true);
});

test.each([
  ['GRANT_WITHOUT_WAY', 'what no path leads to over IPv4: sqs (sqs:SendMessage'], ['LAMBDA_MOUNT_BLOCKED', 'on tcp 2049 (IPv4): '], ['LAMBDA_REACHES_UNDECLARED', 'the internet is reached over IPv4'],
  ['LAMBDA_SUBNETS_DIVERGE', '(IPv4) is reached from '], ['LAMBDA_EXTENSION_WITHOUT_WAY', 'and over IPv4 '],
])('%s says over which family', (code, words) => {
  expect(call('check', join(CASES, code, 'template.yaml')).out).toContain(words);
});
