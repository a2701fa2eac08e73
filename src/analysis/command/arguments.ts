import { UsageError, parseCall } from './parse-call';
import type { FindingCode } from '../model/finding-codes';
import { readWarningsAsErrors } from '../warnings-as-errors';

/*
 * Models: how the command is called.
 */

export type OutputFormat = 'text' | 'json' | 'junit' | 'sarif' | 'runbook' | 'params';

const FORMATS: readonly OutputFormat[] = ['text', 'json', 'junit', 'sarif', 'runbook', 'params'];

export interface CheckArguments {
  readonly paths: readonly string[];
  readonly to: readonly string[];

  /** Tells whether everything that is asked must be proven, and not only what is declared. */
  readonly require: boolean;

  /** Tells whether there may be nothing to judge although everything must be proven. */
  readonly allowEmpty: boolean;
  readonly format: OutputFormat;

  /** The warnings with which a check does not pass. */
  readonly warningsAsErrors: ReadonlySet<FindingCode>;

  /** The file with the values of parameters. */
  readonly params?: string;

  /** The files of snapshots. */
  readonly snapshots: readonly string[];

  /** The days after which a snapshot is out of date; without them as many as usual. */
  readonly snapshotDays?: number;

  /** The patterns of the names of the functions that are reported; without them all are. */
  readonly only: readonly string[];

  /** Tells whether nothing is reported but what fails. */
  readonly onlyFailures: boolean;

  /** Tells whether the functions in the snapshots are judged too. */
  readonly functions: boolean;

  /** The version of the form of JSON: 2 has the network too. */
  readonly jsonVersion: 1 | 2;

  /** The folder into which the report is written. */
  readonly report?: string;
}

export const USAGE = `Usage: cdk-lambda-network check <path>… [options]
       cdk-lambda-network check --snapshot <file> --functions [options]
       cdk-lambda-network diff <base> <head> [options]
       cdk-lambda-network snapshot <path>… | --vpc <id> | --from <folder> [options]
       cdk-lambda-network interfaces --snapshot <file> [eni-… | sg-… | subnet-…]… [--format text|json]

check says what each Lambda function of a CDK app or of CloudFormation and SAM templates reaches, and what is in the way.

  <path>                a cloud assembly (cdk.out), a template in JSON or YAML, or a folder of templates

  --to <destination>    internet, an AWS service (s3, secretsmanager …), a resource by logical id or construct path, or a
                        CIDR block, the latter two with :port; may be repeated
  --require             everything asked must be proven, and not only what functions declare; without --to
                        that is all that is reported. Nothing that is not read passes, nor an input without functions
  --allow-empty         but there may be no function at all
  --warning-as-error <code>
                        the check does not pass with this warning, such as GRANT_WITHOUT_WAY; may be repeated
  --function <pattern>  only the functions of that name: construct path, logical id or FunctionName, with * for any characters, a slash
                        among them, and ? for one; may be repeated. The exit status is theirs too
  --only-failures       nothing but what is declared or asked and not proven, and errors
  --format <format>     text (default), json, junit for reports of tests, sarif for code scanning, runbook, or params: a file for --params with
                        all that has no value
  --json-version <n>    1 (default), or 2: with the network, as cdk.out/reachability.json; docs/reachability.schema.json describes it
  --report <folder>     write the report there too: a page with pictures that needs nothing but a browser, reachability.html, and beside it
                        reachability.md, topology.svg and reachability.json
  --params <file>       values of template parameters, and of parameters of Systems Manager by name, as JSON
  --snapshot <file>     the network that is there already, as the command snapshot writes it: what templates name by an id, an export or a
                        parameter is looked up in it; may be repeated
  --snapshot-days <n>   the days after which a snapshot is out of date, SNAPSHOT_STALE (default 30)
  --functions           judge the functions in the snapshots too, with no path none but those
  --debug               the trace of an error that nobody foresaw
  --help, --version

diff says what a change does to what is reached: lost, opened, reached in another way, replaced resources, fixed cost. Each side is a
cdk.out, a template, a folder of templates, or a saved JSON of version 2. It takes --to, --params and --snapshot as check does, and

  --fail-on <list>      what does not pass: lost, opened, forbidden, replaced, inconclusive, cost=<US dollars a month>, none
                        (default lost,forbidden,inconclusive)
  --prices <file>       US dollars an hour for natGateway, publicIpv4Address, interfaceEndpoint or transitGatewayAttachment, as JSON
  --format <format>     text (default), markdown for pull requests, json, sarif for code scanning, or html: the report of the new side with
                        what changes
  --report-url <url>    where the report of the new side is kept, such as an artifact of the build: Markdown leads to verdicts in it

snapshot writes a file with the network that is there, without secrets, to be committed and given to check. It asks the AWS CLI, which only
reads, for what the templates name by ids, exports and parameters and do not define, and for what that is connected with.

  --vpc <id>            this VPC too; may be repeated
  --region, --profile   for the AWS CLI
  --params <file>       values of template parameters, as for check
  --with-functions      the functions too, with their published versions: for check --functions and for interfaces
  --print-commands      the commands instead, for whoever runs them elsewhere
  --print-policy        the IAM policy that allows them, instead
  --from <folder>       ask nobody: a folder with what these commands printed, a file for each. A missing file is not known, an
                        empty list is none; --vpc limits it, --account and --region say what its content does not
  --taken-on <day>      the day on which the content was printed, such as 2026-11-28; without it today
  --out <file>          where to write (default network.snapshot.json; - is the standard output)

interfaces says which functions and published versions use each network interface of Lambda in a snapshot, and which are idle; of an
interface, a security group or a subnet, what keeps it from being deleted.

Exit status: 0 everything is proven, 1 something is not, 2 the input cannot be read or the call is wrong
`;

const OPTIONS = {
  'to': { type: 'string', multiple: true },
  'require': { type: 'boolean' },
  'allow-empty': { type: 'boolean' },
  'warning-as-error': { type: 'string', multiple: true },
  'format': { type: 'string' },
  'params': { type: 'string' },
  'snapshot': { type: 'string', multiple: true },
  'snapshot-days': { type: 'string' },
  'functions': { type: 'boolean' },
  'function': { type: 'string', multiple: true },
  'only-failures': { type: 'boolean' },
  'json-version': { type: 'string' },
  'report': { type: 'string' },
} as const;

/** Read the arguments that come after `check`. */
export function readArguments(argv: readonly string[]): CheckArguments {
  const { values, positionals } = parseCall(argv, OPTIONS);
  const snapshots = values.snapshot ?? [];
  const functions = values.functions ?? false;
  if (functions && snapshots.length === 0) {
    throw new UsageError('--functions judges the functions in a snapshot, and no --snapshot is given');
  }
  if (positionals.length === 0 && !functions) {
    throw new UsageError('no path is given: name a cloud assembly, such as cdk.out, or a template');
  }
  return {
    paths: positionals,
    to: values.to ?? [],
    require: values.require ?? false,
    allowEmpty: values['allow-empty'] ?? false,
    format: readFormat(values.format ?? 'text'),
    warningsAsErrors: readWarnings(values['warning-as-error']),
    params: values.params,
    snapshots,
    ...values['snapshot-days'] === undefined ? {} : { snapshotDays: readDays(values['snapshot-days']) },
    functions,
    only: values.function ?? [],
    onlyFailures: values['only-failures'] ?? false,
    jsonVersion: readJsonVersion(values['json-version']),
    ...values.report === undefined ? {} : { report: readReport(values.report) },
  };
}

function readJsonVersion(text = '1'): 1 | 2 {
  if (text !== '1' && text !== '2') {
    throw new UsageError(`--json-version is '${text}', expected 1 or 2`);
  }
  return text === '1' ? 1 : 2;
}

function readReport(folder: string): string {
  if (folder === '') {
    throw new UsageError("--report is '', expected a folder to write the report to, such as report");
  }
  return folder;
}

function readDays(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) {
    throw new UsageError(`--snapshot-days is '${text}', expected a whole number of days of 1 or more, such as 30`);
  }
  return Number(text);
}

function readWarnings(codes: readonly string[] | undefined): ReadonlySet<FindingCode> {
  const asked = readWarningsAsErrors(codes);
  if ('wrong' in asked) {
    throw new UsageError(`--warning-as-error ${asked.wrong}`);
  }
  return asked.codes;
}

function readFormat(text: string): OutputFormat {
  const format = FORMATS.find((each) => each === text);
  if (format === undefined) {
    throw new UsageError(`--format is '${text}', expected ${FORMATS.slice(0, -1).join(', ')} or ${FORMATS[FORMATS.length - 1]}`);
  }
  return format;
}
