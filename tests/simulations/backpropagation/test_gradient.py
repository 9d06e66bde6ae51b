"""The asked gradient: true to the network, and fair to who rounds on the way."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import numpy as np

from quizzes import exercises
from simulations.systems.backpropagation import algorithm
from simulations.systems.backpropagation.gradient import (
    HIDDEN,
    OUTPUT,
    TOLERANCE,
    Case,
    rounded,
)

SEEDS = range(500)


def cases() -> list[Case]:
    exercise = exercises.get("backpropagation-gradient")
    return [Case(**exercise.parameters(Random(seed))) for seed in SEEDS]


def in_full(case: Case) -> float:
    """The gradient with every digit, from `algorithm`."""
    hidden, output = algorithm.backward(case.layers, case.activations, [case.target])
    if case.of_output:
        return float(output.weights[0, case.j])
    return float(hidden.weights[case.j, case.i])


def by_hand(case: Case, *, slopes_first: bool) -> Decimal:
    """With every product rounded to four decimals, in one order or another."""
    y_slope, h_slope = rounded(case.y * (1 - case.y)), rounded(case.slope)
    delta = rounded((case.y - case.t) * y_slope)
    if not slopes_first:
        delta = rounded(rounded((case.y - case.t) * case.y) * (1 - case.y))
    if case.of_output:
        return rounded(delta * case.h[case.j])
    if slopes_first:
        back = rounded(rounded(delta * case.v[case.j]) * h_slope)
        return rounded(back * case.x[case.i])
    back = rounded(rounded(delta * h_slope) * case.v[case.j])
    return rounded(case.x[case.i] * back)


def test_the_tolerance_covers_rounding() -> None:
    """Who rounds each product to four decimals is right, and who rounds nothing."""
    for case in cases():
        value = rounded(case.gradient)
        for found in (
            by_hand(case, slopes_first=True),
            by_hand(case, slopes_first=False),
            rounded(Decimal(in_full(case))),
        ):
            assert abs(found - value) <= TOLERANCE


def test_the_tolerance_is_small_beside_the_answer() -> None:
    """Nobody is right by answering 0."""
    assert all(abs(case.gradient) >= 40 * TOLERANCE for case in cases())


def test_every_weight_is_asked_for() -> None:
    """Both layers come up."""
    assert {case.asked for case in cases()} == {*HIDDEN, *OUTPUT}


def test_the_given_activations_are_the_network_s() -> None:
    """What the question gives is the forward pass, rounded to four decimals."""
    for case in cases()[:50]:
        _x, h, y = case.activations
        given = [float(value) for value in (*case.h, case.y)]
        assert np.max(np.abs(given - np.array([*h, *y]))) <= 0.5e-4
