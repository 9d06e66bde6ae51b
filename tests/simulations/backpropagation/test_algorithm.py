"""Gradients against finite differences, and what follows from them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from simulations.systems.backpropagation import algorithm
from simulations.systems.backpropagation.algorithm import Layer

STEP = 1e-5


def network(seed: int, sizes: tuple[int, ...]) -> list[Layer]:
    rng = np.random.default_rng(seed)
    return [
        Layer(rng.uniform(-1.5, 1.5, (units, inputs)), rng.uniform(-1.5, 1.5, units))
        for inputs, units in itertools.pairwise(sizes)
    ]


def loss(layers: list[Layer], x: np.ndarray, t: np.ndarray) -> float:
    return algorithm.loss(algorithm.forward(layers, x)[-1], t)


def slope(
    layers: list[Layer], array: np.ndarray, x: np.ndarray, t: np.ndarray
) -> np.ndarray:
    """∂E by each entry of one of the layers' arrays, by central differences."""
    slopes = np.zeros_like(array)
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + STEP
        above = loss(layers, x, t)
        array[place] = kept - STEP
        slopes[place] = (above - loss(layers, x, t)) / (2 * STEP)
        array[place] = kept
    return slopes


@pytest.mark.parametrize("sizes", [(2, 2, 1), (3, 4, 2), (2, 3, 3, 1)])
@pytest.mark.parametrize("seed", range(10))
def test_gradients_equal_finite_differences(seed: int, sizes: tuple[int, ...]) -> None:
    """Every weight and bias of every layer, to 1e-6 of the largest slope."""
    rng = np.random.default_rng(seed)
    x, t = rng.uniform(-1, 1, sizes[0]), rng.uniform(0, 1, sizes[-1])
    layers = network(seed, sizes)
    gradients = algorithm.backward(layers, algorithm.forward(layers, x), t)
    for layer, gradient in zip(layers, gradients, strict=True):
        for array, found in (
            (layer.weights, gradient.weights),
            (layer.biases, gradient.delta),
        ):
            expected = slope(layers, array, x, t)
            assert np.max(np.abs(found - expected)) <= 1e-6 * np.max(np.abs(expected))


def test_a_run_goes_downhill_by_its_gradients() -> None:
    """Each step's layers are the ones before minus rate times gradient."""
    layers = network(1, (2, 2, 1))
    steps = algorithm.learn(layers, [[0, 1], [1, 1]], [[1], [0]], rate=0.5, epochs=3)
    before = layers
    for step in steps:
        for old, gradient, new in zip(before, step.gradients, step.layers, strict=True):
            assert np.allclose(new.weights, old.weights - 0.5 * gradient.weights)
            assert np.allclose(new.biases, old.biases - 0.5 * gradient.delta)
        before = step.layers
    assert [(step.epoch, step.sample) for step in steps] == [
        (epoch, sample) for epoch in (1, 2, 3) for sample in (0, 1)
    ]


def test_sums_of_any_size_are_answered() -> None:
    """The sigmoid neither overflows nor leaves 0 … 1."""
    found = algorithm.sigmoid(np.array([-1e4, 0.0, 1e4]))
    assert found.tolist() == [0.0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("samples", "targets", "epochs"),
    [
        ([[0, 1, 2]], [[1]], 1),
        ([[0, 1]], [[1, 1]], 1),
        ([[0, 1], [1, 1]], [[1]], 1),
        ([[0, 1]], [[1]], 0),
    ],
)
def test_what_does_not_fit_is_refused(
    samples: list[list[int]], targets: list[list[int]], epochs: int
) -> None:
    """Shapes and epochs are checked before anything is run."""
    with pytest.raises(ValueError, match=r"Layers|at least one"):
        algorithm.learn(network(0, (2, 2, 1)), samples, targets, rate=1, epochs=epochs)
