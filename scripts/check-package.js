// Looks at the package in dist/js as those who install it do, and writes dist/sbom.cdx.json, the list of what it bundles.
'use strict';
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..');
const DIST = path.join(ROOT, 'dist');

/** Kilobytes. A package that outgrows these has taken something in that nobody decided on; otherwise raise them in the same commit. */
const BUDGET = { packed: 750, unpacked: 3_450 };

/** Licenses under which others' code may be bundled with ours, which is under Apache-2.0. */
const LICENSES = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']);

/** All that belongs into the package, bundled packages apart. */
const CONTENTS = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|\.jsii)$/,
  /^bin\/cdk-lambda-network$/,
  /^docs\/\w+\.schema\.json$/,
  /^assets\/report\.html$/,
  /^lib\/.+\.(js|d\.ts)$/,
];

/** The rooms of the analysis, of which nothing is public: their types would be an eighth of the package. */
const INSIDE = /^lib\/analysis\/.+\//;

const failures = [];

function check(condition, sentence) {
  if (!condition) {
    failures.push(sentence);
  }
}

function main() {
  const tarballs = fs.readdirSync(path.join(DIST, 'js')).filter((name) => name.endsWith('.tgz'));
  if (tarballs.length !== 1) {
    throw new Error(`expected one package in dist/js, found ${tarballs.length}: run npx projen build`);
  }
  const tarball = path.join(DIST, 'js', tarballs[0]);
  const folder = fs.mkdtempSync(path.join(DIST, 'check-'));
  try {
    execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder]);
    const bundled = report(tarball, folder);
    checkBillOfMaterials(bundled);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  failures.forEach((sentence) => console.error(`package: ${sentence}`));
  process.exitCode = failures.length === 0 ? 0 : 1;
}

/** Check what was unpacked, print its sizes, and name the bundled packages. */
function report(tarball, folder) {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)).split(path.sep).join('/'));
  const own = files.filter((file) => !file.startsWith('node_modules/'));
  checkContents(folder, own);
  const bundled = checkBundled(folder, files);
  const kilobytes = (names) => Math.ceil(names.reduce((sum, name) => sum + fs.statSync(path.join(folder, name)).size, 0) / 1_000);
  const sizes = { packed: Math.ceil(fs.statSync(tarball).size / 1_000), unpacked: kilobytes(files) };
  for (const [what, limit] of Object.entries(BUDGET)) {
    check(sizes[what] <= limit, `it takes ${sizes[what]} kB ${what}, and ${limit} are what it may take: see what was added`);
  }
  console.log(`package: ${sizes.packed} kB packed, ${sizes.unpacked} kB unpacked (${kilobytes(own)} kB ours), ${files.length} files; bundles ${bundled.join(', ')}`);
  return bundled;
}

function checkContents(folder, own) {
  own.filter((file) => !CONTENTS.some((pattern) => pattern.test(file)))
    .forEach((file) => check(false, `${file} does not belong into it: leave it out in .projenrc.ts, or add it to what does in scripts/check-package.js`));
  const scripts = own.filter((file) => file.startsWith('lib/') && file.endsWith('.js'));
  check(scripts.length > 0, 'there is nothing in lib');
  for (const file of scripts) {
    check(INSIDE.test(file) || own.includes(file.replace(/\.js$/, '.d.ts')), `${file} has no types`);
    check(!fs.readFileSync(path.join(folder, file), 'utf8').includes('sourceMappingURL'), `${file} carries its source along: run npx projen`);
  }
  check(!fs.readFileSync(path.join(folder, 'lib/index.js'), 'utf8').includes('__exportStar'), 'lib/index.js loads everything at once: run npx projen compile');
}

function checkBundled(folder, files) {
  return files.filter((file) => /^node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(file)).sort().map((file) => {
    const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
    check(LICENSES.has(license), `${name} is under ${license}, and may be bundled under ${[...LICENSES].join(', ')}`);
    check(files.some((other) => other.toLowerCase().startsWith(`node_modules/${name}/license`)), `${name} comes without the text of its license`);
    return `${name}@${version}`;
  });
}

/**
 * The bill of materials, in CycloneDX: what npm says of the bundled packages.
 *
 * Of all packages in the lock file those are taken: `--omit dev` would lose those that a tool for development wants as well.
 */
function checkBillOfMaterials(bundled) {
  const command = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'library'];
  const bill = JSON.parse(execFileSync('npm', command, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e8 }));
  const components = bill.components.filter((component) => bundled.includes(component['bom-ref']));
  const refs = new Set([bill.metadata.component['bom-ref'], ...bundled]);
  const dependencies = bill.dependencies.filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));
  const listed = components.map((component) => component['bom-ref']).sort();
  check(listed.join() === bundled.join(), `the lock file lists ${listed.join(', ')}, and the package bundles ${bundled.join(', ')}: run npm ci`);
  fs.writeFileSync(path.join(DIST, 'sbom.cdx.json'), `${JSON.stringify({ ...bill, components, dependencies }, undefined, 2)}\n`);
}

main();
