# Sourced by the run.sh of each consumer. Everything these scripts make is under .verify/, which git ignores.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
VERIFY=$ROOT/.verify
PACKAGE=$VERIFY/package
export PATH=$ROOT/node_modules/.bin:$PATH
export CDK_VALIDATION=false JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20
export JSII_RUNTIME_PACKAGE_CACHE=enabled JSII_RUNTIME_PACKAGE_CACHE_ROOT=$VERIFY/jsii-cache CDK_DISABLE_CLI_TELEMETRY=true
export PIP_DISABLE_PIP_VERSION_CHECK=1 MAVEN_ARGS='--batch-mode --no-transfer-progress'

say() {
  printf '\n== %s (%ss)\n' "$1" "$SECONDS"
}

# What a user of npm gets: the consumers know the library from its package alone, never from the repository.
# It stands inside the repository, so that the bindings generator finds aws-cdk-lib in the node_modules above it.
unpack_library() {
  local tarballs=("$ROOT"/dist/js/*.tgz)
  if [[ ${#tarballs[@]} -ne 1 || ! -f ${tarballs[0]} ]]; then
    echo "expected one package in dist/js, found: ${tarballs[*]}; run npx projen build" >&2
    exit 1
  fi
  TARBALL=${tarballs[0]}
  rm -rf "$PACKAGE"
  mkdir -p "$PACKAGE"
  tar -xzf "$TARBALL" --strip-components=1 -C "$PACKAGE"
}

# bindings <language> <folder> [more options of jsii-pacmak]
bindings() {
  local language=$1 folder=$2
  shift 2
  rm -rf "$folder"
  jsii-pacmak "$PACKAGE" --target "$language" --outdir "$folder" \
    --rosetta-tablet "$ROOT/.jsii.tabl.json" --rosetta-unknown-snippets fail "$@"
}

# application <folder of a consumer> <folder to work in>: what is committed of it, and the handlers of its functions.
# The handlers are those of examples/orders, bundled in the same way for each, so that their assets have the same hashes.
application() {
  local from=$1 to=$2 name
  rm -rf "$to"
  mkdir -p "$to"
  cp -r "$from/." "$to"
  cd "$ROOT"
  for name in take-order show-catalog count-stock; do
    esbuild "examples/orders/handlers/$name.mjs" --outfile="$to/handlers/$name/index.js" --log-level=warning \
      --bundle --platform=node --target=node24 '--external:@aws-sdk/*' --external:pg-native
  done
  cp -r examples/orders/handlers/close-day "$to/handlers"
  rm -rf "$to/handlers/close-day/__pycache__"
}

# Synthesizes the application in the current folder, as it is and with a mistake: stock is counted in a warehouse that no route leads to.
# What comes out is left in cdk.out and cdk.out.mistake, for the comparison.
synthesize() {
  rm -rf cdk.out cdk.out.mistake
  cdk synth --quiet --output cdk.out
  if cdk synth --quiet --output cdk.out.mistake --context warehouse=192.168.0.0/16; then
    echo 'the mistake was not caught' >&2
    exit 1
  fi
}

# examples <language> <folder>: the examples of the README and of docs/ in a language, as files in a folder
examples() {
  (cd "$ROOT" && ts-node --transpile-only --project tsconfig.dev.json test/consumers/guides/write-examples.ts "$1" "$2")
}
