"""Circuits as someone reads them who has one of the rules wrong.

In plain Python: these circuits have a handful of units, for which numpy is slow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from simulations.systems.mcculloch_pitts.algorithm import Wiring

Rule = Literal[
    "right",
    "ignored",  # inhibition does nothing
    "subtracted",  # an inhibitory ending counts −1
    "strict",  # the threshold has to be exceeded
    "single",  # several endings count as one
    "instant",  # no delay at all: the inputs at t act at t
    "chained",  # a delay from the inputs on, none between neurons
]
Row = Sequence[int]
Bits = tuple[tuple[int, ...], ...]


class Neuron(NamedTuple):
    """Whatever is misread of a neuron, it still adds up, is forbidden, and compares."""

    counted: list[tuple[int, int]]  # places of units, and how much each counts
    forbidding: list[int]  # places of units
    needed: int

    def fires(self, active: Row) -> int:
        """0 or 1, when these units are active."""
        for place in self.forbidding:
            if active[place]:
                return 0
        total = 0
        for place, count in self.counted:
            if active[place]:
                total += count
        return int(total >= self.needed)


def neuron(endings: Row, threshold: int, rule: Rule = "right") -> Neuron:
    """One neuron as it is read by this rule."""
    counted, forbidding = [], []
    for place, count in enumerate(endings):
        if count > 0:
            counted.append((place, 1 if rule == "single" else count))
        elif count < 0 and rule == "subtracted":
            counted.append((place, count))
        elif count < 0 and rule != "ignored":
            forbidding.append(place)
    return Neuron(counted, forbidding, threshold + (rule == "strict"))


def settled(wiring: Wiring, rows: Iterable[Row], rule: Rule = "right") -> Bits:
    """The neurons for each row of inputs that are held, as in a truth table.

    Each neuron stands after those that feed it, so one turn settles them all.
    """
    neurons = _neurons(wiring, rule)
    silent = [0] * len(neurons)
    return tuple(tuple(_in_turn(neurons, row, silent)) for row in rows)


def followed(wiring: Wiring, trains: Sequence[Row], rule: Rule = "right") -> Bits:
    """The neurons at the times 1, 2, …, as many as there are inputs after t = 0."""
    neurons = _neurons(wiring, rule)
    state, states = [0] * len(neurons), []
    for time in range(1, len(trains)):
        seen = trains[time if rule == "instant" else time - 1]
        if rule in ("instant", "chained"):
            state = _in_turn(neurons, seen, state)
        else:
            active = [*seen, *state]
            state = [one.fires(active) for one in neurons]
        states.append(tuple(state))
    return tuple(states)


def _neurons(wiring: Wiring, rule: Rule) -> list[Neuron]:
    return [neuron(row, least, rule) for row, least in zip(*wiring, strict=True)]


def _in_turn(neurons: Sequence[Neuron], inputs: Row, before: Row) -> list[int]:
    """Neuron after neuron, each seeing at once what those before it do."""
    active = [*inputs, *before]
    for place, one in enumerate(neurons, start=len(inputs)):
        active[place] = one.fires(active)
    return active[len(inputs) :]
