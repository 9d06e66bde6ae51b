"""Exercise: one pair's part of GloVe's loss."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Number
from simulations import decimals

from .pair import PLACES, TOLERANCE, Case, difference, draw, given, named, rounded


@register
class GloVeTerm(Exercise):
    slug = "glove-term"
    title = gettext_lazy("GloVe: a pair's part of the loss")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = draw(rng)
            case = Case(**parameters)
            fair = Decimal("0.2") < abs(case.difference) < 5
            if fair and len(_term_slips(case)) >= 4:
                return parameters

    def question(self, **parameters: Any) -> Number:
        case = Case(**parameters)
        asked = _(
            "What is $J$? Give %(places)d decimals; $\\pm %(tolerance)s$ is allowed."
        )
        last = _(
            "**Squared and weighted.** $J = %(weight)s \\cdot %(squared)s^2 %(about)s %(loss)s$"
        )
        loss = rounded(case.loss)
        facts = case.facts | {"about": decimals.about(case.loss, loss), "loss": loss}
        return Number(
            value=str(rounded(case.loss)),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_term_slips(case),
            prompt=f"{given(case)}\n\n{asked % facts}",
            explanation=f"{difference(case)}\n\n{last % facts}",
        )

    def lab(self, parameters: Parameters) -> str:
        return Case(**parameters).lab


def _term_slips(case: Case) -> tuple[Any, ...]:
    return named(_slipping_term(case), case.loss, case.facts)


def _slipping_term(case: Case) -> Iterator[tuple[Decimal, str]]:
    f, count = case.weight, Decimal(case.count)
    yield (
        case.difference**2,
        _("The weight is missing: multiply the square by $f(x) = %(weight)s$."),
    )
    yield (
        f * case.difference,
        _("The difference $%(difference)s$ is squared, then weighted."),
    )
    yield (
        (f * case.difference) ** 2,
        _("Only the difference is squared; the weight is multiplied after it."),
    )
    yield (
        f * (case.product - case.logarithm) ** 2,
        _("The biases belong to the sum: with them it is $%(sum)s$."),
    )
    yield (
        f * (case.sum + case.logarithm) ** 2,
        _("The logarithm is subtracted: the sum is to come near $\\ln x$."),
    )
    yield (
        f * (case.sum - count) ** 2,
        _("Compare with $\\ln x = %(logarithm)s$, not with the count itself."),
    )
    yield case.loss / 2, _("There is no $\\tfrac12$ in this loss.")
