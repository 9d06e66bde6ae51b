"""Exercise: which word is drawn from the k likeliest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import log
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Choice, Option
from simulations import decimals, figures, markup, simulation
from simulations.systems.gpt import algorithm
from simulations.systems.gpt.words import beginning, following

WORDS = 5
HUNDRED = 100


@dataclass(frozen=True)
class Case:
    """Probabilities in hundredths, falling; `lot` is the random number."""

    shares: list[float]
    top_k: int
    lot: float

    @cached_property
    def kept(self) -> list[float]:
        """The probabilities after top-k, as the algorithm has them."""
        logits = np.log(self.shares)
        return [
            round(float(share), 9)
            for share in algorithm.next_distribution(logits, top_k=self.top_k)
        ]

    @property
    def truth(self) -> int:
        return algorithm.pick(self.kept, self.lot)

    @property
    def total(self) -> Decimal:
        """What the likeliest have together."""
        return sum(decimals.exactly(self.shares[: self.top_k]), start=Decimal(0))

    @property
    def sums(self) -> list[float]:
        return [float(total) for total in np.cumsum(self.kept[: self.top_k])]


@register
class GptNextToken(Exercise):
    slug = "gpt-next-token"
    title = gettext_lazy("GPT: drawing the next word")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters: Parameters = {
                "shares": _shares(rng),
                "top_k": rng.choice([2, 3, 4]),
                "lot": rng.randint(10, 97) / HUNDRED,
            }
            case = Case(**parameters)
            clear = all(abs(total - case.lot) > 0.015 for total in case.sums)
            if clear and algorithm.pick(case.shares, case.lot) != case.truth:
                return parameters

    def question(self, **parameters: Any) -> Choice:
        case = Case(**parameters)
        words = following()[:WORDS]
        others = [place for place in range(WORDS) if place != case.truth]
        return Choice.of(
            words[case.truth],
            *(Option(words[place], _why_not(case, place)) for place in others),
            prompt=_prompt(case),
            explanation=_explanation(case),
            figure=_figure(case),
        )

    def lab(self, parameters: Parameters) -> str:
        """Logarithms of the shares are scores of which softmax makes them again."""
        case = Case(**parameters)
        return simulation.get("gpt-next-word").address(
            {
                "words": " ".join(following()[:WORDS]),
                "scores": [[round(log(share), 6) for share in case.shares]],
                "temperature": 1,
                "top_k": case.top_k,
                "lot": case.lot,
            }
        )


def _shares(rng: Random) -> list[float]:
    """Five different whole hundredths that add up to 1, the largest first."""
    while True:
        parts = sorted(rng.sample(range(4, 45), WORDS - 1), reverse=True)
        last = HUNDRED - sum(parts)
        if 2 <= last < parts[-1]:
            return [part / HUNDRED for part in (*parts, last)]


def _why_not(case: Case, place: int) -> str:
    facts = {
        "k": case.top_k,
        "total": decimals.text(case.total),
        "lot": decimals.text(case.lot),
        "low": f"{case.sums[place - 1] if 0 < place < case.top_k else 0:.3f}",
        "high": f"{case.sums[min(place, case.top_k - 1)]:.3f}",
    }
    return next(_reasons(case, place)) % facts


def _reasons(case: Case, place: int) -> Iterator[str]:
    if place == algorithm.pick(case.shares, case.lot):
        yield _(
            "That draws from the probabilities as they are. The %(k)d likeliest have "
            "$%(total)s$ together; divide by that first."
        )
    if place >= case.top_k:
        yield _("This word is not among the %(k)d likeliest; it cannot be drawn.")
    if place == 0:
        yield _(
            "Always taking the likeliest would be greedy. Here $u = %(lot)s$ decides, and "
            "this word ends at $%(high)s$."
        )
    yield _(
        "This word has the stretch from $%(low)s$ to $%(high)s$, and $u = %(lot)s$ is "
        "not in it."
    )


def _prompt(case: Case) -> str:
    facts = _(
        "After “%(beginning)s” a language model gives the next word these probabilities:"
    ) % {"beginning": beginning()}
    listed = "\n".join(
        f"- {word}: ${decimals.text(share)}$"
        for word, share in zip(following(), case.shares, strict=False)
    )
    asked = _(
        "The next word is drawn with top-k, $k = %(k)d$: the $k$ likeliest are kept and "
        "their probabilities scaled to add up to 1. Then they are summed up in the order "
        "of the list, and the first word whose sum is greater than the random number "
        "$u = %(lot)s$ is taken. Which one is it?"
    ) % {"k": case.top_k, "lot": decimals.text(case.lot)}
    return f"{facts}\n\n{listed}\n\n{asked}"


def _explanation(case: Case) -> str:
    words = following()
    rows = [
        (words[place], f"${case.kept[place]:.3f}$", f"${total:.3f}$")
        for place, total in enumerate(case.sums)
    ]
    table = markup.table((_("word"), _("scaled"), _("sum so far")), rows)
    first = _("The %(k)d likeliest have $%(total)s$ together; divided by that:") % {
        "k": case.top_k,
        "total": decimals.text(case.total),
    }
    last = _("The first sum above $u = %(lot)s$ is that of “%(word)s”.") % {
        "lot": decimals.text(case.lot),
        "word": words[case.truth],
    }
    return f"{first}\n\n{table}\n\n{last}"


def _figure(case: Case) -> figures.Spec:
    return figures.bars(
        following()[:WORDS],
        case.shares,
        x=_("word"),
        y=_("probability"),
        description=_("The probabilities of the next word, before top-k."),
    )
