"""Exercise: the storage capacity of a small machine, as Turing defines it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import log, log2, prod
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import decimals, mistakes, simulation
from simulations.systems.imitation_game import algorithm_machines as machines

PLACES, TOLERANCE = 2, Decimal("0.02")


@register
class ImitationGameCapacity(Exercise):
    slug = "imitation-game-capacity"
    title = gettext_lazy("Imitation game: how much a machine can store")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            wheels = [rng.randint(3, 12) for _wheel in range(rng.choice([2, 3]))]
            parameters: Parameters = {
                "wheels": sorted(wheels),
                "switches": rng.randint(2, 4),
            }
            if len(_named(**parameters)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Number:
        return Number(
            prompt=_prompt(**parameters),
            value=str(_rounded(machines.capacity(_parts(**parameters)))),
            tolerance=str(TOLERANCE),
            places=PLACES,
            unit=_("bits"),
            mistakes=_named(**parameters),
            explanation=_explanation(**parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        """The largest wheel alone, once round."""
        positions = parameters["wheels"][-1]
        return simulation.get("discrete-state-machine").address(
            {
                "table": [[*range(2, positions + 1), 1]],
                "outputs": [[*[0] * (positions - 1), 1]],
                "inputs": [[0] * positions],
            }
        )


def _parts(*, wheels: Sequence[int], switches: int) -> list[int]:
    return [*wheels, *[2] * switches]


def _rounded(value: float) -> Decimal:
    return round(Decimal(value), PLACES)


def _prompt(*, wheels: Sequence[int], switches: int) -> str:
    return _(
        "Turing measures a machine by its storage capacity: the logarithm to base two "
        "of the number of states it can be in. (He puts what is needed for the "
        "imitation game at about $10^9$.)\n\n"
        "A machine is made of %(count)d wheels (positions: %(positions)s) and of "
        "%(switches)d on–off switches (2 positions each); every one of them can be set "
        "independently of the others. How large is its storage capacity? Give "
        "%(places)d decimals; $\\pm %(tolerance)s$ is allowed. (A calculator helps: $\\log_2 x = \\ln x / \\ln 2$.)"
    ) % {
        "count": len(wheels),
        "positions": ", ".join(map(str, wheels)),
        "switches": switches,
        "places": PLACES,
        "tolerance": TOLERANCE,
    }


def _named(*, wheels: Sequence[int], switches: int) -> tuple[Mistake, ...]:
    parts = _parts(wheels=wheels, switches=switches)
    facts = {
        "states": prod(parts),
        "product": " · ".join(map(str, parts)),
        "switches": switches,
        "settings": 2**switches,
    }
    return mistakes.distinct(
        ((_rounded(value), text % facts) for value, text in _slips(wheels, switches)),
        truth=_rounded(machines.capacity(parts)),
        gap=2 * TOLERANCE,
    )


def _slips(wheels: Sequence[int], switches: int) -> Iterator[tuple[float, str]]:
    parts = _parts(wheels=wheels, switches=switches)
    yield (
        prod(parts),
        _("That is the number of states. Its logarithm to base two is asked for."),
    )
    yield (
        log2(sum(parts)),
        _(
            "The positions are added there. Each setting of one part goes with each of "
            "the others, so multiply: %(product)s = %(states)d states."
        ),
    )
    yield (
        log(prod(parts)),
        _("That is the natural logarithm. Divide it by $\\ln 2 \\approx 0.693$."),
    )
    yield (
        log2(prod(wheels)),
        _("The switches are missing: each of them doubles the number of states."),
    )
    yield (
        log2(prod(wheels) * switches),
        _(
            "That gives the switches %(switches)d settings together. But each of them "
            "has two, whatever the others are set to: $2^{%(switches)d} = "
            "%(settings)d$."
        ),
    )
    yield (
        float(len(parts)),
        _("That is the number of parts. A wheel can hold more than one bit."),
    )


def _explanation(*, wheels: Sequence[int], switches: int) -> str:
    parts = _parts(wheels=wheels, switches=switches)
    product = r" \cdot ".join(map(str, parts))
    lines = [
        _("**States.** $%(product)s = %(states)d$"),
        _(
            "**Capacity.** $\\log_2 %(states)d = \\ln %(states)d / \\ln 2 %(about)s "
            "%(value)s$ bits."
        ),
        _(
            "**Part by part.** Each switch adds 1 bit, and each wheel the logarithm of "
            "its own positions: %(wheels)s."
        ),
    ]
    facts = {
        "product": product,
        "states": prod(parts),
        "about": _equals(prod(parts)),
        "value": _rounded(machines.capacity(parts)),
        "wheels": ", ".join(_bits(positions) for positions in dict.fromkeys(wheels)),
    }
    return "\n\n".join([*(line % facts for line in lines), _shown_in_lab(wheels)])


def _shown_in_lab(wheels: Sequence[int]) -> str:
    return _(
        "So many states are too many for the lab. It shows the largest wheel alone, a "
        "machine of %(positions)d states."
    ) % {"positions": wheels[-1]}


def _bits(positions: int) -> str:
    value = decimals.text(_rounded(machines.capacity([positions])))
    return rf"$\log_2 {positions} {_equals(positions)} {value}$"


def _equals(states: int) -> str:
    """The sign before a rounded logarithm: only powers of two have a whole one."""
    return "=" if states.bit_count() == 1 else r"\approx"
