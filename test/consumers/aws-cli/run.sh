#!/usr/bin/env bash
# A VPC made through the API of Amazon EC2, with the real AWS CLI and a server that stands in for AWS; a snapshot of it; and the proof of a template that names it.
source "$(dirname "$0")/../common.sh"
HERE=$ROOT/test/consumers/aws-cli
WORK=$VERIFY/aws-cli

say 'environment'
[[ -x $PACKAGE/bin/cdk-lambda-network ]] || unpack_library
rm -rf "$WORK"
mkdir -p "$WORK"
python3 -m venv "$WORK/venv"
"$WORK/venv/bin/pip" install --quiet --no-compile --requirement "$HERE/requirements.txt"

say 'account'
PORT=$(node -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })")
"$WORK/venv/bin/moto_server" -H 127.0.0.1 -p "$PORT" > "$WORK/moto.log" 2>&1 &
MOTO=$!
trap 'kill "$MOTO"' EXIT

# nothing of the caller's: no credentials, no configuration, no account
export AWS_ENDPOINT_URL=http://127.0.0.1:$PORT AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=eu-west-1 AWS_PAGER=
export AWS_CONFIG_FILE=$WORK/no-config AWS_SHARED_CREDENTIALS_FILE=$WORK/no-credentials AWS_EC2_METADATA_DISABLED=true
unset AWS_PROFILE AWS_SESSION_TOKEN
for _ in $(seq 1 60); do
  node -e "fetch('$AWS_ENDPOINT_URL/moto-api/').then(() => {}, () => process.exit(1))" && break
  sleep 0.5
done

say 'snapshot and proof'
node "$HERE/flow.js" "$WORK" "$PACKAGE/bin/cdk-lambda-network"
say 'aws-cli: done'
