import { Stack, Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ram from 'aws-cdk-lib/aws-ram';
import type { Construct } from 'constructs';
import { NetworkError } from '../../private/network-error';

/*
 * Models: subnets that are shared through AWS Resource Access Manager.
 * Law: they are shared inside the organization alone.
 * Refuses: principals that are neither accounts nor organizational units nor organizations.
 */

const ACCOUNT = /^\d{12}$/;
const ORGANIZATION_OR_UNIT = /^arn:aws[a-z-]*:organizations::\d{12}:(organization\/o-[a-z0-9]+|ou\/o-[a-z0-9]+\/ou-[a-z0-9-]+)$/;

/**
 * Share subnets through AWS Resource Access Manager.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html
 */
export function shareSubnets(network: Construct, id: string, subnets: ec2.ISubnet[], principals: string[]): ram.CfnResourceShare {
  assertPrincipals(network, principals);
  const stack = Stack.of(network);
  return new ram.CfnResourceShare(network, `${id}Share`, {
    name: `${network.node.path}/${id}`,
    allowExternalPrincipals: false,
    principals,
    resourceArns: subnets.map(({ subnetId }) => stack.formatArn({ service: 'ec2', resource: 'subnet', resourceName: subnetId })),
  });
}

function assertPrincipals(network: Construct, principals: string[]): void {
  if (principals.length === 0) {
    throw new NetworkError('SHARE_PRINCIPAL', 'subnets are shared with nobody: name an account, an organizational unit or the organization', network);
  }
  const wrong = principals.find((principal) => !Token.isUnresolved(principal) && !ACCOUNT.test(principal) && !ORGANIZATION_OR_UNIT.test(principal));
  if (wrong !== undefined) {
    throw new NetworkError(
      'SHARE_PRINCIPAL',
      `subnets cannot be shared with '${wrong}', expected the id of an account or the ARN of an organizational unit or organization: `
      + 'name one like 111122223333 or arn:aws:organizations::111122223333:ou/o-exampleorgid/ou-examplerootid-exampleouid',
      network,
    );
  }
}
