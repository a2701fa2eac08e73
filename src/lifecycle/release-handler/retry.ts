import type { Surroundings } from './aws';

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/** What is thrown when the time for an invocation is over. */
export class OutOfTime extends Error {
}

/** How often and how long something is tried. */
export interface Patience {
  /** The time, in milliseconds, after which nothing is tried any more. */
  readonly until: number;

  /** How many failures in a row are endured; when it is infinite, refusals are endured too. */
  readonly failures: number;
}

/** Do something, and again after ever longer pauses while it fails for reasons that can pass. */
async function retry<T>(surroundings: Surroundings, { until, failures }: Patience, action: () => Promise<T>): Promise<T> {
  for (let failed = 0; ; failed++) {
    // Lists can be long, so that time runs out between their pages.
    await pause(surroundings, until, 0);
    try {
      return await action();
    } catch (error) {
      if (failed >= failures || isFinal(error) || failures < Number.POSITIVE_INFINITY && isRefusal(error)) {
        throw error;
      }
      surroundings.log(`trying again: ${describe(error)}`);
      await pause(surroundings, until, Math.min(FIRST_PAUSE * 2 ** failed, LONGEST_PAUSE));
    }
  }
}

/** The same surroundings, in which calls that ask or that can be repeated are repeated. */
export function patient(surroundings: Surroundings, patience: Patience): Surroundings {
  const { lambda, ec2 } = surroundings;
  const again = <I, O>(call: (input: I) => Promise<O>) => async (input: I): Promise<O> => retry(surroundings, patience, async () => call(input));
  return {
    ...surroundings,
    lambda: {
      getFunctionConfiguration: again(async (input) => lambda.getFunctionConfiguration(input)),
      listTags: again(async (input) => lambda.listTags(input)),
      listVersionsByFunction: again(async (input) => lambda.listVersionsByFunction(input)),
      listFunctions: again(async (input) => lambda.listFunctions(input)),
      updateFunctionConfiguration: again(async (input) => lambda.updateFunctionConfiguration(input)),
      invoke: again(async (input) => lambda.invoke(input)),
    },
    ec2: {
      describeNetworkInterfaces: again(async (input) => ec2.describeNetworkInterfaces(input)),
      // whoever looks for interfaces meets again what could not be deleted
      deleteNetworkInterface: async (input) => ec2.deleteNetworkInterface(input),
    },
  };
}

/** Wait, if there is time for it. */
export async function pause(surroundings: Surroundings, until: number, milliseconds: number): Promise<void> {
  if (surroundings.now() + milliseconds > until) {
    throw new OutOfTime('out of time');
  }
  if (milliseconds > 0) {
    await surroundings.sleep(milliseconds);
  }
}

/** Whether an error has one of these names. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return names.includes((error as { readonly name?: string } | undefined)?.name ?? '');
}

function isFinal(error: unknown): boolean {
  return error instanceof OutOfTime || isNamed(error, 'ResourceNotFoundException');
}

/** Errors that another attempt would most likely meet again. Anything else, such as throttling, a conflict or a broken connection, can pass. */
function isRefusal(error: unknown): boolean {
  return isNamed(error, 'AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation', 'InvalidParameterValueException', 'ValidationException');
}

/** An error in one line. */
export function describe(error: unknown): string {
  const { name, message } = error as { readonly name?: string; readonly message?: string };
  return `${name ?? 'error'}: ${message ?? String(error)}`;
}
