import { parseArgs } from 'node:util';

/*
 * Models: how the command is called.
 */

export type OutputFormat = 'text' | 'json' | 'runbook';

export interface CheckArguments {
  readonly paths: readonly string[];
  readonly to: readonly string[];

  /** Whether everything that is asked must be proven, and not only what is declared. */
  readonly require: boolean;
  readonly format: OutputFormat;

  /** The file with the values of parameters. */
  readonly params?: string;
}

/** A call that is wrong: the text says how. */
export class UsageError extends Error {}

export const USAGE = `Usage: cdk-lambda-network check <path>… [options]

Says what each Lambda function of a CDK app or of CloudFormation and SAM templates reaches, and what is in the way.

  <path>                a cloud assembly (cdk.out), or a template in JSON or YAML

  --to <destination>    internet, an AWS service (s3, secretsmanager …), a resource by logical id or construct path, or a
                        CIDR block, the latter two with :port; may be repeated
  --require             everything asked must be proven, and not only what functions declare; without --to
                        that is all that is reported
  --format <format>     text (default), json, or runbook
  --params <file>       values of template parameters, as JSON
  --help, --version

Exit status: 0 everything is proven, 1 something is not, 2 the input cannot be read or the call is wrong
`;

/** Read the arguments that come after `check`. */
export function readArguments(argv: readonly string[]): CheckArguments {
  const { values, positionals } = parse(argv);
  if (positionals.length === 0) {
    throw new UsageError('no path is given: name a cloud assembly, such as cdk.out, or a template');
  }
  return {
    paths: positionals,
    to: values.to ?? [],
    require: values.require ?? false,
    format: readFormat(values.format ?? 'text'),
    params: values.params,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: true,
      options: {
        to: { type: 'string', multiple: true },
        require: { type: 'boolean' },
        format: { type: 'string' },
        params: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function readFormat(text: string): OutputFormat {
  if (text !== 'text' && text !== 'json' && text !== 'runbook') {
    throw new UsageError(`--format is '${text}', expected text, json or runbook`);
  }
  return text;
}
