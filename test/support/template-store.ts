import { createHash } from 'crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'fs';
import { join } from 'path';

const ONE_HOUR = 60 * 60 * 1000;

/** Where and by which test a template was synthesized. */
export interface Origin {
  readonly test: string;
  readonly stack: string;
  readonly account?: string;
  readonly region?: string;
}

/** A template that a test synthesized, on disk. */
export interface RecordedTemplate extends Origin {
  readonly file: string;
}

/**
 * The templates of one test run, each distinct one once, in a folder that the workers of the run share.
 *
 * Two runs at the same time have a folder each, so that neither judges what the other wrote.
 */
export class TemplateStore {
  constructor(public readonly folder: string) {}

  /** Keep a template, unless an equal one is there already. */
  record(template: string, origin: Origin): void {
    mkdirSync(this.folder, { recursive: true });
    const key = createHash('sha256').update(`${origin.account}|${origin.region}|${template}`).digest('hex').slice(0, 24);
    const card = join(this.folder, `${key}.origin.json`);
    if (existsSync(card)) {
      return;
    }
    writeFileSync(join(this.folder, `${key}.template.json`), template);
    writeFileSync(card, JSON.stringify(origin));
  }

  /** All that was kept, in the order of the tests' names. */
  list(): RecordedTemplate[] {
    if (!existsSync(this.folder)) {
      return [];
    }
    return readdirSync(this.folder)
      .filter((name) => name.endsWith('.origin.json'))
      .map((name) => ({
        ...JSON.parse(readFileSync(join(this.folder, name), 'utf8')) as Origin,
        file: join(this.folder, name.replace('.origin.json', '.template.json')),
      }))
      .sort((one, other) => one.test.localeCompare(other.test) || one.file.localeCompare(other.file));
  }

  /** Throw the folder away. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Throw away what runs that failed or were interrupted have left under a folder. */
export function removeOldRuns(parent: string): void {
  if (!existsSync(parent)) {
    return;
  }
  for (const name of readdirSync(parent)) {
    const run = join(parent, name);
    if (Date.now() - statSync(run).mtimeMs > ONE_HOUR) {
      rmSync(run, { recursive: true, force: true });
    }
  }
}
