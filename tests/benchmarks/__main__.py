"""Run every benchmark, each in a data folder of its own, and print its table."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from tests.benchmarks.figures import say

BENCHMARKS = (
    "study",
    "http",
    "variants",
    "refusals",
    "questions",
    "analysis",
    "regrade",
    "xor",
    "reproduced",
    "perceptrons",
)


def main() -> None:
    names = sys.argv[1:] or BENCHMARKS
    for name in names:
        with tempfile.TemporaryDirectory(prefix="studyhub-bench-") as var:
            environment = os.environ | {
                "STUDYHUB_VAR": var,
                "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
            }
            command = [sys.executable, "-m", f"tests.benchmarks.{name}"]
            child = subprocess.Popen(command, env=environment)  # noqa: S603
            _pid, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            if child.returncode:
                raise subprocess.CalledProcessError(child.returncode, command)
            say(f"{name}: peak of the process {usage.ru_maxrss / 1024:.0f} MB\n")


if __name__ == "__main__":
    main()
