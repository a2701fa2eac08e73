import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { examplesIn, javaFile, pythonFile } from './examples';

/** Writes the examples of the README and of docs/ in one language as files: write-examples.ts <language> <folder>. */
const ROOT = join(__dirname, '..', '..', '..');
const [language, folder] = process.argv.slice(2);
const fileOf = { python: pythonFile, java: javaFile }[language]!;

const guides = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).sort();
const examples = ['README.md', ...guides.map((name) => join('docs', name))]
  .flatMap((document) => examplesIn(document, readFileSync(join(ROOT, document), 'utf8'), language));

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const { name, text } of examples.map(fileOf)) {
  writeFileSync(join(folder, name), text);
}
console.log(`${examples.length} examples in ${language}`);
