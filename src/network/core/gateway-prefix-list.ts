import { Stack, Validations } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { GATEWAY_SERVICES } from './gateway-services';

/**
 * Looks up, during deployment, the id of the prefix list that AWS manages for a service with a gateway endpoint.
 *
 * A security group rule needs the id, it differs from Region to Region, the same id even means different services in
 * different Regions, and neither CloudFormation nor the VPC endpoint gives it away. So one call to the EC2 API finds it when
 * the stack is deployed.
 */
export class GatewayPrefixList extends Construct {
  /** The id, known during deployment. */
  public readonly prefixListId: string;

  constructor(scope: Construct, id: string, service: string) {
    super(scope, id);
    const name = `com.amazonaws.${Stack.of(this).region}.${service}`;
    const call: cr.AwsSdkCall = {
      service: 'EC2',
      action: 'describeManagedPrefixLists',
      parameters: { Filters: [{ Name: 'prefix-list-name', Values: [name] }] },
      physicalResourceId: cr.PhysicalResourceId.fromResponse('PrefixLists.0.PrefixListId'),
      outputPaths: ['PrefixLists.0.PrefixListId'],
    };
    const lookUp = new cr.AwsCustomResource(this, 'LookUp', {
      resourceType: 'Custom::GatewayPrefixList',
      onUpdate: call,
      policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: cr.AwsCustomResourcePolicy.ANY_RESOURCE }),
      installLatestAwsSdk: false,
    });
    this.prefixListId = lookUp.getResponseField('PrefixLists.0.PrefixListId');
    acknowledgeFindings(lookUp);
  }
}

/** The id of a service's prefix list, looked up once for each network. */
export function lookUpPrefixList(network: Construct, service: string): string {
  const id = `${GATEWAY_SERVICES.get(service) ?? service}PrefixList`;
  const existing = network.node.tryFindChild(id) as GatewayPrefixList | undefined;
  return (existing ?? new GatewayPrefixList(network, id, service)).prefixListId;
}

/** Acknowledges what cdk-nag finds by design, on the resources concerned and nowhere else. */
function acknowledgeFindings(lookUp: cr.AwsCustomResource): void {
  Validations.of(lookUp.node.findChild('CustomResourcePolicy')).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'ec2:DescribeManagedPrefixLists knows no resources; it only reads',
  });
  const role = lookUp.grantPrincipal as iam.IRole;
  Validations.of(role.node.defaultChild ?? role).acknowledge({
    id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
    reason: 'role of the custom resource provider of the CDK, whose function runs during deployments only',
  });
}
