import { parseArgs } from 'node:util';
import { UsageError } from './arguments';

/*
 * Models: how the command `snapshot` is called.
 */
export interface SnapshotArguments {
  /** The folder with answers of AWS. */
  readonly from: string;
  readonly vpcs?: readonly string[];
  readonly account?: string;
  readonly region?: string;
  readonly takenOn?: string;
  readonly out: string;
}

/** Read the arguments that come after `snapshot`. */
export function readSnapshotArguments(argv: readonly string[]): SnapshotArguments {
  const { from, vpc, account, region, out = 'network.snapshot.json', 'taken-on': takenOn } = parse(argv);
  if (from === undefined) {
    throw new UsageError('--from <folder> is missing: the folder with what the AWS CLI printed');
  }
  if (takenOn !== undefined && (!/^\d{4}-\d{2}-\d{2}$/.test(takenOn) || Number.isNaN(Date.parse(takenOn)))) {
    throw new UsageError(`--taken-on is '${takenOn}', expected a day such as 2026-11-28`);
  }
  const wrong = vpc?.find((id) => !/^vpc-[0-9a-f]+$/.test(id));
  if (wrong !== undefined) {
    throw new UsageError(`--vpc is '${wrong}', expected the id of a VPC such as vpc-0a1b2c3d4e5f60718`);
  }
  return {
    from, out, ...vpc === undefined ? {} : { vpcs: vpc }, ...account === undefined ? {} : { account }, ...region === undefined ? {} : { region },
    ...takenOn === undefined ? {} : { takenOn },
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      strict: true,
      options: {
        'from': { type: 'string' },
        'vpc': { type: 'string', multiple: true },
        'account': { type: 'string' },
        'region': { type: 'string' },
        'taken-on': { type: 'string' },
        'out': { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
