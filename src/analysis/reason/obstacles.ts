import type { PathCode } from '../model/path-codes';
import type { Source } from '../model/source';
import type { Ternary } from '../model/ternary';
import type { Mend, Obstacle } from '../model/verdict';

/*
 * Models: what stands on a path.
 */

/** The facts of an obstacle, from which its sentence is made. */
export interface ObstacleDetails {
  readonly code: PathCode;
  readonly source?: Source;
  readonly detail: string;

  /** The change in CloudFormation. */
  readonly mend: string;

  /** The change in the constructs of this library. */
  readonly inConstructs?: string;

  /** The entry of a network ACL that decides. */
  readonly entry?: Source;

  /** Which way the traffic goes that a network ACL stops. */
  readonly direction?: Obstacle['direction'];
}

export function violated(details: ObstacleDetails): Obstacle {
  return obstacle('violated', details);
}

export function unknown(details: ObstacleDetails): Obstacle {
  return obstacle('unknown', details);
}

/** Returns what stands in the path unless a condition holds: nothing when it does. */
export function unless(condition: Ternary, details: ObstacleDetails): readonly Obstacle[] {
  return condition === 'yes' ? [] : [obstacle(condition === 'no' ? 'violated' : 'unknown', details)];
}

/** An id that AWS gave: the thing is there already, and can be asked for. */
const ID_IN_AWS = /\b(?:subnet|vpc|sg|rtb|acl|nat|igw|eigw|vpce|pcx|tgw|tgw-attach|tgw-rtb|eni|pl)-[0-9a-f]{8,17}\b/;

/** How to find out what is there already. */
export const TAKE_A_SNAPSHOT = 'take a snapshot with `cdk-lambda-network snapshot <path>…`, the paths being those of this check, and check with `--snapshot network.snapshot.json`';

/**
 * Nothing is known of a thing on the path.
 *
 * @param otherwise a way to make it known in the template itself
 */
export function unknownResource(what: string, reason: string, source?: Source, otherwise?: string): Obstacle {
  const isThere = ID_IN_AWS.test(`${what} ${reason}`);
  return unknown({
    code: 'UNKNOWN_RESOURCE',
    source,
    detail: `${what} is not known: ${reason}`,
    mend: `${otherwise === undefined ? '' : `${otherwise}, `}${isThere ? `${TAKE_A_SNAPSHOT}, ` : ''}judge it together with the template that defines it, or give the values of its parameters`,
  });
}

/** Nothing is known of a thing that no template defines. */
export function notInTemplates(what: string, source?: Source): Obstacle {
  return unknownResource(what, 'no template that was read defines it', source);
}

function obstacle(status: Obstacle['status'], { code, source, entry, direction, detail, mend, inConstructs }: ObstacleDetails): Obstacle {
  const found: Mend = inConstructs === undefined ? { inTemplate: mend } : { inConstructs, inTemplate: mend };
  return {
    status, code, detail, mend: found,
    ...source === undefined ? {} : { source },
    ...entry === undefined ? {} : { entry },
    ...direction === undefined ? {} : { direction },
  };
}
