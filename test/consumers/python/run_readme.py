"""Runs every example of the README that the wheel brings along, and that package indexes show: TypeScript translated into Python."""

import importlib.metadata
import pathlib
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from aws_cdk import App, Environment, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_rds as rds
from aws_cdk import aws_s3 as s3
from cdk_lambda_network import PrivateLambdaNetwork, VpcConnectedFunction

README = "cdk-lambda-network"
EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
# what is `declare const name: Type` in TypeScript is a comment in Python
DECLARED = re.compile(r"^# (\w+): ([\w.]+)$", re.MULTILINE)


class Elsewhere:
    """A stack of what an example takes from elsewhere, by the type that it declares."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._makers: dict[str, Callable[[str], Any]] = {
            "App": lambda name: stack.node.root,
            "Stack": lambda name: Stack(
                stack.node.root, name, env=Environment(account=stack.account, region=stack.region)
            ),
            "PrivateLambdaNetwork": lambda name: PrivateLambdaNetwork(stack, name),
            "VpcConnectedFunction": self._function,
            "ec2.SecurityGroup": lambda name: ec2.SecurityGroup(stack, name, vpc=ec2.Vpc(stack, f"{name}Vpc")),
            "firehose.DeliveryStream": self._delivery_stream,
            "iam.Role": lambda name: iam.Role(stack, name, assumed_by=iam.AccountRootPrincipal()),
            "kms.IKey": lambda name: kms.Key(stack, name),
            "rds.DatabaseInstance": self._database,
        }

    def make(self, name: str, declared_type: str) -> Any:
        return self._makers[declared_type](f"declared-{name.replace('_', '-')}")

    def _function(self, name: str) -> VpcConnectedFunction:
        return VpcConnectedFunction(
            self._stack,
            name,
            network=PrivateLambdaNetwork(self._stack, f"{name}Network"),
            runtime=lambda_.Runtime.PYTHON_3_14,
            handler="index.handler",
            code=lambda_.Code.from_inline("def handler(event, context): pass"),
            destinations=[],
        )

    def _delivery_stream(self, name: str) -> firehose.DeliveryStream:
        bucket = s3.Bucket(self._stack, f"{name}Bucket")
        return firehose.DeliveryStream(self._stack, name, destination=firehose.S3Bucket(bucket))

    def _database(self, name: str) -> rds.DatabaseInstance:
        engine = rds.DatabaseInstanceEngine.postgres(version=rds.PostgresEngineVersion.VER_17)
        return rds.DatabaseInstance(self._stack, name, engine=engine, vpc=ec2.Vpc(self._stack, f"{name}Vpc"))


def examples() -> Iterator[str]:
    readme = importlib.metadata.metadata(README).get_payload()
    return (match[1] for match in EXAMPLE.finditer(readme))


def run(example: str) -> bool:
    stack = Stack(App(), "Elsewhere", env=Environment(account="111122223333", region="eu-west-1"))
    elsewhere = Elsewhere(stack)
    try:
        names = {name: elsewhere.make(name, declared_type) for name, declared_type in DECLARED.findall(example)}
        exec(compile(example, "README", "exec"), names)
    except Exception:
        traceback.print_exc()
        print(example, file=sys.stderr)
        return False
    return True


def main() -> None:
    for folder in "orders", "importer":
        pathlib.Path(folder).mkdir(exist_ok=True)
        pathlib.Path(folder, "index.py").touch()
    pathlib.Path("reports.ts").write_text("export const handler = async () => {};\n")
    pathlib.Path("package-lock.json").write_text("{}\n")
    ran = [run(example) for example in examples()]
    print(f"{sum(ran)} of {len(ran)} examples of the README run")
    sys.exit(0 if ran and all(ran) else 1)


if __name__ == "__main__":
    main()
