import type { BlockPublicAccess, BlockPublicAccessExclusion, Known } from '../model/network';
import { idOf, known, notKnown, textOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isNone } from '../template/value';

/*
 * Models: Block Public Access of VPCs, and what is excluded from it.
 */

export function readBlockPublicAccess(deployment: Deployment): readonly BlockPublicAccess[] {
  return [...deployment.existing?.blockPublicAccess ?? [], ...deployment.resources('AWS::EC2::VPCBlockPublicAccessOptions').map((resource) => ({
    source: resource.source(),
    environment: deployment.environments.of(resource.scope),
    mode: oneOf(resource.get('InternetGatewayBlockMode'), ['off', 'block-bidirectional', 'block-ingress']),
  }))];
}

export function readBlockPublicAccessExclusions(deployment: Deployment): readonly BlockPublicAccessExclusion[] {
  return [...deployment.existing?.blockPublicAccessExclusions ?? [], ...deployment.resources('AWS::EC2::VPCBlockPublicAccessExclusion').map((resource) => ({
    source: resource.source(),
    of: excluded(resource),
    mode: oneOf(resource.get('InternetGatewayExclusionMode'), ['allow-bidirectional', 'allow-egress']),
  }))];
}

function excluded(resource: Resource): Known<string> {
  const subnet = resource.get('SubnetId');
  return idOf(isNone(subnet) ? resource.get('VpcId') : subnet);
}

function oneOf<T extends string>(value: Value, choices: readonly T[]): Known<T> {
  const text = textOf(value);
  const choice = text.known ? choices.find((each) => each === text.value) : undefined;
  return choice === undefined ? notKnown(text.known ? `'${text.value}' is none of ${choices.join(', ')}` : text.reason) : known(choice);
}
