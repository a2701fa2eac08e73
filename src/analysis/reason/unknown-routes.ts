import type { ObstacleDetails } from './obstacles';
import { GIVE_VALUES, TAKE_A_SNAPSHOT, alternatives } from './obstacles';
import type { Source } from '../model/source';

/*
 * Models: how the routes of a table become known of which it is not known where they lead. Those of a table that no template defines are there
 * already; of one that a template defines, the deployment decides what parameters do not.
 */

/** A change, as obstacles have it. */
type Change = Pick<ObstacleDetails, 'mend' | 'inConstructs'>;

/** The way that is left where the deployment decides. */
const JUDGE_DEPLOYED = 'judge what is there once it is deployed, with `npx cdk-lambda-network snapshot --vpc <id> --with-functions` and '
  + '`npx cdk-lambda-network check --snapshot network.snapshot.json --functions`';

/**
 * Returns what there is to do.
 *
 * @param table where the routes are written; undefined when no template says so
 * @param reasons why they are not known
 * @param what the thing that a template may define, in words
 */
export function findOutRoutes(table: Source | undefined, reasons: readonly string[], what = 'them'): Change {
  if (table?.template === undefined && table?.logicalId === undefined) {
    return withSnapshot([], [`judge the template that defines ${what} together with this one`]);
  }
  const values = reasons.some((reason) => reason.includes('has no value')) ? [GIVE_VALUES] : [];
  const otherwise = alternatives([...values, JUDGE_DEPLOYED]);
  return reasons.some((reason) => /\bpl-[0-9a-f]+/.test(reason)) ? withSnapshot(values, [JUDGE_DEPLOYED]) : { mend: otherwise, inConstructs: otherwise };
}

function withSnapshot(before: readonly string[], after: readonly string[]): Change {
  const { inTemplate, inConstructs } = TAKE_A_SNAPSHOT;
  return { mend: alternatives([...before, inTemplate, ...after]), inConstructs: alternatives([...before, inConstructs, ...after]) };
}
