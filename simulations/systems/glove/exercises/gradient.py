"""Exercise: the derivative of one pair's loss by one number."""

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

ASKED = {  # the number, and what it is multiplied with in the product
    "vector0": (r"w_1", r"\tilde{w}_1"),
    "vector1": (r"w_2", r"\tilde{w}_2"),
    "context0": (r"\tilde{w}_1", r"w_1"),
    "context1": (r"\tilde{w}_2", r"w_2"),
    "bias": (r"b", ""),
}


@register
class GloVeGradient(Exercise):
    slug = "glove-gradient"
    title = gettext_lazy("GloVe: the gradient of one number")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = draw(rng) | {"asked": rng.choice(list(ASKED))}
            case, asked = _asked(parameters)
            fair = Decimal("0.2") < abs(case.difference) < 5
            if fair and len(_gradient_slips(case, asked)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Number:
        case, asked = _asked(parameters)
        facts = case.facts | _facts_of(case, asked)
        question = _(
            "What is $\\partial J / \\partial %(symbol)s$, the derivative of this $J$? Give "
            "%(places)d decimals; $\\pm %(tolerance)s$ is allowed."
        )
        return Number(
            value=str(rounded(_gradient(case, asked))),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_gradient_slips(case, asked),
            prompt=f"{given(case)}\n\n{question % facts}",
            explanation=_gradient_explanation(case, asked),
        )

    def lab(self, parameters: Parameters) -> str:
        return _asked(parameters)[0].lab


def _asked(parameters: Parameters) -> tuple[Case, str]:
    rest = {name: value for name, value in parameters.items() if name != "asked"}
    return Case(**rest), parameters["asked"]


def _factors(case: Case, asked: str) -> tuple[Decimal, Decimal]:
    """What the asked number is multiplied with in the product, and itself."""
    if asked == "bias":
        return Decimal(1), decimals.exact(case.biases[0])
    place = int(asked[-1])
    w, tilde = (decimals.exact(one[place]) for one in (case.vector, case.context))
    return (tilde, w) if asked.startswith("vector") else (w, tilde)


def _gradient(case: Case, asked: str) -> Decimal:
    return case.slope * _factors(case, asked)[0]


def _facts_of(case: Case, asked: str) -> dict[str, Any]:
    symbol, partner = ASKED[asked]
    return {
        "symbol": symbol,
        "partner": partner,
        "factor": decimals.text(_factors(case, asked)[0]),
    }


def _gradient_slips(case: Case, asked: str) -> tuple[Any, ...]:
    facts = case.facts | _facts_of(case, asked)
    return named(_slipping_gradient(case, asked), _gradient(case, asked), facts)


def _slipping_gradient(case: Case, asked: str) -> Iterator[tuple[Decimal, str]]:
    right, (factor, own) = _gradient(case, asked), _factors(case, asked)
    yield right / 2, _("The 2 of the square is missing: $(u^2)' = 2u\\,u'$.")
    yield (
        -right,
        _(
            "The sign is turned round: the difference is $%(difference)s$, the sum less "
            "the logarithm."
        ),
    )
    yield (
        2 * case.difference * factor,
        _("The weight $f(x) = %(weight)s$ stays in front as a factor."),
    )
    if asked == "bias":
        yield (
            case.slope * own,
            _("The bias stands in the sum alone: its inner derivative is 1."),
        )
        yield case.loss, _("That is $J$ itself. The question is its derivative.")
    else:
        yield (
            case.slope * own,
            _(
                "In the product $%(symbol)s$ is multiplied with $%(partner)s = %(factor)s$; "
                "that is the factor which remains."
            ),
        )
        yield (
            case.slope,
            _(
                "The inner derivative is missing: the factor $%(partner)s = %(factor)s$."
            ),
        )


def _gradient_explanation(case: Case, asked: str) -> str:
    inner = decimals.factor(_factors(case, asked)[0])
    exact = _gradient(case, asked)
    formula = (
        rf"\frac{{\partial J}}{{\partial {ASKED[asked][0]}}} = {case.weight} \cdot 2 \cdot "
        rf"{decimals.factor(case.difference)} \cdot {inner} "
        rf"{decimals.about(exact, rounded(exact))} {rounded(exact)}"
    )
    chain = _(
        "**The chain rule.** Weight, 2, difference, inner derivative: $%(formula)s$"
    )
    return f"{difference(case)}\n\n{chain % {'formula': formula}}"
