import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { CfnResource, Stack } from 'aws-cdk-lib';
import { canRun, run } from './support/run-example';
import { FINDING_CODES } from '../src/analysis/model/finding-codes';
import { PATH_CODES } from '../src/analysis/model/path-codes';

const ROOT = join(__dirname, '..');
const DOCS = join(ROOT, 'docs');
const FOLDER = join(DOCS, 'guides');
const guides = readdirSync(FOLDER).filter((name) => name.endsWith('.md')).sort();
const textOf = (guide: string): string => readFileSync(join(FOLDER, guide), 'utf8');

// what guides warn of, AWS CDK prints
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());

describe('every guide', () => {
  test.each(guides.filter((guide) => guide !== 'README.md'))('%s is in the index', (guide) => {
    expect(textOf('README.md')).toContain(`](${guide})`);
  });

  test.each(guides)('%s links to what exists', (guide) => {
    expect(linksIn(textOf(guide)).filter((link) => !leadsSomewhere(guide, link))).toEqual([]);
  });
});

describe('troubleshooting', () => {
  test.each([...new Set([...Object.keys(PATH_CODES), ...Object.keys(FINDING_CODES)])])('says what to do about %s', (code) => {
    expect(textOf('troubleshooting.md')).toContain(`\`${code}\``);
  });

  test('knows no code that does not exist', () => {
    const known = new Set([...Object.keys(PATH_CODES), ...Object.keys(FINDING_CODES)]);
    const rows = [...textOf('troubleshooting.md').matchAll(/^\| ((?:`[A-Z0-9_]+`(?:, )?)+) \|/gm)].flatMap(([, codes]) => codes.match(/[A-Z0-9_]+/g) ?? []);
    expect(rows.filter((code) => !known.has(code))).toEqual([]);
  });
});

describe('a program in a guide or in the README synthesizes, and all that it declares is proven', () => {
  test.each(blocksOf((block) => block.includes('new App(')))('$document, line $line', ({ block }) => {
    const apps = run(block);
    expect(apps).toHaveLength(1);
    expect(apps[0].synth().stacksRecursively.length).toBeGreaterThan(0);
  });
});

describe('what is no program is run with what it declares', () => {
  test.each(blocksOf((block) => !block.includes('new App(') && canRun(block)))('$document, line $line', ({ block }) => {
    run(block).filter(isComplete).forEach((app) => app.synth());
  });
});

function blocksOf(isMeant: (block: string) => boolean): Array<{ readonly document: string; readonly line: number; readonly block: string }> {
  return ['README.md', ...guides.map((guide) => join('docs/guides', guide))].flatMap((document) => {
    const text = readFileSync(join(ROOT, document), 'utf8');
    return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)]
      .map(({ index, 1: block }) => ({ document, line: text.slice(0, index).split('\n').length, block }))
      .filter(({ block }) => isMeant(block));
  });
}

/** Whether no stack is empty: an example may leave to its reader what is to be in one. */
function isComplete(app: App): boolean {
  return app.node.findAll().filter((construct) => Stack.isStack(construct))
    .every((stack) => stack.node.findAll().some((construct) => CfnResource.isCfnResource(construct)));
}

function linksIn(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link).filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(guide: string, link: string): boolean {
  const [path, anchor] = link.split('#');
  const file = path === '' ? join(FOLDER, guide) : join(dirname(join(FOLDER, guide)), path);
  return existsSync(file) && (anchor === undefined || anchorsIn(readFileSync(file, 'utf8')).includes(anchor));
}

/** The anchors that GitHub gives to headings. */
function anchorsIn(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/[^\w\- ]/g, '').replace(/ /g, '-'));
}
