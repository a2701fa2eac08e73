import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lazyIndex } from '../../scripts/lazy-index';

const COMPILED = [
  '"use strict";',
  'Object.defineProperty(exports, "__esModule", { value: true });',
  '__exportStar(require("./network"), exports);',
  '__exportStar(require("./types-alone"), exports);',
  '__exportStar(require("./zones"), exports);',
  '',
].join('\n');
const NAMES: Record<string, string[]> = { './network': ['Network', 'Tier'], './types-alone': [], './zones': ['Zones'] };

/** A package whose modules say when they are loaded, and what a program prints that uses it. */
function run(program: string, kind: 'commonjs' | 'module'): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'lazy-index-'));
  writeFileSync(join(folder, 'index.js'), lazyIndex(COMPILED, (module) => NAMES[module]));
  for (const [module, names] of Object.entries(NAMES)) {
    writeFileSync(join(folder, `${module}.js`), `console.log('loads ${module}');\n${names.map((name) => `exports.${name} = class ${name} {};`).join('\n')}\n`);
  }
  const file = join(folder, kind === 'module' ? 'program.mjs' : 'program.cjs');
  writeFileSync(file, program);
  return execFileSync(process.execPath, [file], { encoding: 'utf8' }).trim().split('\n');
}

test('nothing is loaded before it is used, and then once', () => {
  expect(run(`
    const library = require('./index.js');
    console.log(Object.keys(library).join(' '));
    console.log(library.Zones.name, library.Zones === library.Zones, library.Tier.name);
  `, 'commonjs')).toEqual(['Network Tier Zones', 'loads ./zones', 'loads ./network', 'Zones true Tier']);
});

test('an ECMAScript module imports by name', () => {
  expect(run("import { Zones } from './index.js';\nconsole.log(Zones.name);", 'module')).toContain('Zones');
});

test('fails an entry point that does more than export', () => {
  expect(() => lazyIndex(`${COMPILED}const other = require("./other");`, (module) => NAMES[module])).toThrow('got 3 of these and 1 other imports');
  expect(() => lazyIndex('', () => [])).toThrow('expected an entry point');
});

test('fails a name that two modules export', () => {
  expect(() => lazyIndex(COMPILED, () => ['Network'])).toThrow('Network is exported twice');
});
