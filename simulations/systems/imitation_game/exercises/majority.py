"""Exercise: what some minutes of questioning make of a judge's skill."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import decimals, figures, mistakes, simulation
from simulations.systems.imitation_game import algorithm

from . import notation

PLACES, TOLERANCE = 3, Decimal("0.002")


@register
class ImitationGameMajority(Exercise):
    slug = "imitation-game-majority"
    title = gettext_lazy("Imitation game: what minutes of questioning give a judge")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters: Parameters = {
                "skill": decimals.plain(Decimal(rng.randint(51, 85)) / 100),
                "minutes": rng.choice([3, 5, 5]),
            }
            if len(_named(**parameters)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Number:
        return Number(
            prompt=_prompt(**parameters),
            value=str(_rounded(_chance(**parameters))),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(**parameters),
            explanation=_explanation(**parameters),
            answer_figure=_by_minutes(**parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("imitation-game").address(parameters)


def _chance(*, skill: float, minutes: int) -> Fraction:
    return algorithm.chance_right(Fraction(str(skill)), minutes)


def _rounded(value: Fraction) -> Decimal:
    return round(Decimal(value.numerator) / Decimal(value.denominator), PLACES)


def _prompt(*, skill: float, minutes: int) -> str:
    return _(
        "A simple model of a judge in the imitation game: each minute gives one clue, "
        "which points to the machine with the chance $p = %(skill)s$ and to the human "
        "otherwise, independently of the others. After %(minutes)d minutes the judge "
        "names as the machine the player to whom most of the %(minutes)d clues "
        "point.\n\n"
        "How large is the chance that this is right? Give %(places)d decimals; "
        "$\\pm %(tolerance)s$ is allowed."
    ) % {
        "skill": decimals.text(skill),
        "minutes": minutes,
        "places": PLACES,
        "tolerance": TOLERANCE,
    }


def _named(*, skill: float, minutes: int) -> tuple[Mistake, ...]:
    truth = _chance(skill=skill, minutes=minutes)
    facts = {
        "skill": decimals.text(skill),
        "minutes": minutes,
        "most": (minutes + 1) // 2,
    }
    slips = _slips(Fraction(str(skill)), minutes)
    return mistakes.distinct(
        ((_rounded(value), text % facts) for value, text in slips),
        truth=_rounded(truth),
        gap=2 * TOLERANCE,
    )


def _slips(p: Fraction, minutes: int) -> Iterator[tuple[Fraction, str]]:
    most = (minutes + 1) // 2
    just = algorithm.exactly(most, minutes, p)
    yield (
        just,
        _(
            "That is the chance of exactly %(most)d right clues. More of them make a "
            "majority too."
        ),
    )
    yield (
        p,
        _(
            "That is the chance of a single clue. The majority of %(minutes)d is right "
            "more often."
        ),
    )
    yield (
        algorithm.at_least(most, minutes, p) - just,
        _("A majority begins with %(most)d of %(minutes)d clues: count those as well."),
    )
    yield (
        p**minutes,
        _("That asks for all %(minutes)d clues to be right. %(most)d are enough."),
    )
    yield (
        just / comb(minutes, most),
        _(
            "That is one order of the clues, with exactly %(most)d right. Count in how "
            "many ways it can happen, and add the larger numbers."
        ),
    )
    yield (
        1 - algorithm.at_least(most, minutes, p),
        _("That is the chance that the judge is wrong."),
    )


def _explanation(*, skill: float, minutes: int) -> str:
    p, most = decimals.text(skill), (minutes + 1) // 2
    q = decimals.text(1 - decimals.exact(skill))
    chance = _chance(skill=skill, minutes=minutes)
    sign = notation.equals(chance, _rounded(chance))
    terms = []
    for count in range(most, minutes + 1):
        term = rf"\binom{{{minutes}}}{{{count}}} \cdot {p}^{{{count}}}"
        terms.append(
            term + (rf" \cdot {q}^{{{minutes - count}}}" if count < minutes else "")
        )
    lines = [
        _("**A majority** is %(most)d or more of %(minutes)d.")
        % {"most": most, "minutes": minutes},
        f"$$P = {' + '.join(terms)} {sign} {_rounded(chance)}$$",
    ]
    if minutes == algorithm.MINUTES:
        lines.append(_below() if chance <= algorithm.CRITERION else _above())
    return "\n\n".join(lines)


def _below() -> str:
    return _(
        "That is not more than 0.7: against this judge a machine meets the criterion."
    )


def _above() -> str:
    return _("That is more than 0.7: this judge is too good for Turing's criterion.")


def _by_minutes(*, skill: float, minutes: int) -> figures.Spec:
    odd = range(1, 16, 2)
    chances = [float(_rounded(_chance(skill=skill, minutes=m))) for m in odd]
    return figures.bars(
        [str(m) for m in odd],
        chances,
        x=_("minutes of questioning"),
        y=_("chance of being right"),
        description=_("The chance of a right identification by minutes a round."),
    )
