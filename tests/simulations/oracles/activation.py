"""Activation functions: answers found from the questions."""

from __future__ import annotations

import re
from fractions import Fraction
from math import exp, tanh
from typing import Any

import numpy as np

from quizzes.questions import Question

from . import oracle
from .reading import matrices, number, options

# Of which functions each statement is true.
HOLDS = {
    "has a derivative at every": "identity sigmoid tanh softplus",
    "f(2z) = 2 f(z)": "identity ReLU leaky",
    "is never negative": "step sigmoid ReLU softplus",
    r"at most $\tfrac12$": "step sigmoid",
    "lie between two fixed numbers": "step sigmoid tanh",
    "slope is greater than 0 for every $z < 0$": "identity sigmoid tanh leaky softplus",
    "slope is exactly 0 for every $z < 0$": "step ReLU",
    "a larger $z$ always gives a larger": "identity sigmoid tanh leaky softplus",
    "0 for large $z$, or goes to 0 there": "step sigmoid tanh",
    "f(-z) = -f(z)": "identity tanh",
}


@oracle("activation-collapse")
def collapse(question: Question) -> list[list[str]]:
    """The layers are run: b is what comes of 0, a column what a unit input adds."""
    first, first_bias, second, second_bias = map(np.array, matrices(question))

    def run(*x: int) -> Any:
        h = first @ x + first_bias[:, 0]
        return second @ h + second_bias[:, 0]

    bias = run(0, 0)
    columns = [run(1, 0) - bias, run(0, 1) - bias, bias]
    return [[str(entry) for entry in row] for row in np.array(columns).T]


@oracle("activation-dead-relu")
def dead(question: Question) -> list[str]:
    """Each unit of the options is shown each sample of the prompt."""
    samples = re.findall(r"\$\((-?\d+), (-?\d+)\)\$", question.prompt)
    assert len(samples) >= 4
    found = []
    for letter, text in options(question).items():
        w1, w2, b = map(Fraction, re.findall(r"-?\d+(?:\.\d+)?", text))
        sums = [w1 * Fraction(x1) + w2 * Fraction(x2) + b for x1, x2 in samples]
        assert 0 not in sums
        if max(sums) < 0:
            found.append(letter)
    return found


@oracle("activation-depth")
def depth(question: Question) -> int:
    """Layers are added, each with the steepest slope: the bias can put it there."""
    steepest = Fraction(1, 4) if "sigmoid" in question.prompt else Fraction(1)
    [weight] = re.findall(r"\|w_k\| \\le ([\d.]+)", question.prompt)
    [limit] = re.findall(r"a_0\| < ([\d.]+)", question.prompt)
    layers, derivative = 0, Fraction(1)
    while derivative >= Fraction(limit):
        layers, derivative = layers + 1, derivative * steepest * Fraction(weight)
        assert layers < 100
    return layers


@oracle("activation-gradient-chain")
def gradient_chain(question: Question) -> float:
    """Central differences of the real chain, not the rounded numbers."""
    [said] = re.findall(r"the weights are (.*?)\.\n", question.prompt)
    weights = [float(one) for one in re.findall(r"w_\d = (-?[\d.]+)", said)]
    assert f"A chain of {len(weights)} layers" in question.prompt

    def run(a: float) -> float:
        for weight in weights:
            a = 1 / (1 + exp(-weight * a))
        return a

    x, step = float(number(question, "x")), 1e-5
    return (run(x + step) - run(x - step)) / (2 * step)


@oracle("activation-properties")
def properties(question: Question) -> list[str]:
    """The statement's line of the table above, and the functions on it."""
    [names] = [names for said, names in HOLDS.items() if said in question.prompt]
    return [
        letter
        for letter, text in options(question).items()
        if re.split("[ :]", text)[0] in names.split()
    ]


@oracle("activation-relu-table")
def relu_table(question: Question) -> list[list[int]]:
    """The prompt's three formulas are read and evaluated for each row."""
    lines = re.findall(r"\$(?:h_\d = r\(|y = 1\$ if \$)(.*?)[)>]", question.prompt)
    lines = [one.replace(" > 0", "") for one in lines]
    assert len(lines) == 3

    def value(formula: str, first: Fraction, second: Fraction) -> Fraction:
        total = Fraction(0)
        for sign, size, name in re.findall(
            r"([+-]?)([\d.]*)(?:([xh]_\d))?", formula.replace(" ", "")
        ):
            if size or name:
                known = {"x_1": first, "h_1": first, "": Fraction(1)}
                amount = Fraction(size or 1) * known.get(name, second)
                total += -amount if sign == "-" else amount
        return total

    table = []
    for row in question.input()["rows"]:
        hidden = [
            max(Fraction(0), value(line, *map(Fraction, row))) for line in lines[:2]
        ]
        table.append([int(value(lines[2], *hidden) > 0)])
    return table


@oracle("activation-slope")
def slope(question: Question) -> float:
    """A secant so short that it is the tangent."""
    [z] = map(float, re.findall(r"at \$z = (-?[\d.]+)\$", question.prompt))

    def f(z: float) -> float:
        if r"\tanh" in question.prompt:
            return tanh(z)
        if r"\max(0, z)" in question.prompt:
            return max(0.0, z)
        return 1 / (1 + exp(-z))

    return round((f(z + 1e-6) - f(z - 1e-6)) / 2e-6, 7)


@oracle("activation-straight")
def straight(question: Question) -> str:
    """A kink can only be at 0: it is straight if −1, 0 and 1 are on one line."""
    found = []
    for letter, text in options(question).items():
        units = re.findall(r"([+-]?) ?(\d*)r\((-?\d*)x\)", text)
        if not units:
            nothing = letter
            continue
        ends = 0
        for sign, size, inner in units:
            weight = int(f"{sign}{size or 1}")
            slope = int(f"{inner}1") if inner in ("", "-") else int(inner)
            ends += weight * (max(0, slope) + max(0, -slope))
        if ends == 0:
            found.append(letter)
    assert len(found) <= 1
    return found[0] if found else nothing
