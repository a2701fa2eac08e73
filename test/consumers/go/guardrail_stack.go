package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-lambda-network/cdk-lambda-network-go/cdklambdanetwork"
)

// GuardrailStackProps says for which network.
type GuardrailStackProps struct {
	awscdk.StackProps
	Network cdklambdanetwork.PrivateLambdaNetwork
}

// NewGuardrailStack lets developers deploy functions into the network, and nowhere else.
func NewGuardrailStack(scope constructs.Construct, id string, props *GuardrailStackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, &props.StackProps)
	developers := awsiam.NewRole(stack, jsii.String("Developers"), &awsiam.RoleProps{AssumedBy: awsiam.NewAccountRootPrincipal()})
	guardrail := cdklambdanetwork.LambdaVpcGuardrail_Combine(
		cdklambdanetwork.LambdaVpcGuardrail_AllowOnlyNetwork(props.Network, &cdklambdanetwork.LambdaVpcGuardrailOptions{
			ExemptFunctionNames: jsii.Strings("OrdersNetwork-*"),
		}),
		cdklambdanetwork.LambdaVpcGuardrail_Deny(&cdklambdanetwork.GuardedVpcSettings{
			SecurityGroupIds: jsii.Strings("sg-0123456789abcdef0"),
		}),
	)
	developers.AddManagedPolicy(guardrail.ToManagedPolicy(stack, jsii.String("OnlyInNetwork"), nil))
	cdklambdanetwork.NewLambdaVpcDeployerPolicy(stack, jsii.String("DeployToVpc"), &cdklambdanetwork.LambdaVpcDeployerPolicyProps{
		Roles: &[]awsiam.IRole{developers},
	})
	return stack
}
