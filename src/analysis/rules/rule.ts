import type { Finding } from '../model/finding';
import type { FunctionJudgement } from '../model/judgement';
import type { NetworkModel, Workload } from '../model/network';
import type { ResourceId } from '../model/source';
import type { Reasoner } from '../reason/reasoner';

/*
 * Models: a rule, which looks at one function in its network.
 * Law: pure. What is not known never makes a finding; a rule speaks when it is sure.
 */

/** The function that a rule judges, with its network. */
export interface RuleContext extends FunctionJudgement {
  readonly model: NetworkModel;

  /** The security groups of databases, caches and all else that listens. */
  readonly groupsOfListeners: ReadonlySet<ResourceId>;

  /** Answers what a function needs although it does not declare it. */
  readonly reasoner: Reasoner;
}

export type Rule = (context: RuleContext) => Finding[];

/** The ids of the subnets of a workload, as far as they are known. */
export function knownSubnets({ attachment }: Workload): readonly string[] {
  return attachment.kind === 'vpc' && attachment.subnets.known ? attachment.subnets.value : [];
}

/** The ids of the security groups of a workload, as far as they are known. */
export function knownGroups({ attachment }: Workload): readonly string[] {
  return attachment.kind === 'vpc' && attachment.securityGroups.known ? attachment.securityGroups.value : [];
}
