package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-lambda-network/cdk-lambda-network-go/cdklambdanetwork"
)

// NetworkStack is the network, deployed on its own: it changes rarely and is shared.
type NetworkStack struct {
	awscdk.Stack
	Network cdklambdanetwork.PrivateLambdaNetwork
}

// NetworkStackProps says over how many zones the network is.
type NetworkStackProps struct {
	awscdk.StackProps
	Zones int
}

// NewNetworkStack defines a network with a NAT gateway in each zone; without props it is over two.
func NewNetworkStack(scope constructs.Construct, id string, props *NetworkStackProps) *NetworkStack {
	if props == nil {
		props = &NetworkStackProps{Zones: 2}
	}
	stack := awscdk.NewStack(scope, &id, &props.StackProps)
	network := cdklambdanetwork.NewPrivateLambdaNetwork(stack, jsii.String("Network"), &cdklambdanetwork.PrivateLambdaNetworkProps{
		Zones:  cdklambdanetwork.Zones_Count(jsii.Number(props.Zones)),
		Egress: cdklambdanetwork.Egress_NatGateways(nil),
	})
	return &NetworkStack{Stack: stack, Network: network}
}
