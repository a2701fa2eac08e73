import type { awscdk, javascript } from 'projen';

type Rules = NonNullable<javascript.EslintOverride['rules']>;

/**
 * What a folder of `src` may never import, with the reason that the linter gives.
 *
 * The order of the house: function, connection, network, egress and endpoints, address-plan, each knowing only those after it.
 * `network` and `connection` need each other; between them `import/no-cycle` allows one direction, and types in the other.
 */
const FOREIGN_FOLDERS: Record<string, string[]> = {
  'private': ['address-plan', 'egress', 'endpoints', 'network', 'connection', 'function'],
  'address-plan': ['egress', 'endpoints', 'network', 'connection', 'function'],
  'egress': ['endpoints', 'network', 'connection', 'function'],
  'endpoints': ['egress', 'network', 'connection', 'function'],
  'network': ['function'],
  'connection': ['function'],
};

/** Add the rules of this repository to those of projen. */
export function addLintRules(project: awscdk.AwsCdkConstructLibrary, generatedFiles: string[]): void {
  const eslint = project.eslint!;
  eslint.addRules(repositoryRules());
  eslint.addOverride({ files: ['src/**/*.ts'], rules: sourceRules() });
  eslint.addOverride({ files: ['src/address-plan/**/*.ts'], rules: pureRules() });
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
    'eqeqeq': 'error',
    'no-debugger': 'error',
    'no-console': 'off',
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

/** Arithmetic on address blocks needs no construct, and is easier to prove without. */
function pureRules(): Rules {
  const cdk = { group: ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs'], message: 'address-plan is pure: numbers and strings only' };
  return { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [OWN_PACKAGE, cdk] }] };
}

function folderZones() {
  return Object.entries(FOREIGN_FOLDERS).flatMap(([folder, foreign]) => foreign.map(other => ({
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
