import { App, Stack, Validations } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { defineOrders } from '../../../examples/orders/app';
import { context as contextOfOrders } from '../../../examples/orders/cdk.json';
import { Destination, Egress, PrivateLambdaNetwork } from '../../../src';
import { CODE, connectedFunction } from '../../public-cases/public-case';
import { judgeFiles } from '../judging';

/*
 * A grant whose destination was forgotten, as somebody sees it who synthesizes.
 */

interface Made {
  readonly context?: Record<string, unknown>;
  readonly destinations?: readonly Destination[];
  readonly isAcknowledged?: boolean;
}

/** Synthesizes an app, and returns what it says of grants. */
function synthesize({ context, destinations = [Destination.awsService('secretsmanager')], isAcknowledged = false }: Made): string[] {
  const app = new App({ context });
  const stack = new Stack(app, 'Shop');
  const fn = connectedFunction(stack, new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none() }), [...destinations], CODE);
  new sqs.Queue(stack, 'Queue').grantSendMessages(fn);
  if (isAcknowledged) {
    Validations.of(fn).acknowledge({ id: 'cdk-lambda-network::GRANT_WITHOUT_WAY', reason: 'it sends nothing yet' });
  }
  const written: string[] = [];
  const spies = (['error', 'log', 'warn'] as const).map((name) => jest.spyOn(console, name).mockImplementation((...texts: unknown[]) => void written.push(texts.join(' '))));
  try {
    app.synth();
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
  return written.join('\n').match(/GRANT_WITHOUT_WAY|Destination\.\w+\('sqs'\)/g) ?? [];
}

const KEY = 'cdk-lambda-network:warningsAsErrors';

test('E6: a forgotten destination is a warning, with the line to paste; with it nothing is said', () => {
  expect(synthesize({})).toEqual(expect.arrayContaining(['GRANT_WITHOUT_WAY', 'Destination.awsService(\'sqs\')']));
  expect(synthesize({ destinations: [Destination.awsService('sqs')] })).toEqual([]);
});

test.each([[['GRANT_WITHOUT_WAY']], ['GRANT_WITHOUT_WAY'], ['LAMBDA_PUBLIC_SUBNET, GRANT_WITHOUT_WAY']])('the context %j makes it an error', (value) => {
  expect(() => synthesize({ context: { [KEY]: value } })).toThrow(/its role lets it call what no path leads to over IPv4 or IPv6: sqs/);
  expect(() => synthesize({ context: { [KEY]: value }, isAcknowledged: true })).not.toThrow();
});

test.each(['TYPO', ['LAMBDA_VPC_MISMATCH'], true])('the context %j is refused', (value) => {
  expect(() => synthesize({ context: { [KEY]: value } })).toThrow(/cdk-lambda-network:warningsAsErrors of the app is .*, expected the code of a warning: .*GRANT_WITHOUT_WAY/);
});

test('E6: the example grants what it declares, and declares what it grants', () => {
  const app = new App({ context: { ...contextOfOrders, 'aws:cdk:bundling-stacks': [] } });
  defineOrders(app);
  const { functions, findings } = judgeFiles([app.synth().directory]);
  expect(functions.length).toBeGreaterThan(5);
  expect(findings.map(({ code }) => code).filter((code) => /GRANT/.test(code))).toEqual([]);
});
