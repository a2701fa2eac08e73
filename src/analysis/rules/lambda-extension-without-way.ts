import { finding } from './finding';
import type { Rule, RuleContext } from './rule';
import { mendOf, spellObstacles } from './verdict-words';
import { HTTPS } from '../model/traffic';
import type { Verdict } from '../model/verdict';

/*
 * Models: extensions that call a service from inside of the function, to which no path leads. The function works without them, or waits for their time-out at each invocation.
 * Law: a service that the function declares is told of by its verdict, and one that its role lets it call by what is said of grants.
 */

/** Finds functions with an extension that reaches none of the services it may call. */
export const lambdaExtensionWithoutWay: Rule = (context) => {
  const { attachment, extensions = [], source, declared = [], grants } = context.workload;
  if (attachment.kind !== 'vpc') {
    return [];
  }
  const asked = new Set([
    ...declared.flatMap((destination) => destination.kind === 'aws-service' ? destination.service : []), ...grants?.calls.flatMap(({ places }) => places) ?? [],
  ]);
  return extensions.filter(({ services }) => !services.some((service) => asked.has(service))).flatMap(({ name, services }) => {
    const blocked = services.flatMap((service) => closedTo(context, service) ?? []);
    return blocked.length < services.length ? [] : [finding(
      'LAMBDA_EXTENSION_WITHOUT_WAY', source,
      `the function has a layer with ${name}, which calls ${services.join(' or ')} from inside of the VPC, and over IPv4 ${spellObstacles(blocked[0])}`,
      {
        inTemplate: `${mendOf(blocked[0]).inTemplate}; or take the layer away`,
        inConstructs: `declare ${services.map((service) => `Destination.awsService('${service}')`).join(' or ')} of the function, or leave the extension out`,
      },
    )];
  });
};

/** The verdict on a service that is surely not reached, neither by an endpoint nor over the internet. */
function closedTo({ reasoner, workload }: RuleContext, service: string): Verdict | undefined {
  const isClosed = (family: 'ipv4' | 'ipv6') => reasoner.judge(workload, { kind: 'aws-service', service }, family).verdict === 'blocked'
    && reasoner.judge(workload, { kind: 'internet', ports: HTTPS }, family).verdict === 'blocked';
  return isClosed('ipv4') && isClosed('ipv6') ? reasoner.judge(workload, { kind: 'aws-service', service }, 'ipv4') : undefined;
}
