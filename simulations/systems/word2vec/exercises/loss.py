"""Exercise: the loss of one training pair with two negative samples."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Number
from simulations import decimals, figures, mistakes, simulation

PLACES, TOLERANCE = 3, Decimal("0.002")


@register
class Word2VecLoss(Exercise):
    slug = "word2vec-loss"
    title = gettext_lazy("word2vec: the loss of one pair")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            scores = [
                decimals.plain(Decimal(rng.randint(-6, 6)) / 2) for _n in range(3)
            ]
            if all(scores) and len(_named(scores)) >= 4:
                return {"scores": scores}

    def question(self, **parameters: Any) -> Number:
        scores = parameters["scores"]
        return Number(
            value=str(_rounded(_loss(*scores))),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(scores),
            prompt=_prompt(scores),
            explanation=_explanation(scores),
            answer_figure=_figure(scores),
        )

    def lab(self, parameters: Parameters) -> str:
        """Vectors of one number: with v = 1 the scores are the output vectors."""
        truth, *noise = parameters["scores"]
        return simulation.get("word2vec-step").address(
            {
                "inputs": [[1]],
                "truths": [[truth]],
                "noise": [[score] for score in noise],
                "steps": 1,
            }
        )


def _part(score: float) -> float:
    """−ln σ(score)."""
    return math.log1p(math.exp(-score))


def _loss(truth: float, first: float, second: float) -> float:
    return _part(truth) + _part(-first) + _part(-second)


def _rounded(value: float) -> Decimal:
    return round(Decimal(value), PLACES)


def _named(scores: list[float]) -> tuple[Any, ...]:
    return mistakes.distinct(
        ((_rounded(value), text) for value, text in _slips(*scores)),
        truth=_rounded(_loss(*scores)),
        gap=2 * TOLERANCE,
    )


def _slips(truth: float, first: float, second: float) -> Iterator[tuple[float, str]]:
    loss = _loss(truth, first, second)
    yield (
        _part(truth) + _part(first) + _part(second),
        _(
            "The negative samples should get low scores: their scores enter with a minus "
            "sign, $-\\ln\\sigma(-s)$."
        ),
    )
    yield (
        _part(-truth) + _part(first) + _part(second),
        _(
            "The signs are swapped: the minus belongs to the scores of the negative "
            "samples."
        ),
    )
    yield (
        _part(truth),
        _("That is the context word's part. Each negative sample adds its own."),
    )
    yield -loss, _("Logarithms of probabilities are negative; the loss is their minus.")
    yield (
        loss / math.log(10),
        _("That is with logarithms to base 10; use natural ones."),
    )
    yield loss / 3, _("That is the mean of the three parts. The loss is their sum.")


def _prompt(scores: list[float]) -> str:
    return _(
        "For a center word, skip-gram has the scores (dot products) $s_o = %(truth)s$ with "
        "its true context word and $s_1 = %(first)s$, $s_2 = %(second)s$ with two "
        "negative samples. The loss with negative sampling is\n\n"
        "$$E = -\\ln\\sigma(s_o) - \\ln\\sigma(-s_1) - \\ln\\sigma(-s_2), "
        "\\qquad \\sigma(z) = \\frac{1}{1 + e^{-z}},$$\n\n"
        "with the natural logarithm. What is $E$? Give %(places)d decimals; "
        "$\\pm %(tolerance)s$ is allowed for rounding on the way."
    ) % {
        "truth": decimals.text(scores[0]),
        "first": decimals.text(scores[1]),
        "second": decimals.text(scores[2]),
        "places": PLACES,
        "tolerance": TOLERANCE,
    }


def _signed(scores: list[float]) -> list[float]:
    return [scores[0], -scores[1], -scores[2]]


def _explanation(scores: list[float]) -> str:
    lines = [
        rf"$-\ln\sigma({decimals.text(score)}) = \ln(1 + e^{{{decimals.text(-score)}}}) "
        rf"\approx {round(Decimal(_part(score)), 4)}$"
        for score in _signed(scores)
    ]
    head = _(
        "It is easiest by $-\\ln\\sigma(z) = \\ln(1 + e^{-z})$, once for each word; for a "
        "negative sample $z$ is its score with the sign turned round:"
    )
    end = _(
        "The sum is $E \\approx %(loss)s$. Each part is small if its word is right."
    )
    loss = _rounded(_loss(*scores))
    return "\n\n".join([head, *lines, end % {"loss": loss}])


def _figure(scores: list[float]) -> figures.Spec:
    return figures.bars(
        [_("context word"), _("1st negative"), _("2nd negative")],
        [round(_part(score), 4) for score in _signed(scores)],
        x="",
        y=_("part of E"),
        digits=3,
        description=_("What each of the three words adds to the loss."),
    )
