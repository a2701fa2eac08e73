// Makes a VPC, takes a snapshot of it for a template that names it by ids and by a parameter of Systems Manager, and judges the template with it; and an app that has its network from it. Then the same with each permission taken away once.
'use strict';
const assert = require('node:assert');
const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const cdk = require('aws-cdk-lib');
const ec2 = require('aws-cdk-lib/aws-ec2');
const lambda = require('aws-cdk-lib/aws-lambda');

const [work, command] = process.argv.slice(2);
const { AddressFamily, Destination, PrivateLambdaNetwork, VpcConnectedFunction } = require(path.dirname(path.dirname(command)));
const AWS = path.join(work, 'venv/bin/aws');
const BIN = path.join(work, 'bin');
const CACHE = path.join(work, 'cache');
const SNAPSHOT = path.join(work, 'network.snapshot.json');

function aws(...argv) {
  const text = execFileSync(AWS, [...argv, '--output', 'json'], { encoding: 'utf8' });
  return text.trim() === '' ? {} : JSON.parse(text);
}

/** Runs the command, with an operation that AWS refuses. */
function run(argv, denied) {
  const env = { ...process.env, PATH: `${BIN}:${process.env.PATH}`, DENIED: denied ?? '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...argv], { encoding: 'utf8', env, maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
}

/** What a snapshot proves: the verdict on each destination, over IPv4. */
function verdicts(template) {
  const { stdout, status, stderr } = run(['check', template, '--snapshot', SNAPSHOT, '--to', 'internet', '--to', 's3', '--to', '10.0.0.0/24:443', '--format', 'json']);
  assert.ok([0, 1].includes(status), stderr);
  const [{ verdicts: found }] = JSON.parse(stdout).functions;
  return Object.fromEntries(found.filter(({ family }) => family === 'ipv4').map(({ destination, verdict }) => [destination, verdict]));
}

function makeNetwork() {
  const { Vpc: { VpcId: vpc } } = aws('ec2', 'create-vpc', '--cidr-block', '10.0.0.0/16');
  aws('ec2', 'modify-vpc-attribute', '--vpc-id', vpc, '--enable-dns-hostnames');
  const subnet = (block) => aws('ec2', 'create-subnet', '--vpc-id', vpc, '--cidr-block', block, '--availability-zone', 'eu-west-1a').Subnet.SubnetId;
  const [open, closed] = [subnet('10.0.0.0/24'), subnet('10.0.1.0/24')];
  const { InternetGateway: { InternetGatewayId: igw } } = aws('ec2', 'create-internet-gateway');
  aws('ec2', 'attach-internet-gateway', '--internet-gateway-id', igw, '--vpc-id', vpc);
  const { AllocationId: address } = aws('ec2', 'allocate-address', '--domain', 'vpc');
  const { NatGateway: { NatGatewayId: nat } } = aws('ec2', 'create-nat-gateway', '--subnet-id', open, '--allocation-id', address);
  const tableOf = (id, ...target) => {
    const { RouteTable: { RouteTableId: table } } = aws('ec2', 'create-route-table', '--vpc-id', vpc);
    aws('ec2', 'create-route', '--route-table-id', table, '--destination-cidr-block', '0.0.0.0/0', ...target);
    aws('ec2', 'associate-route-table', '--route-table-id', table, '--subnet-id', id);
    return table;
  };
  tableOf(open, '--gateway-id', igw);
  const table = tableOf(closed, '--nat-gateway-id', nat);
  aws('ec2', 'create-vpc-endpoint', '--vpc-id', vpc, '--vpc-endpoint-type', 'Gateway', '--service-name', 'com.amazonaws.eu-west-1.s3', '--route-table-ids', table);
  const { GroupId: group } = aws('ec2', 'create-security-group', '--group-name', 'functions', '--description', 'of functions', '--vpc-id', vpc);
  aws('ssm', 'put-parameter', '--name', '/network/subnet', '--type', 'String', '--value', closed);
  aws('ssm', 'put-parameter', '--name', '/network/password', '--type', 'String', '--value', 'hunter2');
  return { vpc, closed, group };
}

/** An app that has its network from the snapshot, and states nothing of it. */
function synthesize(destinations) {
  const app = new cdk.App({ outdir: path.join(work, 'cdk.out') });
  const stack = new cdk.Stack(app, 'Shop', { env: { account: '123456789012', region: 'eu-west-1' } });
  new VpcConnectedFunction(stack, 'Orders', {
    network: PrivateLambdaNetwork.fromSnapshot(stack, 'Network', { file: SNAPSHOT }), destinations,
    runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => 1;'),
  });
  const { functions, answers } = JSON.parse(fs.readFileSync(path.join(app.synth().directory, 'reachability.json'), 'utf8'));
  return functions.flatMap(({ answers: place }) => answers[place]).filter(({ declared }) => declared).map(({ destination, verdict }) => `${destination} ${verdict}`);
}

function main() {
  fs.mkdirSync(BIN, { recursive: true });
  fs.mkdirSync(CACHE, { recursive: true });
  // the real AWS CLI, each call once, but for the operation that is denied
  fs.writeFileSync(path.join(BIN, 'aws'), `#!/bin/sh
if [ -n "$DENIED" ] && [ "$2" = "$DENIED" ]; then
  echo "An error occurred (UnauthorizedOperation) when calling the operation: You are not authorized to perform this operation." >&2
  exit 254
fi
echo "$2" >> '${path.join(work, 'operations')}'
call='${CACHE}'/$(printf '%s' "$*" | cksum | tr ' ' '-')
if [ ! -f "$call.status" ]; then
  '${AWS}' "$@" > "$call.out" 2> "$call.err"
  echo $? > "$call.status"
fi
cat "$call.out"
cat "$call.err" >&2
exit "$(cat "$call.status")"
`, { mode: 0o755 });
  const { vpc, closed, group } = makeNetwork();
  const template = path.join(work, 'template.json');
  fs.writeFileSync(template, JSON.stringify({
    Parameters: { Subnet: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Subnet::Id>', Default: '/network/subnet' } },
    Resources: { Fn: { Type: 'AWS::Lambda::Function', Properties: {
      Environment: { Variables: { PASSWORD: '{{resolve:ssm:/network/password}}' } }, VpcConfig: { SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: [group] },
    } } },
  }));

  const taken = run(['snapshot', template, '--out', SNAPSHOT]);
  assert.strictEqual(taken.status, 0, taken.stderr);
  const text = fs.readFileSync(SNAPSHOT, 'utf8');
  assert.ok(text.includes(vpc) && text.includes(closed), 'the snapshot has the VPC and the subnet that the parameter names');
  assert.ok(!text.includes('hunter2'), 'the snapshot has no value that is not of a network');
  const whole = verdicts(template);
  assert.deepStrictEqual(whole, { 'internet': 'reachable', 's3': 'reachable', '10.0.0.0/24:443': 'reachable' });
  console.log(`proven: ${Object.keys(whole).join(', ')}`);

  const inside = Destination.cidr('10.0.0.0/24', ec2.Port.HTTPS);
  assert.deepStrictEqual(synthesize([Destination.internet({ addressFamilies: [AddressFamily.IPV4] }), Destination.awsService('s3'), inside]).sort(), [
    '10.0.0.0/24 reachable', 'internet reachable', 's3 reachable',
  ]);
  assert.throws(() => synthesize([Destination.internet({ addressFamilies: [AddressFamily.IPV6] })]), /DESTINATION_FAMILY/, 'what the network does not have is not opened');
  console.log('an app has its network from the snapshot, and is proven');

  fs.rmSync(CACHE, { recursive: true });
  fs.mkdirSync(CACHE);
  run(['snapshot', template, '--out', SNAPSHOT]);
  assert.strictEqual(fs.readFileSync(SNAPSHOT, 'utf8'), text, 'equal networks make equal files');

  const operations = [...new Set(fs.readFileSync(path.join(work, 'operations'), 'utf8').trim().split('\n'))];
  let lost = 0;
  for (const denied of operations) {
    const without = run(['snapshot', template, '--vpc', vpc, '--out', SNAPSHOT], denied);
    assert.strictEqual(without.status, 0, `${denied}: ${without.stderr}`);
    assert.match(without.stderr, / is not known: \w+:\w+ is not allowed/, `without ${denied}, the permission is named`);
    const found = verdicts(template);
    for (const [destination, verdict] of Object.entries(found)) {
      assert.ok(verdict === whole[destination] || verdict === 'inconclusive', `without ${denied}, ${destination} is ${verdict}`);
      lost += verdict === 'inconclusive' ? 1 : 0;
    }
  }
  assert.ok(lost >= 10, `permissions decide: ${lost} verdicts were lost`);
  console.log(`${operations.length} operations, each denied once: ${lost} verdicts were not known any more, and none was another one`);
}

main();
