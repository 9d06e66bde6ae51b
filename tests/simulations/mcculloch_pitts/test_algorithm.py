"""The circuits against a naive twin, all truth tables, and the nets of the paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.systems.mcculloch_pitts import algorithm
from simulations.systems.mcculloch_pitts.exercises import misreading
from tests.simulations.refusals import refused_at_once

Rows = list[list[int]]


@st.composite
def circuits(draw: st.DrawFn, *, circles: bool = True) -> tuple[Rows, list[int]]:
    """Wires and thresholds of up to four neurons with up to three inputs."""
    inputs, neurons = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    thresholds = draw(st.lists(st.integers(0, 4), min_size=neurons, max_size=neurons))
    wires = []
    for neuron in range(neurons):
        width = inputs + (neurons if circles else neuron)
        row = draw(st.lists(st.integers(-2, 3), min_size=width, max_size=width))
        wires.append(row + [0] * (inputs + neurons - width))
    return wires, thresholds


def alone(endings: list[int], threshold: int) -> algorithm.Circuit:
    return algorithm.circuit(*algorithm.single(endings, threshold))


def bits(rows: int, columns: int) -> st.SearchStrategy[Rows]:
    row = st.lists(st.integers(0, 1), min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


def twin(wires: Rows, thresholds: list[int], trains: Rows) -> Rows:
    """The neurons at 1, 2, …, from the five assumptions, in plain Python."""
    inputs = len(wires[0]) - len(thresholds)
    state, states = [0] * len(thresholds), []
    for signals in trains:
        after = []
        for endings, threshold in zip(wires, thresholds, strict=True):
            excited, inhibited = 0, False
            for source, count in enumerate(endings):
                fired = signals[source] if source < inputs else state[source - inputs]
                if fired == 1 and count < 0:
                    inhibited = True
                if fired == 1 and count > 0:
                    excited += count
            after.append(1 if not inhibited and excited >= threshold else 0)
        state = after
        states.append(state)
    return states


@given(st.data(), circuits(), st.integers(1, 12))
@settings(max_examples=150)
def test_every_step_equals_a_naive_twin(
    data: st.DataObject, wiring: tuple[Rows, list[int]], times: int
) -> None:
    """With and without circles, for any trains of inputs."""
    net = algorithm.circuit(*wiring)
    trains = data.draw(bits(times, net.inputs))
    states = [step.state.tolist() for step in algorithm.run(net, trains)]
    assert states == twin(*wiring, trains)
    assert misreading.followed(wiring, [*trains, trains[0]]) == tuple(
        map(tuple, states)
    )


@given(circuits(circles=False))
@settings(max_examples=100)
def test_a_table_is_where_held_inputs_settle(wiring: tuple[Rows, list[int]]) -> None:
    """All 2ⁿ rows: the neurons reckoned one after the other, in their order."""
    wires, thresholds = wiring
    net = algorithm.circuit(wires, thresholds)
    rows, states = algorithm.table(net)
    assert rows == list(product((0, 1), repeat=net.inputs))
    for row, state in zip(rows, states, strict=True):
        fired = list(row)
        for endings, threshold in zip(wires, thresholds, strict=True):
            pairs = list(zip(endings, fired, strict=False))
            vetoed = any(count < 0 and on for count, on in pairs)
            excited = sum(count for count, on in pairs if count > 0 and on)
            fired.append(int(excited >= threshold and not vetoed))
        assert fired[net.inputs :] == state
    assert misreading.settled(wiring, rows) == tuple(map(tuple, states))


def test_a_threshold_of_0_makes_not() -> None:
    """One inhibitory ending forbids; without it the neuron fires of its own accord."""
    assert algorithm.table(alone([-1], 0)) == ([(0,), (1,)], [[1], [0]])


@pytest.mark.parametrize("n", range(1, 7))
def test_the_threshold_makes_and_or_and_all_between(n: int) -> None:
    """Of n single endings threshold 1 is OR, n is AND, k is at least k; n + 1 none."""
    for k in range(1, n + 2):
        rows, states = algorithm.table(alone([1] * n, k))
        assert [state[0] for state in states] == [int(sum(row) >= k) for row in rows]


@pytest.mark.parametrize("n", range(1, 6))
def test_one_inhibitory_ending_vetoes(n: int) -> None:
    """However many excite: with x₀ inhibiting, the table is x₁ OR … without x₀."""
    rows, states = algorithm.table(alone([-1, *[3] * n], 1))
    assert [state[0] for state in states] == [
        int(any(row[1:]) and not row[0]) for row in rows
    ]


def last(name: str) -> list[int]:
    """The truth table of a named circuit's last neuron, 00 first."""
    _rows, states = algorithm.table(algorithm.named(name))
    return [state[-1] for state in states]


def test_the_named_circuits_are_what_they_are_called() -> None:
    """AND, OR, AND NOT, NOT, and XOR from three neurons."""
    assert last("and") == [0, 0, 0, 1]
    assert last("or") == [0, 1, 1, 1]
    assert last("and_not") == [0, 0, 1, 0]
    assert last("not") == [1, 0, 1, 0]
    assert last("xor") == [0, 1, 1, 0]
    assert last("delay") == [0, 0, 1, 1]


def test_no_single_neuron_is_xor() -> None:
    """Of all neurons with up to three endings from two inputs."""
    for first, second, threshold in product(range(-1, 4), range(-1, 4), range(1, 7)):
        _rows, states = algorithm.table(alone([first, second], threshold))
        assert [state[0] for state in states] != [0, 1, 1, 0]


def before(train: Sequence[int], time: int) -> int:
    """A signal at a time, silent before 0."""
    return train[time] if time >= 0 else 0


@given(st.integers(1, 12).flatmap(lambda times: bits(times, 2)))
@settings(max_examples=200)
def test_heat_and_cold_are_felt_as_in_the_paper(trains: Rows) -> None:
    """McCulloch and Pitts (1943), figure 1e, for every course of touches.

    N₃(t) ≡ N₁(t − 1) ∨ [N₂(t − 3) · ∼N₂(t − 2)], N₄(t) ≡ N₂(t − 2) · N₂(t − 1), with
    their receptors N₁ and N₂ as our inputs x₁ and x₂.
    """
    warm, cold = zip(*trains, strict=True)
    for step in algorithm.run(algorithm.named("heat"), trains):
        t = step.time
        heat = before(warm, t - 1) or (before(cold, t - 3) and not before(cold, t - 2))
        chill = before(cold, t - 2) and before(cold, t - 1)
        assert step.state.tolist()[2:] == [int(heat), int(chill)]


def test_a_touch_of_cold_feels_hot_and_lasting_cold_feels_cold() -> None:
    """The example in words: a moment gives heat only, longer gives cold first."""
    net = algorithm.named("heat")
    moment = algorithm.run(net, [[0, 1], [0, 0], [0, 0], [0, 0]])
    assert [step.state.tolist()[2:] for step in moment] == [
        [0, 0],
        [0, 0],
        [1, 0],
        [0, 0],
    ]
    longer = algorithm.run(net, [[0, 1]] * 4)
    assert [step.state.tolist()[2:] for step in longer] == [
        [0, 0],
        [0, 1],
        [0, 1],
        [0, 1],
    ]


@given(st.integers(1, 20).flatmap(lambda times: bits(times, 2)))
@settings(max_examples=100)
def test_a_loop_remembers_until_it_is_cleared(trains: Rows) -> None:
    """It fires exactly if x₁ came after the last x₂, however long ago."""
    for step in algorithm.run(algorithm.named("memory"), trains):
        seen = trains[: step.time]
        cleared = max((t for t, row in enumerate(seen) if row[1]), default=-1)
        was_set = any(row[0] for row in seen[cleared + 1 :])
        assert step.state.tolist() == [int(was_set)]


@pytest.mark.parametrize("length", range(1, 8))
def test_a_pulse_comes_round_after_the_length_of_its_circle(length: int) -> None:
    """One spike at a time, for ever."""
    wires = [[0] * (length + 1) for _neuron in range(length)]
    wires[0][0] = wires[0][length] = 1
    for neuron in range(1, length):
        wires[neuron][neuron] = 1
    net = algorithm.circuit(wires, [1] * length)
    steps = algorithm.run(net, [[1]] + [[0]] * 29)
    for step in steps:
        spikes = [int((step.time - 1) % length == place) for place in range(length)]
        assert step.state.tolist() == spikes


def test_a_step_tells_every_number_between() -> None:
    """Active endings, vetoes, and the state before, as the trace shows them."""
    net = algorithm.circuit([[2, -1, 1]], [2])
    first, second = algorithm.run(net, [[1, 0], [1, 1]], start=[1])
    assert first.excitation.tolist() == [3]
    assert first.vetoed.tolist() == [False]
    assert second.before.tolist() == first.state.tolist() == [1]
    assert second.vetoed.tolist() == [True]
    assert second.state.tolist() == [0]


def test_depths_are_the_longest_ways() -> None:
    """A neuron fed by an input and by a neuron comes after the neuron."""
    assert algorithm.depths(algorithm.named("heat")) == [1, 2, 3, 2]
    assert algorithm.depths(algorithm.named("memory")) is None


def built(wires: Any = ((1, 0),), thresholds: Any = (1,)) -> Callable[[], object]:
    return lambda: algorithm.circuit(wires, thresholds)


def run(trains: Any, start: Any = None) -> Callable[[], object]:
    return lambda: algorithm.run(alone([1], 1), trains, start)


@pytest.mark.parametrize(
    ("refused", "name"),
    [
        (built(wires=[]), "wires"),
        (built(wires=[[1, 0], [1]], thresholds=[1, 1]), "wires"),
        (built(wires=[[1]]), "wires"),
        (built(wires=[[0.5, 0]]), "wires"),
        (built(wires=[[float("nan"), 0]]), "wires"),
        (built(wires=[[10**9, 0]]), "wires"),
        (built(wires=[[1] * 10**6]), "wires"),
        (built(thresholds=[-1]), "thresholds"),
        (built(thresholds=[float("inf")]), "thresholds"),
        (built(thresholds=[1] * 10**6), "thresholds"),
        (built(thresholds=3), "thresholds"),
        (run([]), "trains"),
        (run([[2]]), "trains"),
        (run([[1, 0]]), "trains"),
        (run([[0]] * 10**6), "trains"),
        (run([[0] * 10**6]), "trains"),
        (run([[0]], start=[0, 0]), "start"),
        (run([[0]], start=[7]), "start"),
        (lambda: algorithm.table(algorithm.named("memory")), "wires"),
        (lambda: algorithm.table(alone([1] * 30, 1)), "inputs"),
    ],
)
def test_what_is_no_circuit_is_refused(
    refused: Callable[[], object], name: str
) -> None:
    """By the parameter's name, before any work, at once."""
    with refused_at_once(name):
        refused()
