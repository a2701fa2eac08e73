import { request } from 'https';
import { createRequire } from 'module';
import type { Ec2Api, LambdaApi } from './aws';
import type { CustomResourceAnswer, CustomResourceEvent } from './custom-resource';
import { handle } from './handle';

/** What Lambda tells a function about an invocation, as far as it matters here. */
interface Context {
  readonly invokedFunctionArn: string;
  getRemainingTimeInMillis(): number;
}

const ATTEMPTS = 5;

/** The code of the custom resource provider; `handle()` has the logic, and here is what only exists in Lambda. */
export async function handler(event: CustomResourceEvent, context: Context): Promise<void> {
  // The SDK is part of the Lambda runtime, and is not where this code is compiled.
  const load = createRequire(__filename);
  const { Lambda } = load('@aws-sdk/client-lambda') as { readonly Lambda: new (options: object) => LambdaApi };
  const { EC2 } = load('@aws-sdk/client-ec2') as { readonly EC2: new (options: object) => Ec2Api };
  await handle({
    lambda: new Lambda({}),
    ec2: new EC2({}),
    now: Date.now,
    sleep,
    log: (message) => process.stdout.write(`${message}\n`),
    functionArn: context.invokedFunctionArn,
    endsAt: Date.now() + context.getRemainingTimeInMillis(),
    answer,
  }, event);
}

async function sleep(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Without an answer CloudFormation waits for an hour and fails, so it is given again until it is accepted. */
async function answer(url: string, content: CustomResourceAnswer): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await put(url, JSON.stringify(content));
    } catch (error) {
      if (attempt >= ATTEMPTS) {
        throw error;
      }
      await sleep(attempt * 1_000);
    }
  }
}

async function put(url: string, body: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const call = request(url, { method: 'PUT', headers: { 'content-type': '', 'content-length': Buffer.byteLength(body) }, timeout: 10_000 }, (response) => {
      response.resume();
      const isAccepted = (response.statusCode ?? 500) < 300;
      response.once('end', () => isAccepted ? resolve() : reject(new NotAccepted(`CloudFormation answered ${response.statusCode}`)));
    });
    call.once('timeout', () => call.destroy(new NotAccepted('CloudFormation did not answer')));
    call.once('error', reject);
    call.end(body);
  });
}

class NotAccepted extends Error {
}
