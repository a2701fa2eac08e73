import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from './input-error';
import { parseText } from './parse-template';
import { readTextFile, statusOf } from './read-text-file';
import type { SectionName } from '../describe/sections';
import { IDS, SECTION_NAMES } from '../describe/sections';

/*
 * Models: a folder with answers of AWS, one file for each call, named after its part: `Vpcs.json` has what `aws ec2 describe-vpcs` prints. An answer that does not say what it is about has
 * the id in its name: `TransitGatewayPropagations.tgw-rtb-0a1b2c3d.json`. A folder is that of one account and Region.
 */

/** How deep folders are looked through for one that has answers, to name it. */
const MAX_DEPTH = 4;

/**
 * Load the answers in a folder. A file that is missing is no answer.
 *
 * @throws InputError when there is none, or when one cannot be read
 */
export function loadAnswers(folder: string): ReadonlyMap<SectionName, unknown> {
  if (statusOf(folder)?.isDirectory() !== true) {
    throw new InputError(`there is no folder ${folder}`);
  }
  const names = readdirSync(folder);
  const found = SECTION_NAMES.filter((name) => names.some((file) => file === `${name}.json` || partOf(file)?.section === name));
  if (found.length === 0) {
    const others = foldersWithAnswers(folder, MAX_DEPTH);
    throw new InputError(`${folder} has no Vpcs.json, nor any other answer of AWS${others.length === 0 ? ': expected files such as Vpcs.json and Subnets.json, as the AWS CLI prints them'
      : `, but ${others.slice(0, 4).join(' and ')} ${others.length === 1 ? 'has' : 'have'}: name one, which is that of one account and Region`}`);
  }
  return new Map(found.map((name) => [name, answerOf(folder, name, names)]));
}

/** The answer of a part, with the answers about single things in it. */
function answerOf(folder: string, name: SectionName, files: readonly string[]): unknown {
  const own = files.includes(`${name}.json`) ? read(fileOf(folder, name)) : undefined;
  const parts = files.flatMap((file) => partOf(file) ?? []).filter(({ section }) => section === name)
    .sort((one, other) => one.file < other.file ? -1 : 1);
  if (parts.length === 0) {
    return own;
  }
  const items = parts.map(({ file, id }) => ({ ...read(join(folder, file)) as object, [IDS[name]]: id }));
  return { [name]: [...own === undefined ? [] : listIn(own, name), ...items] };
}

function listIn(answer: unknown, name: SectionName): readonly unknown[] {
  const entries = typeof answer === 'object' && answer !== null ? answer as Readonly<Record<string, unknown>> : {};
  const content = entries[name] ?? (name === 'ManagedPrefixLists' ? entries.PrefixLists : undefined);
  return Array.isArray(content) ? content : [answer];
}

function read(path: string): unknown {
  return parseText(readTextFile(path), path);
}

/** The part, and the thing, that a file is about. */
function partOf(file: string): { readonly section: SectionName; readonly id: string; readonly file: string } | undefined {
  const [, name, id] = /^(\w+)\.([a-z]+(?:-[a-z]+)*-[0-9a-f]+)(?:\.\w+)?\.json$/.exec(file) ?? [];
  const section = SECTION_NAMES.find((each) => each === name);
  return section === undefined ? undefined : { section, id, file };
}

function fileOf(folder: string, name: SectionName): string {
  return join(folder, `${name}.json`);
}

function foldersWithAnswers(folder: string, depth: number): readonly string[] {
  const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name)).sort();
  return inner.flatMap((each) => statusOf(fileOf(each, 'Vpcs')) !== undefined ? [each] : depth === 0 ? [] : foldersWithAnswers(each, depth - 1));
}
