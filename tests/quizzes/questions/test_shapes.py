"""What each kind says to a response of the wrong shape: what it expects itself."""

from __future__ import annotations

from typing import Any

import pytest

from quizzes import questions
from quizzes.questions import BadResponse
from tests.factories import SAMPLES

NUMBER = "Write one number, for example -0.5."
FRACTION = "Write one fraction, for example −2/7 or 1 2/7."
WRONG: list[Any] = [None, True, [], ["z"], [[]], [None], {}, {"a": "b"}, [{"a": 1}]]
WORDS: dict[str, tuple[str, ...]] = {
    "choice": ("Choose one of the options.",),
    "cloze": ("Give a list of 2 answers, one for each blank.",),
    "fraction": (FRACTION,),
    "mark": ("Choose one of the points.",),
    "match": ("Give a list of 2 options, one for each item.",),
    "matrix": ("Give 2 rows of 2 numbers.",),
    "multiple": (
        "Give the list of the options that hold.",
        "Tick at least one option.",
    ),
    "number": (NUMBER,),
    "order": ("Put the options in order: each has a place of its own.",),
    "steps": ("Give a list of 2 numbers, one for each part.",),
    "text": ("Write the answer as text.",),
    "true_false": ("Say whether it is true or false, and for which reason.",),
    "truth_table": ("Give 4 rows of 1 outputs, each 0 or 1.",),
}
# The right shape on the outside; in it, what it is that does not fit, and where.
WITHIN: list[tuple[str, Any, str]] = [
    ("choice", "z", "Choose one of the options."),
    ("choice", "ab", "Choose one of the options."),
    ("choice", 0, "Choose one of the options."),
    ("cloze", [True, "a"], "Blank 1: Write the answer as text."),
    ("cloze", ["퍼셉트론", ["a"]], "Blank 2: Choose one of the options."),
    ("cloze", ["퍼셉트론", ""], "Blank 2: Choose one of the options."),
    ("cloze", ["", "a"], "Blank 1: Write an answer first."),
    *(("fraction", typed, FRACTION) for typed in ("", "x", "³/4", "1.2.3/4", "1/2/3")),
    ("fraction", float("nan"), FRACTION),
    ("mark", ["a", "b"], "Choose one of the points."),
    ("mark", "a", "Choose one of the points."),
    ("match", ["a", ""], "Give each of them a partner."),
    ("match", ["a", 1], "Choose from the options."),
    ("match", ["a", "a"], "Each option can be given only once."),
    ("matrix", [["1", "2"], ["3", ""]], "Fill in every entry."),
    ("matrix", [["1", "2"], ["3", "x"]], f"Row 2, column 2: {NUMBER}"),
    ("matrix", [["1", [2]], ["3", "4"]], f"Row 1, column 2: {NUMBER}"),
    ("matrix", ["12", "34"], "Give 2 rows of 2 numbers."),
    ("multiple", "a", "Give the list of the options that hold."),
    ("number", "many", NUMBER),
    ("order", list("aabc"), "Put the options in order: each has a place of its own."),
    ("order", [None] * 4, "Put the options in order first: as they stand, they"),
    ("steps", ["1", True], f"Part 2: {NUMBER}"),
    ("steps", ["1", ""], "Fill in every part."),
    ("text", 5, "Write the answer as text."),
    ("text", " ", "Write an answer first."),
    ("true_false", {"verdict": "true", "reason": "a"}, "Say whether it is true or"),
    ("true_false", {"verdict": True, "reason": "z"}, "Choose the reason, too."),
    ("true_false", {"verdict": True}, "Choose the reason, too."),
    ("truth_table", [[0], [1], [1], [None]], "Fill in every cell."),
    ("truth_table", [[0], [1], [1], [2]], "Each output is 0 or 1."),
    ("truth_table", [[0], [1], [1], [True]], "Each output is 0 or 1."),
]


def refusal(kind: str, response: Any, **fields: Any) -> str:
    question = questions.kind_named(kind).authored(SAMPLES[kind] | fields)
    with pytest.raises(BadResponse) as refused:
        question.grade(response)
    return str(refused.value)


@pytest.mark.parametrize("response", WRONG, ids=str)
@pytest.mark.parametrize("kind", sorted(questions.kinds()))
def test_what_is_expected_is_said(kind: str, response: Any) -> None:
    """By each kind of itself, and of no other."""
    assert refusal(kind, response) in WORDS[kind]


@pytest.mark.parametrize(("kind", "response", "said"), WITHIN)
def test_what_does_not_fit_is_named(kind: str, response: Any, said: str) -> None:
    """And where it stands, if there are several."""
    assert refusal(kind, response).startswith(said)


@pytest.mark.parametrize("response", [True, ["5 m"], None, "5"], ids=str)
def test_a_number_with_units_is_asked_for_with_one(response: Any) -> None:
    """Whatever was sent instead."""
    units = {"unit": "m", "units": ["km = 1000"]}
    assert refusal("number", response, **units) == (
        "Write one number and its unit (m, km)."
    )


def test_where_many_points_can_be_chosen_a_list_is_asked_for() -> None:
    """And at least one of them."""
    many = {"answer": ["a", "b"], "mistakes": []}
    assert refusal("mark", "a", **many) == "Give the list of the points' letters."
    assert refusal("mark", [], **many) == "Choose at least one point."
