"""Chromium as the machine has it; without one, these tests say so and are skipped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WATCH = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)
            # pytest-base-url 2.1, which pytest-playwright brings along
            old = "ignore:Session-scoped fixtures defined as instance methods"
            item.add_marker(pytest.mark.filterwarnings(old))


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
) -> dict[str, Any]:
    if not shutil.which(CHROMIUM):
        sentence = f"There is no Chromium at {CHROMIUM}; `make test` installs one."
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@dataclass
class Watched:
    """A page, and what went wrong on it."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(message.text)

    def check(self, name: str) -> None:
        """Let axe look at the page as it is now."""
        for violation in Axe().run(self.page).response["violations"]:
            for node in violation["nodes"]:
                what = (violation["id"], node["html"][:120], node["failureSummary"])
                self.faults.append(f"{name}: {what}")


@pytest.fixture
def watched(page: Page) -> Iterator[Watched]:
    """A page that is watched: no fault of the scripts, the CSP or axe may be left."""
    watched = Watched(page)
    page.add_init_script(WATCH)
    page.on("pageerror", lambda error: watched.faults.append(f"script: {error}"))
    page.on("console", watched.hear)
    yield watched
    assert watched.faults == []
