// Takes the comments out of the compiled files of the package: they are in the sources, and the types keep those of what is public. Folders that are assets of
// functions stay as they are, because the hashes of assets are.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const LIB = path.join(__dirname, '..', 'lib');
const ASSETS = /(^|[\\/])(release|prefix-list)-handler[\\/]/;

for (const name of fs.readdirSync(LIB, { recursive: true })) {
  if (name.endsWith('.js') && !ASSETS.test(name)) {
    const file = path.join(LIB, name);
    const { code } = esbuild.transformSync(fs.readFileSync(file, 'utf8'), { loader: 'js', legalComments: 'none', charset: 'utf8', minifyWhitespace: false, target: 'es2022', supported: { 'node-colon-prefix-require': true } });
    fs.writeFileSync(file, code);
  }
}
