// The ten-line example, in Go: a function in a network, that may talk to the internet.
package main

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-lambda-network/cdk-lambda-network-go/cdklambdanetwork"
)

func main() {
	defer jsii.Close()

	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Shop"), nil)
	network := cdklambdanetwork.NewPrivateLambdaNetwork(stack, jsii.String("Network"), nil)
	cdklambdanetwork.NewVpcConnectedFunction(stack, jsii.String("Orders"), &cdklambdanetwork.VpcConnectedFunctionProps{
		Network:      network,
		Runtime:      awslambda.Runtime_NODEJS_24_X(),
		Handler:      jsii.String("index.handler"),
		Code:         awslambda.Code_FromInline(jsii.String("exports.handler = async () => {}")),
		Destinations: &[]cdklambdanetwork.Destination{cdklambdanetwork.Destination_Internet(nil)},
	})

	template := assertions.Template_FromStack(stack, nil)
	template.HasResourceProperties(jsii.String("AWS::Lambda::Function"), map[string]interface{}{
		"Handler": "index.handler",
		"VpcConfig": map[string]interface{}{
			"SubnetIds":        assertions.Match_AnyValue(),
			"SecurityGroupIds": assertions.Match_AnyValue(),
		},
	})
	resources := (*template.ToJSON())["Resources"].(map[string]interface{})
	fmt.Printf("go: %d resources\n", len(resources))
}
