"""Exercises: which words are drawn as noise, and which are left out as too common."""

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
from simulations.systems.word2vec import algorithm_text, wording

PLACES, TOLERANCE = 3, Decimal("0.001")


def _rounded(value: float) -> Decimal:
    return round(Decimal(value), PLACES)


def _named(slips: Iterator[tuple[float, str]], truth: float) -> tuple[Any, ...]:
    return mistakes.distinct(
        ((_rounded(value), text) for value, text in slips),
        truth=_rounded(truth),
        gap=2 * TOLERANCE,
    )


@register
class Word2VecNoise(Exercise):
    """Counts are fourth powers, so that their power ¾ is a cube: n⁴ → n³."""

    slug = "word2vec-noise"
    title = gettext_lazy("word2vec: the chance of a negative sample")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            roots = rng.sample(range(1, 7), 4)
            parameters: Parameters = {
                "words": rng.sample(list(wording.WORDS), 4),
                "counts": [root**4 for root in roots],
                "asked": rng.randrange(4),
            }
            if len(_noise_slips(**parameters)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Number:
        counts, asked = parameters["counts"], parameters["asked"]
        words = [wording.word(name) for name in parameters["words"]]
        return Number(
            value=str(_rounded(algorithm_text.noise(counts)[asked])),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_noise_slips(**parameters),
            prompt=_noise_prompt(words, counts, asked),
            explanation=_noise_explanation(words, counts, asked),
            figure=figures.bars(
                words,
                counts,
                x=_("word"),
                y=_("count"),
                digits=0,
                description=_("How often each word occurs in the text."),
            ),
        )

    def lab(self, parameters: Parameters) -> str:
        words = [wording.word(name) for name in parameters["words"]]
        return simulation.get("word2vec-sampling").address(
            {"words": " ".join(words), "counts": [parameters["counts"]]}
        )


def _noise_slips(words: list[str], counts: list[int], asked: int) -> tuple[Any, ...]:
    return _named(_noise_slipping(counts, asked), algorithm_text.noise(counts)[asked])


def _noise_slipping(counts: list[int], asked: int) -> Iterator[tuple[float, str]]:
    count, total = counts[asked], sum(counts)
    yield (
        count / total,
        _(
            "That is the share in the text, $%(count)d/%(total)d$. The counts are raised "
            "to the power $\\tfrac34$ first."
        )
        % {"count": count, "total": total},
    )
    yield (
        (count / total) ** algorithm_text.POWER,
        _(
            "You raised the share of one word. Raise all counts first and divide by the "
            "sum of the raised ones, so that all chances add up to 1."
        ),
    )
    yield (
        1 / len(counts),
        _("That would be a draw in which every word is equally likely."),
    )
    yield (
        algorithm_text.noise(counts, 0.25)[asked],
        _(
            "That is the power $\\tfrac14$: after the fourth root take the third power "
            "as well."
        ),
    )
    yield (
        algorithm_text.noise(counts, 0.5)[asked],
        _(
            "That is the square root, the power $\\tfrac12$. Here the power is $\\tfrac34$."
        ),
    )


def _noise_prompt(words: list[str], counts: list[int], asked: int) -> str:
    rows = zip(words, counts, strict=True)
    listed = "\n".join(
        f"- {word}: ${count} = {_root(count)}^4$" for word, count in rows
    )
    facts = _("A text consists of only four different words. They occur this often:")
    question = _(
        "Negative samples are drawn from the counts raised to the power $\\tfrac34$, "
        "$P(w) = U(w)^{3/4} / Z$, where $Z$ is the sum over all four words. How likely "
        "is one draw to give the word “%(word)s”? Give %(places)d decimals; "
        "$\\pm %(tolerance)s$ is allowed."
    ) % {"word": words[asked], "places": PLACES, "tolerance": TOLERANCE}
    return f"{facts}\n\n{listed}\n\n{question}"


def _root(count: int) -> int:
    return math.isqrt(math.isqrt(count))


def _noise_explanation(words: list[str], counts: list[int], asked: int) -> str:
    cubes = [_root(count) ** 3 for count in counts]
    raised = ", ".join(
        f"${count}^{{3/4}} = {cube}$" for count, cube in zip(counts, cubes, strict=True)
    )
    before = Decimal(counts[asked]) / sum(counts)
    chance = Decimal(cubes[asked]) / sum(cubes)
    return _(
        "**Raise.** %(raised)s\n\n"
        "**Divide by the sum.** $P = %(cube)d / %(sum)d %(about)s %(chance)s$\n\n"
        "By its share in the text it would be %(share)s: the power makes rare words a "
        "little more likely and frequent ones a little less."
    ) % {
        "raised": raised,
        "cube": cubes[asked],
        "sum": sum(cubes),
        "about": decimals.about(chance, round(chance, PLACES)),
        "chance": round(chance, PLACES),
        "share": round(before, PLACES),
    }


@register
class Word2VecDiscard(Exercise):
    slug = "word2vec-discard"
    title = gettext_lazy("word2vec: how often a frequent word is left out")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            total = rng.choice([1, 2, 4, 5, 10, 20]) * 1_000_000
            parameters: Parameters = {
                "word": rng.choice(list(wording.WORDS)),
                "count": rng.choice([2, 3, 4, 5, 6, 8, 9]) * 10 ** rng.randint(2, 5),
                "total": total,
                "power": rng.choice([3, 4, 5]),
            }
            if 0.15 < _left_out(**parameters) < 0.98 and len(_discards(parameters)) > 2:
                return parameters

    def question(self, **parameters: Any) -> Number:
        facts = _discard_facts(parameters)
        return Number(
            value=str(_rounded(_left_out(**parameters))),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_discards(parameters),
            prompt=_(
                "A text has %(all)s words. The word “%(word)s” occurs in it %(times)s "
                "times. In subsampling each occurrence of a word is left out with the "
                "probability $P = 1 - \\sqrt{t/f}$, where $f$ is the word's share of all "
                "words of the text and $t = 10^{-%(power)d}$.\n\nWhat is $P$ for this "
                "word? Give %(places)d decimals; $\\pm %(tolerance)s$ is allowed."
            )
            % facts,
            explanation=_(
                "**The share.** $f = %(count)s / %(total)s = %(share)s$\n\n"
                "**The ratio.** $t/f = 10^{-%(power)d} / %(share)s %(about)s %(ratio)s$, and "
                "its root is $%(kept)s$: that part is kept.\n\n"
                "**The rest is left out.** $P = 1 - %(kept)s = %(answer)s$"
            )
            % facts,
        )

    def lab(self, parameters: Parameters) -> str:
        others = parameters["total"] - parameters["count"]
        return simulation.get("word2vec-sampling").address(
            {
                "words": f"{wording.word(parameters['word'])} …",
                "counts": [[parameters["count"], others]],
                "threshold": 10.0 ** -parameters["power"],
            }
        )


def _left_out(word: str, count: int, total: int, power: int) -> float:
    return float(algorithm_text.discard([count / total], 10.0**-power)[0])


def _discard_facts(parameters: Parameters) -> dict[str, Any]:
    share = Decimal(parameters["count"]) / parameters["total"]
    ratio = Decimal(10) ** -parameters["power"] / share
    return {
        "word": wording.word(parameters["word"]),
        "count": parameters["count"],
        "total": parameters["total"],
        "times": f"{parameters['count']:,}",
        "all": f"{parameters['total']:,}",
        "power": parameters["power"],
        "share": format(share.normalize(), "f"),
        "about": decimals.about(ratio, round(ratio, 6)),
        "ratio": decimals.text(round(ratio, 6)),
        "kept": _rounded(float(ratio) ** 0.5),
        "answer": _rounded(1 - float(ratio) ** 0.5),
        "places": PLACES,
        "tolerance": TOLERANCE,
    }


def _discards(parameters: Parameters) -> tuple[Any, ...]:
    facts = _discard_facts(parameters)
    truth = _left_out(**parameters)
    slips = _discarding(1 - truth)
    return _named(((value, text % facts) for value, text in slips), truth)


def _discarding(kept: float) -> Iterator[tuple[float, str]]:
    yield (
        kept,
        _(
            "That is the part that is kept, $\\sqrt{t/f}$. The question is how much is left "
            "out: subtract it from 1."
        ),
    )
    yield (
        1 - kept**2,
        _(
            "The root is missing: $t/f %(about)s %(ratio)s$, and its root is $%(kept)s$."
        ),
    )
    yield (
        (1 - kept**2) ** 0.5,
        _("The root belongs to $t/f$ alone; subtract from 1 after it."),
    )
    yield kept**2, _("That is $t/f$ itself: take the root, then subtract it from 1.")
