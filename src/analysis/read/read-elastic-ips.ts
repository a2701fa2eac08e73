import type { ElasticIp } from '../model/deployment-facts';
import type { Deployment } from '../template/deployment';

/*
 * Models: the Elastic IP addresses that templates allocate, with the account and Region that counts them.
 */

export function readElasticIps(deployment: Deployment): readonly ElasticIp[] {
  return deployment.resources('AWS::EC2::EIP').map((resource) => {
    const { account, region } = deployment.environments.of(resource.scope);
    const place = account === undefined || region === undefined ? deployment.rootOf(resource.id)?.id : `${account} ${region}`;
    return { source: resource.source(), place: place ?? resource.id };
  });
}
