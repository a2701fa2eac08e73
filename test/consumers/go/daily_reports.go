package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awseventstargets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-lambda-network/cdk-lambda-network-go/cdklambdanetwork"
)

// DailyReportsProps is what the reports are about.
type DailyReportsProps struct {
	Network  cdklambdanetwork.PrivateLambdaNetwork
	Products awsdynamodb.TableV2
	Receipts awss3.Bucket
	// Warehouse is its address block, when its stock is counted too.
	Warehouse string
}

// NewDailyReports defines reports of each day, by functions of another class: they take what a connection has, and are attached to it.
func NewDailyReports(scope constructs.Construct, id string, props *DailyReportsProps) constructs.Construct {
	this := constructs.NewConstruct(scope, &id)
	daily := awsevents.NewRule(this, jsii.String("Daily"), &awsevents.RuleProps{
		Schedule: awsevents.Schedule_Rate(awscdk.Duration_Days(jsii.Number(1))),
	})
	daily.AddTarget(awseventstargets.NewLambdaFunction(newCountStock(this, props), nil))
	daily.AddTarget(awseventstargets.NewLambdaFunction(newCloseDay(this, props), nil))
	return this
}

// newCountStock reaches, without a warehouse, what ShowCatalog reaches: so the two share a security group and its network interfaces.
func newCountStock(scope constructs.Construct, props *DailyReportsProps) awslambda.IFunction {
	destinations := []cdklambdanetwork.Destination{cdklambdanetwork.Destination_AwsService("dynamodb")}
	if props.Warehouse != "" {
		https := awsec2.Port_Tcp(jsii.Number(443))
		destinations = append(destinations, cdklambdanetwork.Destination_Cidr(&props.Warehouse, https))
	}
	connection := props.Network.Connect(scope, jsii.String("CountStockConnection"), &cdklambdanetwork.VpcConnectionOptions{
		Destinations: &destinations,
	})
	function := connected(connection)
	function.Runtime = awslambda.Runtime_NODEJS_24_X()
	function.Handler = jsii.String("index.handler")
	function.Code = awslambda.Code_FromAsset(jsii.String("handlers/count-stock"), nil)
	function.Environment = &map[string]*string{"PRODUCTS": props.Products.TableName()}
	countStock := awslambda.NewFunction(scope, jsii.String("CountStock"), function)
	connection.Attach(countStock)
	props.Products.GrantReadData(countStock)
	return countStock
}

func newCloseDay(scope constructs.Construct, props *DailyReportsProps) awslambda.IFunction {
	connection := props.Network.Connect(scope, jsii.String("CloseDayConnection"), &cdklambdanetwork.VpcConnectionOptions{
		Destinations: &[]cdklambdanetwork.Destination{cdklambdanetwork.Destination_AwsService("s3")},
	})
	function := connected(connection)
	function.Runtime = awslambda.Runtime_PYTHON_3_14()
	function.Handler = jsii.String("close_day.handler")
	function.Code = awslambda.Code_FromAsset(jsii.String("handlers/close-day"), nil)
	function.Environment = &map[string]*string{"RECEIPTS": props.Receipts.BucketName()}
	function.Timeout = awscdk.Duration_Minutes(jsii.Number(1))
	closeDay := awslambda.NewFunction(scope, jsii.String("CloseDay"), function)
	connection.Attach(closeDay)
	closeDay.AddToRolePolicy(allow("s3:ListBucket", props.Receipts.BucketArn()))
	closeDay.AddToRolePolicy(allow("s3:GetObject", props.Receipts.ArnForObjects(jsii.String("*"))))
	return closeDay
}

// connected is what any class of function takes of a connection.
func connected(connection cdklambdanetwork.VpcConnection) *awslambda.FunctionProps {
	return &awslambda.FunctionProps{
		Vpc:                     connection.Vpc(),
		VpcSubnets:              connection.VpcSubnets(),
		SecurityGroups:          connection.SecurityGroups(),
		Ipv6AllowedForDualStack: connection.Ipv6AllowedForDualStack(),
		Role:                    connection.Role(),
		LogGroup:                connection.LogGroup(),
	}
}

func allow(action string, resource *string) awsiam.PolicyStatement {
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{Actions: jsii.Strings(action), Resources: &[]*string{resource}})
}
