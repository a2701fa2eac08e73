import type { awscdk, javascript } from 'projen';

type Rules = NonNullable<javascript.EslintOverride['rules']>;

/**
 * What a folder of `src` may never import, with the reason that the linter gives.
 *
 * The order of the house: function, connection, network, egress and endpoints, address-plan, each knowing only those after it.
 * Beside them stand `guardrail`, which knows the network, and `lifecycle`, which knows only resources of Lambda. `analysis` knows none
 * of them: it judges templates, whoever wrote them.
 * `network` and `connection` need each other; between them `import/no-cycle` allows one direction, and types in the other.
 */
const FOREIGN_FOLDERS: Record<string, string[]> = {
  'private': ['address-plan', 'egress', 'endpoints', 'network', 'connection', 'function', 'guardrail', 'lifecycle', 'analysis'],
  'address-plan': ['egress', 'endpoints', 'network', 'connection', 'function', 'guardrail', 'lifecycle', 'analysis'],
  'egress': ['endpoints', 'network', 'connection', 'function', 'guardrail', 'lifecycle', 'analysis'],
  'endpoints': ['egress', 'network', 'connection', 'function', 'guardrail', 'lifecycle', 'analysis'],
  'network': ['function', 'guardrail', 'lifecycle', 'analysis/model', 'analysis/read', 'analysis/reason', 'analysis/rules', 'analysis/command'],
  'connection': ['function', 'guardrail', 'analysis/model', 'analysis/read', 'analysis/reason', 'analysis/rules', 'analysis/command'],
  'lifecycle': ['address-plan', 'egress', 'endpoints', 'network', 'connection', 'function', 'guardrail', 'analysis'],
  'guardrail': ['address-plan', 'egress', 'endpoints', 'connection', 'function', 'lifecycle', 'analysis'],
  'analysis': ['egress', 'endpoints', 'network', 'connection', 'function', 'guardrail', 'lifecycle'],
  'analysis/model': ['analysis/read', 'analysis/reason', 'analysis/rules', 'analysis/command', 'analysis/load'],
  'analysis/read': ['analysis/reason', 'analysis/rules', 'analysis/command', 'analysis/load'],
  'analysis/reason': ['analysis/read', 'analysis/rules', 'analysis/command', 'analysis/load'],
  'analysis/rules': ['analysis/read', 'analysis/command', 'analysis/load'],
};

/** Folders that think in plain data: no construct, no token, no disk. */
const PURE_FOLDERS = ['address-plan', 'analysis/model', 'analysis/read', 'analysis/reason', 'analysis/rules'];

/** Add the rules of this repository to those of projen. */
export function addLintRules(project: awscdk.AwsCdkConstructLibrary, generatedFiles: string[]): void {
  const eslint = project.eslint!;
  eslint.addRules(repositoryRules());
  eslint.addOverride({ files: ['src/**/*.ts'], rules: sourceRules() });
  eslint.addOverride({ files: PURE_FOLDERS.map((folder) => `src/${folder}/**/*.ts`), rules: pureRules() });
  // its dependencies are those of its own package.json, beside the packed library
  eslint.addOverride({ files: ['test/consumers/typescript/**/*.ts'], rules: { 'import/no-extraneous-dependencies': 'off' } });
  eslint.addIgnorePattern('.verify/');
  eslint.addIgnorePattern('dist/');
  eslint.addIgnorePattern('lib/');
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

function folderZones() {
  return Object.entries(FOREIGN_FOLDERS).flatMap(([folder, foreign]) => foreign.map((other) => ({
    target: `./src/${folder}`,
    from: `./src/${other}`,
    message: `${folder} knows nothing of ${other}`,
  })));
}

function indexZone() {
  return { target: './src', from: './src/index.ts', message: 'index.ts is for users: import the file' };
}

function testZone() {
  return { target: './src', from: ['./test', './examples', './projenrc'], message: 'src stands on its own' };
}
