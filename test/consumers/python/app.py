"""The application: a network that many services could share, one service in it, and a guardrail around it."""

from aws_cdk import App

from orders.guardrail_stack import GuardrailStack
from orders.network_stack import NetworkStack
from orders.orders_stack import OrdersStack

app = App()
network = NetworkStack(app, "OrdersNetwork").network
OrdersStack(app, "Orders", network=network, warehouse=app.node.try_get_context("warehouse"))
GuardrailStack(app, "OrdersGuardrail", network=network)
app.synth()
