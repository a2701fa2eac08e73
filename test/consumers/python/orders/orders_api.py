"""The HTTP API of the service. API Gateway invokes functions through the Lambda API, so nothing is opened for it."""

import jsii
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk.aws_apigatewayv2_authorizers import HttpIamAuthorizer
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct


class OrdersApi(Construct):
    """Two routes, both for callers of the own account."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        take_order: lambda_.IFunction,
        show_catalog: lambda_.IFunction,
    ) -> None:
        super().__init__(scope, construct_id)
        api = apigateway.HttpApi(
            self,
            "Resource",
            create_default_stage=False,
            default_authorizer=HttpIamAuthorizer(),
        )
        api.add_routes(
            path="/orders",
            methods=[apigateway.HttpMethod.POST],
            integration=HttpLambdaIntegration("TakeOrder", take_order),
        )
        api.add_routes(
            path="/catalog",
            methods=[apigateway.HttpMethod.GET],
            integration=HttpLambdaIntegration("ShowCatalog", show_catalog),
        )
        access_logs = logs.LogGroup(self, "AccessLogs", retention=logs.RetentionDays.ONE_MONTH)
        apigateway.HttpStage(
            self,
            "Stage",
            http_api=api,
            auto_deploy=True,
            access_log_settings=AccessLogs(access_logs),
        )


@jsii.implements(apigateway.IAccessLogSettings)
class AccessLogs:
    """Access logs in the default format. To Python, the settings are an interface and no struct."""

    def __init__(self, log_group: logs.ILogGroup) -> None:
        self._destination = apigateway.LogGroupLogDestination(log_group)

    @property
    def destination(self) -> apigateway.IAccessLogDestination:
        return self._destination

    @property
    def format(self) -> None:
        return None
