#!/usr/bin/env bash
# Compares the compiled public API with api/baseline.json, and fails what would break a user in any language.
#
# A change that is meant to break goes into .compatignore, by the key that is printed, until the next release: `npx projen api:accept` then takes
# the API as it is for the baseline. Additions need neither.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH=$PWD/node_modules/.bin:$PATH
BASELINE=${1:-api/baseline.json}

# jsii-diff finds the assemblies of dependencies only from a package
PACKAGE=.verify/api-baseline
rm -rf "$PACKAGE"
mkdir -p "$PACKAGE"
cp "$BASELINE" "$PACKAGE/.jsii"
cp package.json "$PACKAGE"
jsii-diff --keys --error-on all --ignore-file .compatignore "$PACKAGE" .
printf 'the public API is compatible with %s\n' "$BASELINE"
