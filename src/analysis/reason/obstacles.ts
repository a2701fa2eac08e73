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

  /** Tells that the change in the constructs is to declare the destination. */
  readonly isDeclaration?: boolean;

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

/** How to find out what is there already: for templates, and for an app. */
export const TAKE_A_SNAPSHOT = {
  inTemplate: 'take a snapshot of what is there with `npx cdk-lambda-network snapshot <path>…`, the paths being those of this check, and repeat the check with `--snapshot network.snapshot.json`',
  inConstructs: 'take a snapshot of what is there with `npx cdk-lambda-network snapshot cdk.out`, and name its file in the context key cdk-lambda-network:snapshots of cdk.json, or judge by it with `npx cdk-lambda-network check cdk.out --snapshot network.snapshot.json`',
} as const;

/** Values that a snapshot has: exports and parameters of Systems Manager. */
const VALUE_IN_AWS = /\bthe (export|SSM parameter|output) .* is not in the templates/;

/** Tells whether a sentence names something that is there already, so that a snapshot has it. */
function isThereAlready(sentence: string): boolean {
  return ID_IN_AWS.test(sentence) || VALUE_IN_AWS.test(sentence);
}

/**
 * Nothing is known of a thing on the path.
 *
 * @param otherwise a way to make it known in the template itself
 */
export function unknownResource(what: string, reason: string, source?: Source, otherwise?: string): Obstacle {
  const others = [...otherwise === undefined ? [] : [otherwise], 'judge it together with the template that defines it', GIVE_VALUES];
  return unknown({ code: 'UNKNOWN_RESOURCE', source, detail: `${what} is not known: ${reason}`, ...mendOfUnknown([what, reason], others) });
}

/**
 * How something becomes known: by a snapshot when what is said of it names something that is there already, and by what else helps.
 *
 * @param otherwise the changes that help besides, of which there is at least one
 */
export function mendOfUnknown(said: readonly string[], otherwise: readonly string[]): Pick<ObstacleDetails, 'mend' | 'inConstructs'> {
  return isThereAlready(said.join(' ')) ? {
    mend: alternatives([TAKE_A_SNAPSHOT.inTemplate, ...otherwise]), inConstructs: alternatives([TAKE_A_SNAPSHOT.inConstructs, ...otherwise]),
  } : { mend: alternatives(otherwise) };
}

/** How to make known what a parameter decides. */
export const GIVE_VALUES = 'give the parameters that it is made of values with `--params`';

/** In one sentence: each of these helps. */
export function alternatives(changes: readonly string[]): string {
  return changes.join('; or ');
}

/** Nothing is known of a thing that no template defines. */
export function notInTemplates(what: string, source?: Source): Obstacle {
  return unknownResource(what, 'no template that was read defines it', source);
}

function obstacle(status: Obstacle['status'], details: ObstacleDetails): Obstacle {
  const { code, source, entry, direction, detail, mend, inConstructs, isDeclaration } = details;
  const found: Mend = {
    ...inConstructs === undefined ? {} : { inConstructs }, inTemplate: mend, ...isDeclaration === undefined ? {} : { isDeclaration },
  };
  return {
    status, code, detail, mend: found,
    ...source === undefined ? {} : { source },
    ...entry === undefined ? {} : { entry },
    ...direction === undefined ? {} : { direction },
  };
}
