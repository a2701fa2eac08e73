"""The ten-line example, in Python: a function in a network, that may talk to the internet."""

from aws_cdk import App, Stack, assertions
from aws_cdk import aws_lambda as lambda_
from cdk_lambda_network import Destination, PrivateLambdaNetwork, VpcConnectedFunction, Zones

app = App()
stack = Stack(app, "Shop")
network = PrivateLambdaNetwork(stack, "Network")
VpcConnectedFunction(
    stack,
    "Orders",
    network=network,
    runtime=lambda_.Runtime.PYTHON_3_13,
    handler="index.handler",
    code=lambda_.Code.from_inline("def handler(event, context): pass"),
    destinations=[Destination.internet()],
)

template = assertions.Template.from_stack(stack)
template.has_resource_properties(
    "AWS::Lambda::Function",
    {
        "Handler": "index.handler",
        "VpcConfig": {
            "SubnetIds": assertions.Match.any_value(),
            "SecurityGroupIds": assertions.Match.any_value(),
        },
    },
)

# a mistake arrives with the code by which the documentation explains it
try:
    Zones.count(0)
except RuntimeError as error:
    assert "[ZONE_COUNT]" in str(error), error
else:
    raise AssertionError("a network without zones was accepted")

print(f"python: {len(template.to_json()['Resources'])} resources")
