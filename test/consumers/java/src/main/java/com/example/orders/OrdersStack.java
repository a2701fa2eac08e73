package com.example.orders;

import io.github.cdklambdanetwork.Destination;
import io.github.cdklambdanetwork.PrivateLambdaNetwork;
import io.github.cdklambdanetwork.VpcConnectedFunction;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.TableV2;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.InstanceClass;
import software.amazon.awscdk.services.ec2.InstanceSize;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.rds.Credentials;
import software.amazon.awscdk.services.rds.DatabaseInstance;
import software.amazon.awscdk.services.rds.DatabaseInstanceEngine;
import software.amazon.awscdk.services.rds.PostgresEngineVersion;
import software.amazon.awscdk.services.rds.PostgresInstanceEngineProps;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.constructs.Construct;

/**
 * An order service: one function takes orders, another shows the catalog, and two more write reports.
 *
 * <p>Each says what it talks to, and gets exactly that.
 */
public final class OrdersStack extends Stack {
    private static final int POSTGRES = 5432;

    /** @param warehouse its address block when its stock is counted too, or null */
    public OrdersStack(final Construct scope, final String id, final PrivateLambdaNetwork network, final String warehouse) {
        super(scope, id);
        final Bucket receipts = receipts();
        final TableV2 products = TableV2.Builder.create(this, "Products")
            .partitionKey(Attribute.builder().name("sku").type(AttributeType.STRING).build())
            .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder().pointInTimeRecoveryEnabled(true).build())
            .build();
        new OrdersApi(this, "Api", takeOrder(network, receipts), showCatalog(network, products));
        new DailyReports(this, "Reports", network, products, receipts, warehouse);
    }

    /** Charges the customer, writes the order to the database and its receipt to the bucket. */
    private IFunction takeOrder(final PrivateLambdaNetwork network, final Bucket receipts) {
        final DatabaseInstance database = database(network);
        final Secret paymentKey = Secret.Builder.create(this, "PaymentKey").description("API key of the payment provider").build();
        final VpcConnectedFunction takeOrder = VpcConnectedFunction.Builder.create(this, "TakeOrder")
            .network(network)
            .runtime(Runtime.NODEJS_24_X)
            .handler("index.handler")
            .code(Code.fromAsset("handlers/take-order"))
            .environment(Map.of(
                "DATABASE_SECRET", database.getSecret().getSecretArn(),
                "PAYMENT_KEY", paymentKey.getSecretArn(),
                "RECEIPTS", receipts.getBucketName()))
            .destinations(List.of(
                Destination.internet(),
                Destination.awsService(InterfaceVpcEndpointAwsService.SECRETS_MANAGER),
                Destination.awsService(GatewayVpcEndpointAwsService.S3),
                Destination.connectable(database, Port.tcp(POSTGRES))))
            .build();
        database.getSecret().grantRead(takeOrder);
        paymentKey.grantRead(takeOrder);
        receipts.grantPut(takeOrder);
        return takeOrder;
    }

    /** Reads one table, and reaches nothing else. */
    private IFunction showCatalog(final PrivateLambdaNetwork network, final TableV2 products) {
        final VpcConnectedFunction showCatalog = VpcConnectedFunction.Builder.create(this, "ShowCatalog")
            .network(network)
            .runtime(Runtime.NODEJS_24_X)
            .handler("index.handler")
            .code(Code.fromAsset("handlers/show-catalog"))
            .environment(Map.of("PRODUCTS", products.getTableName()))
            .destinations(List.of(Destination.awsService(GatewayVpcEndpointAwsService.DYNAMODB)))
            .build();
        products.grantReadData(showCatalog);
        return showCatalog;
    }

    private DatabaseInstance database(final PrivateLambdaNetwork network) {
        return DatabaseInstance.Builder.create(this, "Database")
            .engine(DatabaseInstanceEngine.postgres(PostgresInstanceEngineProps.builder().version(PostgresEngineVersion.VER_17).build()))
            .instanceType(InstanceType.of(InstanceClass.T4G, InstanceSize.SMALL))
            .vpc(network.getVpc())
            .vpcSubnets(SubnetSelection.builder().subnets(network.getIsolatedSubnets()).build())
            .credentials(Credentials.fromGeneratedSecret("orders"))
            .databaseName("orders")
            .multiAz(true)
            .storageEncrypted(true)
            .deletionProtection(true)
            .build();
    }

    private Bucket receipts() {
        return secureBucket("Receipts")
            .serverAccessLogsBucket(secureBucket("ReceiptsAccessLogs").build())
            .build();
    }

    private Bucket.Builder secureBucket(final String id) {
        return Bucket.Builder.create(this, id)
            .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
            .encryption(BucketEncryption.S3_MANAGED)
            .enforceSsl(true);
    }
}
