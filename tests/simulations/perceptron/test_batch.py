"""The batched engine does what the online one does, set by set."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.bounds import OutOfBounds
from simulations.systems.perceptron import algorithm, algorithm_batch
from tests.simulations.refusals import refused_at_once


@given(
    st.integers(0, 2**32),
    st.tuples(st.integers(1, 12), st.integers(1, 6), st.integers(1, 3)),
    st.sampled_from([0.25, 1.0, 3.0]),
    st.booleans(),
    st.integers(1, 30),
)
@settings(max_examples=60)
def test_each_set_ends_as_it_does_alone(
    seed: int, shape: tuple[int, int, int], rate: float, inclusive: bool, epochs: int
) -> None:
    """Weights, mistakes, epochs and whether it converged, to the last bit."""
    rng = np.random.default_rng(seed)
    samples = rng.integers(-4, 5, shape) / 4  # no sum of these is rounded
    targets = rng.integers(0, 2, shape[:2])
    batch = algorithm_batch.learn(
        samples, targets, epochs=epochs, rate=rate, inclusive=inclusive
    )
    for place, (x, t) in enumerate(zip(samples, targets, strict=True)):
        run = algorithm.learn(
            x,
            t,
            weights=np.zeros(shape[2]),
            bias=0.0,
            rate=rate,
            epochs=epochs,
            inclusive=inclusive,
        )
        last = run.steps[-1]
        assert batch.weights[place].tolist() == last.update.weights.tolist()
        assert batch.biases[place] == last.update.bias
        assert batch.mistakes[place] == run.mistakes
        assert batch.epochs[place] == last.epoch
        assert batch.converged[place] == run.converged


GIVEN: dict[str, Any] = {
    "samples": [[[0, 1], [1, 1]]],
    "targets": [[0, 1]],
    "epochs": 9,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("samples", []),
        ("samples", [[1, 2]]),
        ("samples", [[[1, 2], [1]]]),
        ("samples", [[[float("inf"), 0], [1, 1]]]),
        ("samples", np.zeros((6_000_000, 1, 2))),
        ("targets", [[0]]),
        ("targets", [[0, 3]]),
        ("epochs", 0),
        ("epochs", 10**9),
        ("rate", 0),
        ("rate", float("nan")),
    ],
)
def test_what_cannot_be_run_is_refused_at_once(name: str, value: Any) -> None:
    """By name, before any work, at once."""
    with refused_at_once(name):
        algorithm_batch.learn(**GIVEN | {name: value})


def test_too_much_work_is_refused() -> None:
    """A thousand sets of a thousand samples, a million times."""
    samples, targets = np.zeros((1000, 1000, 2)), np.zeros((1000, 1000))
    with pytest.raises(OutOfBounds) as refused:
        algorithm_batch.learn(samples, targets, epochs=1_000_000)
    assert refused.value.name == "epochs"
