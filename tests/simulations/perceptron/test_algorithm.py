"""The learning rule against a naive twin, and known runs."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.bounds import OutOfBounds
from simulations.systems.perceptron import algorithm
from tests.simulations.refusals import refused_at_once

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
@settings(max_examples=100)
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


def test_a_run_that_is_back_at_its_start_repeats_itself() -> None:
    """The start is the end of epoch 0, so no further epoch has to be waited for."""
    run = algorithm.learn(
        [[1, 2], [1, 1], [-1, 0], [0, 1]],
        [1, 1, 1, 0],
        weights=[0, 0],
        bias=0,
        rate=1,
        epochs=LIMIT,
        inclusive=True,
    )
    assert run.cycle == (0, 2)


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


GIVEN: dict[str, Any] = {
    "samples": [[1, 2], [3, 4]],
    "targets": [0, 1],
    "weights": [0, 0],
    "bias": 0,
    "rate": 1,
    "epochs": 1,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("samples", []),
        ("samples", [[1, 2], [3]]),
        ("samples", [1, 2]),
        ("samples", [[1, float("nan")], [0, 0]]),
        ("samples", [[1, 1e300], [0, 0]]),
        ("samples", [[0, 0]] * 1_000_000),
        ("samples", [[0] * 1_000_000]),
        ("samples", "many"),
        ("targets", [0]),
        ("targets", [0, 2]),
        ("targets", [0, None]),
        ("weights", [0]),
        ("weights", [0] * 1_000_000),
        ("weights", [0, float("inf")]),
        ("bias", float("nan")),
        ("bias", [0]),
        ("rate", 0),
        ("rate", -1),
        ("rate", float("inf")),
        ("rate", "fast"),
        ("epochs", 0),
        ("epochs", 10**9),
        ("epochs", 1.5),
        ("epochs", True),
        ("order", [0]),
        ("order", [0, 0]),
        ("order", [0, 2]),
        ("order", 5),
    ],
)
def test_what_cannot_be_run_is_refused_at_once(name: str, value: Any) -> None:
    """By name, before any work, at once."""
    with refused_at_once(name):
        algorithm.learn(**GIVEN | {name: value})


@pytest.mark.parametrize("number", [int, float, Fraction, Decimal])
def test_without_a_limit_a_run_goes_on_to_its_end(number: type) -> None:
    """A separable set needs none, in whatever numbers it is given."""
    samples = [[number(x) for x in row] for row in XOR]
    run = algorithm.learn(
        samples,
        [0, 0, 0, 1],
        weights=[number(0), number(0)],
        bias=number(0),
        rate=number(1),
        epochs=None,
    )
    assert run.converged
    assert isinstance(run.steps[-1].update.bias, number)


def test_a_set_that_no_line_separates_needs_a_limit() -> None:
    """XOR would run for ever: it is refused, at once."""
    algorithm.separable(XOR, [0, 1, 1, 0])  # imports the linear program
    with refused_at_once("epochs"):
        algorithm.learn(
            **GIVEN | {"samples": XOR, "targets": [0, 1, 1, 0], "epochs": None}
        )


def test_an_end_too_far_away_needs_a_limit() -> None:
    """A separable set whose bound is millions of steps is refused too."""
    narrow = [[1000, 999.99], [999.99, 1000]]
    with pytest.raises(OutOfBounds) as refused:
        algorithm.learn(**GIVEN | {"samples": narrow, "epochs": None})
    assert refused.value.name == "epochs"


def test_small_integers_do_not_overflow() -> None:
    """Samples of eight bits are reckoned like any other integers."""
    samples = np.array([[100, 100], [-100, -100]], dtype=np.int8)
    run = algorithm.learn(**GIVEN | {"samples": samples, "weights": [50, 50]})
    assert run.steps[0].update.activation == 10_000


def test_a_run_does_not_change_what_it_was_given() -> None:
    """Nor do later changes of it change the run."""
    weights = np.array([0.0, 0.0])
    run = algorithm.learn(**GIVEN | {"weights": weights, "targets": [1, 1]})
    weights += 5
    assert run.steps[0].weights_before.tolist() == [0, 0]
    assert run.steps[0].update.weights.tolist() == [1, 2]
