#!/usr/bin/env bash
# Builds the wheel, installs it into an empty environment, and uses it there: the application, the command, and what the documentation says in Python.
source "$(dirname "$0")/../common.sh"
HERE=$ROOT/test/consumers/python
WORK=$VERIFY/python

say 'wheel'
unpack_library
bindings python "$WORK/dist"

say 'environment'
rm -rf "$WORK/venv"
python3 -m venv "$WORK/venv"
export PATH=$WORK/venv/bin:$PATH
pip install --quiet --no-compile --requirement "$HERE/requirements.txt"
pip install --quiet --no-compile --no-deps "$WORK"/dist/python/*.whl
pip check

say 'synthesize'
application "$HERE" "$WORK/app"
cd "$WORK/app"
synthesize

say 'tests'
NPM_PACKAGE=$PACKAGE python3 -m unittest discover --start-directory tests --top-level-directory .

say 'documentation'
examples python "$WORK/examples"
rm -rf "$WORK/empty"
mkdir "$WORK/empty"
cd "$WORK/empty"
python3 "$HERE/run_readme.py"
python3 "$HERE/run_examples.py" "$WORK/examples"
say 'python: done'
