"""Exercise: the next token's probabilities at a temperature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import exp
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Matrix, Mistake
from simulations import decimals, figures, markup, mistakes, simulation
from simulations.systems.gpt import algorithm
from simulations.systems.gpt.words import beginning, following
from simulations.systems.transformer import reckoning

PLACES, TOLERANCE = 2, Decimal("0.01")
WORDS = 3


@dataclass(frozen=True)
class Case:
    logits: list[float]
    temperature: float

    @cached_property
    def truth(self) -> list[Decimal]:
        shares = algorithm.next_distribution(self.logits, temperature=self.temperature)
        return decimals.all_rounded(shares, PLACES)

    @property
    def divided(self) -> list[Decimal]:
        t = decimals.exact(self.temperature)
        return [z / t for z in decimals.exactly(self.logits)]


@register
class GptTemperature(Exercise):
    slug = "gpt-temperature"
    title = gettext_lazy("GPT: softmax with temperature")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters: Parameters = {
                "logits": [rng.randint(-4, 8) / 2 for _word in range(WORDS)],
                "temperature": rng.choice([0.5, 2, 4]),
            }
            case = Case(**parameters)
            apart = max(case.divided) - min(case.divided)
            if Decimal("0.5") <= apart <= 4 and len(_named(case)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        case = Case(**parameters)
        return Matrix(
            prompt=_prompt(case),
            value=mistakes.written([case.truth]),
            tolerance=str(TOLERANCE),
            places=PLACES,
            column_labels=tuple(following()[:WORDS]),
            mistakes=_named(case),
            explanation=_explanation(case),
            answer_figure=_figure(case),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("gpt-next-word").address(
            {
                "words": " ".join(following()[:WORDS]),
                "scores": [parameters["logits"]],
                "temperature": parameters["temperature"],
                "top_k": WORDS,
            }
        )


def _named(case: Case) -> tuple[Mistake, ...]:
    facts = {"t": decimals.text(case.temperature)}
    slips = (([row], text % facts) for row, text in _slips(case))
    gap = 2 * TOLERANCE
    return mistakes.distinct_arrays(slips, truth=[case.truth], gap=gap)


def _slips(case: Case) -> Iterator[tuple[list[Decimal], str]]:
    t, plain = case.temperature, reckoning.shares(case.logits, PLACES)
    yield (
        plain,
        _("That is the softmax at T = 1. Divide the scores by $T = %(t)s$ first."),
    )
    yield (
        reckoning.shares([z * t for z in case.logits], PLACES),
        _("That multiplies by T. The scores are divided by $T = %(t)s$."),
    )
    yield (
        decimals.all_rounded((float(share) / t for share in plain), PLACES),
        _(
            "That divides the probabilities. Divide the scores by $T = %(t)s$, before "
            "the softmax; then they add up to 1."
        ),
    )
    yield (
        decimals.all_rounded((exp(z) for z in case.divided), PLACES),
        _("Those are the exponentials. Divide each by their sum."),
    )


def _prompt(case: Case) -> str:
    words = following()[:WORDS]
    facts = _(
        "After “%(beginning)s” a small language model knows only three words, and gives "
        "them these scores (logits) $z$:"
    ) % {"beginning": beginning()}
    listed = "\n".join(
        f"- {word}: ${decimals.text(z)}$"
        for word, z in zip(words, case.logits, strict=True)
    )
    asked = _(
        "Which probabilities do they have at the temperature $T = %(t)s$? Give "
        "%(places)d decimals; $\\pm %(tolerance)s$ is allowed for rounding on the way."
    ) % {
        "t": decimals.text(case.temperature),
        "places": PLACES,
        "tolerance": TOLERANCE,
    }
    return f"{facts}\n\n{listed}\n\n{asked}"


def _explanation(case: Case) -> str:
    powers = [exp(z) for z in case.divided]
    rows = [
        (word, f"${decimals.text(z)}$", f"${power:.3f}$", f"**{share}**")
        for word, z, power, share in zip(
            following(), case.divided, powers, case.truth, strict=False
        )
    ]
    table = markup.table((_("word"), "$z/T$", "$e^{z/T}$", _("probability")), rows)
    effect = (
        _("T under 1 sharpens: the likeliest word gains.")
        if case.temperature < 1
        else _("T over 1 evens the probabilities out: the less likely words gain.")
    )
    total = _("The exponentials add up to $%(sum).3f$.") % {"sum": sum(powers)}
    return f"{table}\n\n{total} {effect}"


def _figure(case: Case) -> figures.Spec:
    return figures.bars(
        following()[:WORDS],
        [float(share) for share in case.truth],
        x=_("word"),
        y=_("probability"),
        description=_("The probabilities at this temperature."),
    )
