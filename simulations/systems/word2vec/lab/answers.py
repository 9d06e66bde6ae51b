"""What the vectors say at the end of a run; a word that the text lacks says nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from simulations.systems.word2vec import algorithm, algorithm_space

NEIGHBORS = 3


def analogy(
    vectors: algorithm.Array, asked: Sequence[int], vocabulary: Sequence[str]
) -> str:
    found = algorithm_space.analogy(vectors, *asked, count=1) if len(asked) == 3 else []
    if not found:
        return _("The text lacks a word for that.")
    a, b, c = (vocabulary[word] for word in asked)
    answer = f"{vocabulary[found[0].word]} ({found[0].cosine:.2f})"
    return f"{b} − {a} + {c} ≈ {answer}"


def neighbors(
    vectors: algorithm.Array, asked: Sequence[int], vocabulary: Sequence[str]
) -> str:
    if not asked:
        return _("The text lacks a word for that.")
    near = algorithm_space.nearest(
        vectors,
        vectors[asked[-1]],
        count=min(NEIGHBORS, len(vectors) - 1),
        without={asked[-1]},
    )
    return ", ".join(f"{vocabulary[one.word]} ({one.cosine:.2f})" for one in near)
