"""Exercise: what CBOW feeds in, the mean of the vectors around."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Matrix
from simulations import decimals, mistakes, simulation
from simulations.systems.word2vec import algorithm_text, wording

PLACES, TOLERANCE = 2, Decimal("0.01")
Vector = list[Decimal]


@dataclass(frozen=True)
class Case:
    """A sentence with a vector for each word, and the place of the center."""

    sentence: int
    vectors: list[list[int]]
    center: int
    window: int

    @property
    def words(self) -> list[str]:
        return wording.sentence(self.sentence)

    def around(self, window: int) -> list[int]:
        return algorithm_text.positions(range(len(self.vectors)), window)[
            self.center
        ].context

    @property
    def context(self) -> list[int]:
        return self.around(self.window)

    def total(self, places: list[int]) -> Vector:
        return [
            Decimal(sum(self.vectors[place][i] for place in places)) for i in (0, 1)
        ]

    def mean(self, places: list[int]) -> Vector:
        return [value / len(places) for value in self.total(places)]


@register
class Word2VecCbow(Exercise):
    slug = "word2vec-cbow"
    title = gettext_lazy("word2vec: what CBOW predicts from")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            sentence = rng.randrange(len(wording.SENTENCES))
            places = range(len(wording.sentence(sentence)))
            parameters: Parameters = {
                "sentence": sentence,
                "vectors": [[rng.randint(-5, 5), rng.randint(-5, 5)] for _w in places],
                "center": rng.choice(places),
                "window": rng.randint(1, 2),
            }
            case = Case(**parameters)
            if len(case.context) != 1 and len(_named(case)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        case = Case(**parameters)
        return Matrix(
            value=mistakes.written([_rounded(case.mean(case.context))]),
            tolerance=str(TOLERANCE),
            row_labels=(r"$\mathbf{h}$",),
            mistakes=_named(case),
            prompt=_prompt(case),
            explanation=_explanation(case),
        )

    def lab(self, parameters: Parameters) -> str:
        context = Case(**parameters).context
        around = [parameters["vectors"][place] for place in context]
        return simulation.get("word2vec-step").address({"inputs": around, "steps": 1})


def _rounded(values: Vector) -> Vector:
    return [round(value, PLACES) for value in values]


def _named(case: Case) -> tuple[Any, ...]:
    facts = _facts(case)
    return mistakes.distinct_arrays(
        (([_rounded(vector)], text % facts) for vector, text in _slips(case)),
        truth=[_rounded(case.mean(case.context))],
        gap=2 * TOLERANCE,
    )


def _slips(case: Case) -> Iterator[tuple[Vector, str]]:
    context, center = case.context, case.center
    yield (
        case.total(context),
        _("That is the sum. CBOW takes the mean: divide by %(count)d."),
    )
    yield (
        case.mean([*context, center]),
        _("“%(center)s” is to be predicted, so its own vector stays out."),
    )
    if len(context) < 2 * case.window:
        yield (
            [value / (2 * case.window) for value in case.total(context)],
            _(
                "So near the edge of the sentence only %(count)d words stand around, so "
                "divide by %(count)d."
            ),
        )
    for side in ("left", "right"):
        half = [place for place in context if (place < center) == (side == "left")]
        if half and len(half) < len(context):
            yield case.mean(half), _("The window opens to both sides of the center.")
    other = case.around(3 - case.window)
    yield (
        case.mean(other),
        _(
            "The window is %(window)d: on each side all the words at a distance of at "
            "most %(window)d count, and no others."
        ),
    )
    yield (
        case.total([center]),
        _("That is the center's own vector. CBOW predicts it from the words around."),
    )


def _facts(case: Case) -> dict[str, Any]:
    return {
        "center": case.words[case.center],
        "count": len(case.context),
        "window": case.window,
        "context": ", ".join(case.words[place] for place in case.context),
        "places": PLACES,
        "tolerance": TOLERANCE,
    }


def _prompt(case: Case) -> str:
    head = _(
        "CBOW reads a sentence with the window $c = %(window)d$: it predicts a word from "
        "the words at most $c$ places before or after it. These are the input vectors of "
        "the sentence's words, in their order:"
    )
    asked = _(
        "What is the vector $\\mathbf{h}$ from which “%(center)s” is predicted, the mean of "
        "the vectors of the words around it? Where a number does not come out even, give "
        "%(places)d decimals; $\\pm %(tolerance)s$ is allowed."
    )
    rows = zip(case.words, case.vectors, strict=True)
    listed = "\n".join(
        f"{place}. {word}: ${decimals.vector(vector)}$"
        for place, (word, vector) in enumerate(rows, start=1)
    )
    facts = _facts(case)
    return f"{head % facts}\n\n{listed}\n\n{asked % facts}"


def _explanation(case: Case) -> str:
    total = " + ".join(decimals.vector(case.vectors[place]) for place in case.context)
    count = len(case.context)
    exact = case.mean(case.context)
    shown = _rounded(exact)
    about = "=" if exact == shown else r"\approx"
    formula = (
        rf"\mathbf{{h}} = \frac{{1}}{{{count}}}\left({total}\right) = "
        rf"\frac{{1}}{{{count}}} {decimals.vector(case.total(case.context))} "
        rf"{about} {decimals.vector(shown)}"
    )
    facts = _facts(case) | {"formula": formula}
    return (
        _(
            "**The words around** “%(center)s” are %(context)s.\n\n**Their mean.** $%(formula)s$"
        )
        % facts
    )
