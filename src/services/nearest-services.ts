import { KNOWN_SERVICES } from './known-services';

/*
 * Models: which service is meant by a name that no service has: what people call it elsewhere, or a name that is spelled nearly alike.
 */

/** What people write, and what endpoints are called. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['amp', 'aps'], ['api-gateway', 'execute-api'], ['cloudwatch', 'monitoring'], ['cloudwatch-logs', 'logs'], ['cognito', 'cognito-idp'], ['ecr', 'ecr.api'],
  ['efs', 'elasticfilesystem'], ['elb', 'elasticloadbalancing'], ['elbv2', 'elasticloadbalancing'], ['emr', 'elasticmapreduce'], ['eventbridge', 'events'],
  ['firehose', 'kinesis-firehose'], ['iot', 'iot.data'], ['keyspaces', 'cassandra'], ['kinesis', 'kinesis-streams'], ['memorydb', 'memory-db'], ['msk', 'kafka'],
  ['parameter-store', 'ssm'], ['prometheus', 'aps'], ['sagemaker', 'sagemaker.api'], ['sagemaker-runtime', 'sagemaker.runtime'],
  ['secrets-manager', 'secretsmanager'], ['ses', 'email'], ['smtp', 'email-smtp'], ['step-functions', 'states'], ['stepfunctions', 'states'],
  ['systems-manager', 'ssm'], ['waf', 'wafv2'], ['x-ray', 'xray'],
]);

/** How many names are suggested, and how many letters may differ. */
const MOST = 3;
const FARTHEST = 2;

/** The services that may be meant, the nearest first. */
export function nearestServices(name: string): readonly string[] {
  const other = OTHER_NAMES.get(name);
  if (other !== undefined) {
    return [other];
  }
  return [...KNOWN_SERVICES].map((service) => ({ service, distance: distance(name, service) })).filter((found) => found.distance <= FARTHEST)
    .sort((one, two) => one.distance - two.distance || (one.service < two.service ? -1 : 1)).slice(0, MOST).map(({ service }) => service);
}

/** How many letters are to be changed, added or left out (Levenshtein). */
function distance(one: string, other: string): number {
  let row = [...other, ''].map((_, place) => place);
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1];
    for (const [place, against] of [...other].entries()) {
      next.push(Math.min(row[place + 1] + 1, next[place] + 1, row[place] + (letter === against ? 0 : 1)));
    }
    row = next;
  }
  return row[other.length];
}
