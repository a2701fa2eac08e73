#!/usr/bin/env bash
# Builds the wheel, installs it into an empty environment and uses it.
source "$(dirname "$0")/../common.sh"
HERE=$ROOT/test/consumers/python
WORK=$VERIFY/python

say 'wheel'
unpack_library
bindings python "$WORK/dist"

say 'environment'
rm -rf "$WORK/venv"
python3 -m venv "$WORK/venv"
"$WORK/venv/bin/pip" install --quiet --requirement "$HERE/requirements.txt"
"$WORK/venv/bin/pip" install --quiet --no-deps "$WORK"/dist/python/*.whl
"$WORK/venv/bin/pip" check

say 'smoke'
"$WORK/venv/bin/python" "$HERE/smoke.py"
say 'python: done'
