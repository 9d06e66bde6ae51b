"""Attention and its gradients against finite differences, SciPy and a naive twin."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import softmax

from simulations.systems.attention import algorithm
from simulations.systems.attention.algorithm import Aligner
from tests.simulations.refusals import refused_at_once

STEP = 1e-5

sizes = st.tuples(*[st.integers(1, 5)] * 4)  # source words, state, annotation, v
seeds = st.integers(0, 2**32)


def looking(
    seed: int, size: tuple[int, int, int, int]
) -> tuple[Aligner, np.ndarray, np.ndarray]:
    """An alignment model, a state and annotations, all at random."""
    rng = np.random.default_rng(seed)
    words, n, m, k = size
    model = Aligner(*(rng.uniform(-1.5, 1.5, shape) for shape in ((k, n), (k, m), k)))
    return model, rng.uniform(-1, 1, n), rng.uniform(-1, 1, (words, m))


def slopes(array: np.ndarray, loss: Callable[[], float]) -> np.ndarray:
    """∂E by each entry of the array, by central differences."""
    found = np.zeros_like(array)
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + STEP
        above = loss()
        array[place] = kept - STEP
        found[place] = (above - loss()) / (2 * STEP)
        array[place] = kept
    return found


@pytest.mark.parametrize("size", [(2, 1, 1, 1), (3, 2, 4, 3), (5, 4, 2, 2)])
@pytest.mark.parametrize("seed", range(10))
def test_gradients_equal_finite_differences(
    seed: int, size: tuple[int, int, int, int]
) -> None:
    """W, U, v, the state and the annotations, through the softmax, to 1e-6."""
    model, state, annotations = looking(seed, size)
    wanted = np.random.default_rng(seed + 1).uniform(-1, 1, size[2])

    def loss() -> float:
        context = algorithm.attend(model, state, annotations).context
        return float(np.sum((context - wanted) ** 2) / 2)

    look = algorithm.attend(model, state, annotations)
    found = algorithm.backward(model, look, look.context - wanted)
    for array, gradient in (
        (model.w, found.aligner.w),
        (model.u, found.aligner.u),
        (model.v, found.aligner.v),
        (state, found.state),
        (annotations, found.annotations),
    ):
        expected = slopes(array, loss)
        largest = np.abs(expected).max()
        assert np.abs(gradient - expected).max() <= 1e-6 * largest + 2e-11
    assert found.by_energies.sum() == pytest.approx(0, abs=1e-15)


def twin(
    model: Aligner, state: np.ndarray, annotations: np.ndarray
) -> tuple[list[float], list[float], list[float]]:
    """Equations 5 and 6 and a(s, h) in plain Python: (e, α, c)."""
    energies = []
    for h in annotations:
        energy = 0.0
        for row in range(len(model.v)):
            total = 0.0
            for i in range(len(state)):
                total += model.w[row][i] * state[i]
            for i in range(len(h)):
                total += model.u[row][i] * h[i]
            energy += model.v[row] * math.tanh(total)
        energies.append(energy)
    total = sum(math.exp(energy) for energy in energies)
    weights = [math.exp(energy) / total for energy in energies]
    context = [
        sum(weights[j] * annotations[j][i] for j in range(len(annotations)))
        for i in range(len(annotations[0]))
    ]
    return energies, weights, context


@given(seeds, sizes)
@settings(max_examples=100)
def test_a_look_equals_a_naive_twin(seed: int, size: tuple[int, int, int, int]) -> None:
    """Energies, weights and context of any shape."""
    model, state, annotations = looking(seed, size)
    look = algorithm.attend(model, state, annotations)
    energies, weights, context = twin(model, state, annotations)
    assert np.allclose(look.energies, energies, rtol=0, atol=1e-12)
    assert np.allclose(look.weights, weights, rtol=0, atol=1e-12)
    assert np.allclose(look.context, context, rtol=0, atol=1e-12)
    assert np.allclose(np.tanh(look.queried + look.keyed) @ model.v, look.energies)


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=8), st.floats(-1e3, 1e3))
def test_softmax_is_scipy_s(energies: list[float], shift: float) -> None:
    """Of any size, and a number added to all energies changes nothing."""
    weights = algorithm.softmax(energies)
    assert np.allclose(weights, softmax(energies), rtol=1e-12, atol=0)
    assert weights.sum() == pytest.approx(1)
    assert np.allclose(algorithm.softmax(np.add(energies, shift)), weights, atol=1e-9)


@given(seeds, sizes, st.integers(1, 5))
@settings(max_examples=60)
def test_an_alignment_is_a_look_for_each_word(
    seed: int, size: tuple[int, int, int, int], words: int
) -> None:
    """Its rows are weights; permuting the source words permutes its columns."""
    model, _state, annotations = looking(seed, size)
    rng = np.random.default_rng(seed)
    states, order = rng.normal(size=(words, size[1])), rng.permutation(size[0])
    found = algorithm.alignment(algorithm.align(model, states, annotations))
    assert found.shape == (words, size[0])
    assert np.allclose(found.sum(axis=1), 1)
    for row, state in zip(found, states, strict=True):
        look = algorithm.attend(model, state, annotations)
        assert np.array_equal(row, look.weights)
    turned = algorithm.alignment(algorithm.align(model, states, annotations[order]))
    assert np.allclose(turned, found[:, order])


def test_equal_energies_look_everywhere_alike() -> None:
    """With v = 0 the context is the mean of the annotations."""
    model, state, annotations = looking(0, (4, 2, 3, 2))
    blind = algorithm.aligner(model.w, model.u, [0, 0])
    look = algorithm.attend(blind, state, annotations)
    assert look.weights.tolist() == [0.25] * 4
    assert np.allclose(look.context, annotations.mean(axis=0))


@pytest.mark.parametrize(
    ("name", "given_"),
    [
        ("w", {"w": [[1, 2], [3]]}),
        ("w", {"w": [[math.nan, 0]]}),
        ("u", {"u": []}),
        ("u", {"u": [[1], [2]]}),
        ("v", {"v": [math.inf]}),
        ("v", {"v": np.zeros(10**6 + 1)}),
        ("v", {"v": [[1]]}),
        ("states", {"states": [[1]]}),
        ("states", {"states": []}),
        ("states", {"states": [[1, math.nan]]}),
        ("states", {"states": np.zeros((10**5, 2)), "annotations": [[1]] * 10**3}),
        ("annotations", {"annotations": [[1, 2]]}),
        ("annotations", {"annotations": [[1], []]}),
        ("annotations", {"annotations": [[1e300]]}),
    ],
)
def test_what_does_not_fit_is_refused_at_once(
    name: str, given_: dict[str, object]
) -> None:
    """The refusal names the parameter, at once."""
    usual = {"w": [[1, 2]], "u": [[1]], "v": [1], "states": [[1, 2]]}
    all_: dict = usual | {"annotations": [[1], [2]]} | given_
    with refused_at_once(name):
        algorithm.align(
            algorithm.aligner(all_["w"], all_["u"], all_["v"]),
            all_["states"],
            all_["annotations"],
        )
