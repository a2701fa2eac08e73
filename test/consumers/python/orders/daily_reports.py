"""Reports of each day, by functions of another class."""

from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from cdk_lambda_network import Destination, PrivateLambdaNetwork, VpcConnection
from constructs import Construct


class DailyReports(Construct):
    """Both functions take what a connection has, and are attached to it."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        network: PrivateLambdaNetwork,
        products: dynamodb.TableV2,
        receipts: s3.Bucket,
        warehouse: str | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        daily = events.Rule(self, "Daily", schedule=events.Schedule.rate(Duration.days(1)))
        daily.add_target(targets.LambdaFunction(self._count_stock(network, products, warehouse)))
        daily.add_target(targets.LambdaFunction(self._close_day(network, receipts)))

    def _count_stock(
        self, network: PrivateLambdaNetwork, products: dynamodb.TableV2, warehouse: str | None
    ) -> lambda_.IFunction:
        """Without a warehouse it reaches what ShowCatalog reaches, so they share a group and its network interfaces."""
        destinations = [Destination.aws_service("dynamodb")]
        if warehouse is not None:
            destinations.append(Destination.cidr(warehouse, ec2.Port.tcp(443)))
        connection = network.connect(self, "CountStockConnection", destinations=destinations)
        count_stock = lambda_.Function(
            self,
            "CountStock",
            **_connected(connection),
            runtime=lambda_.Runtime.NODEJS_24_X,
            handler="index.handler",
            code=lambda_.Code.from_asset("handlers/count-stock"),
            environment={"PRODUCTS": products.table_name},
        )
        connection.attach(count_stock)
        products.grant_read_data(count_stock)
        return count_stock

    def _close_day(self, network: PrivateLambdaNetwork, receipts: s3.Bucket) -> lambda_.IFunction:
        connection = network.connect(self, "CloseDayConnection", destinations=[Destination.aws_service("s3")])
        close_day = lambda_.Function(
            self,
            "CloseDay",
            **_connected(connection),
            runtime=lambda_.Runtime.PYTHON_3_14,
            handler="close_day.handler",
            code=lambda_.Code.from_asset("handlers/close-day"),
            environment={"RECEIPTS": receipts.bucket_name},
            timeout=Duration.minutes(1),
        )
        connection.attach(close_day)
        close_day.add_to_role_policy(iam.PolicyStatement(actions=["s3:ListBucket"], resources=[receipts.bucket_arn]))
        close_day.add_to_role_policy(
            iam.PolicyStatement(actions=["s3:GetObject"], resources=[receipts.arn_for_objects("*")])
        )
        return close_day


def _connected(connection: VpcConnection) -> dict[str, Any]:
    """What any class of function takes of a connection."""
    return {
        "vpc": connection.vpc,
        "vpc_subnets": connection.vpc_subnets,
        "security_groups": connection.security_groups,
        "ipv6_allowed_for_dual_stack": connection.ipv6_allowed_for_dual_stack,
        "role": connection.role,
        "log_group": connection.log_group,
    }
