"""Exercise: how plain Hebb grows when the same input comes again and again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import decimals, figures, markup, mistakes, simulation
from simulations.systems.hebb import algorithm

PLACES = 2
TOLERANCE = Decimal("0.02")


@register
class HebbGrowth(Exercise):
    slug = "hebb-growth"
    title = gettext_lazy("Hebb: growing without bound")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = {
                "weights": [rng.randint(1, 9) / 10, rng.randint(1, 9) / 10],
                "sample": rng.choice([[1, 0], [1, 1], [1, 2], [2, 1], [2, 0], [0, 1]]),
                "eta": rng.choice([0.1, 0.2, 0.5]),
                "steps": rng.randint(2, 4),
            }
            if _factor(parameters) <= 3 and len(_named(parameters)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Number:
        return Number(
            prompt=_prompt(parameters),
            value=decimals.text(round(_outputs(parameters)[-1], PLACES)),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(parameters),
            explanation=_explanation(parameters),
            answer_figure=_answer_figure(parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("hebb").address(
            {
                "samples": [parameters["sample"]],
                "weights": [parameters["weights"]],
                "eta": parameters["eta"],
                "rule": "hebb",
                "epochs": parameters["steps"] + 1,
            }
        )


def _outputs(parameters: Parameters, more: int = 0) -> list[Decimal]:
    """y at the start, and whenever the input comes again: `steps` + 1 numbers."""
    w = np.array(decimals.exactly(parameters["weights"]))
    x = np.array(decimals.exactly(parameters["sample"]))
    rate, outputs = decimals.exact(parameters["eta"]), []
    for _step in range(parameters["steps"] + 1 + more):
        done = algorithm.hebb(x, w, rate)
        outputs.append(done.output)
        w = done.weights
    return outputs


def _square(parameters: Parameters) -> int:
    return sum(value * value for value in parameters["sample"])


def _factor(parameters: Parameters) -> Decimal:
    """What y is multiplied with at each step: 1 + η |x|²."""
    return 1 + decimals.exact(parameters["eta"]) * _square(parameters)


def _named(parameters: Parameters) -> tuple[Mistake, ...]:
    facts = _facts(parameters)
    return mistakes.distinct(
        ((round(value, PLACES), text % facts) for value, text in _slips(parameters)),
        truth=round(_outputs(parameters)[-1], PLACES),
        gap=2 * TOLERANCE,
    )


def _slips(parameters: Parameters) -> Iterator[mistakes.Slip]:
    outputs, factor = _outputs(parameters, more=1), _factor(parameters)
    steps, first = parameters["steps"], outputs[0]
    yield (
        first * (1 + steps * (factor - 1)),
        _(
            "That grows by the same amount at each step. But $y$ itself has grown by "
            "then, so each step is larger: $y$ is multiplied by $%(factor)s$ each time."
        ),
    )
    yield (
        outputs[-3],
        _(
            "One step short: each of the %(steps)d steps multiplies $y$ by $%(factor)s$, "
            "the first one too."
        ),
    )
    yield (
        outputs[-1],
        _("One step too many: the output after %(steps)d steps is asked for."),
    )
    yield (
        first,
        _(
            "That is $y$ before the first step. Hebb's rule never stands still as long "
            "as $y$ is not 0."
        ),
    )
    yield (
        first * (1 + decimals.exact(parameters["eta"])) ** steps,
        _(
            "The length of the input is missing: with each step $y$ gains "
            "$\\eta\\,y\\,\\mathbf{x}\\cdot\\mathbf{x}$, and here "
            "$\\mathbf{x}\\cdot\\mathbf{x} = %(square)d$."
        ),
    )


def _facts(parameters: Parameters) -> dict[str, Any]:
    outputs = _outputs(parameters)
    w, x = parameters["weights"], parameters["sample"]
    return {
        "w": decimals.vector(w),
        "x": decimals.vector(x),
        "eta": decimals.text(parameters["eta"]),
        "steps": parameters["steps"],
        "sum": markup.products(w, x),
        "first": decimals.text(outputs[0]),
        "square": _square(parameters),
        "factor": decimals.text(_factor(parameters)),
        "last": decimals.text(outputs[-1]),
        "rounded": decimals.text(round(outputs[-1], PLACES)),
        "places": PLACES,
        "tolerance": TOLERANCE,
    }


def _prompt(parameters: Parameters) -> str:
    text = _(
        "A linear unit, $y = \\mathbf{w}\\cdot\\mathbf{x}$, starts with $\\mathbf{w} = "
        "%(w)s$ and sees nothing but the input $\\mathbf{x} = %(x)s$, again and again. "
        "Each time it learns by Hebb's rule $\\Delta\\mathbf{w} = "
        "\\eta\\,y\\,\\mathbf{x}$ with $\\eta = %(eta)s$.\n\n"
        "What is its output $y$ for $\\mathbf{x}$ after %(steps)d steps? Give "
        "%(places)d decimals; $\\pm %(tolerance)s$ is allowed."
    )
    return text % _facts(parameters)


def _explanation(parameters: Parameters) -> str:
    lines = [
        _("**At the start.** $y = %(sum)s = %(first)s$"),
        _(
            "**Each step** adds $\\eta\\,y\\,\\mathbf{x}$ to the weights, and so "
            "$\\eta\\,y\\,\\mathbf{x}\\cdot\\mathbf{x}$ to the output: $y$ is multiplied by "
            "$1 + \\eta\\,\\mathbf{x}\\cdot\\mathbf{x} = 1 + %(eta)s \\cdot %(square)d = "
            "%(factor)s$."
        ),
        _(
            "**After %(steps)d steps.** $y = %(first)s \\cdot %(factor)s^{%(steps)d} = "
            "%(last)s$"
        ),
        _(
            "Nothing ever stops this: what is strong gets stronger. Oja's rule adds the "
            "brake."
        ),
    ]
    facts = _facts(parameters)
    return "\n\n".join(line % facts for line in lines)


def _answer_figure(parameters: Parameters) -> dict[str, Any]:
    run = algorithm.learn(
        [parameters["sample"]],
        weights=parameters["weights"],
        rate=parameters["eta"],
        epochs=parameters["steps"] + 1,
        rule="oja",
    )
    hebb = [float(y) for y in _outputs(parameters)]
    return figures.curves(
        {
            _("Hebb's rule"): hebb,
            _("Oja's rule"): [round(float(s.update.output), 4) for s in run.steps],
        },
        x=_("steps done"),
        y="y",
        first=0,
        description=_("The output grows ever faster by Hebb's rule, not by Oja's."),
    )
