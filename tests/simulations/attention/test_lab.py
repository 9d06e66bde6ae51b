"""The lab of attention: what it refuses, and that it shows what was asked."""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from quizzes import exercises
from quizzes.exercises import Asked
from simulations import simulation
from simulations.simulation import ParameterError, Trace

LAB = simulation.get("attention")
SEEDS = range(20)


def asked(slug: str, seed: int) -> tuple[Asked, Trace]:
    """A question and the run that its link to the lab leads to."""
    found = exercises.get(slug).ask(Random(seed))
    return found, LAB.run(dict(parse_qsl(urlsplit(found[1].lab).query)))


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("source", {"source": "나는 간다"}),
        ("target", {"target": "I go to the school"}),
        ("source", {"annotations": "1 0"}),
        ("w", {"w": "1 2; 3 4"}),
        ("w", {"w": "1;2;3"}),
        ("u", {"u": "1 2 3;" * 3}),
        ("w", {"v": "1 2"}),
        ("source", {"source": "가 " * 100}),
        ("annotations", {"annotations": "1 1;" * 9}),
    ],
)
def test_what_does_not_fit_is_named(name: str, given: dict[str, Any]) -> None:
    """Words without numbers, matrices of the wrong shape, too long a sentence."""
    with pytest.raises(ParameterError) as refused:
        LAB.run(given)
    assert set(refused.value.errors) == {name}


def test_the_example_finds_its_words() -> None:
    """Its English words look at the Korean ones that they translate."""
    looked = "I → 나는, go → 간다, to → 학교에, school → 학교에"
    assert LAB.run({}).summary["looked"] == looked


@pytest.mark.parametrize("seed", SEEDS)
def test_the_energy_is_seen_in_the_lab(seed: int) -> None:
    """The link leads to this very comparison."""
    (_parameters, question), trace = asked("attention-energy", seed)
    assert question.grade(f"{trace.steps[0]['energy']:.6f}").score == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_weights_are_seen_in_the_lab(seed: int) -> None:
    """Its model finds the energies that were given."""
    (parameters, question), trace = asked("attention-weights", seed)
    energies = [step["energy"] for step in trace.steps]
    assert energies == pytest.approx(parameters["energies"], abs=1e-4)
    weights = [[f"{step['weight']:.6f}" for step in trace.steps]]
    assert question.grade(weights).score == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_context_is_seen_in_the_lab(seed: int) -> None:
    """The first two numbers of the annotations are mixed as in the question."""
    (_parameters, question), trace = asked("attention-context", seed)
    context = trace.summary["contexts"][0][:2]
    assert question.grade([[f"{number:.2f}" for number in context]]).score == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_shapes_are_seen_in_the_lab(seed: int) -> None:
    """Its matrices have the sizes of the question."""
    (parameters, question), trace = asked("attention-shapes", seed)
    arrays = {
        "W": trace.parameters["w"],
        "U": trace.parameters["u"],
        "alphas": trace.summary["alignment"],
        "contexts": trace.summary["contexts"],
    }
    rows = arrays[parameters["asked"]]
    assert question.grade([[str(len(rows)), str(len(rows[0]))]]).score == 1
