import { execFileSync } from 'node:child_process';
import { InputError } from './input-error';
import type { Call } from '../describe/calls';
import type { Answered, Caller } from '../describe/read-account';

/*
 * Models: the user's own AWS CLI, which has the credentials. It is run without a shell, reads all pages by itself, and is asked again when AWS wants less at a time.
 * Law: a missing permission is named and leaves its part unknown; without the program, or without credentials, there is nothing to go on with.
 */

/** How the AWS CLI is called. */
export interface CliOptions {
  readonly region?: string;
  readonly profile?: string;

  /** Is told of each call before it is made. */
  readonly progress: (sentence: string) => void;

  /** How long to wait before asking again, in milliseconds (default 2000). */
  readonly pause?: number;
}

/** How often a call is made. */
const ATTEMPTS = 4;

/** As large an answer may be: 5,000 network interfaces have some 10 MB. */
const MAX_ANSWER = 512 * 1024 * 1024;

/** As many characters of a message are told. */
const MOST_WORDS = 160;

const THROTTLED = /RequestLimitExceeded|Throttling|TooManyRequests|Rate exceeded/i;
const NOT_ALLOWED = /UnauthorizedOperation|AccessDenied|not authorized/i;
const NOT_POSSIBLE = /Unable to locate credentials|ExpiredToken|InvalidClientTokenId|AuthFailure|config profile .* could not be found|must specify a region|Token has expired|Error loading SSO Token/i;
const NOT_KNOWN = /Invalid choice|invalid choice|Unknown options/;

/** Returns whoever makes calls with the AWS CLI. */
export function awsCli({ region, profile, progress, pause = 2_000 }: CliOptions): Caller {
  const common = ['--output', 'json', ...region === undefined ? [] : ['--region', region], ...profile === undefined ? [] : ['--profile', profile]];
  return (call) => {
    progress(`aws ${call.argv.slice(0, 2).join(' ')}${call.parent === undefined ? '' : ` of ${call.parent}`}`);
    for (let attempt = 1; ; attempt += 1) {
      const found = run([...call.argv, ...common]);
      if ('text' in found) {
        return parse(found.text, call);
      }
      if (!THROTTLED.test(found.error) || attempt >= ATTEMPTS) {
        return failure(found.error, call);
      }
      progress(`AWS wants less at a time: asking again (${attempt})`);
      sleep(pause * attempt);
    }
  };
}

function run(argv: readonly string[]): { readonly text: string } | { readonly error: string } {
  try {
    const env = { ...process.env, AWS_PAGER: '', AWS_MAX_ATTEMPTS: process.env.AWS_MAX_ATTEMPTS ?? '5' };
    return { text: execFileSync('aws', argv, { encoding: 'utf8', maxBuffer: MAX_ANSWER, stdio: ['ignore', 'pipe', 'pipe'], env }) };
  } catch (error: unknown) {
    const { code, stderr = '', message = '' } = error as { readonly code?: string; readonly stderr?: string; readonly message?: string };
    if (code === 'ENOENT') {
      throw new InputError('the AWS CLI is not found: install aws, or run elsewhere what --print-commands prints and give the folder with --from');
    }
    return { error: (stderr === '' ? message : stderr).trim() };
  }
}

function parse(text: string, { argv }: Call): Answered {
  try {
    return { answer: JSON.parse(text.trim() === '' ? '{}' : text) as unknown };
  } catch {
    return { failure: `aws ${argv.slice(0, 2).join(' ')} printed what is not JSON` };
  }
}

function failure(error: string, { argv, permission }: Call): Answered {
  if (NOT_ALLOWED.test(error)) {
    return { failure: `${permission} is not allowed` };
  }
  const line = (error.split('\n').filter((each) => each.trim() !== '').pop() ?? '').slice(0, MOST_WORDS);
  if (NOT_POSSIBLE.test(error)) {
    throw new InputError(`the AWS CLI cannot ask AWS: ${line}`);
  }
  return { failure: NOT_KNOWN.test(error) ? `this version of the AWS CLI has no ${argv.slice(0, 2).join(' ')}` : `aws ${argv.slice(0, 2).join(' ')} failed: ${line}` };
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
