"""Cosines, nearest words and analogies against scikit-learn and a naive twin."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import PCA
from sklearn.metrics.pairwise import cosine_similarity

from simulations.bounds import OutOfBounds
from simulations.systems.word2vec import algorithm_space


@given(st.integers(0, 9999), st.integers(3, 12), st.integers(1, 6))
@settings(max_examples=50)
def test_cosines_are_those_of_scikit_learn(seed: int, words: int, size: int) -> None:
    """For any vectors."""
    rng = np.random.default_rng(seed)
    rows, wanted = rng.normal(size=(words, size)), rng.normal(size=size)
    np.testing.assert_allclose(
        algorithm_space.cosines(rows, wanted),
        cosine_similarity(rows, [wanted])[:, 0],
        atol=1e-12,
    )


@given(st.integers(0, 9999))
@settings(max_examples=50)
def test_an_analogy_is_found_as_by_hand(seed: int) -> None:
    """The largest cosine with b − a + c at length 1, of all words but these."""
    rows = np.random.default_rng(seed).normal(size=(8, 3)).tolist()

    def scaled(row: list[float]) -> list[float]:
        length = math.sqrt(sum(x * x for x in row))
        return [x / length for x in row]

    a, b, c, *rest = map(scaled, rows)
    wanted = [y - x + z for x, y, z in zip(a, b, c, strict=True)]
    products = [sum(x * y for x, y in zip(row, wanted, strict=True)) for row in rest]
    best = 3 + products.index(max(products))
    assert algorithm_space.analogy(rows, 0, 1, 2)[0].word == best


def test_nearest_words_come_in_order() -> None:
    """By the cosine, not by the length, and without those that are left out."""
    rows = np.array([[1, 0], [10, 10], [0.1, 0.01], [-1, 0], [0, 0]])
    found = algorithm_space.nearest(rows, [1, 0], count=3, without={0})
    assert [one.word for one in found] == [2, 1, 4]
    assert found[1].cosine == pytest.approx(math.sqrt(0.5))


@given(st.integers(0, 9999), st.integers(3, 20), st.integers(2, 6))
@settings(max_examples=30)
def test_the_plane_is_that_of_principal_components(
    seed: int, words: int, size: int
) -> None:
    """As scikit-learn finds it, but for the sense of each axis."""
    rows = np.random.default_rng(seed).normal(size=(words, size))
    plane, other = algorithm_space.plane(rows), PCA(n_components=2).fit(rows)
    np.testing.assert_allclose(plane.shares, other.explained_variance_ratio_)
    np.testing.assert_allclose(
        np.abs(plane.points), np.abs(other.transform(rows)), atol=1e-9
    )
    assert (plane.axes.max(axis=1) >= -plane.axes.min(axis=1)).all()


def test_one_dimension_still_has_a_plane() -> None:
    """Its second axis is 0."""
    plane = algorithm_space.plane([[1.0], [3.0]])
    np.testing.assert_allclose(plane.points, [[-1, 0], [1, 0]])


def test_words_that_do_not_exist_are_refused() -> None:
    """By name."""
    rows = np.eye(4)
    with pytest.raises(OutOfBounds, match=r"^c:"):
        algorithm_space.analogy(rows, 0, 1, 4)
    with pytest.raises(OutOfBounds, match="count"):
        algorithm_space.nearest(rows, rows[0], count=10**9)
    with pytest.raises(OutOfBounds, match="vectors"):
        algorithm_space.unit([[math.nan, 1]])
