import { createHash } from 'crypto';
import { CfnElement, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * The longest readable part of a logical id.
 * CloudFormation allows 255 characters; the hash takes eight.
 */
const MAX_READABLE = 240;

/**
 * Give every resource below a subnet a logical id that follows the subnet's tier and zone.
 *
 * `ec2.Vpc` numbers subnets by their position in the list of zones: `privateSubnet2` becomes another zone's subnet when an
 * earlier zone joins, and CloudFormation would replace it. Here the id is made of the path in which `privateSubnet2` reads
 * `privateSubnetB`. Law: for a given path of the VPC, the id is a function of tier, zone and the path below the subnet.
 */
export function keyLogicalIdsByZone(subnet: IConstruct, subnetKey: string): void {
  subnetKeys.set(subnet, subnetKey);
  for (const construct of subnet.node.findAll()) {
    if (CfnElement.isCfnElement(construct)) {
      construct.overrideLogicalId(logicalId(pathWithin(construct, subnet, subnetKey)));
    }
  }
}

/** Tier and zone of a subnet, as they stand in logical ids; undefined for a subnet of another VPC. */
export function subnetKeyOf(subnet: IConstruct): string | undefined {
  return subnetKeys.get(subnet);
}

const subnetKeys = new WeakMap<IConstruct, string>();

/** The ids from the stack down to the element, with the subnet's own id replaced by its key. */
function pathWithin(element: IConstruct, subnet: IConstruct, subnetKey: string): string[] {
  const scopes = element.node.scopes;
  const belowStack = scopes.slice(scopes.indexOf(Stack.of(element)) + 1);
  return belowStack.map((scope) => (scope === subnet ? subnetKey : scope.node.id));
}

function logicalId(path: string[]): string {
  const readable = path.filter((id) => id !== 'Resource' && id !== 'Default').map((id) => id.replace(/[^A-Za-z0-9]/g, '')).join('');
  const hash = createHash('sha256').update(path.join('/')).digest('hex').slice(0, 8).toUpperCase();
  return readable.slice(0, MAX_READABLE) + hash;
}
