#!/usr/bin/env bash
# Compares what the consumers synthesized: in every language the same templates, assets, verdicts and explanations.
source "$(dirname "$0")/../common.sh"
WORK=$VERIFY/compare

say 'example'
rm -rf "$WORK"
cd "$ROOT/examples/orders"
cdk synth --quiet --output "$WORK/cdk.out"

say 'compare'
cd "$ROOT"
ts-node --transpile-only --project tsconfig.dev.json test/consumers/compare/compare-assemblies.ts "$VERIFY"
say 'compare: done'
