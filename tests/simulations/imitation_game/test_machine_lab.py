"""Turing's discrete-state machine in the lab."""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import parse_qsl

import pytest
import vl_convert

from quizzes import exercises
from simulations import simulation
from simulations.simulation import ParameterError, Trace
from simulations.systems.imitation_game.lab import pictures

LAB = simulation.get("discrete-state-machine")
# Twelve states and two inputs that lead from anywhere to anywhere.
LARGE = {
    "table": [[12, *range(1, 12)], [7, 7, 1, 1, 12, 5, 7, 3, 2, 2, 4, 1]],
    "outputs": [[0, 1] * 6],
    "start": 12,
    "inputs": [[0, 1, 1] * 20],
}


def linked(slug: str, seed: int) -> tuple[dict[str, Any], Trace]:
    """The parameters of a question, and the run that its link leads to."""
    parameters, question = exercises.get(slug).ask(Random(seed))
    page, _sign, query = question.lab.partition("?")
    assert page.endswith("/discrete-state-machine/")
    return parameters, LAB.run(dict(parse_qsl(query)))


def test_the_wheel_of_the_paper_stands_in_the_form() -> None:
    """Three positions, 1.6 bits, and the lamp in the third."""
    trace = LAB.run({})
    assert [step["after"] for step in trace.steps][:4] == ["q₂", "q₃", "q₁", "q₁"]
    assert [step["output"] for step in trace.steps][:4] == [0, 1, 0, 0]
    assert round(trace.summary["capacity"], 1) == 1.6


@pytest.mark.parametrize("seed", range(20))
def test_the_wheel_s_link_shows_the_answer(seed: int) -> None:
    """The lamp of the question's own wheel, second by second."""
    parameters, trace = linked("imitation-game-wheel", seed)
    _same, question = exercises.get("imitation-game-wheel").ask(Random(seed))
    assert [step["input"] for step in trace.steps] == parameters["lever"]
    assert [[step["output"]] for step in trace.steps] == question.truth()


@pytest.mark.parametrize("seed", range(20))
def test_the_capacity_s_link_shows_the_largest_wheel(seed: int) -> None:
    """Once round, back to where it began."""
    parameters, trace = linked("imitation-game-capacity", seed)
    assert trace.summary["states"] == max(parameters["wheels"])
    assert trace.summary["end"] == "q₁"
    assert set(trace.summary["visits"]) == {1}


@pytest.mark.parametrize("given", [{}, LARGE, {"table": [[1]], "outputs": [[1]]}])
def test_a_machine_of_any_size_is_drawn(given: dict[str, Any]) -> None:
    """With one state or twelve; every arrow has its place inside the figure."""
    shown = {"inputs": [[0]]} | given if given else given
    for spec in LAB.figures(LAB.run(shown)).values():
        assert vl_convert.vegalite_to_vega(spec)["marks"]
        assert spec["height"] <= 500


def test_every_pair_of_states_has_one_arrow() -> None:
    """It stands for all inputs that lead that way: above to the right, below back."""
    arrows = {
        (one.start, one.end): one for one in pictures.arrows([[2, 3, 1], [2, 2, 3]])
    }
    assert {pair: one.inputs for pair, one in arrows.items()} == {
        (1, 2): "0, 1",
        (2, 2): "1",
        (2, 3): "0",
        (3, 1): "0",
        (3, 3): "1",
    }
    assert [pair for pair, one in arrows.items() if one.height < 0] == [(3, 1)]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("table", {"table": [[1, 2, 4]]}),
        ("table", {"table": [[1, 2, 1.5]]}),
        ("outputs", {"outputs": [[0, 1]]}),
        ("outputs", {"outputs": [[0, 0.5, 1]]}),
        ("start", {"start": 4}),
        ("inputs", {"inputs": [[0, 2]]}),
        ("inputs", {"inputs": [[0.5]]}),
    ],
)
def test_what_does_not_fit_is_named(name: str, given: dict[str, Any]) -> None:
    """The form says at which field something is wrong."""
    with pytest.raises(ParameterError) as refused:
        LAB.run(given)
    assert set(refused.value.errors) == {name}
