import { parseArgs } from 'node:util';

/*
 * Models: how the command is called.
 */

export type OutputFormat = 'text' | 'json' | 'runbook' | 'params';

const FORMATS: readonly OutputFormat[] = ['text', 'json', 'runbook', 'params'];

export interface CheckArguments {
  readonly paths: readonly string[];
  readonly to: readonly string[];

  /** Tells whether everything that is asked must be proven, and not only what is declared. */
  readonly require: boolean;

  /** Tells whether there may be nothing to judge although everything must be proven. */
  readonly allowEmpty: boolean;
  readonly format: OutputFormat;

  /** The file with the values of parameters. */
  readonly params?: string;
}

/** A call that is wrong: the text says how. */
export class UsageError extends Error {}

export const USAGE = `Usage: cdk-lambda-network check <path>… [options]

Says what each Lambda function of a CDK app or of CloudFormation and SAM templates reaches, and what is in the way.

  <path>                a cloud assembly (cdk.out), a template in JSON or YAML, or a folder of templates

  --to <destination>    internet, an AWS service (s3, secretsmanager …), a resource by logical id or construct path, or a
                        CIDR block, the latter two with :port; may be repeated
  --require             everything asked must be proven, and not only what functions declare; without --to
                        that is all that is reported. Nothing that is not read passes, nor an input without functions
  --allow-empty         but there may be no function at all
  --format <format>     text (default), json, runbook, or params: a file for --params with all that has no value
  --params <file>       values of template parameters, and of parameters of Systems Manager by name, as JSON
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
    allowEmpty: values['allow-empty'] ?? false,
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
        'to': { type: 'string', multiple: true },
        'require': { type: 'boolean' },
        'allow-empty': { type: 'boolean' },
        'format': { type: 'string' },
        'params': { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function readFormat(text: string): OutputFormat {
  const format = FORMATS.find((each) => each === text);
  if (format === undefined) {
    throw new UsageError(`--format is '${text}', expected ${FORMATS.slice(0, -1).join(', ')} or ${FORMATS[FORMATS.length - 1]}`);
  }
  return format;
}
