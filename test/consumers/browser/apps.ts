import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { defineApplication } from '../../../bench/application';

/*
 * Makes the cloud assemblies whose reports the browser opens.
 */

const WORK = process.argv[2];
const ROOT = join(__dirname, '../../..');

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>;
}

function main(): void {
  const cdk = join(ROOT, 'node_modules/aws-cdk/bin/cdk');
  execFileSync(process.execPath, [cdk, 'synth', '--quiet', '--output', join(WORK, 'orders.out')], { cwd: join(ROOT, 'examples/orders'), stdio: 'inherit' });
  withoutARoute();
  for (const count of [30, 500]) {
    const app = new App({ analyticsReporting: false, outdir: join(WORK, `functions-${count}.out`) });
    defineApplication(app, 'ours', count);
    app.synth();
  }
  mkdirSync(join(WORK, 'elsewhere.out'));
  writeFileSync(join(WORK, 'elsewhere.out', 'elsewhere.template.json'), JSON.stringify(elsewhere()));
  mkdirSync(join(WORK, 'hostile.out'));
  writeFileSync(join(WORK, 'hostile.out', 'hostile.template.json'), JSON.stringify(hostile()));
}

/** The example in which the private subnet of the first zone has no way to the internet over IPv4. */
function withoutARoute(): void {
  cpSync(join(WORK, 'orders.out'), join(WORK, 'broken.out'), { recursive: true });
  const file = join(WORK, 'broken.out', 'OrdersNetwork.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
  const routes = Object.entries(template.Resources)
    .filter(([id, { Type, Properties }]) => Type === 'AWS::EC2::Route' && id.includes('privateSubnetA') && Properties.DestinationCidrBlock === '0.0.0.0/0');
  if (routes.length !== 1) {
    throw new Error(`expected one default route in the private subnet of the first zone, found ${routes.length}`);
  }
  delete template.Resources[routes[0][0]];
  writeFileSync(file, JSON.stringify(template));
}

/** A function in subnets of another team, of which nothing but the ids is known. */
function elsewhere(): object {
  return { Resources: { Fn: { Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] } } } } };
}

/** A template whose names are markup, scripts, and text that changes its direction. */
function hostile(): object {
  const NAMES = ['</script><script>window.hacked=1</script>', '"><img src=x onerror=window.hacked=1>', '\u202Egnitset', '{{constructor}}', 'a/b#c?d%2F', '${Token[TOKEN.1]}'];
  const subnets = ['a', 'b'].map((zone, place) => [`Subnet${zone}`, {
    Type: 'AWS::EC2::Subnet', Metadata: { 'aws:cdk:path': `${NAMES[place]}/Subnet` },
    Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: `10.0.${place}.0/24`, AvailabilityZone: NAMES[place] },
  }]);
  const functions = NAMES.map((name, place) => [`Function${place}`, {
    Type: 'AWS::Lambda::Function', Metadata: { 'aws:cdk:path': `${name}/Resource` },
    Properties: { VpcConfig: { SubnetIds: [{ Ref: 'Subneta' }, { Ref: 'Subnetb' }], SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] } },
  }]);
  return {
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Metadata: { 'aws:cdk:path': `${NAMES[0]}/Resource` }, Properties: { CidrBlock: '10.0.0.0/16' } },
      Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: 'Vpc' }, GroupDescription: NAMES[1] } },
      ...Object.fromEntries([...subnets, ...functions]),
    },
  };
}

main();
