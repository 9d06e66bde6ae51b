"""What is read after a wrong answer that no author foresaw, in both languages."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest
from django.utils import translation

from quizzes import questions
from quizzes.questions import Question
from tests.factories import SAMPLES

# Kinds of which nothing more is to be said: what is marked, or stands under it, says
# all. Points are so only where one of them is chosen.
MARKED = {"choice", "mark"}


def of(kind: str, **fields: Any) -> Question:
    plain = {"mistakes": [], "prompt": "?"}
    return questions.kind_named(kind).authored(SAMPLES[kind] | plain | fields)


ORDER = {"options": ["A", "B", "C", "D"]}
ONES = {"answers": ["A", "B", "C"], "distractors": ["D", "E"]}
POINTS = {"points": ["0 0", "1 1", "2 2", "3 3"], "answer": ["a", "b"]}
GATES = {"pairs": ["A :: 1", "B :: 2", "C :: 3"], "distractors": []}
REASONS = {"answer": "false", "reason": "R", "distractors": ["S"]}
SAID: list[tuple[str, dict[str, Any], Any, str]] = [
    ("number", {}, "-45.8", "The size is right, the sign is not."),
    ("number", {}, "4.58", "The digits are right, the decimal point is in the"),
    ("number", {}, "45800", "The digits are right, the decimal point is in the"),
    ("number", {}, "46.01", "That is too large."),
    ("number", {}, "0", "That is too small."),
    ("number", {"answer": "1", "tolerance": "0"}, "10", "That is too large."),
    ("number", {"answer": "0"}, "5", "That is too large."),
    ("number", {"answer": "-2.5", "tolerance": "0"}, "-3", "That is too small."),
    ("number", {"unit": "m", "units": ["km = 1000"]}, "45.8 km", "The digits are"),
    ("fraction", {}, "-3/4", "The size is right, the sign is not."),
    ("fraction", {}, "4/3", "That is upside down."),
    ("fraction", {}, "4/5", "That is too large."),
    ("fraction", {}, "−4/5", "That is too small."),
    ("multiple", ONES, ["a"], "You ticked 1 of the 3 that hold."),
    ("multiple", ONES, ["a", "b", "d"], "2 of the 3 that hold, and 1 that does not."),
    ("multiple", ONES, ["d", "e"], "0 of the 3 that hold, and 2 that do not."),
    (
        "multiple",
        ONES | {"distractors": ["D || No, D.", "E"]},
        ["a", "b", "d"],
        "You ticked 2 of the 3 that hold, and 1 that does not.\n\nNo, D.",
    ),
    ("mark", POINTS, ["a", "c"], "You ticked 1 of the 2 that hold, and 1 that does"),
    (
        "order",
        ORDER,
        list("acdb"),
        "4 of 6 pairs stand in order. The first that does not: “B” comes before “D”.",
    ),
    ("order", ORDER, list("dcba"), "0 of 6 pairs stand in order."),
    ("match", GATES, ["a", "c", "b"], "Right: 1 of 3. Not right: B, C."),
    ("matrix", {}, [["45.8", "1"], ["0", "2"]], "Right: 3 of 4. Not right (row"),
    ("matrix", {}, [["45.8", "0"], ["1", "-2"]], "Rows and columns are exchanged."),
    ("matrix", {}, [["-45.8", "-1"], ["0", "2"]], "The sizes are right, the signs"),
    ("truth_table", {}, [[0], [1], [0], [0]], "Right: 3 of 4. Not right in these"),
    ("truth_table", {}, [[1], [0], [0], [1]], "Every output is the other way round."),
    ("steps", {}, ["5", "9"], "Not right: 1, 2."),
    ("steps", {}, ["-0.8", "9"], "(1) The size is right, the sign is not."),
    ("true_false", REASONS, {"verdict": True, "reason": "b"}, "Neither the verdict"),
    ("cloze", {}, ["neuron", "b"], "Right: 0 of 2. Not right: blanks 1, 2."),
]


@pytest.mark.parametrize(("kind", "fields", "response", "said"), SAID)
def test_what_is_wrong_is_said(
    kind: str, fields: dict[str, Any], response: Any, said: str
) -> None:
    """In a sentence that tells more than that it is."""
    question = of(kind, **fields)
    assert question.check() == []
    grade = question.grade(response)
    assert not question.passed(grade)
    assert said in grade.feedback


def test_another_term_is_called_so() -> None:
    """Who names another term of the glossary reads that it is one, in its spelling."""
    question = of("text").guarded(lambda _answers: ((), ("Hebbian rule",)))
    assert question.grade("hebbian-rule").feedback == "“Hebbian rule” is another term."


def test_every_kind_says_something() -> None:
    """Or is among those that need not; text says it of what it knows only."""
    said = {kind for kind, *_rest in SAID}
    assert said | MARKED | {"text"} == set(questions.kinds())


@pytest.mark.parametrize(("kind", "fields", "response", "said"), SAID)
def test_it_is_said_in_korean(
    kind: str, fields: dict[str, Any], response: Any, said: str
) -> None:
    """Nothing of it is left in English."""
    question = of(kind, **fields)
    with translation.override("ko"):
        feedback = question.grade(response).feedback
    assert re.search("[가-힣]", feedback)
    assert said not in feedback


@pytest.mark.parametrize("kind", sorted(questions.kinds()))
def test_a_right_answer_is_told_nothing_wrong(kind: str) -> None:
    """Right is right, without a word."""
    question = of(kind).dealt(Random(3))
    assert question.grade(question.truth()).feedback == ""


def test_mistakes_stored_before_as_options_are_read() -> None:
    """A text question keeps what it was dealt with, under the older name."""
    question = of("text", mistakes=["뉴런 || Not that."])
    stored = question.to_json()
    stored["mistakes"] = [{"text": "뉴런", "feedback": "Not that."}]
    assert questions.from_json(stored) == question
