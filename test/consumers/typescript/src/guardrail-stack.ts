import type { StackProps } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { PrivateLambdaNetwork } from 'cdk-lambda-network';
import { LambdaVpcDeployerPolicy, LambdaVpcGuardrail } from 'cdk-lambda-network';
import type { Construct } from 'constructs';

export interface GuardrailStackProps extends StackProps {
  readonly network: PrivateLambdaNetwork;
}

/** Developers may deploy functions into the network, and nowhere else. */
export class GuardrailStack extends Stack {
  constructor(scope: Construct, id: string, props: GuardrailStackProps) {
    super(scope, id, props);
    const developers = new iam.Role(this, 'Developers', { assumedBy: new iam.AccountRootPrincipal() });
    const guardrail = LambdaVpcGuardrail.combine(
      LambdaVpcGuardrail.allowOnlyNetwork(props.network, { exemptFunctionNames: ['OrdersNetwork-*'] }),
      LambdaVpcGuardrail.deny({ securityGroupIds: ['sg-0123456789abcdef0'] }),
    );
    developers.addManagedPolicy(guardrail.toManagedPolicy(this, 'OnlyInNetwork'));
    new LambdaVpcDeployerPolicy(this, 'DeployToVpc', { roles: [developers] });
  }
}
