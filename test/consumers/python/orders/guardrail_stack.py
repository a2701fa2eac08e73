"""Developers may deploy functions into the network, and nowhere else."""

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from cdk_lambda_network import LambdaVpcDeployerPolicy, LambdaVpcGuardrail, PrivateLambdaNetwork
from constructs import Construct


class GuardrailStack(Stack):
    """A role of developers, what it is denied, and what it is granted."""

    def __init__(self, scope: Construct, construct_id: str, *, network: PrivateLambdaNetwork, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)
        developers = iam.Role(self, "Developers", assumed_by=iam.AccountRootPrincipal())
        guardrail = LambdaVpcGuardrail.combine(
            LambdaVpcGuardrail.allow_only_network(network, exempt_function_names=["OrdersNetwork-*"]),
            LambdaVpcGuardrail.deny(security_group_ids=["sg-0123456789abcdef0"]),
        )
        developers.add_managed_policy(guardrail.to_managed_policy(self, "OnlyInNetwork"))
        LambdaVpcDeployerPolicy(self, "DeployToVpc", roles=[developers])
