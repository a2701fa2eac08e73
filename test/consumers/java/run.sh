#!/usr/bin/env bash
# Generates the Java bindings, makes a jar of them, and compiles, runs and tests the application with it. The Java of the guides is compiled too.
#
# The bindings of aws-cdk-lib are generated too, from the npm package that is the oldest one supported: so the program runs
# against exactly that version, and a mirror of Maven Central that lags behind does not matter. javac compiles only what the
# program needs of them, some 2,000 of 13,000 classes.
source "$(dirname "$0")/../common.sh"
HERE=$ROOT/test/consumers/java
WORK=$VERIFY/java
CDK_VERSION=$(node -p "require('$ROOT/node_modules/aws-cdk-lib/package.json').version")
CDK=$WORK/aws-cdk-lib-$CDK_VERSION

if [[ ! -f $CDK/complete ]]; then
  say "bindings of aws-cdk-lib $CDK_VERSION"
  rm -rf "$CDK"
  cd "$ROOT/node_modules"
  jsii-pacmak aws-cdk-lib constructs --target java --code-only --outdir "$CDK"
  jsii-pacmak @aws-cdk/{asset-awscli-v1,asset-node-proxy-agent-v6,cloud-assembly-schema} --target java --code-only --outdir "$CDK"
  cd "$ROOT"
  touch "$CDK/complete"
fi

# compile <folder for classes> <classpath> <sources>: with the sources of aws-cdk-lib that they need
compile() {
  local classes=$1 classpath=$2
  shift 2
  javac -J-Xmx4g -nowarn -proc:none -Xlint:none -implicit:class -d "$classes" -cp "$classpath" \
    -sourcepath "$CDK/java/src/main/java" "$@"
}

# The classes of the services that the application imports, which are found by name at run time. Those of CloudFormation nobody asks for by name.
classes_of_services() {
  find "$HERE/src/main" -name '*.java' -exec sed -nE 's/^import software\.amazon\.awscdk\.services\.([a-z0-9]+).*/\1/p' {} + | sort -u |
    while read -r service; do
      find "$CDK/java/src/main/java/software/amazon/awscdk/services/$service" -name '*.java' -not -name 'Cfn*'
    done
}

say 'bindings of the library'
unpack_library
bindings java "$WORK/bindings" --code-only

say 'jsii runtime'
mvn $MAVEN_ARGS --quiet --file "$HERE/pom.xml" -Dmaven.repo.local="$WORK/m2" \
  dependency:build-classpath -Dmdep.outputFile="$WORK/classpath"

say 'jar'
JAR=$WORK/cdk-lambda-network.jar
LIBRARY=$WORK/bindings/java/src/main
rm -rf "$WORK/classes"
mkdir -p "$WORK/classes"
mapfile -t SOURCES < <(find "$LIBRARY/java" -name '*.java'; classes_of_services)
compile "$WORK/classes" "$(cat "$WORK/classpath")" "${SOURCES[@]}"
jar --create --file "$JAR" -C "$WORK/classes" io/github/cdklambdanetwork -C "$LIBRARY/resources" io/github/cdklambdanetwork
rm -rf "$WORK/classes/io/github/cdklambdanetwork"

say 'compile'
CLASSPATH=$JAR:$WORK/classes:$CDK/java/src/main/resources:$(cat "$WORK/classpath")
application "$HERE" "$WORK/app"
examples java "$WORK/examples"
mapfile -t SOURCES < <(find "$WORK/app/src" "$WORK/examples" -name '*.java')
compile "$WORK/classes" "$CLASSPATH" "${SOURCES[@]}"

say 'synthesize'
cd "$WORK/app"
printf -- '-cp "%s"\n' "$CLASSPATH" > classpath
synthesize

say 'tests'
java @classpath org.junit.platform.console.ConsoleLauncher execute --select-package com.example.orders --disable-banner --details tree
say 'java: done'
