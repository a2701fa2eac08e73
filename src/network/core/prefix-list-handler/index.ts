import { request } from 'https';
import { createRequire } from 'module';
import type { LookUpEvent, PrefixListApi } from './look-up';
import { lookUp } from './look-up';

const ATTEMPTS = 5;

/** The code of the custom resource provider; `lookUp()` has the logic, and here is what only exists in Lambda. */
export async function handler(event: LookUpEvent): Promise<void> {
  // The SDK is part of the Lambda runtime, and is not where this code is compiled.
  const { EC2 } = createRequire(__filename)('@aws-sdk/client-ec2') as { readonly EC2: new (options: object) => PrefixListApi };
  const answer = await lookUp(new EC2({ maxAttempts: ATTEMPTS }), event);
  if (answer.Reason !== undefined) {
    process.stdout.write(`${answer.Reason}\n`);
  }
  await tell(event.ResponseURL, JSON.stringify(answer));
}

/** Without an answer CloudFormation waits for an hour and fails, so it is given again until it is accepted. */
async function tell(url: string, body: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await put(url, body);
    } catch (error) {
      if (attempt >= ATTEMPTS) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, attempt * 1_000));
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
