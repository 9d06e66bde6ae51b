"""What every kind of question promises, found by the registry."""

from __future__ import annotations

import json
import math
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from quizzes import questions
from quizzes.questions import Question
from tests.factories import SAMPLES, wrong_response
from tests.timing import within

MISTAKES = {
    "number": {"mistakes": ["-45.8 || The sign."]},
    "text": {"mistakes": ["뉴런 || Not that."]},
}
AUTHORED = {
    kind: fields | {"explanation": "Since."} | MISTAKES.get(kind, {})
    for kind, fields in SAMPLES.items()
}


def sample(kind: str) -> Question:
    return questions.kind_named(kind).authored(AUTHORED[kind]).dealt(Random(3))


@pytest.fixture(params=sorted(questions.kinds()))
def question(request: pytest.FixtureRequest) -> Question:
    return sample(request.param)


def test_it_survives_json(question: Question) -> None:
    """A question read back from JSON is the same question."""
    assert questions.from_json(json.loads(json.dumps(question.to_json()))) == question


def test_the_true_answer_grades_1(question: Question) -> None:
    """The answer shown as true is right."""
    assert question.grade(question.truth()).score == 1
    assert question.expected()


def test_a_wrong_answer_fails(question: Question) -> None:
    """A wrong response does not reach the pass mark."""
    assert not question.passed(question.grade(wrong_response(question)))


@pytest.mark.parametrize("kind", questions.kinds().values(), ids=questions.kinds())
def test_what_a_response_is_worth_is_documented(kind: type[Question]) -> None:
    """To who reads the code, and to who answers through the API."""
    for words in (kind.__doc__ or "", kind.schema["description"]):
        assert "score is" in " ".join(words.split())


def test_what_is_public_holds_no_answer(question: Question) -> None:
    """Neither explanation, feedback, nor which is right leaves before the attempt."""
    public = json.dumps(question.public(), ensure_ascii=False)
    for secret in ("Since", "The sign", "Not that", "45.8", "퍼셉트론", '"right"'):
        assert secret not in public


def test_a_good_question_has_no_faults(question: Question) -> None:
    """`check` finds nothing in a good question, and the missing text of another."""
    assert question.check() == []
    blank = type(question).from_fields(
        {k: v for k, v in question.to_json().items() if k != "kind"} | {"prompt": " "}
    )
    assert blank.check()


WORDS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "choice": ({"answer": "A", "distractors": ["B || C"]}, {"A", "B", "C"}),
    "multiple": (
        {"answers": ["A || B"], "distractors": ["C || D"]},
        {"A", "B", "C", "D"},
    ),
    "cloze": (
        {"text": "A [[B|C]] [[=D|E]] [[=F]]", "distractors": ["G"]},
        {"A ❶ ❷ ❸", *"BCDEFG"},
    ),
    "match": (
        {"pairs": ["A :: B", "C :: D"], "distractors": ["F"], "mistakes": ["1 2 || G"]},
        set("ABCDFG"),
    ),
    "number": (
        {"answer": "1", "unit": "A", "units": ["B=2"], "mistakes": ["2 || C"]},
        {"A", "B", "C"},
    ),
    "fraction": ({"answer": "1/2", "mistakes": ["2 || A"]}, {"A"}),
    "true_false": (
        {"answer": "true", "reason": "A", "distractors": ["B || C"]},
        {"A", "B", "C"},
    ),
    "text": ({"accepted": ["A"], "mistakes": ["no || B"]}, {"A", "B"}),
    "order": (
        {"options": ["A", "B", "C"], "mistakes": ["2 1 || D"]},
        {"A", "B", "C", "D"},
    ),
    "matrix": (
        {
            "answer": ["1"],
            "row_labels": ["A"],
            "column_labels": ["B"],
            "mistakes": ["2 || C"],
        },
        {"A", "B", "C"},
    ),
    "mark": (
        {"points": ["0 0", "1 1"], "answer": ["a"], "mistakes": ["b || A"]},
        {"$(0, 0)$", "$(1, 1)$", "A"},
    ),
    "steps": (
        {"parts": ["A || B", "C"], "answers": ["1", "2"], "mistakes": ["1: 3 || D"]},
        {"A", "B", "C", "D"},
    ),
    "truth_table": (
        {"inputs": "a", "outputs": "b", "answer": "01", "mistakes": ["10 || A"]},
        {"$a$", "$b$", "A"},
    ),
}


@pytest.mark.parametrize("kind", sorted(questions.kinds()))
def test_every_text_that_is_shown_can_be_looked_at(kind: str) -> None:
    """Prompt, explanation, options, labels and feedbacks: for formulas gone wrong."""
    fields, words = WORDS[kind]
    asked = {"prompt": "P", "explanation": "E"}
    question = questions.kind_named(kind).authored(fields | asked)
    assert {"P", "E"} | words == set(filter(None, question.markdown()))


@pytest.mark.parametrize("kind", [k for k in WORDS if "mistakes" in WORDS[k][0]])
def test_pasted_mistakes_are_refused_at_once(kind: str) -> None:
    """Some megabytes are not compared with each other."""
    fields, _words = WORDS[kind]
    many = [fields["mistakes"][0]] * 200_000
    with within(10), pytest.raises(ValueError, match="at most 50 mistakes"):
        questions.kind_named(kind).authored(fields | {"prompt": "?", "mistakes": many})


def test_pasted_answers_are_refused_at_once() -> None:
    """A text question accepts some answers, not a dictionary."""
    many = [f"answer {number}" for number in range(100_000)]
    with pytest.raises(ValueError, match="at most 50 accepted"):
        questions.Text.authored({"prompt": "?", "accepted": many})


def test_an_unknown_kind_is_named() -> None:
    """A kind that does not exist is named, with those that do."""
    with pytest.raises(ValueError, match=r"“riddle”.*choice, .*multiple"):
        questions.kind_named("riddle")


NOT_TEXT: list[Any] = [5, 0.5, math.nan, True, ["a"], {"a": "b"}, "a\x00", "\ud800"]
NOT_LINES: list[Any] = ["a", 5, math.inf, {"a": "b"}, [["a"]], [None], ["\x00"], [True]]


@pytest.mark.parametrize("kind", sorted(questions.kinds()))
def test_authored_fields_of_another_sort_are_refused(kind: str) -> None:
    """An author is told in a sentence, whatever stands in a file."""
    sorts = {field.name: field.form for field in questions.kind_named(kind).fields}
    for name, form in {**sorts, "prompt": "text", "explanation": "text"}.items():
        for value in NOT_LINES if form == "lines" else NOT_TEXT:
            fields = AUTHORED[kind] | {name: value}
            with suppress(ValueError):
                made = questions.kind_named(kind).authored(fields)
                json.dumps(made.to_json(), allow_nan=False, ensure_ascii=False).encode()
                made.check()


@pytest.mark.parametrize(
    ("kind", "name", "written"),
    [
        ("number", "answer", "abc"),
        ("number", "tolerance", "x"),
        ("number", "relative", "x"),
        ("number", "places", "2.5"),
        ("number", "units", ["km = x"]),
        ("number", "mistakes", ["x || No."]),
        ("fraction", "answer", "x/y"),
        ("fraction", "mistakes", ["x || No."]),
        ("matrix", "answer", ["1 x"]),
        ("matrix", "tolerance", "x"),
        ("steps", "answers", ["x", "1"]),
        ("steps", "places", "x"),
    ],
)
def test_a_fault_names_its_field(kind: str, name: str, written: object) -> None:
    """An author reads which field it is that cannot be read."""
    fields = SAMPLES[kind] | {"unit": "m", name: written}
    with pytest.raises(ValueError, match=f"“{name}”: "):
        questions.kind_named(kind).authored(fields)
