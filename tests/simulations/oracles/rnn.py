"""Recurrent networks: answers found from the questions."""

from __future__ import annotations

import re
from fractions import Fraction
from math import isqrt

import numpy as np

from quizzes.questions import Question

from . import oracle

NUMBER = r"(-?[\d.]*\d)"

# What the gradient does, by its size after many steps.
FATES = {"vanishes": "towards 0", "keeps": "about its size", "explodes": "grows"}


def matrix(question: Question, name: str) -> np.ndarray:
    """What the prompt says `name` to be: a column or a matrix in parentheses."""
    pattern = rf"{re.escape(name)} = \\begin{{pmatrix}} (.*?) \\end{{pmatrix}}"
    (body,) = re.findall(pattern, question.prompt)
    rows = [row.split(" & ") for row in body.split(r" \\ ")]
    return np.array([[float(entry) for entry in row] for row in rows])


def named(question: Question, name: str) -> float:
    """The number that the prompt gives as `name = …`."""
    (found,) = re.findall(rf"(?<!\w){re.escape(name)} = {NUMBER}", question.prompt)
    return float(found)


def letter_of(question: Question, part: str) -> str:
    """The letter of the option with this in its text."""
    options = question.input()["options"]
    [letter] = [one["id"] for one in options if part in one["text"]]
    return str(letter)


@oracle("rnn-clipping")
def clipping(question: Question) -> list[list[float]]:
    """Its length is a whole number of halves, found with integer arithmetic."""
    (entries,) = re.findall(r"\\mathbf{g} = \((.*?)\)", question.prompt)
    gradient = [Fraction(one) for one in entries.split(", ")]
    most = Fraction(str(named(question, r"\theta")))
    square = 4 * sum(one * one for one in gradient)
    length = Fraction(isqrt(int(square)), 2)
    assert 4 * length * length == square
    scale = min(Fraction(1), most / length)
    return [[float(scale * one) for one in gradient]]


@oracle("rnn-explode-or-vanish")
def explode_or_vanish(question: Question) -> str:
    """The matrix is multiplied, and its largest entry watched; no eigenvalues."""
    u = matrix(question, "U")
    middle, late = (
        np.abs(np.linalg.matrix_power(u, steps)).max() for steps in (50, 100)
    )
    if late < middle / 2:
        assert middle < 0.1
        return letter_of(question, FATES["vanishes"])
    if late > 2 * middle:
        assert middle > 10
        return letter_of(question, FATES["explodes"])
    assert 0.4 < middle < 10
    return letter_of(question, FATES["keeps"])


@oracle("rnn-fading-gradient")
def fading_gradient(question: Question) -> float:
    """The early state is moved by 1, and the unit run on to see how far the last is."""
    found = re.findall(r"\\partial h_{(\d+)}", question.prompt)
    last, early = max(map(int, found)), int(found[-1])
    u, slope = named(question, "u"), named(question, rf"\partial h_{{{last}}}")
    states = [Fraction(2), Fraction(3)]
    for _step in range(early, last):
        states = [Fraction(str(u)) * state + 5 for state in states]
    return slope * float(states[1] - states[0])


@oracle("rnn-next-state")
def next_state(question: Question) -> float:
    """All units at once, in numpy; the asked one is taken from them."""
    w, u, b, before = (
        matrix(question, name)
        for name in ("W", "U", r"\mathbf{b}", r"\mathbf{h}_{t-1}")
    )
    x = named(question, "x_t")
    states = np.tanh(np.hstack([w, u, b]) @ np.vstack([[[x]], before, [[1]]]))
    (asked,) = re.findall(r"What is \$h_{t,(\d)}\$", question.prompt)
    return float(states[int(asked) - 1, 0])


@oracle("rnn-parameter-count")
def parameter_count(question: Question) -> int:
    """Every line of the drawing, one by one; the lines are the same at all times."""
    patterns = r"vector of (\d+)", r"(\d+) hidden", r"(\d+) outputs"
    found = [int(re.findall(one, question.prompt)[0]) for one in patterns]
    names = zip(("x", "h", "y"), found, strict=True)
    units = {name: [f"{name}{one}" for one in range(size)] for name, size in names}
    before = [*units["x"], *(f"old {one}" for one in units["h"]), "1"]
    lines = {(one, h) for one in before for h in units["h"]}
    lines |= {(h, y) for h in [*units["h"], "1"] for y in units["y"]}
    return len(lines)


@oracle("rnn-through-time")
def through_time(question: Question) -> float:
    """Two copies of the weight, one for each step: their slopes are added."""
    u, d, h0, h1, h2, x1, x2 = (
        named(question, name) for name in ("u", "d", "h_0", "h_1", "h_2", "x_1", "x_2")
    )
    (asked,) = re.findall(r"\\partial E / \\partial (\w)\$", question.prompt)
    error_2 = (h2 - d) * (1 - h2**2)
    error_1 = error_2 * u * (1 - h1**2)
    second, first = {"w": (x2, x1), "u": (h1, h0)}[asked]
    return error_2 * second + error_1 * first


@oracle("rnn-time-table")
def time_table(question: Question) -> list[list[int]]:
    """Whole numbers, time step by time step."""
    w, u, thresholds, state = (
        matrix(question, name).astype(int)
        for name in ("W", "U", r"\boldsymbol\theta", r"\mathbf{h}_0")
    )
    (inputs,) = re.findall(r"x_1, \\dots, x_5 = (.*?)\$", question.prompt)
    rows = []
    for x in map(int, inputs.split(", ")):
        state = (w * x + u @ state >= thresholds).astype(int)
        rows.append(state[:, 0].tolist())
    return rows


@oracle("rnn-two-steps")
def two_steps(question: Question) -> list[list[float]]:
    """The formula in numpy, with columns as the prompt has them."""
    w, u, state = (matrix(question, name) for name in ("W", "U", r"\mathbf{h}_0"))
    rows = []
    for name in "x_1", "x_2":
        state = np.tanh(w * named(question, name) + u @ state)
        rows.append(state[:, 0].tolist())
    return rows
