"""Exercise: one sigmoid unit step by step, from its sum to its new weight.

The unit is the output of a chain x → h → ŷ whose hidden unit has answered already, so
the whole run can be looked at in the lab.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Part, Steps
from simulations import decimals, mistakes
from simulations.systems.backpropagation import algorithm

from . import two_units

PLACES = 4
TOLERANCE = Decimal("0.0005")  # who rounds each step to 4 decimals is right
LEAST = Decimal("0.01")  # a smaller gradient would be mostly rounding
NAMES = ("z", "y", "error", "delta", "gradient", "new")
RATES = [0.5, 1, 2]


@dataclass(frozen=True)
class Case(two_units.TwoUnits):
    """x → h → ŷ, and what is asked about it."""

    @cached_property
    def h(self) -> Decimal:
        """What the hidden unit answers, as the prompt writes it."""
        return _rounded(algorithm.forward(self.layers, [self.x])[1][0])

    @cached_property
    def numbers(self) -> dict[str, Decimal]:
        """Every number that is asked for, by its name, not rounded."""
        z = decimals.exact(self.v) * self.h + decimals.exact(self.c)
        y = Decimal(float(algorithm.sigmoid(np.array(float(z)))))
        error = y - self.target
        delta = error * y * (1 - y)
        gradient = delta * self.h
        new = decimals.exact(self.v) - decimals.exact(self.eta) * gradient
        return dict(zip(NAMES, (z, y, error, delta, gradient, new), strict=True))


@register
class BackpropagationChain(Exercise):
    slug = "backpropagation-chain"
    title = gettext_lazy("Backpropagation: one unit step by step")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = two_units.draw(rng, RATES)
            case = Case(**parameters)
            clear = Decimal("0.05") < case.numbers["y"] < Decimal("0.95")
            if clear and abs(case.numbers["gradient"]) >= LEAST:
                return parameters

    def question(self, **parameters: Any) -> Steps:
        case = Case(**parameters)
        return Steps(
            prompt=_prompt(case),
            parts=tuple(_parts(case)),
            explanation=_explanation(case),
            figure=case.drawing(hidden=str(case.h)),
        )

    def lab(self, parameters: Parameters) -> str:
        return two_units.address(parameters, epochs=1)


def _rounded(value: Decimal | float) -> Decimal:
    return decimals.rounded(value, PLACES)


def _parts(case: Case) -> Iterator[Part]:
    """Each follows from the ones before it, so that an error is charged once."""
    text = decimals.text
    asked = {
        "z": _("The weighted sum $z = v_1 h_1 + c$?"),
        "y": _("The answer $\\hat{y} = \\sigma(z)$?"),
        "error": _("The error $\\hat{y} - y$?"),
        "delta": _("$\\delta = \\partial E / \\partial z$?"),
        "gradient": _("The gradient $\\partial E / \\partial v_1$?"),
        "new": _("The weight $v_1$ after one step downhill?"),
    }
    follows = {
        "z": "",
        "y": "sigmoid(p1)",
        "error": f"p2 - {case.target}",
        "delta": "p3 * p2 * (1 - p2)",
        "gradient": f"p4 * {case.h}",
        "new": f"{text(case.v)} - {text(case.eta)} * p5",
    }
    slips = dict(zip(NAMES, _slips(case), strict=True))
    for name in NAMES:
        truth = _rounded(case.numbers[name])
        yield Part(
            prompt=asked[name],
            value=str(truth),
            tolerance=str(TOLERANCE),
            places=PLACES,
            follows=follows[name],
            mistakes=mistakes.rounded(
                slips[name],
                _facts(case),
                truth=float(case.numbers[name]),
                places=PLACES,
                tolerance=TOLERANCE,
            ),
        )


def _slips(case: Case) -> Iterator[list[tuple[float, str]]]:
    """What goes wrong at each step, where the steps before it are right."""
    z, y, error, delta, gradient, new = (float(case.numbers[n]) for n in NAMES)
    h, v = float(case.h), case.v
    yield [
        (v * h, _("The bias $c = %(c)s$ is missing: it is added to the sum.")),
        (v * case.x + case.c, _("This unit is fed by $h_1 = %(h)s$, not by $x_1$.")),
    ]
    yield [
        (1 - y, _("The exponent has the wrong sign: $\\sigma$ grows with $z$.")),
        (float(z > 0), _("That is a threshold unit; a sigmoid unit answers between.")),
    ]
    yield [
        (-error, _("The sign is turned round: here it is $\\hat{y} - y$.")),
        (error**2 / 2, _("That is the loss $E$; the error itself is asked for.")),
    ]
    yield [
        (
            error,
            _("The derivative of the sigmoid is missing: $\\hat{y}(1 - \\hat{y})$."),
        ),
        (
            error * y,
            _(
                "The derivative of the sigmoid has two factors: $\\hat{y}$ and $1 - \\hat{y}$."
            ),
        ),
        (
            error * z * (1 - z),
            _(
                "The derivative is written with the answer $\\hat{y}$, not with the sum $z$."
            ),
        ),
    ]
    yield [
        (
            delta * v,
            _("That is what goes back to $h_1$. The weight is fed by $h_1 = %(h)s$."),
        ),
        (delta * case.x, _("This weight is fed by $h_1 = %(h)s$, not by $x_1$.")),
        (
            delta,
            _(
                "That is $\\delta$, the bias's gradient. The weight's is $\\delta\\,h_1$."
            ),
        ),
    ]
    yield [
        (
            v + case.eta * gradient,
            _("That step goes uphill. Downhill is against the gradient."),
        ),
        (v - gradient, _("The learning rate $\\eta = %(eta)s$ is missing.")),
        (v - new, _("That is the change. Take it off the old weight, $v_1 = %(v)s$.")),
    ]


def _facts(case: Case) -> dict[str, str]:
    shown = {name: str(_rounded(number)) for name, number in case.numbers.items()}
    given = {name: decimals.text(getattr(case, name)) for name in ("v", "c", "eta")}
    signs = {
        f"{name}_factor": decimals.factor(Decimal(shown[name]))
        for name in ("error", "delta", "gradient")
    }
    rest = {"h": str(case.h), "target": str(case.target), "places": str(PLACES)}
    sums = {"v_factor": decimals.factor(case.v), "c_factor": decimals.factor(case.c)}
    return shown | given | signs | rest | sums


def _prompt(case: Case) -> str:
    facts = _(
        "A chain of two sigmoid units, $\\sigma(z) = 1 / (1 + e^{-z})$. The hidden unit has "
        "answered $h_1 = %(h)s$, rounded to %(places)s decimals; go on with this number. "
        "The output unit has the weight $v_1 = %(v)s$ and the bias $c = %(c)s$. The target "
        "is $y = %(target)s$, the loss $E = \\tfrac12 (\\hat{y} - y)^2$, and the learning "
        "rate $\\eta = %(eta)s$."
    ) % _facts(case)
    asked = _(
        "Take the output unit through one step. Give %(places)d decimals; "
        "$\\pm %(tolerance)s$ is allowed for rounding on the way. What follows from an "
        "earlier answer of yours counts."
    ) % {"places": PLACES, "tolerance": TOLERANCE}
    return f"{facts}\n\n{asked}"


def _explanation(case: Case) -> str:
    lines = [
        _("**The sum.** $z = %(v_factor)s \\cdot %(h)s + %(c_factor)s \\approx %(z)s$"),
        _("**The answer.** $\\hat{y} = \\sigma(%(z)s) \\approx %(y)s$"),
        _("**The error.** $\\hat{y} - y = %(y)s - %(target)s = %(error)s$"),
        _(
            "**Through the sigmoid.** $\\delta = (\\hat{y} - y)\\,\\hat{y}(1 - \\hat{y}) = "
            "%(error_factor)s \\cdot %(y)s \\cdot (1 - %(y)s) \\approx %(delta)s$"
        ),
        _(
            "**To the weight.** It is fed by $h_1$: $\\partial E / \\partial v_1 = "
            "\\delta\\,h_1 = %(delta_factor)s \\cdot %(h)s \\approx %(gradient)s$"
        ),
        _(
            "**Downhill.** $v_1 \\leftarrow %(v)s - %(eta)s \\cdot %(gradient_factor)s "
            "\\approx %(new)s$"
        ),
    ]
    return "\n\n".join(line % _facts(case) for line in lines)
