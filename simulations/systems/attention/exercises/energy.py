"""Exercise: one energy, how well a source word fits the decoder's state."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import decimals, markup, mistakes, simulation
from simulations.systems.attention import algorithm

PLACES, TOLERANCE = 2, Decimal("0.01")
LEAST = Decimal("0.1")


@register
class AttentionEnergy(Exercise):
    slug = "attention-energy"
    title = gettext_lazy("Attention: the energy of a source word")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            clear = abs(_energy(_look(**parameters))) >= LEAST
            if clear and len(_named(**parameters)) >= 4:
                return parameters

    def question(self, **parameters: Any) -> Number:
        return Number(
            prompt=_prompt(**parameters),
            value=decimals.text(_energy(_look(**parameters))),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(**parameters),
            explanation=_explanation(**parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("attention").address(
            {
                "source": "학교에",
                "target": "school",
                "annotations": [parameters["h"]],
                "states": [parameters["s"]],
                "w": parameters["w"],
                "u": parameters["u"],
                "v": [parameters["v"]],
            }
        )


def _draw(rng: Random) -> Parameters:
    def square() -> list[list[decimals.Plain]]:
        return [[rng.choice([-1, -0.5, 0, 0.5, 1]) for _in in "ab"] for _out in "ab"]

    return {
        "s": [decimals.drawn(rng, 1, 10) for _entry in range(2)],
        "h": [decimals.drawn(rng, 1, 10) for _entry in range(2)],
        "w": square(),
        "u": square(),
        "v": [rng.choice([-2, -1.5, -1, 1, 1.5, 2, 3]) for _unit in range(2)],
    }


def _look(**numbers: Any) -> algorithm.Attention:
    w, u, v, s, h = (np.array(numbers[name], dtype=float) for name in "wuvsh")
    return algorithm.attend(algorithm.Aligner(w, u, v), s, [h])


def _energy(look: algorithm.Attention) -> Decimal:
    return decimals.rounded(look.energies[0], PLACES + 1)


def _named(**parameters: Any) -> tuple[Mistake, ...]:
    facts = {"v": decimals.vector(parameters["v"])}
    return mistakes.distinct(
        (
            (decimals.rounded(value, PLACES + 1), text % facts)
            for value, text in _slips(**parameters)
        ),
        truth=_energy(_look(**parameters)),
        gap=2 * TOLERANCE,
    )


def _slips(**parameters: Any) -> Iterator[tuple[Any, str]]:
    look, v = _look(**parameters), np.array(parameters["v"], dtype=float)
    queried, keyed, sums = look.queried, look.keyed[0], look.queried + look.keyed[0]
    yield (
        v @ sums,
        _(
            "$\\tanh$ is missing: each sum goes through it before it meets $\\mathbf{v}$."
        ),
    )
    yield (
        np.tanh(sums).sum(),
        _("The entries are only added up: weight them with $\\mathbf{v} = %(v)s$."),
    )
    yield (
        v @ np.tanh(keyed),
        _("$W\\mathbf{s}$ is missing: the energy also depends on what is sought."),
    )
    yield (
        v @ np.tanh(queried),
        _("$U\\mathbf{h}$ is missing: the energy also depends on the source word."),
    )
    yield (
        np.tanh(v @ sums),
        _(
            "$\\tanh$ came too late: first $\\tanh$ of each sum, then weight with "
            "$\\mathbf{v}$. An energy need not lie between $-1$ and 1."
        ),
    )
    yield (
        v @ (np.tanh(queried) + np.tanh(keyed)),
        _(
            "First add $W\\mathbf{s}$ and $U\\mathbf{h}$, then take $\\tanh$ of the sum."
        ),
    )


def _prompt(**parameters: Any) -> str:
    facts = _(
        "An attention model compares the decoder's state $\\mathbf{s}$ with the annotation "
        "$\\mathbf{h}$ of a source word. The energy says how well they fit; all vectors "
        "are columns, and $\\tanh$ works on each entry:"
    )
    rule = r"$$e = \mathbf{v}^\top \tanh(W\mathbf{s} + U\mathbf{h})$$"
    named = {"W": "w", "U": "u"}
    written = [
        rf"{name} = {markup.matrix(parameters[of])}" for name, of in named.items()
    ]
    written += [
        rf"\mathbf{{{name}}} = {markup.column(parameters[name])}" for name in "vsh"
    ]
    asked = _(
        "What is $e$? Give %(places)d decimals; $\\pm %(tolerance)s$ is allowed for "
        "rounding on the way."
    ) % {"places": PLACES, "tolerance": TOLERANCE}
    parts = (r", \quad ".join(part) for part in (written[:2], written[2:]))
    numbers = [f"$${part}$$" for part in parts]
    return "\n\n".join([facts, rule, *numbers, asked])


def _explanation(**parameters: Any) -> str:
    look = _look(**parameters)
    queried, keyed = look.queried, look.keyed[0]
    hidden = decimals.all_rounded(look.hidden[0], 3)
    sums = (
        rf"W\mathbf{{s}} + U\mathbf{{h}} = {_column(queried)} + {_column(keyed)} = "
        rf"{_column(queried + keyed)}"
    )
    products = markup.products(parameters["v"], hidden)
    weighted = rf"e \approx {products} \approx {_energy(look)}"
    lines = [
        _("**The sums.** $%(formula)s$") % {"formula": sums},
        _("**Through $\\tanh$.** $%(formula)s$")
        % {"formula": rf"\tanh(\dots) \approx {markup.column(hidden)}"},
        _("**Weighted with $\\mathbf{v}$.** $%(formula)s$") % {"formula": weighted},
    ]
    return "\n\n".join(lines)


def _column(values: Any) -> str:
    return markup.column(decimals.all_rounded(values, 3))
