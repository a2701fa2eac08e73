import { basename, isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { real } from './nested-templates';
import { statusOf } from './read-text-file';
import type { WrittenPlace } from '../model/written-place';

/*
 * Models: files as whoever reads a report finds them again: relative to the working directory, behind all symbolic links, and never by an absolute
 * path, which is another one on each machine.
 */

/** A file as a report names it. */
export type NamedFile = Omit<WrittenPlace, 'line'>;

/** Names files in a working directory. */
export class WorkingDirectory {
  private readonly root: string;
  private readonly known = new Map<string, NamedFile | undefined>();

  constructor(directory: string) {
    this.root = real(directory);
  }

  /** The name of a file; that of one elsewhere is the name it is known by. */
  public name(path: string, knownAs = basename(path)): NamedFile {
    return this.inside(real(path)) ?? { uri: spellUri(knownAs), isInWorkingDirectory: false };
  }

  /** The name of a file of a program, where a trace says that it is; undefined when it is not there, or somewhere else. */
  public nameOfProgram(file: string): NamedFile | undefined {
    if (!this.known.has(file)) {
      this.known.set(file, this.lookUp(file));
    }
    return this.known.get(file);
  }

  private lookUp(file: string): NamedFile | undefined {
    try {
      const path = file.startsWith('file:') ? fileURLToPath(file) : file;
      return isAbsolute(path) && statusOf(path)?.isFile() === true ? this.inside(real(path)) : undefined;
    } catch {
      // what cannot be looked at is nowhere
      return undefined;
    }
  }

  private inside(path: string): NamedFile | undefined {
    const way = relative(this.root, path);
    return way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? undefined : { uri: spellUri(way), isInWorkingDirectory: true };
  }
}

/** A relative URI: segments of a path, each escaped. */
function spellUri(path: string): string {
  return path.split(sep).flatMap((part) => part.split('/')).filter((part) => part !== '' && part !== '.')
    .map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\uFFFD'))).join('/');
}
