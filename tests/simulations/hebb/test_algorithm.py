"""Hebb's rule and Oja's: a naive twin, and the principal axis by other means."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import PCA

from simulations.bounds import OutOfBounds
from simulations.systems.hebb import algorithm
from tests.simulations.refusals import refused_at_once

number = st.fractions(-2, 2, max_denominator=4)


@st.composite
def runs(draw: st.DrawFn) -> tuple[list[list[Fraction]], list[Fraction]]:
    """Up to five samples of one to four inputs, and starting weights."""
    inputs = draw(st.integers(1, 4))
    row = st.lists(number, min_size=inputs, max_size=inputs)
    return draw(st.lists(row, min_size=1, max_size=5)), draw(row)


def twin(
    samples: list[list[Fraction]], weights: list[Fraction], rate: Fraction, rule: str
) -> list[Fraction]:
    """One epoch in plain Python: Δw_i = η y (x_i − y w_i), or without the forgetting."""
    for x in samples:
        y = Fraction(0)
        for i in range(len(x)):
            y += weights[i] * x[i]
        changed = []
        for i in range(len(x)):
            forgotten = y * weights[i] if rule == "oja" else Fraction(0)
            changed.append(weights[i] + rate * y * (x[i] - forgotten))
        weights = changed
    return weights


@given(runs(), st.sampled_from(["hebb", "oja"]))
@settings(max_examples=100)
def test_updates_equal_a_naive_twin(
    drawn: tuple[list[list[Fraction]], list[Fraction]], rule: str
) -> None:
    """Exactly, in fractions, for any shape."""
    samples, start = drawn
    rate = Fraction(1, 4)
    weights: Any = np.array(start)
    for x in samples:
        weights = algorithm.RULES[rule](np.array(x), weights, rate).weights
    assert list(weights) == twin(samples, start, rate, rule)


@given(runs(), st.sampled_from(["hebb", "oja"]))
@settings(max_examples=50)
def test_a_run_is_its_updates_one_after_the_other(
    drawn: tuple[list[list[Fraction]], list[Fraction]], rule: algorithm.Rule
) -> None:
    """Each step starts where the one before it ended, and holds all numbers."""
    samples, start = (np.array(one, dtype=float) for one in drawn)
    run = algorithm.learn(samples, weights=start, rate=0.25, epochs=2, rule=rule)
    before = start
    for place, step in enumerate(run.steps):
        assert divmod(place, len(samples)) == (step.epoch - 1, step.sample)
        np.testing.assert_array_equal(step.weights_before, before)
        assert step.update.output == pytest.approx(before @ samples[step.sample])
        np.testing.assert_array_equal(step.update.weights, before + step.update.change)
        before = step.update.weights


@pytest.mark.parametrize("inputs", [2, 3, 5])
def test_oja_finds_the_principal_axis(inputs: int) -> None:
    """The unit eigenvector by eigh and the first component by scikit-learn agree."""
    rng = np.random.default_rng(inputs)
    spread = np.diag(np.linspace(2, 0.5, inputs))
    turn, _ = np.linalg.qr(rng.normal(size=(inputs, inputs)))
    samples = rng.normal(size=(300, inputs)) @ spread @ turn
    samples -= samples.mean(axis=0)
    run = algorithm.learn(
        samples, weights=rng.normal(size=inputs), rate=0.0005, epochs=100, rule="oja"
    )
    _value, axis = algorithm.principal(algorithm.correlations(samples))
    (component,) = PCA(1).fit(samples).components_
    assert abs(axis @ component) == pytest.approx(1)
    assert np.linalg.norm(run.weights) == pytest.approx(1, abs=0.01)
    assert abs(run.weights @ axis) == pytest.approx(1, abs=0.01)


def test_oja_is_the_averaged_gradient_of_reconstruction() -> None:
    """At |w| = 1 its mean step is half the downhill gradient of E|x − y w|²."""
    rng = np.random.default_rng(1)
    samples = rng.normal(size=(40, 3))
    w = rng.normal(size=3)
    w /= np.linalg.norm(w)

    def loss(v: algorithm.Vector) -> float:
        """The mean squared distance of the samples from their projections on v."""
        v = v / np.linalg.norm(v)
        return float(np.mean(np.sum((samples - (samples @ v)[:, None] * v) ** 2, 1)))

    steps = [algorithm.oja(x, w, 1.0).change for x in samples]
    eye = np.eye(3) * 1e-6
    numeric = [(loss(w + e) - loss(w - e)) / 2e-6 for e in eye]
    np.testing.assert_allclose(
        np.mean(steps, axis=0), np.array(numeric) / -2, rtol=1e-6
    )


def test_plain_hebb_grows_without_bound() -> None:
    """Shown x again and again, y is multiplied by 1 + η|x|² until the run is stopped."""
    run = algorithm.learn([[1, 2]], weights=[1, 0], rate=0.2, epochs=1000, rule="hebb")
    outputs = [step.update.output for step in run.steps]
    np.testing.assert_allclose(outputs, 2.0 ** np.arange(len(outputs)))
    assert run.ran_away
    assert len(outputs) < 25


def test_oja_may_run_away_too() -> None:
    """With too large a learning rate the forgetting overshoots, and the run ends."""
    run = algorithm.learn([[3, 4]], weights=[1, 1], rate=1, epochs=1000, rule="oja")
    assert run.ran_away
    assert np.isfinite(run.weights).all()


def test_a_zero_output_changes_nothing() -> None:
    """Hebb's rule needs both sides to be active."""
    for rule in algorithm.RULES.values():
        assert (rule(np.array([2, 1]), np.array([1, -2]), 0.5).change == 0).all()


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("epochs", {"epochs": 10**9}),
        ("epochs", {"epochs": 0}),
        ("epochs", {"epochs": 1.5}),
        ("epochs", {"epochs": 150_000, "samples": [[1, 2], [3, 4]]}),
        ("samples", {"samples": []}),
        ("samples", {"samples": [[1, 2], [3]]}),
        ("samples", {"samples": [[1, float("nan")]]}),
        ("samples", {"samples": np.ones((2, 1_000_000))}),
        ("weights", {"weights": [1, 2, 3]}),
        ("weights", {"weights": [1, float("inf")]}),
        ("rate", {"rate": float("nan")}),
        ("rate", {"rate": -1}),
        ("rule", {"rule": "lms"}),
    ],
)
def test_what_cannot_be_run_is_refused_at_once(name: str, given: dict) -> None:
    """The error names the parameter, at once."""
    fine = {"samples": [[1, 2]], "weights": [1, 1], "rate": 0.1, "epochs": 1}
    with refused_at_once(name):
        algorithm.learn(**({"rule": "oja"} | fine | given))


def test_only_symmetric_matrices_have_a_principal_axis_here() -> None:
    """And only square ones."""
    for matrix in ([[1, 2], [3, 4]], [[1, 2, 3], [2, 1, 3]]):
        with pytest.raises(OutOfBounds, match="symmetric"):
            algorithm.principal(matrix)
