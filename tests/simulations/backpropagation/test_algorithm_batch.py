"""Many networks side by side: each as if it were trained alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.bounds import OutOfBounds
from simulations.systems.backpropagation import algorithm, algorithm_batch
from simulations.systems.backpropagation.algorithm import Layer
from tests.simulations.backpropagation.nets import network, samples
from tests.simulations.refusals import refused_at_once

shapes = st.lists(st.integers(1, 5), min_size=2, max_size=5).map(tuple)
XOR = [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]


def alone(layers: list[Layer], place: int) -> list[Layer]:
    return [Layer(one.weights[..., place], one.biases[..., place]) for one in layers]


@given(shapes, st.integers(0, 1000), st.integers(1, 5), st.integers(1, 4))
@settings(max_examples=60)
def test_batched_is_one_by_one(
    sizes: tuple[int, ...], seed: int, count: int, networks: int
) -> None:
    """Losses and weights after 30 sweeps are equal to 1e-9."""
    x, t = samples(seed, sizes, count)
    start = [network(seed + one, sizes) for one in range(networks)]
    rules: dict[str, Any] = {"rate": 0.5, "epochs": 30, "momentum": 0.8, "decay": 0.01}
    found = algorithm_batch.learn(algorithm_batch.stack(start), x, t, **rules)
    for place, layers in enumerate(start):
        steps = algorithm.learn(layers, x, t, batch=True, **rules)
        losses = np.reshape([step.loss for step in steps], (30, -1)).sum(axis=1)
        assert np.allclose(found.losses[:, place], losses, rtol=0, atol=1e-9)
        pairs = zip(alone(found.layers, place), steps[-1].layers, strict=True)
        for ours, theirs in pairs:
            assert np.allclose(ours.weights, theirs.weights, rtol=0, atol=1e-9)
            assert np.allclose(ours.biases, theirs.biases, rtol=0, atol=1e-9)


def test_what_was_given_is_not_changed() -> None:
    """Training works on copies."""
    layers = algorithm_batch.stack([network(0, (2, 2, 1))])
    before = [one.weights.copy() for one in layers]
    algorithm_batch.learn(layers, *XOR, rate=1, epochs=5)
    assert all(
        np.array_equal(one.weights, kept)
        for one, kept in zip(layers, before, strict=True)
    )


def test_weights_are_drawn_within_their_spread() -> None:
    """Every network begins elsewhere, and the same rng draws the same."""
    drawn = [
        algorithm_batch.draw((3, 4, 2), 500, spread=0.3, rng=np.random.default_rng(7))
        for _time in range(2)
    ]
    first, second = drawn
    assert [one.weights.shape for one in first] == [(4, 3, 500), (2, 4, 500)]
    for ours, theirs in zip(first, second, strict=True):
        assert np.array_equal(ours.weights, theirs.weights)
        assert 0.29 < np.max(np.abs(ours.weights)) <= 0.3
        assert len(np.unique(ours.biases)) == ours.biases.size


def test_small_errors_count_as_none() -> None:
    """With a slack of 0.2 an answer of 0.85 for 1 changes nothing."""
    calm = [Layer(np.array([[[0.0]]]), np.array([[np.log(0.85 / 0.15)]]))]
    for slack, moved in ((0.2, False), (0.1, True)):
        one = algorithm_batch.Networks(calm, [[0]], [[1]], sweeps=1, slack=slack)
        one.errors()
        one.step(rate=1)
        assert (one.layers[0].biases[0, 0] != calm[0].biases[0, 0]) == moved


def test_a_network_learns_only_what_it_is_shown() -> None:
    """Hiding a sample is the same as training without it."""
    layers = algorithm_batch.stack([network(1, (2, 2, 1))])
    shown = np.array([[1.0], [1.0], [0.0], [1.0]])
    hidden = algorithm_batch.Networks(layers, *XOR, sweeps=20, shown=shown)
    rows = [0, 1, 3]
    x, t = ([part[row] for row in rows] for part in XOR)
    without = algorithm_batch.Networks(layers, x, t, sweeps=20)
    for _sweep in range(20):
        for networks in (hidden, without):
            networks.errors()
            networks.step(rate=1, momentum=0.9)
    for ours, theirs in zip(hidden.layers, without.layers, strict=True):
        assert np.allclose(ours.weights, theirs.weights, rtol=0, atol=1e-12)


@pytest.mark.slow
def test_xor_is_solved_from_some_starts_only() -> None:
    """Of 1,000 2-2-1 networks most learn XOR, more from larger weights; never all."""
    shares = []
    for spread in (0.5, 1.0, 2.0):
        rng = np.random.default_rng(1)
        layers = algorithm_batch.draw((2, 2, 1), 1000, spread=spread, rng=rng)
        found = algorithm_batch.learn(layers, *XOR, rate=1, epochs=3000, momentum=0.9)
        shares.append(float(np.mean(found.losses[-1] < 0.02)))
    assert all(0.5 < share < 0.99 for share in shares)


GOOD: dict[str, Any] = {
    "layers": algorithm_batch.stack([network(0, (2, 2, 1))] * 3),
    "samples": XOR[0],
    "targets": XOR[1],
    "rate": 1,
    "epochs": 1,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("samples", [[0, 1], [1]]),
        ("samples", [[float("nan"), 0]] * 4),
        ("samples", []),
        ("targets", [[1]]),
        ("layers", []),
        ("layers", network(0, (2, 2, 1))),
        ("layers", algorithm_batch.stack([network(0, (3, 2, 1))])),
        ("rate", float("inf")),
        ("epochs", 0),
        ("epochs", 10**9),
        ("epochs", float("nan")),
        ("momentum", 2),
        ("decay", float("nan")),
    ],
)
def test_what_cannot_be_run_is_refused_at_once(name: str, value: Any) -> None:
    """The error names the parameter, before any work, at once."""
    with refused_at_once(name):
        algorithm_batch.learn(**(GOOD | {name: value}))


@pytest.mark.parametrize(
    ("name", "shape", "networks"),
    [
        ("networks", (2, 2, 1), 0),
        ("networks", (2, 2, 1), 10**9),
        ("shape", (2,), 1),
        ("shape", (2, 0, 1), 1),
        ("shape", (1000, 1_000_000, 1), 1),
        ("shape", (2, 2, 1), 10**6),
    ],
)
def test_no_more_is_drawn_than_can_be_held(
    name: str, shape: tuple[int, ...], networks: int
) -> None:
    """A million hidden units are refused before there is an array."""
    with pytest.raises(OutOfBounds) as refused:
        algorithm_batch.draw(shape, networks, spread=1, rng=np.random.default_rng())
    assert refused.value.name == name


def test_no_more_is_held_than_there_is_room_for() -> None:
    """Ten thousand samples for a thousand networks are refused by name."""
    layers = algorithm_batch.draw(
        (1, 2, 1), 1000, spread=1, rng=np.random.default_rng()
    )
    x = np.zeros((10_000, 1))
    with pytest.raises(OutOfBounds) as refused:
        algorithm_batch.learn(layers, x, x, rate=1, epochs=1)
    assert refused.value.name == "samples"


def test_weights_of_any_size_are_answered() -> None:
    """The sigmoid neither overflows nor leaves 0 … 1."""
    huge = [Layer(np.array([[[1e6, -1e6]]]), np.array([[0.0, 0.0]]))]
    networks = algorithm_batch.Networks(huge, [[1]], [[0]], sweeps=1)
    assert networks.errors().tolist() == [[[1.0, 0.0]]]
