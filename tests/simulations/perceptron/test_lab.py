"""The two labs of the perceptron."""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.utils import translation

from quizzes import exercises
from simulations import simulation
from simulations.simulation import ParameterError
from tests.timing import within

LEARNING, PHOTO = simulation.get("perceptron"), simulation.get("photoperceptron")
XOR = "0 0 0; 0 1 1; 1 0 1; 1 1 0"


def test_no_run_makes_more_mistakes_than_its_bound() -> None:
    """The summary says how many there can be."""
    for given in ({}, {"weights": "5 -3", "bias": 2, "eta": 0.5}, {"threshold": "ge"}):
        summary = LEARNING.run(given).summary
        assert summary["mistakes"] <= summary["bound"]


def test_xor_has_no_bound() -> None:
    """It errs for ever, and the drawn weights go in circles."""
    trace = LEARNING.run({"data": XOR})
    assert trace.summary["bound"] == "∞"
    with translation.override("en"):
        assert "The weights in the first steps" in LEARNING.figures(trace)
        assert len(LEARNING.figures(LEARNING.run({}))) == 2


def test_two_points_that_rounding_cannot_part_have_no_bound() -> None:
    """They are shown all the same."""
    summary = LEARNING.run({"data": "999 999 0; 999 999.0000000001 1"}).summary
    assert summary["bound"] == "∞"


@pytest.mark.parametrize("task", ["bars", "squares"])
@pytest.mark.parametrize("rule", ["correcting", "forced"])
def test_the_largest_runs_end(task: str, rule: str) -> None:
    """As many epochs as are allowed, with 40 A-units on a retina of 8 × 8, end soon."""
    given: dict[str, Any] = {
        "task": task,
        "rule": rule,
        "side": 8,
        "units": 40,
        "epochs": 62 if task == "bars" else 23,
    }
    with within(10):
        PHOTO.figures(PHOTO.run(given))
    with pytest.raises(ParameterError) as refused:
        PHOTO.run(given | {"epochs": 63})
    assert set(refused.value.errors) == {"epochs"}


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({}, "the last epoch"),
        ({"task": "squares", "rule": "forced", "side": 4}, "at the end every answer"),
        ({"theta": 12}, "Try more"),
    ],
)
def test_the_verdict_says_whether_it_learned(
    given: dict[str, Any], verdict: str
) -> None:
    """By an epoch without mistakes, by its answers at the end, or not."""
    with translation.override("en"):
        assert verdict in PHOTO.run(given).summary["verdict"]


@pytest.mark.parametrize("seed", range(30))
def test_the_values_of_the_a_units_are_learned_in_the_lab(seed: int) -> None:
    """From mistakes: the link's run has the question's numbers and its answer."""
    parameters, question = exercises.get("perceptron-reinforcement").ask(Random(seed))
    page, _sign, query = question.lab.partition("?")
    if parameters["rule"] == "forced":
        assert page.endswith("/photoperceptron/")
        return
    trace = LEARNING.run(dict(parse_qsl(query)))
    assert trace.steps[0]["weights_before"] == parameters["values"]
    answer = [[str(value) for value in trace.summary["weights"]]]
    assert question.grade(answer).score == 1


def test_another_wiring_is_another_machine() -> None:
    """The seed is the wiring: the same number gives the same one."""
    assert PHOTO.run({"seed": 7}) == PHOTO.run({"seed": 7})
    assert PHOTO.run({"seed": 7}).steps != PHOTO.run({"seed": 8}).steps
