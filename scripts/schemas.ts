import { join } from 'path';
import { createGenerator } from 'ts-json-schema-generator';

/*
 * Models: the JSON Schemas in docs/, made from the types that the program writes, with their comments.
 */

const ROOT = join(__dirname, '..');

interface Described {
  readonly path: string;
  readonly type: string;
  readonly title: string;
}

/** The schemas, by file. */
export const SCHEMAS: Readonly<Record<string, Described>> = {
  'reachability.schema.json': {
    path: 'src/analysis/record/reachability-record.ts', type: 'ReachabilityRecord',
    title: 'reachability.json of version 2: a whole analysis with its network. Whatever is said many times is once in a list, and named by its place in it, counted from 0.',
  },
  'difference.schema.json': {
    path: 'src/analysis/difference/difference.ts', type: 'Difference', title: 'The output of cdk-lambda-network diff --format json: what a change does to what is reached.',
  },
};

/** The text of a schema. */
export function schemaOf(file: string): string {
  const { path, type, title } = SCHEMAS[file];
  const generator = createGenerator({
    path: join(ROOT, path), tsconfig: join(ROOT, 'tsconfig.dev.json'), type, topRef: false, skipTypeCheck: true, additionalProperties: true,
  });
  const { $schema, ...rest } = generator.createSchema(type);
  return `${JSON.stringify({ $schema, title, ...rest }, undefined, 2)}\n`;
}
