// Rewrites the entry point that the compiler wrote so that nothing is loaded before it is used, as the entry points of aws-cdk-lib do.
// Run after every compilation; docs/adr/0008-a-lazy-entry-point.md has the reasons.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const EXPORT_STAR = /^__exportStar\(require\("(.+)"\), exports\);$/gm;

/**
 * An entry point that has what another one exports, each loaded when it is first asked for.
 *
 * @param {string} source the entry point as the compiler writes it, nothing but `__exportStar(require(…), exports)`
 * @param {(module: string) => readonly string[]} namesOf the names a module exports
 */
function lazyIndex(source, namesOf) {
  const modules = [...source.matchAll(EXPORT_STAR)].map(([, module]) => module);
  const others = [...source.matchAll(/require\(/g)].length - modules.length;
  if (modules.length === 0 || others > 0) {
    throw new Error(`expected an entry point with nothing but 'export * from', got ${modules.length} of these and ${others} other imports`);
  }
  const exported = modules.flatMap((module) => namesOf(module).map((name) => ({ name, module })));
  const names = exported.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) {
    throw new Error(`${twice} is exported twice: rename one`);
  }
  return [
    '"use strict";',
    'Object.defineProperty(exports, "__esModule", { value: true });',
    // so that `import { Name } from` finds the names, which Node reads from the text; assigned from right to left
    `${[...names].reverse().map((name) => `exports.${name} = `).join('')}void 0;`,
    'const lazy = (name, load) => Object.defineProperty(exports, name, { configurable: true, enumerable: true, get() {',
    '  const value = load()[name];',
    '  Object.defineProperty(exports, name, { configurable: true, enumerable: true, value });',
    '  return value;',
    '} });',
    ...exported.map(({ name, module }) => `lazy("${name}", () => require("${module}"));`),
    '',
  ].join('\n');
}

function main() {
  const entry = path.join(__dirname, '..', 'lib', 'index.js');
  const source = fs.readFileSync(entry, 'utf8');
  const folder = path.dirname(entry);
  fs.writeFileSync(entry, lazyIndex(source, (module) => Object.keys(require(path.join(folder, module)))));
}

if (require.main === module) {
  main();
}

module.exports = { lazyIndex };
