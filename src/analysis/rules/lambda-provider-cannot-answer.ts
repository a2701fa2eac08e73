import { finding } from './finding';
import type { Rule, RuleContext } from './rule';
import { mendOf, spellObstacles } from './verdict-words';
import { describeSource } from '../model/source';
import { HTTPS } from '../model/traffic';
import type { Verdict } from '../model/verdict';

/**
 * Finds functions in a VPC that CloudFormation invokes for custom resources and that cannot answer: the answer goes to a bucket of Amazon S3, under a
 * name that has IPv4 addresses. The function of the provider framework has to call others before that.
 */
export const lambdaProviderCannotAnswer: Rule = (context) => {
  const { model, workload: { attachment, source } } = context;
  const resources = attachment.kind === 'vpc' ? model.customResources?.get(source.id) ?? [] : [];
  const services = resources.length === 0 ? [] : ['s3', ...new Set(resources.flatMap(({ calls }) => calls))];
  const blocked = services.map((service) => ({ service, verdict: verdictOn(context, service) })).find(({ verdict }) => verdict !== undefined);
  if (blocked?.verdict === undefined) {
    return [];
  }
  const { service, verdict } = blocked;
  const names = [...new Set(resources.map((resource) => describeSource(resource.source)))].join(', ');
  const need = service === 's3' ? 'its answer goes to Amazon S3' : `it calls ${service} before it answers`;
  const mend = mendOf(verdict);
  return [finding(
    'LAMBDA_PROVIDER_CANNOT_ANSWER', source,
    `the function is the ServiceToken of ${names}, ${need}, and ${spellObstacles(verdict)}: CloudFormation waits for an hour, or the ServiceTimeout, and fails`,
    {
      inTemplate: `${mend.inTemplate}; or remove VpcConfig, when the function needs nothing that is private`,
      inConstructs: `declare Destination.awsService('${service}') of the function, or leave it outside of the network, when it needs nothing that is private`,
    },
  )];
};

/** The verdict on a service that is surely not reached, neither by an endpoint nor over the internet. */
function verdictOn({ reasoner, workload }: RuleContext, service: string): Verdict | undefined {
  const verdict = reasoner.judge(workload, { kind: 'aws-service', service }, 'ipv4');
  return verdict.verdict === 'blocked' && reasoner.judge(workload, { kind: 'internet', ports: HTTPS }, 'ipv4').verdict === 'blocked' ? verdict : undefined;
}
