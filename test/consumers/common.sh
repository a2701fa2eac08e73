# Sourced by the run.sh of each consumer. Everything these scripts make is under .verify/, which git ignores.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
VERIFY=$ROOT/.verify
PACKAGE=$VERIFY/package
export PATH=$ROOT/node_modules/.bin:$PATH
export CDK_VALIDATION=false JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20
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
