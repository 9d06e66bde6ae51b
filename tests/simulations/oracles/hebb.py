"""Hebb, Oja and the memory: numbers from the prompt, by pairs, counts and energies."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from quizzes.questions import Question

from . import oracle

Rows = list[list[Any]]
NUMBER = r"-?\d+(?:\.\d+)?"


def vector(text: str, name: str) -> list[Fraction]:
    """The numbers of `\\mathbf{w} = (1, 0.5)` in a prompt."""
    start = text.index(rf"{name} = (")
    inside = text[start : text.index(")", start)].partition("= (")[2]
    return [Fraction(number) for number in re.findall(NUMBER, inside)]


def matrix(text: str) -> np.ndarray:
    inside = text.split(r"\begin{pmatrix}")[1].split(r"\end{pmatrix}")[0]
    rows = inside.split(r"\\")
    return np.array([[float(n) for n in re.findall(NUMBER, row)] for row in rows])


def rate(text: str) -> Fraction:
    found = re.search(rf"\\eta = ({NUMBER})", text)
    assert found
    return Fraction(found[1])


def answer(weights: list[Fraction], sample: list[Fraction]) -> Fraction:
    return sum((w * x for w, x in zip(weights, sample, strict=True)), Fraction())


def unit(question: Question) -> tuple[list[Fraction], list[Fraction], Fraction]:
    """The weights, the input and the learning rate that a prompt gives."""
    prompt = question.prompt
    weights, sample = (vector(prompt, rf"\mathbf{{{name}}}") for name in "wx")
    return weights, sample, rate(prompt)


@oracle("hebb-update")
def update(question: Question) -> Rows:
    """Each weight grows by the rate times what it joins: exactly."""
    weights, sample, eta = unit(question)
    y = answer(weights, sample)
    return [[float(w + eta * x * y) for w, x in zip(weights, sample, strict=True)]]


@oracle("hebb-oja-update")
def oja_update(question: Question) -> Rows:
    """Hebb's step, and every weight shrinks by the same factor."""
    weights, sample, eta = unit(question)
    y = answer(weights, sample)
    shrunk = 1 - eta * y * y
    pairs = zip(weights, sample, strict=True)
    return [[float(shrunk * w + eta * y * x) for w, x in pairs]]


@oracle("hebb-growth")
def growth(question: Question) -> float:
    """Every step multiplies the answer by the same factor."""
    weights, sample, eta = unit(question)
    [steps] = map(int, re.findall(r"after (\d+) steps", question.prompt))
    factor = 1 + eta * answer(sample, sample)
    return float(answer(weights, sample) * factor**steps)


@oracle("hebb-oja-direction")
def oja_direction(question: Question) -> Rows:
    """The mean of Oja's rule, followed in small steps until nothing moves."""
    correlations = matrix(question.prompt)
    weights = np.array([float(n) for n in vector(question.prompt, r"\mathbf{w}")])
    step = 0.1 / correlations.trace()
    for _step in range(2000):
        drive = correlations @ weights
        weights = weights + step * (drive - (weights @ drive) * weights)
    return [[float(number) for number in weights]]


def stored(question: Question) -> list[list[int]]:
    """The prompt's list of patterns."""
    found = re.findall(r"xi\}\^\d = \(([^)]*)\)", question.prompt)
    return [[int(one) for one in re.findall(NUMBER, row)] for row in found]


@oracle("hebb-memory-weights")
def memory_weights(question: Question) -> Rows:
    """For each pair of units, the patterns in which they agree less the others."""
    units = list(zip(*stored(question), strict=True))

    def weight(i: int, j: int) -> int:
        agreed = [one == other for one, other in zip(units[i], units[j], strict=True)]
        return 0 if i == j else agreed.count(True) - agreed.count(False)

    places = range(len(units))
    return [[weight(i, j) for j in places] for i in places]


@oracle("hebb-memory-energy")
def memory_energy(question: Question) -> float:
    """Each pair of units counts once: the half of the double sum."""
    weights = matrix(question.prompt)
    state = [int(one) for one in vector(question.prompt, r"\mathbf{s}")]
    pairs = combinations(range(len(state)), 2)
    return -sum(float(weights[i, j]) * state[i] * state[j] for i, j in pairs)


@oracle("hebb-memory-recall")
def memory_recall(question: Question) -> Rows:
    """Unit by unit, always from the state that is shown."""
    weights = matrix(question.prompt)
    state = [int(one) for one in vector(question.prompt, r"\mathbf{s}")]
    after = []
    for unit_before, row in zip(state, weights, strict=True):
        field = sum(w * one for w, one in zip(row, state, strict=True))
        after.append(1 if field > 0 else -1 if field < 0 else unit_before)
    return [after]


def energy(patterns: Rows, state: list[int]) -> int:
    """The energy, up to a constant and a factor: overlaps, squared."""
    overlaps = (sum(map(int.__mul__, one, state)) for one in patterns)
    return -sum(overlap * overlap for overlap in overlaps)


@oracle("hebb-memory-stable")
def memory_stable(question: Question) -> list[str]:
    """A state holds if no single turned unit makes the energy smaller."""
    patterns = stored(question)

    def holds(state: list[int]) -> bool:
        turned = (
            [-one if place == i else one for place, one in enumerate(state)]
            for i in range(len(state))
        )
        return all(energy(patterns, one) >= energy(patterns, state) for one in turned)

    return [
        option["id"]
        for option in question.input()["options"]
        if holds([int(number) for number in re.findall(r"-?\d", option["text"])])
    ]


@oracle("hebb-memory-capacity")
def memory_capacity(question: Question) -> float:
    """0.138 patterns a unit, the value of Amit, Gutfreund and Sompolinsky."""
    units = re.findall(r"patterns can (\d+) units", question.prompt)
    patterns = re.findall(r"(\d+) (?:random )?patterns", question.prompt)
    return int(units[0]) * 0.138 if units else int(patterns[0]) / 0.138
