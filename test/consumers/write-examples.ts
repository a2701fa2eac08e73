import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the examples of the README and of docs/ in one language as files to compile or to run: write-examples.ts <language> <folder>.
 *
 * Lines keep their numbers, so that errors point into the document. Nothing is left out: a fence has the name of the language and no more.
 */
const ROOT = join(__dirname, '..', '..');
const FENCE = /^( *)```(.*)\n([\s\S]*?)^\1```/gm;
const WRITERS: Readonly<Record<string, (example: Example) => { readonly name: string; readonly text: string }>> = {
  python: ({ document, line, code }) => ({ name: `${document}.${line}.py`, text: '\n'.repeat(line) + code }),
  java: writeJava,
};

interface Example {
  readonly document: string;

  /** That of the fence. */
  readonly line: number;
  readonly code: string;
}

const [language, folder] = process.argv.slice(2);
const examples = documents().flatMap((document) => examplesIn(document));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const example of examples) {
  const { name, text } = WRITERS[language](example);
  writeFileSync(join(folder, name.replaceAll('/', '--')), text);
}
console.log(`${examples.length} examples in ${language}`);

function documents(): string[] {
  const guides = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).sort();
  return ['README.md', ...guides.map((name) => join('docs', name))];
}

function examplesIn(document: string): Example[] {
  const text = readFileSync(join(ROOT, document), 'utf8');
  return [...text.matchAll(FENCE)].filter(([, , info]) => new RegExp(`^${language}\\b`).test(info)).map(({ index, 1: indent, 2: info, 3: body }) => {
    const line = text.slice(0, index).split('\n').length;
    if (info !== language) {
      throw new Error(`${document}:${line}: a fence of ${language} reads \`\`\`${language} and nothing else, so that it is checked; this one: ${info}`);
    }
    return { document, line, code: body.replaceAll(new RegExp(`^${indent}`, 'gm'), '') };
  });
}

/** Imports, then statements: these become the body of a method that is given an app, a stack and a network. */
function writeJava({ document, line, code }: Example): { name: string; text: string } {
  const lines = code.trimEnd().split('\n');
  const first = lines.findIndex((text) => text !== '' && !text.startsWith('import '));
  const name = `${document.replaceAll(/\W+/g, '_')}_${line}`;
  const head = `final class ${name} { static void example(${[
    'software.amazon.awscdk.App app', 'software.amazon.awscdk.Stack stack', 'io.github.cdklambdanetwork.PrivateLambdaNetwork network',
  ].join(', ')}) throws Exception {`;
  return { name: `${name}.java`, text: `${'\n'.repeat(line)}${[...lines.slice(0, first), `${head} ${lines[first]}`, ...lines.slice(first + 1)].join('\n')}\n}}\n` };
}
