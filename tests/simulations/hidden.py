"""What of a question is hidden: all that can be another without a trace in public.

Fields are found in the question's own JSON, so that a new kind is seen through as well.
They are named by their way: `mistakes.feedback` is the feedback of each mistake.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from decimal import Decimal, InvalidOperation
from typing import Any

from quizzes import questions
from quizzes.questions import Question

WHOLE = ("figure", "answer_figure")  # a figure is one thing
OTHER = "elsewhere"


def public(question: Question) -> str:
    """What leaves before the attempt, to the last byte."""
    return json.dumps(question.public())


def hidden(question: Question) -> set[str]:
    """The fields that grading and feedback alone need."""
    bare = question.to_json() | {"figure": None}
    shown = public(questions.from_json(bare))
    return {
        name
        for name in fields(bare)
        if public(questions.from_json(changed(bare, [name]))) == shown
    }


def telling(question: Question) -> set[str]:
    """The fields that the true answer is made of."""
    data = question.to_json()
    return {
        name
        for name in fields(data)
        if questions.from_json(changed(data, [name])).truth() != question.truth()
    }


def with_another_answer(question: Question, names: Collection[str]) -> Question:
    """The question with other values in these fields."""
    return questions.from_json(changed(question.to_json(), names))


def fields(data: Any) -> set[str]:
    """The names of all fields of a question's JSON but those that say its kind."""
    found: set[str] = set()
    each(data, lambda name, value: found.add(name))
    return {name for name in found if not f".{name}".endswith(".kind")}


def changed(data: Any, names: Collection[str]) -> Any:
    """The JSON with other values in these fields."""
    return each(data, lambda name, value: other(value) if name in names else value)


def each(data: Any, change: Callable[[str, Any], Any], name: str = "") -> Any:
    """The JSON with each value as `change` makes it from its name and what it was."""
    if isinstance(data, dict) and name not in WHOLE:
        return {
            key: each(value, change, f"{name}.{key}".lstrip("."))
            for key, value in data.items()
        }
    if isinstance(data, list | tuple):
        return [each(value, change, name) for value in data]
    return change(name, data)


def other(value: Any) -> Any:
    """Another value of the same type, as far as a question minds."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if not isinstance(value, str):
        return {"title": OTHER}
    try:
        return str(Decimal(value) + 1)
    except InvalidOperation:
        return OTHER
