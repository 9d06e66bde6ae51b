"""The photoperceptron against a naive twin, the paper's equation, and known limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.bounds import OutOfBounds
from simulations.systems.perceptron import algorithm_photo as photo
from simulations.systems.perceptron import algorithm_separation
from tests.simulations.refusals import refused_at_once

EPOCHS = 12


def twin(
    wiring: photo.Connections,
    stimuli: list[list[int]],
    kinds: list[int],
    *,
    threshold: int,
    correcting: bool,
) -> list[tuple[list[int], float, int, list[float], int]]:
    """The machine once more, in loops: (active, sum, output, values, mistakes)."""
    units = len(wiring.excitatory)
    values, mistakes, steps = [0.0] * units, 0, []
    for _epoch in range(EPOCHS):
        clean = True
        for lit, kind in zip(stimuli, kinds, strict=True):
            active = []
            for unit in range(units):
                excited = sum(lit[point] for point in wiring.excitatory[unit])
                inhibited = sum(lit[point] for point in wiring.inhibitory[unit])
                active.append(1 if excited - inhibited >= threshold else 0)
            total = sum(value for value, on in zip(values, active, strict=True) if on)
            output = 1 if total > 0 else 0
            if output != kind:
                mistakes, clean = mistakes + 1, False
            if output != kind or not correcting:
                way = 0.5 if kind == 1 else -0.5
                values = [
                    value + way if on else value
                    for value, on in zip(values, active, strict=True)
                ]
            steps.append((active, total, output, values, mistakes))
        if clean and correcting:
            break
    return steps


@given(
    st.integers(0, 2**32),
    st.tuples(st.integers(1, 9), st.integers(1, 6), st.integers(1, 5)),
    st.tuples(st.integers(1, 4), st.integers(0, 3), st.integers(-2, 3)),
    st.booleans(),
)
@settings(max_examples=60)
def test_every_step_equals_a_naive_twin(
    seed: int,
    shape: tuple[int, int, int],
    wires: tuple[int, int, int],
    correcting: bool,
) -> None:
    """Active units, sum, answer and values, for any wiring and either rule."""
    (points, units, count), (x, y, theta) = shape, wires
    rng = np.random.default_rng(seed)
    wiring = photo.connect(points, units, excitatory=x, inhibitory=y, rng=rng)
    stimuli = rng.integers(0, 2, (count, points)).tolist()
    kinds = rng.integers(0, 2, count).tolist()
    run = photo.learn(
        wiring,
        stimuli,
        kinds,
        threshold=theta,
        values=np.zeros(units),
        rate=0.5,
        epochs=EPOCHS,
        correcting=correcting,
    )
    done = [
        (
            step.response.active.tolist(),
            step.total,
            step.output,
            step.values.tolist(),
            step.mistakes,
        )
        for step in run.steps
    ]
    assert done == twin(wiring, stimuli, kinds, threshold=theta, correcting=correcting)


@pytest.mark.parametrize(
    ("excitatory", "inhibitory", "theta"), [(3, 1, 1), (5, 5, 2), (10, 3, 4), (2, 0, 2)]
)
@pytest.mark.parametrize("lit", [10, 40])
def test_the_share_of_active_units_is_the_paper_s(
    excitatory: int, inhibitory: int, theta: int, lit: int
) -> None:
    """Equation 1 of 1958 against 40,000 units wired at random, within 5 σ."""
    units = 2000
    stimulus = [1] * lit + [0] * (100 - lit)
    active = 0
    for seed in range(20):
        wiring = photo.connect(
            100,
            units,
            excitatory=excitatory,
            inhibitory=inhibitory,
            rng=np.random.default_rng(seed),
        )
        active += int(photo.respond(wiring, stimulus, threshold=theta).active.sum())
    expected = photo.expected_share(excitatory, inhibitory, theta, lit / 100)
    sigma = (expected * (1 - expected) / (20 * units)) ** 0.5
    assert abs(active / (20 * units) - expected) < 5 * sigma


def test_the_paper_s_share_by_hand() -> None:
    """x = 2, y = 1, θ = 1, R = ½: 2 of e = 1 with i = 0, and 1 of e = 2 with both."""
    assert photo.expected_share(2, 1, 1, 0.5) == pytest.approx(0.5 * 0.5 + 0.25)


def test_points_alone_do_not_tell_bars_apart() -> None:
    """No weights of the retina's points do; A-units make it possible."""
    stimuli, kinds = photo.bars(4)
    assert not algorithm_separation.separable(stimuli, kinds)
    wiring = photo.connect(
        16, 40, excitatory=3, inhibitory=1, rng=np.random.default_rng(0)
    )
    active = [photo.respond(wiring, row, threshold=1).active for row in stimuli]
    assert algorithm_separation.separable(active, kinds)


@pytest.mark.parametrize("task", [photo.bars, photo.squares])
def test_it_learns_two_kinds_of_stimuli(
    task: Callable[[int], tuple[Any, list[int]]],
) -> None:
    """With 40 A-units from each of 30 wirings."""
    stimuli, kinds = task(5)
    for seed in range(30):
        wiring = photo.connect(
            25, 40, excitatory=3, inhibitory=1, rng=np.random.default_rng(seed)
        )
        run = photo.learn(
            wiring, stimuli, kinds, threshold=1, values=np.zeros(40), rate=1, epochs=100
        )
        assert run.converged


def test_forced_learning_says_the_same_again() -> None:
    """Each epoch adds what the first one did: more of them change no answer."""
    stimuli, kinds = photo.squares(6)
    wiring = photo.connect(
        36, 20, excitatory=3, inhibitory=1, rng=np.random.default_rng(3)
    )
    run = photo.learn(
        wiring,
        stimuli,
        kinds,
        threshold=1,
        values=np.zeros(20),
        rate=1,
        epochs=4,
        correcting=False,
    )
    ends = [run.steps[(epoch + 1) * len(kinds) - 1].values for epoch in range(4)]
    for epoch, end in enumerate(ends, start=1):
        assert end.tolist() == (epoch * ends[0]).tolist()


@pytest.mark.parametrize(("task", "side"), [(photo.bars, 5), (photo.squares, 7)])
def test_stimuli_of_both_kinds_are_alike_and_as_many(
    task: Callable[[int], tuple[Any, list[int]]], side: int
) -> None:
    """All light the same number of points; none comes twice."""
    stimuli, kinds = task(side)
    assert len({tuple(row) for row in stimuli.tolist()}) == len(stimuli) == len(kinds)
    assert len(set(stimuli.sum(axis=1).tolist())) == 1
    assert kinds.count(0) == kinds.count(1)


WIRING = photo.Connections(np.array([[0, 1], [2, 3]]), np.array([[2], [0]]))
GIVEN: dict[str, Any] = {
    "connections": WIRING,
    "stimuli": [[1, 1, 0, 0], [0, 0, 1, 1]],
    "kinds": [0, 1],
    "threshold": 1,
    "values": [0, 0],
    "rate": 1,
    "epochs": 1,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stimuli", []),
        ("stimuli", [[1, 0, 0]]),
        ("stimuli", [[1, 0], [1]]),
        ("stimuli", [[1, 0, 0, 2]]),
        ("kinds", [0]),
        ("kinds", [0, 7]),
        ("threshold", 1.5),
        ("threshold", 10**9),
        ("values", [0] * 1_000_000),
        ("values", [0, float("nan")]),
        ("rate", float("inf")),
        ("epochs", 10**9),
        ("epochs", 0),
    ],
)
def test_what_cannot_be_run_is_refused_at_once(name: str, value: Any) -> None:
    """By name, before any work, at once."""
    with refused_at_once(name):
        photo.learn(**GIVEN | {name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("points", 10**9),
        ("units", 1_000_000),
        ("units", 0),
        ("excitatory", 0),
        ("inhibitory", -1),
    ],
)
def test_what_cannot_be_wired_is_refused(name: str, value: Any) -> None:
    """A million A-units, or a unit that nothing excites."""
    given_: dict[str, Any] = {"points": 9, "units": 3, "excitatory": 2, "inhibitory": 1}
    with pytest.raises(OutOfBounds) as refused:
        photo.connect(**given_ | {name: value}, rng=np.random.default_rng(0))
    assert refused.value.name == name
