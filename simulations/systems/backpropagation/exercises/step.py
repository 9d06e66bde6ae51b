"""Exercise: the loss after one step of gradient descent, in a chain of two units."""

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
from quizzes.questions import Number
from simulations import decimals, mistakes
from simulations.systems.backpropagation import algorithm
from simulations.systems.backpropagation.algorithm import Gradient, Layer

from . import two_units

PLACES = 4
TOLERANCE = Decimal("0.0005")
LEAST = Decimal("0.01")  # a smaller loss would be mostly rounding
RATES = [1, 2, 4]


@dataclass(frozen=True)
class Case(two_units.TwoUnits):
    """x → h → ŷ, and what is asked about it."""

    @cached_property
    def steps(self) -> list[algorithm.Step]:
        """The step that is asked about, and the one after it, which has the loss."""
        return algorithm.learn(
            self.layers, [[self.x]], [[self.target]], rate=self.eta, epochs=2
        )

    @property
    def before(self) -> Decimal:
        return _decimal(self.steps[0].loss)

    @property
    def after(self) -> Decimal:
        return _decimal(self.steps[1].loss)

    def loss_of(self, layers: Sequence[Layer]) -> Decimal:
        answer = algorithm.forward(layers, [self.x])[-1]
        return _decimal(algorithm.loss(answer, [self.target]))

    def loss_after(self, gradients: Sequence[Gradient]) -> Decimal:
        """The loss if these were the gradients."""
        changes = algorithm.change(gradients, [], rate=self.eta)
        return self.loss_of(algorithm.changed(self.layers, changes))


@register
class BackpropagationStep(Exercise):
    slug = "backpropagation-step"
    title = gettext_lazy("Backpropagation: the loss after one step")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = two_units.draw(rng, RATES)
            case = Case(**parameters)
            falls = case.before - case.after >= 20 * TOLERANCE
            if falls and case.after >= LEAST and len(_named(case)) >= 5:
                return parameters

    def question(self, **parameters: Any) -> Number:
        case = Case(**parameters)
        return Number(
            prompt=_prompt(case),
            value=str(case.after),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(case),
            explanation=_explanation(case),
            figure=case.drawing(hidden="?"),
        )

    def lab(self, parameters: Parameters) -> str:
        return two_units.address(parameters, epochs=2)


def _decimal(value: float) -> Decimal:
    return round(Decimal(float(value)), PLACES)


def _named(case: Case) -> tuple[Any, ...]:
    return mistakes.distinct(_slips(case), truth=case.after, gap=2 * TOLERANCE)


def _slips(case: Case) -> Iterator[mistakes.Slip]:
    first = case.steps[0]
    hidden, output = first.gradients
    yield (
        case.before,
        _(
            "That is the loss before the step. Change all four numbers, then answer again."
        ),
    )
    uphill = [Gradient(-one.delta, -one.weights) for one in first.gradients]
    yield (
        case.loss_after(uphill),
        _(
            "That step went uphill: the loss was %(before)s before it. Downhill is against "
            "the gradient, $w \\leftarrow w - \\eta\\,\\partial E / \\partial w$."
        )
        % {"before": case.before},
    )
    yield (
        2 * case.after,
        _("The $\\tfrac12$ of the loss is missing at the end."),
    )
    still = Gradient(0 * hidden.delta, 0 * hidden.weights)
    yield (
        case.loss_after([still, output]),
        _("The hidden unit learns too: $w_{11}$ and $b_1$ take a step as well."),
    )
    flat = [Gradient(0 * one.delta, one.weights) for one in first.gradients]
    yield (
        case.loss_after(flat),
        _("The biases take a step too: by $-\\eta\\,\\delta$ of their unit."),
    )
    yield (
        case.loss_after(_without_slope(case)),
        _(
            "The derivative of the output unit is missing: "
            "$\\delta = (\\hat{y} - y)\\,\\hat{y}(1 - \\hat{y})$."
        ),
    )


def _without_slope(case: Case) -> list[Gradient]:
    x, h, y = case.steps[0].activations
    delta = y - case.target
    back = delta * case.v * h * (1 - h)
    return [Gradient(back, np.outer(back, x)), Gradient(delta, np.outer(delta, h))]


def _prompt(case: Case) -> str:
    network = _(
        "A chain of two sigmoid units, $\\sigma(z) = 1 / (1 + e^{-z})$: "
        "$h_1 = \\sigma(w_{11} x_1 + b_1)$ and $\\hat{y} = \\sigma(v_1 h_1 + c)$. The loss "
        "is $E = \\tfrac12 (\\hat{y} - y)^2$."
    )
    lines = [
        rf"x_1 = {decimals.text(case.x)}$, $y = {case.target}",
        rf"w_{{11}} = {decimals.text(case.w)}$, $b_1 = {decimals.text(case.b)}",
        rf"v_1 = {decimals.text(case.v)}$, $c = {decimals.text(case.c)}",
    ]
    asked = _(
        "All four weights and biases take one step downhill at once, with the learning rate "
        "$\\eta = %(eta)s$. What is the loss $E$ of this sample after it? Give %(places)d "
        "decimals; $\\pm %(tolerance)s$ is allowed for rounding on the way."
    ) % {
        "eta": decimals.text(case.eta),
        "places": PLACES,
        "tolerance": TOLERANCE,
    }
    return "\n\n".join([network, "\n".join(f"- ${line}$" for line in lines), asked])


def _facts(case: Case) -> dict[str, Decimal]:
    first, then = case.steps
    (_x, (h,), (y,)), (_x2, (h2,), (y2,)) = first.activations, then.activations
    hidden, output = first.gradients
    (new_hidden, new_output) = first.layers
    return {
        "h": _decimal(h),
        "y": _decimal(y),
        "before": case.before,
        "output_delta": _decimal(output.delta[0]),
        "hidden_delta": _decimal(hidden.delta[0]),
        "w": _decimal(new_hidden.weights[0, 0]),
        "b": _decimal(new_hidden.biases[0]),
        "v": _decimal(new_output.weights[0, 0]),
        "c": _decimal(new_output.biases[0]),
        "h2": _decimal(h2),
        "y2": _decimal(y2),
        "after": case.after,
    }


def _explanation(case: Case) -> str:
    lines = [
        _(
            "**Forward.** $h_1 \\approx %(h)s$, $\\hat{y} \\approx %(y)s$, so "
            "$E \\approx %(before)s$."
        ),
        _(
            "**Backward.** $\\delta = (\\hat{y} - y)\\,\\hat{y}(1 - \\hat{y}) \\approx "
            "%(output_delta)s$ and $\\delta_1 = \\delta\\,v_1 h_1 (1 - h_1) \\approx "
            "%(hidden_delta)s$, with the old $v_1$."
        ),
        _(
            "**The step.** $w_{11} - \\eta\\,\\delta_1 x_1 \\approx %(w)s$, "
            "$b_1 - \\eta\\,\\delta_1 \\approx %(b)s$, "
            "$v_1 - \\eta\\,\\delta\\,h_1 \\approx %(v)s$, "
            "$c - \\eta\\,\\delta \\approx %(c)s$."
        ),
        _(
            "**Forward again.** $h_1 \\approx %(h2)s$, $\\hat{y} \\approx %(y2)s$, so "
            "$E \\approx %(after)s$."
        ),
    ]
    return "\n\n".join(line % _facts(case) for line in lines)
