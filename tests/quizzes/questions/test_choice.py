"""Choice: shuffled, and silent about which is right."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions import BadResponse, Choice, Option


def choice(*distractors: Option) -> Choice:
    return Choice.of(
        "right", *distractors or (Option("wrong"), Option("off")), prompt="?"
    )


def test_the_right_option_is_equally_often_in_every_place() -> None:
    """Over 3,000 variants the right option is in each place as often (χ² < 13.8)."""
    places = Counter(choice().dealt(Random(seed)).right for seed in range(3000))
    assert sum((n - 1000) ** 2 / 1000 for n in places.values()) < 13.8


def test_the_ids_are_the_places() -> None:
    """The ids are the letters of the places, whichever option stands there."""
    options = choice().dealt(Random(1)).input()["options"]
    assert [option["id"] for option in options] == ["a", "b", "c"]


def test_a_known_slip_is_answered() -> None:
    """A distractor's feedback is said to who picks it."""
    question = choice(Option("wrong", "You forgot."))
    assert question.grade("b").feedback == "You forgot."


def test_the_chance_to_guess_is_known() -> None:
    """One of three options is guessed one time in three."""
    assert choice().chance == pytest.approx(1 / 3)


@pytest.mark.parametrize("response", ["d", "", "ab", "A", 0, None, ["a"], "ａ"])
def test_what_is_no_option_is_refused(response: object) -> None:
    """Only the id of an option is a response."""
    with pytest.raises(BadResponse):
        choice().grade(response)


@pytest.mark.parametrize(
    "question",
    [
        Choice.of("a", Option("a "), prompt="?"),
        Choice.of("a", Option(""), prompt="?"),
        Choice.of("a", prompt="?"),
        Choice.of("a", *(Option(str(n)) for n in range(12)), prompt="?"),
    ],
)
def test_faulty_options_are_found(question: Choice) -> None:
    """Equal, empty, too few and too many options are an author's faults."""
    assert question.check()


@pytest.mark.parametrize(
    "fields", [{}, {"answer": "a"}, {"answer": "a", "distractors": "b"}]
)
def test_missing_fields_are_named(fields: dict[str, object]) -> None:
    """An author who leaves something out is told so."""
    with pytest.raises(ValueError, match=r"choice needs|distractors"):
        Choice.authored({"prompt": "?"} | fields)


WORDS = st.text("abcdef", min_size=1, max_size=5)
OPTIONS = st.lists(st.builds(Option, WORDS, WORDS), min_size=2, max_size=12).filter(
    lambda options: len({option.text for option in options}) == len(options)
)


@given(options=OPTIONS, seed=st.integers(0, 2**32))
def test_exactly_one_option_is_right_wherever_it_stands(
    options: list[Option], seed: int
) -> None:
    """However many there are: it is the answer, and each other one has its words."""
    answer, *distractors = options
    question = Choice.of(answer.text, *distractors, prompt="?").dealt(Random(seed))
    said = {option.text: option.feedback for option in distractors} | {answer.text: ""}
    shown = question.input()["options"]
    assert question.check() == []
    assert {option["text"] for option in shown} == set(said)
    for option in shown:
        grade = question.grade(option["id"])
        assert grade.score == (option["text"] == answer.text)
        assert grade.feedback == said[option["text"]]
    assert question.chance == pytest.approx(1 / len(options))
