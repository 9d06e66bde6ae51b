"""Exercise: the co-occurrence counts of a short text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Matrix
from simulations import figures, mistakes, simulation
from simulations.systems.glove import algorithm_counts
from simulations.systems.word2vec import wording

WINDOW = 2  # with more, 1/3 would not come out even
WORDS = 3
Counts = algorithm_counts.Array


@register
class GloVeCounts(Exercise):
    slug = "glove-counts"
    title = gettext_lazy("GloVe: the co-occurrence counts of a text")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            text = [rng.randrange(WORDS) for _place in range(rng.randint(5, 6))]
            repeats = any(a == b for a, b in pairwise(text))
            words = rng.sample(list(wording.WORDS), WORDS)
            parameters = {"words": words, "text": text}
            if not repeats and len(set(text)) == WORDS and len(_named(text)) >= 4:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        words = [wording.word(name) for name in parameters["words"]]
        text = parameters["text"]
        return Matrix(
            value=mistakes.written(_decimals(_counted(text, WINDOW))),
            row_labels=tuple(words),
            column_labels=tuple(words),
            mistakes=_named(text),
            prompt=_prompt(words, text),
            explanation=_explanation(words, text),
            answer_figure=figures.heatmap(
                _counted(text, WINDOW).tolist(),
                rows=words,
                columns=words,
                description=_(
                    "The co-occurrence counts, the same across the diagonal."
                ),
            ),
        )

    def lab(self, parameters: Parameters) -> str:
        words = [wording.word(name) for name in parameters["words"]]
        return simulation.get("glove").address(
            {
                "text": " ".join(words[place] for place in parameters["text"]),
                "pair": " ".join(words[:2]),
                "window": WINDOW,
            }
        )


def _counted(text: list[int], window: int) -> Counts:
    return algorithm_counts.cooccurrences([text], WORDS, window)


def _decimals(counts: Counts) -> list[list[Decimal]]:
    return [[Decimal(str(count)) for count in row] for row in counts.tolist()]


def _named(text: list[int]) -> tuple[Any, ...]:
    return mistakes.distinct_arrays(
        ((_decimals(counts), feedback) for counts, feedback in _slips(text)),
        truth=_decimals(_counted(text, WINDOW)),
    )


def _slips(text: list[int]) -> Iterator[tuple[Counts, str]]:
    near, both = _counted(text, 1), _counted(text, 2)
    right = _to_the_right(text)
    yield (
        near + 2 * (both - near),
        _("A word two places away counts only one half: 1 divided by the distance."),
    )
    yield near, _("The window is 2: words two places away count too, one half each.")
    yield (
        right,
        _(
            "That looks to the right only. Both sides count, so the table is the same "
            "across its diagonal."
        ),
    )
    yield (
        right.T,
        _(
            "That looks to the left only. Both sides count, so the table is the same "
            "across its diagonal."
        ),
    )
    yield (
        both - np.diag(np.diag(both)),
        _(
            "A word can stand near itself: it does where it comes again two places on, "
            "and both places see each other."
        ),
    )
    yield (
        both - np.diag(np.diag(both)) / 2,
        _(
            "Off the diagonal it is right. A word that comes again two places on is seen "
            "from both places, so that is twice one half."
        ),
    )


def _to_the_right(text: list[int]) -> Counts:
    """What a reader counts who looks only forward."""
    counts = np.zeros((WORDS, WORDS))
    for place, word in enumerate(text):
        for distance, other in enumerate(text[place + 1 : place + 1 + WINDOW], start=1):
            counts[word, other] += 1 / distance
    return counts


def _prompt(words: list[str], text: list[int]) -> str:
    head = _("GloVe counts this little text, a list of words:")
    rule = _(
        "From each place in the text it looks at the words at most 2 places to the left "
        "and to the right: a word at the distance 1 adds 1, a word at the distance 2 adds "
        "$\\tfrac12$. What it sees from the places of the word $i$ is added up in the row "
        "$i$, in the column of the word that is seen. A word may see itself at another "
        "place.\n\nFill in the table $X$."
    )
    return f"{head}\n\n> {' '.join(words[place] for place in text)}\n\n{rule}"


def _explanation(words: list[str], text: list[int]) -> str:
    lines = [_("Each couple of places counts in both directions:"), ""]
    for distance, worth in ((1, "1"), (2, r"$\tfrac12$")):
        couples = zip(text, text[distance:], strict=False)
        named = ", ".join(f"{words[a]}–{words[b]}" for a, b in couples)
        lines.append(
            _("- distance %(distance)d, worth %(worth)s: %(named)s")
            % {"distance": distance, "worth": worth, "named": named}
        )
    if any(a == b for a, b in zip(text, text[WINDOW:], strict=False)):
        same = _(
            "Where a word sees itself, both directions fall into one cell: "
            "$2 \\cdot \\tfrac12 = 1$ for each couple."
        )
        lines += ["", same]
    return "\n".join(lines)
