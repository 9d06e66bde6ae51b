"""One pair of words with small numbers, as it stands in GloVe's loss.

ln x and f(x) are given with two decimals; everything else is exact from there.
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

from quizzes.exercises import Parameters
from simulations import decimals, mistakes, simulation
from simulations.systems.glove import algorithm

PLACES, TOLERANCE = 3, Decimal("0.003")
CAP = 100


@dataclass(frozen=True)
class Case:
    """One pair of words: w, w̃, b, b̃ and the count. ln x and f(x) are given rounded."""

    vector: list[float]
    context: list[float]
    biases: list[float]
    count: int

    @cached_property
    def term(self) -> algorithm.Term:
        """The whole term, unrounded: only to look up f."""
        return algorithm.term(
            self.count, np.array(self.vector), np.array(self.context), *self.biases
        )

    @property
    def logarithm(self) -> Decimal:
        return round(Decimal(float(np.log(self.count))), 2)

    @property
    def weight(self) -> Decimal:
        return round(Decimal(self.term.weight), 2)

    @property
    def product(self) -> Decimal:
        pairs = zip(
            decimals.exactly(self.vector), decimals.exactly(self.context), strict=True
        )
        return sum((a * b for a, b in pairs), Decimal(0))

    @property
    def sum(self) -> Decimal:
        return self.product + sum(decimals.exactly(self.biases), Decimal(0))

    @property
    def difference(self) -> Decimal:
        return self.sum - self.logarithm

    @property
    def loss(self) -> Decimal:
        return self.weight * self.difference**2

    @property
    def slope(self) -> Decimal:
        """∂J/∂b."""
        return 2 * self.weight * self.difference

    @property
    def facts(self) -> dict[str, Any]:
        b, tilde = decimals.exactly(self.biases)
        return {
            "vector": decimals.vector(self.vector),
            "context": decimals.vector(self.context),
            "bias": decimals.text(b),
            "context_bias": decimals.text(tilde),
            "count": self.count,
            "logarithm": self.logarithm,
            "weight": self.weight,
            "product": decimals.text(self.product),
            "sum": decimals.text(self.sum),
            "difference": decimals.text(self.difference),
            "squared": decimals.factor(self.difference),
            "slope": decimals.text(self.slope),
            "cap": CAP,
            "places": PLACES,
            "tolerance": TOLERANCE,
        }

    @property
    def lab(self) -> str:
        return simulation.get("glove-pair").address(
            {
                "vector": [self.vector],
                "context": [self.context],
                "biases": [self.biases],
                "count": self.count,
                "cap": CAP,
            }
        )


def draw(rng: Random) -> Parameters:
    return {
        "vector": [_half(rng), _half(rng)],
        "context": [_half(rng), _half(rng)],
        "biases": [_half(rng), _half(rng)],
        "count": rng.choice([2, 3, 5, 8, 10, 15, 20, 30, 40, 50, 60, 80, 90]),
    }


def _half(rng: Random) -> decimals.Plain:
    return decimals.drawn(rng, 1, 4, parts=2)


def rounded(value: Decimal) -> Decimal:
    return round(value, PLACES)


def named(
    slips: Iterator[tuple[Decimal, str]], truth: Decimal, facts: dict[str, Any]
) -> tuple[Any, ...]:
    return mistakes.distinct(
        ((rounded(value), text % facts) for value, text in slips),
        truth=rounded(truth),
        gap=2 * TOLERANCE,
    )


def given(case: Case) -> str:
    return (
        _(
            "GloVe looks at one pair of words: the vectors $\\mathbf{w} = %(vector)s$ and "
            "$\\tilde{\\mathbf{w}} = %(context)s$, the biases $b = %(bias)s$ and $\\tilde{b} "
            "= %(context_bias)s$, and the count $x = %(count)d$. Rounded to two decimals, "
            "$\\ln x = %(logarithm)s$ and the weight is $f(x) = %(weight)s$; go on with "
            "these. The pair's part of the loss is\n\n"
            "$$J = f(x)\\,\\bigl(\\mathbf{w}\\cdot\\tilde{\\mathbf{w}} + b + \\tilde{b} - "
            "\\ln x\\bigr)^2.$$"
        )
        % case.facts
    )


def difference(case: Case) -> str:
    return (
        _(
            "**The difference.** $\\mathbf{w}\\cdot\\tilde{\\mathbf{w}} = %(product)s$, with "
            "the biases $%(sum)s$; less $\\ln x$: $%(sum)s - %(logarithm)s = "
            "%(difference)s$"
        )
        % case.facts
    )
