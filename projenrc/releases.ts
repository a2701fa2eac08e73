import type { awscdk } from 'projen';

/** What leaves the house: what is in the package, what its API may no longer do, and what is published with it. */
export function addReleaseChecks(project: awscdk.AwsCdkConstructLibrary): void {
  leaveSourcesOut(project);
  addPackageCheck(project);
  addApiCheck(project);
  publishBillOfMaterials(project);
}

/** jsii has the sources written into each compiled file, in a form that only debuggers read; that is half of what a consumer would load. */
function leaveSourcesOut(project: awscdk.AwsCdkConstructLibrary): void {
  const tsconfig = project.tryFindObjectFile('tsconfig.json')!;
  tsconfig.addOverride('compilerOptions.inlineSourceMap', false);
  tsconfig.addOverride('compilerOptions.inlineSources', false);
}

function addPackageCheck(project: awscdk.AwsCdkConstructLibrary): void {
  project.packageTask.spawn(project.addTask('package:check', {
    description: 'Check the contents, the size and the licenses of the package, and write its bill of materials',
    exec: 'node scripts/check-package.js',
  }));
}

function addApiCheck(project: awscdk.AwsCdkConstructLibrary): void {
  project.addTask('api:check', {
    description: 'Fail what would break a user of the public API, in any language',
    exec: 'bash scripts/api-check.sh',
    receiveArgs: true,
  });
  project.addTask('api:accept', {
    description: 'Take the public API as it is for what must not break, at a release',
    exec: 'node scripts/api-baseline.js',
  });
}

function publishBillOfMaterials(project: awscdk.AwsCdkConstructLibrary): void {
  const workflow = project.tryFindObjectFile('.github/workflows/release.yml')!;
  workflow.addOverride('jobs.release_github.steps.3.run', [
    'tag=$(cat "$RELEASE_TAG_FILE") &&',
    'gh release view "$tag" -R "$GITHUB_REPOSITORY" 2>/dev/null ||',
    'gh release create "$tag" dist/sbom.cdx.json -R "$GITHUB_REPOSITORY" -F "$CHANGELOG_FILE" -t "$tag" --target "$GITHUB_SHA"',
  ].join('\n'));
}
