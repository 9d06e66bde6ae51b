"""GloVe in the lab: the story of ice and steam, and texts of one's own."""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.urls import resolve
from django.utils import translation

from quizzes import exercises
from quizzes.questions import Number, Question
from simulations import simulation
from simulations.simulation import ParameterError, Step, Trace
from simulations.systems.glove.lab.counting import Counted


def run(**given: Any) -> Trace:
    with translation.override("en"):
        return simulation.get("glove").run(given)


def test_ice_is_solid_and_steam_is_gas() -> None:
    """As in table 1: 고체 tells for 얼음, 기체 for 수증기, 물 and 유행 for neither."""
    trace = run()
    assert isinstance(trace, Counted)
    ratios = trace.ratios
    assert ratios["고체"] > 5
    assert ratios["기체"] < 0.2
    assert 0.8 < ratios["물"] < 1.25
    assert 0.8 < ratios["유행"] < 1.25


def shown(question: Question) -> Step:
    """The first step of the run that the link after the attempt leads to."""
    page, _mark, query = question.lab.partition("?")
    slug = resolve(page).kwargs["slug"]
    return simulation.get(slug).run(dict(parse_qsl(query))).steps[0]


@pytest.mark.parametrize("seed", range(20))
def test_the_lab_shows_the_pair_that_was_asked_about(seed: int) -> None:
    """Its loss, weight and gradient, and the same step of AdaGrad."""
    names = {"glove-term": "loss", "glove-weight": "weight", "glove-adagrad": "bias"}
    for slug, name in names.items():
        _parameters, question = exercises.get(slug).ask(Random(seed))
        assert isinstance(question, Number)
        near = 0.15 if slug == "glove-term" else 0.0006  # f and ln x are given rounded
        found = shown(question)[name]
        assert found == pytest.approx(float(question.value), rel=near, abs=near)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("context", {"context": "1 2 3"}),
        ("biases", {"biases": "1 2 3"}),
        ("steps", {"steps": 501}),
    ],
)
def test_a_pair_that_does_not_fit_is_named(name: str, given: dict[str, Any]) -> None:
    """Vectors of two lengths, three biases, too long a run."""
    with pytest.raises(ParameterError) as refused:
        simulation.get("glove-pair").run(given)
    assert set(refused.value.errors) == {name}


def test_the_loss_falls() -> None:
    """To less than a tenth of what it was, from several seeds."""
    for seed in range(3):
        trace = run(seed=seed)
        assert isinstance(trace, Counted)
        assert trace.losses[-1] < 0.1 * trace.losses[0]


def test_words_that_the_text_lacks_have_no_ratios() -> None:
    """Then there is one figure less."""
    trace = run(text="one two one three", pair="four five")
    assert trace.summary["ratios"] == "No word stands near both."
    assert len(simulation.get("glove").figures(trace)) == 2
    assert len(simulation.get("glove").figures(run())) == 3


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("text", {"text": "word"}),
        ("text", {"text": "one. word. each."}),
        ("pair", {"pair": "ice"}),
        ("epochs", {"epochs": 500}),
    ],
)
def test_what_cannot_be_counted_is_named(name: str, given: dict[str, Any]) -> None:
    """A text without neighbors, a pair that is none, too long a run."""
    with pytest.raises(ParameterError) as refused:
        run(**given)
    assert set(refused.value.errors) == {name}
