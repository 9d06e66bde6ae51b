"""Exercise: one number of a sinusoidal position."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import cos, radians, sin
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import decimals, figures, mistakes, simulation
from simulations.systems.transformer import algorithm_sizes as sizes
from simulations.systems.transformer import reckoning

PLACES, TOLERANCE = 3, Decimal("0.001")
SHOWN = 12  # positions in the answer's figure
TOKENS = 4  # positions in the lab


@dataclass(frozen=True)
class Case:
    d_model: int
    place: int
    column: int

    @property
    def even(self) -> bool:
        return self.column % 2 == 0

    @property
    def period(self) -> int:
        """10000^(2i/d), whole for the sizes that are asked."""
        pair = self.column - self.column % 2
        return int(sizes.BASE ** (pair / self.d_model) + 0.5)

    @property
    def angle(self) -> float:
        return self.place / self.period

    @property
    def value(self) -> float:
        encoding = sizes.positions(self.place + 1, self.d_model)
        return float(encoding[self.place, self.column])


@register
class TransformerPosition(Exercise):
    slug = "transformer-position"
    title = gettext_lazy("Transformer: one number of a position")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            d_model = rng.choice([4, 8])
            parameters: Parameters = {
                "d_model": d_model,
                "place": rng.randint(2, 40),
                "column": rng.randrange(d_model // 2 if d_model == 8 else 4),
            }
            case = Case(**parameters)
            if 0.05 < abs(case.value) < 0.995 and len(_named(case)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Number:
        case = Case(**parameters)
        return Number(
            prompt=_prompt(case),
            value=str(_rounded(case.value)),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(case),
            explanation=_explanation(case),
            answer_figure=_figure(case),
        )

    def lab(self, parameters: Parameters) -> str:
        """The position and those before it, as tokens that look at each other."""
        until = sizes.positions(parameters["place"] + 1, parameters["d_model"])
        encoding = until[-TOKENS:].round(3).tolist()
        unit = reckoning.identity(parameters["d_model"])
        given = dict.fromkeys(("queries", "keys", "values"), unit)
        return simulation.get("transformer").address({"x": encoding, **given})


def _rounded(value: float) -> Decimal:
    return decimals.rounded(value, PLACES)


def _named(case: Case) -> tuple[Mistake, ...]:
    facts = {
        "column": case.column,
        "period": case.period,
        "place": case.place,
        "angle": f"{case.angle:g}",
        "right": r"\sin" if case.even else r"\cos",
    }
    return mistakes.rounded(
        _slips(case), facts, truth=case.value, places=PLACES, tolerance=TOLERANCE
    )


def _slips(case: Case) -> Iterator[tuple[float, str]]:
    own, other = (sin, cos) if case.even else (cos, sin)
    yield (
        other(case.angle),
        _("The angle is right; column %(column)d takes $%(right)s$ of it."),
    )
    yield (
        own(radians(case.angle)),
        _("Your calculator counts in degrees. The angle $%(angle)s$ is in radians."),
    )
    yield (
        own(case.place / sizes.BASE ** (case.column / case.d_model)),
        _(
            "Two columns share one wavelength: the exponent takes the even number of "
            "the pair, so the position is divided by $%(period)d$."
        ),
    )
    yield (
        own((case.place - 1) / case.period),
        _("That is one position earlier: positions count from 0 here."),
    )
    yield (
        own(case.place / sizes.BASE ** (2 * (case.column // 2 + 1) / case.d_model)),
        _(
            "That divides by the number of the next pair of columns. Columns count from "
            "0, so here the position is divided by $%(period)d$."
        ),
    )
    yield (
        own(case.place),
        _(
            "That is $%(right)s$ of the position itself. It is divided by $%(period)d$ "
            "first."
        ),
    )


def _prompt(case: Case) -> str:
    formula = (
        r"PE(pos, 2i) = \sin\frac{pos}{10000^{2i/d_{model}}}, \quad "
        r"PE(pos, 2i+1) = \cos\frac{pos}{10000^{2i/d_{model}}}"
    )
    facts = _(
        "The Transformer adds to each token a row of numbers that tells its position "
        "(angles in radians; positions and columns count from 0):"
    )
    asked = _(
        "With $d_{model} = %(d)d$, what is $PE(%(place)d, %(column)d)$, the number in "
        "column %(column)d of position %(place)d? Give %(places)d decimals; "
        "$\\pm %(tolerance)s$ is allowed."
    ) % {
        "d": case.d_model,
        "place": case.place,
        "column": case.column,
        "places": PLACES,
        "tolerance": TOLERANCE,
    }
    return f"{facts}\n\n$${formula}$$\n\n{asked}"


def _explanation(case: Case) -> str:
    function = r"\sin" if case.even else r"\cos"
    pair = case.column - case.column % 2
    kind = (
        _("**Which function.** Column %(column)d is even, so it is the sine.")
        if case.even
        else _("**Which function.** Column %(column)d is odd, so it is the cosine.")
    ) % {"column": case.column}
    divisor = rf"10000^{{{pair}/{case.d_model}}} = {case.period}"
    steps = (
        rf"{function}({case.place} / {case.period}) = {function}({case.angle:g}) "
        rf"\approx {decimals.text(_rounded(case.value))}"
    )
    period = _("**The divisor.** $2i = %(pair)d$, and $%(divisor)s$.") % {
        "pair": pair,
        "divisor": divisor,
    }
    value = _("**The value.** $%(formula)s$") % {"formula": steps}
    return f"{kind}\n\n{period}\n\n{value}"


def _figure(case: Case) -> figures.Spec:
    encoding = sizes.positions(SHOWN, case.d_model)
    return figures.curves(
        {str(j): encoding[:, j].round(3).tolist() for j in (0, 1, 2, 3)},
        x=_("position"),
        y=_("number in columns 0 to 3"),
        description=_("How the numbers of the first columns swing with the position."),
        first=0,
    )
