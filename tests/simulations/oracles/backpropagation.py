"""Backpropagation: answers found from the questions."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from quizzes.questions import Question

from . import oracle
from .reading import number, options

# What comes after what, each told by a piece of its text.
ORDER = (
    r"answer(s, then| to the input)",
    r"Compute the output",
    r"\\delta\$ of the output unit",
    r"Hand it back: ",
    r"Hand it back further",
    r"Multiply each unit's",
    r"Add to every weight",
    r"decay a little",
)


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def fires(weights: Any, inputs: Any) -> int:
    """1 if the sum with the last weight as bias is over 0."""
    sums = zip(weights, [*inputs, 1], strict=True)
    return int(sum(Fraction(weight) * Fraction(one) for weight, one in sums) > 0)


@oracle("backpropagation-chain")
def chain(question: Question) -> list[str]:
    """Forward from the prompt's numbers; the gradient by central differences."""
    names = ("h_1", "v_1", "c", "y", r"\eta")
    h, v, c, target, eta = (float(number(question, name)) for name in names)

    def loss(z: float) -> float:
        return float((sigmoid(z) - target) ** 2 / 2)

    z = v * h + c
    delta = (loss(z + 1e-5) - loss(z - 1e-5)) / 2e-5
    slope = (loss((v + 1e-5) * h + c) - loss((v - 1e-5) * h + c)) / 2e-5
    y = float(sigmoid(z))
    return [f"{one:.6f}" for one in (z, y, y - target, delta, slope, v - eta * slope)]


@oracle("backpropagation-decay")
def decay(question: Question) -> float:
    """One step; in the long run: so many steps that nothing changes any more."""
    [percent] = re.findall(r"loses ([\d.]+) % of itself", question.prompt)
    gradient = number(question, r"\partial E / \partial w")
    step = -number(question, r"\varepsilon") * gradient
    keeps = 1 - Fraction(percent) / 100
    if "long run" not in question.prompt:
        return float((number(question, "w") + step) * keeps)
    weight = 0.0
    for _step in range(20_000):
        weight = (weight + float(step)) * float(keeps)
    return round(weight, 9)


def network(question: Question) -> tuple[list[float], dict[str, Any]]:
    """The prompt's two inputs, and its layers, a row a unit with its bias last."""

    def read(*names: str) -> list[float]:
        return [float(number(question, name)) for name in names]

    hidden = [read("w_{11}", "w_{12}", "b_1"), read("w_{21}", "w_{22}", "b_2")]
    layers = {"hidden": hidden, "output": read("v_1", "v_2", "c")}
    return read("x_1", "x_2"), {name: np.array(rows) for name, rows in layers.items()}


@oracle("backpropagation-forward")
def forward(question: Question) -> list[list[str]]:
    """Two matrix products, each with a column of biases."""
    inputs, layers = network(question)
    hidden = sigmoid(layers["hidden"] @ [*inputs, 1])
    output = sigmoid(layers["output"] @ [*hidden, 1])
    return [[f"{one:.6f}" for one in (*hidden, output)]]


@oracle("backpropagation-gradient")
def gradient(question: Question) -> float:
    """The loss a little to both sides of the weight: central differences."""
    [asked] = re.findall(r"partial E / \\partial (\w)_\{(\d+)\}", question.prompt)
    layer = "hidden" if asked[0] == "w" else "output"
    place = tuple(int(digit) - 1 for digit in asked[1])

    target = float(number(question, "y"))

    def loss(change: float) -> float:
        inputs, layers = network(question)
        layers[layer][place] += change
        hidden = sigmoid(layers["hidden"] @ [*inputs, 1])
        output = sigmoid(layers["output"] @ [*hidden, 1])
        return float((output - target) ** 2 / 2)

    return (loss(1e-5) - loss(-1e-5)) / 2e-5


@oracle("backpropagation-momentum")
def momentum(question: Question) -> float:
    """The rule unrolled: a gradient k steps ago has weighed 1 + α + … + α^k."""
    alpha, epsilon = number(question, r"\alpha"), number(question, r"\varepsilon")
    said = re.findall(r"\\partial w\}\((\d)\) = (-?[\d.]+)\$", question.prompt)
    assert [int(sweep) for sweep, _gradient in said] == [*range(1, len(said) + 1)]
    gradients = [Fraction(one) for _sweep, one in reversed(said)]
    moved = sum(
        one * sum(alpha**power for power in range(age + 1))
        for age, one in enumerate(gradients)
    )
    return float(number(question, "w") - epsilon * moved)


@oracle("backpropagation-order")
def order(question: Question) -> list[str]:
    """The pass forward, the pass backward, and then the weights."""
    shown = options(question)
    letters = [
        [letter for letter, text in shown.items() if re.search(piece, text)]
        for piece in ORDER
    ]
    assert all(len(found) <= 1 for found in letters)
    return [letter for found in letters for letter in found]


@oracle("backpropagation-shape")
def shape(question: Question) -> int:
    """Each unit counts what comes in, and its bias."""
    first, _sentence = question.prompt.split(". ", 1)
    sizes = [int(one) for one in re.findall(r"\d+", first)]
    return sum(
        1 for before, units in pairwise(sizes) for _ in range(units * (before + 1))
    )


@oracle("backpropagation-step")
def step(question: Question) -> float:
    """All four slopes by central differences, then one step and the loss again."""
    names = ("x_1", "y", r"\eta", "w_{11}", "b_1", "v_1", "c")
    x, target, eta, *given = (float(number(question, name)) for name in names)
    weights = np.array(given)

    def loss(weights: Any) -> float:
        w, b, v, c = weights
        output = sigmoid(v * sigmoid(w * x + b) + c)
        return float((output - target) ** 2 / 2)

    near = np.eye(4) * 1e-5
    slopes = [(loss(weights + one) - loss(weights - one)) / 2e-5 for one in near]
    return loss(weights - eta * np.array(slopes))


@oracle("backpropagation-symmetry")
def symmetry(question: Question) -> list[str]:
    """The three units of the prompt are run on each vector."""
    rows = re.findall(r"by \$\(([^)]*)\)\$ and has the bias \$(.*?)\$", question.prompt)
    hidden = [[*weights.split(", "), bias] for weights, bias in rows]
    assert len(hidden) == 2
    return [
        letter
        for letter, vector in options(question).items()
        if fires([-1, -1, 0.5], [fires(weights, [*vector]) for weights in hidden])
    ]


def fires_as(formula: str, inputs: dict[str, int]) -> int:
    """1 if what is written, such as `-x_1 + 2x_2 - 0.5`, is over 0."""
    terms = re.findall(r"([+-]?)([\d.]*)(x_\d)?", formula.replace(" ", ""))
    total = Fraction(0)
    for sign, size, name in terms:
        if size or name:
            total += Fraction(f"{sign}1") * Fraction(size or 1) * inputs.get(name, 1)
    return int(total > 0)


@oracle("backpropagation-xor")
def xor(question: Question) -> str:
    """The prompt's hidden units, and every option's output unit, on all four inputs."""
    units = re.findall(r"\$h_\d\$: \$(.+?) > 0\$", question.prompt)
    assert len(units) == 2
    right = []
    for letter, text in options(question).items():
        output = re.findall(r"= (-?[\d.]+)", text)
        given = [
            fires(output, [fires_as(unit, {"x_1": x1, "x_2": x2}) for unit in units])
            for x1, x2 in ((0, 0), (0, 1), (1, 0), (1, 1))
        ]
        if given == [0, 1, 1, 0]:
            right.append(letter)
    [letter] = right
    return letter
