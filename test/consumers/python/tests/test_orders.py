"""How the application is tested: by its templates, and by the mistakes that are refused."""

import unittest

from aws_cdk import Acknowledgment, App, Validations
from aws_cdk.assertions import Match, Template

from orders.guardrail_stack import GuardrailStack
from orders.network_stack import NetworkStack
from orders.orders_stack import OrdersStack


class OrdersTest(unittest.TestCase):
    def setUp(self) -> None:
        self.app = App()

    def test_every_function_is_in_the_network(self) -> None:
        network = NetworkStack(self.app, "OrdersNetwork").network
        template = Template.from_stack(OrdersStack(self.app, "Orders", network=network))
        template.resource_count_is("AWS::Lambda::Function", 4)
        in_network = {"SubnetIds": Match.any_value(), "SecurityGroupIds": Match.any_value()}
        template.all_resources_properties("AWS::Lambda::Function", {"VpcConfig": in_network})

    def test_functions_with_the_same_destinations_share_network_interfaces(self) -> None:
        network = NetworkStack(self.app, "OrdersNetwork").network
        OrdersStack(self.app, "Orders", network=network)
        self.assertEqual(network.network_interface_count, 3 * 2)

    def test_the_guardrail_denies_and_the_policy_of_deployers_allows(self) -> None:
        network = NetworkStack(self.app, "OrdersNetwork").network
        template = Template.from_stack(GuardrailStack(self.app, "OrdersGuardrail", network=network))
        template.resource_count_is("AWS::IAM::ManagedPolicy", 2)

    def test_a_mistake_arrives_with_the_code_that_the_documentation_explains(self) -> None:
        with self.assertRaisesRegex(RuntimeError, r"\[ZONE_COUNT\]"):
            NetworkStack(self.app, "OrdersNetwork", zones=0)

    def test_what_is_not_reached_passes_with_a_reason(self) -> None:
        network = NetworkStack(self.app, "OrdersNetwork").network
        stack = OrdersStack(self.app, "Orders", network=network, warehouse="192.168.0.0/16")
        Validations.of(stack).acknowledge(
            Acknowledgment(
                id="cdk-lambda-network::NO_ROUTE_TO_DESTINATION",
                reason="the route to the warehouse is made by the network team",
            )
        )
        self.app.synth()


if __name__ == "__main__":
    unittest.main()
