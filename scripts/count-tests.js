// Adds up the totals of jest's JUnit reports: node count-tests.js <status of the run> <report>...
const { existsSync, readFileSync } = require('fs');

const [status, ...reports] = process.argv.slice(2);
const totals = { tests: 0, failures: 0, errors: 0, skipped: 0 };
for (const report of reports.filter(existsSync)) {
  const xml = readFileSync(report, 'utf8');
  add(xml.match(/<testsuites[^>]*>/)[0], ['tests', 'failures', 'errors']);
  for (const suite of xml.match(/<testsuite [^>]*>/g) ?? []) {
    add(suite, ['skipped']);
  }
}

const broken = totals.failures + totals.errors;
// a step that failed without a failed test (a linter, a consumer) counts as one, or the line would read as success
const failed = broken === 0 && status !== '0' ? 1 : broken;
console.log(`${totals.tests - broken - totals.skipped} passed, ${failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`);

function add(element, names) {
  for (const name of names) {
    totals[name] += Number(new RegExp(`\\b${name}="(\\d+)"`).exec(element)?.[1] ?? 0);
  }
}
