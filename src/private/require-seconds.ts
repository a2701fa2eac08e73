import type { Duration } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { NetworkErrorCode } from './error-codes';
import { NetworkError } from './network-error';

/** The seconds that AWS accepts, and what an error says of them. */
export interface SecondsWanted {
  readonly code: NetworkErrorCode;

  /** The property, and whose it is. */
  readonly what: string;
  readonly shortest: number;
  readonly longest: number;

  /** The change to make. */
  readonly mend: string;
}

/** Refuse a time that is no whole number of seconds in a range; one that is known only during deployment is let through. */
export function requireSeconds(time: Duration | undefined, { code, what, shortest, longest, mend }: SecondsWanted, scope: IConstruct): void {
  if (time === undefined || time.isUnresolved()) {
    return;
  }
  const seconds = time.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds < shortest || seconds > longest) {
    throw new NetworkError(code, `${what} is ${seconds} seconds, expected a whole number from ${shortest} to ${longest}: ${mend}`, scope);
  }
}
