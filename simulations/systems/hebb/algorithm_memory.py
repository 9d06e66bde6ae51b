"""An auto-associative memory: patterns of ±1, stored by Hebb's rule, and restored.

J. J. Hopfield, "Neural networks and physical systems with emergent collective
computational abilities", PNAS 79 (1982) 2554–2558: equation 2 stores, equation 1
updates, equation 7 is the energy; its states 0 and 1 are −1 and +1 here, and all
thresholds are 0. Capacity: D. J. Amit, H. Gutfreund, H. Sompolinsky, "Storing
infinite numbers of patterns in a spin-glass model of neural networks", Physical
Review Letters 55 (1985) 1530–1533.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulations import bounds

Array = NDArray[np.float64]
Mode = Literal["synchronous", "asynchronous"]

CAPACITY = 0.138  # patterns per unit, of many units (Amit et al. 1985)
MOST_UNITS = 1000
MOST_SWEEPS = 1000


@dataclass(frozen=True)
class Step:
    """Some units decided anew, each from the state before the step."""

    sweep: int  # from 1
    units: Sequence[int]  # one (asynchronous) or all of them, from 0
    fields: Array  # h = W s of these units
    state: Array  # after the step, as is the energy
    energy: float


@dataclass(frozen=True)
class Run:
    """All steps of a recall.

    `settled` if the last sweep changed nothing; `cycle` if a synchronous run has come
    back to the state before the last, and so goes to and fro for ever.
    """

    start: Array
    steps: Sequence[Step]
    settled: bool
    cycle: bool

    @property
    def state(self) -> Array:
        return self.steps[-1].state


@dataclass(frozen=True)
class Trial:
    """Random patterns, damaged and recalled side by side, a pattern a row."""

    patterns: Array  # (count, units), as are the starts and the states
    starts: Array  # the patterns, damaged
    orders: Sequence[NDArray[np.int64]]  # of the units in each sweep
    states: Array  # after the last sweep

    @property
    def overlaps(self) -> Array:
        """How well each pattern is restored (count,)."""
        return np.asarray((self.states * self.patterns).mean(axis=1))


def store(patterns: ArrayLike) -> Array:
    """W = Σ ξ ξᵀ with a diagonal of 0, shape (n, n), for patterns (p, n) of ±1."""
    xi = _signs("patterns", patterns, shape=(None, None))
    _few_units("patterns", xi.shape[1])
    weights = xi.T @ xi
    np.fill_diagonal(weights, 0)
    return weights


def energy(weights: ArrayLike, state: ArrayLike) -> float:
    """E = −½ sᵀ W s."""
    s = bounds.array("state", state, shape=(None,), most=1e6)
    w = bounds.array("weights", weights, shape=(len(s), len(s)), most=1e6)
    return _energy(w, s)


def _energy(w: Array, s: Array) -> float:
    return float(-0.5 * (s @ w @ s))


def overlap(pattern: ArrayLike, state: ArrayLike) -> float:
    """m = ξ·s / n: 1 if they are equal, −1 if opposite, near 0 if unrelated."""
    xi = bounds.array("pattern", pattern, shape=(None,), most=1e6)
    return float(np.mean(xi * bounds.array("state", state, shape=xi.shape, most=1e6)))


def _decided(fields: Array, state: Array) -> Array:
    """+1 where the field is positive, −1 where negative; at 0 a unit stays."""
    return np.where(fields > 0, 1.0, np.where(fields < 0, -1.0, state))


def recall(
    weights: ArrayLike,
    state: ArrayLike,
    *,
    mode: Mode,
    sweeps: int,
    order: Sequence[int] | None = None,
) -> Run:
    """Let the state (n,) follow symmetric weights (n, n) until nothing changes.

    Synchronous: all units at once; a run that goes to and fro is ended. Asynchronous:
    one unit after another, in `order` (a permutation of 0 … n − 1). At most `sweeps`
    sweeps of all units. Raises bounds.OutOfBounds, naming the parameter.
    """
    s = _signs("state", state, shape=(None,))
    _few_units("state", len(s))
    w = bounds.array("weights", weights, shape=(len(s), len(s)), most=1e6)
    if not np.array_equal(w, w.T):
        raise bounds.OutOfBounds("weights", "give a symmetric matrix.")
    bounds.one_of("mode", mode, ("synchronous", "asynchronous"))
    bounds.whole("sweeps", sweeps, most=MOST_SWEEPS)
    bounds.work("sweeps", float(sweeps) * w.size)
    if mode == "synchronous":
        return _all_at_once(w, s, sweeps)
    return _one_by_one(w, s, sweeps, _order(order, len(s)))


def _order(order: Sequence[int] | None, units: int) -> list[int]:
    if order is None:
        return list(range(units))
    places = bounds.array("order", order, shape=(units,)).tolist()
    if sorted(places) != list(range(units)):
        raise bounds.OutOfBounds("order", "name each unit once.")
    return [int(place) for place in places]


def _all_at_once(w: Array, start: Array, sweeps: int) -> Run:
    states, steps = [start], []
    for sweep in range(1, sweeps + 1):
        fields = w @ states[-1]
        states.append(_decided(fields, states[-1]))
        now = _energy(w, states[-1])
        steps.append(Step(sweep, range(len(w)), fields, states[-1], now))
        if np.array_equal(states[-1], states[-2]):
            return Run(start, steps, settled=True, cycle=False)
        if sweep > 1 and np.array_equal(states[-1], states[-3]):
            return Run(start, steps, settled=False, cycle=True)
    return Run(start, steps, settled=False, cycle=False)


def _one_by_one(w: Array, start: Array, sweeps: int, order: Sequence[int]) -> Run:
    s, now = start, _energy(w, start)
    steps: list[Step] = []
    for sweep in range(1, sweeps + 1):
        before = s
        for unit in order:
            field = w[unit] @ s
            new = _decided(field, s[unit])
            if new != s[unit]:
                now -= float((new - s[unit]) * (field - w[unit, unit] * s[unit]))
                s = s.copy()
                s[unit] = new
            steps.append(Step(sweep, [unit], np.array([field]), s, now))
        if np.array_equal(s, before):
            return Run(start, steps, settled=True, cycle=False)
    return Run(start, steps, settled=False, cycle=False)


def trial(
    units: int, count: int, *, sweeps: int, damaged: float, rng: np.random.Generator
) -> Trial:
    """How well a memory restores `count` random patterns.

    Every pattern is shown with a share `damaged` of its units turned round, and the
    memory of `units` units does `sweeps` asynchronous sweeps. All patterns run side by
    side. Raises bounds.OutOfBounds, naming the parameter.
    """
    bounds.whole("units", units, least=2, most=MOST_UNITS)
    bounds.whole("count", count, most=MOST_UNITS)
    bounds.whole("sweeps", sweeps, most=MOST_SWEEPS)
    bounds.number("damaged", damaged, least=0, most=1)
    bounds.work("sweeps", float(sweeps) * units**2 * count, most=5e9)
    patterns = rng.choice([-1.0, 1.0], size=(count, units))
    weights = store(patterns)
    starts = patterns * np.where(rng.random((count, units)) < damaged, -1.0, 1.0)
    states = starts.copy()
    orders = [rng.permutation(units) for _sweep in range(sweeps)]
    for unit in np.concatenate(orders):
        states[:, unit] = _decided(states @ weights[unit], states[:, unit])
    return Trial(patterns, starts, orders, states)


def bit_error(load: float) -> float:
    """The chance that a unit of a stored pattern is turned by the other patterns.

    P = ½ erfc(√(1 / 2α)) for many units and α = p/n patterns per unit (J. Hertz,
    A. Krogh, R. G. Palmer, "Introduction to the Theory of Neural Computation", 1991,
    equation 2.18).
    """
    bounds.number("load", load, least=1e-6, most=1e6)
    return 0.5 * math.erfc(math.sqrt(0.5 / load))


def _signs(name: str, value: ArrayLike, *, shape: tuple[int | None, ...]) -> Array:
    signs = bounds.array(name, value, shape=shape)
    if not (np.abs(signs) == 1).all():
        raise bounds.OutOfBounds(name, "give −1 and 1 only.")
    return signs


def _few_units(name: str, units: int) -> None:
    if units > MOST_UNITS:
        raise bounds.OutOfBounds(name, "give at most %(most)d units.", most=MOST_UNITS)
