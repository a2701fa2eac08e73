import { isBetterVerdict } from './paths';
import { portsOfService } from '../../services/service-ports';
import type { Question } from '../model/question';
import { tcp } from '../model/traffic';
import type { Verdict } from '../model/verdict';

/*
 * Models: the ways to speak to a service of AWS that listens on several ports. A program takes one of them, wherever it runs.
 * Law: the service is reached when it is reached in one way from every subnet.
 */

const known = new WeakMap<Question, readonly Question[]>();

/** A question for each way that answers it. */
export function waysToAsk(question: Question): readonly Question[] {
  if (question.kind !== 'aws-service' || question.ports !== undefined) {
    return [question];
  }
  const before = known.get(question);
  const ways = before ?? portsOfService(question.service).map((way): Question => ({
    ...question, ports: way.map(([from, to]) => tcp(from, to)),
  }));
  known.set(question, ways);
  return ways;
}

/** The verdict on the way that goes best; of equals, the first. */
export function bestOf(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce((best, verdict) => isBetterVerdict(verdict.verdict, best.verdict) ? verdict : best);
}
