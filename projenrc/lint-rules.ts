import type { awscdk, javascript } from 'projen';
import { PURE_ROOMS, ROOMS } from './rooms';

type Rules = NonNullable<javascript.EslintOverride['rules']>;

/** Add the rules of this repository to those of projen. */
export function addLintRules(project: awscdk.AwsCdkConstructLibrary, generatedFiles: string[]): void {
  const eslint = project.eslint!;
  eslint.addRules(repositoryRules());
  eslint.addOverride({ files: ['src/**/*.ts'], rules: sourceRules() });
  eslint.addOverride({ files: PURE_ROOMS.map((room) => `src/${room}/*.ts`), rules: pureRules() });
  // its dependencies are those of its own package.json, beside the packed library
  eslint.addOverride({ files: ['test/consumers/typescript/**/*.ts'], rules: { 'import/no-extraneous-dependencies': 'off' } });
  eslint.addIgnorePattern('.verify/');
  eslint.addIgnorePattern('dist/');
  eslint.addIgnorePattern('lib/');
  eslint.addIgnorePattern('test/consumers/newest-cdk/');
  for (const file of generatedFiles) {
    eslint.addIgnorePattern(file);
  }
}

function repositoryRules(): Rules {
  return {
    'import/no-cycle': ['error', { ignoreExternal: true }],
    'import/no-restricted-paths': ['error', { zones: [...folderZones(), indexZone(), testZone()] }],
    '@typescript-eslint/no-explicit-any': 'error',
    '@typescript-eslint/no-non-null-assertion': 'off',
    '@typescript-eslint/prefer-nullish-coalescing': 'error',
    '@typescript-eslint/switch-exhaustiveness-check': 'error',
    '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
    // a table of cases reads better with several properties to a line
    '@stylistic/object-property-newline': 'off',
    ...handwriting(),
    'eqeqeq': 'error',
    'no-debugger': 'error',
    'no-console': 'off',
  };
}

/** What says nothing to a reader is written in one way everywhere; `npx projen lint:fix` writes it so. */
function handwriting(): Rules {
  return {
    '@stylistic/arrow-parens': ['error', 'always'],
    '@stylistic/lines-between-class-members': ['error', 'always', { exceptAfterSingleLine: true }],
    '@stylistic/lines-around-comment': ['error', {
      beforeBlockComment: true,
      allowBlockStart: true,
      allowObjectStart: true,
      allowArrayStart: true,
      allowClassStart: true,
      allowInterfaceStart: true,
      allowTypeStart: true,
      allowEnumStart: true,
    }],
    'import/order': ['error', {
      groups: ['builtin', 'external'],
      alphabetize: { order: 'asc', orderImportKind: 'asc', caseInsensitive: true },
    }],
  };
}

function sourceRules(): Rules {
  return {
    'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
    'no-console': 'error',
    'no-restricted-syntax': ['error', {
      selector: 'ThrowStatement > NewExpression[callee.name="Error"]',
      message: 'throw a NetworkError, which has a code and says where',
    }],
    '@typescript-eslint/no-restricted-imports': ['error', { patterns: [OWN_PACKAGE] }],
  };
}

const OWN_PACKAGE = { group: ['cdk-lambda-network', 'cdk-lambda-network/*'], message: 'inside the library import the file' };

/** What is pure needs no construct, and is easier to prove without. */
function pureRules(): Rules {
  const cdk = { group: ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs'], message: 'this folder is pure: plain data only' };
  const disk = { group: ['fs', 'node:fs', 'node:fs/*', 'path', 'node:path'], message: 'this folder is pure: whoever calls it reads the disk' };
  return { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [OWN_PACKAGE, cdk, disk] }] };
}

/** What a folder may import is in the map; the rest is not. */
function folderZones() {
  return Object.entries(ROOMS).map(([room, { knows }]) => ({
    target: `./src/${room}/*.ts`,
    from: Object.keys(ROOMS).filter((other) => other !== room && !knows.includes(other)).map((other) => `./src/${other}/*.ts`),
    message: `${room} knows ${knows.length === 0 ? 'no other folder' : `only ${knows.join(', ')}`} (projenrc/rooms.ts)`,
  }));
}

function indexZone() {
  return { target: './src', from: './src/index.ts', message: 'index.ts is for users: import the file' };
}

function testZone() {
  return { target: './src', from: ['./test', './examples', './projenrc'], message: 'src stands on its own' };
}
