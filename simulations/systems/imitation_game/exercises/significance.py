"""Exercise: how many right identifications prove that a judge does not guess."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil, comb
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import bounds, markup, mistakes, simulation
from simulations.systems.imitation_game import algorithm

from . import notation

LEVELS = (1, 2, 5, 10)  # per cent
Slip = tuple[int | None, str]


@register
class ImitationGameSignificance(Exercise):
    slug = "imitation-game-significance"
    title = gettext_lazy("Imitation game: how many right ones are enough?")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters: Parameters = {
                "rounds": rng.randint(6, 24),
                "percent": rng.choice(LEVELS),
            }
            if _least(**parameters) and len(_named(**parameters)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Number:
        return Number(
            prompt=_prompt(**parameters),
            value=str(_least(**parameters)),
            mistakes=_named(**parameters),
            explanation=_explanation(**parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("imitation-game").address(
            {"skill": 0.7, "minutes": 1, "rounds": parameters["rounds"]}
        )


def _least(*, rounds: int, percent: int) -> int:
    return algorithm.least_significant(rounds, Fraction(percent, 100)) or 0


def _ways(rounds: int, right: int) -> int:
    """In how many courses `right` or more are right."""
    return sum(comb(rounds, count) for count in range(right, rounds + 1))


def _prompt(*, rounds: int, percent: int) -> str:
    question = _(
        "A judge plays %(rounds)d rounds of the imitation game. We say that the judge "
        "does better than a coin if tosses of a fair coin would reach **the same "
        "number of right identifications or more** with a chance of at most "
        "%(percent)d %% (one-sided exact binomial test). Which is the smallest number "
        "of right identifications for which we say so?"
    ) % {"rounds": rounds, "percent": percent}
    given = _(
        "All $2^{%(rounds)d} = %(all)d$ courses of %(rounds)d tosses are equally "
        "likely. The table shows how many of them have each number right:"
    ) % {"rounds": rounds, "all": 2**rounds}
    return f"{question}\n\n{given}\n\n{_table(rounds)}"


def _table(rounds: int) -> str:
    """The upper half: the number right, and in how many courses."""
    bounds.whole("rounds", rounds, most=algorithm.MOST_ROUNDS)
    counts = range(rounds, rounds // 2, -1)
    rows = ((count, comb(rounds, count)) for count in counts)
    return markup.table([_("number right"), _("courses")], rows)


def _named(*, rounds: int, percent: int) -> tuple[Mistake, ...]:
    least = _least(rounds=rounds, percent=percent)
    facts = {
        "percent": percent,
        "under": least - 1,
        "chance": _percent(_ways(rounds, least - 1), rounds),
        "least": least,
        "enough": _percent(_ways(rounds, least), rounds),
        "half": rounds // 2 + 1,
        "often": _percent(_ways(rounds, rounds // 2 + 1), rounds),
    }
    slips = _slips(least, rounds=rounds, percent=percent)
    return mistakes.distinct(
        ((Decimal(value), text % facts) for value, text in slips if value is not None),
        truth=Decimal(least),
    )


def _alone(least: int, *, rounds: int, level: Fraction) -> Slip:
    """Who does not add up the chances."""
    single = [
        count
        for count in range(rounds // 2 + 1, rounds + 1)
        if Fraction(comb(rounds, count), 2**rounds) <= level
    ]
    return (
        single[0],
        _(
            "That looks at one number alone. Add the courses with more right ones: the "
            "chance of %(under)d or more by luck is then %(chance)s %%, still over "
            "%(percent)d %%."
        )
        if single[0] == least - 1
        else _(
            "That looks at one number alone. The courses with more right ones have to "
            "be added before you compare with %(percent)d %%."
        ),
    )


def _slips(least: int, *, rounds: int, percent: int) -> Iterator[Slip]:
    level = Fraction(percent, 100)
    yield _alone(least, rounds=rounds, level=level)
    yield (
        algorithm.least_significant(rounds, level / 2),
        _(
            "That is what a two-sided test asks for, with half of %(percent)d %% on "
            "each side. Here one side counts, and %(least)d is enough."
        ),
    )
    yield (
        ceil(rounds * algorithm.CRITERION),
        _(
            "That is 70 %% of the rounds, Turing's criterion. Whether it could be luck "
            "is another question: it depends on how many rounds there are."
        ),
    )
    yield (
        rounds // 2 + 1,
        _(
            "More than half is not enough: a coin gets %(half)d or more right with a "
            "chance of %(often)s %%, which is over %(percent)d %%."
        ),
    )
    yield (
        least - 1,
        _(
            "One too few: a coin gets %(under)d or more right with a chance of "
            "%(chance)s %%, which is over %(percent)d %%."
        ),
    )
    yield (
        least + 1 if least < rounds else None,
        _(
            "That is enough, but not the smallest: a coin gets %(least)d or more right "
            "with a chance of only %(enough)s %%."
        ),
    )


def _percent(ways: int, rounds: int) -> str:
    return f"{100 * ways / 2**rounds:.2f}"


def _explanation(*, rounds: int, percent: int) -> str:
    least = _least(rounds=rounds, percent=percent)
    lines = [
        _("From the top down, add the courses until %(percent)d %% is passed:")
        % {"percent": percent}
    ]
    rows = []
    for count in range(rounds, least - 2, -1):
        ways = _ways(rounds, count)
        share = _percent(ways, rounds)
        if share == "0.00":
            continue
        rows.append(
            _("- %(count)d or more: $%(ways)d / %(all)d %(about)s %(share)s\\,\\%%$")
            % {
                "count": count,
                "ways": ways,
                "all": 2**rounds,
                "about": notation.equals(Fraction(100 * ways, 2**rounds), share),
                "share": share,
            }
        )
    end = _("So %(least)d is the smallest number, and %(under)d is not enough.") % {
        "least": least,
        "under": least - 1,
    }
    return "\n\n".join([*lines, "\n".join(rows), end])
