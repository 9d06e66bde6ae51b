"""Exercise: how many numbers word2vec trains, and how many one step touches."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Number
from simulations import mistakes, simulation

SHORTER, MOST_SAMPLES = 25, 10  # in the lab


@register
class Word2VecSize(Exercise):
    slug = "word2vec-size"
    title = gettext_lazy("word2vec: how many numbers are trained?")

    def parameters(self, rng: Random) -> Parameters:
        return {
            "words": rng.choice([2, 3, 5, 8, 10, 12, 20, 30, 50]) * 1000,
            "dimension": rng.choice([50, 100, 200, 300]),
            "negatives": rng.choice([3, 5, 8, 10, 15]),
            "asked": rng.choice(["all", "step"]),
        }

    def question(self, **parameters: Any) -> Number:
        return Number(
            value=str(_answer(**parameters)),
            mistakes=_named(parameters),
            prompt=_prompt(parameters),
            explanation=_explanation(parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        """A summary that counts all trained numbers, or the vectors of one step.

        The lab's vectors are short, and it takes no more than ten negative samples.
        """
        if parameters["asked"] == "all":
            dimension = parameters["dimension"] // SHORTER
            return simulation.get("word2vec").address({"dimension": dimension})
        samples = min(parameters["negatives"], MOST_SAMPLES)
        noise = [[place, 1] for place in range(samples)]
        return simulation.get("word2vec-step").address({"noise": noise, "steps": 1})


def _answer(words: int, dimension: int, negatives: int, asked: str) -> int:
    return 2 * words * dimension if asked == "all" else (2 + negatives) * dimension


def _named(parameters: Parameters) -> tuple[Any, ...]:
    slips = _slips_of_all if parameters["asked"] == "all" else _slips_of_step
    facts = _facts(parameters)
    return mistakes.distinct(
        ((Decimal(value), text % facts) for value, text in slips(parameters)),
        truth=Decimal(_answer(**parameters)),
    )


def _slips_of_all(parameters: Parameters) -> Iterator[tuple[int, str]]:
    words, dimension = parameters["words"], parameters["dimension"]
    yield (
        words * dimension,
        _("Each word has two vectors: one as an input and one as an output."),
    )
    yield (
        2 * words * dimension + words,
        _("There are no biases in word2vec: a score is just a dot product."),
    )
    yield (
        2 * words * dimension + words + dimension,
        _("There are no biases in word2vec: a score is just a dot product."),
    )
    yield (
        words * words,
        _(
            "That is a table of words by words, as counting pairs would need it. "
            "word2vec keeps $d = %(dimension)d$ numbers a vector."
        ),
    )


def _slips_of_step(parameters: Parameters) -> Iterator[tuple[int, str]]:
    words, dimension = parameters["words"], parameters["dimension"]
    negatives = parameters["negatives"]
    yield (
        2 * words * dimension,
        _(
            "Those are all there are. With negative sampling a step only touches the "
            "vectors of the words in it: that is what makes it quick."
        ),
    )
    yield (
        (1 + negatives) * dimension,
        _(
            "One vector is missing: the center's, the context word's and %(k)d of noise."
        ),
    )
    yield (
        negatives * dimension,
        _(
            "The center's vector and the context word's move as well, not the noise only."
        ),
    )
    yield (
        2 * (2 + negatives) * dimension,
        _(
            "Only one vector of each word takes part: the center's input vector, and the "
            "output vectors of the others."
        ),
    )


def _facts(parameters: Parameters) -> dict[str, Any]:
    return {
        "words": f"{parameters['words']:,}",
        "count": parameters["words"],
        "dimension": parameters["dimension"],
        "k": parameters["negatives"],
        "vectors": 2 + parameters["negatives"],
        "answer": _answer(**parameters),
    }


def _prompt(parameters: Parameters) -> str:
    facts = _(
        "Skip-gram with negative sampling learns vectors of dimension $d = %(dimension)d$ "
        "for a vocabulary of %(words)s words, with $k = %(k)d$ negative samples for each "
        "training pair."
    )
    if parameters["asked"] == "all":
        asked = _("How many numbers are trained in all?")
    else:
        asked = _(
            "How many of all the trained numbers take part in one step, that of a single "
            "training pair (center → context)? The $k$ negative samples are different "
            "words, and none of them is the center or the context word."
        )
    return f"{facts}\n\n{asked}" % _facts(parameters)


def _explanation(parameters: Parameters) -> str:
    if parameters["asked"] == "all":
        text = _(
            "Each word has an input vector and an output vector, and there is nothing "
            "else: $2 \\cdot %(count)d \\cdot %(dimension)d = %(answer)d$."
        )
    else:
        text = _(
            "The input vector of the center, the output vector of the context word and "
            "those of %(k)d negative samples: $(2 + %(k)d) \\cdot %(dimension)d = "
            "%(answer)d$, whatever the size of the vocabulary."
        )
    return text % _facts(parameters)
