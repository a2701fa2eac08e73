package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2authorizers"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2integrations"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// OrdersApiProps is the functions behind the API.
type OrdersApiProps struct {
	TakeOrder   awslambda.IFunction
	ShowCatalog awslambda.IFunction
}

// NewOrdersApi defines the HTTP API of the service. API Gateway invokes functions through the Lambda API, so nothing is opened for it.
func NewOrdersApi(scope constructs.Construct, id string, props *OrdersApiProps) constructs.Construct {
	this := constructs.NewConstruct(scope, &id)
	api := awsapigatewayv2.NewHttpApi(this, jsii.String("Resource"), &awsapigatewayv2.HttpApiProps{
		CreateDefaultStage: jsii.Bool(false),
		DefaultAuthorizer:  awsapigatewayv2authorizers.NewHttpIamAuthorizer(),
	})
	addRoute(api, awsapigatewayv2.HttpMethod_POST, "/orders", "TakeOrder", props.TakeOrder)
	addRoute(api, awsapigatewayv2.HttpMethod_GET, "/catalog", "ShowCatalog", props.ShowCatalog)
	logGroup := awslogs.NewLogGroup(this, jsii.String("AccessLogs"), &awslogs.LogGroupProps{Retention: awslogs.RetentionDays_ONE_MONTH})
	awsapigatewayv2.NewHttpStage(this, jsii.String("Stage"), &awsapigatewayv2.HttpStageProps{
		HttpApi:           api,
		AutoDeploy:        jsii.Bool(true),
		AccessLogSettings: &accessLogs{awsapigatewayv2.NewLogGroupLogDestination(logGroup)},
	})
	return this
}

func addRoute(api awsapigatewayv2.HttpApi, method awsapigatewayv2.HttpMethod, path, name string, handler awslambda.IFunction) {
	api.AddRoutes(&awsapigatewayv2.AddRoutesOptions{
		Path:        &path,
		Methods:     &[]awsapigatewayv2.HttpMethod{method},
		Integration: awsapigatewayv2integrations.NewHttpLambdaIntegration(&name, handler, nil),
	})
}

// accessLogs are in the default format. To Go, the settings are an interface and no struct.
type accessLogs struct {
	destination awsapigatewayv2.IAccessLogDestination
}

func (logs *accessLogs) Destination() awsapigatewayv2.IAccessLogDestination { return logs.destination }

func (*accessLogs) Format() awsapigateway.AccessLogFormat { return nil }
