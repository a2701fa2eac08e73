// Writes api/baseline.json: the public API that the last release had, or the last change that was meant to break it. `npx projen api:check` compares with it.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..');
const BASELINE = path.join(ROOT, 'api', 'baseline.json');

/** What an assembly says besides signatures: prose, places in files, and what its dependencies look like. */
const BESIDES = new Set(['readme', 'locationInModule', 'symbolId', 'dependencyClosure', 'author', 'bin', 'keywords', 'homepage', 'repository', 'description', 'fingerprint']);

/** Of the documentation of an element, what decides how it may change. */
const OF_DOCS = ['stability', 'deprecated'];

function signatures(value, key) {
  if (key === 'docs' && typeof value === 'object') {
    return Object.fromEntries(OF_DOCS.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]));
  }
  if (Array.isArray(value)) {
    return value.map((item) => signatures(item));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(Object.keys(value).filter((name) => !BESIDES.has(name)).map((name) => [name, signatures(value[name], name)]));
}

const assembly = signatures(JSON.parse(fs.readFileSync(path.join(ROOT, '.jsii'), 'utf8')));
// what jsii-diff asks for and does not compare
const complete = { ...assembly, author: { name: 'baseline', roles: ['author'] }, description: 'baseline', homepage: 'baseline', repository: { type: 'git', url: 'baseline' }, fingerprint: 'baseline' };
fs.mkdirSync(path.dirname(BASELINE), { recursive: true });
fs.writeFileSync(BASELINE, `${JSON.stringify(complete, undefined, 1)}\n`);
