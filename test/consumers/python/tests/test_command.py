"""The command comes with the wheel: what it says and the status it exits with are those of the npm package."""

import os
import pathlib
import shutil
import subprocess
import sys
import unittest

APP = pathlib.Path(__file__).parent.parent
COMMAND = pathlib.Path(sys.prefix, "bin", "cdk-lambda-network")
NPM_COMMAND = ("node", pathlib.Path(os.environ["NPM_PACKAGE"], "bin", "cdk-lambda-network"))


def run(*command: str | pathlib.Path) -> tuple[int, str, str]:
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=APP)
    return result.returncode, result.stdout, result.stderr


class CommandTest(unittest.TestCase):
    def assert_same_as_npm(self, status: int, *arguments: str) -> str:
        of_wheel = run(COMMAND, *arguments)
        self.assertEqual(of_wheel, run(*NPM_COMMAND, *arguments))
        self.assertEqual(of_wheel[0], status, of_wheel)
        return of_wheel[1] + of_wheel[2]

    def test_all_that_is_declared_is_proven(self) -> None:
        said = self.assert_same_as_npm(0, "check", "cdk.out")
        self.assertRegex(said, r"\b(\d+) of \1 declared destinations are proven")

    def test_what_is_not_proven_is_explained(self) -> None:
        said = self.assert_same_as_npm(1, "check", "cdk.out.mistake")
        self.assertIn("NO_ROUTE_TO_DESTINATION", said)

    def test_what_cannot_be_read_is_said(self) -> None:
        said = self.assert_same_as_npm(2, "check", "nowhere")
        self.assertIn("there is no file or folder nowhere", said)

    def test_a_space_in_a_path_is_quoted_twice(self) -> None:
        shutil.copytree(APP / "cdk.out", APP / "cdk out", dirs_exist_ok=True)
        status, *_ = run(COMMAND, "check", "'cdk out'")
        self.assertEqual(status, 0)

    def test_the_report_for_machines(self) -> None:
        said = self.assert_same_as_npm(1, "check", "cdk.out.mistake", "--format", "json")
        self.assertIn('"192.168.0.0/16"', said)


if __name__ == "__main__":
    unittest.main()
