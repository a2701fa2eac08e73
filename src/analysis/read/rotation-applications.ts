import { at } from '../template/property-path';
import { MACRO, arrayOf, entry, isRawObject } from '../template/raw';
import type { Resource } from '../template/resource';
import { literalText } from '../template/value';

/*
 * Models: the applications of the AWS Serverless Application Repository by which AWS rotates the secrets of databases. Each is one function in the subnets and groups that are its parameters, and adds nothing to them.
 * Law: only what AWS publishes is taken for one: its account, in each partition, and its names. AWS CDK looks the id up in a mapping by partition; then each entry of it has to be one.
 * Source, of 28 November 2026: Secrets Manager User Guide, reference_available-rotation-templates; aws-cdk-lib, SecretRotationApplication.
 */

const ROTATION = /^arn:aws(-[a-z]+)*:serverlessrepo:[a-z0-9-]+:(297356227824|193023089310|023102451235):applications\/SecretsManager\w*Rotation\w*$/;

/** Tells whether a resource is an application of AWS that rotates secrets. */
export function isRotationApplication(resource: Resource): boolean {
  if (resource.type !== 'AWS::Serverless::Application') {
    return false;
  }
  const id = literalText(at(resource, 'Location.ApplicationId'));
  return id === undefined ? isLookedUp(resource) : ROTATION.test(id);
}

/** Tells whether the id is looked up in a mapping that has nothing else. */
function isLookedUp({ scope, logicalId }: Resource): boolean {
  const written = entry(entry(entry(scope.sections.resources.get(logicalId), 'Properties'), 'Location'), 'ApplicationId');
  const [name, , key] = arrayOf(entry(written, 'Fn::FindInMap'));
  const mapping = typeof name === 'string' ? scope.sections.mappings.get(name) : undefined;
  if (!isRawObject(mapping) || typeof key !== 'string' || entry(mapping, MACRO) !== undefined) {
    return false;
  }
  const ids = Object.values(mapping).map((each) => entry(each, key));
  return ids.length > 0 && ids.every((id) => typeof id === 'string' && ROTATION.test(id));
}
