package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-lambda-network/cdk-lambda-network-go/cdklambdanetwork"
)

// OrdersStackProps is what the service needs from elsewhere.
type OrdersStackProps struct {
	awscdk.StackProps
	Network cdklambdanetwork.PrivateLambdaNetwork
	// Warehouse is its address block, when its stock is counted too.
	Warehouse string
}

// NewOrdersStack defines an order service: one function takes orders, another shows the catalog, and two more write reports.
func NewOrdersStack(scope constructs.Construct, id string, props *OrdersStackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, &props.StackProps)
	receipts := newReceipts(stack)
	products := awsdynamodb.NewTableV2(stack, jsii.String("Products"), &awsdynamodb.TablePropsV2{
		PartitionKey: &awsdynamodb.Attribute{Name: jsii.String("sku"), Type: awsdynamodb.AttributeType_STRING},
		PointInTimeRecoverySpecification: &awsdynamodb.PointInTimeRecoverySpecification{
			PointInTimeRecoveryEnabled: jsii.Bool(true),
		},
	})
	takeOrder := newTakeOrder(stack, props.Network, receipts)
	showCatalog := newShowCatalog(stack, props.Network, products)
	NewOrdersApi(stack, "Api", &OrdersApiProps{TakeOrder: takeOrder, ShowCatalog: showCatalog})
	NewDailyReports(stack, "Reports", &DailyReportsProps{
		Network:   props.Network,
		Products:  products,
		Receipts:  receipts,
		Warehouse: props.Warehouse,
	})
	return stack
}

// newTakeOrder charges the customer, writes the order to the database and its receipt to the bucket.
func newTakeOrder(stack awscdk.Stack, network cdklambdanetwork.PrivateLambdaNetwork, receipts awss3.Bucket) awslambda.IFunction {
	database := newDatabase(stack, network)
	paymentKey := awssecretsmanager.NewSecret(stack, jsii.String("PaymentKey"), &awssecretsmanager.SecretProps{
		Description: jsii.String("API key of the payment provider"),
	})
	takeOrder := cdklambdanetwork.NewVpcConnectedFunction(stack, jsii.String("TakeOrder"), &cdklambdanetwork.VpcConnectedFunctionProps{
		Network: network,
		Runtime: awslambda.Runtime_NODEJS_24_X(),
		Handler: jsii.String("index.handler"),
		Code:    awslambda.Code_FromAsset(jsii.String("handlers/take-order"), nil),
		Environment: &map[string]*string{
			"DATABASE_SECRET": database.Secret().SecretArn(),
			"PAYMENT_KEY":     paymentKey.SecretArn(),
			"RECEIPTS":        receipts.BucketName(),
		},
		Destinations: &[]cdklambdanetwork.Destination{
			cdklambdanetwork.Destination_Internet(nil),
			cdklambdanetwork.Destination_AwsService(awsec2.InterfaceVpcEndpointAwsService_SECRETS_MANAGER()),
			cdklambdanetwork.Destination_AwsService(awsec2.GatewayVpcEndpointAwsService_S3()),
			cdklambdanetwork.Destination_Connectable(database, awsec2.Port_Tcp(jsii.Number(5432))),
		},
	})
	database.Secret().GrantRead(takeOrder, nil)
	paymentKey.GrantRead(takeOrder, nil)
	receipts.GrantPut(takeOrder, nil)
	return takeOrder
}

// newShowCatalog reads one table, and reaches nothing else.
func newShowCatalog(stack awscdk.Stack, network cdklambdanetwork.PrivateLambdaNetwork, products awsdynamodb.TableV2) awslambda.IFunction {
	showCatalog := cdklambdanetwork.NewVpcConnectedFunction(stack, jsii.String("ShowCatalog"), &cdklambdanetwork.VpcConnectedFunctionProps{
		Network:     network,
		Runtime:     awslambda.Runtime_NODEJS_24_X(),
		Handler:     jsii.String("index.handler"),
		Code:        awslambda.Code_FromAsset(jsii.String("handlers/show-catalog"), nil),
		Environment: &map[string]*string{"PRODUCTS": products.TableName()},
		Destinations: &[]cdklambdanetwork.Destination{
			cdklambdanetwork.Destination_AwsService(awsec2.GatewayVpcEndpointAwsService_DYNAMODB()),
		},
	})
	products.GrantReadData(showCatalog)
	return showCatalog
}

func newDatabase(stack awscdk.Stack, network cdklambdanetwork.PrivateLambdaNetwork) awsrds.DatabaseInstance {
	return awsrds.NewDatabaseInstance(stack, jsii.String("Database"), &awsrds.DatabaseInstanceProps{
		Engine: awsrds.DatabaseInstanceEngine_Postgres(&awsrds.PostgresInstanceEngineProps{
			Version: awsrds.PostgresEngineVersion_VER_17(),
		}),
		InstanceType:       awsec2.InstanceType_Of(awsec2.InstanceClass_T4G, awsec2.InstanceSize_SMALL),
		Vpc:                network.Vpc(),
		VpcSubnets:         &awsec2.SubnetSelection{Subnets: network.IsolatedSubnets()},
		Credentials:        awsrds.Credentials_FromGeneratedSecret(jsii.String("orders"), nil),
		DatabaseName:       jsii.String("orders"),
		MultiAz:            jsii.Bool(true),
		StorageEncrypted:   jsii.Bool(true),
		DeletionProtection: jsii.Bool(true),
	})
}

func newReceipts(stack awscdk.Stack) awss3.Bucket {
	secure := awss3.BucketProps{
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(),
		Encryption:        awss3.BucketEncryption_S3_MANAGED,
		EnforceSSL:        jsii.Bool(true),
	}
	logged := secure
	logged.ServerAccessLogsBucket = awss3.NewBucket(stack, jsii.String("ReceiptsAccessLogs"), &secure)
	return awss3.NewBucket(stack, jsii.String("Receipts"), &logged)
}
