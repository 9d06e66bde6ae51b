"""The perceptron: answers found from the questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from quizzes.questions import Question

from . import oracle
from .reading import Vector, number, options, samples, vectors

# Every threshold function of three inputs has weights this small.
SMALL = range(-2, 3)
HALVES = [Fraction(half, 2) for half in range(-13, 14, 2)]
CUBE = list(product((0, 1), repeat=3))


def numbers(text: str) -> list[int]:
    return [int(one) for one in re.findall(r"-?\d+", text)]


def says(weights: Sequence[Any], sample: Any, bias: Any, question: Question) -> int:
    """1 if the weighted sum is on the side that the prompt's sign names."""
    total = Fraction(bias)
    for weight, entry in zip(weights, sample, strict=True):
        total += Fraction(weight) * Fraction(entry)
    return int(total >= 0 if r"\ge 0" in question.prompt else total > 0)


def start(question: Question) -> Vector:
    """The prompt's weights and, behind them, its bias."""
    [weights] = vectors(question, r"\mathbf{w}")
    return [*weights, number(question, "b")]


def learned(state: Vector, sample: Any, target: int, question: Question) -> Vector:
    """Rosenblatt's correction: to or from the sample, by eta, if it was wrong."""
    *weights, bias = state
    step = number(question, r"\eta") * (target - says(weights, sample, bias, question))
    return [
        weight + step * Fraction(entry)
        for weight, entry in zip(state, [*sample, 1], strict=True)
    ]


@oracle("perceptron-a-units")
def a_units(question: Question) -> list[str]:
    """Lit points are counted, those that inhibit as −1, from the options' texts."""
    [lit] = re.findall("the points (.*?) are lit", question.prompt)
    [theta] = re.findall(r"theta = (\d)", question.prompt)
    seen = set(numbers(lit))
    return [
        letter
        for letter, text in options(question).items()
        for _unit, excited, inhibited in [re.split(": excited|; inhibited", text)]
        if len(seen & {*numbers(excited)}) - len(seen & {*numbers(inhibited)})
        >= int(theta)
    ]


@oracle("perceptron-biases")
def biases(question: Question) -> list[str]:
    """Each bias of the options is tried on the prompt's whole table."""
    table = re.findall(r"\| (\d) \| (\d) \| (\d) \|", question.prompt)
    assert len(table) == 4
    [weights], right = vectors(question, r"\mathbf{w}"), []
    for letter, text in options(question).items():
        bias = text.strip("$").removeprefix("b = ")
        given = [says(weights, row[:2], bias, question) for row in table]
        if given == [int(row[2]) for row in table]:
            right.append(letter)
    return right


@oracle("perceptron-convergence")
def convergence(question: Question) -> str:
    """Epochs until one is clean, or the same weights come back: then never."""
    state, seen, mistakes = start(question), set(), 0
    rows = samples(question)
    while tuple(state) not in seen:
        seen.add(tuple(state))
        for sample, target in rows:
            *weights, bias = state
            mistakes += says(weights, sample, bias, question) != target
            state = learned(state, sample, target, question)
    *weights, bias = state
    clean = all(says(weights, sample, bias, question) == y for sample, y in rows)
    [letter] = [
        letter
        for letter, text in options(question).items()
        if (numbers(text) == [mistakes] if clean else "never" in text)
    ]
    return letter


def computable() -> set[tuple[str, ...]]:
    """Where each of the 104 threshold functions of three inputs is 1."""
    return {
        tuple(
            "".join(map(str, row))
            for row in CUBE
            if sum(w * x for w, x in zip(weights, row, strict=True)) > theta
        )
        for weights in product(SMALL, repeat=3)
        for theta in HALVES
    }


THRESHOLD_FUNCTIONS = computable()


@oracle("perceptron-impossible-function")
def impossible(question: Question) -> str:
    """All perceptrons with small weights are tried; they are known to be enough."""
    assert len(THRESHOLD_FUNCTIONS) == 104
    [letter] = [
        letter
        for letter, text in options(question).items()
        if tuple(text.split(", ")) not in THRESHOLD_FUNCTIONS
    ]
    return letter


@oracle("perceptron-misclassified")
def misclassified(question: Question) -> list[str]:
    """Each point's sample is answered and held against its target."""
    *weights, bias = start(question)
    wrong = []
    for letter, text in options(question).items():
        *sample, target = numbers(text)
        if says(weights, sample, bias, question) != target:
            wrong.append(letter)
    return wrong


@oracle("perceptron-novikoff-bound")
def novikoff(question: Question) -> float:
    """Squares only, so that the bound is an exact fraction."""
    [[*line, bias]] = vectors(question, r"\hat{\mathbf{w}}")
    rows = samples(question)
    lengths = [sum(entry**2 for entry in x) + 1 for x, _target in rows]
    sums = [
        sum(w * entry for w, entry in zip(line, x, strict=True)) + bias
        for x, _target in rows
    ]
    assert [int(one > 0) for one in sums] == [target for _x, target in rows]
    squares = sum(w**2 for w in line) + bias**2
    return float(max(lengths) * squares / min(one**2 for one in sums))


@oracle("perceptron-reinforcement")
def reinforcement(question: Question) -> list[list[str]]:
    """Read off the prompt: who is active, which rule, which kind."""
    prompt = question.prompt
    values = [Fraction(one) for one in re.findall(r"\$(-?[\d.]+)\$", prompt)]
    [active] = re.findall("units are active: (.*?)[.] ", prompt)
    [kind] = map(int, re.findall(r"a stimulus of kind (\d), and", prompt))
    [eta] = re.findall(r"eta = ([\d.]+)", prompt)
    units = {one - 1 for one in numbers(active)}
    answers = int(sum(values[unit] for unit in units) > 0)
    if answers != kind or "whatever it answers" in prompt:
        for unit in units:
            values[unit] += Fraction(eta) if kind else -Fraction(eta)
    return [[str(one) for one in values]]


@oracle("perceptron-truth-table")
def truth_table(question: Question) -> list[list[int]]:
    """One weighted sum for each row of the table."""
    rows = question.input()["rows"]
    *weights, bias = start(question)
    return [[says(weights, row, bias, question)] for row in rows]


@oracle("perceptron-two-steps")
def two_steps(question: Question) -> list[list[str]]:
    """The correction, once for each sample, from where the first one led."""
    state, rows = start(question), []
    for sample, target in samples(question):
        state = learned(state, sample, target, question)
        rows.append([str(float(one)) for one in state])
    return rows


@oracle("perceptron-two-updates")
def two_updates(question: Question) -> list[str]:
    """Each sample of the prompt's list is summed, answered and learned."""
    rows = samples(question)
    assert len(rows) == 2
    state = [number(question, "w"), number(question, "b")]
    found: list[Fraction] = []
    for [x], target in rows:
        weight, bias = state
        answer = Fraction(says([weight], [x], bias, question))
        state = learned(state, [x], target, question)
        found += [weight * x + bias, answer, *state]
    return [str(float(one)) for one in found]


@oracle("perceptron-update")
def update(question: Question) -> float:
    """One correction in fractions, and the entry that the prompt asks for."""
    [asked] = re.findall(r"What is \$(w_1|w_2|b)\$ after", question.prompt)
    [sample], target = vectors(question, r"\mathbf{x}"), int(number(question, "y"))
    new = learned(start(question), sample, target, question)
    return float(new[["w_1", "w_2", "b"].index(asked)])
