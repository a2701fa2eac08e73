import { CustomResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { GATEWAY_SERVICES } from './gateway-services';
import { PrefixListProvider } from './prefix-list-provider';

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
    const stack = Stack.of(this);
    // Not `LookUp`: stacks of earlier versions have an AwsCustomResource there, and CloudFormation refuses another provider for the same logical id.
    const found = new CustomResource(this, 'Id', {
      resourceType: 'Custom::GatewayPrefixList',
      serviceToken: PrefixListProvider.of(stack).serviceToken,
      properties: { PrefixListName: `com.amazonaws.${stack.region}.${service}` },
    });
    this.prefixListId = found.getAttString('PrefixListId');
  }
}

/** The id of a service's prefix list, looked up once for each network. */
export function lookUpPrefixList(network: Construct, service: string): string {
  const id = `${GATEWAY_SERVICES.get(service) ?? service}PrefixList`;
  const existing = network.node.tryFindChild(id) as GatewayPrefixList | undefined;
  return (existing ?? new GatewayPrefixList(network, id, service)).prefixListId;
}
