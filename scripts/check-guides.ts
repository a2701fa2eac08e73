import { spawnSync } from 'child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';

/**
 * Type-checks every `ts` block in docs/, as jsii-rosetta does with the README and the docstrings.
 *
 * A block is a module of its own: it imports and declares all that it uses.
 */
const ROOT = join(__dirname, '..');
const DOCS = join(ROOT, 'docs');
const WORK = join(ROOT, '.verify', 'guides');
const BLOCK = /^```(?:ts|typescript)\n([\s\S]*?)^```/gm;

rmSync(WORK, { recursive: true, force: true });
mkdirSync(WORK, { recursive: true });
const files = guides().flatMap(writeBlocks);
writeFileSync(join(WORK, 'tsconfig.json'), JSON.stringify({
  extends: '../../tsconfig.dev.json',
  compilerOptions: { rootDir: '../..', noUnusedLocals: false, noUnusedParameters: false, paths: { 'cdk-lambda-network': ['../../src/index.ts'] } },
  include: ['*.ts'],
}));
if (files.length > 0 && spawnSync('tsc', ['--project', WORK], { stdio: 'inherit' }).status !== 0) {
  process.exit(1);
}
console.log(`${files.length} examples in ${guides().length} guides compile`);

function guides(): string[] {
  return readdirSync(DOCS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).sort();
}

/** Write the blocks of a guide as files whose names and line numbers are those of the guide, so that errors point into it. */
function writeBlocks(guide: string): string[] {
  const text = readFileSync(join(DOCS, guide), 'utf8');
  return [...text.matchAll(BLOCK)].map((match) => {
    const line = text.slice(0, match.index).split('\n').length;
    const file = join(WORK, `${guide.replace(/[\\/]/g, '--')}.${line}.ts`);
    writeFileSync(file, `${'\n'.repeat(line)}${match[1]}export {};\n`);
    return file;
  });
}
