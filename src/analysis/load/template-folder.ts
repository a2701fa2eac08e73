import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { InputError } from './input-error';
import type { GivenFile } from './nested-templates';
import { real } from './nested-templates';
import { parseText } from './parse-template';
import { readTextFile, statusOf } from './read-text-file';
import { entry, isRawObject } from '../template/raw';

/*
 * Models: a folder of templates: all files in it and below that are templates, in the order of their paths. A file that says it is a template and is
 * broken is an error; a file that is something else is none of the input. Symbolic links that lead out of the folder are not followed.
 */

const EXTENSIONS = /\.(ya?ml|json|template)$/i;

/** Folders that hold no templates of the user. */
const FOREIGN_FOLDERS: ReadonlySet<string> = new Set(['node_modules', '__pycache__']);

/** What only a template has at the beginning of a line. */
const SAYS_TEMPLATE = /^[\s{]*["']?(AWSTemplateFormatVersion|Resources)["']?\s*:/m;

const MAX_FILES = 20_000;

/** The templates of a folder. */
export function templatesIn(folder: string): { readonly files: readonly GivenFile[]; readonly remarks: readonly string[] } {
  const root = real(folder);
  const found = filesIn(folder);
  const outside = found.filter((path) => !real(path).startsWith(`${root}${sep}`));
  const inside = new Map(found.filter((path) => !outside.includes(path)).map((path) => [real(path), path]));
  const files = [...inside.values()].filter(isTemplate).map((path) => ({ path, name: relative(folder, path).split(sep).join('/'), base: folder }));
  if (files.length === 0) {
    throw new InputError(`the folder ${folder} is not a cloud assembly: it has no manifest.json; and it holds no template. Name the folder that 'cdk synth' writes, cdk.out, or templates`);
  }
  return { files, remarks: outside.map((path) => `${path} is a symbolic link that leads out of the folder, and is not read unless it is given too`) };
}

/** All files that may be templates, those of a folder before those of the next. */
function filesIn(folder: string): string[] {
  const files: string[] = [];
  const folders = [folder];
  for (let next = folders.shift(); next !== undefined; next = folders.shift()) {
    for (const item of readdirSync(next, { withFileTypes: true }).sort((one, other) => one.name < other.name ? -1 : 1)) {
      const path = join(next, item.name);
      if (item.isDirectory() && !item.name.startsWith('.') && !FOREIGN_FOLDERS.has(item.name)) {
        folders.push(path);
      } else if (EXTENSIONS.test(item.name) && (item.isFile() || item.isSymbolicLink() && statusOf(path)?.isFile() === true)) {
        files.push(path);
      }
    }
    if (files.length + folders.length > MAX_FILES) {
      throw new InputError(`the folder ${folder} holds more than ${MAX_FILES} files: name the templates, or a folder with fewer`);
    }
  }
  return files;
}

/** Tells whether a file is a template: it has resources with types. One that says so is not parsed in vain. */
function isTemplate(path: string): boolean {
  const text = readTextFile(path);
  if (!SAYS_TEMPLATE.test(text) && !text.includes('"Resources"')) {
    return false;
  }
  const resources = entry(parseText(text, path), 'Resources');
  return isRawObject(resources) && Object.values(resources).every(isRawObject) || text.includes('AWSTemplateFormatVersion');
}
