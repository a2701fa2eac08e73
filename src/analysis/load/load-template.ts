import { dirname, resolve } from 'node:path';
import { InputError } from './input-error';
import { parseGenerated, parseText } from './parse-template';
import { readTextFile, statusOf } from './read-text-file';
import { entry, isRawObject, objectOf } from '../template/raw';
import type { ReadingNote, TemplateInput } from '../template/template-input';

/*
 * Models: a template file, and the files of the stacks nested in it as far as they lie beside it.
 */

/** How deep stacks may be nested, and how many templates may be read in all. */
const MAX_NESTING = 20;
const MAX_TEMPLATES = 5_000;

/** Where templates are gathered. */
export interface Gathering {
  readonly notes: ReadingNote[];
  templates: number;
}

/** How the files of nested stacks are found. */
export interface NestedFiles {
  /** The file of a nested stack; undefined when it is not at hand. */
  readonly find: (resource: unknown) => string | undefined;

  /** What a template is called. */
  readonly name: (path: string) => string;

  /** Whether AWS CDK wrote the templates, but for those that are assets. It writes stacks without resources as well. */
  readonly areSynthesized?: boolean;

  /** The construct paths in a nested template, for one whose own metadata has none. */
  readonly constructPaths?: (nesting: readonly string[]) => ReadonlyMap<string, string> | undefined;
}

/** Types of resources that are stacks of their own. */
const STACK_TYPES = ['AWS::CloudFormation::Stack', 'AWS::Serverless::Application'];

/** The content of a template file. Resources tell a template from other files. */
function readTemplateBody(path: string, { areSynthesized = false }: NestedFiles): unknown {
  const parse = areSynthesized && path.endsWith('.template.json') ? parseGenerated : parseText;
  const body = parse(readTextFile(path), path);
  if (!isRawObject(body) || !isRawObject(entry(body, 'Resources')) && !areSynthesized) {
    throw new InputError(`${path} is not a CloudFormation template: it has no object Resources`);
  }
  return body;
}

/** A template with those nested in it. */
export function loadTemplate(path: string, files: NestedFiles, gathering: Gathering, nesting: readonly string[] = []): TemplateInput {
  gathering.templates += 1;
  if (nesting.length > MAX_NESTING || gathering.templates > MAX_TEMPLATES) {
    throw new InputError(`${path} is nested more than ${MAX_NESTING} deep, or there are more than ${MAX_TEMPLATES} templates`);
  }
  const body = readTemplateBody(path, files);
  const nested = new Map<string, TemplateInput>();
  for (const [logicalId, resource] of Object.entries(objectOf(entry(body, 'Resources')))) {
    if (!STACK_TYPES.includes(String(entry(resource, 'Type')))) {
      continue;
    }
    const file = files.find(resource);
    if (file === undefined) {
      gathering.notes.push({ template: files.name(path), logicalId, reason: 'the template of the nested stack is not at hand' });
    } else {
      nested.set(logicalId, loadTemplate(file, files, gathering, [...nesting, logicalId]));
    }
  }
  const constructPaths = files.constructPaths?.(nesting);
  return { name: files.name(path), body, nested, ...constructPaths === undefined ? {} : { constructPaths } };
}

/** Nested stacks of a template by hand: those named by a relative path. */
export function besideTemplate(path: string, name: (path: string) => string): NestedFiles {
  const folder = dirname(path);
  return {
    name,
    find: (resource) => {
      const properties = entry(resource, 'Properties');
      const location = entry(properties, 'TemplateURL') ?? entry(properties, 'Location');
      if (typeof location !== 'string' || /^[a-z0-9+.-]+:/i.test(location)) {
        return undefined;
      }
      const file = resolve(folder, location);
      return statusOf(file)?.isFile() === true ? file : undefined;
    },
  };
}
