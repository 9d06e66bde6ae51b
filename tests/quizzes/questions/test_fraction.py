"""Fraction: what people write for one exact number."""

from __future__ import annotations

import fractions
import math
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions import BadResponse, Fraction, Mistake
from quizzes.questions.fraction import parse_fraction
from tests.timing import within


def test_a_full_stop_behind_it_is_none_of_it() -> None:
    """`3/4.` ends a sentence; it is in lowest terms."""
    assert Fraction(prompt="?", value="3/4", lowest=True).grade("3/4.").score == 1


def asked(value: str = "3/4", **fields: Any) -> Fraction:
    return Fraction(prompt="?", value=value, **fields)


@pytest.mark.parametrize(
    "response",
    [
        *(
            "3/4",
            "6/8",
            "0.75",
            "0,75",
            ".75",
            "75e-2",
            "¾",
            "3⁄4",
            "３／４",
            " 3 / 4 ",
        ),
        *("-3/-4", "0.3/0.4", "4분의 3", "4 분의 3", 0.75),
    ],
)
def test_equal_forms_count(response: object) -> None:
    """Whatever can be cancelled, decimals, full width, one character, Korean."""
    assert asked().grade(response).score == 1


@pytest.mark.parametrize(
    "response",
    [
        "-7/4",
        "−7/4",
        "7/-4",
        "-1 3/4",
        "−1¾",
        "- 1 ¾",
        "-1.75",
        "-1과 3/4",
        "-1과 4분의 3",
    ],
)
def test_mixed_numbers_count(response: str) -> None:
    """The sign goes before the whole, and holds for all of it."""
    assert asked("-7/4").grade(response).score == 1


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "x",
            "3/",
            "/4",
            "1/2/3",
            "1 2",
            "1 2 3/4",
            "1 000/4",
            "1,000/4",
            "--1/2",
        ),
        *(
            "1-3/4",
            "1 -3/4",
            "1+3/4",
            "½½",
            "³/4",
            "3:4",
            "nan",
            "inf",
            "0x1/2",
            "1_0/2",
        ),
        *(None, True, [3, 4], {}, math.nan, math.inf),
    ],
)
def test_what_is_no_fraction_is_refused(typed: object) -> None:
    """With a sentence, before it costs an attempt."""
    with pytest.raises(BadResponse) as refused:
        asked().grade(typed)
    assert str(refused.value)


@pytest.mark.parametrize("typed", ["1/0", "0/0", "0/00", "1/0.0", "1 1/0", "1/-0"])
def test_0_below_the_line_is_refused(typed: str) -> None:
    """Whatever stands above it."""
    with pytest.raises(BadResponse, match="below the line"):
        asked().grade(typed)


@pytest.mark.parametrize(
    "typed", ["9" * 10**6, "1/" + "9" * 10**6, 10**400, "1e999/3", "1 " * 10**6]
)
def test_hostile_sizes_are_refused_at_once(typed: object) -> None:
    """Long input costs no time."""
    with within(), pytest.raises(BadResponse):
        asked().grade(typed)


def test_a_rounded_decimal_is_told_so() -> None:
    """0.33 is not a third, but the one who writes it knows."""
    grade = asked("1/3").grade("0.33")
    assert grade.score == 0
    assert "rounded" in grade.feedback
    for response in ("0.34", "0"):
        assert "rounded" not in asked("1/3").grade(response).feedback


@pytest.mark.parametrize("response", ["3/4", "−3/−4", "¾"])
def test_lowest_terms_count_where_they_are_asked_for(response: str) -> None:
    """In any writing."""
    assert asked(lowest=True).grade(response).score == 1


@pytest.mark.parametrize(
    "response", ["6/8", "0.75", "2/4", "10/20", "1 2/4", "0.3/0.4"]
)
def test_what_can_be_cancelled_is_refused_right_or_wrong(response: str) -> None:
    """It costs nothing, and the refusal says nothing of the value."""
    with pytest.raises(BadResponse, match=r"^Write the fraction in lowest terms\.$"):
        asked(lowest=True).grade(response)


@pytest.mark.parametrize(
    ("value", "response"), [("2", "2"), ("0", "0"), ("7/4", "1 3/4"), ("2", "2/1")]
)
def test_whole_and_mixed_numbers_are_in_lowest_terms(value: str, response: str) -> None:
    """Nothing is left to cancel in them."""
    assert asked(value, lowest=True).grade(response).score == 1


def test_a_known_slip_is_answered() -> None:
    """In each of its forms."""
    question = asked(mistakes=(Mistake("1/4", "The rest."),))
    for response in ("1/4", "2/8", "0.25"):
        assert question.grade(response).feedback == "The rest."


@pytest.mark.parametrize(
    ("value", "shown"),
    [("3/4", r"$\dfrac{3}{4}$"), ("-7/4", r"$-\dfrac{7}{4}$"), ("-2", "$-2$")],
)
def test_the_answer_is_typeset(value: str, shown: str) -> None:
    """As a formula."""
    assert asked(value).expected() == shown


def test_faults_are_found() -> None:
    """A mistake that is right in another form, or named twice."""
    same = [Mistake("6/8", "?")], [Mistake("1/4", "a"), Mistake("0.25", "b")]
    for mistakes in same:
        assert asked(mistakes=tuple(mistakes)).check()


@pytest.mark.parametrize(
    "fields",
    [
        {"answer": "half"},
        {"answer": None},
        {"answer": "1e60/7e-60"},
        {"lowest": "maybe"},
        {"lowest": 1},
        {"mistakes": ["x || ?"]},
    ],
    ids=str,
)
def test_an_author_s_words_for_fractions_are_refused(fields: dict[str, Any]) -> None:
    """With a sentence; an answer that could not be typed, too."""
    with pytest.raises(ValueError, match=r"“[a-z]+”"):
        Fraction.authored({"prompt": "?", "answer": "3/4", **fields})


@pytest.mark.parametrize("lowest", ["true", "True", " true ", True])
def test_lowest_terms_are_asked_for(lowest: object) -> None:
    """In a word or as a truth value of a file; what is not said is not asked."""
    fields = {"prompt": "?", "answer": "6/8"}
    assert Fraction.authored(fields | {"lowest": lowest}).lowest
    for none in ("", "false", False, None):
        assert not Fraction.authored(fields | {"lowest": none}).lowest
    assert Fraction.authored(fields).value == "3/4"


@given(
    top=st.integers(-999, 999), bottom=st.integers(1, 999), factor=st.integers(1, 99)
)
def test_any_fraction_is_read_exactly(top: int, bottom: int, factor: int) -> None:
    """Multiplied above and below it stays the same, and is no longer in lowest terms."""
    value = fractions.Fraction(top, bottom)
    written = parse_fraction(f"{top * factor}/{bottom * factor}")
    assert written.value == value
    assert written.lowest == (math.gcd(top * factor, bottom * factor) == 1)
    assert asked(str(value)).grade(f"{top * factor}/{bottom * factor}").score == 1


@given(typed=st.text(alphabet="0123456789.,/⁄eE+-−½⅟ 분의과", max_size=70))
def test_whatever_is_typed_is_graded_or_refused(typed: str) -> None:
    """Any mixture of what fractions are made of."""
    with within(), suppress(BadResponse):
        assert asked().grade(typed).score in (0, 1)
