"""The memory of patterns: a naive twin, its energy, and how much it holds."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.bounds import OutOfBounds
from simulations.systems.hebb import algorithm_memory as memory
from tests.simulations.refusals import refused_at_once

sign = st.sampled_from([-1, 1])


@st.composite
def memories(draw: st.DrawFn) -> tuple[list[list[int]], list[int]]:
    """Up to four patterns of two to seven units, and a state."""
    units = draw(st.integers(2, 7))
    pattern = st.lists(sign, min_size=units, max_size=units)
    return draw(st.lists(pattern, min_size=1, max_size=4)), draw(pattern)


def stored(patterns: list[list[int]]) -> list[list[int]]:
    """Hopfield's equation 2 in plain Python, with ±1."""
    units = range(len(patterns[0]))
    return [
        [0 if i == j else sum(p[i] * p[j] for p in patterns) for j in units]
        for i in units
    ]


def swept(weights: list[list[int]], state: list[int], at_once: bool) -> list[int]:
    """One sweep in plain Python: a unit follows the sign of its field, if it has one."""
    seen, state = list(state), list(state)
    for i, row in enumerate(weights):
        field = sum(w * s for w, s in zip(row, seen if at_once else state, strict=True))
        if field:
            state[i] = 1 if field > 0 else -1
    return state


@given(memories())
@settings(max_examples=60)
def test_weights_equal_a_naive_twin(drawn: tuple[list[list[int]], list[int]]) -> None:
    """Exactly."""
    patterns, _state = drawn
    assert memory.store(patterns).tolist() == stored(patterns)


@given(memories(), st.booleans())
@settings(max_examples=100)
def test_a_sweep_equals_a_naive_twin(
    drawn: tuple[list[list[int]], list[int]], at_once: bool
) -> None:
    """All at once, or one unit after another."""
    patterns, state = drawn
    weights = stored(patterns)
    mode: memory.Mode = "synchronous" if at_once else "asynchronous"
    run = memory.recall(weights, state, mode=mode, sweeps=1)
    assert run.state.tolist() == swept(weights, state, at_once)


@given(memories(), st.booleans())
@settings(max_examples=60)
def test_each_step_knows_its_energy(
    drawn: tuple[list[list[int]], list[int]], at_once: bool
) -> None:
    """It is −½ Σ w_ij s_i s_j of the state after the step, in plain loops."""
    patterns, state = drawn
    weights = stored(patterns)
    mode: memory.Mode = "synchronous" if at_once else "asynchronous"
    for step in memory.recall(weights, state, mode=mode, sweeps=5).steps:
        s = step.state.tolist()
        pairs = [(i, j) for i in range(len(s)) for j in range(len(s))]
        energy = -0.5 * sum(weights[i][j] * s[i] * s[j] for i, j in pairs)
        assert step.energy == pytest.approx(energy)


@given(memories())
@settings(max_examples=100)
def test_one_by_one_the_energy_never_rises(
    drawn: tuple[list[list[int]], list[int]],
) -> None:
    """So the run settles (Hopfield 1982)."""
    patterns, state = drawn
    weights = memory.store(patterns)
    run = memory.recall(weights, state, mode="asynchronous", sweeps=100)
    energies = [memory.energy(weights, state), *(step.energy for step in run.steps)]
    assert all(after <= before for before, after in itertools.pairwise(energies))
    assert run.settled


@given(memories())
@settings(max_examples=100)
def test_all_at_once_a_run_settles_or_goes_to_and_fro(
    drawn: tuple[list[list[int]], list[int]],
) -> None:
    """With symmetric weights no longer cycle exists (Goles, Fogelman, Pellegrin 1985)."""
    patterns, state = drawn
    weights = memory.store(patterns)
    run = memory.recall(weights, state, mode="synchronous", sweeps=200)
    assert run.settled != run.cycle


@given(st.integers(4, 40), st.data())
@settings(max_examples=60)
def test_a_single_pattern_is_always_restored(units: int, data: st.DataObject) -> None:
    """From any damage to less than half of it; its opposite from more."""
    pattern = np.array(data.draw(st.lists(sign, min_size=units, max_size=units)))
    damaged = data.draw(st.integers(0, (units - 3) // 2))
    state = pattern * np.where(np.arange(units) < damaged, -1, 1)
    weights = memory.store([pattern])
    for shown in (1, -1):
        run = memory.recall(weights, shown * state, mode="synchronous", sweeps=3)
        assert memory.overlap(pattern, run.state) == shown


def test_orthogonal_patterns_are_kept_exactly() -> None:
    """Rows of a Hadamard matrix do not disturb each other: h = (n − p) ξ."""
    rows = np.array([[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1]])
    patterns = np.hstack([rows, rows])
    weights = memory.store(patterns)
    np.testing.assert_array_equal(patterns @ weights, 5 * patterns)


@pytest.mark.parametrize(
    ("error", "load"),
    [(0.001, 0.105), (0.0036, 0.138), (0.01, 0.185), (0.05, 0.37), (0.1, 0.61)],
)
def test_the_published_table_of_errors(error: float, load: float) -> None:
    """Table 2.1 of Hertz, Krogh and Palmer (1991), to its printed digits."""
    assert memory.bit_error(load) == pytest.approx(error, rel=0.02)


@pytest.mark.parametrize("load", [0.185, 0.61])
def test_errors_are_as_many_as_the_table_says(load: float) -> None:
    """One synchronous step from the stored patterns of 600 units, measured."""
    rng = np.random.default_rng(3)
    patterns = rng.choice([-1, 1], size=(round(load * 600), 600))
    fields = patterns @ memory.store(patterns)
    wrong = float(np.mean(fields * patterns < 0))
    assert wrong == pytest.approx(memory.bit_error(load), rel=0.1)


def kept(units: int, load: float) -> float:
    """The share of stored patterns that come back nearly whole, over four memories."""
    overlaps = [
        memory.trial(
            units,
            round(load * units),
            sweeps=20,
            damaged=0.05,
            rng=np.random.default_rng(seed),
        ).overlaps
        for seed in range(4)
    ]
    return float(np.mean(np.concatenate(overlaps) > 0.9))


@pytest.mark.parametrize("seed", range(10))
def test_a_trial_equals_a_naive_twin(seed: int) -> None:
    """Stored, damaged and recalled in plain Python, in the same orders, to the unit."""
    rng = np.random.default_rng(seed)
    found = memory.trial(12, 3, sweeps=3, damaged=0.3, rng=rng)
    patterns = found.patterns.astype(int).tolist()
    weights = stored(patterns)
    for pattern, row, end, overlap in zip(
        patterns, found.starts, found.states, found.overlaps, strict=True
    ):
        state = row.astype(int).tolist()
        for order in found.orders:
            for i in order:
                field = sum(w * s for w, s in zip(weights[i], state, strict=True))
                state[i] = state[i] if not field else 1 if field > 0 else -1
        assert end.tolist() == state
        same = sum(a == b for a, b in zip(pattern, state, strict=True))
        assert overlap == pytest.approx((2 * same - 12) / 12)


@pytest.mark.parametrize("damaged", [0, 0.3, 1])
def test_a_share_of_the_units_is_damaged(damaged: float) -> None:
    """Of 20,000, to four standard deviations."""
    rng = np.random.default_rng(0)
    found = memory.trial(200, 100, sweeps=1, damaged=damaged, rng=rng)
    assert set(np.unique(found.patterns)) == {-1, 1}
    turned = np.mean(found.starts != found.patterns)
    assert abs(turned - damaged) <= 4 * math.sqrt(damaged * (1 - damaged) / 20_000)


@pytest.mark.slow
def test_the_capacity_is_about_0_138_patterns_a_unit() -> None:
    """Under it more units restore more, over it they restore less.

    Amit, Gutfreund and Sompolinsky (1985): in the limit the overlap drops at once, at
    α = 0.138. In few units the drop is blurred, and sharpens as they become more:
    measured with 1,000 units, 100 % are kept at α = 0.10 and 2 % at 0.20.
    """
    few = {load: kept(150, load) for load in (0.12, 0.18)}
    many = {load: kept(1000, load) for load in (0.10, 0.12, 0.18, 0.20)}
    assert many[0.10] > 0.99
    assert many[0.20] < 0.1
    assert many[0.12] > max(few[0.12], 0.97)
    assert many[0.18] < min(few[0.18], 0.35)


FINE: dict[str, Any] = {
    "weights": [[0, 1], [1, 0]],
    "state": [1, -1],
    "mode": "synchronous",
    "sweeps": 1,
}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("sweeps", {"sweeps": 10**9}),
        ("sweeps", {"sweeps": 0}),
        ("state", {"state": [1, 0]}),
        ("state", {"state": []}),
        ("state", {"state": np.ones(1_000_000)}),
        ("weights", {"weights": [[0, 1]]}),
        ("weights", {"weights": [[0, 1], [2, 0]]}),
        ("weights", {"weights": [[0, float("nan")], [1, 0]]}),
        ("mode", {"mode": "parallel"}),
        ("order", {"mode": "asynchronous", "order": [0, 0]}),
    ],
)
def test_what_cannot_be_recalled_is_refused_at_once(name: str, given: dict) -> None:
    """The error names the parameter, at once."""
    with refused_at_once(name):
        memory.recall(**(FINE | given))


@pytest.mark.parametrize(
    "patterns",
    [[[1, 2]], [[1, -1], [1]], [], np.ones((1, 100_000)), [[1, float("nan")]]],
)
def test_what_cannot_be_stored_is_refused_at_once(patterns: Any) -> None:
    """Patterns are of −1 and 1, of one length, and of at most a thousand units."""
    with refused_at_once("patterns"):
        memory.store(patterns)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("units", {"units": 10**6}),
        ("count", {"count": 0}),
        ("sweeps", {"sweeps": 1000, "units": 1000, "count": 1000}),
        ("damaged", {"damaged": 1.5}),
    ],
)
def test_what_cannot_be_measured_is_refused_at_once(name: str, given: dict) -> None:
    """The work is counted before it is done."""
    fine = {"units": 10, "count": 2, "sweeps": 1, "damaged": 0.1}
    with pytest.raises(OutOfBounds) as refused:
        memory.trial(**(fine | given), rng=np.random.default_rng(0))
    assert refused.value.name == name
