"""Exercise: the context vector, what the decoder gets to see."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Matrix, Mistake
from simulations import decimals, figures, markup, mistakes
from simulations.systems.attention import runs
from simulations.systems.attention.sentences import PAIRS

Vector = list[Decimal]


@register
class AttentionContext(Exercise):
    slug = "attention-context"
    title = gettext_lazy("Attention: the context vector")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            numbers = {name: parameters[name] for name in ("weights", "annotations")}
            if len(_named(**numbers)) >= 4:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        return _question(**parameters)

    def lab(self, parameters: Parameters) -> str:
        pair, weights = PAIRS[parameters["pair"]], parameters["weights"]
        return runs.of_weights(
            pair.source, pair.target[-1], weights, parameters["annotations"]
        )


def _question(pair: int, weights: list[float], annotations: list[list[int]]) -> Matrix:
    return Matrix(
        prompt=_prompt(pair, weights, annotations),
        value=mistakes.written([_context(weights, annotations)]),
        column_labels=("$c_1$", "$c_2$"),
        mistakes=_named(weights, annotations),
        explanation=_explanation(weights, annotations),
        figure=figures.bars(
            PAIRS[pair].source,
            weights,
            x=_("source word"),
            y=_("weight α"),
            description=_("The attention weight of each source word."),
        ),
    )


def _draw(rng: Random) -> Parameters:
    """Weights of whole twentieths, one the largest; the plain mean is whole, too."""
    pair = rng.randrange(len(PAIRS))
    words = len(PAIRS[pair].source)
    while True:
        cuts = sorted(rng.sample(range(1, 20), words - 1))
        parts = [b - a for a, b in zip([0, *cuts], [*cuts, 20], strict=True)]
        if parts.count(max(parts)) == 1:
            break
    while True:
        annotations = [[rng.randint(-4, 4) for _n in range(2)] for _w in range(words)]
        if not any(sum(column) % words for column in zip(*annotations, strict=True)):
            break
    return {
        "pair": pair,
        "weights": [decimals.plain(Decimal(part) / 20) for part in parts],
        "annotations": annotations,
    }


def _context(weights: list[float], annotations: list[list[int]]) -> Vector:
    alphas = decimals.exactly(weights)
    return [
        sum((alpha * h for alpha, h in zip(alphas, column, strict=True)), Decimal(0))
        for column in zip(*annotations, strict=True)
    ]


def _named(weights: list[float], annotations: list[list[int]]) -> tuple[Mistake, ...]:
    return mistakes.distinct_arrays(
        (([vector], text) for vector, text in _slips(weights, annotations)),
        truth=[_context(weights, annotations)],
    )


def _slips(
    weights: list[float], annotations: list[list[int]]
) -> Iterator[tuple[Vector, str]]:
    words, largest = len(weights), weights.index(max(weights))
    total, context = _context([1] * words, annotations), _context(weights, annotations)
    yield (
        [entry / words for entry in total],
        _(
            "That is the plain mean of the annotations. Weight each with its own "
            "$\\alpha_j$."
        ),
    )
    yield (
        decimals.exactly(annotations[largest]),
        _(
            "That is the annotation of the word with the largest weight. The others count "
            "too, each with its share."
        ),
    )
    yield (
        total,
        _("That adds the annotations up. Weight each with its $\\alpha_j$ first."),
    )
    shared = [round(entry / words, 4) for entry in context]
    if [entry * words for entry in shared] == context:  # else nobody can write it
        yield (
            shared,
            _(
                "The weighted sum is right; do not divide it by the number of words. The "
                "weights add to 1 already."
            ),
        )
    yield (
        _context(weights[::-1], annotations),
        _("The weights stand in the order of the words: the first one is $%(first)s$.")
        % {"first": decimals.text(weights[0])},
    )


def _prompt(pair: int, weights: list[float], annotations: list[list[int]]) -> str:
    source = PAIRS[pair].source
    facts = _(
        "A translator has read “%(source)s”. At this step its attention weights and the "
        "annotations of the source words are:"
    ) % {"source": " ".join(source)}
    lines = [
        rf"- {word}: $\alpha_{j} = {decimals.text(weight)}$, "
        rf"$\mathbf{{h}}_{j} = {decimals.vector(h)}$"
        for j, (word, weight, h) in enumerate(
            zip(source, weights, annotations, strict=True), start=1
        )
    ]
    asked = _("What is the context vector $\\mathbf{c}$? Give it exactly.")
    return "\n\n".join([facts, "\n".join(lines), asked])


def _explanation(weights: list[float], annotations: list[list[int]]) -> str:
    rule = r"$$\mathbf{c} = \sum_j \alpha_j \mathbf{h}_j$$"
    lines = [
        rf"- $c_{i} = {markup.products(weights, column)} = {decimals.text(entry)}$"
        for i, (column, entry) in enumerate(
            zip(
                list(zip(*annotations, strict=True)),
                _context(weights, annotations),
                strict=True,
            ),
            start=1,
        )
    ]
    end = _(
        "The decoder gets this mixture for the next word, and another one for the word "
        "after that."
    )
    return "\n\n".join([rule, "\n".join(lines), end, _shown_in_lab()])


def _shown_in_lab() -> str:
    return _(
        "In the lab each annotation has a third number, from which the model finds these "
        "weights. The first two numbers of $\\mathbf{c}$ are the answer, up to the rounding "
        "of that third number."
    )
