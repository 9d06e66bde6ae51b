"""What GloVe counts before it learns: co-occurrences, and the ratios of table 1.

J. Pennington, R. Socher, C. D. Manning, "GloVe: Global Vectors for Word
Representation", EMNLP 2014, sections 3 and 4.2. Words are numbered from 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulations import bounds

Array = NDArray[np.float64]
Words = Sequence[int]

MOST_WORDS = 20_000  # of all sentences together
MOST_VOCABULARY = 1000  # its square is counted


def cooccurrences(sentences: Sequence[Words], vocabulary: int, window: int) -> Array:
    """X (vocabulary, vocabulary): X_ij grows by 1/d where j stands d ≤ window from i.

    Both sides count, so X is symmetric; nothing is counted over a sentence's end.
    """
    bounds.whole("vocabulary", vocabulary, most=MOST_VOCABULARY)
    bounds.whole("window", window, most=100)
    _check(sentences, vocabulary)
    x = np.zeros((vocabulary, vocabulary))
    for sentence in sentences:
        words = np.array(sentence, dtype=np.int64)
        for distance in range(1, min(window, len(words) - 1) + 1):
            np.add.at(x, (words[:-distance], words[distance:]), 1 / distance)
    return x + x.T


def _check(sentences: Sequence[Words], vocabulary: int) -> None:
    bounds.lengths("sentences", sentences, most=MOST_WORDS)
    for sentence in sentences:
        for word in sentence:
            bounds.whole("sentences", word, least=0, most=vocabulary - 1)


def checked(counts: ArrayLike) -> Array:
    """X as a copy; OutOfBounds if it is not a square of counts."""
    x = bounds.array(
        "counts", counts, shape=(None, None), most=1e12, numbers=MOST_VOCABULARY**2
    )
    if x.shape[0] != x.shape[1] or x.min() < 0 or not x.any():
        raise bounds.OutOfBounds("counts", "give a square of counts, not all 0.")
    return x


def pairs(counts: Array, order: ArrayLike | None = None) -> NDArray[np.int64]:
    """Each pair that occurs (pairs, 2): row by row, or in an order that is checked."""
    found = np.argwhere(counts > 0)
    if order is None:
        return found
    given = bounds.array("order", order, shape=found.shape)
    if sorted(given.tolist()) != found.tolist():
        raise bounds.OutOfBounds("order", "give each pair that occurs once.")
    return given.astype(np.int64)


def ratios(counts: ArrayLike, i: int, j: int) -> Array:
    """P(k|i) / P(k|j) of every word k (section 3); NaN, infinity where X has zeros."""
    x = bounds.array("counts", counts, shape=(None, None))
    for name, word in (("i", i), ("j", j)):
        bounds.whole(name, word, least=0, most=len(x) - 1)
        if not x[word].sum() > 0:
            raise bounds.OutOfBounds(name, "this word stands near no other.")
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Array = (x[i] / x[i].sum()) / (x[j] / x[j].sum())
    return found
