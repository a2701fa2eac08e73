#!/usr/bin/env bash
# What check and diff write for code scanning, held to the validator of the SARIF SDK, with the rules of SARIF and those of GitHub.
#
# The validator is 44 MB, packed, and nothing else needs it; so it is no dependency of this repository, but a file with a known hash.
source "$(dirname "$0")/../common.sh"
HERE=$ROOT/test/consumers/sarif
WORK=$VERIFY/sarif
VALIDATOR=@microsoft/sarif-multitool-linux@5.7.0
INTEGRITY=sha512-NxUbpq6ISCWoTQ/NfOYEwEDKq1Heka/rMoJ5R5LMydcAZQX/X7g5mWHcgxDub+0M07LC96tZ5LZHvF1Qy3gjTA==

say 'validator'
if [[ $(uname -sm) != 'Linux x86_64' ]]; then
  echo "the validator runs on Linux with x86_64, and this is $(uname -sm)" >&2
  exit 1
fi
[[ -x $PACKAGE/bin/cdk-lambda-network ]] || unpack_library
mkdir -p "$WORK"
cd "$WORK"
if [[ ! -x package/Sarif.Multitool ]]; then
  tarball=$(npm pack --silent "$VALIDATOR")
  if [[ sha512-$(openssl dgst -sha512 -binary "$tarball" | base64 --wrap=0) != "$INTEGRITY" ]]; then
    echo "$tarball does not have the hash that is known of $VALIDATOR" >&2
    exit 1
  fi
  tar -xzf "$tarball"
  chmod u+x package/Sarif.Multitool
fi

say 'reports'
rm -rf reports
mkdir reports
node "$HERE/write-reports.js" "$ROOT/test/analysis/cases" "$PACKAGE" reports

# problems_in <report>: how many errors and warnings the validator tells
problems_in() {
  DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 package/Sarif.Multitool validate "$1" \
    --rule-kind 'Sarif;Gh;Ghas' --level 'Error;Warning' --output validation.sarif --log ForceOverwrite > validation.log 2>&1
  node -p "JSON.parse(require('fs').readFileSync('validation.sarif', 'utf8').replace(/^\uFEFF/, '')).runs[0].results.length"
}

say 'validation'
for report in reports/*.sarif; do
  problems=$(problems_in "$report")
  if [[ $report == *broken* && $problems -eq 0 ]]; then
    echo "the validator has nothing against $report, which is wrong on purpose" >&2
    exit 1
  elif [[ $report != *broken* && $problems -ne 0 ]]; then
    cat validation.log >&2
    exit 1
  fi
  echo "$report: $problems problems"
done
say 'sarif: done'
