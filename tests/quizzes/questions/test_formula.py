"""Formulas that authors write: arithmetic, and nothing that could do harm."""

from __future__ import annotations

import math
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizzes.questions import formula
from tests.timing import within

NUMBERS = {"p1": 0.5, "p2": -3.0}
PYTHONS: dict[str, Any] = {
    "abs": abs, "exp": math.exp, "log": math.log, "max": max, "min": min,
    "sqrt": math.sqrt, "tanh": math.tanh,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "relu": lambda x: max(0, x), "step": lambda x: x >= 0,
}  # fmt: skip

leaves = st.sampled_from(["p1", "p2"]) | st.integers(0, 9).map(str)
leaves |= st.floats(0, 9, allow_nan=False).map(lambda x: f"{x:.3g}")


def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["+", "-", "*", "/", "**", "<", "<=", ">", ">=", "=="])
    of_one = st.sampled_from(sorted(set(PYTHONS) - {"max", "min"}))
    return (
        st.builds("({} {} {})".format, inner, operators, inner)
        | st.builds("(-{})".format, inner)
        | st.builds("{}({})".format, of_one, inner)
        | st.builds("{}({}, {})".format, st.sampled_from(["max", "min"]), inner, inner)
    )


formulas = st.recursive(leaves, combined, max_leaves=8)


@given(text=formulas)
def test_it_is_python_s_own_arithmetic(text: str) -> None:
    """Whatever is written: the same number, or none where Python has none."""
    assume(len(text) <= formula.MOST_CHARACTERS)
    try:
        expected = eval(text, {"__builtins__": {}}, PYTHONS | NUMBERS)  # noqa: S307 what was made here
    except (ArithmeticError, ValueError):
        expected = math.nan
    except TypeError:  # complex numbers cannot be compared
        expected = math.nan
    try:
        found = formula.read(text).value(NUMBERS)
    except ValueError:
        assert isinstance(expected, complex) or not math.isfinite(expected)
        return
    assert found == pytest.approx(float(expected), rel=1e-9)


@given(text=st.text(max_size=300) | st.text("p12e.+-*/(),<=>! ", max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    """What is read has a finite value, or says that it has none."""
    with suppress(ValueError):
        read = formula.read(text)
        assert math.isfinite(read.value(dict.fromkeys(read.names, 2.0)))


@pytest.mark.parametrize(
    "text",
    [
        "", "p1 +", "print(1)", "p1.real", "__import__('os')", "[1]", "p1 if p1 else 2",
        "lambda: 1", "p1 = 2", "p1 and p2", "1 < p1 < 2", "exp", "exp(1, 2)", "exp(x=1)",
        "max(1)", "max(*p1)", "'a' * 9", "1j", "0x1f", "1_000", "2p1", "p1 // 2", "p1 % 2",
        "exp(1)(2)", "p1 @ p2", "~p1", "not p1", "1if p1", "1\n+1", "p1 is p2",
    ],
)  # fmt: skip
def test_what_is_no_arithmetic_is_refused(text: str) -> None:
    """With a sentence for the author."""
    with pytest.raises(ValueError, match=r"formula"):
        formula.read(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("p1 × 2 − 1", 0), ("p1^2", 0.25), ("P1 · 4", 2), ("p1 >= 0.5", 1), ("-2**2", -4)],
)
def test_signs_are_read_as_people_type_them(text: str, value: float) -> None:
    """A true minus sign, ×, ·, ^; a comparison is 0 or 1."""
    assert formula.read(text).value(NUMBERS) == value


@pytest.mark.parametrize(
    "text",
    ["1 / (p1 - 0.5)", "log(p2)", "p2 ** 0.5", "exp(1000)", "9**9**9", "10**999"],
)
def test_what_has_no_value_says_so(text: str) -> None:
    """A division by zero, a complex number, one that is too large."""
    with pytest.raises(ValueError, match="no value"):
        formula.read(text).value(NUMBERS)


@pytest.mark.parametrize("x", [-1000, 0, 1000])
def test_a_sigmoid_never_overflows(x: float) -> None:
    """However far out."""
    expected = (x >= 0) / 2 + (x > 0) / 2
    assert formula.read("sigmoid(p1)").value({"p1": x}) == expected


@pytest.mark.parametrize(
    "text",
    ["(" * 99 + "1" + ")" * 99, "-" * 199 + "1", "9**" * 60 + "9", "1+" * 99 + "1"],
)
def test_what_is_deep_or_long_is_refused_at_once(text: str) -> None:
    """Or reckoned at once."""
    with within(), suppress(ValueError):
        formula.read(text).value({})


def test_it_knows_which_numbers_it_needs() -> None:
    """Functions are none of them."""
    assert formula.read("exp(p1) + max(p2, 3)").names == {"p1", "p2"}
