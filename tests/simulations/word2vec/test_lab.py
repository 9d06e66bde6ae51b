"""word2vec in the lab: what it says about a text of one's own."""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
from django.urls import resolve
from django.utils import translation

from quizzes import exercises
from quizzes.questions import Question
from simulations import simulation
from simulations.simulation import ParameterError, Trace


def run(**given: Any) -> Trace:
    with translation.override("en"):
        return simulation.get("word2vec").run(given)


@pytest.mark.parametrize(("method", "eta"), [("skip-gram", 0.1), ("cbow", 0.3)])
def test_the_default_text_solves_its_analogy(method: str, eta: float) -> None:
    """왕 − 남자 + 여자 ≈ 여왕, by either method and from several seeds.

    CBOW takes one step where skip-gram predicts a whole context, so its rate is larger.
    """
    for seed in range(3):
        summary = run(method=method, eta=eta, seed=seed).summary
        assert summary["analogy"].startswith("왕 − 남자 + 여자 ≈ 여왕")


def test_the_first_loss_is_that_of_tossing_coins() -> None:
    """All outputs start at 0, so that each prediction costs ln 2."""
    first = run().steps[0]
    words = len(first["scores"])
    assert first["scores"] == [0] * words
    assert first["loss"] == pytest.approx(words * 0.6931471805599453)


def test_a_word_that_the_text_lacks_is_told() -> None:
    """The run is shown all the same, and the figure takes the words there are."""
    trace = run(text="one two three four", window=1, epochs=2)
    assert trace.summary["analogy"] == "The text lacks a word for that."
    assert trace.summary["words"] == 4
    assert len(simulation.get("word2vec").figures(trace)) == 2


def test_words_are_read_as_the_table_shows_them() -> None:
    """Skip-gram predicts the neighbors of each word, within its sentence."""
    steps = run(text="one two three. four five", window=1, epochs=1).steps
    asked = [(step["inputs"], step["truths"]) for step in steps]
    assert asked[:4] == [
        ("one", "two"),
        ("two", "one three"),
        ("three", "two"),
        ("four", "five"),
    ]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("text", {"text": "word"}),
        ("text", {"text": "two words. two words."}),
        ("text", {"text": "... !!"}),
        ("analogy", {"analogy": "king queen"}),
        ("shown", {"shown": "왕 없음"}),
        ("epochs", {"epochs": 200}),
        ("eta", {"eta": 0.5, "text": "a b c " * 60, "epochs": 13}),
        ("threshold", {"threshold": 0.0001, "text": "a b c a b c", "epochs": 50}),
    ],
)
def test_what_cannot_be_learned_is_named(name: str, given: dict[str, Any]) -> None:
    """A text without neighbors, a run that diverges, or one without words."""
    with pytest.raises(ParameterError) as refused:
        run(**given)
    assert set(refused.value.errors) == {name}


def asked(slug: str, seed: int) -> tuple[dict[str, Any], Question, Trace]:
    """A question, and the run that the link after the attempt leads to."""
    with translation.override("en"):
        parameters, question = exercises.get(slug).ask(Random(seed))
    page, _mark, query = question.lab.partition("?")
    shown = simulation.get(resolve(page).kwargs["slug"])
    return parameters, question, shown.run(dict(parse_qsl(query)))


@pytest.mark.parametrize("seed", range(10))
def test_the_lab_shows_the_numbers_that_were_asked_about(seed: int) -> None:
    """The loss, the mean of CBOW, the pairs, the chances, each as the question has it."""
    _parameters, question, trace = asked("word2vec-loss", seed)
    assert question.grade(f"{trace.steps[0]['loss']:.3f}").score == 1
    _parameters, question, trace = asked("word2vec-cbow", seed)
    hidden = [[f"{value:.2f}" for value in trace.steps[0]["hidden"]]]
    assert question.grade(hidden).score == 1
    _parameters, question, trace = asked("word2vec-pair-count", seed)
    assert question.grade(str(trace.summary["pairs"])).score == 1
    parameters, question, trace = asked("word2vec-noise", seed)
    chance = trace.steps[parameters["asked"]]["noise"]
    assert question.grade(f"{chance:.3f}").score == 1
    _parameters, question, trace = asked("word2vec-discard", seed)
    assert question.grade(f"{trace.steps[0]['left_out']:.3f}").score == 1


@pytest.mark.parametrize("seed", range(10))
def test_the_lab_takes_the_step_that_was_asked_about(seed: int) -> None:
    """To the two decimals in which its sigmoids are given."""
    parameters, question, trace = asked("word2vec-step", seed)
    step = trace.steps[0]
    vectors = [*step["inputs"], *step["outputs"]]
    found = vectors[["center", "truth", "noise"].index(parameters["asked"])]
    truth = question.truth()
    np.testing.assert_allclose(found, np.array(truth, dtype=float)[0], atol=0.02)


@pytest.mark.parametrize("slug", ["word2vec-nearest", "word2vec-analogy"])
@pytest.mark.parametrize("seed", range(10))
def test_the_lab_finds_the_word_that_was_asked_for(slug: str, seed: int) -> None:
    """In the very same space."""
    _parameters, question, trace = asked(slug, seed)
    assert trace.summary["nearest"] == question.expected()


@pytest.mark.parametrize(
    ("slug", "name", "given"),
    [
        ("word2vec-step", "truths", {"inputs": "1 2 3"}),
        ("word2vec-step", "noise", {"noise": "1"}),
        ("word2vec-space", "words", {"words": "a b c d d"}),
        ("word2vec-space", "vectors", {"words": "man king woman"}),
        ("word2vec-space", "asked", {"asked": "man king"}),
        ("word2vec-space", "asked", {"asked": "dog"}),
        ("word2vec-space", "words", {"words": "a", "vectors": "1 2", "asked": "a"}),
        ("word2vec-sampling", "counts", {"counts": "1 2"}),
        ("word2vec-sampling", "counts", {"counts": "0 0 0 0"}),
    ],
)
def test_numbers_that_do_not_fit_are_named(
    slug: str, name: str, given: dict[str, Any]
) -> None:
    """Rows of two lengths, words without a vector, counts without a word."""
    with pytest.raises(ParameterError) as refused:
        simulation.get(slug).run(given)
    assert set(refused.value.errors) == {name}


def test_words_at_one_place_are_named_together() -> None:
    """Where b − a + c is a word of the space, both names are read."""
    lab = simulation.get("word2vec-space")
    _cosines, arrows = lab.figures(lab.run({})).values()
    words = [row["word"] for row in arrows["data"]["values"]]
    assert words == ["man", "king", "woman", "queen = b − a + c", "child"]
