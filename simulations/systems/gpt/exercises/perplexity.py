"""Exercise: loss and perplexity of a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import exp, log, prod
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import decimals, figures, mistakes, simulation
from simulations.systems.gpt import algorithm
from simulations.systems.transformer import reckoning
from simulations.systems.transformer.sentences import COUNT, sentence

PLACES, TOLERANCE = 2, Decimal("0.02")
WORDS = 4  # that are predicted


@dataclass(frozen=True)
class Case:
    """`shares`: the probability of each next word, the first word given."""

    sentence: int
    shares: list[float]

    @property
    def loss(self) -> float:
        rows = np.array([[share, 1 - share] for share in self.shares])
        return algorithm.loss(rows, np.zeros(len(rows), dtype=np.int64))

    @property
    def perplexity(self) -> float:
        return exp(self.loss)


@register
class GptPerplexity(Exercise):
    slug = "gpt-perplexity"
    title = gettext_lazy("GPT: the perplexity of a sentence")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters: Parameters = {
                "sentence": rng.randrange(COUNT),
                "shares": [
                    rng.choice([0.05, 0.1, 0.2, 0.25, 0.4, 0.5, 0.8])
                    for _word in range(WORDS)
                ],
            }
            case = Case(**parameters)
            if len(set(case.shares)) >= 2 and len(_named(case)) >= 4:
                return parameters

    def question(self, **parameters: Any) -> Number:
        case = Case(**parameters)
        return Number(
            prompt=_prompt(case),
            value=str(_rounded(case.perplexity)),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(case),
            explanation=_explanation(case),
            answer_figure=_figure(case),
        )

    def lab(self, parameters: Parameters) -> str:
        """Training on the sentence, word by word: its loss is a mean over as many."""
        text = " ".join(sentence(parameters["sentence"]))
        start = text.partition(" ")[0]
        return simulation.get("gpt").address(
            {
                "text": f"{text}. {text}.",
                "unit": "word",
                "window": WORDS,
                "start": start,
            }
        )


def _rounded(value: float) -> Decimal:
    return decimals.rounded(value, PLACES)


def _named(case: Case) -> tuple[Mistake, ...]:
    facts = {"loss": f"{case.loss:.3f}", "words": WORDS}
    return mistakes.rounded(
        _slips(case), facts, truth=case.perplexity, places=PLACES, tolerance=TOLERANCE
    )


def _slips(case: Case) -> Iterator[tuple[float, str]]:
    yield (
        case.loss,
        _("That is the mean loss. The perplexity is $e$ to the power of it."),
    )
    yield (
        len(case.shares) / sum(case.shares),
        _(
            "That is 1 over the mean probability. The mean is taken over the logarithms: "
            "the geometric mean, not the arithmetic one."
        ),
    )
    yield (
        1 / prod(case.shares),
        _(
            "That is 1 over the product. Take its root, the %(words)dth for %(words)d "
            "words."
        ),
    )
    yield (
        2**case.loss,
        _("With natural logarithms the base is $e$, not 2."),
    )
    yield (
        sum(1 / share for share in case.shares) / len(case.shares),
        _("That is the mean of $1/p$. The mean is taken over the logarithms."),
    )
    yield (
        prod(case.shares) ** (1 / len(case.shares)),
        _(
            "That is the geometric mean of the probabilities; the perplexity is 1 over it."
        ),
    )


def _prompt(case: Case) -> str:
    first, *rest = sentence(case.sentence)
    facts = _(
        "A language model reads a sentence that begins with “%(word)s”. It gives each of "
        "the words that follow this probability $p$, given all before it:"
    ) % {"word": first}
    listed = "\n".join(
        f"- {word}: ${decimals.text(share)}$"
        for word, share in zip(rest, case.shares, strict=True)
    )
    asked = _(
        "What is the perplexity over these %(words)d words? Give %(places)d decimals; "
        "$\\pm %(tolerance)s$ is allowed for rounding on the way."
    ) % {"words": WORDS, "places": PLACES, "tolerance": TOLERANCE}
    return f"{facts}\n\n{listed}\n\n{asked}"


def _explanation(case: Case) -> str:
    terms = " + ".join(rf"\ln {decimals.text(share)}" for share in case.shares)
    loss = rf"L = -\tfrac{{1}}{{{WORDS}}} ({terms}) \approx {case.loss:.3f}"
    shown = _rounded(case.perplexity)
    power = f"e^{{L}} {reckoning.sign((case.perplexity, shown))} {shown}"
    last = _(
        "The model is as unsure as if it had to guess among %(count)s words each time."
    ) % {"count": shown}
    lines = [
        _("**Mean loss.** $%(formula)s$") % {"formula": loss},
        _("**Perplexity.** $%(formula)s$") % {"formula": power},
        last,
        _shown_in_lab(),
    ]
    return "\n\n".join(lines)


def _shown_in_lab() -> str:
    return _(
        "In the lab a small model learns this sentence. Its probabilities are its own, "
        "but its loss $L$ is a mean over windows of %(words)d words, too, and $e^L$ its "
        "perplexity."
    ) % {"words": WORDS}


def _figure(case: Case) -> figures.Spec:
    words = sentence(case.sentence)[1:]
    return figures.bars(
        words,
        [round(-log(share), 3) for share in case.shares],
        x=_("word"),
        y="−ln p",
        description=_("How much each word surprises the model."),
    )
