package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) {
	status := m.Run()
	jsii.Close()
	os.Exit(status)
}

func TestEveryFunctionIsInTheNetwork(t *testing.T) {
	app := awscdk.NewApp(nil)
	network := NewNetworkStack(app, "OrdersNetwork", nil).Network
	template := assertions.Template_FromStack(NewOrdersStack(app, "Orders", &OrdersStackProps{Network: network}), nil)

	template.ResourceCountIs(jsii.String("AWS::Lambda::Function"), jsii.Number(4))
	template.AllResourcesProperties(jsii.String("AWS::Lambda::Function"), map[string]any{
		"VpcConfig": map[string]any{"SubnetIds": assertions.Match_AnyValue(), "SecurityGroupIds": assertions.Match_AnyValue()},
	})
	if count := *network.NetworkInterfaceCount(); count != 3*2 {
		t.Errorf("three sets of destinations in two zones have %v network interfaces", count)
	}
}

func TestAMistakeArrivesWithTheCodeThatTheDocumentationExplains(t *testing.T) {
	defer func() {
		if reason := fmt.Sprint(recover()); !strings.Contains(reason, "[ZONE_COUNT]") {
			t.Errorf("a network without zones: %s", reason)
		}
	}()
	NewNetworkStack(awscdk.NewApp(nil), "OrdersNetwork", &NetworkStackProps{Zones: 0})
}
