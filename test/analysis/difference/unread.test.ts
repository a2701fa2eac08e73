import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { plain } from './apps/plain-app';
import { removeStates, stateOfApp } from './apps/state-of-app';
import { tell } from './apps/tell';
import { call } from '../support/call-command';

/*
 * D1, D2: what a side does not read, in all formats and gates.
 */

// what AWS CDK warns of it prints
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(removeStates);

describe('D1: what is not read is told, and is not what goes', () => {
  let all = '';
  let part = '';
  beforeAll(() => {
    all = stateOfApp(plain());
    part = stateOfApp(plain({ functions: ['Orders'], unread: true }));
  });

  test('a function that was judged, and may be in what is not read, does not pass', () => {
    const { text, markdown, json, error, status } = tell(all, part);
    expect(json.functions).toEqual({ added: [], removed: [], unread: [{ function: 'Plain/Mails', judged: 'before' }] });
    expect(json.unread).toMatchObject({ before: [], after: [{ id: 'Plain/Nested', code: 'LAMBDA_COMPUTE_NOT_READ' }] });
    expect(json.resources.filter(({ type }) => type === 'AWS::Lambda::Function')).toEqual([]);
    for (const told of [text, markdown]) {
      expect(told).toContain('judged before, and perhaps in what is not read now: Plain/Mails'.slice(1));
      expect(told).toMatch(/n the new side, Plain\/Nested: its template is not at hand/);
      expect(told).not.toMatch(/function removed|removed: AWS::Lambda/);
    }
    expect(error).toBe('cdk-lambda-network: not everything is read, and nothing is said of what is not: on the new side Plain/Nested (LAMBDA_COMPUTE_NOT_READ)\n');
    expect({ status, text }).toEqual({ status: 1, text: expect.stringMatching(/does not pass: inconclusive: 1\n$/) as string });
  });

  test('a function that is judged now, and was perhaps not read, passes', () => {
    const { text, json, status } = tell(part, all);
    expect(json.functions).toEqual({ added: [], removed: [], unread: [{ function: 'Plain/Mails', judged: 'after' }] });
    expect(text).toContain('judged now, and perhaps in what was not read before: Plain/Mails');
    expect(status).toBe(0);
  });

  test('what neither side reads is told once, and a function that goes beside it goes', () => {
    const { text, json, status } = tell(stateOfApp(plain({ unread: true })), part);
    expect(json.functions).toEqual({ added: [], removed: ['Plain/Mails'], unread: [] });
    expect(text.match(/Plain\/Nested/g)).toHaveLength(1);
    expect(text).toContain('on both sides, Plain/Nested: ');
    expect(status).toBe(0);
  });

  test('of a saved side as of one that is judged', () => {
    const saved = join(dirname(part), 'saved.json');
    writeFileSync(saved, call('check', part, '--format', 'json', '--json-version', '2').out);
    const { json, error } = tell(all, saved);
    expect(json.functions.unread).toEqual([{ function: 'Plain/Mails', judged: 'before' }]);
    expect(error).toContain('not everything is read');
  });
});
