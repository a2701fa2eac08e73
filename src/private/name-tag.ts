import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { QUOTAS } from '../services/quotas';

/*
 * Models: names that people see in the account. AWS CDK names a resource by its path, which can be longer than the value of a tag, and have characters
 * that IAM refuses in one; then the deployment fails.
 * Law: a name that AWS takes stays as it is.
 */

const MOST = QUOTAS.charactersOfTagValue.value;
const GAP = '...';

/** IAM takes letters, digits and spaces of any script, and these. */
const REFUSED_BY_IAM = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu;

/** A path, with more names behind it, as the value of a tag; of one that is too long the middle is left out. */
export function nameTag(path: string, ...further: readonly string[]): string {
  const rest = further.map((name) => `/${name}`).join('');
  // a name that only the deployment knows is as long as its token or shorter
  const room = MOST - rest.length;
  const half = Math.floor((room - GAP.length) / 2);
  return `${path.length <= room ? path : `${path.slice(0, half)}${GAP}${path.slice(-half)}`}${rest}`;
}

/** Name a construct, and what is in it, by its path. */
export function nameByPath(construct: IConstruct): void {
  const name = nameTag(construct.node.path);
  const forIam = name.replace(REFUSED_BY_IAM, '_');
  if (name !== construct.node.path) {
    Tags.of(construct).add('Name', name);
  }
  if (forIam !== name) {
    Tags.of(construct).add('Name', forIam, { includeResourceTypes: ['AWS::IAM::Role'] });
  }
}
