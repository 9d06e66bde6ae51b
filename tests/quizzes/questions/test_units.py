"""Units: typed with a number, and converted exactly."""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import questions
from quizzes.questions import BadResponse, Mistake, Number
from quizzes.questions.units import Unit
from tests.timing import within

from .test_number import number

METRES: dict[str, Any] = {
    "unit": "m",
    "units": (Unit("km", "1000"), Unit("cm", "0.01"), Unit("in", "0.0254")),
}


@pytest.mark.parametrize("response", ["1958년", " 1958 년 ", "1958"])
def test_the_unit_may_be_written(response: str) -> None:
    """Who writes the unit that stands beside the field is not refused."""
    assert number("1958", "0", unit="년").grade(response).score == 1


@pytest.mark.parametrize(
    "response", ["5 km", "5000 m", "5000m", "５㎞", "0.5e1 km", "500000cm", "10/2 km"]
)
def test_a_unit_is_converted(response: str) -> None:
    """Whichever of the known units is typed."""
    assert number("5000", "0", **METRES).grade(response).score == 1


def test_units_are_converted_exactly() -> None:
    """2.54 cm are one inch, and not a hair more."""
    inch = number("0.0254", "0", **METRES)
    assert inch.grade("1 in").score == inch.grade("2.54 cm").score == 1
    assert inch.grade("2.5400000000000000000000000001 cm").score == 0


@pytest.mark.parametrize("response", ["5000", 5000, "5 mm", "5 KM", "5 ft", "km", ""])
def test_a_unit_that_is_not_known_is_refused(response: object) -> None:
    """As a missing one is, and the known ones are named."""
    question = number("5000", "0", **METRES)
    with pytest.raises(BadResponse) as refused:
        question.grade(response)
    assert response == "km" or "(m, km, cm, in)" in str(refused.value)


def test_digits_are_counted_in_the_unit_that_was_typed() -> None:
    """0.24 km has two significant digits, 0.2384 km has four."""
    question = number("238.4", "0", figures=4, **METRES)
    assert question.grade("0.2384 km").score == 1
    assert "4 significant" in question.grade("0.24 km").feedback


def test_a_response_from_before_the_units_keeps_its_unit() -> None:
    """5000 beside m was 5000 m, and is so after the question learnt kilometres."""
    asked, now = number("5000", unit="m"), number("5000", **METRES)
    for response in ("5000", "5000 m", 5000):
        assert now.grade(now.reread(asked, response)).score == 1
    assert number("5000", unit="m").reread(asked, "5000") == "5000"


@pytest.mark.parametrize("response", ["5 ㎡", "5m2", "5 m²", "5 m ²"])
def test_a_unit_has_several_forms(response: str) -> None:
    """One character or two, raised or not: the unit beside the field may be typed."""
    assert number("5", "0", unit="m²").grade(response).score == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"relative": "-0.1"},
        {"relative": "1"},
        {"value": "0", "relative": "0.01"},
        {"value": "0", "figures": 2},
        {"figures": 13},
        {"figures": -1},
        {"figures": 10**9, "mistakes": (Mistake("5", "no"),)},
        {"figures": 4},
        {"figures": 2, "places": 1},
        {"places": 1, **METRES},
        {"units": METRES["units"]},
        {"unit": "m", "units": (Unit("m", "1"),)},
        {"unit": "㎞", "units": (Unit("km", "1"),)},
        {"unit": "m", "units": (Unit("", "1"),)},
        {"unit": "m", "units": (Unit("km", "0"),)},
        {"unit": "m", "units": (Unit("km", "-1"),)},
        {"unit": "m", "units": (Unit("5", "2"),)},
        {"unit": "m", "units": (Unit("x" * 21, "2"),)},
        {"figures": 2, "mistakes": (Mistake("45.6", "rounds to the same"),)},
    ],
    ids=str,
)
def test_faults_of_bounds_and_units_are_found(fields: dict[str, Any]) -> None:
    """What cannot be meant, or could never be answered, is told to the author."""
    assert number(**{"value": "45.8", "tolerance": "0", **fields}).check()


@pytest.mark.parametrize(
    "units", [["km"], ["km = far"], ["km = 1/3"], ["km = "], ["a = 1"] * 9, "km = 1"]
)
def test_units_that_say_nothing_are_refused(units: object) -> None:
    """A unit needs its size, as a decimal: a third of one would not be exact."""
    with pytest.raises(ValueError, match=r"“[a-z]+”: "):
        Number.authored({"prompt": "?", "answer": "1", "unit": "m", "units": units})


def test_units_survive_json() -> None:
    """A question with units read back is the same question."""
    question = number(**METRES, relative="0.01")
    assert questions.from_json(json.loads(json.dumps(question.to_json()))) == question


@given(
    value=st.decimals(-10_000, 10_000, places=3),
    size=st.decimals(Decimal("0.001"), 1000, places=3),
)
def test_any_unit_is_exact(value: Decimal, size: Decimal) -> None:
    """value × size typed as value units is right without any tolerance."""
    units = (Unit("u", str(size)),)
    question = number(str(value * size), "0", unit="m", units=units)
    assert question.grade(f"{value:f} u").score == 1
    assert question.grade(question.truth()).score == 1


@given(typed=st.text(alphabet="0123456789.,/eE+-−½²mk %", max_size=70))
def test_whatever_is_typed_is_graded_or_refused(typed: str) -> None:
    """Any mixture of digits, signs and letters, with all that can be asked for."""
    question = number("45.8", "0", relative="0.01", figures=3, **METRES)
    with within(), suppress(BadResponse):
        assert question.grade(typed).score in (0, 1)
