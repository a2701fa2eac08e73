#!/usr/bin/env bash
# Installs the packed library beside the oldest aws-cdk-lib that works, compiles the application against it, and synthesizes it.
source "$(dirname "$0")/../common.sh"
HERE=$ROOT/test/consumers/typescript
WORK=$VERIFY/typescript/app

say 'install'
unpack_library
application "$HERE" "$WORK"
cp "$ROOT/.npmrc" "$WORK"
cd "$WORK"
npm ci
npm install --no-save --no-package-lock "$TARBALL"

say 'compile'
npm run build

say 'synthesize'
synthesize
say 'typescript: done'
