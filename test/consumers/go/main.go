// The application: a network that many services could share, one service in it, and a guardrail around it.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	network := NewNetworkStack(app, "OrdersNetwork", nil).Network
	warehouse, _ := app.Node().TryGetContext(jsii.String("warehouse")).(string)
	NewOrdersStack(app, "Orders", &OrdersStackProps{Network: network, Warehouse: warehouse})
	NewGuardrailStack(app, "OrdersGuardrail", &GuardrailStackProps{Network: network})
	app.Synth(nil)
}
