import { CfnResource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { asClient, openServices } from './endpoint-access';
import type { NetworkFacts } from './network-facts';
import { soleReference } from './sole-reference';
import { NetworkError } from '../private/network-error';

/*
 * Models: what the function of a rotation needs of a network: AWS CDK lets it in to the database, and nobody into the endpoint of Secrets Manager.
 * Refuses: a rotation whose group this app does not define. Whoever imports a group has it at hand.
 */

/** Let the function of a rotation reach Secrets Manager. */
export function connectSecretRotation(network: NetworkFacts, rotation: IConstruct): void {
  const connections = new ec2.Connections({ securityGroups: [groupOf(rotation)] });
  openServices(network, { ...asClient(network, { connections }), name: rotation.node.path }, ['secretsmanager']);
}

/** The group is a parameter of the application that the rotation consists of, whether it was given or defined. */
function groupOf(rotation: IConstruct): ec2.ISecurityGroup {
  const application = rotation.node.tryFindChild('Resource');
  const parameters = CfnResource.isCfnResource(application) && 'parameters' in application ? application.parameters as Readonly<Record<string, unknown>> | undefined : undefined;
  const id = parameters?.vpcSecurityGroupIds;
  const group = typeof id === 'string' ? soleReference(id)?.target : undefined;
  if (ec2.CfnSecurityGroup.isCfnSecurityGroup(group) && group.node.scope instanceof ec2.SecurityGroup) {
    return group.node.scope;
  }
  throw new NetworkError(
    'ENDPOINT_ACCESS',
    `the security group of ${rotation.node.path} is not defined in this app, or it is no rotation of a database: let the group in with network.allowEndpointAccess(securityGroup, { services: ['secretsmanager'] })`,
    rotation,
  );
}
