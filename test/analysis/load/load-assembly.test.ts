import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { InputError } from '../../../src/analysis/load/input-error';
import { loadInput } from '../../../src/analysis/load/load-input';
import type { NetworkModel } from '../../../src/analysis/model/network';
import { readWorlds } from '../../../src/analysis/worlds/read-worlds';
import { valueOf } from '../read/reading';

const CODE = { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => {}') };

function modelOf(app: App): NetworkModel {
  const { worlds, notes } = readWorlds(loadInput([app.synth().directory]).templates);
  expect(notes).toEqual([]);
  expect(worlds).toHaveLength(1);
  return worlds[0].model;
}

/** Where the functions are, by construct paths. */
function places(model: NetworkModel): Record<string, unknown> {
  return Object.fromEntries([...model.workloads.values()].flatMap(({ source, attachment }) => attachment.kind !== 'vpc' ? [] : [[source.constructPath, [
    ...valueOf(attachment.subnets).map((id) => model.subnets.get(id)!.source.constructPath),
    ...valueOf(attachment.securityGroups).map((id) => model.securityGroups.get(id)!.source.constructPath),
  ]]]));
}

describe('a cloud assembly', () => {
  test.each([[{}], [{ 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true }]])('nested stacks, stages and references between them, with the context %j', (context) => {
    const app = new App({ context });
    const stage = new Stage(app, 'Prod', { env: { account: '111111111111', region: 'eu-west-1' } });
    const network = new Stack(stage, 'Network');
    const vpc = new ec2.Vpc(network, 'Vpc', { maxAzs: 1, natGateways: 0 });
    const functions = new Stack(stage, 'Functions');
    new lambda.Function(functions, 'Fn', { ...CODE, vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    const nested = new NestedStack(new NestedStack(functions, 'Outer'), 'Inner');
    new lambda.Function(nested, 'Fn', { ...CODE, vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    const model = modelOf(app);
    expect(places(model)).toEqual({
      'Prod/Functions/Fn/Resource': ['Prod/Network/Vpc/IsolatedSubnet1/Subnet', 'Prod/Functions/Fn/SecurityGroup/Resource'],
      'Prod/Functions/Outer/Inner/Fn/Resource': ['Prod/Network/Vpc/IsolatedSubnet1/Subnet', 'Prod/Functions/Outer/Inner/Fn/SecurityGroup/Resource'],
    });
    expect([...model.vpcs.values()].map(({ defined }) => defined)).toEqual([true]);
  });

  test('two stacks from one class keep their resources apart, in their Regions', () => {
    const app = new App();
    for (const region of ['eu-west-1', 'us-east-1']) {
      const stack = new Stack(app, region, { env: { account: '111111111111', region } });
      new ec2.Vpc(stack, 'Vpc', { natGateways: 0 }).addInterfaceEndpoint('Secrets', { service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER });
    }
    const model = modelOf(app);
    expect(model.vpcs.size).toBe(2);
    expect([...model.endpoints.values()].map(({ service }) => valueOf(service))).toEqual(['secretsmanager', 'secretsmanager']);
  });

  test('values carried between Regions, and by Systems Manager', () => {
    const app = new App();
    const producer = new Stack(app, 'Producer', { env: { account: '111111111111', region: 'us-east-1' }, crossRegionReferences: true });
    const list = new ec2.CfnPrefixList(producer, 'List', { addressFamily: 'IPv4', maxEntries: 1, prefixListName: 'l', entries: [{ cidr: '10.0.0.0/8' }] });
    const consumer = new Stack(app, 'Consumer', { env: { account: '111111111111', region: 'eu-west-1' }, crossRegionReferences: true });
    const owner = new Stack(app, 'Owner', { env: { account: '111111111111', region: 'eu-west-1' } });
    const vpc = new ec2.CfnVPC(owner, 'Vpc', { cidrBlock: '10.0.0.0/16' });
    new ssm.StringParameter(owner, 'VpcId', { parameterName: '/shop/vpc', stringValue: vpc.ref });
    new ec2.CfnSecurityGroup(consumer, 'Group', {
      groupDescription: 'g',
      vpcId: ssm.StringParameter.valueForStringParameter(consumer, '/shop/vpc'),
      securityGroupEgress: [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, destinationPrefixListId: list.attrPrefixListId }],
    });
    const [group] = [...modelOf(app).securityGroups.values()].filter(({ source }) => source.logicalId === 'Group');
    expect(group).toMatchObject({ vpc: 'Owner.template.json#Vpc', egress: [{ peer: { kind: 'prefix-list', id: 'Producer.template.json#List' } }] });
  });

  test('a stack without resources is none to complain of', () => {
    const directory = mkdtempSync(join(tmpdir(), 'assembly-'));
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ artifacts: { S: { type: 'aws:cloudformation:stack', properties: { templateFile: 'S.json' } } } }));
    writeFileSync(join(directory, 'S.json'), '{}');
    expect(readWorlds(loadInput([directory]).templates).worlds).toHaveLength(1);
    rmSync(directory, { recursive: true });
  });

  test('values for parameters go by the name of the stack as well', () => {
    const app = new App();
    const stack = new Stack(app, 'Named', { stackName: 'other-name' });
    new ec2.CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
    const { directory } = app.synth();
    for (const name of ['Named', 'other-name', 'Named.template.json']) {
      const { templates } = loadInput([directory], { forAll: new Map(), forEach: new Map([[name, new Map([['A', name]])]]), used: new Set() });
      expect(templates.templates[0].parameters!.get('A')).toBe(name);
    }
  });

  test('an app with values still to be looked up says so', () => {
    const app = new App();
    const stack = new Stack(app, 'S', { env: { account: '111111111111', region: 'eu-west-1' } });
    new ec2.CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
    expect(loadInput([app.synth().directory]).awaitsLookups).toBe(false);
    const other = new App();
    const looking = new Stack(other, 'S', { env: { account: '111111111111', region: 'eu-west-1' } });
    ec2.Vpc.fromLookup(looking, 'Vpc', { vpcId: 'vpc-0a' });
    new ec2.CfnInternetGateway(looking, 'Gateway');
    expect(loadInput([other.synth().directory]).awaitsLookups).toBe(true);
  });
});

describe('a broken assembly', () => {
  let folder: string;
  beforeEach(() => {
    const app = new App();
    new ec2.CfnVPC(new Stack(app, 'S'), 'Vpc', { cidrBlock: '10.0.0.0/16' });
    folder = mkdtempSync(join(tmpdir(), 'assembly-'));
    cpSync(app.synth().directory, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Change the manifest; what stands for the stack is `artifacts.S`. */
  function change(edit: (artifacts: Record<string, { type?: unknown; properties: Record<string, unknown> }>) => void): void {
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { artifacts: Parameters<typeof edit>[0] };
    edit(manifest.artifacts);
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  }

  test.each<[string, () => void, RegExp]>([
    ['no JSON', () => writeFileSync(join(folder, 'manifest.json'), '{'), /manifest\.json is not JSON/],
    ['no artifacts', () => writeFileSync(join(folder, 'manifest.json'), '{}'), /is not the manifest of a cloud assembly/],
    ['a template that is not there', () => rmSync(join(folder, 'S.template.json')), /there is no file .*S\.template\.json/],
    ['a template elsewhere', () => change(({ S }) => S.properties.templateFile = '../../../etc/passwd'), /a path outside of the folder/],
    ['no template', () => change(({ S }) => delete S.properties.templateFile), /no text for templateFile/],
    ['a stage that is the app', () => change((artifacts) => artifacts.Stage = { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } }), /listed twice/],
    ['a stage elsewhere', () => change((artifacts) => artifacts.Stage = { type: 'cdk:cloud-assembly', properties: { directoryName: '..' } }), /a path outside of the folder/],
  ])('%s', (_, damage, message) => {
    damage();
    expect(() => loadInput([folder])).toThrow(message);
    expect(() => loadInput([folder])).toThrow(InputError);
  });

  test('older manifests, with the metadata in them and without environments, are read', () => {
    const path = { '/S/Vpc': [{ type: 'aws:cdk:logicalId', data: 'Vpc' }] };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({
      version: '1.10.0', artifacts: { S: { type: 'aws:cloudformation:stack', properties: { templateFile: 'S.template.json' }, metadata: path } },
    }));
    const { templates } = loadInput([folder]).templates;
    expect([templates[0].stack, templates[0].constructPaths]).toEqual([{ name: 'S' }, new Map([['Vpc', 'S/Vpc']])]);
  });
});
