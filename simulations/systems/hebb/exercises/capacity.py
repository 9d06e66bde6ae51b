"""Exercise: how many patterns so many units hold, and how many units they need."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import decimals, mistakes, simulation
from simulations.systems.hebb import algorithm_memory, patterns

SHARE = decimals.exact(algorithm_memory.CAPACITY)
HOPFIELD = Decimal("0.15")
FORGIVEN = Decimal("0.04")  # of the answer: 0.14 is as good
SIDE, SWEEPS = 8, 5  # of the run in the lab


@register
class MemoryCapacity(Exercise):
    slug = "hebb-memory-capacity"
    title = gettext_lazy("Hebb: how much a memory holds")

    def parameters(self, rng: Random) -> Parameters:
        if rng.random() < 0.5:
            return {"asked": "patterns", "given": rng.randint(4, 40) * 50}
        return {"asked": "units", "given": rng.randint(3, 40) * 10}

    def question(self, **parameters: Any) -> Number:
        return Number(
            prompt=_prompt(parameters),
            value=str(_truth(parameters)),
            tolerance=str(_tolerance(parameters)),
            mistakes=_named(parameters),
            explanation=_explanation(parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        """The lab's largest memory at its limit: does the first pattern stay as it is?"""
        rng, units = Random(parameters["given"]), SIDE**2
        count = int(algorithm_memory.CAPACITY * units)
        stored = [patterns.draw(rng, units) for _pattern in range(count)]
        return simulation.get("memory").address(
            {
                "patterns": stored,
                "state": stored[:1],
                "sweeps": SWEEPS,
                "width": SIDE,
            }
        )


def _truth(parameters: Parameters) -> Decimal:
    given = Decimal(parameters["given"])
    exact = given * SHARE if parameters["asked"] == "patterns" else given / SHARE
    return round(exact, 0)


def _tolerance(parameters: Parameters) -> Decimal:
    return max(Decimal(1), round(_truth(parameters) * FORGIVEN, 0))


def _named(parameters: Parameters) -> tuple[Mistake, ...]:
    slips = _of_patterns if parameters["asked"] == "patterns" else _of_units
    facts = {"given": parameters["given"]}
    return mistakes.distinct(
        ((round(value, 0), text % facts) for value, text in slips(parameters)),
        truth=_truth(parameters),
        gap=2 * _tolerance(parameters),
    )


def _of_patterns(parameters: Parameters) -> Iterator[mistakes.Slip]:
    units = Decimal(parameters["given"])
    yield units * HOPFIELD, _by_hopfield()
    yield (
        units / (2 * units.ln()),
        _(
            "That is $N / (2 \\ln N)$, up to which a pattern is recalled without one "
            "wrong unit. Here a few may be wrong, and so more patterns fit."
        ),
    )
    yield (
        units,
        _(
            "One pattern a unit is far too many: the other patterns disturb each field, "
            "and long before that nothing is recalled any more."
        ),
    )
    yield (
        units / 2,
        _(
            "Half a pattern a unit is still too many: the disturbance grows with the "
            "square root of their number, and the memory breaks down well before."
        ),
    )
    yield (
        units * (units - 1) / 2,
        _(
            "That is the number of weights. A pattern needs many of them: it is spread "
            "over all, and all share them."
        ),
    )
    yield (
        units / SHARE,
        _("That divides. There are fewer patterns than units, so multiply."),
    )


def _by_hopfield() -> str:
    return _(
        "That is Hopfield's 0.15 patterns a unit of 1982, read off small simulations. "
        "The calculation of 1985 for very many units gives 0.138."
    )


def _of_units(parameters: Parameters) -> Iterator[mistakes.Slip]:
    count = Decimal(parameters["given"])
    yield count / HOPFIELD, _by_hopfield()
    yield (
        count,
        _(
            "With as many units as patterns nothing is recalled: it takes about 7 a pattern."
        ),
    )
    yield (
        2 * count,
        _("Two units a pattern are too few: it takes about 7."),
    )
    yield (
        count * SHARE,
        _("That multiplies. There are more units than patterns, so divide."),
    )


def _prompt(parameters: Parameters) -> str:
    facts = {"given": parameters["given"], "tolerance": _tolerance(parameters)}
    known = _(
        "An auto-associative memory of $\\pm 1$ units stores random patterns by Hebb's "
        "rule (sums of outer products, zero diagonal)."
    )
    if parameters["asked"] == "patterns":
        asked = _(
            "About how many patterns can %(given)d units hold, if nearly all units of each pattern "
            "are still to be recalled right? Take the limit for very many units (Amit, "
            "Gutfreund and Sompolinsky 1985). $\\pm %(tolerance)s$ is allowed."
        )
    else:
        asked = _(
            "About how many units does it take to hold %(given)d patterns, if nearly all "
            "units of each pattern are to be recalled right? Take the limit for very many "
            "units (Amit, Gutfreund and Sompolinsky 1985). $\\pm %(tolerance)s$ is allowed."
        )
    return f"{known}\n\n{asked % facts}"


def _explanation(parameters: Parameters) -> str:
    given, truth = parameters["given"], _truth(parameters)
    formula = (
        rf"0.138 \cdot {given} {decimals.about(given * SHARE, truth)} {truth}"
        if parameters["asked"] == "patterns"
        else rf"{given} / 0.138 {decimals.about(given / SHARE, truth)} {truth}"
    )
    return _(
        "The limit is about 0.138 patterns a unit: $%(formula)s$.\n\n"
        "Every other pattern adds a little noise to each field. Up to the limit fewer than "
        "2 units of a hundred are wrong; beyond it each wrong unit makes others wrong, and "
        "the memory breaks down all at once."
    ) % {"formula": formula}
