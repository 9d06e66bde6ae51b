"""Reading a question as a learner does: its numbers, vectors and options."""

from __future__ import annotations

import re
from fractions import Fraction

from quizzes.questions import Question

NUMBER = r"-?\d+(?:\.\d+)?"

Vector = list[Fraction]


def options(question: Question) -> dict[str, str]:
    """The options' texts by their letters."""
    return {one["id"]: one["text"] for one in question.input()["options"]}


def number(question: Question, name: str) -> Fraction:
    """What the prompt first says this to be, as in `\\eta = 0.1`; `name` is TeX."""
    pattern = rf"(?<![\w\\]){re.escape(name)} = ({NUMBER})"
    return Fraction(re.findall(pattern, question.prompt)[0])


def vectors(question: Question, name: str) -> list[Vector]:
    """All that the prompt says this to be, with a place or without: `g_1 = (0, 4)`."""
    pattern = rf"{re.escape(name)}(?:_\d)? = \(([-\d., ]+)\)"
    return [entries(one) for one in re.findall(pattern, question.prompt)]


def entries(row: str) -> Vector:
    """The numbers of a row, whatever stands between them."""
    return [Fraction(one) for one in re.findall(NUMBER, row)]


def matrices(question: Question) -> list[list[Vector]]:
    """Those of the prompt, in their order."""
    found = re.findall(r"begin\{pmatrix\}(.*?)\\end", question.prompt)
    return [[entries(row) for row in rows.split(r"\\")] for rows in found]


def samples(question: Question) -> list[tuple[Vector, int]]:
    """The numbered list of inputs and targets."""
    found = re.findall(
        r"^\d+\. \$(?:\\mathbf\{x\}|x) = (.*?)\$, \$y = ([01])\$$",
        question.prompt,
        re.MULTILINE,
    )
    return [(entries(inputs), int(target)) for inputs, target in found]
