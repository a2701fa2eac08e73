import type { StackProps } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import { Egress, PrivateLambdaNetwork, Zones } from 'cdk-lambda-network';
import type { Construct } from 'constructs';

/** The network, deployed on its own: it changes rarely and is shared. */
export class NetworkStack extends Stack {
  public readonly network: PrivateLambdaNetwork;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    this.network = new PrivateLambdaNetwork(this, 'Network', {
      zones: Zones.count(2),
      egress: Egress.natGateways(),
    });
  }
}
