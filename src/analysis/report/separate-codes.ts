import type { Judgement } from '../model/judgement';
import type { PathCode } from '../model/path-codes';
import type { SubnetVerdict } from '../model/verdict';
import { conjunction, verdictOf } from '../model/verdict';

/*
 * Models: one judgement as several, each with nothing but one code in the way.
 * Law: together they have every code that stands in the way in any subnet, also where another subnet decides the verdict.
 */

/** The judgements of a destination that one code stands for. */
export interface CodeJudgements {
  readonly code: PathCode;

  /** The other codes in the way of the same destination. */
  readonly others: readonly PathCode[];

  /** One for each judgement of the destination that has the code, with nothing else in the way. */
  readonly judgements: readonly Judgement[];
}

/** Tell apart what stands in the way, for each destination. */
export function separateCodes(judgements: readonly Judgement[]): CodeJudgements[] {
  const destinations = [...new Set(judgements.map(({ destination }) => destination))];
  return destinations.flatMap((destination) => {
    const same = judgements.filter((judgement) => judgement.destination === destination);
    const codes = [...new Set(same.flatMap(codesInTheWay))];
    return codes.map((code) => ({
      code,
      others: codes.filter((other) => other !== code),
      judgements: same.flatMap((judgement) => limitedTo(code, judgement)),
    }));
  });
}

function codesInTheWay({ subnets }: Judgement): PathCode[] {
  return subnets.flatMap(({ path }) => path.obstacles.map(({ code }) => code));
}

function limitedTo(code: PathCode, judgement: Judgement): Judgement[] {
  const subnets = judgement.subnets.flatMap((subnet) => subnetLimitedTo(code, subnet));
  return subnets.length === 0 ? [] : [{ ...judgement, verdict: conjunction(subnets.map(({ verdict }) => verdict)), subnets }];
}

function subnetLimitedTo(code: PathCode, { subnet, path }: SubnetVerdict): SubnetVerdict[] {
  const obstacles = path.obstacles.filter((obstacle) => obstacle.code === code);
  const limited = { ...path, obstacles };
  return obstacles.length === 0 ? [] : [{ subnet, path: limited, verdict: verdictOf(limited) }];
}
