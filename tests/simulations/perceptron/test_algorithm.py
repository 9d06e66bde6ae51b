"""The learning rule against a naive twin, Novikoff's bound, and known runs."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.systems.perceptron import algorithm

XOR = [[0, 0], [0, 1], [1, 0], [1, 1]]
LIMIT = 40

coordinate = st.fractions(-3, 3, max_denominator=4)


@st.composite
def sets(draw: st.DrawFn) -> tuple[list[list[Fraction]], list[int]]:
    """Up to seven samples of one to three inputs, with any targets."""
    size, inputs = draw(st.integers(1, 7)), draw(st.integers(1, 3))
    row = st.lists(coordinate, min_size=inputs, max_size=inputs)
    samples = draw(st.lists(row, min_size=size, max_size=size))
    return samples, draw(st.lists(st.integers(0, 1), min_size=size, max_size=size))


def twin(
    samples: list[list[Fraction]],
    targets: list[int],
    *,
    rate: Fraction,
    inclusive: bool,
    order: list[int],
) -> list[tuple[list[Fraction], Fraction, int]]:
    """The rule once more, in plain Python: (weights, bias, mistakes) by step."""
    weights, bias, mistakes = [Fraction(0)] * len(samples[0]), Fraction(0), 0
    steps = []
    for _epoch in range(LIMIT):
        clean = True
        for place in order:
            total = bias
            for i, x in enumerate(samples[place]):
                total += weights[i] * x
            fires = total > 0 or (inclusive and total == 0)
            if fires and targets[place] == 0:
                weights = [
                    w - rate * x for w, x in zip(weights, samples[place], strict=True)
                ]
                bias, mistakes, clean = bias - rate, mistakes + 1, False
            if not fires and targets[place] == 1:
                weights = [
                    w + rate * x for w, x in zip(weights, samples[place], strict=True)
                ]
                bias, mistakes, clean = bias + rate, mistakes + 1, False
            steps.append((weights, bias, mistakes))
        if clean:
            break
    return steps


@given(sets(), st.fractions("1/4", 2, max_denominator=4), st.booleans(), st.randoms())
@settings(max_examples=100, deadline=None)
def test_every_step_equals_a_naive_twin(
    samples_and_targets: tuple[list[list[Fraction]], list[int]],
    rate: Fraction,
    inclusive: bool,
    random: Random,
) -> None:
    """Exactly, in fractions, for either threshold and any order."""
    samples, targets = samples_and_targets
    order = list(range(len(samples)))
    random.shuffle(order)
    run = algorithm.learn(
        samples,
        targets,
        weights=[Fraction(0)] * len(samples[0]),
        bias=Fraction(0),
        rate=rate,
        epochs=LIMIT,
        inclusive=inclusive,
        order=order,
    )
    expected = twin(samples, targets, rate=rate, inclusive=inclusive, order=order)
    done = [(list(s.update.weights), s.update.bias, s.mistakes) for s in run.steps]
    assert done == expected


@given(st.integers(0, 2**32), st.integers(1, 4), st.booleans())
@settings(max_examples=60, deadline=None)
def test_mistakes_stay_under_novikoff_s_bound(
    seed: int, inputs: int, inclusive: bool
) -> None:
    """On every separable set at most (R/γ)² mistakes, whatever the order."""
    rng = np.random.default_rng(seed)
    line = rng.normal(size=inputs + 1)
    line /= np.linalg.norm(line)
    rows = np.column_stack([rng.uniform(-1, 1, (200, inputs)), np.ones(200)])
    margins = rows @ line
    kept = rows[np.abs(margins) > 0.1][:30]
    if not len(kept):
        return
    targets = (kept @ line > 0).astype(int).tolist()
    bound = np.max(np.sum(kept**2, axis=1)) / np.min(np.abs(kept @ line)) ** 2
    run = algorithm.learn(
        kept[:, :-1],
        targets,
        weights=np.zeros(inputs),
        bias=0.0,
        rate=1.0,
        epochs=int(bound) + 2,
        inclusive=inclusive,
        order=rng.permutation(len(kept)).tolist(),
    )
    assert run.converged
    assert run.mistakes <= bound
    assert algorithm.separable(kept[:, :-1], targets)


@pytest.mark.parametrize(("n", "count"), [(1, 4), (2, 14), (3, 104)])
def test_separable_boolean_functions_are_counted(n: int, count: int) -> None:
    """4, 14 and 104 of all Boolean functions of one, two and three inputs."""
    corners = [[place >> i & 1 for i in range(n)] for place in range(2**n)]
    separable = sum(
        algorithm.separable(corners, [table >> k & 1 for k in range(2**n)])
        for table in range(2 ** (2**n))
    )
    assert separable == count


@pytest.mark.parametrize("inclusive", [True, False])
def test_a_cycle_proves_that_xor_never_converges(inclusive: bool) -> None:
    """XOR comes back to weights that it had; what can be separated never does."""
    for table in range(16):
        targets = [table >> k & 1 for k in range(4)]
        run = algorithm.learn(
            XOR,
            targets,
            weights=[0, 0],
            bias=0,
            rate=1,
            epochs=LIMIT,
            inclusive=inclusive,
        )
        separable = algorithm.separable(XOR, targets)
        assert run.converged == separable
        assert (run.cycle is None) == separable


def test_a_right_answer_changes_nothing() -> None:
    """The perceptron learns from mistakes only."""
    weights = np.array([1, 1])
    done = algorithm.update(
        np.array([1, 0]), 1, weights=weights, bias=0, rate=1, inclusive=False
    )
    assert done.error == 0
    assert done.weights is weights


def test_the_threshold_decides_at_exactly_zero() -> None:
    """A sum of 0 answers 0 by `> 0` and 1 by `≥ 0`."""
    answers = [
        algorithm.update(
            np.array([0]), 0, weights=np.array([0]), bias=0, rate=1, inclusive=inclusive
        ).output
        for inclusive in (False, True)
    ]
    assert answers == [0, 1]


@pytest.mark.parametrize(
    ("samples", "targets", "weights", "epochs"),
    [
        ([[1, 2], [3, 4]], [0], [0, 0], 1),
        ([[1, 2]], [0], [0], 1),
        ([1, 2], [0, 1], [0], 1),
        ([[1, 2]], [2], [0, 0], 1),
        ([[1, 2]], [1], [0, 0], 0),
    ],
)
def test_what_does_not_fit_is_refused(
    samples: list[list[int]], targets: list[int], weights: list[int], epochs: int
) -> None:
    """Shapes, targets and epochs are checked before anything is run."""
    with pytest.raises(ValueError, match=r"do not fit|0 or 1|at least one"):
        algorithm.learn(
            samples, targets, weights=weights, bias=0, rate=1, epochs=epochs
        )
