"""GloVe: gradients, and AdaGrad against a twin."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.bounds import OutOfBounds
from simulations.systems.glove import algorithm, algorithm_counts
from simulations.systems.glove.algorithm import Model, Plan
from tests.simulations.differences import near, slopes
from tests.simulations.refusals import refused_at_once
from tests.timing import within


def model(seed: int, words: int = 4, dimension: int = 3) -> Model:
    rng = np.random.default_rng(seed)
    shape = (words, dimension)
    return Model(*(rng.normal(size=size) for size in (shape, shape, words, words)))


def counted(seed: int, words: int = 4) -> algorithm.Array:
    """Counts with zeros among them, some over the cap of 10."""
    rng = np.random.default_rng(seed)
    counts = rng.uniform(0.2, 20, (words, words)) * (rng.random((words, words)) < 0.7)
    counts[0, 1] = 3.0
    return counts


PLAN = Plan(counts=counted(0), rate=0.1, epochs=3, cap=10)


def test_the_weight_is_that_of_equation_9() -> None:
    """(x/100)^¾ up to 100, and 1 from there on."""
    np.testing.assert_allclose(
        algorithm.weight([0, 6.25, 100, 10**6]), [0, 0.125, 1, 1]
    )


@given(st.integers(0, 999), st.integers(2, 5), st.integers(1, 4))
@settings(max_examples=40)
def test_the_gradient_equals_finite_differences(
    seed: int, words: int, dimension: int
) -> None:
    """∂J by every number of the model, to 1e-6 relative."""
    now, counts = model(seed, words, dimension), counted(seed, words)
    found = algorithm.gradient(now, counts, cap=10)
    expected = [
        slopes(part, lambda: algorithm.loss(now, counts, cap=10)) for part in now.parts
    ]
    assert near(flat(found.parts), flat(expected))


def flat(parts: Iterable[np.ndarray]) -> np.ndarray:
    return np.concatenate([part.ravel() for part in parts])


def test_the_loss_is_the_sum_of_its_terms() -> None:
    """Over the pairs that occur; their gradients add up to the whole one."""
    now, counts = model(5), counted(5)
    total, whole = 0.0, [np.zeros_like(part) for part in now.parts]
    for i, j in np.argwhere(counts > 0):
        done = algorithm.term(
            counts[i, j], now.vectors[i], now.contexts[j],
            now.biases[i], now.context_biases[j], cap=10,
        )  # fmt: skip
        total += done.loss
        whole[0][i] += done.by_vector
        whole[1][j] += done.by_context
        whole[2][i] += done.by_bias
        whole[3][j] += done.by_bias
    assert algorithm.loss(now, counts, cap=10) == pytest.approx(total)
    slopes = algorithm.gradient(now, counts, cap=10)
    for part, found in zip(whole, slopes.parts, strict=True):
        np.testing.assert_allclose(part, found)


def twin(
    w: Any, c: Any, b: Any, t: Any, steps: list[tuple[int, int]], plan: Plan
) -> float:
    """Equation 8 and AdaGrad in plain Python, in place; the sum of the losses."""
    sums = [[[1.0] * len(row) for row in w], [[1.0] * len(row) for row in c]]
    biases = [[1.0] * len(b), [1.0] * len(t)]
    total = 0.0
    for i, j in steps:
        x = float(plan.counts[i, j])
        f = (x / plan.cap) ** plan.power if x < plan.cap else 1.0
        product = sum(a * d for a, d in zip(w[i], c[j], strict=True))
        difference = product + b[i] + t[j] - math.log(x)
        total += f * difference * difference
        slope = 2 * f * difference
        old_w, old_c = list(w[i]), list(c[j])
        for k in range(len(old_w)):
            for table, row, by, seen in (
                (w, i, slope * old_c[k], sums[0]), (c, j, slope * old_w[k], sums[1]),
            ):  # fmt: skip
                seen[row][k] += by * by
                table[row][k] -= plan.rate * by / math.sqrt(seen[row][k])
        for each, row, many in ((b, i, biases[0]), (t, j, biases[1])):
            many[row] += slope * slope
            each[row] -= plan.rate * slope / math.sqrt(many[row])
    return total


def test_every_step_equals_a_naive_twin() -> None:
    """The order is the run's own; loss and numbers are the twin's."""
    start = model(2)
    w, c, b, t = numbers = [part.tolist() for part in start.parts]
    run = algorithm.learn(PLAN, start, np.random.default_rng(1))
    steps = [(step.word, step.context) for step in run.steps]
    total = twin(w, c, b, t, steps, PLAN)
    assert sum(step.term.loss for step in run.steps) == pytest.approx(total)
    for part, expected in zip(run.model.parts, numbers, strict=True):
        np.testing.assert_allclose(part, expected)


def test_each_epoch_sees_every_pair_once() -> None:
    """In a new order; pairs that do not occur are never seen."""
    run = algorithm.learn(PLAN, model(2), np.random.default_rng(1))
    orders = [
        [(step.word, step.context) for step in run.steps if step.epoch == epoch]
        for epoch in (1, 2, 3)
    ]
    pairs = {(int(i), int(j)) for i, j in np.argwhere(PLAN.counts > 0)}
    assert all(set(order) == pairs and len(order) == len(pairs) for order in orders)
    assert orders[0] != orders[1]


def test_the_order_of_the_pairs_can_be_typed_in() -> None:
    """Two words, two pairs: AdaGrad by hand, the second from what the first left.

    First w̃·w = 1, its difference 1 − ln 1 = 1, f = 1 and the slope 2; then 1 + b̃ …
    """
    ones = Model(np.ones((2, 1)), np.ones((2, 1)), np.zeros(2), np.zeros(2))
    plan = Plan(
        counts=np.array([[1, 0], [1, 0]]), rate=1, epochs=1, cap=1,
        order=[[1, 0], [0, 0]],
    )  # fmt: skip
    first, second = algorithm.learn(plan, ones, np.random.default_rng(0)).steps
    assert [(step.word, step.context) for step in (first, second)] == [(1, 0), (0, 0)]
    by = 2 / math.sqrt(5)  # rate · slope / √(1 + slope²)
    assert first.model.vectors[0, 0] == pytest.approx(1 - by)
    assert first.model.context_biases[0] == pytest.approx(-by)
    assert second.term.product == pytest.approx(1 - by)
    assert second.term.difference == pytest.approx(1 - by - by)


@pytest.mark.parametrize("order", [[[0, 0]], [[0, 0], [0, 0]], [[0, 0], [1, 1]], "ab"])
def test_an_order_names_every_pair_once(order: Any) -> None:
    """Those that occur, and no others."""
    plan = Plan(counts=np.array([[1, 0], [1, 0]]), rate=1, epochs=1, order=order)
    with refused_at_once("order"):
        algorithm.learn(plan, model(2, words=2), np.random.default_rng(0))


def test_a_step_tells_what_came_of_it() -> None:
    """The last step of each word holds the numbers of the end."""
    run = algorithm.learn(PLAN, model(2), np.random.default_rng(1))
    last = {step.word: step for step in run.steps}
    for word, step in last.items():
        np.testing.assert_array_equal(step.model.vectors[0], run.model.vectors[word])
        np.testing.assert_array_equal(step.squares.biases[0], run.squares.biases[word])


def test_training_is_the_same_run() -> None:
    """`train` keeps less of it, leaves its start alone, and ends alike."""
    start = model(3)
    before = start.vectors.copy()
    run = algorithm.learn(PLAN, start, np.random.default_rng(4))
    training = algorithm.train(PLAN, start, np.random.default_rng(4))
    np.testing.assert_array_equal(run.model.vectors, training.model.vectors)
    np.testing.assert_array_equal(start.vectors, before)
    assert len(training.losses) == PLAN.epochs
    assert training.losses[-1] == algorithm.loss(run.model, PLAN.counts, 10)


@pytest.mark.slow
def test_training_learns_the_logarithms() -> None:
    """With enough dimensions the loss all but vanishes, from 10 of 10 seeds."""
    for seed in range(10):
        rng = np.random.default_rng(seed)
        counts = algorithm_counts.cooccurrences(
            rng.integers(0, 8, (30, 6)).tolist(), 8, 3
        )
        plan = Plan(counts=counts, rate=0.1, epochs=300, cap=10)
        training = algorithm.train(plan, algorithm.initial(8, 8, rng), rng)
        assert training.losses[-1] < 0.01 * training.losses[0]
        found = training.model
        sums = found.vectors @ found.contexts.T
        sums += found.biases[:, None] + found.context_biases
        often = counts > 1
        assert (
            np.abs(sums - np.log(counts, where=often, out=sums.copy()))[often].max()
            < 0.2
        )


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("epochs", {"epochs": 10**9}),
        ("epochs", {"epochs": 10**6, "counts": np.ones((300, 300))}),
        ("rate", {"rate": math.nan}),
        ("rate", {"rate": math.inf}),
        ("cap", {"cap": 0}),
        ("power", {"power": -1}),
        ("start", {"start": 0}),
        ("counts", {"counts": np.zeros((4, 4))}),
        ("counts", {"counts": -np.ones((4, 4))}),
        ("counts", {"counts": np.ones((4, 3))}),
        ("counts", {"counts": [[1, 2], [3]]}),
        ("counts", {"counts": np.full((4, 4), np.nan)}),
        ("counts", {"counts": np.ones((2000, 2000))}),
    ],
)
def test_what_cannot_be_learned_is_refused_at_once(
    name: str, given: dict[str, Any]
) -> None:
    """By name, before any work, at once."""
    plan = replace(PLAN, **given)
    start = model(0, words=len(plan.counts) if len(plan.counts) < 1000 else 4)
    for run in (algorithm.learn, algorithm.train):
        with refused_at_once(name):
            run(plan, start, np.random.default_rng(0))


def test_a_model_that_does_not_fit_is_refused() -> None:
    """Each of its four parts by name."""
    right = model(0)
    for name in ("vectors", "contexts", "biases", "context_biases"):
        bad = replace(right, **{name: np.zeros((3, 2))})
        with pytest.raises(OutOfBounds) as refused:
            algorithm.learn(PLAN, bad, np.random.default_rng(0))
        assert refused.value.name == name


def test_a_million_dimensions_are_refused() -> None:
    """Before memory is asked for, or numbers are copied."""
    with pytest.raises(OutOfBounds, match="dimension"):
        algorithm.initial(10, 10**6, np.random.default_rng(0))
    wide = replace(model(0), vectors=np.zeros((4, 10**6)))
    with within(), pytest.raises(OutOfBounds, match="vectors"):
        algorithm.learn(PLAN, wide, np.random.default_rng(0))
