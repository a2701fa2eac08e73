import { CfnDeletionPolicy, CustomResource, Lazy, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { RELEASE_TAG } from './release-handler/release';
import { ReleaseProvider } from './release-provider';
import { NetworkError } from '../private/network-error';

/*
 * Models: what CloudFormation deletes when. The custom resource refers to the function, so it goes before the function; role, security groups
 * and subnets, to which the function refers, go after it. Published versions go before the custom resource.
 * Law: a function is released when, and only when, it is about to be deleted. CloudFormation asks for the deletion of the custom resource also when
 * the option is switched off, or switched on by an update that is rolled back; before it does, it takes the tag away from the function.
 * Refuses: functions that outlive their stack.
 */

/** Have the network interfaces of a function released before CloudFormation deletes the function. */
export function releaseOnDelete(resource: lambda.CfnFunction, vpc: ec2.IVpc): void {
  const stack = Stack.of(resource);
  const provider = ReleaseProvider.of(stack);
  resource.tags.setTag(RELEASE_TAG, stack.stackId);
  // a construct of a library can be moved to another group until the app is complete
  const config = (): lambda.CfnFunction.VpcConfigProperty => resource.vpcConfig as lambda.CfnFunction.VpcConfigProperty;
  const release = new CustomResource(resource.node.scope as Construct, 'NetworkInterfaceRelease', {
    resourceType: 'Custom::LambdaNetworkInterfaceRelease',
    serviceToken: provider.serviceToken,
    properties: {
      FunctionName: resource.ref,
      SubnetIds: config().subnetIds,
      SecurityGroupIds: Lazy.any({ produce: () => config().securityGroupIds }),
    },
  });
  release.node.addValidation({ validate: () => isKept(resource) ? [refusal(resource).message] : [] });
  provider.serve(resource, release, vpc);
}

function isKept({ cfnOptions: { deletionPolicy } }: lambda.CfnFunction): boolean {
  return deletionPolicy === CfnDeletionPolicy.RETAIN || deletionPolicy === CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
}

function refusal(resource: lambda.CfnFunction): NetworkError {
  return new NetworkError(
    'RELEASE_KEPT_FUNCTION',
    `the function has the deletion policy ${resource.cfnOptions.deletionPolicy}, but releaseNetworkInterfacesOnDelete takes it out of its VPC when its stack is deleted: `
    + 'leave the option out, or let the function be deleted',
    resource,
  );
}
