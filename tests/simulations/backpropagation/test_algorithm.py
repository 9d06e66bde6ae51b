"""Gradients against finite differences, runs against a twin, and refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.systems.backpropagation import algorithm
from simulations.systems.backpropagation.algorithm import Layer
from tests.simulations.backpropagation.nets import network, samples, twin_learn
from tests.simulations.differences import near, slopes
from tests.simulations.refusals import refused_at_once

SIZES = [(2, 2, 1), (3, 4, 2), (2, 3, 3, 1)]

shapes = st.lists(st.integers(1, 4), min_size=2, max_size=4).map(tuple)


def by_each(layers: list[Layer], x: Any, t: Any) -> list[Layer]:
    """The gradient of E summed over the samples, by central differences."""

    def loss() -> float:
        pairs = zip(x, t, strict=True)
        return sum(
            algorithm.loss(algorithm.forward(layers, a)[-1], b) for a, b in pairs
        )

    return [
        Layer(slopes(one.weights, loss), slopes(one.biases, loss)) for one in layers
    ]


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("seed", range(10))
def test_gradients_equal_finite_differences(seed: int, sizes: tuple[int, ...]) -> None:
    """Every weight and bias of every layer."""
    x, t = samples(seed, sizes, 1)
    layers = network(seed, sizes)
    gradients = algorithm.backward(layers, algorithm.forward(layers, x[0]), t[0])
    for found, expected in zip(gradients, by_each(layers, x, t), strict=True):
        assert near(found.weights, expected.weights)
        assert near(found.delta, expected.biases)


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("seed", range(5))
def test_a_step_holds_every_number_between(seed: int, sizes: tuple[int, ...]) -> None:
    """The sums before the sigmoid, and the slope of E by what each layer answers."""
    x, t = samples(seed, sizes, 1)
    layers = network(seed, sizes)
    (step,) = algorithm.learn(layers, x, t, rate=1, epochs=1)
    for place, layer in enumerate(layers):
        fed, answers = step.activations[place : place + 2]
        assert np.allclose(step.sums[place], layer.weights @ fed + layer.biases)
        assert np.allclose(answers, algorithm.sigmoid(step.sums[place]))

        def loss(start: Any = answers, rest: int = place) -> float:
            above = layers[rest + 1 :]
            ends = algorithm.forward(above, start)[-1] if above else start
            return algorithm.loss(ends, t[0])

        assert near(step.by_outputs[place], slopes(answers, loss))


def test_a_network_can_be_typed_in_as_lists() -> None:
    """It learns as that of arrays does."""
    lists: Any = ([[0.5, 0.4], [0.9, 1.0]], [-0.8, 0.1])
    typed = algorithm.Layer(*lists)
    arrays = algorithm.Layer(*map(np.array, lists))
    (found,), (expected,) = (
        algorithm.learn([one], [[1, 1]], [[0, 1]], rate=0.1, epochs=1)
        for one in (typed, arrays)
    )
    assert (found.layers[0].weights == expected.layers[0].weights).all()


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize(("momentum", "decay"), [(0, 0), (0.9, 0), (0.5, 0.002)])
def test_steps_equal_finite_differences(
    sizes: tuple[int, ...], momentum: float, decay: float
) -> None:
    """Three batch steps with momentum and decay, by slopes of the loss alone."""
    x, t = samples(3, sizes, 4)
    layers, rate = network(3, sizes), 0.3
    steps = algorithm.learn(
        layers, x, t, rate=rate, epochs=3, batch=True, momentum=momentum, decay=decay
    )
    last = [Layer(0 * one.weights, 0 * one.biases) for one in layers]
    for done in steps[3::4]:
        by = by_each(layers, x, t)
        last = [
            Layer(
                momentum * before.weights - rate * one.weights,
                momentum * before.biases - rate * one.biases,
            )
            for before, one in zip(last, by, strict=True)
        ]
        for change, expected in zip(done.changes, last, strict=True):
            assert near(change.weights, expected.weights)
            assert near(change.biases, expected.biases)
        for new, old, change in zip(done.layers, layers, done.changes, strict=True):
            shrunk = (1 - decay) * (old.weights + change.weights)
            assert np.allclose(new.weights, shrunk, rtol=0, atol=1e-14)
        layers, last = done.layers, done.changes


@given(
    shapes,
    st.integers(0, 1000),
    st.integers(1, 4),
    st.booleans(),
    st.sampled_from([0.0, 0.5, 0.9]),
    st.sampled_from([0.0, 0.002, 0.1]),
)
@settings(max_examples=60)
def test_a_run_equals_a_naive_twin(
    sizes: tuple[int, ...],
    seed: int,
    count: int,
    batch: bool,
    momentum: float,
    decay: float,
) -> None:
    """Plain Python comes to the same losses and weights, whatever the shape."""
    x, t = samples(seed, sizes, count)
    layers = network(seed, sizes)
    rules: dict[str, Any] = {"rate": 0.7, "epochs": 4, "batch": batch}
    rules |= {"momentum": momentum, "decay": decay}
    steps = algorithm.learn(layers, x, t, **rules)
    twin = [(one.weights.tolist(), one.biases.tolist()) for one in layers]
    losses = twin_learn(twin, x, t, **rules)
    assert np.allclose([step.loss for step in steps], losses, rtol=0, atol=1e-12)
    for layer, (weights, biases) in zip(steps[-1].layers, twin, strict=True):
        assert np.allclose(layer.weights, weights, rtol=0, atol=1e-12)
        assert np.allclose(layer.biases, biases, rtol=0, atol=1e-12)


def test_a_batch_changes_the_weights_at_its_end() -> None:
    """Until the last sample of an epoch the layers are those it began with."""
    x, t = samples(0, (2, 2, 1), 3)
    steps = algorithm.learn(network(0, (2, 2, 1)), x, t, rate=1, epochs=2, batch=True)
    assert [bool(step.changes) for step in steps] == [False, False, True] * 2
    assert steps[0].layers == steps[1].layers
    assert steps[3].layers == steps[2].layers


def test_a_batch_of_one_sample_is_an_online_run() -> None:
    """With one sample an epoch is a step."""
    x, t = samples(1, (3, 2, 2), 1)
    runs = [
        algorithm.learn(
            network(1, (3, 2, 2)), x, t, rate=1, epochs=5, batch=batch, momentum=0.9
        )
        for batch in (False, True)
    ]
    assert [step.loss for step in runs[0]] == [step.loss for step in runs[1]]


def test_sums_of_any_size_are_answered() -> None:
    """The sigmoid neither overflows nor leaves 0 … 1."""
    found = algorithm.sigmoid(np.array([-1e4, 0.0, 1e4]))
    assert found.tolist() == [0.0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("shape", "count"), [((2, 2, 1), 9), ((6, 2, 1), 17), ((24, 6), 150)]
)
def test_weights_and_biases_are_counted(shape: tuple[int, ...], count: int) -> None:
    """As many as the layers hold."""
    assert algorithm.count(shape) == count
    layers = network(0, shape)
    assert count == sum(one.weights.size + one.biases.size for one in layers)
    assert tuple(algorithm.sizes(layers)) == shape


GOOD: dict[str, Any] = {
    "layers": network(0, (2, 2, 1)),
    "samples": [[0, 1]],
    "targets": [[1]],
    "rate": 1,
    "epochs": 1,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("samples", []),
        ("samples", [[]]),
        ("samples", [[0, 1], [1]]),
        ("samples", [[0, float("nan")]]),
        ("samples", [[0, float("inf")]]),
        ("samples", [[0, 1e9]]),
        ("samples", "words"),
        ("targets", [[1, 1]]),
        ("targets", [[1], [0]]),
        ("targets", [[float("nan")]]),
        ("layers", []),
        ("layers", network(0, (3, 2, 1))),
        ("layers", [Layer(np.zeros((2, 2)), np.zeros(3))]),
        ("layers", [Layer(np.full((1, 2), np.nan), np.zeros(1))]),
        ("layers", [Layer(np.zeros((1_000_000, 2)), np.zeros(1_000_000))]),
        ("rate", float("nan")),
        ("rate", -1),
        ("rate", 1e9),
        ("epochs", 0),
        ("epochs", 10**9),
        ("epochs", 10**6),
        ("epochs", 1.5),
        ("epochs", float("inf")),
        ("momentum", 1.5),
        ("momentum", float("nan")),
        ("decay", -0.1),
        ("decay", 2),
    ],
)
def test_what_cannot_be_run_is_refused_at_once(name: str, value: Any) -> None:
    """The error names the parameter, before any work, at once."""
    given = GOOD | {name: value}
    if name == "epochs" and value == 10**6:
        given |= {"samples": [[0, 1]] * 9, "targets": [[1]] * 9}
    with refused_at_once(name):
        algorithm.learn(**given)
