import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { devDependencies } from '../../package.json';

/*
 * The languages are compared at one version of what they all use: the oldest that works, which the library is built with.
 */

const read = (file: string): string => readFileSync(join(__dirname, file), 'utf8');
const found = (file: string, version: RegExp): string | undefined => version.exec(read(file))?.[1];

test.each([
  ['typescript/package.json', /"aws-cdk-lib": "(.*)"/, /"constructs": "(.*)"/],
  ['python/requirements.txt', /^aws-cdk-lib==(.*)$/m, /^constructs==(.*)$/m],
  ['go/go.mod', /awscdk\/v2 v(.*)$/m, /constructs\/v10 v(.*)$/m],
])('%s has the versions of aws-cdk-lib and constructs that the library is built with', (file, cdk, constructs) => {
  expect([found(file, cdk), found(file, constructs)]).toEqual([devDependencies['aws-cdk-lib'], devDependencies.constructs]);
});

test('the runtimes of jsii are one version', () => {
  const versions = [
    found('python/requirements.txt', /^jsii==(.*)$/m),
    found('java/pom.xml', /<artifactId>jsii-runtime<\/artifactId>\s*<version>(.*)<\/version>/),
    found('go/go.mod', /jsii-runtime-go v(.*)$/m),
  ];
  expect(versions[0]).toMatch(/^\d+\.\d+\.\d+$/);
  expect(new Set(versions).size).toBe(1);
});

test.each(['typescript', 'newest-cdk'])('the lock file of %s says what a package is and not where it came from', (consumer) => {
  const packages = Object.values(JSON.parse(read(`${consumer}/package-lock.json`)).packages as Record<string, Record<string, unknown>>);
  expect(packages.filter((entry) => 'resolved' in entry)).toEqual([]);
});

test.each(['python', 'java', 'go'])('the application in %s is synthesized with the context of the one in TypeScript', (consumer) => {
  const { app: _, ...settings } = JSON.parse(read('typescript/cdk.json')) as { app: string };
  expect(JSON.parse(read(`${consumer}/cdk.json`))).toEqual({ app: expect.any(String), ...settings });
});
