import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import flags from 'aws-cdk-lib/recommended-feature-flags.json';
import type { Posture, PostureFinding } from '../scripts/posture';
import { measurePosture, renderPosture } from '../scripts/posture';
import { POSTURE_APPS } from '../scripts/posture-apps';
import { POSTURE_REASONS } from '../scripts/posture-reasons';

/*
 * docs/posture.md puts what judges find in apps of this library beside what they find in the same apps in plain AWS CDK. Law: it is measured, and nothing in it
 * is unexplained.
 */

const ROOT = join(__dirname, '..');

describe('docs/posture.md', () => {
  let postures: Posture[];
  const rulesOf = (findings: readonly PostureFinding[]) => findings.map(({ judge, rule }) => `${judge}-${rule}`);

  beforeAll(() => {
    postures = measurePosture();
  }, 120_000);

  test('is up to date: npx ts-node --project tsconfig.dev.json scripts/write-posture.ts', () => {
    expect(readFileSync(join(ROOT, 'docs', 'posture.md'), 'utf8')).toBe(renderPosture(postures));
  });

  test('each judge finds something in each app: none was left out', () => {
    for (const { ours, plain } of postures) {
      expect(new Set([...ours, ...plain].map(({ judge }) => judge)).size).toBe(5);
      expect(plain.filter(({ acknowledged }) => acknowledged !== undefined)).toEqual([]);
    }
  });

  test('gives a reason for each rule that finds something, and for no other', () => {
    const found = postures.flatMap(({ ours, plain }) => [...ours, ...plain]).map(({ rule }) => rule);
    expect(Object.keys(POSTURE_REASONS).sort()).toEqual([...new Set(found)].sort());
  });

  test('a rule that it refuses to explain is an error', () => {
    const [posture] = postures;
    const unknown = { judge: 'AwsSolutions', rule: 'EC99', resource: 'App/Function' };
    expect(() => renderPosture([{ ...posture, ours: [unknown] }])).toThrow('the rule EC99 finds something');
  });

  test('no rule is open here that plain AWS CDK meets', () => {
    for (const { app, ours, plain } of postures) {
      const open = ours.filter(({ acknowledged }) => acknowledged === undefined);
      expect([app.name, rulesOf(open).filter((rule) => !rulesOf(plain).includes(rule))]).toEqual([app.name, []]);
    }
  });

  test.each(POSTURE_APPS.map(({ name, ours }) => [name, ours] as const))('the app synthesizes: %s', (_, define) => {
    const app = new App({ context: flags });
    define(new Stack(app, 'App'));
    expect(app.synth().stacks).toHaveLength(1);
  });

  test('the README leads to it', () => {
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain('(docs/posture.md)');
  });
});
