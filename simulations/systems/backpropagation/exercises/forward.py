"""Exercise: the forward pass of a 2-2-1 network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Matrix
from simulations import decimals, figures, markup, mistakes, networks, simulation
from simulations.systems.backpropagation import algorithm
from simulations.systems.backpropagation.algorithm import Array, Layer

PLACES = 3
TOLERANCE = Decimal("0.002")  # who rounds each sum and each unit to 3 decimals is right

Rows = list[list[Decimal]]


@dataclass(frozen=True)
class Case:
    """A network and its input; a row of `hidden` is a unit's weights and its bias."""

    inputs: list[float]
    hidden: list[list[float]]
    output: list[float]

    @property
    def layers(self) -> list[Layer]:
        rows = np.array(self.hidden), np.array([self.output])
        return [Layer(row[:, :-1], row[:, -1]) for row in rows]

    @cached_property
    def activations(self) -> list[Array]:
        return algorithm.forward(self.layers, self.inputs)

    @cached_property
    def answer(self) -> Rows:
        return _row(*self.activations[1:])

    def answered(self, by_hidden: Array) -> Array:
        """The output unit's answer to these hidden units."""
        output = self.layers[1]
        return algorithm.sigmoid(output.weights @ by_hidden + output.biases)

    @cached_property
    def sums(self) -> tuple[Array, Array]:
        """What the hidden units and the output unit squash."""
        hidden, output = self.layers
        x, h, _y = self.activations
        return hidden.weights @ x + hidden.biases, output.weights @ h + output.biases


@register
class BackpropagationForward(Exercise):
    slug = "backpropagation-forward"
    title = gettext_lazy("Backpropagation: the forward pass")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            case = Case(**parameters)
            h1, h2, y = case.answer[0]
            clear = all(Decimal("0.05") < one < Decimal("0.95") for one in (h1, h2, y))
            if clear and len(_named(case)) >= 5:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        case = Case(**parameters)
        return Matrix(
            prompt=_prompt(case),
            value=mistakes.written(case.answer),
            tolerance=str(TOLERANCE),
            places=PLACES,
            column_labels=("$h_1$", "$h_2$", "$\\hat{y}$"),
            mistakes=_named(case),
            explanation=_explanation(case),
            figure=_figure(case),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("backpropagation").address(
            {
                "data": [[*parameters["inputs"], 1]],
                "hidden": parameters["hidden"],
                "output": [parameters["output"]],
                "epochs": 1,
            }
        )


def _draw(rng: Random) -> Parameters:
    return {
        "inputs": [rng.choice([-1, -0.5, 0.5, 1, 2]) for _input in range(2)],
        "hidden": [
            [decimals.drawn(rng, 1, 15) for _weight in range(3)] for _unit in range(2)
        ],
        "output": [decimals.drawn(rng, 1, 15) for _weight in range(3)],
    }


def _row(h: Sequence[float] | Array, y: Sequence[float] | Array) -> Rows:
    return [[round(Decimal(float(value)), PLACES) for value in (*h, *y)]]


def _named(case: Case) -> tuple[Any, ...]:
    return mistakes.distinct_arrays(_slips(case), truth=case.answer, gap=2 * TOLERANCE)


def _slips(case: Case) -> Iterator[tuple[Rows, str]]:
    _x, h, _y = case.activations
    output = case.layers[1]
    sums, last = case.sums

    yield (
        _row(sums, output.weights @ sums + output.biases),
        _(
            "Those are the sums. Each one still goes through the sigmoid: "
            "$h_1 = \\sigma(%(sum)s)$."
        )
        % {"sum": _short(sums[0])},
    )
    yield (
        _row(h, last),
        _("$\\hat{y}$ is squashed as well: $\\hat{y} = \\sigma(%(sum)s)$.")
        % {"sum": _short(last[0])},
    )
    yield (
        _row(sums, case.answered(sums)),
        _("The hidden units are squashed too, before their weights $v_1$ and $v_2$."),
    )
    yield from _slips_of_weights(case)


def _slips_of_weights(case: Case) -> Iterator[tuple[Rows, str]]:
    x, h, _y = case.activations
    hidden, output = case.layers

    unbiased = algorithm.sigmoid(hidden.weights @ x)
    yield (
        _row(unbiased, algorithm.sigmoid(output.weights @ unbiased)),
        _("The biases are missing: each unit adds its own before the sigmoid."),
    )
    crossed = algorithm.sigmoid(hidden.weights.T @ x + hidden.biases)
    yield (
        _row(crossed, case.answered(crossed)),
        _(
            "The weights $w_{12}$ and $w_{21}$ are swapped: the first number is the unit "
            "it leads to, the second the input it comes from."
        ),
    )
    yield (
        _row(1 - h, 1 - case.answered(1 - h)),
        _(
            "The exponent has the wrong sign: $\\sigma(z) = 1 / (1 + e^{-z})$ grows with "
            "$z$."
        ),
    )


def _short(value: float) -> str:
    return decimals.text(round(Decimal(float(value)), PLACES))


def _prompt(case: Case) -> str:
    network = _(
        "A network of sigmoid units, $\\sigma(z) = 1 / (1 + e^{-z})$: $w_{ji}$ leads from "
        "the input $x_i$ to the hidden unit $h_j$, and $v_j$ from $h_j$ to the output "
        "$\\hat{y}$; $b_j$ and $c$ are the biases, added before the sigmoid."
    )
    asked = _(
        "What do the three units answer? Give %(places)d decimals; $\\pm %(tolerance)s$ "
        "is allowed for rounding on the way."
    ) % {"places": PLACES, "tolerance": TOLERANCE}
    return "\n\n".join([network, _numbers(case), asked])


def _numbers(case: Case) -> str:
    """Every given number as a list: the figure repeats them, for who sees it."""
    lines = [[f"x_{i} = {decimals.text(x)}" for i, x in enumerate(case.inputs, 1)]]
    for j, (*weights, bias) in enumerate(case.hidden, start=1):
        row = [f"w_{{{j}{i}}} = {decimals.text(w)}" for i, w in enumerate(weights, 1)]
        lines.append([*row, f"b_{j} = {decimals.text(bias)}"])
    last = [f"v_{j} = {decimals.text(v)}" for j, v in enumerate(case.output[:-1], 1)]
    lines.append([*last, f"c = {decimals.text(case.output[-1])}"])
    return "\n".join("- " + ", ".join(f"${fact}$" for fact in line) for line in lines)


def _explanation(case: Case) -> str:
    lines = [
        _unit(f"h_{j}", row, case.inputs, answer)
        for j, (row, answer) in enumerate(
            zip(case.hidden, case.answer[0], strict=False), start=1
        )
    ]
    h1, h2, y = case.answer[0]
    lines.append(_unit(r"\hat{y}", case.output, [h1, h2], y))
    return "\n\n".join(
        [
            _("Each unit adds up what feeds it, then its bias, and squashes the sum."),
            *lines,
        ]
    )


def _unit(
    name: str, row: Sequence[float], fed: Sequence[float | Decimal], answer: Decimal
) -> str:
    """h₁ = σ(0.3 · 1 + … + 0.2) ≈ 0.622."""
    total = markup.products(row[:-1], fed, row[-1])
    return rf"${name} = \sigma({total}) \approx {answer}$"


def _figure(case: Case) -> figures.Spec:
    x = [figures.written(value) for value in case.inputs]
    return networks.drawing(
        networks.labelled(case.layers, [x, ["?", "?"], ["?"]]),
        description=_("The network with its weights and biases."),
    )
