"""What word2vec reads of a text: windows, noise, and what it leaves out.

T. Mikolov, I. Sutskever, K. Chen, G. Corrado, J. Dean, "Distributed Representations
of Words and Phrases and their Compositionality", arXiv:1310.4546: the noise of
section 2.2, the subsampling of equation 5. Words are numbered from 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulations import bounds

Array = NDArray[np.float64]
Words = Sequence[int]

MOST_WORDS = 20_000  # of a vocabulary, and of all sentences together
MOST_WINDOW = 20
POWER = 0.75  # of the noise distribution


@dataclass(frozen=True)
class Position:
    """A word of a sentence and the words at most `window` places from it."""

    center: int
    context: list[int]


def positions(sentence: Words, window: int) -> list[Position]:
    """Every word of a sentence with its context, at most `window` words a side."""
    bounds.whole("sentence", len(sentence), least=0, most=MOST_WORDS)
    bounds.whole("window", window, most=MOST_WINDOW)
    words = list(sentence)
    around = (
        words[max(0, place - window) : place] + words[place + 1 : place + 1 + window]
        for place in range(len(words))
    )
    return [Position(*one) for one in zip(words, around, strict=True) if one[1]]


def counts(sentences: Sequence[Words], vocabulary: int) -> NDArray[np.int64]:
    """How often each word occurs, (vocabulary,)."""
    bounds.whole("vocabulary", vocabulary, most=MOST_WORDS)
    check_sentences(sentences, vocabulary)
    every = [word for sentence in sentences for word in sentence]
    return np.bincount(np.array(every, dtype=np.int64), minlength=vocabulary)


def noise(occurrences: ArrayLike, power: float = POWER) -> Array:
    """The distribution of negative samples: U(w)^¾ / Z (1310.4546, section 2.2)."""
    often = bounds.array("occurrences", occurrences, shape=(None,), most=1e12)
    if often.min() < 0 or not often.any():
        raise bounds.OutOfBounds("occurrences", "give counts from 0, not all 0.")
    raised: Array = often ** bounds.number("power", power, least=0, most=10)
    return raised / float(raised.sum())


def discard(frequencies: ArrayLike, threshold: float) -> Array:
    """How likely each occurrence is left out: 1 − √(t/f), at least 0 (equation 5).

    `frequencies` f are shares of all words of the text. (The authors' program keeps a
    few more: it leaves out 1 − √(t/f) − t/f.)
    """
    shares = bounds.array("frequencies", frequencies, shape=(None,), most=1)
    if shares.min() < 0:
        raise bounds.OutOfBounds("frequencies", "give shares from 0 to 1.")
    t = bounds.number("threshold", threshold, least=1e-12, most=1)
    left_out: Array = 1 - np.sqrt(t / np.maximum(shares, np.finfo(float).tiny))
    return np.maximum(0.0, left_out)


def check_sentences(sentences: Sequence[Words], vocabulary: int) -> None:
    """Refuse sentences without words, or with words beyond the vocabulary."""
    lengths = bounds.lengths("sentences", sentences, most=MOST_WORDS)
    if max(lengths) < 2:
        raise bounds.OutOfBounds("sentences", "give two words in a sentence.")
    for sentence in sentences:
        for word in sentence:
            bounds.whole("sentences", word, least=0, most=vocabulary - 1)
