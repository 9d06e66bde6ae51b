"""Exercise: the chance that coin tosses would do as well as a judge did."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import figures, mistakes, simulation
from simulations.systems.imitation_game import algorithm

from . import notation

PLACES, TOLERANCE = 3, Decimal("0.001")
HALF = Fraction(1, 2)


@register
class ImitationGamePValue(Exercise):
    slug = "imitation-game-p-value"
    title = gettext_lazy("Imitation game: could it be luck?")

    def parameters(self, rng: Random) -> Parameters:
        """More right than wrong, at most six terms to add, and no tiny chance."""
        while True:
            rounds = rng.randint(4, 24)
            right = rng.randint(max(rounds // 2 + 1, rounds - 5), rounds)
            chance = algorithm.at_least(right, rounds, HALF)
            parameters: Parameters = {"rounds": rounds, "right": right}
            if chance > Fraction(1, 400) and len(_named(**parameters)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Number:
        return Number(
            prompt=_prompt(**parameters),
            value=str(_rounded(algorithm.at_least(**_case(**parameters)))),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(**parameters),
            explanation=_explanation(**parameters),
            answer_figure=_bars(**parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("imitation-game").address(
            {"skill": 0.5, "minutes": 1, "rounds": parameters["rounds"]}
        )


def _case(*, rounds: int, right: int) -> dict[str, Any]:
    return {"right": right, "rounds": rounds, "chance": HALF}


def _rounded(value: Fraction) -> Decimal:
    """As at school: these chances are often just in the middle, as 5/16 is."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_UP)


def _prompt(*, rounds: int, right: int) -> str:
    return _(
        "A judge plays %(rounds)d rounds of the imitation game and names the machine "
        "correctly in %(right)d of them. Could it be luck?\n\n"
        "Suppose that each round is a fair coin toss, right with the chance "
        "$\\tfrac12$, independently of the others. How large is the chance of "
        "%(right)d **or more** right identifications in %(rounds)d rounds (the "
        "one-sided p-value)? Give %(places)d decimals; $\\pm %(tolerance)s$ is allowed."
    ) % {"rounds": rounds, "right": right, "places": PLACES, "tolerance": TOLERANCE}


def _named(*, rounds: int, right: int) -> tuple[Mistake, ...]:
    truth = algorithm.at_least(right, rounds, HALF)
    facts = {"rounds": rounds, "right": right, "more": right + 1}
    slips = _slips(truth, rounds=rounds, right=right)
    return mistakes.distinct(
        ((_rounded(value), text % facts) for value, text in slips),
        truth=_rounded(truth),
        gap=2 * TOLERANCE,
    )


def _slips(
    truth: Fraction, *, rounds: int, right: int
) -> Iterator[tuple[Fraction, str]]:
    just = algorithm.exactly(right, rounds, HALF)
    yield (
        just,
        _(
            "That is the chance of exactly %(right)d. A judge with more right would "
            "have impressed us too: add the chances of all larger numbers."
        ),
    )
    if right < rounds:
        yield _from_the_next(truth - just)
    yield (
        1 - truth,
        _(
            "That is the chance of fewer than %(right)d. What is asked for is the "
            "rest, 1 minus this."
        ),
    )
    yield (
        HALF**right,
        _(
            "That is the chance that %(right)d given rounds are all right. Which ones "
            "they are does not matter: count the ways, and the larger numbers too."
        ),
    )
    yield (
        2 * truth,
        _(
            "That is the two-sided value. Only a judge who does better than a coin is "
            "in question, so one side counts."
        ),
    )
    yield (
        Fraction(right, rounds),
        _("That is the share of right identifications, not how likely luck is."),
    )


def _from_the_next(chance: Fraction) -> tuple[Fraction, str]:
    return chance, _(
        "That begins with %(more)d. What happened belongs to “or more”: count "
        "%(right)d itself as well."
    )


def _explanation(*, rounds: int, right: int) -> str:
    ways = [comb(rounds, count) for count in range(right, rounds + 1)]
    terms = " + ".join(rf"\binom{{{rounds}}}{{{k}}}" for k in range(right, rounds + 1))
    total = sum(ways)
    chance = Fraction(total, 2**rounds)
    facts = {
        "all": rf"2^{{{rounds}}} = {2**rounds}",
        "terms": rf"{terms} = {' + '.join(map(str, ways))}"
        + (f" = {total}" if len(ways) > 1 else ""),
        "value": rf"\frac{{{total}}}{{{2**rounds}}}",
        "about": notation.equals(chance, _rounded(chance)),
        "rounded": _rounded(chance),
        "right": right,
    }
    lines = [
        _("**All outcomes.** There are $%(all)s$ of them, all equally likely."),
        _("**As good or better.** %(right)d or more are right in $%(terms)s$ of them."),
        _("**The chance.** $%(value)s %(about)s %(rounded)s$"),
        _verdict(chance),
    ]
    return "\n\n".join(line % facts for line in lines)


def _verdict(chance: Fraction) -> str:
    if chance <= Fraction(1, 20):
        return _("That is at most 0.05: luck alone would seldom do it.")
    return _("That is more than 0.05: luck alone does it too often to rule it out.")


def _bars(*, rounds: int, right: int) -> figures.Spec:
    """The counted ones and a few below, so that each bar has room for its number."""
    low = max(right - 3, 0)
    counts = range(low, rounds + 1)
    return figures.bars(
        [str(count) for count in counts],
        [float(_rounded(algorithm.exactly(n, rounds, HALF))) for n in counts],
        x=_("right identifications"),
        y=_("chance"),
        description=_("The chance of each number of right identifications by luck."),
        digits=3,
    )
