"""Exercise: layer norm of one token, with gain and shift."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import sqrt
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Matrix, Mistake
from simulations import decimals, figures, mistakes, simulation
from simulations.systems.transformer import algorithm, reckoning

PLACES, TOLERANCE = 2, Decimal("0.01")
SIZE = 4


@dataclass(frozen=True)
class Case:
    x: list[int]
    gain: list[float]
    shift: list[float]

    @cached_property
    def normed(self) -> algorithm.Normed:
        x, gain, shift = (
            np.array(row, dtype=float) for row in (self.x, self.gain, self.shift)
        )
        return algorithm.layer_norm(x, gain, shift, epsilon=0)

    @property
    def mean(self) -> float:
        return float(self.normed.mean[0])

    @property
    def deviation(self) -> float:
        return float(self.normed.deviation[0])

    @property
    def truth(self) -> list[Decimal]:
        return decimals.all_rounded(self.normed.output, PLACES)

    def scaled(self, standard: Any) -> list[Decimal]:
        """Gain and shift of other numbers than the right ones."""
        return decimals.all_rounded(
            np.array(standard) * self.gain + np.array(self.shift), PLACES
        )


@register
class TransformerLayerNorm(Exercise):
    slug = "transformer-layer-norm"
    title = gettext_lazy("Transformer: layer norm of one token")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters: Parameters = {
                "x": reckoning.integers(rng, SIZE, -4, 8),
                "gain": [rng.choice([1, 2, 0.5]) for _number in range(SIZE)],
                "shift": reckoning.integers(rng, SIZE, -1, 1),
            }
            spread = len(set(parameters["x"])) > 2
            whole = sum(parameters["x"]) % 2 == 0 and sum(parameters["x"]) != 0
            if spread and whole and len(_named(Case(**parameters))) >= 4:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        case = Case(**parameters)
        return Matrix(
            prompt=_prompt(case),
            value=mistakes.written([case.truth]),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(case),
            explanation=_explanation(case),
            figure=_bars(case.x, _("The four numbers before the layer norm.")),
            answer_figure=_bars(
                case.normed.standard.round(3).tolist(),
                _(
                    "The four numbers with mean 0 and deviation 1, before gain and shift."
                ),
            ),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("transformer").address(
            {
                "x": [parameters["x"]],
                **{
                    name: reckoning.identity(SIZE)
                    for name in ("queries", "keys", "values")
                },
                "norm": "pre",
            }
        )


def _named(case: Case) -> tuple[Mistake, ...]:
    facts = {
        "mean": f"{case.mean:g}",
        "deviation": f"{case.deviation:.3f}",
        "variance": f"{case.deviation**2:g}",
    }
    slips = (([row], text % facts) for row, text in _slips(case))
    return mistakes.distinct_arrays(slips, truth=[case.truth], gap=2 * TOLERANCE)


def _slips(case: Case) -> Iterator[tuple[list[Decimal], str]]:
    standard, x = case.normed.standard, np.array(case.x)
    yield (
        decimals.all_rounded(standard, PLACES),
        _("Mean and deviation are done. Multiply by the gain γ and add the shift β."),
    )
    yield (
        case.scaled(standard * sqrt((SIZE - 1) / SIZE)),
        _(
            "That divides the squares by $d - 1 = 3$. Layer norm takes their mean, over "
            "all 4: the variance is $%(variance)s$."
        ),
    )
    yield (
        case.scaled(standard / case.deviation),
        _(
            "That divides by the variance $%(variance)s$. Divide by its root, "
            "$%(deviation)s$."
        ),
    )
    yield (
        case.scaled(x / case.deviation),
        _("The mean $%(mean)s$ has to be taken off first."),
    )
    yield (
        case.scaled(x - case.mean),
        _("The mean is off; now divide by the deviation, $%(deviation)s$."),
    )


def _prompt(case: Case) -> str:
    facts = _(
        "After attention a token of a Transformer holds the numbers "
        "$\\mathbf{x} = %(x)s$. The layer norm has the gain $\\gamma = %(gain)s$ and the "
        "shift $\\beta = %(shift)s$, each number its own, and $\\varepsilon = 0$."
    ) % {
        "x": decimals.vector(case.x),
        "gain": decimals.vector(case.gain),
        "shift": decimals.vector(case.shift),
    }
    asked = _(
        "What does the layer norm make of it, gain and shift included? Give %(places)d "
        "decimals; $\\pm %(tolerance)s$ is allowed for rounding on the way."
    ) % {"places": PLACES, "tolerance": TOLERANCE}
    return f"{facts}\n\n{asked}"


def _explanation(case: Case) -> str:
    centred = [decimals.exact(x) - decimals.exact(case.mean) for x in case.x]
    squares = " + ".join(f"{decimals.factor(value)}^2" for value in centred)
    deviation = decimals.rounded(case.deviation, 3)
    standard = decimals.all_rounded(case.normed.standard, 3)
    pairs = zip(case.normed.standard.tolist(), standard, strict=True)
    lines = [
        _("**Mean.** $\\mu = %(mean)s$, and $\\mathbf{x} - \\mu = %(centred)s$.")
        % {"mean": f"{case.mean:g}", "centred": decimals.vector(centred)},
        _("**Deviation.** $%(formula)s$")
        % {
            "formula": rf"\sigma^2 = ({squares}) / 4 = {case.deviation**2:g}, \quad "
            rf"\sigma {reckoning.sign((case.deviation, deviation))} "
            f"{decimals.text(deviation)}"
        },
        _("**Divided.** $(\\mathbf{x} - \\mu)/\\sigma %(sign)s %(standard)s$")
        % {"sign": reckoning.sign(*pairs), "standard": decimals.vector(standard)},
        _("**Gain and shift.** Times γ, plus β: $%(truth)s$")
        % {"truth": decimals.vector(case.truth)},
    ]
    return "\n\n".join(lines)


def _bars(values: list[Any], description: str) -> figures.Spec:
    names = [figures.symbol("x", place) for place in range(1, SIZE + 1)]
    return figures.bars(
        names, values, x=_("entry"), y=_("value"), description=description
    )
