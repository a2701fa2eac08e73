import { readServiceName, serviceNamesOf } from '../../services/service-names';
import type { Domain } from '../model/dns';

/*
 * Models: domains and what they cover. A domain covers itself and all below it, `.` covers everything.
 * Assumed: a service has the name of its endpoint service read backwards, `com.amazonaws.iam` is that of `iam.amazonaws.com`; those that differ are in the table.
 */

/** What stands for the Region in a domain. */
const REGION = '{region}';

const AMAZONAWS = `${REGION}.amazonaws.com`;

/** The names that are other ones. Where names have a part of their own, that of one's bucket, API or notebook, it is `x`. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  's3': `x.s3.${AMAZONAWS}`, 'execute-api': `x.execute-api.${AMAZONAWS}`, 'ecr.dkr': `x.dkr.ecr.${AMAZONAWS}`, 'kinesis-streams': `kinesis.${AMAZONAWS}`,
  'kinesis-firehose': `firehose.${AMAZONAWS}`, 'codeartifact.api': `codeartifact.${AMAZONAWS}`, 'cassandra-streams': `cassandra-streams.${REGION}.api.aws`,
  's3-global.accesspoint': 'x.accesspoint.s3-global.amazonaws.com', 'notebook': `x.notebook.${REGION}.sagemaker.aws`, 'studio': `x.studio.${REGION}.sagemaker.aws`,
};

/** The name that programs ask for when they use a service, of their own Region or, by its full name, of another one. */
export function nameOfService(name: string): Domain {
  const { service = name, region = REGION } = readServiceName(name) ?? {};
  const [fullName] = serviceNamesOf(service);
  return (OTHER_NAMES[service] ?? fullName.split('.').reverse().join('.').replace('${AWS::Region}', REGION)).replace(REGION, region);
}

/** A name of some resource of AWS, of which no more is known. */
export const NAME_OF_A_RESOURCE: Domain = `x.x.${REGION}.x.amazonaws.com`;

/** A name of some host on the internet. */
export const ANY_HOST: Domain = 'x.x';

/** Tells whether a domain covers a name. */
export function covers(domain: Domain, name: Domain): boolean {
  return domain === '.' || domain === '' || name === domain || name.endsWith(`.${domain}`);
}

/** As people write it. */
export function spellName(name: Domain): string {
  return name.replace(/^(x\.)+/, '*.').replace(REGION, 'REGION');
}

/** How many labels a domain has: the more, the more specific it is. */
export function labelsOf(domain: Domain): number {
  return domain === '.' || domain === '' ? 0 : domain.split('.').length;
}

/** How a record has a name: exactly, by a wildcard, or not. */
export function recordMatch(record: Domain, name: Domain): 'exact' | 'wildcard' | undefined {
  const plain = record.replace(/^\\052/, '*');
  return plain === name ? 'exact' : plain.startsWith('*.') && name.endsWith(plain.slice(1)) ? 'wildcard' : undefined;
}

/** Tells whether an entry of a domain list of DNS Firewall is about a name. */
export function isListed(entry: Domain, name: Domain): boolean {
  return entry.startsWith('*') ? name.endsWith(entry.slice(1)) : entry === name;
}
