"""McCulloch and Pitts's neurons: threshold, absolute inhibition, unit delay.

W. S. McCulloch, W. Pitts, "A Logical Calculus of the Ideas Immanent in Nervous
Activity", Bulletin of Mathematical Biophysics 5 (1943) 115–133: the five physical
assumptions of section 2, and the nets of figure 1. N(t) is 1 if a neuron fires at
the time t; a time step is one synaptic delay.

A circuit of m neurons with n inputs is a matrix of wires (m, n + m): row i holds the
endings upon neuron i, first from the inputs, then from the neurons. A positive whole
number counts excitatory endings; a negative one is an inhibitory ending.

A threshold of 0, which the paper does not have, makes a neuron that fires unless it is
inhibited: the NOT of the textbooks (R. Rojas, "Neural Networks", 1996, chapter 2). In
the paper no neuron fires unexcited, so that NOT comes only with an AND.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulations import bounds

MOST_NEURONS = 100
MOST_INPUTS = 100
MOST_TIMES = 10_000
MOST_TABLE = 12  # inputs of a truth table, which has 2ⁿ rows
MOST_ENDINGS = 1000

Numbers = NDArray[np.int64]
Wiring = tuple[list[list[int]], list[int]]  # wires and thresholds of a `circuit`


@dataclass(frozen=True)
class Circuit:
    """Neurons and what is wired to them; made and checked by `circuit`."""

    wires: Numbers  # (m, n + m)
    thresholds: Numbers  # (m,)

    @property
    def neurons(self) -> int:
        return len(self.thresholds)

    @property
    def inputs(self) -> int:
        return int(self.wires.shape[1]) - self.neurons


@dataclass(frozen=True)
class Step:
    """One time step: what reached the neurons, and which of them fire for it."""

    time: int  # t, from 1
    inputs: Numbers  # (n,) at t − 1
    before: Numbers  # (m,) the neurons at t − 1
    excitation: Numbers  # (m,) excitatory endings that were active at t − 1
    vetoed: NDArray[np.bool_]  # (m,) whether any inhibitory ending was active
    state: Numbers  # (m,) the neurons at t


def circuit(wires: Any, thresholds: Any) -> Circuit:
    """The circuit of these wires (m, n + m) and thresholds (m,), all whole numbers.

    Raises OutOfBounds if they do not fit or are too many.
    """
    _length("thresholds", thresholds, MOST_NEURONS)
    _length("wires", wires, MOST_NEURONS, wide=MOST_INPUTS + MOST_NEURONS)
    limits = _whole_numbers("thresholds", thresholds, (None,))
    endings = _whole_numbers("wires", wires, (len(limits), None))
    if not 1 <= endings.shape[1] - len(limits) <= MOST_INPUTS:
        raise bounds.OutOfBounds(
            "wires",
            "give each neuron a number for 1 to %(most)d inputs and then one for each "
            "of the %(neurons)d neurons.",
            most=MOST_INPUTS,
            neurons=len(limits),
        )
    if (limits < 0).any():
        raise bounds.OutOfBounds("thresholds", "give 0 or more.")
    return Circuit(endings, limits)


def _length(name: str, value: Any, most: int, *, wide: int = 1) -> None:
    """Refuse a long list, or one with long rows, before it is made an array of."""
    if not hasattr(value, "__len__") or not 1 <= len(value) <= most:
        raise bounds.OutOfBounds(name, "give 1 to %(most)d rows.", most=most)
    if any(hasattr(row, "__len__") and len(row) > wide for row in value):
        raise bounds.OutOfBounds(
            name, "give at most %(most)d numbers a row.", most=wide
        )


def _whole_numbers(name: str, value: Any, shape: tuple[int | None, ...]) -> Numbers:
    numbers = bounds.array(name, value, shape=shape, most=MOST_ENDINGS)
    if (numbers != numbers.round()).any():
        raise bounds.OutOfBounds(name, "give whole numbers.")
    return numbers.astype(np.int64)


def _signals(name: str, value: Any, shape: tuple[int | None, ...]) -> Numbers:
    signals = _whole_numbers(name, value, shape)
    if not np.isin(signals, (0, 1)).all():
        raise bounds.OutOfBounds(name, "give 0 and 1 only.")
    return signals


def step(net: Circuit, inputs: Numbers, before: Numbers, time: int) -> Step:
    """The neurons at `time` from the inputs (n,) and the neurons (m,) just before.

    A neuron fires if its threshold is reached and nothing inhibits it: assumptions
    1, 2 and 4. It trusts its input, as does `reaching`: `run` has checked it.
    """
    active = np.concatenate([inputs, before])
    excitation, vetoed = reaching(net, active)
    state = _fire(net, excitation, vetoed)
    return Step(time, inputs, before, excitation, vetoed, state)


def reaching(net: Circuit, active: Numbers) -> tuple[Numbers, NDArray[np.bool_]]:
    """Active excitatory endings, and whether any inhibitory one is, (…, m).

    active (…, n + m): the inputs and the neurons that fire.
    """
    excitation: Numbers = active @ np.maximum(net.wires, 0).T
    return excitation, active @ np.minimum(net.wires, 0).T < 0


def _fire(net: Circuit, excitation: Numbers, vetoed: NDArray[np.bool_]) -> Numbers:
    return ((excitation >= net.thresholds) & ~vetoed).astype(np.int64)


def run(net: Circuit, trains: Any, start: Any = None) -> list[Step]:
    """Follow the neurons from the state `start` (m,), all silent if not given.

    trains (T, n): the inputs at the times 0 to T − 1; step t holds the neurons at
    the times 1 to T. Raises OutOfBounds if they do not fit.
    """
    _length("trains", trains, MOST_TIMES, wide=MOST_INPUTS)
    given = _signals("trains", trains, (None, net.inputs))
    silent = np.zeros(net.neurons) if start is None else start
    state = _signals("start", silent, (net.neurons,))
    steps: list[Step] = []
    for time, inputs in enumerate(given, start=1):
        steps.append(step(net, inputs, state, time))
        state = steps[-1].state
    return steps


def depths(net: Circuit) -> list[int] | None:
    """The longest way, in steps, from an input to each neuron; None with a circle."""
    sources = net.wires[:, net.inputs :] != 0  # (m, m): which neurons feed it
    depth = np.ones(net.neurons, dtype=int)
    for _round in range(net.neurons):
        longest = np.where(sources, depth[None, :], 0).max(axis=1, initial=0) + 1
        if (longest == depth).all():
            return depth.tolist()
        depth = longest
    return None


def table(net: Circuit) -> tuple[list[tuple[int, ...]], list[list[int]]]:
    """All 2ⁿ rows of inputs, 0…0 first, and the neurons once they have settled.

    The inputs are held until the longest way is passed. Raises OutOfBounds for a
    circuit with a circle, whose neurons may never settle, and for too many inputs.
    """
    bounds.whole("inputs", net.inputs, most=MOST_TABLE)
    ways = depths(net)
    if ways is None:
        raise bounds.OutOfBounds("wires", "a net with circles has no truth table.")
    rows = list(product((0, 1), repeat=net.inputs))
    inputs = np.array(rows)
    state = np.zeros((len(rows), net.neurons), dtype=np.int64)
    for _step in range(max(ways)):
        state = _fire(net, *reaching(net, np.hstack([inputs, state])))
    return rows, state.tolist()


def single(endings: Sequence[int], threshold: int) -> Wiring:
    """One neuron, which does not feed itself."""
    return [[*endings, 0]], [threshold]


def layered(
    inner: Sequence[Sequence[int]],
    inner_thresholds: Sequence[int],
    outer: Sequence[int],
    threshold: int,
) -> Wiring:
    """Inputs upon inner neurons, these upon one outer neuron, the last one."""
    count = len(inner)
    rows = [[*row, *[0] * (count + 1)] for row in inner]
    rows.append([*[0] * len(inner[0]), *outer, 0])
    return rows, [*inner_thresholds, threshold]


# Nets with two inputs. The first four and the last are of figure 1 of the paper, with
# its threshold of 2 throughout; a loop upon itself remembers (section 3, circles); NOT
# is the textbooks', of x₂ alone.
NAMED: dict[str, Wiring] = {
    "delay": ([[2, 0, 0]], [2]),
    "or": ([[2, 2, 0]], [2]),
    "and": ([[1, 1, 0]], [2]),
    "and_not": ([[2, -1, 0]], [2]),
    "not": ([[0, -1, 0]], [0]),
    "xor": ([[2, -1, 0, 0, 0], [-1, 2, 0, 0, 0], [0, 0, 2, 2, 0]], [2, 2, 2]),
    "memory": ([[2, -1, 2]], [2]),
    # N₁ repeats the cold, N₂ notes its end, N₃ feels heat, N₄ feels cold
    "heat": (
        [
            [0, 2, 0, 0, 0, 0],
            [0, -1, 2, 0, 0, 0],
            [2, 0, 0, 2, 0, 0],
            [0, 1, 1, 0, 0, 0],
        ],
        [2, 2, 2, 2],
    ),
}


def named(name: str) -> Circuit:
    """The circuit of NAMED; KeyError if there is none."""
    return circuit(*NAMED[name])
