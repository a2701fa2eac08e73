import { UsageError, parseCall } from './parse-call';

/*
 * Models: how the command `snapshot` is called.
 */
export interface SnapshotArguments {
  /** The assemblies and templates whose names are looked for. */
  readonly paths: readonly string[];

  /** The folder with answers of AWS; without it the AWS CLI is asked. */
  readonly from?: string;
  readonly vpcs: readonly string[];
  readonly account?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly params?: string;
  readonly takenOn?: string;
  readonly withFunctions: boolean;

  /** Tells what is printed in the place of a snapshot. */
  readonly print?: 'commands' | 'policy';
  readonly out: string;
}

const OPTIONS = {
  'from': { type: 'string' },
  'vpc': { type: 'string', multiple: true },
  'account': { type: 'string' },
  'region': { type: 'string' },
  'profile': { type: 'string' },
  'params': { type: 'string' },
  'taken-on': { type: 'string' },
  'with-functions': { type: 'boolean' },
  'print-commands': { type: 'boolean' },
  'print-policy': { type: 'boolean' },
  'out': { type: 'string' },
} as const;

/** Read the arguments that come after `snapshot`. */
export function readSnapshotArguments(argv: readonly string[]): SnapshotArguments {
  const { values, positionals } = parseCall(argv, OPTIONS);
  const { from, vpc = [], account, region, profile, params, out = 'network.snapshot.json', 'taken-on': takenOn } = values;
  const print = values['print-policy'] === true ? 'policy' : values['print-commands'] === true ? 'commands' : undefined;
  if (from === undefined && positionals.length === 0 && vpc.length === 0 && print === undefined) {
    throw new UsageError('nothing says of which network: name templates, a VPC with --vpc, or with --from the folder with what the AWS CLI printed');
  }
  if (from !== undefined && positionals.length > 0) {
    throw new UsageError(`--from takes all that is in the folder, and ${positionals[0]} is given too: limit it with --vpc`);
  }
  checkValues(vpc, takenOn);
  return {
    paths: positionals, out, vpcs: vpc, withFunctions: values['with-functions'] ?? false,
    ...from === undefined ? {} : { from }, ...account === undefined ? {} : { account }, ...region === undefined ? {} : { region },
    ...profile === undefined ? {} : { profile }, ...params === undefined ? {} : { params },
    ...takenOn === undefined ? {} : { takenOn }, ...print === undefined ? {} : { print },
  };
}

function checkValues(vpcs: readonly string[], takenOn?: string): void {
  if (takenOn !== undefined && (!/^\d{4}-\d{2}-\d{2}$/.test(takenOn) || Number.isNaN(Date.parse(takenOn)))) {
    throw new UsageError(`--taken-on is '${takenOn}', expected a day such as 2026-11-28`);
  }
  const wrong = vpcs.find((id) => !/^vpc-[0-9a-f]+$/.test(id));
  if (wrong !== undefined) {
    throw new UsageError(`--vpc is '${wrong}', expected the id of a VPC such as vpc-0a1b2c3d4e5f60718`);
  }
}

