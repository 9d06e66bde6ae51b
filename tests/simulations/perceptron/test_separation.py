"""Separability, the widest margin, Novikoff's bound, and the functions counted."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from simulations.bounds import OutOfBounds
from simulations.systems.perceptron import algorithm, algorithm_batch
from simulations.systems.perceptron import algorithm_separation as separation
from tests.simulations.refusals import refused_at_once

XOR = [[0, 0], [0, 1], [1, 0], [1, 1]]
SETS = 12_000


def separable_sets(
    count: int, samples: int, inputs: int, rng: np.random.Generator
) -> tuple[Any, Any, Any]:
    """Random sets, their targets by random lines, and (R/γ)² of these lines."""
    x = rng.uniform(-1, 1, (count, samples, inputs))
    line = rng.normal(size=(count, inputs + 1))
    line /= np.linalg.norm(line, axis=1, keepdims=True)
    while True:
        sums = np.einsum("cmn,cn->cm", x, line[:, :-1]) + line[:, -1:]
        near = np.abs(sums) < 0.05
        if not near.any():
            radius = 1 + (x**2).sum(axis=2).max(axis=1)
            return x, (sums > 0).astype(int), radius / np.abs(sums).min(axis=1) ** 2
        x[near] = rng.uniform(-1, 1, (near.sum(), inputs))


@pytest.mark.parametrize("inputs", [1, 2, 3, 5])
@pytest.mark.parametrize("inclusive", [True, False])
def test_mistakes_stay_under_novikoff_s_bound(inputs: int, inclusive: bool) -> None:
    """On each of 96,000 random separable sets at most (R/γ)² mistakes."""
    rng = np.random.default_rng(inputs)
    x, t, bounds = separable_sets(SETS, 8, inputs, rng)
    batch = algorithm_batch.learn(
        x, t, epochs=int(bounds.max()) + 2, inclusive=inclusive
    )
    assert batch.converged.all()
    assert (batch.mistakes <= bounds).all()


@given(st.integers(0, 2**32), st.integers(1, 4), st.booleans(), st.floats(0.1, 3))
@settings(max_examples=40)
def test_the_bound_holds_in_any_order_from_any_weights(
    seed: int, inputs: int, inclusive: bool, rate: float
) -> None:
    """The best separating line gives a bound that no run passes."""
    rng = np.random.default_rng(seed)
    x, t, _bounds = separable_sets(1, 8, inputs, rng)
    start = rng.normal(size=inputs + 1) * 3
    found = separation.separation(x[0], t[0])
    assert found
    run = algorithm.learn(
        x[0],
        t[0],
        weights=start[:-1],
        bias=start[-1],
        rate=rate,
        epochs=None,
        inclusive=inclusive,
        order=rng.permutation(8).tolist(),
    )
    assert run.converged
    assert run.mistakes <= found.most_mistakes(start[:-1], start[-1], rate) + 1e-6


def test_from_zero_the_bound_is_novikoff_s() -> None:
    """(R/γ)², whatever the rate."""
    found = separation.separation(XOR, [0, 0, 0, 1])
    assert found
    for rate in (0.1, 1, 7):
        assert found.most_mistakes([0, 0], 0, rate) == pytest.approx(found.bound)


def test_the_bound_of_a_single_sample_is_one() -> None:
    """Its own direction separates it best: γ = R, one mistake at most."""
    found = separation.separation([[3, 4]], [1])
    assert found
    assert found.bound == pytest.approx(1)
    assert found.radius == pytest.approx(26**0.5)


def shortest(rows: Any, start: Any) -> Any:
    """The shortest v with rows @ v ≥ 1, by sequential quadratic programming."""
    solve: Any = minimize  # its types know no lambdas
    return solve(
        lambda v: v @ v / 2,
        start,
        jac=lambda v: v,
        constraints={
            "type": "ineq",
            "fun": lambda v: rows @ v - 1,
            "jac": lambda v: rows,
        },
        method="SLSQP",
        options={"maxiter": 500, "ftol": 1e-12},
    )


@given(st.integers(0, 2**32), st.integers(1, 3))
@settings(max_examples=30)
def test_the_margin_is_the_widest(seed: int, inputs: int) -> None:
    """A general optimiser (SLSQP) finds the same one."""
    rng = np.random.default_rng(seed)
    x, t, _bounds = separable_sets(1, 6, inputs, rng)
    found = separation.separation(x[0], t[0])
    assert found
    rows = (2 * t[0] - 1)[:, None] * np.column_stack([x[0], np.ones(6)])
    start = np.append(found.weights, found.bias) / found.margin
    best = shortest(rows, start + rng.normal(size=inputs + 1) / 10)
    assert best.success
    assert 1 / np.linalg.norm(best.x) == pytest.approx(found.margin, rel=1e-4)


def test_what_no_line_separates_has_no_margin() -> None:
    """XOR, and one point of both classes."""
    assert separation.separation(XOR, [0, 1, 1, 0]) is None
    assert separation.separation([[1, 1], [1, 1]], [0, 1]) is None


def by_weights(inputs: int) -> set[tuple[int, ...]]:
    """Functions found by trying whole weights from −3 to 3 and thresholds between."""
    corners = np.array(list(product((0, 1), repeat=inputs)))
    weights = np.array(list(product(range(-3, 4), repeat=inputs)))
    sums = weights @ corners.T
    biases = np.arange(-3 * inputs - 0.5, 3 * inputs + 1)
    found: set[tuple[int, ...]] = set()
    for bias in biases:
        found |= set(map(tuple, np.unique(sums > bias, axis=0).astype(int).tolist()))
    return found


def by_sums(inputs: int) -> set[tuple[int, ...]]:
    """Functions without a + b = c + d for ones a, b and zeros c, d.

    With fewer than nine inputs these are the separable ones (S. Muroga, "Threshold
    Logic and Its Applications", 1971, ch. 7, on 2-asummability).
    """
    corners = np.array(list(product((0, 1), repeat=inputs)))
    count = len(corners)
    tables = np.arange(2**count)[:, None] >> np.arange(count) & 1
    left = np.ones(len(tables), dtype=bool)
    for one, other in combinations(combinations(range(count), 2), 2):
        if (corners[list(one)].sum(axis=0) == corners[list(other)].sum(axis=0)).all():
            first, second = tables[:, one], tables[:, other]
            left &= ~(first.all(axis=1) & ~second.any(axis=1))
            left &= ~(second.all(axis=1) & ~first.any(axis=1))
    return set(map(tuple, tables[left].tolist()))


@pytest.mark.parametrize(("inputs", "count"), [(1, 4), (2, 14), (3, 104), (4, 1882)])
def test_separable_boolean_functions_are_counted(inputs: int, count: int) -> None:
    """4, 14, 104 and 1,882: by linear programs, by weights, and by sums of corners."""
    found = set(separation.threshold_functions(inputs))
    assert len(found) == count
    assert found == by_weights(inputs)
    assert found == by_sums(inputs)


@pytest.mark.parametrize("inputs", [1, 2, 3])
def test_each_function_is_decided_as_its_class_is(inputs: int) -> None:
    """Renaming and negating inputs changes no verdict of the linear program."""
    rows = separation.corners(inputs)
    functions = product((0, 1), repeat=len(rows))
    one_by_one = {one for one in functions if separation.separable(rows, one)}
    assert one_by_one == set(separation.threshold_functions(inputs))


@pytest.mark.parametrize(
    ("name", "samples", "targets"),
    [
        ("samples", [[0, 0]] * 100_000, [0] * 100_000),
        ("samples", [[0] * 100_000], [0]),
        ("samples", [[0, float("nan")]], [0]),
        ("targets", [[0, 0]], [0, 1]),
        ("targets", [[0, 0]], [0.5]),
    ],
)
def test_what_cannot_be_decided_is_refused_at_once(
    name: str, samples: Any, targets: Any
) -> None:
    """By name, at once."""
    for call in (separation.separable, separation.separation):
        with refused_at_once(name):
            call(samples, targets)


@pytest.mark.parametrize("inputs", [0, 5, 1e9])
def test_more_functions_than_can_be_counted_are_refused(inputs: Any) -> None:
    """Five inputs have 4,294,967,296."""
    with pytest.raises(OutOfBounds) as refused:
        next(separation.threshold_functions(inputs))
    assert refused.value.name == "inputs"
