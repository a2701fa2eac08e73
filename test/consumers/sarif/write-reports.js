/*
 * Reports of all cases, by the packed command: what check finds in each, and what diff says of the change to it and back. GitHub takes twenty runs in a file, so they
 * are put together by twenty. Two more are wrong on purpose, to see that the validator looks.
 */
const { existsSync, readdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const [, , cases, library, folder] = process.argv;
const { main } = require(join(library, 'lib/analysis/command/main'));

const RUNS = 20;

function report(...argv) {
  const written = [];
  const status = main([...argv, '--format', 'sarif'], { out: (text) => written.push(text), error: () => undefined });
  if (status === 2) {
    throw new Error(`${argv.join(' ')} cannot be read`);
  }
  return JSON.parse(written.join(''));
}

const inputOf = (code, name) => [`${name}.yaml`, name].map((file) => join(cases, code, file)).find(existsSync);
const reports = readdirSync(cases).flatMap((code) => {
  const [template, mended] = [inputOf(code, 'template'), inputOf(code, 'mended')];
  const snapshot = join(cases, code, 'template.snapshot.json');
  const more = existsSync(snapshot) ? ['--snapshot', snapshot] : [];
  return [report('check', template, ...more), report('diff', mended, template), report('diff', template, mended)];
});
for (let first = 0; first < reports.length; first += RUNS) {
  const runs = reports.slice(first, first + RUNS).flatMap((each) => each.runs);
  writeFileSync(join(folder, `reports-${first}.sarif`), JSON.stringify({ ...reports[0], runs }, undefined, 1));
}

const [whole] = reports.filter(({ runs: [{ results }] }) => results.length > 0);
const broken = (change) => {
  const copy = structuredClone(whole);
  change(copy.runs[0].results[0]);
  return JSON.stringify(copy);
};
writeFileSync(join(folder, 'broken-no-location.sarif'), broken((result) => { result.locations = []; }));
writeFileSync(join(folder, 'broken-no-rule.sarif'), broken((result) => { result.ruleIndex = 1_000; }));
console.log(`${reports.length} reports with ${reports.reduce((sum, { runs: [{ results }] }) => sum + results.length, 0)} results`);
