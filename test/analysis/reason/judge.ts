import type { AddressFamily } from '../../../src/analysis/model/address-block';
import type { Question } from '../../../src/analysis/model/question';
import type { Verdict } from '../../../src/analysis/model/verdict';
import { Reasoner } from '../../../src/analysis/reason/reasoner';
import type { ModelBuilder } from '../support/builders';

/** What the function `Fn` of a scenario gets. */
export function verdictOn(net: ModelBuilder, question: Question, family: AddressFamily = 'ipv4'): Verdict {
  return new Reasoner(net.model).judge(net.model.workloads.get('Fn')!, question, family);
}

/** The verdict and the codes in the way, each once: `reachable`, `blocked ENI_SG_RULES_MISMATCH`. */
export function outcome(net: ModelBuilder, question: Question, family: AddressFamily = 'ipv4'): string {
  const { verdict, subnets } = verdictOn(net, question, family);
  const codes = new Set(subnets.flatMap(({ path }) => path.obstacles.map(({ code }) => code)));
  return [verdict, ...[...codes].sort()].join(' ');
}
