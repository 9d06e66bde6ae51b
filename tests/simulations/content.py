"""What a question asks: by this two questions are told apart, in tests and benchmarks."""

from __future__ import annotations

import json

from quizzes.questions import Question


def content(question: Question) -> str:
    """What a question asks, whatever the order of its options."""
    options = sorted(option["text"] for option in question.input().get("options", []))
    return json.dumps([question.prompt, question.figure, options, question.expected()])
