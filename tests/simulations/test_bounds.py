"""What an algorithm refuses before it works, whatever it is given."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulations import bounds, systems
from simulations.bounds import OutOfBounds
from tests.timing import within

NEVER: list[Any] = ["1", "", None, [1], {}, b"1", 1j, np.complex128(1), object(), True]
NOT_WHOLE = [*NEVER, 1.0, 0.5, math.nan, math.inf, 0, 11, 10**5000, np.float64(3)]
NOT_NUMBERS = [*NEVER, math.nan, math.inf, -math.inf, 0.9, 10.1, 10**400, -(10**400)]
NOT_NUMBERS += [np.float64("nan"), np.array(3.0)]


@pytest.mark.parametrize("value", [1, 10, np.int64(7), np.uint8(3)])
def test_whole_takes_whole_numbers(value: Any) -> None:
    """Python's and numpy's, both bounds included, as an int."""
    assert type(bounds.whole("n", value, most=10)) is int


@pytest.mark.parametrize("value", NOT_WHOLE, ids=range(len(NOT_WHOLE)))
def test_whole_refuses_the_rest(value: Any) -> None:
    """Fractions, too few, too many, and what is no number."""
    with pytest.raises(OutOfBounds, match=r"^n: give a whole number from 1 to 10\.$"):
        bounds.whole("n", value, most=10)


@pytest.mark.parametrize("value", [1, 10.0, 2.5, np.float32(7), np.int8(3)])
def test_number_takes_numbers(value: Any) -> None:
    """Whole ones too, both bounds included, as a float."""
    given = bounds.number("x", value, least=1, most=10)
    assert type(given) is float
    assert given == value


@pytest.mark.parametrize("value", NOT_NUMBERS, ids=range(len(NOT_NUMBERS)))
def test_number_refuses_the_rest(value: Any) -> None:
    """What is not finite, or beyond, or no number."""
    with pytest.raises(OutOfBounds, match=r"^x: give a "):
        bounds.number("x", value, least=1, most=10)


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (3, ()),
        (np.float64(3), ()),
        ([1, 2.5], (2,)),
        (range(3), (None,)),
        ([Fraction(1, 2), Decimal("0.5")], (2,)),
        ([[1, 2], (3, 4)], (None, 2)),
        ([np.array([1, 2]), [3, 4]], (2, None)),
        (np.zeros((2, 3, 4), dtype=int), (2, None, 4)),
        (np.zeros((4, 3)).T, (3, 4)),
    ],
)
def test_array_takes_numbers_in_rows(value: Any, shape: tuple[int | None]) -> None:
    """Lists, tuples, arrays, mixed; what is given stays as it is."""
    copy = bounds.array("w", value, shape=shape)
    assert copy.dtype == float
    assert (copy == np.array(value, dtype=float)).all()
    assert not np.shares_memory(copy, np.asarray(value))


def endless() -> list[Any]:
    """A list that is its own first item."""
    inner: list[Any] = []
    inner.append(inner)
    return inner


NOT_ROWS: list[Callable[[], Any]] = [
    *(list, lambda: [[]], lambda: [[], []], lambda: [1, 2], lambda: 3, lambda: None),
    *(lambda: [[1, 2], [3]], lambda: [[1], [2, 3]], lambda: [[1, 2], 3]),
    *(lambda: [["x", "y"]], lambda: "12", lambda: b"12", lambda: {0: [1, 2]}),
    *(lambda: {1, 2}, object, lambda: iter([[1, 2]]), lambda: [[1, 1j]]),
    *(lambda: [[1, math.nan]], lambda: [[1, -math.inf]], lambda: [[1, 10**400]]),
    *(lambda: [[1, 5.1]], lambda: [[1, None]], lambda: [[[1], [2]]], endless),
    *(lambda: np.zeros((0, 2)), lambda: np.zeros((2, 0)), lambda: np.array(3.0)),
    lambda: np.full((2, 2), "x"),
    # as large as these are, none is copied
    *(lambda: np.zeros((5000, 5000)), lambda: [[0.5] * 10] * 1_000_000),
    *(lambda: [0.5] * 10_000_000, lambda: [[0.5, 0.5]] * 1_000_000),
    *(lambda: [[[0.5] * 1000] * 1000] * 1000, lambda: [[range(10**9)] * 2]),
    *(lambda: range(10**9), lambda: [range(10**9)], lambda: bytearray(10**8)),
    *(lambda: np.broadcast_to(0.5, (10**9, 2)), lambda: [np.zeros((5000, 5000))]),
    *(lambda: [[1, 2], [0.5] * 10_000_000], lambda: [[1, "9" * 10**6]]),
    lambda: np.full((400_000, 2), "x"),
]


@pytest.mark.parametrize("made", NOT_ROWS, ids=range(len(NOT_ROWS)))
def test_array_refuses_the_rest_at_once(made: Callable[[], Any]) -> None:
    """At once, by name; a size is seen before anything is copied."""
    value = made()
    with within(), pytest.raises(OutOfBounds, match=r"^w: give "):
        bounds.array("w", value, shape=(None, 2), most=5)


def test_array_takes_as_many_numbers_as_it_is_told() -> None:
    """The most is a count of numbers, not of rows."""
    assert bounds.array("w", [[1, 2]] * 3, shape=(None, 2), numbers=6).size == 6
    with pytest.raises(OutOfBounds, match="at most 5 numbers"):
        bounds.array("w", [[1, 2]] * 3, shape=(None, 2), numbers=5)


SLOW: list[Callable[[], Any]] = [
    lambda: [[1.0]] * 1_000_000,
    lambda: [["1"]] * 1_000_000,
    lambda: [[Fraction(1, 3)]] * 1_000_000,
    lambda: np.full((1_000_000, 1), Fraction(1, 3)),
    lambda: np.full((1_000_000, 1), "1"),
]


@pytest.mark.parametrize("made", SLOW, ids=range(len(SLOW)))
def test_what_takes_long_to_read_is_not_read(made: Callable[[], Any]) -> None:
    """A million numbers come as an array of numbers, or not at all."""
    value = made()
    with within(), pytest.raises(OutOfBounds, match="as an array"):
        bounds.array("w", value, shape=(None, 1))


def test_a_million_numbers_come_as_an_array() -> None:
    """As many as there may be; as a list, a tenth of them."""
    assert bounds.array("w", np.ones(1_000_000), shape=(None,)).size == 1_000_000
    assert bounds.array("w", [1] * 100_000, shape=(None,)).size == 100_000


def test_a_shape_is_named_in_words() -> None:
    """Both what is wanted and what was given."""
    with pytest.raises(OutOfBounds, match=r"of shape n × 2, not 1 × 3\.$"):
        bounds.array("w", [[1, 2, 3]], shape=(None, 2))


@pytest.mark.parametrize("amount", [101, math.inf, math.nan, 10**400])
def test_work_is_counted_before_it_is_done(amount: float) -> None:
    """Just the most is done; no more, and nothing that cannot be counted."""
    bounds.work("epochs", 100, most=100)
    with pytest.raises(OutOfBounds, match=r"^epochs: that is .* at most 100 are done"):
        bounds.work("epochs", amount, most=100)


def test_a_refusal_can_be_told_in_any_language() -> None:
    """In Python it is English; its sentence and its values are kept apart."""
    with pytest.raises(OutOfBounds) as refused:
        bounds.whole("n", 11, most=10)
    assert str(refused.value) == "n: give a whole number from 1 to 10."
    assert refused.value.why % refused.value.values in str(refused.value)
    assert refused.value.values == {"least": 1, "most": 10}


ALGORITHMS = sorted(Path(systems.__file__).parent.glob("*/algorithm*.py"))


@pytest.mark.parametrize(
    "path", [Path(bounds.__file__), *ALGORITHMS], ids=lambda path: path.parent.name
)
def test_every_refusal_is_a_sentence_that_can_be_translated(path: Path) -> None:
    """Literal, so that `make messages` finds it: never one with its numbers in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and "OutOfBounds" in ast.unparse(node.func):
            assert isinstance(node.args[1], ast.Constant), ast.unparse(node)
