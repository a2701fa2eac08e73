import { modelOf, modelOfResources as read, template, valueOf, worldsOf } from './reading';
import type { Workload } from '../../../src/analysis/model/network';

const CONFIG = { SubnetIds: ['subnet-0a'], SecurityGroupIds: ['sg-0a'] };

function functionOf(properties: object, rest: object = {}): Workload {
  return read({ F: ['AWS::Lambda::Function', properties] }, rest).workloads.get('t#F')!;
}

describe('functions', () => {
  test.each<[object, object]>([
    [{}, { kind: 'none' }],
    [{ VpcConfig: {} }, { kind: 'none' }],
    [{ VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } }, { kind: 'none' }],
    [{ VpcConfig: { Ref: 'AWS::NoValue' } }, { kind: 'none' }],
    [{ VpcConfig: CONFIG }, { kind: 'vpc', subnets: { value: ['subnet-0a'] }, securityGroups: { value: ['sg-0a'] }, ipv6Allowed: 'no' }],
    [{ VpcConfig: { ...CONFIG, Ipv6AllowedForDualStack: 'true' } }, { kind: 'vpc', ipv6Allowed: 'yes' }],
    [{ VpcConfig: { ...CONFIG, SubnetIds: { Ref: 'P' } } }, { kind: 'vpc', subnets: { known: false, reason: 'the parameter P of t has no value' } }],
    [{ VpcConfig: { ...CONFIG, SubnetIds: [{ Ref: 'Gone' }] } }, { kind: 'vpc', subnets: { known: false, reason: 'Gone is not defined' } }],
    [{ VpcConfig: { 'Fn::ImportValue': 'x' } }, { kind: 'unknown' }],
  ])('%j', (properties, attachment) => {
    expect(functionOf(properties, { Parameters: { P: { Type: 'CommaDelimitedList' } } }).attachment).toMatchObject(attachment);
  });

  test('S9: the endpoints that SDKs use', () => {
    const environment = (value: unknown) => ({ Environment: { Variables: { AWS_USE_DUALSTACK_ENDPOINT: value } } });
    expect([{}, environment('true'), environment(false), environment({ 'Fn::ImportValue': 'x' })].map((properties) => functionOf(properties).dualStackEndpoints))
      .toEqual(['no', 'yes', 'no', 'unknown']);
  });

  test('F11: URLs', () => {
    const { workloads } = read({
      ByRef: ['AWS::Lambda::Function'], ByArn: ['AWS::Lambda::Function'], ByName: ['AWS::Lambda::Function', { FunctionName: 'orders' }], Without: ['AWS::Lambda::Function'],
      U1: ['AWS::Lambda::Url', { TargetFunctionArn: { Ref: 'ByRef' } }],
      U2: ['AWS::Lambda::Url', { TargetFunctionArn: { 'Fn::GetAtt': ['ByArn', 'Arn'] } }],
      U3: ['AWS::Lambda::Url', { TargetFunctionArn: 'orders' }],
    });
    expect([...workloads.values()].map(({ hasUrl }) => hasUrl)).toEqual(['yes', 'yes', 'yes', 'no']);
  });
});

describe('F12: other compute', () => {
  test('capacity providers; a function on one is where its instances are', () => {
    const { workloads } = read({
      Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }], S: ['AWS::EC2::Subnet', { VpcId: { Ref: 'Vpc' } }],
      C: ['AWS::Lambda::CapacityProvider', { VpcConfig: { SubnetIds: [{ Ref: 'S' }], SecurityGroupIds: [] } }],
      F: ['AWS::Lambda::Function', { CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: { 'Fn::GetAtt': ['C', 'Arn'] } } } }],
      G: ['AWS::Lambda::Function', { CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: 'arn:aws:lambda:x' } } }],
    });
    const attachment = { kind: 'vpc', subnets: { value: ['t#S'] }, securityGroups: { value: ['t#Vpc.DefaultSecurityGroup'] }, ipv6Allowed: 'unknown' };
    expect(workloads.get('t#C')).toMatchObject({ kind: 'capacity-provider', attachment });
    expect(workloads.get('t#F')).toMatchObject({ kind: 'function', attachment });
    expect(workloads.get('t#G')!.attachment.kind).toBe('unknown');
  });

  test('network connectors', () => {
    const { workloads } = read({
      C: ['AWS::Lambda::NetworkConnector', { Configuration: { VpcEgressConfiguration: { ...CONFIG, NetworkProtocol: 'DualStack' } } }],
      D: ['AWS::Lambda::NetworkConnector', { Configuration: { VpcEgressConfiguration: { SubnetIds: ['subnet-0a'], SecurityGroupIds: [], NetworkProtocol: 'IPv4' } } }],
    });
    expect(workloads.get('t#C')).toMatchObject({ kind: 'network-connector', attachment: { kind: 'vpc', ipv6Allowed: 'yes', securityGroups: { value: ['sg-0a'] } } });
    expect(workloads.get('t#D')).toMatchObject({ attachment: { ipv6Allowed: 'no', securityGroups: { known: false } } });
  });
});

describe('web functions', () => {
  const NETWORK = { VpcEgressConfiguration: { ...CONFIG, NetworkProtocol: 'IPv4' } };
  const vpc = { kind: 'vpc', subnets: { value: ['subnet-0a'] }, securityGroups: { value: ['sg-0a'] }, ipv6Allowed: 'no' };

  test.each<[object, object]>([
    [{}, { kind: 'none' }],
    [{ EgressNetworkConnectorArn: { 'Fn::GetAtt': ['C', 'LatestVersionArn'] } }, vpc],
    [{ EgressNetworkConnectorArn: { 'Fn::Sub': '${C.Arn}:1' } }, { kind: 'unknown' }],
    [{ EgressNetworkConnectorArn: 'arn:aws:lambda:eu-west-1:111122223333:network-connector:nc-0a:2' }, { kind: 'unknown' }],
    [{ EgressNetworkConnectorArn: { Ref: 'P' } }, { kind: 'unknown' }],
  ])('a revision with %j', (ServiceConfig, attachment) => {
    const { workloads } = read({
      C: ['AWS::Lambda::NetworkConnector', { Configuration: NETWORK }], W: ['AWS::Lambda::WebFunction', { FunctionName: 'shop' }],
      R: ['AWS::Lambda::WebFunctionRevision', { FunctionName: 'shop', ServiceConfig }],
    }, { Parameters: { P: { Type: 'String' } } });
    expect(workloads.get('t#R')).toMatchObject({ kind: 'web-function', attachment, dualStackEndpoints: 'no' });
    expect([...workloads.keys()]).toEqual(['t#C', 't#R']);
  });

  test('a capacity provider is no network connector', () => {
    const { workloads } = read({
      C: ['AWS::Lambda::CapacityProvider', { VpcConfig: CONFIG }],
      R: ['AWS::Lambda::WebFunctionRevision', { ServiceConfig: { EgressNetworkConnectorArn: { 'Fn::GetAtt': ['C', 'Arn'] } } }],
    });
    expect(workloads.get('t#R')!.attachment.kind).toBe('unknown');
  });
});

describe('what is not read is not passed over', () => {
  test.each(['AWS::Lambda::MicrovmImage', 'AWS::Lambda::Newest', 'AWS::Serverless::MicrovmImage', 'AWS::Synthetics::Canary', 'AWS::CloudFormation::Stack'])('%s', (type) => {
    expect(read({ X: [type] }).unreadCompute!.map(({ id }) => id)).toEqual(['t#X']);
  });

  test.each(['AWS::Lambda::Version', 'AWS::Lambda::WebFunctionEndpoint', 'AWS::Serverless::Api', 'AWS::SecretsManager::RotationSchedule', 'AWS::S3::Bucket'])('%s runs nothing', (type) => {
    expect(read({ X: [type] }).unreadCompute).toEqual([]);
  });

  test('a rotation of a secret, by a function which AWS makes, is a workload', () => {
    const { unreadCompute, workloads } = read({ X: ['AWS::SecretsManager::RotationSchedule', { HostedRotationLambda: { RotationType: 'PostgreSQLSingleUser' } }] });
    expect([unreadCompute, workloads.get('t#X')?.kind]).toEqual([[], 'secret-rotation']);
  });

  test('whatever declares destinations is a workload of which nothing is known', () => {
    const { workloads } = read({ X: ['AWS::EC2::Instance', {}, { 'cdk-lambda-network:destinations': [] }] });
    expect(workloads.get('t#X')).toMatchObject({ kind: 'other', attachment: { kind: 'unknown' }, declared: [] });
  });
});

describe('AWS SAM', () => {
  const serverless = (globals: object, properties: object) => modelOf(template({
    Transform: 'AWS::Serverless-2016-10-31', Globals: globals, Resources: { F: { Type: 'AWS::Serverless::Function', Properties: properties } },
  })).workloads.get('t#F')!;

  test('settings for all functions are merged with those of each: objects by key, lists one behind the other', () => {
    const { attachment, dualStackEndpoints, hasUrl } = serverless(
      { Function: { VpcConfig: { SubnetIds: ['subnet-0a'], SecurityGroupIds: ['sg-0a'] }, Environment: { Variables: { AWS_USE_DUALSTACK_ENDPOINT: 'true' } } } },
      { VpcConfig: { SecurityGroupIds: ['sg-0b'] }, Environment: { Variables: { OTHER: 'x' } }, FunctionUrlConfig: { AuthType: 'NONE' } },
    );
    expect(attachment).toMatchObject({ kind: 'vpc', subnets: { value: ['subnet-0a'] }, securityGroups: { value: ['sg-0a', 'sg-0b'] } });
    expect([dualStackEndpoints, hasUrl]).toEqual(['yes', 'yes']);
  });

  test('a function of CloudFormation replaces what is for all', () => {
    const { attachment } = serverless({ Function: { VpcConfig: CONFIG } }, { VpcConfig: { Ref: 'AWS::NoValue' } });
    expect(attachment).toEqual({ kind: 'none' });
  });

  test('without the transform nothing is merged', () => {
    expect(modelOf(template({ Globals: { Function: { VpcConfig: CONFIG } }, Resources: { F: { Type: 'AWS::Serverless::Function' } } }))
      .workloads.get('t#F')!.attachment).toEqual({ kind: 'none' });
  });

  test.each<[unknown, object]>([
    ['*', { kind: 'none' }],
    [['VpcConfig'], { kind: 'none' }],
    [['Timeout'], { kind: 'vpc' }],
    [undefined, { kind: 'vpc' }],
  ])('a resource can ignore what is for all: %j', (IgnoreGlobals, attachment) => {
    const { workloads } = modelOf(template({
      Transform: 'AWS::Serverless-2016-10-31', Globals: { Function: { Timeout: 9, VpcConfig: CONFIG } },
      Resources: { F: { Type: 'AWS::Serverless::Function', ...IgnoreGlobals === undefined ? {} : { IgnoreGlobals } } },
    }));
    expect(workloads.get('t#F')!.attachment).toMatchObject(attachment);
  });

  test('capacity providers, and the functions on them, which SAM writes in its own way', () => {
    const { workloads } = modelOf(template({
      Transform: 'AWS::Serverless-2016-10-31',
      Globals: { CapacityProvider: { VpcConfig: CONFIG }, Function: { CapacityProviderConfig: { Arn: { 'Fn::GetAtt': ['C', 'Arn'] } } } },
      Resources: {
        C: { Type: 'AWS::Serverless::CapacityProvider' }, F: { Type: 'AWS::Serverless::Function' },
        G: { Type: 'AWS::Serverless::Function', Properties: { CapacityProviderConfig: { Arn: 'arn:aws:lambda:x' } } },
      },
    }));
    const attachment = { kind: 'vpc', securityGroups: { value: ['sg-0a'] } };
    expect(workloads.get('t#C')).toMatchObject({ kind: 'capacity-provider', attachment });
    expect(workloads.get('t#F')).toMatchObject({ kind: 'function', attachment });
    expect(workloads.get('t#G')!.attachment).toMatchObject({ kind: 'unknown' });
  });

  test('network connectors and web functions', () => {
    const { workloads } = modelOf(template({
      Transform: 'AWS::Serverless-2016-10-31', Globals: { WebFunction: { EnvironmentVariables: { AWS_USE_DUALSTACK_ENDPOINT: 'true' } } },
      Resources: {
        C: { Type: 'AWS::Serverless::NetworkConnector', Properties: { ComputeTypes: ['WebFunction'], VpcConfig: { ...CONFIG, NetworkProtocol: 'DualStack' } } },
        W: { Type: 'AWS::Serverless::WebFunction', Properties: { EgressNetworkConnectorArn: { 'Fn::GetAtt': ['C', 'LatestVersionArn'] } } },
        V: { Type: 'AWS::Serverless::WebFunction', Properties: {} },
      },
    }));
    const attachment = { kind: 'vpc', securityGroups: { value: ['sg-0a'] }, ipv6Allowed: 'yes' };
    expect(workloads.get('t#C')).toMatchObject({ kind: 'network-connector', attachment });
    expect(workloads.get('t#W')).toMatchObject({ kind: 'web-function', attachment, dualStackEndpoints: 'yes' });
    expect(workloads.get('t#V')).toMatchObject({ kind: 'web-function', attachment: { kind: 'none' } });
  });
});

describe('loops', () => {
  const looping = (collection: unknown, body: object) => template({
    Transform: 'AWS::LanguageExtensions', Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'a, b' } },
    Resources: { 'Fn::ForEach::Gateways': ['Name', collection, body] },
  });
  const loop = (collection: unknown, body: object) => modelOf(looping(collection, body));

  test('an entry for each item, with the item in keys, references and texts', () => {
    const { subnets } = loop(['A', 'B'], { 'Subnet${Name}': { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { 'Fn::Sub': 'vpc-${Name}' }, AvailabilityZone: { Ref: 'Name' } } } });
    expect([...subnets].map(([id, { vpc, zone }]) => [id, vpc, valueOf(zone)])).toEqual([['t#SubnetA', 'vpc-A', 'A'], ['t#SubnetB', 'vpc-B', 'B']]);
  });

  test('over a parameter, within each other, with signs left out of keys', () => {
    const { internetGateways } = loop({ Ref: 'Names' }, { 'Fn::ForEach::Inner': ['Place', ['x-1', 'y'], { 'Igw${Name}&{Place}': { Type: 'AWS::EC2::InternetGateway' } }] });
    expect([...internetGateways.keys()]).toEqual(['t#Igwax1', 't#Igway', 't#Igwbx1', 't#Igwby']);
  });

  test('what cannot be unrolled before deployment, or makes too much, leaves the template undecided', () => {
    const [world] = worldsOf(looping({ 'Fn::ImportValue': 'x' }, { 'Igw${Name}': { Type: 'AWS::EC2::InternetGateway' } }));
    expect([world.model.internetGateways.size, world.undecided]).toEqual([0, expect.stringContaining('the loop Fn::ForEach::Gateways cannot be unrolled before deployment')]);
    const many = Array.from({ length: 200 }, (_, index) => `n${index}`);
    const nested = ['A', 'B', 'C', 'D'].reduceRight<object>((body, name) => ({ [`Fn::ForEach::${name}`]: [name, many, body] }), { 'Igw${A}${B}${C}${D}': { Type: 'AWS::EC2::InternetGateway' } });
    expect(worldsOf(looping(many, nested))[0].undecided).toContain('the loops of the template make more than 100000 values');
  });
});
