"""The ten-line example, in Python: a function in a network, that may talk to the internet. Then what the guides show in Python."""

import json
import pathlib
import tempfile

from aws_cdk import App, Stack, assertions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from cdk_lambda_network import Destination, LambdaVpcGuardrail, PrivateLambdaNetwork, VpcConnectedFunction, Zones

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

# a mistake arrives with the code by which the documentation explains it
try:
    Zones.count(0)
except RuntimeError as error:
    assert "[ZONE_COUNT]" in str(error), error
else:
    raise AssertionError("a network without zones was accepted")

# functions of other classes take what a connection has, member by member
connection = network.connect(stack, "ReportsConnection", destinations=[Destination.aws_service("s3")])
reports = lambda_.Function(
    stack,
    "Reports",
    runtime=lambda_.Runtime.PYTHON_3_13,
    handler="index.handler",
    code=lambda_.Code.from_inline("def handler(event, context): pass"),
    vpc=connection.vpc,
    vpc_subnets=connection.vpc_subnets,
    security_groups=connection.security_groups,
    ipv6_allowed_for_dual_stack=connection.ipv6_allowed_for_dual_stack,
    role=connection.role,
    log_group=connection.log_group,
    environment=connection.environment,
)
connection.attach(reports)

# docs/guides/guardrails.md
developers = iam.Role(stack, "Developers", assumed_by=iam.AccountRootPrincipal())
guardrail = LambdaVpcGuardrail.combine(
    LambdaVpcGuardrail.allow_only(vpcs=[network.vpc], subnets=network.function_subnets),
    LambdaVpcGuardrail.deny(security_group_ids=["sg-0123456789abcdef0"]),
)
developers.add_managed_policy(guardrail.to_managed_policy(stack, "OnlyInNetwork"))

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
template.resource_count_is("AWS::IAM::ManagedPolicy", 1)

# what is declared and not reached fails the synthesis, and the report says why
outdir = tempfile.mkdtemp()
broken = Stack(App(outdir=outdir), "Broken")
network = PrivateLambdaNetwork(broken, "Network")
VpcConnectedFunction(
    broken,
    "Orders",
    network=network,
    runtime=lambda_.Runtime.PYTHON_3_13,
    handler="index.handler",
    code=lambda_.Code.from_inline("def handler(event, context): pass"),
    destinations=[Destination.internet()],
)
for subnet in network.function_subnets:
    subnet.node.find_child("DefaultRoute").add_property_override("DestinationCidrBlock", "192.0.2.0/24")
try:
    broken.node.root.synth()
except RuntimeError:
    report = json.loads(pathlib.Path(outdir, "validation-report.json").read_text())
    rules = [violation["ruleName"] for plugin in report["pluginReports"] for violation in plugin["violations"]]
    assert "NO_ROUTE_TO_DESTINATION" in rules, rules
else:
    raise AssertionError("a function without a route passed")

print(f"python: {len(template.to_json()['Resources'])} resources")
