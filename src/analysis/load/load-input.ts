import { basename, dirname, join } from 'node:path';
import { InputError } from './input-error';
import { loadAssembly } from './load-assembly';
import type { Gathering } from './load-template';
import { loadTemplate } from './load-template';
import type { GivenFile } from './nested-templates';
import { NestedTemplates, real } from './nested-templates';
import type { ParameterValues } from './parameter-values';
import { parametersFor, unusedValues } from './parameter-values';
import { statusOf } from './read-text-file';
import { templatesIn } from './template-folder';
import type { TemplateInput, TemplateSet } from '../template/template-input';

/*
 * Models: what people name on the command line: folders of cloud assemblies, folders of templates, and templates of CloudFormation or SAM, together
 * one set. What is given twice is in it once; a template that is nested in another one is judged there, and not by itself.
 */

/** What was loaded. */
export interface LoadedInput {
  readonly templates: TemplateSet;

  /** Tells whether an app has values to be looked up in an account, so that its templates hold stand-ins. */
  readonly awaitsLookups: boolean;

  /** The metadata of constructs, which assemblies have beside their templates: one object for each stack. */
  readonly metadata: readonly unknown[];

  /** What was taken to be meant where the input does not say it, a sentence each. */
  readonly remarks: readonly string[];
}

/** What is given, by kind, in its order. */
type Given = { readonly assembly: string } | { readonly file: GivenFile };

/**
 * Load assemblies and templates.
 *
 * @throws InputError when something cannot be read
 */
export function loadInput(paths: readonly string[], parameters?: ParameterValues): LoadedInput {
  const remarks: string[] = [];
  const given = distinct(paths.flatMap((path) => givenAt(path, remarks)), remarks);
  const nested = new NestedTemplates(given.flatMap((each) => 'file' in each ? [each.file] : []));
  const gathering: Gathering = { notes: [], templates: 0 };
  const templates: { readonly template: TemplateInput; readonly at?: string }[] = [];
  const metadata: unknown[] = [];
  let awaitsLookups = false;
  for (const each of given) {
    if ('assembly' in each) {
      const assembly = loadAssembly(each.assembly, gathering, parameters);
      templates.push(...assembly.templates.map((template) => ({ template })));
      metadata.push(...assembly.metadata);
      awaitsLookups ||= assembly.awaitsLookups;
    } else {
      const { path, name } = each.file;
      const template = loadTemplate(path, nested.under(each.file), gathering);
      const values = parametersFor(parameters, [basename(path), name, path]);
      templates.push({ at: real(path), template: { ...template, ...values === undefined ? {} : { parameters: values } } });
    }
  }
  const roots = templates.filter(({ at }) => at === undefined || !nested.nested.has(at)).map(({ template }) => template);
  const unused = parameters === undefined ? [] : unusedValues(parameters, roots);
  const set = { templates: withNamesApart(roots), notes: notesOf(gathering) };
  return { templates: set, awaitsLookups, metadata, remarks: [...remarks, ...nested.remarks, ...unused] };
}

/** Tells each thing once, also of a template that is nested in several places, or given by itself too. */
function notesOf({ notes }: Gathering): TemplateSet['notes'] {
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}

function givenAt(path: string, remarks: string[]): Given[] {
  const status = statusOf(path);
  if (status === undefined) {
    throw new InputError(`there is no file or folder ${path}`);
  }
  if (!status.isDirectory()) {
    return [{ file: { path, name: basename(path), base: dirname(path) } }];
  }
  if (statusOf(join(path, 'manifest.json')) !== undefined) {
    return [{ assembly: path }];
  }
  const folder = templatesIn(path);
  remarks.push(...folder.remarks);
  return folder.files.map((file) => ({ file }));
}

/** Returns what is given, each once. */
function distinct(all: readonly Given[], remarks: string[]): Given[] {
  const found = new Map<string, Given>();
  for (const each of all) {
    const path = 'file' in each ? each.file.path : each.assembly;
    if (found.has(real(path))) {
      remarks.push(`${path} is given more than once, and judged once`);
    } else {
      found.set(real(path), each);
    }
  }
  return [...found.values()];
}

/** The templates with names that differ: a second one of a name is numbered. */
function withNamesApart(templates: readonly TemplateInput[]): readonly TemplateInput[] {
  const taken = new Set<string>();
  return templates.map((template) => {
    let { name } = template;
    for (let number = 2; taken.has(name); number += 1) {
      name = `${template.name} (${number})`;
    }
    taken.add(name);
    return name === template.name ? template : { ...template, name };
  });
}
