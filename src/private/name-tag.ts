import { Aspects, Tag, Tags, Token } from 'aws-cdk-lib';
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

/** Name a construct, and what is in it, by its path; and whatever in it has a name of its own by that. */
export function nameByPath(construct: IConstruct): void {
  [construct, ...construct.node.findAll().filter((inner) => inner !== construct)].forEach((named) => {
    const given = named === construct ? named.node.path : ownName(named);
    if (given !== undefined) {
      nameAsTaken(named, given);
    }
  });
}

/** The name that a construct was given by whoever defined it, such as an instance by AWS CDK. */
function ownName(construct: IConstruct): string | undefined {
  const names = Aspects.of(construct).all.filter((aspect) => aspect instanceof Tag).filter(({ key }) => key === 'Name');
  const name = names.at(-1)?.value;
  return Token.isUnresolved(name) ? undefined : name;
}

function nameAsTaken(construct: IConstruct, given: string): void {
  const name = nameTag(given);
  const forIam = name.replace(REFUSED_BY_IAM, '_');
  if (name !== given) {
    Tags.of(construct).add('Name', name);
  }
  if (forIam !== name) {
    Tags.of(construct).add('Name', forIam, { includeResourceTypes: ['AWS::IAM::Role'] });
  }
}
