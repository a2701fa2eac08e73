import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from './input-error';
import { parseText } from './parse-template';
import { readTextFile, statusOf } from './read-text-file';
import type { SectionName } from '../describe/sections';
import { SECTION_NAMES } from '../describe/sections';

/*
 * Models: a folder with answers of AWS, one file for each call, named after its part: `Vpcs.json` has what `aws ec2 describe-vpcs` prints. A folder is that of one account and Region.
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
  const found = SECTION_NAMES.filter((name) => statusOf(fileOf(folder, name)) !== undefined);
  if (found.length === 0) {
    const others = foldersWithAnswers(folder, MAX_DEPTH);
    throw new InputError(`${folder} has no Vpcs.json, nor any other answer of AWS${others.length === 0 ? ': expected files such as Vpcs.json and Subnets.json, as the AWS CLI prints them'
      : `, but ${others.slice(0, 4).join(' and ')} ${others.length === 1 ? 'has' : 'have'}: name one, which is that of one account and Region`}`);
  }
  return new Map(found.map((name) => [name, parseText(readTextFile(fileOf(folder, name)), fileOf(folder, name))]));
}

function fileOf(folder: string, name: SectionName): string {
  return join(folder, `${name}.json`);
}

function foldersWithAnswers(folder: string, depth: number): readonly string[] {
  const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name)).sort();
  return inner.flatMap((each) => statusOf(fileOf(each, 'Vpcs')) !== undefined ? [each] : depth === 0 ? [] : foldersWithAnswers(each, depth - 1));
}
