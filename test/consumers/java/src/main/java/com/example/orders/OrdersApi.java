package com.example.orders;

import java.util.List;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpIamAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.HttpStage;
import software.amazon.awscdk.services.apigatewayv2.IAccessLogDestination;
import software.amazon.awscdk.services.apigatewayv2.IAccessLogSettings;
import software.amazon.awscdk.services.apigatewayv2.LogGroupLogDestination;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** The HTTP API of the service. API Gateway invokes functions through the Lambda API, so nothing is opened for it. */
public final class OrdersApi extends Construct {
    public OrdersApi(final Construct scope, final String id, final IFunction takeOrder, final IFunction showCatalog) {
        super(scope, id);
        final HttpApi api = HttpApi.Builder.create(this, "Resource")
            .createDefaultStage(false)
            .defaultAuthorizer(new HttpIamAuthorizer())
            .build();
        addRoute(api, HttpMethod.POST, "/orders", "TakeOrder", takeOrder);
        addRoute(api, HttpMethod.GET, "/catalog", "ShowCatalog", showCatalog);
        final LogGroup logGroup = LogGroup.Builder.create(this, "AccessLogs").retention(RetentionDays.ONE_MONTH).build();
        HttpStage.Builder.create(this, "Stage")
            .httpApi(api)
            .autoDeploy(true)
            .accessLogSettings(new AccessLogs(logGroup))
            .build();
    }

    private static void addRoute(
            final HttpApi api, final HttpMethod method, final String path, final String name, final IFunction handler) {
        api.addRoutes(AddRoutesOptions.builder()
            .path(path)
            .methods(List.of(method))
            .integration(new HttpLambdaIntegration(name, handler))
            .build());
    }

    /** Access logs in the default format. To Java, the settings are an interface and no struct. */
    private record AccessLogs(LogGroup logGroup) implements IAccessLogSettings {
        @Override
        public IAccessLogDestination getDestination() {
            return new LogGroupLogDestination(logGroup);
        }
    }
}
