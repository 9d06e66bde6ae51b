"""word2vec: gradients by finite differences, every step by a twin, refusals."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.bounds import OutOfBounds
from simulations.systems.word2vec import algorithm, algorithm_text
from simulations.systems.word2vec.algorithm import Plan, Vectors
from tests.simulations.differences import near, slopes
from tests.simulations.refusals import refused_at_once

SENTENCES = [[0, 1, 2, 3], [2, 4, 0], [1, 1, 5]]
PLAN = Plan(sentences=SENTENCES, window=2, negatives=2, rate=0.1, epochs=2)
Rows = list[list[float]]


def vectors(seed: int, words: int = 6, dimension: int = 3) -> Vectors:
    rng = np.random.default_rng(seed)
    shape = (words, dimension)
    return Vectors(rng.normal(size=shape), rng.normal(size=shape))


def loss(
    space: Vectors, inputs: list[int], outputs: list[int], labels: list[int]
) -> float:
    return algorithm.gradient(space, inputs, outputs, labels).loss


@st.composite
def predictions(draw: st.DrawFn) -> tuple[Vectors, list[int], list[int], list[int]]:
    """Any vectors, and words of which some may come twice."""
    words, dimension = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    word = st.integers(0, words - 1)
    inputs = draw(st.lists(word, min_size=1, max_size=4))
    outputs = draw(st.lists(word, min_size=1, max_size=5))
    size = len(outputs)
    labels = draw(st.lists(st.integers(0, 1), min_size=size, max_size=size))
    return vectors(draw(st.integers(0, 999)), words, dimension), inputs, outputs, labels


@given(predictions())
@settings(max_examples=60)
def test_the_gradient_equals_finite_differences(
    prediction: tuple[Vectors, list[int], list[int], list[int]],
) -> None:
    """∂E by every number of both vectors, to 1e-6 relative, for any words."""
    space, inputs, outputs, labels = prediction
    by = algorithm.gradient(space, inputs, outputs, labels)
    whole = Vectors(np.zeros_like(space.inputs), np.zeros_like(space.outputs))
    algorithm.descend(whole, inputs, outputs, by, rate=-1.0)
    for part, found in ((space.inputs, whole.inputs), (space.outputs, whole.outputs)):
        assert near(found, slopes(part, lambda: loss(space, inputs, outputs, labels)))


def twin_step(
    v: Rows, u: Rows, inputs: list[int], outputs: list[int], truths: int, rate: float
) -> float:
    """Equation 4 of 1310.4546 in plain Python, in place; the loss before."""
    d = len(v[0])
    h = [sum(v[word][i] for word in inputs) / len(inputs) for i in range(d)]
    by_h, change, total = [0.0] * d, [], 0.0
    for n, word in enumerate(outputs):
        score = sum(h[i] * u[word][i] for i in range(d))
        if n < truths:
            total -= math.log(1 / (1 + math.exp(-score)))
            slope = -1 / (1 + math.exp(score))
        else:
            total -= math.log(1 / (1 + math.exp(score)))
            slope = 1 / (1 + math.exp(-score))
        for i in range(d):
            by_h[i] += slope * u[word][i]
        change.append([slope * h[i] for i in range(d)])
    for word, by in zip(outputs, change, strict=True):
        for i in range(d):
            u[word][i] -= rate * by[i]
    for word in inputs:
        for i in range(d):
            v[word][i] -= rate * by_h[i] / len(inputs)
    return total


def test_a_step_can_be_typed_in_with_its_noise() -> None:
    """By hand: σ(0.5) = 0.62246 should be 1 and σ(0) = 0.5 should be 0; rate 0.1."""
    space = Vectors(np.array([[1.0], [2.0]]), np.array([[0.0], [0.5]]))
    by = algorithm.gradient(space, [0], [1, 0], [1, 0])
    assert by.errors == pytest.approx([-0.37754, 0.5], abs=1e-5)
    algorithm.descend(space, [0], [1, 0], by, 0.1)
    assert space.outputs.ravel() == pytest.approx([-0.05, 0.537754], abs=1e-6)
    assert space.inputs.ravel() == pytest.approx([1.018877, 2], abs=1e-6)


@pytest.mark.parametrize("method", ["skip-gram", "cbow"])
@pytest.mark.parametrize("threshold", [1.0, 0.05])
def test_every_step_equals_a_naive_twin(method: Any, threshold: float) -> None:
    """Loss and vectors after each step of a run, for words that come twice too."""
    start = vectors(1)
    v, u = start.inputs.tolist(), start.outputs.tolist()
    plan = replace(PLAN, method=method, threshold=threshold, epochs=5)
    run = algorithm.learn(plan, start, np.random.default_rng(0))
    for step in run.steps:
        truths = int(step.labels.sum())
        expected = twin_step(v, u, step.inputs, step.outputs, truths, plan.rate)
        assert step.gradient.loss == pytest.approx(expected, rel=1e-9)
        np.testing.assert_allclose(step.input_vectors, [v[w] for w in step.inputs])
        np.testing.assert_allclose(step.output_vectors, [u[w] for w in step.outputs])
    np.testing.assert_allclose(run.vectors.inputs, v)
    np.testing.assert_allclose(run.vectors.outputs, u)


def test_a_run_leaves_what_it_was_given() -> None:
    """The starting vectors stay as they are."""
    start = vectors(2)
    before = start.inputs.copy()
    algorithm.learn(PLAN, start, np.random.default_rng(0))
    np.testing.assert_array_equal(start.inputs, before)


def test_training_is_the_same_run() -> None:
    """`train` keeps less of it, and comes to the same vectors."""
    run = algorithm.learn(PLAN, vectors(3), np.random.default_rng(4))
    training = algorithm.train(PLAN, vectors(3), np.random.default_rng(4))
    np.testing.assert_array_equal(run.vectors.inputs, training.vectors.inputs)
    means = [
        np.mean([step.gradient.loss for step in run.steps if step.epoch == epoch])
        for epoch in (1, 2)
    ]
    np.testing.assert_allclose(training.losses, means)


def test_skip_gram_and_cbow_ask_the_other_way_round() -> None:
    """What one predicts, the other predicts from."""
    skip, cbow = (
        algorithm.learn(
            replace(PLAN, method=method), vectors(0), np.random.default_rng(0)
        ).steps[1]
        for method in ("skip-gram", "cbow")
    )
    assert (skip.inputs, skip.outputs[:3]) == ([1], [0, 2, 3])
    assert (cbow.inputs, cbow.outputs[:1]) == ([0, 2, 3], [1])


@given(st.integers(1, 12), st.integers(1, 5))
def test_positions_are_all_words_within_the_window(length: int, window: int) -> None:
    """Each with its neighbors, from left to right, and 2cn − c(c + 1) pairs in all."""
    found = algorithm_text.positions(range(length), window)
    for position in found:
        near = [w for w in range(length) if 0 < abs(w - position.center) <= window]
        assert position.context == near
    if length > window:
        pairs = sum(len(position.context) for position in found)
        assert pairs == 2 * window * length - window * (window + 1)


def test_the_noise_raises_counts_to_three_quarters() -> None:
    """16 : 81 : 256 becomes 8 : 27 : 64 (1310.4546, section 2.2)."""
    np.testing.assert_allclose(
        algorithm_text.noise([16, 81, 256]), np.array([8, 27, 64]) / 99
    )


def test_negative_samples_follow_the_noise() -> None:
    """Over many draws; a draw of the predicted word itself is left out."""
    sentences = [[0, 1]] * 8 + [[0, 2]] * 4 + [[1, 2]]
    plan = replace(PLAN, sentences=sentences, negatives=50, rate=0.0, epochs=20)
    run = algorithm.learn(plan, vectors(0, 3), np.random.default_rng(7))
    expected = algorithm_text.noise([12, 9, 5])
    drawn = [
        word for step in run.steps if step.outputs[0] == 0 for word in step.outputs[1:]
    ]
    assert 0 not in drawn
    share = drawn.count(1) / len(drawn)
    assert share == pytest.approx(expected[1] / (expected[1] + expected[2]), abs=0.02)


def test_frequent_words_are_left_out_as_published() -> None:
    """1 − √(t/f): 0.9 at f = 100 t, 0 for rare words (1310.4546, equation 5)."""
    np.testing.assert_allclose(
        algorithm_text.discard([0.001, 0.00004, 0.00001, 0], 1e-5), [0.9, 0.5, 0, 0]
    )


def test_subsampling_leaves_out_so_many() -> None:
    """The share of words that are left out of a run is the probability."""
    plan = replace(PLAN, sentences=[[0, 1] * 100], threshold=0.125, epochs=20, window=1)
    run = algorithm.learn(plan, vectors(0, 2), np.random.default_rng(3))
    assert len(run.steps) / (20 * 200) == pytest.approx(0.5, abs=0.03)


def test_the_start_is_that_of_the_authors_program() -> None:
    """Inputs within ±0.5/dimension, outputs 0."""
    start = algorithm.initial(50, 10, np.random.default_rng(0))
    assert np.abs(start.inputs).max() <= 0.05
    assert not start.outputs.any()


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("epochs", {"epochs": 10**9}),
        ("epochs", {"epochs": 0}),
        ("epochs", {"epochs": 100_000, "negatives": 100}),
        ("rate", {"rate": math.nan}),
        ("rate", {"rate": math.inf}),
        ("window", {"window": 0}),
        ("negatives", {"negatives": 10**6}),
        ("threshold", {"threshold": 0}),
        ("method", {"method": "glove"}),
        ("sentences", {"sentences": []}),
        ("sentences", {"sentences": [[0]]}),
        ("sentences", {"sentences": [[0, 6]]}),
        ("sentences", {"sentences": [[0, -1]]}),
        ("sentences", {"sentences": [[0, 1]] * 10**5}),
    ],
)
def test_what_cannot_be_learned_is_refused_at_once(
    name: str, given: dict[str, Any]
) -> None:
    """By name, before any work, at once."""
    plan, start = replace(PLAN, **given), vectors(0)
    for run in (algorithm.learn, algorithm.train):
        with refused_at_once(name):
            run(plan, start, np.random.default_rng(0))


@pytest.mark.parametrize(
    "bad",
    [
        Vectors(np.zeros((2, 2)), np.zeros((2, 3))),
        Vectors(np.full((6, 2), np.nan), np.zeros((6, 2))),
        Vectors(np.zeros((0, 2)), np.zeros((0, 2))),
        Vectors(np.zeros((6, 1_000_000)), np.zeros((6, 1_000_000))),
    ],
)
def test_vectors_that_do_not_fit_are_refused(bad: Vectors) -> None:
    """Of unequal shapes, not finite, empty, or with a million dimensions."""
    with refused_at_once("vectors"):
        algorithm.learn(PLAN, bad, np.random.default_rng(0))


def test_counts_and_shares_are_checked() -> None:
    """Counts are not negative, nor all 0; shares lie between 0 and 1."""
    for bad in ([0, 0], [-1, 2], [], [math.nan]):
        with pytest.raises(OutOfBounds, match="occurrences"):
            algorithm_text.noise(bad)
    for share in (-0.1, 1.1):
        with pytest.raises(OutOfBounds, match="frequencies"):
            algorithm_text.discard([share], 1e-3)


def test_a_million_dimensions_are_refused() -> None:
    """Before memory is asked for."""
    with pytest.raises(OutOfBounds, match="dimension"):
        algorithm.initial(10, 10**6, np.random.default_rng(0))


def test_a_run_that_grows_without_end_is_stopped() -> None:
    """By the rate's name, before numbers overflow."""
    plan = replace(PLAN, sentences=[[0, 1] * 6], rate=20.0, epochs=500)
    with pytest.raises(OutOfBounds, match="rate"):
        algorithm.learn(plan, vectors(0, 2), np.random.default_rng(0))
