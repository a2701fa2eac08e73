// Takes out of the package what a bundled library has for browsers alone: what is bundled is packed whole, whatever this project ignores.
'use strict';
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const FOLDER = path.join(__dirname, '..', 'dist', 'js');

/** For browsers; Node.js takes `dist`. */
const UNUSED = ['package/node_modules/yaml/browser'];

for (const name of fs.readdirSync(FOLDER).filter((each) => each.endsWith('.tgz'))) {
  const work = fs.mkdtempSync(path.join(FOLDER, 'trim-'));
  try {
    execFileSync('tar', ['-xzf', path.join(FOLDER, name), '-C', work]);
    for (const folder of UNUSED) {
      if (!fs.existsSync(path.join(work, folder))) {
        throw new Error(`${folder} is not in the package any more: take it out of the list`);
      }
      fs.rmSync(path.join(work, folder), { recursive: true });
    }
    execFileSync('tar', ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=1985-10-26T08:15:00Z', '--use-compress-program=gzip -9n', '-cf', path.join(FOLDER, name), '-C', work, 'package']);
  } finally {
    fs.rmSync(work, { recursive: true });
  }
}
