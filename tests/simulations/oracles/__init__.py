"""Independent oracles: an answer to each exercise, found from its question alone.

They are written from the exercise's prompt, not from its code, and share nothing with
it. An oracle takes the English question, nothing else, and gives a response.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

from quizzes.questions import Question

Oracle = Callable[[Question], Any]

ORACLES: dict[str, Oracle] = {}


def oracle(slug: str) -> Callable[[Oracle], Oracle]:
    """Decorator: the oracle of the exercise called `slug`."""

    def add(function: Oracle) -> Oracle:
        assert slug not in ORACLES
        ORACLES[slug] = function
        return function

    return add


for _module in pkgutil.iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)
