"""The discrete-state machines of Turing's paper: the wheel, and storage capacity.

A. M. Turing, "Computing Machinery and Intelligence", Mind 59 (1950), sections 4
and 5. A machine is its table: the next state for each input and each state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from simulations import bounds

MOST_STATES = 1000
MOST_INPUTS = 100_000

# The wheel of section 5: it clicks round through 120° once a second (input 0) unless
# a lever holds it (input 1), and a lamp lights in its third position.
WHEEL = ((1, 2, 0), (0, 1, 2))
LAMP = (0, 0, 1)


@dataclass(frozen=True)
class Tick:
    """One second: the input, the state before and after, and the output after."""

    input: int
    before: int
    after: int
    output: int


def run(
    table: Sequence[Sequence[int]],
    outputs: Sequence[int],
    inputs: Sequence[int],
    *,
    start: int = 0,
) -> list[Tick]:
    """Follow the machine: table[input][state] is its next state, all from 0.

    table (kinds of input, states), outputs (states,), inputs (seconds,). Raises
    OutOfBounds if these do not fit.
    """
    _check(table, outputs, inputs, start)
    ticks, state = [], start
    for given in inputs:
        after = table[given][state]
        ticks.append(Tick(given, state, after, outputs[after]))
        state = after
    return ticks


def _check(
    table: Sequence[Sequence[int]],
    outputs: Sequence[int],
    inputs: Sequence[int],
    start: int,
) -> None:
    states = bounds.length("outputs", outputs, most=MOST_STATES)
    bounds.length("table", table, most=MOST_STATES)
    bounds.length("inputs", inputs, most=MOST_INPUTS)
    bounds.whole("start", start, least=0, most=states - 1)
    for output in outputs:
        bounds.number("outputs", output)
    for row in table:
        if bounds.length("table", row, most=MOST_STATES) != states:
            raise bounds.OutOfBounds(
                "table", "give rows of %(states)d states.", states=states
            )
        for state in row:
            bounds.whole("table", state, least=0, most=states - 1)
    for given in inputs:
        bounds.whole("inputs", given, least=0, most=len(table) - 1)


def capacity(positions: Sequence[int]) -> float:
    """The storage capacity of independent parts with so many positions each, in bits.

    The logarithm to base two of the number of states (section 5): 1.6 for the wheel.
    """
    bounds.length("positions", positions, most=MOST_STATES)
    return sum(
        log2(bounds.whole("positions", count, most=10**9)) for count in positions
    )
