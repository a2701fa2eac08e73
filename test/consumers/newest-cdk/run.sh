#!/usr/bin/env bash
# Runs the tests against the packed library, beside the newest aws-cdk-lib it is known to work with.
#
# The tests and the documentation they read are copied, and what they import from src/ comes from the package; so a file that was not packed, or one that
# relies on something newer aws-cdk-lib changed, is a test that fails.
source "$(dirname "$0")/../common.sh"
HERE=$ROOT/test/consumers/newest-cdk
WORK=$VERIFY/newest-cdk

say 'install'
unpack_library
mkdir -p "$WORK"
rm -rf "$WORK/test" "$WORK/examples" "$WORK/docs" "$WORK/node_modules/cdk-lambda-network"
cp "$HERE"/*.json "$ROOT/.npmrc" "$WORK"
cp -r "$ROOT/test" "$ROOT/examples" "$ROOT/docs" "$WORK"
# what only the newest has is tested here and nowhere else
mkdir "$WORK/test/newest-cdk"
for file in "$HERE"/*.ts; do cp "$file" "$WORK/test/newest-cdk/$(basename "$file" .ts).test.ts"; done
echo '{ "extends": "../../tsconfig.dev.json", "compilerOptions": { "rootDir": "." }, "include": ["test", "examples"] }' > "$WORK/tsconfig.dev.json"
cd "$WORK"
npm ci
npm install --no-save --no-package-lock "$TARBALL"

say 'tests'
jest --ci --config jest.config.json
say 'newest-cdk: done'
