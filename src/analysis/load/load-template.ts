import { InputError } from './input-error';
import { parseGenerated, parseText } from './parse-template';
import { readTextFile } from './read-text-file';
import { entry, isRawObject, objectOf } from '../template/raw';
import type { ReadingNote, TemplateInput } from '../template/template-input';

/*
 * Models: a template file, and the files of the stacks nested in it as far as they are at hand.
 */

/** How deep stacks may be nested, and how many templates may be read in all. */
const MAX_NESTING = 20;
const MAX_TEMPLATES = 5_000;

/** Where templates are gathered. */
export interface Gathering {
  readonly notes: ReadingNote[];
  templates: number;
}

/** The file of a nested stack; without one it is not at hand, for a reason that may be worth telling. */
export interface FoundTemplate {
  readonly file?: string;
  readonly reason?: string;
}

/** How the files of nested stacks are found. */
export interface NestedFiles {
  /** Find the file of a nested stack, of which the resource stands in a template. */
  readonly find: (resource: unknown, holder: string) => FoundTemplate;

  /** What a template is called. */
  readonly name: (path: string) => string;

  /** Tells whether AWS CDK wrote the templates, but for those that are assets. It writes stacks without resources as well. */
  readonly areSynthesized?: boolean;

  /** The construct paths in a nested template, for one whose own metadata has none. */
  readonly constructPaths?: (nesting: readonly string[]) => ReadonlyMap<string, string> | undefined;
}

/** That a template is not at hand is a finding of its own; why, when there is more to tell, stands beside it. */
const GIVE_IT = 'give the template of the nested stack to the command as well';

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
    const { file, reason } = files.find(resource, path);
    if (file === undefined) {
      gathering.notes.push(...reason === undefined ? [] : [{ template: files.name(path), logicalId, reason, mend: GIVE_IT }]);
    } else {
      nested.set(logicalId, loadTemplate(file, files, gathering, [...nesting, logicalId]));
    }
  }
  const constructPaths = files.constructPaths?.(nesting);
  return { name: files.name(path), file: path, body, nested, ...constructPaths === undefined ? {} : { constructPaths } };
}
