"""An order service: one function takes orders, another shows the catalog, and two more write reports."""

from aws_cdk import Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_rds as rds
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from cdk_lambda_network import Destination, PrivateLambdaNetwork, VpcConnectedFunction
from constructs import Construct

from orders.daily_reports import DailyReports
from orders.orders_api import OrdersApi


class OrdersStack(Stack):
    """Each function says what it talks to, and gets exactly that."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        network: PrivateLambdaNetwork,
        warehouse: str | None = None,
        **kwargs,
    ) -> None:
        super().__init__(scope, construct_id, **kwargs)
        receipts = self._bucket()
        products = dynamodb.TableV2(
            self,
            "Products",
            partition_key=dynamodb.Attribute(name="sku", type=dynamodb.AttributeType.STRING),
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True,
            ),
        )
        OrdersApi(
            self,
            "Api",
            take_order=self._take_order(network, receipts),
            show_catalog=self._show_catalog(network, products),
        )
        DailyReports(
            self,
            "Reports",
            network=network,
            products=products,
            receipts=receipts,
            warehouse=warehouse,
        )

    def _take_order(self, network: PrivateLambdaNetwork, receipts: s3.Bucket) -> lambda_.IFunction:
        """Charges the customer, writes the order to the database and its receipt to the bucket."""
        database = self._database(network)
        assert database.secret is not None, "its credentials are generated"
        payment_key = secretsmanager.Secret(self, "PaymentKey", description="API key of the payment provider")
        take_order = VpcConnectedFunction(
            self,
            "TakeOrder",
            network=network,
            runtime=lambda_.Runtime.NODEJS_24_X,
            handler="index.handler",
            code=lambda_.Code.from_asset("handlers/take-order"),
            environment={
                "DATABASE_SECRET": database.secret.secret_arn,
                "PAYMENT_KEY": payment_key.secret_arn,
                "RECEIPTS": receipts.bucket_name,
            },
            destinations=[
                Destination.internet(),
                Destination.aws_service(ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER),
                Destination.aws_service(ec2.GatewayVpcEndpointAwsService.S3),
                Destination.connectable(database, ec2.Port.tcp(5432)),
            ],
        )
        database.secret.grant_read(take_order)
        payment_key.grant_read(take_order)
        receipts.grant_put(take_order)
        return take_order

    def _show_catalog(self, network: PrivateLambdaNetwork, products: dynamodb.TableV2) -> lambda_.IFunction:
        """Reads one table, and reaches nothing else."""
        show_catalog = VpcConnectedFunction(
            self,
            "ShowCatalog",
            network=network,
            runtime=lambda_.Runtime.NODEJS_24_X,
            handler="index.handler",
            code=lambda_.Code.from_asset("handlers/show-catalog"),
            environment={"PRODUCTS": products.table_name},
            destinations=[Destination.aws_service(ec2.GatewayVpcEndpointAwsService.DYNAMODB)],
        )
        products.grant_read_data(show_catalog)
        return show_catalog

    def _database(self, network: PrivateLambdaNetwork) -> rds.DatabaseInstance:
        return rds.DatabaseInstance(
            self,
            "Database",
            engine=rds.DatabaseInstanceEngine.postgres(version=rds.PostgresEngineVersion.VER_17),
            instance_type=ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.SMALL),
            vpc=network.vpc,
            vpc_subnets=ec2.SubnetSelection(subnets=network.isolated_subnets),
            credentials=rds.Credentials.from_generated_secret("orders"),
            database_name="orders",
            multi_az=True,
            storage_encrypted=True,
            deletion_protection=True,
        )

    def _bucket(self) -> s3.Bucket:
        access_logs = self._secure_bucket("ReceiptsAccessLogs")
        return self._secure_bucket("Receipts", server_access_logs_bucket=access_logs)

    def _secure_bucket(self, construct_id: str, **kwargs) -> s3.Bucket:
        return s3.Bucket(
            self,
            construct_id,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            **kwargs,
        )
