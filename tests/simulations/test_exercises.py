"""What every exercise keeps, whichever it is: found by the registry."""

from __future__ import annotations

import json
import math
import string
import time
from decimal import Decimal
from random import Random
from typing import Any

import pytest
import vl_convert
from django.urls import resolve
from django.utils import translation

from quizzes import exercises, questions
from quizzes.exercises import Exercise
from quizzes.models import Variant
from quizzes.questions import Choice, Number, Question
from quizzes.rendering import to_html

SEEDS = range(200)
EXERCISES = {exercise.slug: exercise for exercise in exercises.all_exercises()}

every_exercise = pytest.mark.parametrize(
    "exercise", EXERCISES.values(), ids=EXERCISES.keys()
)


def ask(exercise: Exercise, seed: int, language: str = "en") -> Question:
    with translation.override(language):
        _parameters, question = exercise.ask(Random(seed))
        return question


def wrong_answers(question: Question) -> list[tuple[str, str]]:
    """What a response to each named mistake would be, and its feedback."""
    if isinstance(question, Choice):
        options = zip(string.ascii_lowercase, question.options, strict=False)
        return [
            (letter, option.feedback)
            for place, (letter, option) in enumerate(options)
            if place != question.right
        ]
    assert isinstance(question, Number)
    return [(mistake.value, mistake.feedback) for mistake in question.mistakes]


def true_answer(question: Question) -> str:
    if isinstance(question, Choice):
        return string.ascii_lowercase[question.right]
    assert isinstance(question, Number)
    return question.value


def test_the_exercises_of_this_project_are_found() -> None:
    """Autodiscovery registers them when the apps are ready."""
    assert set(EXERCISES) >= {
        "backpropagation-gradient",
        "perceptron-convergence",
        "perceptron-update",
    }


@every_exercise
def test_the_same_seed_asks_the_same_question(exercise: Exercise) -> None:
    """All randomness comes from the rng."""
    for seed in SEEDS:
        assert ask(exercise, seed) == ask(exercise, seed)


@every_exercise
def test_a_question_survives_its_storage(exercise: Exercise) -> None:
    """JSON gives an equal question back, without NaN, and it fits in a variant."""
    for seed in SEEDS:
        question = ask(exercise, seed, "ko")
        stored = json.dumps(question.to_json(), allow_nan=False)
        assert questions.from_json(json.loads(stored)) == question
        assert len(stored.encode()) <= Variant.MOST_BYTES


@every_exercise
def test_parameters_alone_make_the_question(exercise: Exercise) -> None:
    """They are plain JSON, and asking from the stored ones gives the same."""
    for seed in SEEDS:
        rng = Random(seed)
        parameters, question = exercise.ask(rng)
        stored = json.loads(json.dumps(parameters, allow_nan=False))
        assert stored == parameters
        again = exercise.question(**stored)
        assert again.prompt == question.prompt
        assert again.expected() == question.expected()


@every_exercise
def test_the_true_answer_is_right(exercise: Exercise) -> None:
    """It gets the full score and no scolding."""
    for seed in SEEDS:
        question = ask(exercise, seed)
        assert question.grade(true_answer(question)) == questions.Grade(1.0)


@every_exercise
def test_each_named_mistake_is_told_apart(exercise: Exercise) -> None:
    """It scores 0, differs from the truth and all others, and says what happened."""
    for seed in SEEDS:
        question = ask(exercise, seed)
        named = wrong_answers(question)
        assert len(named) >= 2
        assert len({answer for answer, _feedback in named}) == len(named)
        for answer, feedback in named:
            assert feedback
            assert answer != true_answer(question)
            assert question.grade(answer) == questions.Grade(0.0, feedback)


@every_exercise
@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_author_has_nothing_to_mend(exercise: Exercise, language: str) -> None:
    """`check` finds no fault in either language."""
    for seed in SEEDS:
        assert ask(exercise, seed, language).check() == []


@every_exercise
def test_both_languages_are_complete(exercise: Exercise) -> None:
    """Every text of a question is translated; the answer is the same."""
    for seed in SEEDS:
        korean, english = ask(exercise, seed, "ko"), ask(exercise, seed, "en")
        assert korean.prompt != english.prompt
        assert korean.explanation != english.explanation
        assert true_answer(korean) == true_answer(english)
        pairs = zip(wrong_answers(korean), wrong_answers(english), strict=True)
        assert all(ours[1] != theirs[1] for ours, theirs in pairs)


@every_exercise
def test_nothing_of_the_answer_is_public(exercise: Exercise) -> None:
    """What leaves before the attempt holds no answer, explanation or feedback."""
    for seed in SEEDS:
        question = ask(exercise, seed)
        public = question.public()
        assert set(public) == {"kind", "prompt", "figure", "input"}
        assert true_answer(question) not in public["input"].values()
        whole = json.dumps(public)
        for hidden in (question.explanation, question.lab):
            assert json.dumps(hidden)[1:-1] not in whole
        for _answer, feedback in wrong_answers(question):
            assert json.dumps(feedback)[1:-1] not in whole


@every_exercise
def test_the_answer_does_not_stand_in_the_prompt_s_figure(exercise: Exercise) -> None:
    """The figure shows the run before its end; the rest is the answer figure."""
    shown = [ask(exercise, seed) for seed in SEEDS]
    assert all(question.figure for question in shown)
    assert all(question.figure != question.answer_figure for question in shown)


@every_exercise
@pytest.mark.parametrize("seed", [0, 1])
def test_figures_compile(exercise: Exercise, seed: int) -> None:
    """Vega-Lite accepts them."""
    question = ask(exercise, seed, "ko")
    for figure in filter(None, (question.figure, question.answer_figure)):
        assert vl_convert.vegalite_to_vega(figure)["marks"]
        assert figure["width"] == "container"
        assert figure["description"]


@every_exercise
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_formula_is_readable(exercise: Exercise, language: str) -> None:
    """All TeX of a question becomes MathML, and no Markdown is left over."""
    for seed in range(20):
        question = ask(exercise, seed, language)
        feedback = [feedback for _answer, feedback in wrong_answers(question)]
        for text in (question.prompt, question.explanation, *feedback):
            html = to_html(text)
            assert "math-error" not in html
            assert "$" not in html
            assert "**" not in html


@every_exercise
def test_questions_vary(exercise: Exercise) -> None:
    """At least 50 different ones in 1,000."""
    assert len({ask(exercise, seed).prompt for seed in range(1000)}) >= 50


@every_exercise
def test_asking_is_quick(exercise: Exercise) -> None:
    """A variant takes well under 20 ms."""
    started = time.process_time()
    for seed in SEEDS:
        ask(exercise, seed)
    assert (time.process_time() - started) / len(SEEDS) < 0.02


@every_exercise
def test_the_lab_shows_this_very_run(exercise: Exercise) -> None:
    """After the attempt a link leads to the lab, with parameters that it accepts."""
    for seed in SEEDS:
        address = ask(exercise, seed).lab
        match = resolve(address.partition("?")[0])
        assert match.view_name == "simulations:simulation"


@every_exercise
def test_options_say_nothing_by_their_place(exercise: Exercise) -> None:
    """Over many variants the right option is in each place about equally often."""
    asked = [ask(exercise, seed) for seed in range(1000)]
    places = [question.right for question in asked if isinstance(question, Choice)]
    for place in set(places):
        share, even = places.count(place) / len(places), 1 / len(set(places))
        assert abs(share - even) < 5 * math.sqrt(even * (1 - even) / len(places))


def number(exercise: str, **parameters: Any) -> Number:
    """The question about these parameters, in English."""
    with translation.override("en"):
        question = exercises.get(exercise).question(**parameters)
    assert isinstance(question, Number)
    return question


def test_the_answer_is_exact() -> None:
    """0.1 + 0.2 is 0.3 here: the value is what a careful person writes."""
    question = number(
        "perceptron-update",
        weights=[0.2, 0.5],
        bias=-1,
        sample=[1, -1],
        target=1,
        eta=0.1,
        threshold="gt",
        asked="w1",
    )
    assert Decimal(question.value) == Decimal("0.3")
    assert question.grade("0.3").score == 1
    assert "sign" in question.grade("0.1").feedback
