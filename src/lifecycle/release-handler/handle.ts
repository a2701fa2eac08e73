import type { Surroundings } from './aws';
import type { CustomResourceAnswer, CustomResourceEvent } from './custom-resource';
import { answerTo } from './custom-resource';
import { release } from './release';
import { describe } from './retry';

/** How long CloudFormation is kept waiting at the most. It gives up after an hour. */
export const TIME_LIMIT = 55 * 60_000;

/** What is left of an invocation for the answer, or for handing over. */
const RESERVE = 60_000;

/** Where an invocation runs, and how it passes on what it does. */
export interface Invocation extends Surroundings {
  /** The ARN of the function that runs. */
  readonly functionArn: string;

  /** When Lambda stops the invocation, in milliseconds. */
  readonly endsAt: number;
  answer(url: string, answer: CustomResourceAnswer): Promise<void>;
}

/**
 * Handle a request of CloudFormation.
 *
 * Creations and updates are answered at once. A deletion is answered when the network interfaces are released, at the latest when the time is
 * over: since that can take longer than Lambda runs, an invocation hands over to the next one.
 */
export async function handle(invocation: Invocation, event: CustomResourceEvent): Promise<void> {
  if (event.RequestType === 'Delete' && await goesOn(invocation, event)) {
    return;
  }
  await invocation.answer(event.ResponseURL, answerTo(event));
}

/** Release, and whether another invocation goes on with it. */
async function goesOn(invocation: Invocation, event: CustomResourceEvent): Promise<boolean> {
  const deadline = event.Deadline ?? invocation.now() + TIME_LIMIT;
  const until = Math.min(deadline, invocation.endsAt - RESERVE);
  if (await release(invocation, event, until) === 'over') {
    return false;
  }
  if (until >= deadline) {
    invocation.log('gave up: delete what is left of the network interfaces by hand when they are available, and then the stack again');
    return false;
  }
  try {
    const next: CustomResourceEvent = { ...event, Deadline: deadline };
    await invocation.lambda.invoke({ FunctionName: invocation.functionArn, InvocationType: 'Event', Payload: JSON.stringify(next) });
    return true;
  } catch (error) {
    invocation.log(`gave up, because no other invocation could go on: ${describe(error)}`);
    return false;
  }
}
