"""The kinds of questions as the API shows and describes them."""

from __future__ import annotations

from random import Random
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from quizzes import questions
from quizzes.questions import Question
from quizzes.rendering import to_inline_html

JSON = dict[str, Any]
LABELS = {"row_labels", "column_labels", "inputs", "outputs"}  # lists of Markdown


def with_html(given: Any) -> Any:
    """An input whose texts and labels are HTML instead of Markdown."""
    if isinstance(given, list):
        return [with_html(one) for one in given]
    if not isinstance(given, dict):
        return given
    shown: JSON = {}
    for name, value in given.items():
        if name == "text":
            shown["html"] = to_inline_html(value)
        elif name in LABELS:
            shown[name] = [to_inline_html(label) for label in value]
        else:
            shown[name] = with_html(value)
    return shown


def response_schema() -> JSON:
    """What a response can be and is worth, by kind, each with an example."""
    return {
        "anyOf": [
            {
                "title": name,
                **kind.schema,
                "description": f"{kind.schema['description']} {_passing(kind)}",
                "examples": [_example(kind).truth()],
            }
            for name, kind in sorted(questions.kinds().items())
        ]
    }


def input_schema() -> JSON:
    """What an input holds, by kind: an example of each."""
    return {
        "anyOf": [
            {
                "title": name,
                "type": "object",
                "additionalProperties": {},
                "examples": [with_html(_example(kind).input())],
            }
            for name, kind in sorted(questions.kinds().items())
        ]
    }


def _passing(kind: type[Question]) -> str:
    return f"{kind.pass_mark:g} is needed to pass."


def _example(kind: type[Question]) -> Question:
    return kind.authored(kind.sample).dealt(Random(0))


@extend_schema_field(response_schema())
class ResponseField(serializers.JSONField):
    """A response; its question says whether it is one."""


@extend_schema_field(input_schema())
class InputField(serializers.DictField):
    """What a kind's input needs to know, its texts as HTML."""
