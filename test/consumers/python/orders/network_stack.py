"""The network, deployed on its own: it changes rarely and is shared."""

from aws_cdk import Stack
from cdk_lambda_network import Egress, PrivateLambdaNetwork, Zones
from constructs import Construct


class NetworkStack(Stack):
    """Two zones, with a NAT gateway in each."""

    def __init__(self, scope: Construct, construct_id: str, *, zones: int = 2, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.network = PrivateLambdaNetwork(
            self,
            "Network",
            zones=Zones.count(zones),
            egress=Egress.nat_gateways(),
        )
