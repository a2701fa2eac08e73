package com.example.orders;

import io.github.cdklambdanetwork.Destination;
import io.github.cdklambdanetwork.PrivateLambdaNetwork;
import io.github.cdklambdanetwork.VpcConnection;
import io.github.cdklambdanetwork.VpcConnectionOptions;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.dynamodb.TableV2;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;

/** Reports of each day, by functions of another class: they take what a connection has, and are attached to it. */
public final class DailyReports extends Construct {
    private static final int HTTPS = 443;

    /** @param warehouse its address block when its stock is counted too, or null */
    public DailyReports(
            final Construct scope, final String id, final PrivateLambdaNetwork network,
            final TableV2 products, final Bucket receipts, final String warehouse) {
        super(scope, id);
        final Rule daily = Rule.Builder.create(this, "Daily").schedule(Schedule.rate(Duration.days(1))).build();
        daily.addTarget(new LambdaFunction(countStock(network, products, warehouse)));
        daily.addTarget(new LambdaFunction(closeDay(network, receipts)));
    }

    /** Without a warehouse it reaches what ShowCatalog reaches, so the two share a security group and its network interfaces. */
    private IFunction countStock(final PrivateLambdaNetwork network, final TableV2 products, final String warehouse) {
        final Destination dynamodb = Destination.awsService("dynamodb");
        final VpcConnection connection = network.connect(this, "CountStockConnection", VpcConnectionOptions.builder()
            .destinations(warehouse == null
                ? List.of(dynamodb)
                : List.of(dynamodb, Destination.cidr(warehouse, Port.tcp(HTTPS))))
            .build());
        final Function countStock = connected("CountStock", connection)
            .runtime(Runtime.NODEJS_24_X)
            .handler("index.handler")
            .code(Code.fromAsset("handlers/count-stock"))
            .environment(Map.of("PRODUCTS", products.getTableName()))
            .build();
        connection.attach(countStock);
        products.grantReadData(countStock);
        return countStock;
    }

    private IFunction closeDay(final PrivateLambdaNetwork network, final Bucket receipts) {
        final VpcConnection connection = network.connect(this, "CloseDayConnection", VpcConnectionOptions.builder()
            .destinations(List.of(Destination.awsService("s3")))
            .build());
        final Function closeDay = connected("CloseDay", connection)
            .runtime(Runtime.PYTHON_3_14)
            .handler("close_day.handler")
            .code(Code.fromAsset("handlers/close-day"))
            .environment(Map.of("RECEIPTS", receipts.getBucketName()))
            .timeout(Duration.minutes(1))
            .build();
        connection.attach(closeDay);
        closeDay.addToRolePolicy(allow("s3:ListBucket", receipts.getBucketArn()));
        closeDay.addToRolePolicy(allow("s3:GetObject", receipts.arnForObjects("*")));
        return closeDay;
    }

    /** A function with what any class of function takes of a connection. */
    private Function.Builder connected(final String id, final VpcConnection connection) {
        return Function.Builder.create(this, id)
            .vpc(connection.getVpc())
            .vpcSubnets(connection.getVpcSubnets())
            .securityGroups(connection.getSecurityGroups())
            .ipv6AllowedForDualStack(connection.getIpv6AllowedForDualStack())
            .role(connection.getRole())
            .logGroup(connection.getLogGroup());
    }

    private static PolicyStatement allow(final String action, final String resource) {
        return PolicyStatement.Builder.create().actions(List.of(action)).resources(List.of(resource)).build();
    }
}
