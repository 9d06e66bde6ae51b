"""Run every benchmark, each in a data folder of its own, and print its table."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

BENCHMARKS = ("study", "http", "variants")


def main() -> None:
    names = sys.argv[1:] or BENCHMARKS
    for name in names:
        with tempfile.TemporaryDirectory(prefix="studyhub-bench-") as var:
            environment = os.environ | {
                "STUDYHUB_VAR": var,
                "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
            }
            command = [sys.executable, "-m", f"tests.benchmarks.{name}"]
            subprocess.run(command, env=environment, check=True)  # noqa: S603


if __name__ == "__main__":
    main()
