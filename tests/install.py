"""Install Chromium and a Korean font for the browser tests, where that can be done.

Where no browser can be had, its tests are skipped with a line that says so; with
CI=true that is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGES = ["chromium", "fonts-noto-cjk"]


def has_browser() -> bool:
    return shutil.which("chromium") is not None


def main() -> None:
    """Install by apt where this process may; say so where it may not."""
    if has_browser():
        return
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        sys.stderr.write("Installing Chromium for the browser tests…\n")
        for command in (
            ["update", "-qq"],
            ["install", "-qq", "-y", "--no-install-recommends", *PACKAGES],
        ):
            subprocess.run(  # noqa: S603
                [apt, *command],
                check=False,
                stdout=subprocess.DEVNULL,
                env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            )
    if not has_browser():
        sys.stderr.write("No Chromium here: the browser tests cannot run.\n")


if __name__ == "__main__":
    main()
