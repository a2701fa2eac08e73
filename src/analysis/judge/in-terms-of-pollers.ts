import type { Need } from '../model/declared-destination';
import type { PathCode } from '../model/path-codes';
import type { Obstacle, SubnetVerdict, VerdictKind } from '../model/verdict';
import { conjunction, verdictOf } from '../model/verdict';

/*
 * Models: a verdict on a function as one on the pollers of an event source mapping, which stand in subnets as functions do. What is in the way of a need that is contested makes it
 * inconclusive, and so does what is documented of functions alone.
 * Law: nothing becomes better known by it: what is reachable stays so, and what is in the way is still named.
 */

interface Verdicts {
  readonly verdict: VerdictKind;
  readonly subnets: readonly SubnetVerdict[];
}

/** Documented of functions; of pollers no page says it. */
const OF_FUNCTIONS_ALONE: ReadonlySet<PathCode> = new Set<PathCode>(['LAMBDA_DEDICATED_TENANCY', 'LAMBDA_SUBNET_NO_IPV4']);

/** The advice that takes the place of advice to a function. */
const MENDS: ReadonlyMap<PathCode, string> = new Map<PathCode, string>([
  ['LAMBDA_NOT_IN_VPC', 'VPC_SUBNET and VPC_SECURITY_GROUP in SourceAccessConfigurations of the mapping'],
  ['LAMBDA_VPC_MISMATCH', 'subnets and security groups of one VPC, those of the event source or of SourceAccessConfigurations'],
]);

/** The verdict as one on pollers. */
export function inTermsOfPollers({ subnets }: Verdicts, need: Need = {}): Verdicts {
  const changed = subnets.map((subnet): SubnetVerdict => {
    const path = { ...subnet.path, obstacles: subnet.path.obstacles.map((obstacle) => ofPoller(obstacle, need)) };
    return { ...subnet, path, verdict: verdictOf(path) };
  });
  return { verdict: conjunction(changed.map(({ verdict }) => verdict)), subnets: changed };
}

function ofPoller(obstacle: Obstacle, { contested, otherwise }: Need): Obstacle {
  const { code, status, detail, mend } = obstacle;
  const isUnsure = contested !== undefined || OF_FUNCTIONS_ALONE.has(code);
  const because = contested ?? (OF_FUNCTIONS_ALONE.has(code) ? 'whether that holds of pollers, no page of AWS says' : undefined);
  const advice = MENDS.get(code) ?? inWords(mend.inTemplate);
  const inTemplate = otherwise === undefined ? advice : `${advice}, or ${otherwise}`;
  const isRule = mend.inConstructs?.includes('Destination.') === true;
  return {
    ...obstacle, status: isUnsure ? 'unknown' : status,
    detail: `${inWords(detail)}${because === undefined ? '' : `; ${because}`}`,
    mend: { inTemplate, ...isRule ? { inConstructs: `${inTemplate}; network.connectEventSource() writes the rules in a network of this library` } : {} },
  };
}

/** The sentences of obstacles speak of functions. */
function inWords(sentence: string): string {
  return sentence.replace(/the security group of the function/g, 'the security group of the event source').replace(/\b(the|a) function\b/g, '$1 poller');
}
