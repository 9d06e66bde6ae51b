"""Exercise: the shapes of an alignment model's matrices."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Matrix, Mistake
from simulations import mistakes
from simulations.systems.attention import runs

ASKED = {
    "W": gettext_lazy("the weight matrix $W$"),
    "U": gettext_lazy("the weight matrix $U$"),
    "alphas": gettext_lazy(
        "the matrix of all attention weights $\\alpha_{ij}$, a row for each word written"
    ),
    "contexts": gettext_lazy(
        "the matrix of all context vectors $\\mathbf{c}_i$, a row for each word written"
    ),
}
Shape = tuple[int, int]


@register
class AttentionShapes(Exercise):
    slug = "attention-shapes"
    title = gettext_lazy("Attention: the shape of a matrix")

    def parameters(self, rng: Random) -> Parameters:
        """All sizes differ, so that each shape is one thing only; the lab holds them."""
        while True:
            parameters: Parameters = {
                "reads": rng.randint(3, 8),
                "writes": rng.randint(3, 8),
                "state": rng.randint(3, 8),
                "each": rng.randint(2, 4),
                "units": rng.randint(3, 8),
                "asked": rng.choice(list(ASKED)),
            }
            sizes = [value for value in parameters.values() if isinstance(value, int)]
            if len({*sizes, 2 * parameters["each"]}) == len(sizes) + 1:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        return Matrix(
            prompt=_prompt(**parameters),
            value=(_written(_shape(**parameters)),),
            column_labels=(_("rows"), _("columns")),
            mistakes=_named(**parameters),
            explanation=_explanation(**parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        sizes = {name: size for name, size in parameters.items() if name != "asked"}
        return runs.of_sizes(**sizes)


def _shape(
    reads: int, writes: int, state: int, each: int, units: int, asked: str
) -> Shape:
    return {
        "W": (units, state),
        "U": (units, 2 * each),
        "alphas": (writes, reads),
        "contexts": (writes, 2 * each),
    }[asked]


def _written(shape: Shape) -> tuple[str, str]:
    return str(shape[0]), str(shape[1])


def _named(**parameters: Any) -> tuple[Mistake, ...]:
    return mistakes.distinct_tables(
        (((_written(shape),), text) for shape, text in _slips(**parameters)),
        truth=(_written(_shape(**parameters)),),
    )


def _slips(
    reads: int, writes: int, state: int, each: int, units: int, asked: str
) -> Iterator[tuple[Shape, str]]:
    rows, columns = _shape(reads, writes, state, each, units, asked)
    weights = asked in ("W", "U")
    yield (columns, rows), _turned_weights() if weights else _turned_words()
    if asked in ("U", "contexts"):
        yield (
            (rows, each),
            _(
                "The encoder reads both ways. An annotation joins both states: "
                "$2 \\cdot %(each)d$ numbers."
            )
            % {"each": each},
        )
    yield from _others(reads, writes, state, each, units)[asked]


def _turned_weights() -> str:
    return _(
        "Rows and columns are swapped: a matrix times a column vector has as many columns "
        "as the vector has numbers, and as many rows as the result has."
    )


def _turned_words() -> str:
    return _(
        "Rows and columns are swapped: here each word that is written has a row of its "
        "own."
    )


def _others(
    reads: int, writes: int, state: int, each: int, units: int
) -> dict[str, list[tuple[Shape, str]]]:
    """Shapes of something else, by what was asked."""
    look = _("That fits an annotation. $W$ is multiplied with the decoder's state.")
    seek = _("That fits the decoder's state. $U$ is multiplied with an annotation.")
    square = _(
        "The words written look at the words read, so the matrix is square only if the "
        "sentences are equally long."
    )
    each_number = _("Each source word gets one weight, not one for each number in it.")
    read = _(
        "Those are the annotations, one for each word read. There is one context vector "
        "for each word **written**."
    )
    return {
        "W": [((units, 2 * each), look)],
        "U": [((units, state), seek)],
        "alphas": [((reads, reads), square), ((writes, 2 * each), each_number)],
        "contexts": [((reads, 2 * each), read)],
    }


def _prompt(**parameters: Any) -> str:
    facts = _(
        "A translator with attention reads a sentence of %(reads)d words and writes one of "
        "%(writes)d. The encoder is a recurrent network that reads forwards and another "
        "that reads backwards, with %(each)d units each; the annotation $\\mathbf{h}_j$ of a "
        "word joins the states of both. The decoder's state $\\mathbf{s}$ has %(state)d "
        "numbers, and the alignment model has %(units)d hidden units:"
    )
    rule = (
        r"$$e_{ij} = \mathbf{v}^\top \tanh(W\mathbf{s}_{i-1} + U\mathbf{h}_j), \quad "
        r"\mathbf{c}_i = \sum_j \alpha_{ij} \mathbf{h}_j$$"
    )
    asked = _(
        "All vectors in these formulas are columns. What shape has %(asked)s? Give the "
        "number of rows and of columns."
    ) % {"asked": ASKED[parameters["asked"]]}
    return "\n\n".join([facts % parameters, rule, asked])


def _explanation(**parameters: Any) -> str:
    rows, columns = _shape(**parameters)
    reasons = {
        "W": _(
            "$W\\mathbf{s}$ takes %(state)d numbers to %(units)d hidden units: a column for "
            "each number, a row for each unit."
        ),
        "U": _(
            "An annotation has $2 \\cdot %(each)d = %(columns)d$ numbers, and $U\\mathbf{h}$ "
            "takes them to %(units)d hidden units."
        ),
        "alphas": _(
            "Each of the %(writes)d words written has a weight for each of the %(reads)d "
            "words read."
        ),
        "contexts": _(
            "Each of the %(writes)d words written has its own mixture of annotations, with "
            "$2 \\cdot %(each)d = %(columns)d$ numbers as they have."
        ),
    }
    reason = reasons[parameters["asked"]] % (parameters | {"columns": columns})
    shape = _("So its shape is $%(rows)d \\times %(columns)d$.")
    return f"{reason} {shape % {'rows': rows, 'columns': columns}}"
