import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface OrdersApiProps {
  readonly takeOrder: lambda.IFunction;
  readonly showCatalog: lambda.IFunction;
}

/** The HTTP API of the service. API Gateway invokes functions through the Lambda API, so nothing is opened for it. */
export class OrdersApi extends Construct {
  constructor(scope: Construct, id: string, { takeOrder, showCatalog }: OrdersApiProps) {
    super(scope, id);
    const api = new apigateway.HttpApi(this, 'Resource', { createDefaultStage: false, defaultAuthorizer: new HttpIamAuthorizer() });
    api.addRoutes({ path: '/orders', methods: [apigateway.HttpMethod.POST], integration: new HttpLambdaIntegration('TakeOrder', takeOrder) });
    api.addRoutes({ path: '/catalog', methods: [apigateway.HttpMethod.GET], integration: new HttpLambdaIntegration('ShowCatalog', showCatalog) });
    new apigateway.HttpStage(this, 'Stage', {
      httpApi: api,
      autoDeploy: true,
      accessLogSettings: {
        destination: new apigateway.LogGroupLogDestination(new logs.LogGroup(this, 'AccessLogs', { retention: logs.RetentionDays.ONE_MONTH })),
      },
    });
  }
}
