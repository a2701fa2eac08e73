#!/usr/bin/env bash
# The report in a real browser: the example as it is and with a mistake, 30 functions, 500, names that nobody should trust, and the report of a difference.
source "$(dirname "$0")/../common.sh"
HERE=$ROOT/test/consumers/browser
WORK=$VERIFY/browser

say 'browser'
CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [[ -z $CHROMIUM ]]; then
  # there is no pinned one: Debian keeps the newest alone
  SUDO=$([[ $(id -u) -eq 0 ]] || echo sudo)
  $SUDO apt-get update -qq
  $SUDO apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core > /dev/null
  CHROMIUM=$(command -v chromium)
fi
"$CHROMIUM" --version

say 'reports'
unpack_library
rm -rf "$WORK"
mkdir -p "$WORK"
ts-node --transpile-only --project "$ROOT/tsconfig.dev.json" "$HERE/apps.ts" "$WORK"
for app in orders broken functions-30 functions-500 hostile elsewhere; do
  # what is not proven is part of it
  "$PACKAGE/bin/cdk-lambda-network" check "$WORK/$app.out" --report "$WORK/$app" > /dev/null 2> "$WORK/$app.log" || [[ $? -eq 1 ]]
done
"$PACKAGE/bin/cdk-lambda-network" diff "$WORK/orders.out" "$WORK/broken.out" --format html > "$WORK/difference.html" || [[ $? -eq 1 ]]

say 'pages'
node "$HERE/pages.js" "$WORK" "$CHROMIUM"
say 'browser: done'
