"""What every exercise keeps, whichever it is: found by the registry."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any

import pytest
import vl_convert
from django.urls import resolve
from django.utils import translation

from quizzes import exercises, questions
from quizzes.exercises import Exercise, Parameters
from quizzes.models import Variant
from quizzes.questions import Choice, Matrix, Number, Question, Steps, Text
from quizzes.rendering import to_html
from tests.simulations.content import content, figures, numbers, structure
from tests.simulations.hidden import hidden, public, telling, with_another_answer
from tests.simulations.oracles import ORACLES
from tests.timing import within

SEEDS = range(200)
MANY = range(1000)
TWO = SEEDS[:2]
MOST_SORTS = 32  # of figures, of one exercise
ENOUGH = 50  # different questions, where there are as many
EXERCISES = {exercise.slug: exercise for exercise in exercises.all_exercises()}


def ask(
    exercise: Exercise, seed: int, language: str = "en"
) -> tuple[Parameters, Question]:
    with translation.override(language):
        return exercise.ask(Random(seed))


@dataclass
class Asked:
    """Questions of one exercise, each asked once for all tests."""

    exercise: Exercise

    @cached_property
    def asked(self) -> list[tuple[Parameters, Question]]:
        return [ask(self.exercise, seed) for seed in SEEDS]

    @cached_property
    def english(self) -> list[Question]:
        return [question for _parameters, question in self.asked]

    @cached_property
    def parameters(self) -> list[Parameters]:
        return [parameters for parameters, _question in self.asked]

    @cached_property
    def korean(self) -> list[Question]:
        return [ask(self.exercise, seed, "ko")[1] for seed in SEEDS]

    @property
    def both(self) -> Iterator[Question]:
        yield from self.english
        yield from self.korean

    @property
    def many(self) -> Iterator[Question]:
        yield from self.english
        for seed in MANY[len(SEEDS) :]:
            yield ask(self.exercise, seed)[1]


@pytest.fixture(scope="module", params=list(EXERCISES.values()), ids=list(EXERCISES))
def asked(request: pytest.FixtureRequest) -> Asked:
    """One exercise after the other, so that not all questions are kept at once."""
    return Asked(request.param)


def test_every_system_of_the_series_asks() -> None:
    """At least four exercises for each of the thirteen, and sixty in all."""
    systems = {
        "imitation_game", "mcculloch_pitts", "hebb", "perceptron", "activation",
        "backpropagation", "word2vec", "glove", "rnn", "attention", "transformer",
        "bert", "gpt",
    }  # fmt: skip
    homes = [type(one).__module__.split(".")[2] for one in EXERCISES.values()]
    assert {home for home in homes if homes.count(home) >= 4} >= systems
    assert len(EXERCISES) >= 60


def test_the_same_seed_asks_the_same_question(asked: Asked) -> None:
    """All randomness comes from the rng."""
    for seed, question in zip(SEEDS, asked.english, strict=True):
        assert ask(asked.exercise, seed)[1] == question


def test_a_question_survives_its_storage(asked: Asked) -> None:
    """JSON gives an equal question back, without NaN, and it fits in a variant."""
    for question in asked.both:
        stored = json.dumps(question.to_json(), allow_nan=False)
        assert questions.from_json(json.loads(stored)) == question
        assert len(stored.encode()) <= Variant.MOST_BYTES


def test_parameters_alone_make_the_question(asked: Asked) -> None:
    """They are plain JSON, and asking from the stored ones gives the same."""
    for parameters, question in zip(asked.parameters, asked.english, strict=True):
        stored = json.loads(json.dumps(parameters, allow_nan=False))
        assert stored == parameters
        with translation.override("en"):
            again = asked.exercise.question(**stored)
        assert again.prompt == question.prompt
        assert again.expected() == question.expected() or question.kind == "multiple"


def test_the_true_answer_is_right(asked: Asked) -> None:
    """It gets the full score and no scolding."""
    for question in asked.both:
        assert question.grade(question.truth()) == questions.Grade(1.0)


def test_an_independent_oracle_agrees(asked: Asked) -> None:
    """Someone who has only read the question comes to the same answer."""
    slug = asked.exercise.slug
    assert slug in ORACLES, f"Write {slug}'s oracle in tests/simulations/oracles/."
    for parameters, question in zip(asked.parameters, asked.english, strict=True):
        assert question.grade(ORACLES[slug](question)).score == 1, parameters


def test_each_named_mistake_is_told_apart(asked: Asked) -> None:
    """It does not pass, differs from the truth and all others, and is told why."""
    for question in asked.english:
        slips = question.slips()
        assert len(slips) >= 2, "Name at least two mistakes."
        assert len({json.dumps(response) for response, _said in slips}) == len(slips)
        for response, said in slips:
            grade = question.grade(response)
            assert said
            assert grade.feedback == said
            assert not question.passed(grade)
            assert isinstance(question, Number | Text | Choice) <= (grade.score == 0)


def test_an_author_has_nothing_to_mend(asked: Asked) -> None:
    """`check` finds no fault in either language."""
    for question in asked.both:
        assert question.check() == []


def test_both_languages_are_complete(asked: Asked) -> None:
    """Every text of a question is translated; the answer is the same."""
    for korean, english in zip(asked.korean, asked.english, strict=True):
        assert korean.prompt != english.prompt, "Add the Korean of its texts."
        assert korean.explanation != english.explanation, "Explain it in Korean, too."
        assert isinstance(korean, Text) or korean.truth() == english.truth()
        pairs = zip(korean.slips(), english.slips(), strict=True)
        assert all(ours[1] != theirs[1] for ours, theirs in pairs)


def test_nothing_of_the_answer_is_public(asked: Asked) -> None:
    """With another answer and all that is said after it, not a byte of it changes."""
    first = asked.english[0]
    kept = hidden(first)
    assert kept >= {"explanation", "answer_figure", "lab"} | telling(first)
    assert any(name.endswith("feedback") for name in kept), "Name the mistakes."
    for question in asked.english:
        another = with_another_answer(question, kept)
        assert another.truth() != question.truth()
        assert public(another) == public(question)


def test_no_text_of_the_feedback_is_public(asked: Asked) -> None:
    """No prompt and no option says what is told after the attempt."""
    for question in asked.english:
        shown = public(question)
        said = [said for _response, said in question.slips()]
        for text in filter(None, [question.explanation, question.lab, *said]):
            assert json.dumps(text)[1:-1] not in shown


def test_the_answer_does_not_stand_in_the_prompt_s_figure(asked: Asked) -> None:
    """The figure shows the run before its end: the numbers that are asked for are in
    it by chance, not in each variant."""
    drawn = [question for question in asked.english if question.figure]
    assert all(question.figure != question.answer_figure for question in drawn)
    asking = [one for one in drawn if isinstance(one, Number | Matrix | Steps)]
    told = (numbers(one.truth()) <= numbers(one.figure) for one in asking)
    assert not asking or not all(told)


def test_figures_compile(asked: Asked) -> None:
    """Vega-Lite accepts those of two variants, and all of another structure: a few."""
    drawn = [
        (json.dumps(structure(figure)), figure)
        for question in asked.both
        for figure in figures(question)
    ]
    few = [one for seed in TWO for one in figures(asked.english[seed])]
    few += dict(drawn).values()
    assert len(few) <= MOST_SORTS
    for figure in few:
        assert vl_convert.vegalite_to_vega(figure)["marks"]
        assert figure["width"] == "container"
        assert figure["description"]


def test_every_formula_is_readable(asked: Asked) -> None:
    """All TeX of a question becomes MathML, and no Markdown is left over."""
    for question in asked.english[:15] + asked.korean[:15]:
        said = [said for _response, said in question.slips()]
        for text in [*question.markdown(), question.expected(), *said]:
            html = to_html(text)
            assert "math-error" not in html, text
            assert "$" not in html, text
            assert "**" not in html, text


def test_questions_vary(asked: Asked) -> None:
    """At least 50 different ones in 1,000, or all there are."""
    found: set[str] = set()
    for question in asked.many:
        found.add(content(question))
        if len(found) >= ENOUGH:
            assert asked.exercise.space is None
            return
    assert len(found) == asked.exercise.space


def test_asking_is_quick(asked: Asked) -> None:
    """A variant takes a few milliseconds, nothing like a second."""
    with within():
        ask(asked.exercise, seed=MANY.stop)


def test_the_lab_shows_this_very_run(asked: Asked) -> None:
    """After the attempt a link leads to the lab, with parameters that it accepts."""
    for question in asked.english:
        page, _mark, run = question.lab.partition("?")
        assert run, "Write lab(parameters): the address of this run."
        match = resolve(page)
        assert match.view_name == "simulations:simulation"


def test_options_say_nothing_by_their_place(asked: Asked) -> None:
    """Over many variants the right option is in each place about equally often."""
    if not isinstance(asked.english[0], Choice):
        return
    choices = [question for question in asked.many if isinstance(question, Choice)]
    for size in {len(question.options) for question in choices}:
        places = [one.right for one in choices if len(one.options) == size]
        for place in range(size):
            share, even = places.count(place) / len(places), 1 / size
            error = math.sqrt(even * (1 - even) / len(places))
            assert abs(share - even) < 5 * error


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
