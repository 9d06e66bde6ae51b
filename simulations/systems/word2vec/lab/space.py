"""A space of words in the lab, with vectors of one's own: nearest words, analogies."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulations import figures
from simulations.simulation import (
    Parameter,
    Simulation,
    Step,
    Text,
    Trace,
    Values,
    register,
)
from simulations.systems.word2vec import algorithm_space, drawing

MOST_WORDS = 16
COLUMNS: dict[str, Text] = {
    "word": gettext_lazy("word"),
    "vector": gettext_lazy("vector"),
    "product": gettext_lazy("product"),
    "length": gettext_lazy("length"),
    "cosine": gettext_lazy("cosine"),
}
SUMMARY: dict[str, Text] = {
    "nearest": gettext_lazy("Nearest by the cosine"),
    "wanted": gettext_lazy("Where it was looked for"),
}


@register
class Word2VecSpace(Simulation):
    slug = "word2vec-space"
    title = gettext_lazy("word2vec: a space of words")
    year = 2013
    description = gettext_lazy(
        "Words at places of your own: which one is nearest to another, and which one "
        "solves an analogy, by the cosine."
    )
    parameters = (
        Parameter(
            "words",
            "text",
            "man king woman queen child",
            gettext_lazy("Words of the space"),
            gettext_lazy("With spaces between them, each one once."),
            most_characters=300,
        ),
        Parameter(
            "vectors",
            "matrix",
            [[3, 1], [3, 4], [1, 2], [1, 5], [4, -2]],
            gettext_lazy("Their vectors"),
            gettext_lazy("One per line, in the order of the words."),
            minimum=-100,
            maximum=100,
            most_rows=MOST_WORDS,
            most_columns=16,
        ),
        Parameter(
            "asked",
            "text",
            "man king woman",
            gettext_lazy("Asked words"),
            gettext_lazy(
                "One word: what is nearest to it? Three words a, b, c: what is nearest to "
                "b − a + c, the vectors as they stand?"
            ),
            most_characters=100,
        ),
    )

    def faults(self, values: Values) -> dict[str, str]:
        words, asked = values["words"].split(), values["asked"].split()
        if len(set(words)) != len(words):
            return {"words": _("Write each word once.")}
        if len(words) != len(values["vectors"]):
            wanted = _("Give %(count)d rows, one for each word.")
            return {"vectors": wanted % {"count": len(words)}}
        if len(asked) not in (1, 3) or not set(asked) <= set(words):
            return {"asked": _("Give one or three words of the space.")}
        if len(words) <= len(set(asked)):
            return {"words": _("Write one word more than are asked about.")}
        return {}

    def trace(self, values: Values) -> Trace:
        words, asked = values["words"].split(), values["asked"].split()
        vectors = np.array(values["vectors"], dtype=float)
        places = [words.index(word) for word in asked]
        wanted = _wanted(vectors, places)
        steps = _nearest(words, vectors, wanted, places)
        return Trace(
            parameters=values,
            steps=steps,
            summary={"nearest": steps[0]["word"], "wanted": wanted.tolist()},
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        drawn = {
            _("The cosine of each word"): figures.bars(
                [step["word"] for step in trace.steps],
                [round(step["cosine"], 4) for step in trace.steps],
                x=_("word"),
                y=_("cosine"),
                description=_("The cosines with what was looked for, largest first."),
            )
        }
        if len(trace.summary["wanted"]) == 2:
            drawn[_("The words as arrows from the origin")] = _arrows(trace)
        return drawn


def _wanted(vectors: algorithm_space.Array, places: list[int]) -> algorithm_space.Array:
    """The one word's vector, or b − a + c."""
    signs = np.array([1.0] if len(places) == 1 else [-1.0, 1.0, 1.0])
    wanted: algorithm_space.Array = signs @ vectors[places]
    return wanted


def _nearest(
    words: list[str],
    vectors: algorithm_space.Array,
    wanted: algorithm_space.Array,
    asked: list[int],
) -> list[Step]:
    """All words that were not asked about, nearest first."""
    rest = len(words) - len(set(asked))
    found = algorithm_space.nearest(vectors, wanted, count=rest, without=asked)
    return [
        {
            "word": words[one.word],
            "vector": vectors[one.word].tolist(),
            "product": float(vectors[one.word] @ wanted),
            "length": float(np.linalg.norm(vectors[one.word])),
            "cosine": one.cosine,
        }
        for one in found
    ]


def _arrows(trace: Trace) -> figures.Spec:
    words = trace.parameters["words"].split()
    places = {
        word: (x, y)
        for word, (x, y) in zip(words, trace.parameters["vectors"], strict=True)
    }
    if len(trace.parameters["asked"].split()) == 3:
        x, y = trace.summary["wanted"]
        places["b − a + c"] = (x, y)
    return drawing.words(
        places,
        x="",
        y="",
        arrows=True,
        description=_("The words as arrows from the origin."),
    )
