import { JsonFile } from 'projen';
import type { Project } from 'projen';

/** What awslint may not hold against the API, each with the reason. */
const EXCEPTIONS: Record<string, string> = {
  '*:aws-cdk-lib*': 'types of aws-cdk-lib that our signatures lead to',
  'prefer-ref-interface:cdk-lambda-network.VpcConnectedFunctionProps.*': 'the members of lambda.FunctionProps, as they are',
  'prefer-ref-interface:cdk-lambda-network.VpcConnectedFunction.addLayers.layers': 'inherited from lambda.Function',
  'prefer-ref-interface:cdk-lambda-network.VpcConnectionOptions.role': 'lambda.Function takes an IRole, and statements are added to it',
  'prefer-ref-interface:cdk-lambda-network.VpcConnectionProps.role': 'the same',
  'prefer-ref-interface:cdk-lambda-network.VpcConnectionOptions.securityGroups': 'lambda.Function takes ISecurityGroup',
  'prefer-ref-interface:cdk-lambda-network.VpcConnectionProps.securityGroups': 'the same',
  'ref-via-interface:cdk-lambda-network.VpcConnection.attach.lambdaFunction': 'reads the resource under the construct, which no interface has',
};

/** Configure awslint. */
export function addApiGuidelines(project: Project): void {
  new JsonFile(project, 'awslint.json', { obj: { exclude: Object.keys(EXCEPTIONS) }, marker: false });
}
