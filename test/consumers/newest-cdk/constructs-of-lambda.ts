import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ComputeConnection, Destination, Egress, PrivateLambdaNetwork } from '../../src';
import { savedVerdicts } from '../support/saved-verdicts';

/*
 * F12: constructs of AWS CDK that are newer than the oldest version this library works with. They run beside the newest one only.
 */

interface Verdicts {
  readonly functions: readonly { readonly logicalId: string; readonly verdicts: readonly { readonly destination: string; readonly verdict: string; readonly declared: boolean }[] }[];
}

/** Everything that is declared, with its verdict. */
function declared(app: App): string[] {
  const { directory } = app.synth();
  const { functions } = savedVerdicts(directory) as Verdicts;
  return functions.flatMap((each) => each.verdicts.filter((verdict) => verdict.declared).map(({ destination, verdict }) => `${each.logicalId} ${destination} ${verdict}`)).sort();
}

function connected(computeType: lambda.NetworkConnectorComputeType, networkProtocol = lambda.NetworkConnectorProtocol.DUAL_STACK) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.natGateways() });
  const connection = new ComputeConnection(stack, 'SiteConnection', { network, destinations: [Destination.awsService('sqs'), Destination.internet()] });
  const connector = new lambda.NetworkConnector(stack, 'Connector', {
    configuration: lambda.NetworkConnectorConfiguration.vpcEgress({
      computeType, networkProtocol, vpc: network.vpc, vpcSubnets: { subnets: connection.subnets }, securityGroups: connection.securityGroups,
    }),
  });
  connection.attach(connector);
  return { app, stack, network, connection, connector };
}

describe.each([lambda.NetworkConnectorComputeType.MICRO_VM, lambda.NetworkConnectorComputeType.WEB_FUNCTION])('a NetworkConnector for %s', (computeType) => {
  test('has subnets and groups of its connection, and reaches what that declares', () => {
    const { app, stack, connection } = connected(computeType);
    expect(declared(app)).toEqual(expect.arrayContaining([
      expect.stringMatching(/Connector.* internet reachable$/), expect.stringMatching(/Connector.* sqs reachable$/),
    ]));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::NetworkConnector', {
      Configuration: { VpcEgressConfiguration: { SubnetIds: stack.resolve(connection.subnetIds), SecurityGroupIds: stack.resolve(connection.securityGroupIds) } },
    });
  });
});

test('a WebFunction sends through the network of its connector', () => {
  const { app, stack, connector } = connected(lambda.NetworkConnectorComputeType.WEB_FUNCTION);
  new lambda.WebFunction(stack, 'Site', {
    code: lambda.WebFunctionCode.fromBucket(s3.Bucket.fromBucketName(stack, 'Code', 'shop-code'), 'site.zip'), runtime: lambda.WebFunctionRuntime.NODEJS_24_X,
    defaultEndpointAuth: lambda.WebFunctionAuthType.IAM_AUTH, egressNetworkConnector: connector,
  });
  expect(declared(app).filter((line) => line.endsWith('reachable')).length).toBeGreaterThanOrEqual(2);
  expect(declared(app).filter((line) => !line.endsWith('reachable'))).toEqual([]);
});
