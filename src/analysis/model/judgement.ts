import type { AddressFamily } from './address-block';
import type { FindingCode } from './finding-codes';
import type { Workload } from './network';
import type { SubnetVerdict, VerdictKind } from './verdict';

/*
 * Models: all that is said of a function, as every report shows it.
 */

/** The judgement of a function and a destination, over one address family. */
export interface Judgement {
  /** The destination as the command's `--to` takes it: `internet`, `secretsmanager`, `Shop/Database:5432`, `10.20.0.0/16:8443`. */
  readonly destination: string;
  readonly family: AddressFamily;

  /** The ports in words, such as `tcp 443`; undefined where the name of the destination has them, or nobody knows them. */
  readonly ports?: string;
  readonly verdict: VerdictKind;

  /** Tells whether the template declares it. Of a destination that is good over either family, the one that is not needed is not declared. */
  readonly declared: boolean;

  /** Tells whether somebody asked for it by name. */
  readonly asked: boolean;

  /** Tells whether it must not be reached. Then the verdict is that of any address of it, from any subnet, and `blocked` is good. */
  readonly forbidden?: boolean;

  /** Tells whether it is what the function mounts. */
  readonly isMounted?: boolean;

  /** The finding that tells all of it when it is blocked, so that nothing else does. */
  readonly toldBy?: FindingCode;

  /** Tells whether it was found out for nothing but what a role allows; no report shows it. */
  readonly isOfGrants?: boolean;
  readonly subnets: readonly SubnetVerdict[];

  /** The outcome of conditions that the verdict assumes; empty when that made no difference. */
  readonly conditions: readonly string[];
}

/** All judgements of a function. */
export interface FunctionJudgement {
  readonly workload: Workload;
  readonly judgements: readonly Judgement[];
}

/** Returns whether something that must not be reached is, or may be. */
export function isOpen({ forbidden, verdict }: Judgement): boolean {
  return forbidden === true && verdict !== 'blocked';
}

/** Returns whether a judgement leaves something open that was to be proven. */
export function isUnproven({ declared, verdict }: Judgement): boolean {
  return declared && verdict !== 'reachable';
}

/** Tells whether it is of IPv6, which nobody asks for, in a network that has none: the answer to a question that nobody has. */
export function isOfAbsentFamily({ family, verdict, declared, asked, forbidden, subnets }: Judgement): boolean {
  return family === 'ipv6' && verdict === 'blocked' && !declared && !asked && forbidden !== true && subnets.length > 0
    && subnets.every(({ path }) => path.obstacles.some(({ code }) => code === 'LAMBDA_SUBNET_NOT_DUAL_STACK'));
}

/** Returns whether a finding tells all of it. */
export function isTold({ toldBy, verdict }: Judgement): boolean {
  return toldBy !== undefined && verdict === 'blocked';
}
