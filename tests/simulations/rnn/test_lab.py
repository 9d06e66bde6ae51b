"""The lab of Elman's network: what it refuses, and that it shows what was asked."""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest

from quizzes import exercises
from quizzes.exercises import Asked
from simulations import simulation
from simulations.simulation import ParameterError, Trace

LAB = simulation.get("rnn")
SEEDS = range(20)


def asked(slug: str, seed: int) -> tuple[Asked, Trace]:
    """A question and the run that its link to the lab leads to."""
    found = exercises.get(slug).ask(Random(seed))
    return found, LAB.run(dict(parse_qsl(urlsplit(found[1].lab).query)))


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("targets", {"targets": "1 0 0 0"}),
        ("targets", {"targets": "2 0 0 0;" * 5}),
        ("hidden", {"hidden": "1 2 3"}),
        ("recurrent", {"recurrent": "1 2; 3 4"}),
        ("start", {"start": "0 0"}),
        ("readout", {"readout": "1 2 3 4"}),
        ("readout", {"readout": "1 2 3;" * 4}),
        ("epochs", {"epochs": 1000}),
        ("inputs", {"inputs": "1;" * 31}),
    ],
)
def test_what_does_not_fit_is_named(name: str, given: dict[str, Any]) -> None:
    """A matrix of the wrong shape, a target that no output reaches, a long run."""
    with pytest.raises(ParameterError) as refused:
        LAB.run(given)
    assert set(refused.value.errors) == {name}


def test_the_example_is_learned() -> None:
    """With its defaults the network spells “hello”, and the loss shows it."""
    trace = LAB.run({})
    word = trace.steps[-5:]
    assert [np.argmax(step["output"]) for step in word] == [
        np.argmax(step["target"]) for step in word
    ]
    assert trace.summary["loss"] < 0.1 * sum(step["loss"] for step in trace.steps[:5])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_next_state_is_seen_in_the_lab(seed: int) -> None:
    """The link leads to this very step."""
    (parameters, question), trace = asked("rnn-next-state", seed)
    state = trace.steps[0]["state"][parameters["asked"] - 1]
    assert question.grade(f"{state:.6f}").score == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_two_steps_are_seen_in_the_lab(seed: int) -> None:
    """Both states, as they are asked for."""
    (_parameters, question), trace = asked("rnn-two-steps", seed)
    states = [[f"{h:.6f}" for h in step["state"]] for step in trace.steps]
    assert question.grade(states).score == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_time_table_is_seen_in_the_lab(seed: int) -> None:
    """Steep tanh units are near 1 where the threshold units answer 1, else near −1."""
    (_parameters, question), trace = asked("rnn-time-table", seed)
    states = np.array([step["state"] for step in trace.steps])
    assert np.abs(states).min() > 0.8
    assert question.grade((states > 0).astype(int).tolist()).score == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_fading_gradient_is_seen_in_the_lab(seed: int) -> None:
    """With inputs of 0 the tanh unit hands back what the linear one does."""
    (parameters, question), trace = asked("rnn-fading-gradient", seed)
    steps = parameters["last"] - parameters["early"]
    factor = trace.summary["reach"][steps] * np.sign(parameters["u"]) ** steps
    assert question.grade(f"{parameters['error'] * factor:.6f}").score == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_clipped_gradient_is_seen_in_the_lab(seed: int) -> None:
    """The network has just this gradient, and W ends at minus the clipped one."""
    (parameters, question), trace = asked("rnn-clipping", seed)
    length = np.linalg.norm(parameters["gradient"])
    assert [step["norm"] for step in trace.steps] == pytest.approx([length] * 4)
    [[*weights, bias]] = trace.summary["hidden"]
    assert question.grade([[f"{-weight:.6f}" for weight in weights]]).score == 1
    assert bias == 0
    assert trace.summary["readout"] == [[8, 0]]
