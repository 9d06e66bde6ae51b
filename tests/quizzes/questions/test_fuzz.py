"""Bad input: any response and any author's text is read or refused, and soon."""

from __future__ import annotations

import json
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes import questions
from quizzes.questions import BadResponse, Grade, Question
from quizzes.rendering import to_html
from tests.timing import quickly

from .bending import JSON, bent
from .test_kinds import AUTHORED

KINDS = sorted(questions.kinds())
NAMES = {"prompt", "explanation"} | {
    field.name for kind in questions.kinds().values() for field in kind.fields
}


def authored(kind: str, seed: int = 3) -> Question:
    return questions.kind_named(kind).authored(AUTHORED[kind]).dealt(Random(seed))


def graded(question: Question, response: Any) -> Grade | None:
    """What it is worth; None where it is refused with a sentence."""
    sentence = "?"
    try:
        grade = question.grade(response)
    except BadResponse as refused:
        sentence, grade = str(refused), None
    assert sentence
    assert grade is None or 0 <= grade.score <= 1  # false for NaN too
    return grade


def reread(question: Question, asked: Question, response: Any) -> Grade | None:
    """What a mended question says to the response; None where it is refused."""
    try:
        return graded(question, question.reread(asked, response))
    except BadResponse:
        return None


def drawn(question: Question, **context: Any) -> str:
    """Its input as a page has it."""
    name = f"quizzes/inputs/{question.kind}.html"
    variant = SimpleNamespace(pk=1, language="en", question=question)
    return render_to_string(name, {"variant": variant, **context})


def is_taken(kind: str, response: Any) -> None:
    """Whatever the response is, each thing that is done with it ends well, and soon."""
    question, other = authored(kind), authored(kind, seed=4)
    grade = quickly(lambda: graded(question, response))
    assert quickly(lambda: reread(other, question, response)) == grade
    filled = quickly(lambda: question.filled(response))
    drawn(question, input=filled, response=response)
    if grade:
        marked = quickly(lambda: question.marked(response))
        drawn(question, input=marked, response=response, review=True)


@pytest.mark.parametrize("kind", KINDS)
@given(response=JSON)
@settings(max_examples=25)
def test_any_response_is_graded_or_refused(kind: str, response: Any) -> None:
    """Arbitrary JSON is graded from 0 to 1 or refused with a sentence."""
    is_taken(kind, response)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=50)
def test_a_response_that_is_nearly_right_is_graded_or_refused(
    kind: str, data: st.DataObject
) -> None:
    """So is a good one with parts replaced, dropped, doubled, nested or swollen."""
    is_taken(kind, data.draw(bent(authored(kind).truth())))


def read(kind: str, fields: Any) -> Question | None:
    """The question that the fields describe; None where a sentence says what is wrong."""
    sentence = "?"
    try:
        made = questions.kind_named(kind).authored(fields)
    except ValueError as refused:
        sentence, made = str(refused), None
    assert sentence
    return None if made is None or made.check() else made


def is_read(kind: str, fields: Any) -> None:
    """What is accepted and has no fault can be dealt, shown, stored and graded."""
    made = quickly(lambda: read(kind, fields))
    if made is None:
        return
    dealt = quickly(lambda: made.dealt(Random(1)))
    stored = json.dumps(dealt.to_json(), allow_nan=False, ensure_ascii=False).encode()
    assert questions.from_json(json.loads(stored)) == dealt
    truth = dealt.truth()
    assert dealt.passed(quickly(lambda: dealt.grade(truth)))
    for response, _said in quickly(dealt.slips):
        assert graded(dealt, response)
    assert dealt.expected()
    json.dumps([dealt.public(), dealt.marked(truth)], allow_nan=False)
    is_shown(dealt, truth)


def is_shown(question: Question, response: Any) -> None:
    """Every text becomes safe HTML, and so does the input, before and after."""
    shown: list[str] = [to_html(text) for text in question.markdown()]
    shown.append(drawn(question, input=question.filled(response), response=response))
    marked = question.marked(response)
    shown.append(drawn(question, input=marked, response=response, review=True))
    assert not any("<script" in html for html in shown)


@pytest.mark.parametrize("kind", KINDS)
@given(fields=st.dictionaries(st.sampled_from(sorted(NAMES)), JSON))
@settings(max_examples=25)
def test_any_authored_content_is_read_or_refused(
    kind: str, fields: dict[str, Any]
) -> None:
    """Arbitrary JSON in the place of some fields, or beside them."""
    is_read(kind, AUTHORED[kind] | fields)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=50)
def test_content_that_is_nearly_right_is_read_or_refused(
    kind: str, data: st.DataObject
) -> None:
    """Good fields with parts replaced, dropped, doubled, nested or swollen."""
    fields = {
        name: data.draw(bent(value)) if data.draw(st.booleans()) else value
        for name, value in AUTHORED[kind].items()
    }
    is_read(kind, fields)
