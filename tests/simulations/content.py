"""What questions and their figures say: by this they are told apart."""

from __future__ import annotations

import json
import re
from typing import Any

from quizzes.questions import Question

WORDS = {"description", "title", "labelExpr", "value", "sort"}  # of a figure


def content(question: Question) -> str:
    """What a question asks, whatever the order of its options."""
    options = sorted(option["text"] for option in question.input().get("options", []))
    return json.dumps([question.prompt, question.figure, options, question.expected()])


def figures(question: Question) -> list[dict[str, Any]]:
    return [one for one in (question.figure, question.answer_figure) if one]


def structure(spec: Any) -> Any:
    """A figure without its numbers and words: its marks, types, channels and fields."""
    if isinstance(spec, dict):
        return {
            name: sorted(value[0])
            if name == "values" and value and isinstance(value[0], dict)
            else structure(value)
            for name, value in sorted(spec.items())
            if name not in WORDS
        }
    if isinstance(spec, list):
        return [structure(one) for one in spec if isinstance(one, dict | str)]
    return spec if isinstance(spec, str) else None


def numbers(said: Any) -> set[float]:
    """All numbers that stand in something, written out in texts or not."""
    text = json.dumps(said, ensure_ascii=False).replace("−", "-")
    return {float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", text)}
