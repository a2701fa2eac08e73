"""Runs each example of a folder as a program of its own: run_examples.py <folder>. An app that is left unsynthesized is synthesized."""

import pathlib
import sys
import traceback

from aws_cdk import App


def run(example: pathlib.Path) -> bool:
    document = example.name.rsplit(".", 2)[0].replace("--", "/")
    names = {"__name__": "__main__"}
    try:
        exec(compile(example.read_text(), document, "exec"), names)
        for app in [value for value in names.values() if isinstance(value, App)]:
            app.synth()
    except Exception:
        traceback.print_exc()
        return False
    return True


def main() -> None:
    examples = sorted(pathlib.Path(sys.argv[1]).glob("*.py"))
    failed = [example.name for example in examples if not run(example)]
    print(f"{len(examples) - len(failed)} of {len(examples)} examples run")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
