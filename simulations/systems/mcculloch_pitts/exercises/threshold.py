"""Exercise: the threshold that makes a neuron fire for at least k of n inputs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import figures, mistakes, simulation

from . import telling

ASKED = ("least", "most")


@register
class McCullochPittsThreshold(Exercise):
    slug = "mcculloch-pitts-threshold"
    title = gettext_lazy("McCulloch–Pitts: the threshold for “at least k of n”")

    def parameters(self, rng: Random) -> Parameters:
        """With one ending each there is but one threshold, so that is no choice."""
        while True:
            inputs = rng.randint(3, 7)
            parameters: Parameters = {
                "inputs": inputs,
                "wanted": rng.randint(1, inputs),
                "endings": rng.randint(1, 4),
                "asked": rng.choice(ASKED),
            }
            if len(_named(**parameters)) >= 2:
                return parameters

    def question(self, **parameters: Any) -> Number:
        return Number(
            prompt=_prompt(**parameters),
            value=str(_answer(**parameters)),
            mistakes=_named(**parameters),
            explanation=_explanation(**parameters),
            answer_figure=_figure(**parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        """The neuron with no input active at first, then one more at each step."""
        count, endings = min(parameters["inputs"], 6), parameters["endings"]
        return simulation.get("mcculloch-pitts").address(
            {
                "circuit": "own",
                "wires": [[endings] * count + [0]],
                "thresholds": [[_answer(**parameters)]],
                "trains": [
                    [int(place < active) for place in range(count)]
                    for active in range(count + 1)
                ],
            }
        )


def _answer(*, inputs: int, wanted: int, endings: int, asked: str) -> int:
    """k inputs reach k e endings, k − 1 only (k − 1) e."""
    return endings * wanted if asked == "most" else endings * (wanted - 1) + 1


def _prompt(*, inputs: int, wanted: int, endings: int, asked: str) -> str:
    neuron = ngettext(
        "A neuron has %(inputs)d inputs. Each of them has %(endings)d excitatory "
        "ending upon it; nothing inhibits.",
        "A neuron has %(inputs)d inputs. Each of them has %(endings)d excitatory "
        "endings upon it; nothing inhibits.",
        endings,
    ) % {"inputs": inputs, "endings": endings}
    goal = _(
        "It is to fire exactly when %(wanted)d or more of its %(inputs)d inputs are "
        "active."
    ) % {"wanted": wanted, "inputs": inputs}
    ask = (
        _("Which is the largest whole threshold $\\theta$ that does this?")
        if asked == "most"
        else _("Which is the smallest whole threshold $\\theta$ that does this?")
    )
    return "\n\n".join([telling.rules(), f"{neuron} {goal}", ask])


def _named(
    *, inputs: int, wanted: int, endings: int, asked: str
) -> tuple[Mistake, ...]:
    truth = _answer(inputs=inputs, wanted=wanted, endings=endings, asked=asked)
    facts = {
        "inputs": inputs,
        "wanted": wanted,
        "fewer": wanted - 1,
        "endings": endings,
        "most": endings * wanted,
        "under": endings * (wanted - 1),
    }
    slips = [*_slips(asked), *_slips_of_either()]
    values = {
        "most": endings * wanted,
        "least": endings * (wanted - 1) + 1,
        "over": endings * wanted + 1,
        "under": endings * (wanted - 1),
        "count": wanted,
        "every": endings * inputs,
        "one": 1,
    }
    return mistakes.distinct(
        (
            (Decimal(values[name]), text % facts)
            for name, text in slips
            if values[name] > 0
        ),
        truth=Decimal(truth),
    )


def _slips(asked: str) -> Iterator[tuple[str, str]]:
    if asked == "most":
        yield (
            "least",
            _(
                "That works too, but it is the smallest one: with %(wanted)d active, any "
                "threshold up to %(most)d is still reached."
            ),
        )
    else:
        yield (
            "most",
            _(
                "That works too, but it is the largest one: with %(fewer)d active, any "
                "threshold over %(under)d keeps the neuron silent."
            ),
        )
    yield (
        "over",
        _(
            "Reaching the threshold is enough. With %(wanted)d active, the active "
            "endings number %(most)d, and under your threshold the neuron stays silent."
        ),
    )


def _slips_of_either() -> Iterator[tuple[str, str]]:
    yield (
        "under",
        _(
            "With that the neuron fires too early: with only %(fewer)d active, the "
            "active endings already number %(under)d, and reaching the threshold is "
            "enough."
        ),
    )
    yield (
        "count",
        _(
            "Endings are counted, not inputs, and each active input counts "
            "%(endings)d times."
        ),
    )
    yield (
        "every",
        _("That asks for all %(inputs)d inputs at once, an AND."),
    )
    yield (
        "one",
        _("That is an OR: a single active ending would do."),
    )


def _explanation(*, inputs: int, wanted: int, endings: int, asked: str) -> str:
    most, under = endings * wanted, endings * (wanted - 1)
    lines = [
        _(
            "**Enough.** With %(wanted)d active, the active endings number "
            "$%(wanted)d \\cdot %(endings)d = %(most)d$: that must reach $\\theta$."
        )
        % {"wanted": wanted, "endings": endings, "most": most},
        _(
            "**Too few.** With %(fewer)d active it is only $%(fewer)d \\cdot "
            "%(endings)d = %(under)d$: that must not."
        )
        % {"fewer": wanted - 1, "endings": endings, "under": under},
        _("**So** $%(under)d < \\theta \\le %(most)d$, and the answer is %(answer)d.")
        % {
            "under": under,
            "most": most,
            "answer": most if asked == "most" else under + 1,
        },
    ]
    if wanted in (1, inputs):
        name = _("This is an OR.") if wanted == 1 else _("This is an AND.")
        lines.append(name)
    return "\n\n".join(lines)


def _figure(*, inputs: int, endings: int, **parameters: Any) -> figures.Spec:
    """The threshold among the sums that it parts: it is the answer."""
    answer = _answer(inputs=inputs, endings=endings, **parameters)
    counts = range(inputs + 1)
    sums = figures.bars(
        [str(active) for active in counts],
        [endings * active for active in counts],
        x=_("active inputs"),
        y=_("active endings"),
        description=_(
            "The active endings by the number of active inputs. The neuron fires from "
            "the line on, its threshold."
        ),
    )
    threshold = {
        "mark": {"type": "rule", "strokeWidth": figures.LINE_WIDTH},
        "encoding": {"y": {"datum": answer}},
    }
    return sums | {"layer": [*sums["layer"], threshold]}
