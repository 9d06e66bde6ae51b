"""What is refused: by the name of its parameter, before any work."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from simulations.bounds import OutOfBounds
from tests.timing import within

# What no parameter of a type takes, as JSON or as a form sends it.
NOT_NUMBERS: list[Any] = ["nan", "inf", "1e400", "zero", "1_0", "9" * 5000, math.nan]
NOT_NUMBERS += ["", math.inf, 1e300, True, None, [1], {"a": 1}]
BAD: dict[str, list[Any]] = {
    "number": NOT_NUMBERS,
    "integer": [*NOT_NUMBERS, 10**9, 10**400, 0.5],
    "choice": ["no such choice", "", 1, None, ["a"]],
    "text": ["", " \n ", "\x00", "x" * 100_000, 1, None, ["a"]],
    "matrix": [
        *([], [[]], [1], "", "[", "[" * 100_000, None, {"rows": 10**6}),
        *([[1, 2], [3]], [[math.nan]], [["x"]], [[1e300]], [[True]]),
        *([[0.5]] * 1_000_000, [[0.5] * 1_000_000], "1 " * 1_000_000),
    ],
}


@contextmanager
def refused_at_once(name: str) -> Iterator[None]:
    """The body is refused for `name`, and in no time."""
    with within(), pytest.raises(OutOfBounds) as refused:
        yield
    assert refused.value.name == name
