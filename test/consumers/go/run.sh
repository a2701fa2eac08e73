#!/usr/bin/env bash
# Generates the Go module, and builds, runs and tests the application with it.
#
# A Go module proxy need not have the modules of AWS CDK, which are the largest there are. So their bindings are generated too,
# from the npm packages that the library is built with: the program then runs against exactly that version.
source "$(dirname "$0")/../common.sh"
HERE=$ROOT/test/consumers/go
WORK=$VERIFY/go
CDK=$WORK/aws-cdk
export GOFLAGS=-mod=mod

# the module path a package has in Go, and the folder its bindings are in
declare -A MODULES=(
  [aws-cdk-lib]='github.com/aws/aws-cdk-go/awscdk/v2 awscdk'
  [@aws-cdk/cloud-assembly-schema]='github.com/cdklabs/cloud-assembly-schema-go/awscdkcloudassemblyschema/v54 awscdkcloudassemblyschema'
  [@aws-cdk/asset-awscli-v1]='github.com/cdklabs/awscdk-asset-awscli-go/awscliv1/v2 awscliv1'
  [@aws-cdk/asset-node-proxy-agent-v6]='github.com/cdklabs/awscdk-asset-node-proxy-agent-go/nodeproxyagentv6/v2 nodeproxyagentv6'
)

version_of() {
  node -p "require('$ROOT/node_modules/$1/package.json').version"
}

say 'bindings of AWS CDK'
STAMP=$(for package in "${!MODULES[@]}"; do echo "$package@$(version_of "$package")"; done | sort)
if [[ $(cat "$CDK/stamp" 2> /dev/null) != "$STAMP" ]]; then
  rm -rf "$CDK"
  for package in "${!MODULES[@]}"; do
    jsii-pacmak "$ROOT/node_modules/$package" --target go --code-only --outdir "$CDK"
  done
  echo "$STAMP" > "$CDK/stamp"
fi

say 'module'
unpack_library
bindings go "$WORK/bindings" --code-only

say 'compile'
application "$HERE" "$WORK/app"
cd "$WORK/app"
go mod edit -replace "github.com/cdk-lambda-network/cdk-lambda-network-go/cdklambdanetwork=$WORK/bindings/go/cdklambdanetwork"
for package in "${!MODULES[@]}"; do
  read -r path folder <<< "${MODULES[$package]}"
  go mod edit -replace "$path=$CDK/go/$folder"
done
go mod tidy
go vet .
go build -o /dev/null .

say 'synthesize'
synthesize

say 'tests'
go test .
say 'go: done'
