#!/usr/bin/env bash
# Generates the Java bindings, makes a jar of them, and runs a program that uses it.
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

say 'bindings of the library'
unpack_library
bindings java "$WORK/bindings" --code-only

say 'jsii runtime'
mvn $MAVEN_ARGS --quiet --file "$HERE/pom.xml" -Dmaven.repo.local="$WORK/m2" \
  dependency:build-classpath -Dmdep.outputFile="$WORK/classpath"

say 'compile'
rm -rf "$WORK/classes"
mkdir -p "$WORK/classes"
mapfile -t LIBRARY < <(find "$WORK/bindings/java/src/main/java" -name '*.java')
javac -J-Xmx4g -nowarn -proc:none -Xlint:none -implicit:class -d "$WORK/classes" -cp "$(cat "$WORK/classpath")" \
  -sourcepath "$WORK/bindings/java/src/main/java:$CDK/java/src/main/java" "${LIBRARY[@]}" "$HERE/Smoke.java"

say 'jar'
JAR=$WORK/cdk-lambda-network.jar
jar --create --file "$JAR" \
  -C "$WORK/classes" io/github/cdklambdanetwork -C "$WORK/bindings/java/src/main/resources" io/github/cdklambdanetwork
rm -rf "$WORK/classes/io/github/cdklambdanetwork"

say 'smoke'
java -cp "$JAR:$WORK/classes:$CDK/java/src/main/resources:$(cat "$WORK/classpath")" Smoke
say 'java: done'
