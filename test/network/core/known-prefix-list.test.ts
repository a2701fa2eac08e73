import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { PrivateLambdaNetworkProps } from '../../../src';
import { Destination, Egress, PrivateLambdaNetwork, VpcConnectedFunction } from '../../../src';
import { readWorlds } from '../../../src/analysis/worlds/read-worlds';
import { savedVerdicts } from '../../support/saved-verdicts';

/*
 * P5: where the id of a prefix list is known before deployment, nothing looks it up.
 */

const ENV = { account: '111122223333', region: 'eu-west-1' };
const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };
const LIST = 'pl-6da54004';

/** What a synthesis asks for when somebody looks the list up, with the answer of the account. */
function answered(service: string): Record<string, unknown> {
  const app = new App();
  const asking = new Stack(app, 'Asking', { env: ENV });
  new ec2.CfnEIP(asking, 'Address');
  ec2.PrefixList.fromLookup(asking, 'List', { prefixListName: `com.amazonaws.${ENV.region}.${service}` });
  const [{ key }] = app.synth().manifest.missing!;
  return { [key]: [{ PrefixListId: LIST, Identifier: LIST }] };
}

function shop(props: PrivateLambdaNetworkProps, context: Record<string, unknown> = {}, env: typeof ENV | 'agnostic' = ENV, service = 's3') {
  const app = new App({ context });
  const place = env === 'agnostic' ? {} : { env };
  const owner = new Stack(app, 'Network', place);
  const stack = new Stack(app, 'Shop', place);
  const network = new PrivateLambdaNetwork(owner, 'Network', { egress: Egress.none(), ...props });
  new VpcConnectedFunction(stack, 'Function', { network, destinations: [Destination.awsService(service)], ...CODE });
  const { directory } = app.synth();
  const { functions } = savedVerdicts(directory) as {
    functions: { verdicts: { destination: string; verdict: string; declared: boolean; subnets: { assumptions?: string[] }[] }[] }[];
  };
  const text = JSON.stringify([Template.fromStack(owner).toJSON(), Template.fromStack(stack).toJSON()]);
  return {
    isLookedUp: text.includes('Custom::GatewayPrefixList'), hasRule: text.includes(`"DestinationPrefixListId":"${LIST}"`),
    assumed: functions.flatMap(({ verdicts }) => verdicts).flatMap(({ subnets }) => subnets.flatMap(({ assumptions = [] }) => assumptions)),
    declared: functions.flatMap(({ verdicts }) => verdicts).filter((verdict) => verdict.declared && verdict.destination === service)
      .map(({ verdict }) => verdict),
  };
}

const KNOWN = { isLookedUp: false, hasRule: true };

test('with an id that is given, the rule names it, and the way is proven', () => {
  const found = shop({ prefixListIds: { s3: LIST } });
  expect(found).toMatchObject(KNOWN);
  expect(new Set(found.declared)).toEqual(new Set(['reachable']));
  expect(found.assumed).toContain(`${LIST} is the prefix list of s3 in the Region, as Network/Network/S3Endpoint states`);
});

test('so it is with the answer of a look-up that the context has', () => {
  const found = shop({}, answered('s3'));
  expect(found).toMatchObject(KNOWN);
  expect(new Set(found.declared)).toEqual(new Set(['reachable']));
  expect(found.assumed).toContain(`${LIST} is the prefix list of s3 in the Region, as Network/Network/S3Endpoint states`);
});

test.each<[string, ReturnType<typeof shop>]>([
  ['without either', shop({})],
  ['with the answer for another list', shop({}, answered('dynamodb'))],
  ['with an answer that was an error', shop({}, Object.fromEntries(Object.keys(answered('s3')).map((key) => [key, { $providerError: 'no credentials' }])))],
  ['in a stack that knows no Region', shop({}, answered('s3'), 'agnostic')],
  ['for the other service', shop({ prefixListIds: { s3: LIST } }, {}, ENV, 'dynamodb')],
])('%s it is looked up during deployment', (_, { isLookedUp, hasRule }) => {
  expect([isLookedUp, hasRule]).toEqual([true, false]);
});

test('an id stands for the service in the VPC of the endpoint alone: in another Region it can be another service', () => {
  const stack = (vpc: string) => ({
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Other: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.1.0.0/16' } },
    S3: { Type: 'AWS::EC2::VPCEndpoint', Metadata: { 'cdk-lambda-network:prefix-list': LIST }, Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: 'com.amazonaws.eu-west-1.s3', VpcEndpointType: 'Gateway' } },
    Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: vpc }, SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationPrefixListId: LIST }] } },
  });
  const peer = (vpc: string) => {
    const set = { templates: [{ name: 'T', stack: { name: 'T', ...ENV }, body: { Resources: stack(vpc) }, nested: new Map<string, never>() }] };
    return readWorlds(set).worlds[0].model.securityGroups.get('T#Group')!.egress[0].peer;
  };
  expect(peer('Vpc')).toEqual({ kind: 'prefix-list', id: 'pl:s3' });
  expect(peer('Other')).toEqual({ kind: 'prefix-list', id: LIST });
});
