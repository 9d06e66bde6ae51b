"""What GloVe counts, against a twin, and the paper's table of ratios."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.bounds import OutOfBounds
from simulations.systems.glove import algorithm_counts
from tests.simulations.refusals import refused_at_once

sentences_of_words = st.lists(
    st.lists(st.integers(0, 4), min_size=1, max_size=9), min_size=1, max_size=4
)


@given(sentences_of_words, st.integers(1, 6))
def test_counts_equal_a_naive_twin(sentences: list[list[int]], window: int) -> None:
    """From each place, each other place within the window adds 1/distance."""
    expected = [[0.0] * 5 for _word in range(5)]
    for sentence in sentences:
        for i, word in enumerate(sentence):
            for j, other in enumerate(sentence):
                if i != j and abs(i - j) <= window:
                    expected[word][other] += 1 / abs(i - j)
    found = algorithm_counts.cooccurrences(sentences, 5, window)
    np.testing.assert_allclose(found, expected)
    np.testing.assert_array_equal(found, found.T)


def test_ratios_are_those_of_the_paper() -> None:
    """Table 1 prints P(k|ice) and P(k|steam) with two digits, and their ratios.

    solid 8.9, gas 0.085, water 1.36, fashion 0.96: each ratio lies between what the
    printed probabilities allow, and what is reckoned from them does too.
    """
    ice = np.array([1.9e-4, 6.6e-5, 3.0e-3, 1.7e-5])
    steam = np.array([2.2e-5, 7.8e-4, 2.2e-3, 1.8e-5])
    half = np.array([[5e-6, 5e-7, 5e-5, 5e-7], [5e-7, 5e-6, 5e-5, 5e-7]])
    counts = np.zeros((7, 7))  # ice, steam, the four probes, and all other words
    counts[0, 2:6], counts[1, 2:6] = ice, steam
    counts[:2, 6] = 1 - counts[:2].sum(axis=1)
    found = algorithm_counts.ratios(counts, 0, 1)[2:6]
    printed = np.array([8.9, 8.5e-2, 1.36, 0.96])
    least = (ice - half[0]) / (steam + half[1])
    most = (ice + half[0]) / (steam - half[1])
    assert ((least < printed) & (printed < most)).all()
    np.testing.assert_allclose(found, ice / steam)
    np.testing.assert_allclose(found, printed, rtol=0.03)


def test_a_ratio_without_a_count_is_no_number() -> None:
    """Infinite where only one has it, NaN where neither has."""
    counts = np.array([[0.0, 1, 2], [1, 0, 0], [2, 0, 0]])
    ratios = algorithm_counts.ratios(counts, 0, 1)
    assert ratios[0] == 0
    assert math.isinf(ratios[1])
    with pytest.raises(OutOfBounds, match=r"^j:"):
        algorithm_counts.ratios(counts, 0, 3)
    with pytest.raises(OutOfBounds, match=r"^i:"):
        algorithm_counts.ratios(np.zeros((2, 2)), 0, 1)


@pytest.mark.parametrize(
    ("name", "sentences", "vocabulary", "window"),
    [
        ("sentences", [], 5, 2),
        ("sentences", [[0, 5]], 5, 2),
        ("sentences", [[0] * 10**6], 5, 2),
        ("vocabulary", [[0, 1]], 10**6, 2),
        ("window", [[0, 1]], 5, 10**9),
    ],
)
def test_what_cannot_be_counted_is_refused(
    name: str, sentences: list[list[int]], vocabulary: int, window: int
) -> None:
    """By name, at once."""
    with refused_at_once(name):
        algorithm_counts.cooccurrences(sentences, vocabulary, window)
