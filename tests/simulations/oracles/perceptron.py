"""The perceptron: answers found from the questions."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import product
from typing import Any

from quizzes.questions import Question

from . import oracle

# Every threshold function of three inputs has weights this small.
SMALL = range(-2, 3)
HALVES = [Fraction(half, 2) for half in range(-13, 14, 2)]
CUBE = list(product((0, 1), repeat=3))


def exact(number: Any) -> Fraction:
    """The decimal that is written, as a fraction."""
    return Fraction(str(number))


def options(question: Question) -> dict[str, str]:
    """The options' texts by their letters."""
    return {one["id"]: one["text"] for one in question.input()["options"]}


def numbers(text: str) -> list[int]:
    return [int(one) for one in re.findall(r"-?\d+", text)]


def says(weights: list[Any], sample: Any, bias: Any, question: Question) -> int:
    """1 if the weighted sum is on the side that the prompt's sign names."""
    total = exact(bias)
    for weight, entry in zip(weights, sample, strict=True):
        total += exact(weight) * exact(entry)
    return int(total >= 0 if r"\ge 0" in question.prompt else total > 0)


def learned(
    weights: list[Any], bias: Any, sample: Any, target: int, eta: Any, asks: Question
) -> list[Fraction]:
    """Rosenblatt's correction: to or from the sample, by eta, if it was wrong."""
    error = target - says(weights, sample, bias, asks)
    return [
        exact(weight) + error * exact(eta) * exact(entry)
        for weight, entry in zip([*weights, bias], [*sample, 1], strict=True)
    ]


@oracle("perceptron-a-units")
def a_units(question: Question, **parameters: Any) -> list[str]:
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
def biases(question: Question, **parameters: Any) -> list[str]:
    """Each bias of the options is tried on the prompt's whole table."""
    table = re.findall(r"\| (\d) \| (\d) \| (\d) \|", question.prompt)
    assert len(table) == 4
    right = []
    for letter, text in options(question).items():
        bias = text.strip("$").removeprefix("b = ")
        given = [says(parameters["weights"], row[:2], bias, question) for row in table]
        if given == [int(row[2]) for row in table]:
            right.append(letter)
    return right


@oracle("perceptron-convergence")
def convergence(question: Question, **parameters: Any) -> str:
    """Epochs until one is clean, or the same weights come back: then never."""
    weights, seen, mistakes = [*parameters["weights"], parameters["bias"]], set(), 0
    rows = list(zip(parameters["samples"], parameters["targets"], strict=True))
    while (state := tuple(map(exact, weights))) not in seen:
        seen.add(state)
        for sample, target in rows:
            *inner, bias = weights
            if says(inner, sample, bias, question) != target:
                mistakes += 1
                weights = learned(
                    inner, bias, sample, target, parameters["eta"], question
                )
    clean = all(says(weights[:-1], one, weights[-1], question) == y for one, y in rows)
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
def impossible(question: Question, **parameters: Any) -> str:
    """All perceptrons with small weights are tried; they are known to be enough."""
    assert len(THRESHOLD_FUNCTIONS) == 104
    [letter] = [
        letter
        for letter, text in options(question).items()
        if tuple(text.split(", ")) not in THRESHOLD_FUNCTIONS
    ]
    return letter


@oracle("perceptron-misclassified")
def misclassified(question: Question, **parameters: Any) -> list[str]:
    """Each point's sample is answered and held against its target."""
    wrong = []
    for letter, text in options(question).items():
        *sample, target = numbers(text)
        if says(parameters["weights"], sample, parameters["bias"], question) != target:
            wrong.append(letter)
    return wrong


@oracle("perceptron-novikoff-bound")
def novikoff(question: Question, **parameters: Any) -> float:
    """Squares only, so that the bound is an exact fraction."""
    *line, bias = parameters["line"]
    lengths = [sum(entry**2 for entry in (*x, 1)) for x in parameters["samples"]]
    sums = [
        sum(w * entry for w, entry in zip(line, x, strict=True)) + bias
        for x in parameters["samples"]
    ]
    assert [int(one > 0) for one in sums] == parameters["targets"]
    squares = sum(w**2 for w in parameters["line"])
    return float(max(lengths) * Fraction(squares, min(one**2 for one in sums)))


@oracle("perceptron-reinforcement")
def reinforcement(question: Question, **parameters: Any) -> list[list[str]]:
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
def truth_table(question: Question, **parameters: Any) -> list[list[int]]:
    """One weighted sum for each row of the table."""
    rows = question.input()["rows"]
    weights, bias = parameters["weights"], parameters["bias"]
    return [[says(weights, row, bias, question)] for row in rows]


@oracle("perceptron-two-steps")
def two_steps(question: Question, **parameters: Any) -> list[list[str]]:
    """The correction, once for each sample, from where the first one led."""
    state: list[Any] = [*parameters["weights"], parameters["bias"]]
    rows = []
    for sample, target in zip(
        parameters["samples"], parameters["targets"], strict=True
    ):
        *weights, bias = state
        state = learned(weights, bias, sample, target, parameters["eta"], question)
        rows.append([str(float(one)) for one in state])
    return rows


@oracle("perceptron-two-updates")
def two_updates(question: Question, **parameters: Any) -> list[str]:
    """Each sample of the prompt's list is summed, answered and learned."""
    rows = re.findall(r"\d\. \$x = (-?[\d.]+)\$, \$y = (\d)\$", question.prompt)
    assert len(rows) == 2
    weight, bias = exact(parameters["weight"]), exact(parameters["bias"])
    found: list[Fraction] = []
    for x, target in rows:
        entry = Fraction(x)
        answer = Fraction(says([weight], [entry], bias, question))
        found += [weight * entry + bias, answer]
        step = exact(parameters["eta"]) * (int(target) - answer)
        weight, bias = weight + step * entry, bias + step
        found += [weight, bias]
    return [str(float(one)) for one in found]


@oracle("perceptron-update")
def update(question: Question, **parameters: Any) -> float:
    """One correction in fractions, and the entry that the prompt asks for."""
    [asked] = re.findall(r"What is \$(w_1|w_2|b)\$ after", question.prompt)
    new = learned(
        parameters["weights"],
        parameters["bias"],
        parameters["sample"],
        parameters["target"],
        parameters["eta"],
        question,
    )
    return float(new[["w_1", "w_2", "b"].index(asked)])
