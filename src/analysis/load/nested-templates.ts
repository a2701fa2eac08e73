import { realpathSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { FoundTemplate, NestedFiles } from './load-template';
import { statusOf } from './read-text-file';
import { arrayOf, entry } from '../template/raw';

/*
 * Models: where the templates of nested stacks are, when people give templates: at a path, which is relative to the template that holds it, as for
 * `aws cloudformation package`; or at an address, and then in the one file among those given that has the address's name.
 * Law: a file is read because somebody gave it or because a template leads to it by a path, never because it happens to lie somewhere. No symbolic
 * link and no absolute path leads out of the folder that was given.
 */

/** A template that people gave. */
export interface GivenFile {
  readonly path: string;

  /** What it is called in the output. */
  readonly name: string;

  /** The folder that was given, or that of the file. */
  readonly base: string;
}

/** Finds the templates of nested stacks among files. */
export class NestedTemplates {
  /** The files that are nested in others, by where they really are. */
  public readonly nested = new Set<string>();

  /** What was found out by file names. */
  public readonly remarks = new Set<string>();
  private readonly names: ReadonlyMap<string, string>;

  constructor(private readonly given: readonly GivenFile[]) {
    this.names = new Map(given.map(({ path, name }) => [real(path), name]));
  }

  /** How the stacks nested in a template that was given are found. */
  public under({ base }: GivenFile): NestedFiles {
    const name = (path: string) => this.names.get(real(path)) ?? basename(path);
    return {
      name,
      find: (resource, holder) => {
        const properties = entry(resource, 'Properties');
        const location = entry(properties, 'TemplateURL') ?? entry(properties, 'Location');
        const found = typeof location === 'string' && !isAddress(location) ? this.atPath(location, holder, base) : this.atAddress(location, holder, name);
        if (found.file !== undefined) {
          this.nested.add(real(found.file));
        }
        return found;
      },
    };
  }

  private atPath(location: string, holder: string, base: string): FoundTemplate {
    const file = resolve(dirname(holder), location);
    if (statusOf(file)?.isFile() !== true) {
      return { reason: `there is no file ${location} beside the template, where its path leads` };
    }
    const [target, root, by] = [real(file), real(base), location.startsWith('/') ? 'an absolute path' : 'a symbolic link'];
    const isWritten = !location.startsWith('/') && target === resolve(root, relative(base, file));
    return isWritten || target.startsWith(`${root}${sep}`) || this.names.has(target) ? { file }
      : { reason: `${location} leads out of the folder that was given, by ${by}, and is not read unless it is given too` };
  }

  private atAddress(location: unknown, holder: string, nameOf: (path: string) => string): FoundTemplate {
    const address = tailOf(location);
    const parts = address.split('/').filter((part) => part !== '');
    const others = this.given.filter(({ path }) => real(path) !== real(holder));
    const candidates = others.map((file) => ({ file, length: commonTail(parts, resolve(file.path).split(sep)) }));
    const longest = Math.max(0, ...candidates.map(({ length }) => length));
    const best = candidates.filter(({ length }) => length === longest && length > 0);
    if (best.length > 1) {
      return { reason: `several templates that were given may be the one at its address: ${best.map(({ file }) => file.name).sort().join(', ')}` };
    }
    if (best.length === 1) {
      const [{ file }] = best;
      this.remarks.add(`${file.name} is taken for the nested stack at …/${parts.slice(-longest).join('/')} in ${nameOf(holder)}, because it has its file name`);
      return { file: file.path };
    }
    return {};
  }
}

/** Tells where a file is, behind all symbolic links. */
export function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function isAddress(location: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(location);
}

/** Returns what is literal at the end of an address, behind its last unknown part and without what is asked of it. */
function tailOf(location: unknown): string {
  const written = typeof location === 'string' ? location : textOf(entry(location, 'Fn::Sub')) ?? joined(entry(location, 'Fn::Join'));
  return written === undefined ? '' : written.slice(written.lastIndexOf('}') + 1).replace(/[?#].*$/, '').replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
}

function textOf(sub: unknown): string | undefined {
  const text = Array.isArray(sub) ? (sub as unknown[])[0] : sub;
  return typeof text === 'string' ? text : undefined;
}

/** A joined text, with a mark in the place of what is no literal. */
function joined(join: unknown): string | undefined {
  const [separator, parts] = arrayOf(join);
  return typeof separator === 'string' && Array.isArray(parts) ? parts.map((part) => typeof part === 'string' ? part : '${}').join(separator) : undefined;
}

/** How many parts of paths are the same at their ends; none when the last ones are not whole names of files. */
function commonTail(one: readonly string[], other: readonly string[]): number {
  let length = 0;
  while (length < one.length && length < other.length && one[one.length - 1 - length] === other[other.length - 1 - length]) {
    length += 1;
  }
  return length;
}
