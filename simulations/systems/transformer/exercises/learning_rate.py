"""Exercise: the learning rate at one step of the warm-up schedule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import isqrt, sqrt
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import decimals, mistakes, simulation
from simulations.systems.transformer import reckoning, schedule

PLACES, TOLERANCE = 3, Decimal("0.002")  # of thousandths


@dataclass(frozen=True)
class Case:
    d_model: int
    warmup: int
    step: int

    @property
    def rising(self) -> bool:
        return self.step < self.warmup

    @property
    def rate(self) -> float:
        """In thousandths, as all numbers here."""
        return schedule.thousandths(self.step, d_model=self.d_model, warmup=self.warmup)

    @property
    def peak(self) -> float:
        return schedule.THOUSAND / sqrt(self.d_model * self.warmup)


@register
class TransformerLearningRate(Exercise):
    slug = "transformer-learning-rate"
    title = gettext_lazy("Transformer: the learning rate in the warm-up")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            warmup = rng.choice([400, 900, 1600, 2500, 3600])
            earlier = [warmup // part for part in (10, 5, 4, 2)]
            later = [warmup * many for many in (4, 9, 16, 25)]
            parameters: Parameters = {
                "d_model": rng.choice([16, 64, 100, 256, 400]),
                "warmup": warmup,
                "step": rng.choice(earlier + later),
            }
            if len(_named(Case(**parameters))) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Number:
        case = Case(**parameters)
        return Number(
            prompt=_prompt(case),
            value=str(_rounded(case.rate)),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(case),
            explanation=_explanation(case),
            answer_figure=schedule.figure(d_model=case.d_model, warmup=case.warmup),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("transformer-warm-up").address(parameters)


def _rounded(value: float) -> Decimal:
    return decimals.rounded(value, PLACES)


def _named(case: Case) -> tuple[Mistake, ...]:
    facts = {
        "step": case.step,
        "warmup": case.warmup,
        "root": decimals.text(_rounded(sqrt(case.d_model))),
        "peak": decimals.text(_rounded(case.peak)),
    }
    return mistakes.rounded(
        _slips(case), facts, truth=case.rate, places=PLACES, tolerance=TOLERANCE
    )


def _slips(case: Case) -> Iterator[tuple[float, str]]:
    yield from (_slips_of_rise(case) if case.rising else _slips_of_fall(case))
    yield (
        case.rate * sqrt(case.d_model),
        _("The factor $d_{model}^{-0.5}$ is missing: divide by $%(root)s$."),
    )
    yield (
        case.rate / sqrt(case.d_model),
        _("That divides by $d_{model}$. Divide by its root, $%(root)s$."),
    )
    yield (
        case.peak,
        _(
            "$%(peak)s$ is the peak, reached at step %(warmup)d. Here step %(step)d is "
            "asked."
        ),
    )


def _slips_of_rise(case: Case) -> Iterator[tuple[float, str]]:
    yield (
        case.peak / sqrt(case.step / case.warmup),
        _(
            "That takes $n^{-0.5}$. Step %(step)d comes before %(warmup)d, so the rate "
            "is still rising, and $n \\cdot w^{-1.5}$ is the smaller one."
        ),
    )


def _slips_of_fall(case: Case) -> Iterator[tuple[float, str]]:
    ratio = case.step / case.warmup
    yield (
        case.peak * ratio,
        _(
            "That takes $n \\cdot w^{-1.5}$. Step %(step)d comes after %(warmup)d, so the "
            "rate is falling, and $n^{-0.5}$ is the smaller one."
        ),
    )
    yield (
        case.peak / ratio,
        _(
            "After the warm-up the rate falls with the root of the step, not with the "
            "step itself."
        ),
    )


def _prompt(case: Case) -> str:
    facts = _(
        "The Transformer's learning rate at step $n$ (from 1), with $w$ warm-up steps:"
    )
    formula = r"\eta = d_{model}^{-0.5} \cdot \min(n^{-0.5},\; n \cdot w^{-1.5})"
    asked = _(
        "With $d_{model} = %(d)d$ and $w = %(warmup)d$, what is $\\eta$ at step "
        "$n = %(step)d$, **in thousandths** ($10^{-3}$)? Give %(places)d decimals; "
        "$\\pm %(tolerance)s$ is allowed."
    ) % {
        "d": case.d_model,
        "warmup": case.warmup,
        "step": case.step,
        "places": PLACES,
        "tolerance": TOLERANCE,
    }
    return f"{facts}\n\n$${formula}$$\n\n{asked}"


def _explanation(case: Case) -> str:
    n, w, root = case.step, case.warmup, decimals.text(_rounded(sqrt(case.d_model)))
    branch = (
        _(
            "**Which one.** %(step)d < %(warmup)d: the rate is rising, $n \\cdot w^{-1.5}$."
        )
        if case.rising
        else _("**Which one.** %(step)d > %(warmup)d: the rate is falling, $n^{-0.5}$.")
    ) % {"step": n, "warmup": w}
    power = (
        rf"\frac{{{n}}}{{{w} \cdot {isqrt(w)}}}"
        if case.rising
        else rf"\frac{{1}}{{{isqrt(n)}}}"
    )
    rate = _rounded(case.rate)
    value = (
        rf"{reckoning.sign((case.rate, rate))} {decimals.text(rate)} \cdot 10^{{-3}}"
    )
    formula = rf"\frac{{1}}{{{root}}} \cdot {power} {value}"
    last = _("**The rate.** $\\eta = %(formula)s$") % {"formula": formula}
    return f"{branch}\n\n{last}"
