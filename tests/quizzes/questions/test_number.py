"""Number: what people type, compared as decimals with inclusive bounds."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import questions
from quizzes.questions import BadResponse, Mistake, Number
from quizzes.questions.decimals import parse_number
from tests.timing import within


def number(value: str = "45.8", tolerance: str = "0.2", **fields: object) -> Number:
    return Number(prompt="?", value=value, tolerance=tolerance, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("response", ["46.0", "45.6", "46", "45.8", 46, 45.6, " 45,7 "])
def test_the_bounds_are_included(response: object) -> None:
    """45.8 ± 0.2 accepts 46.0 and 45.6, which floats refuse."""
    assert number().grade(response).score == 1


@pytest.mark.parametrize("response", ["46.00001", "45.59999", "-45.8", "0"])
def test_outside_the_bounds_is_wrong(response: str) -> None:
    """A hair outside is outside."""
    assert number().grade(response).score == 0


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (".5", "0.5"),
        ("0,5", "0.5"),
        ("1/2", "0.5"),
        ("−2", "-2"),
        ("–2", "-2"),
        ("1e-3", "0.001"),
        ("1E3", "1000"),
        ("１２．５", "12.5"),
        ("＋3", "3"),
        ("3.", "3"),
        ("- 1 / 4", "-0.25"),
        ("½", "0.5"),
    ],
)
def test_the_forms_that_people_type_are_read(typed: str, value: str) -> None:
    """Points, commas, fractions, exponents, true minus signs and full width."""
    assert parse_number(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "nan", "inf", "-Infinity", "1e999999", "1" * 5000, "1,000", "1 2/"),
        *("1/0", "a", "0x10", "1_000", "1e", "--1", "1/2/3", "²", "5²"),
        *("1 1/2", "1½", "3 4/5", "1 2"),
        *("1,000/4", "1/1,000"),
        *(None, True, [1], {}),
    ],
)
def test_what_is_no_number_is_refused(typed: object) -> None:
    """Anything else is refused with a sentence, before it costs an attempt."""
    with pytest.raises(BadResponse) as refused:
        parse_number(typed)
    assert str(refused.value)


def test_a_million_digits_are_refused_at_once() -> None:
    """Long input costs no time, as text or as a JSON number."""
    with within():
        for typed in ("9" * 1_000_000, 10**4000, "1" * 65, 1e308 * 10):
            with pytest.raises(BadResponse):
                parse_number(typed)


def test_a_known_slip_is_answered() -> None:
    """A named mistake gets its own feedback."""
    question = number(mistakes=(Mistake("-45.8", "The sign."),))
    assert question.grade("-45.7").feedback == "The sign."


def test_right_with_too_few_digits_is_said_so() -> None:
    """A response that is the answer rounded too early is told what lacks."""
    grade = number("0.2384", "0.0001", places=4).grade("0.24")
    assert grade.score == 0
    assert "4" in grade.feedback
    assert "right" not in number("0.2384", "0.0001", places=4).grade("0.25").feedback
    assert "1 decimal." in number("0.5", places=1, tolerance="0").grade("0").feedback
    for half in ("0.12", "0.13"):  # 0.125, rounded either way
        assert number("0.125", places=3, tolerance="0").grade(half).feedback


@pytest.mark.parametrize("value", ["1" * 64, "1e40", "-1e300", "1e-300", "1/3"])
@pytest.mark.parametrize("response", ["5", "0.5", "1e300", "1/3", "9" * 64])
def test_long_numbers_are_compared(value: str, response: str) -> None:
    """However long: a response is graded, and the answer can be typed again."""
    question = Number.authored({"prompt": "?", "answer": value, "places": "4"})
    assert question.grade(response).score == (value == response)
    assert question.grade(question.truth()).score == 1


@pytest.mark.parametrize("places", [math.inf, math.nan, "x", [1]])
def test_digits_that_are_no_count_are_refused(places: object) -> None:
    """A sentence for the author, even for what TOML calls a number."""
    with pytest.raises(ValueError, match=r"“[a-z]+”: "):
        Number.authored({"prompt": "?", "answer": "1", "places": places})


def test_the_answer_is_shown_with_a_true_minus_sign() -> None:
    """Shown numbers are typeset, with their unit."""
    assert number("-1.50", unit="V").expected() == "−1.50 V"
    assert number("1958", unit="년").expected() == "1958년"


@pytest.mark.parametrize(
    "question",
    [
        number(tolerance="-1"),
        number(mistakes=(Mistake("46", "in bounds"),)),
        number(mistakes=(Mistake("1", "a"), Mistake("1.0", "b"))),
        number(places=11),
        *(number("1958", unit=unit) for unit in ("8", " 58", ".5", "/2", "e3", "８")),
    ],
)
def test_faults_are_found(question: Number) -> None:
    """A mistake that counts as right, twice the same, a unit that is cut off numbers."""
    assert question.check()


@given(
    value=st.decimals(-10_000, 10_000, places=6),
    off=st.decimals(0, 10, places=6),
    tolerance=st.decimals(0, 10, places=6),
)
def test_a_response_is_right_just_within_the_tolerance(
    value: Decimal, off: Decimal, tolerance: Decimal
) -> None:
    """Exactly: |given − value| ≤ tolerance, on both sides."""
    question = number(str(value), str(tolerance))
    for response in (value + off, value - off):
        assert question.grade(format(response, "f")).score == float(off <= tolerance)


def test_an_author_s_words_for_numbers_are_refused() -> None:
    """An answer that is no number is named to its author."""
    with pytest.raises(ValueError, match=r"“[a-z]+”: "):
        Number.authored({"prompt": "?", "answer": "many"})


def test_an_answer_without_end_is_shown_short() -> None:
    """A third to twelve digits, and compared in full."""
    third = Number.authored({"prompt": "?", "answer": "1/3"})
    assert third.expected() == "0.333333333333"
    assert third.grade("1/3").score == 1


@pytest.mark.parametrize("response", ["101", "99", "100,9", "1.01e2"])
def test_a_share_of_the_value_is_forgiven(response: str) -> None:
    """1 % of 100, bounds included; a wider tolerance counts beside it."""
    assert number("100", "0", relative="0.01").grade(response).score == 1
    assert number("100", "2", relative="0.01").grade("102").score == 1


def test_just_outside_the_share_is_wrong() -> None:
    """A hair outside is outside, on either side."""
    for response in ("101.001", "98.999", "-100"):
        assert number("100", "0", relative="0.01").grade(response).score == 0


@pytest.mark.parametrize("share", ["1 %", "1%", "１％", "0.01", "0,01", "1/100", 0.01])
def test_a_share_is_written_in_several_ways(share: object) -> None:
    """As a part of 1 or of 100."""
    made = Number.authored({"prompt": "?", "answer": "5", "relative": share})
    assert Decimal(made.relative) == Decimal("0.01")


@pytest.mark.parametrize("response", ["0.238", ".238", "0.2384", "2.38e-1", "0.238410"])
def test_significant_digits_may_be_rounded(response: str) -> None:
    """Where three are asked for, whoever rounds to three or later is right."""
    assert number("0.23841", "0", figures=3).grade(response).score == 1


@pytest.mark.parametrize(
    ("value", "response"),
    [
        *(("0.23841", "0.24"), ("0.23841", "0.2"), ("0.23841", "2.4e-1")),
        *(("2.00", "2"), ("2.00", "2.0"), ("1512", "1500"), ("1512", "1.5e3")),
    ],
)
def test_right_with_too_few_significant_digits_is_said_so(
    value: str, response: str
) -> None:
    """The value is right as far as it goes; how many digits to give is told."""
    grade = number(value, "0", figures=3).grade(response)
    assert grade.score == 0
    assert "value is right" in grade.feedback
    assert "3 significant digits" in grade.feedback


@pytest.mark.parametrize("response", ["0.25", "0.2300", "0.3", "0", "-0.24"])
def test_wrong_with_few_digits_is_wrong(response: str) -> None:
    """Nobody is told that a wrong value were right."""
    grade = number("0.23841", "0", figures=4).grade(response)
    assert grade.score == 0
    assert "value is right" not in grade.feedback


@pytest.mark.parametrize("response", ["2.00", "2,00", "2.00e0", "4/2", "２．００"])
def test_zeros_at_the_end_are_digits(response: str) -> None:
    """And a fraction is exact."""
    assert number("2.00", "0", figures=3).grade(response).score == 1


def test_an_answer_that_could_not_be_typed_is_refused() -> None:
    """One that grows too long when it is written out."""
    with pytest.raises(ValueError, match="too long"):
        Number.authored({"prompt": "?", "answer": "1" * 59 + "e200"})


def test_a_question_stored_before_units_is_read() -> None:
    """JSON without the newer fields is the question that it was."""
    stored = number(unit="V", mistakes=(Mistake("-45.8", "The sign."),)).to_json()
    for newer in ("relative", "figures", "units"):
        del stored[newer]
    read = questions.from_json(stored)
    assert read == number(unit="V", mistakes=(Mistake("-45.8", "The sign."),))
    assert read.grade("46 V").score == 1
