"""Exercise: one step of skip-gram with one negative sample, by hand.

The two sigmoids are given with two decimals; everything else is exact from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Matrix
from simulations import decimals, mistakes, simulation
from simulations.systems.word2vec import algorithm

PLACES, TOLERANCE = 3, Decimal("0.005")
Vector = list[Decimal]
ASKED = {
    "center": r"\mathbf{v}",
    "truth": r"\mathbf{u}_o",
    "noise": r"\mathbf{u}_n",
}


@dataclass(frozen=True)
class Case:
    """v of the center word, u of a context word and of a negative sample."""

    center: list[float]
    truth: list[float]
    noise: list[float]
    eta: float
    asked: str

    @property
    def old(self) -> Vector:
        return decimals.exactly(getattr(self, self.asked))

    @property
    def probabilities(self) -> tuple[Decimal, Decimal]:
        """σ(u_o·v) and σ(u_n·v), as they are given."""
        v, o, n = (
            decimals.exactly(one) for one in (self.center, self.truth, self.noise)
        )
        scores = [sum(map(_times, v, other)) for other in (o, n)]
        first, second = algorithm.sigmoid(np.array(scores, dtype=float)).tolist()
        return round(Decimal(first), 2), round(Decimal(second), 2)

    @property
    def errors(self) -> tuple[Decimal, Decimal]:
        first, second = self.probabilities
        return first - 1, second

    @property
    def gradient(self) -> Vector:
        return self.with_errors(*self.errors)

    def with_errors(self, first: Decimal, second: Decimal) -> Vector:
        """∂E by the asked vector, if these were the errors at u_o and u_n."""
        v, o, n = (
            decimals.exactly(one) for one in (self.center, self.truth, self.noise)
        )
        if self.asked == "center":
            return [first * a + second * b for a, b in zip(o, n, strict=True)]
        return [(first if self.asked == "truth" else second) * value for value in v]

    def after(self, gradient: Vector, rate: Decimal | None = None) -> Vector:
        eta = decimals.exact(self.eta) if rate is None else rate
        return [value - eta * by for value, by in zip(self.old, gradient, strict=True)]


def _times(a: Decimal, b: Decimal) -> Decimal:
    return a * b


@register
class Word2VecStep(Exercise):
    slug = "word2vec-step"
    title = gettext_lazy("word2vec: one step with a negative sample")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters: Parameters = {
                "center": [_half(rng), _half(rng)],
                "truth": [_half(rng), _half(rng)],
                "noise": [_half(rng), _half(rng)],
                "eta": rng.choice([0.1, 0.2, 0.5]),
                "asked": rng.choice(["center", "center", "truth", "noise"]),
            }
            case = Case(**parameters)
            given = all(
                Decimal("0.05") < p < Decimal("0.95") for p in case.probabilities
            )
            if given and len(_named(case)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        case = Case(**parameters)
        return Matrix(
            value=mistakes.written([case.after(case.gradient)]),
            tolerance=str(TOLERANCE),
            places=PLACES,
            row_labels=(f"${ASKED[case.asked]}$",),
            mistakes=_named(case),
            prompt=_prompt(case),
            explanation=_explanation(case),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("word2vec-step").address(
            {
                "inputs": [parameters["center"]],
                "truths": [parameters["truth"]],
                "noise": [parameters["noise"]],
                "eta": parameters["eta"],
                "steps": 1,
            }
        )


def _half(rng: Random) -> decimals.Plain:
    return decimals.drawn(rng, 1, 4, parts=2)


def _named(case: Case) -> tuple[Any, ...]:
    facts = _facts(case)
    return mistakes.distinct_arrays(
        (([vector], text % facts) for vector, text in _slips(case)),
        truth=[case.after(case.gradient)],
        gap=2 * TOLERANCE,
    )


def _slips(case: Case) -> Iterator[tuple[Vector, str]]:
    first, second = case.errors
    yield (
        case.after([-by for by in case.gradient]),
        _(
            "That is the step uphill: the loss falls if $\\eta$ times the gradient is "
            "subtracted."
        ),
    )
    yield (
        case.after(case.gradient, Decimal(1)),
        _("The direction is right, the size is not: multiply by $\\eta = %(eta)s$."),
    )
    yield (
        case.gradient,
        _("That is the gradient. The question is the vector after the step."),
    )
    if case.asked != "noise":
        yield (
            case.after(case.with_errors(first + 1, second)),
            _(
                "For the context word the label is 1, so the error is "
                "$\\sigma - 1 = %(first)s$, not $\\sigma$ itself."
            ),
        )
    if case.asked != "truth":
        yield (
            case.after(case.with_errors(first, second - 1)),
            _(
                "For the negative sample the label is 0, so the error is "
                "$\\sigma - 0 = %(second)s$."
            ),
        )
    yield from _slips_of_parts(case)


def _slips_of_parts(case: Case) -> Iterator[tuple[Vector, str]]:
    first, second = case.errors
    if case.asked == "center":
        yield (
            case.after(case.with_errors(first, Decimal(0))),
            _("The negative sample pushes too: add its error times $\\mathbf{u}_n$."),
        )
    else:
        error = first if case.asked == "truth" else second
        yield (
            case.after([error * value for value in case.old]),
            _(
                "The gradient by $%(symbol)s$ is its error times the center's vector "
                "$\\mathbf{v}$, not times itself."
            ),
        )


def _facts(case: Case) -> dict[str, Any]:
    (p, q), (first, second) = case.probabilities, case.errors
    return {
        "center": decimals.vector(decimals.exactly(case.center)),
        "truth": decimals.vector(decimals.exactly(case.truth)),
        "noise": decimals.vector(decimals.exactly(case.noise)),
        "eta": decimals.text(case.eta),
        "p": p,
        "q": q,
        "first": first,
        "second": second,
        "symbol": ASKED[case.asked],
        "places": PLACES,
        "tolerance": TOLERANCE,
    }


def _prompt(case: Case) -> str:
    return _(
        "Skip-gram takes one step with one negative sample. The center word has the "
        "vector $\\mathbf{v} = %(center)s$, its context word the output vector "
        "$\\mathbf{u}_o = %(truth)s$, and the negative sample "
        "$\\mathbf{u}_n = %(noise)s$. The loss is $E = -\\ln\\sigma(\\mathbf{u}_o\\cdot"
        "\\mathbf{v}) - \\ln\\sigma(-\\mathbf{u}_n\\cdot\\mathbf{v})$ with the sigmoid "
        "$\\sigma$, and every vector moves by $-\\eta$ times its gradient, with "
        "$\\eta = %(eta)s$, all of them reckoned from the old vectors.\n\n"
        "Rounded to two decimals, $\\sigma(\\mathbf{u}_o\\cdot\\mathbf{v}) = %(p)s$ and "
        "$\\sigma(\\mathbf{u}_n\\cdot\\mathbf{v}) = %(q)s$; go on with these.\n\n"
        "What is $%(symbol)s$ after the step? Give %(places)d decimals; "
        "$\\pm %(tolerance)s$ is allowed."
    ) % _facts(case)


def _explanation(case: Case) -> str:
    facts = _facts(case)
    rule = {
        "center": (
            r"(\sigma_o - 1)\,\mathbf{u}_o + \sigma_n\,\mathbf{u}_n = "
            r"%(first)s \cdot %(truth)s + %(second)s \cdot %(noise)s"
        ),
        "truth": r"(\sigma_o - 1)\,\mathbf{v} = %(first)s \cdot %(center)s",
        "noise": r"\sigma_n\,\mathbf{v} = %(second)s \cdot %(center)s",
    }[case.asked] % facts
    symbol = ASKED[case.asked]
    gradient = (
        rf"\frac{{\partial E}}{{\partial {symbol}}} = {rule} = "
        rf"{decimals.vector(case.gradient)}"
    )
    step = (
        rf"{symbol} \leftarrow {decimals.vector(case.old)} - {facts['eta']} \cdot "
        rf"{decimals.vector(case.gradient)} = {decimals.vector(case.after(case.gradient))}"
    )
    return _(
        "**The errors**, probability less label. For the context word $%(p)s - 1 = "
        "%(first)s$, for the negative sample $%(q)s - 0 = %(second)s$.\n\n"
        "**The gradient.** $%(gradient)s$\n\n**The step.** $%(step)s$"
    ) % {**facts, "gradient": gradient, "step": step}
