import { basename } from 'node:path';
import { InputError } from './input-error';
import { loadAssembly } from './load-assembly';
import type { Gathering } from './load-template';
import { besideTemplate, loadTemplate } from './load-template';
import type { ParameterValues } from './parameter-values';
import { parametersFor } from './parameter-values';
import { statusOf } from './read-text-file';
import type { TemplateInput, TemplateSet } from '../template/template-input';

/*
 * Models: what people name on the command line: folders of cloud assemblies, and templates of CloudFormation or SAM, together one set.
 */

/** What was loaded. */
export interface LoadedInput {
  readonly templates: TemplateSet;

  /** Whether an app has values to be looked up in an account, so that its templates hold stand-ins. */
  readonly awaitsLookups: boolean;
}

/**
 * Load assemblies and templates.
 *
 * @throws InputError when something cannot be read
 */
export function loadInput(paths: readonly string[], parameters?: ParameterValues): LoadedInput {
  const gathering: Gathering = { notes: [], templates: 0 };
  const templates: TemplateInput[] = [];
  let awaitsLookups = false;
  for (const path of paths) {
    const status = statusOf(path);
    if (status === undefined) {
      throw new InputError(`there is no file or folder ${path}`);
    }
    if (status.isDirectory()) {
      const assembly = loadAssembly(path, gathering, parameters);
      templates.push(...assembly.templates);
      awaitsLookups ||= assembly.awaitsLookups;
    } else {
      const template = loadTemplate(path, besideTemplate(path, (file) => basename(file)), gathering);
      const given = parametersFor(parameters, [template.name, path]);
      templates.push({ ...template, ...given === undefined ? {} : { parameters: given } });
    }
  }
  return { templates: { templates: withNamesApart(templates), notes: gathering.notes }, awaitsLookups };
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
