import { isIPv4 } from 'net';
import { Stack, Token } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { TroubleshootingOptions } from './troubleshooting-options';
import { NetworkError } from '../private/network-error';

/** The command that starts the runbook of AWS Support for functions without internet access. */
export function troubleshootingCommand(lambdaFunction: lambda.IFunction, options: TroubleshootingOptions): string {
  const { destinationIp = '192.0.2.1', destinationPort = 443 } = options;
  if (!Token.isUnresolved(destinationIp) && !isIPv4(destinationIp)) {
    throw refusal(lambdaFunction, `the destinationIp '${destinationIp}'`, 'an IPv4 address, the only kind the runbook knows');
  }
  if (!Token.isUnresolved(destinationPort) && !(Number.isInteger(destinationPort) && destinationPort > 0 && destinationPort < 65_536)) {
    throw refusal(lambdaFunction, `the destinationPort ${destinationPort}`, 'a port between 1 and 65535');
  }
  const parameters = `FunctionName=${lambdaFunction.functionName},destinationIp=${destinationIp},destinationPort=${destinationPort}`;
  return `aws ssm start-automation-execution --document-name AWSSupport-TroubleshootLambdaInternetAccess --parameters "${parameters}" `
    + `--region ${Stack.of(lambdaFunction).region}`;
}

function refusal(lambdaFunction: lambda.IFunction, what: string, expected: string): NetworkError {
  return new NetworkError('TROUBLESHOOTING_TARGET', `a troubleshooting command has ${what}, expected ${expected}: name one`, lambdaFunction);
}
