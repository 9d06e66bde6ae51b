"""A response to a question that was mended since."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import questions
from quizzes.questions import BadResponse, Question
from tests.factories import SAMPLES


def authored(kind: str, **changes: Any) -> Question:
    return questions.kind_named(kind).authored(SAMPLES[kind] | changes)


@pytest.mark.parametrize("kind", SAMPLES)
@given(seeds=st.tuples(st.integers(0, 99), st.integers(0, 99)))
def test_what_was_right_stays_right(kind: str, seeds: tuple[int, int]) -> None:
    """However the options are shuffled, and so does what was wrong."""
    asked, now = (authored(kind).dealt(Random(seed)) for seed in seeds)
    assert now.grade(now.reread(asked, asked.truth())).score == 1
    for response, _said in asked.slips():
        score = asked.grade(response).score
        assert now.grade(now.reread(asked, response)).score == score


def test_an_option_that_is_gone_says_so() -> None:
    """Its answer can be graded no more."""
    asked = authored("choice", distractors=["that", "those"])
    now = authored("choice", distractors=["that"])
    with pytest.raises(BadResponse):
        now.reread(asked, "c")


EDITED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("choice", {"distractors": ["rihgt", "no"]}, {"distractors": ["right", "no"]}),
    ("multiple", {"answers": ["rihgt", "so"]}, {"answers": ["right", "so"]}),
    ("true_false", {"reason": "rihgt"}, {"reason": "right"}),
    ("order", {"options": ["1", "2", "rihgt"]}, {"options": ["1", "2", "right"]}),
    ("mark", {"points": ["0 0", "1 1"]}, {"points": ["0 0", "1 -1"]}),
    ("match", {"pairs": ["AMD :: 2", "OR :: 1"]}, {"pairs": ["AND :: 2", "OR :: 1"]}),
    ("match", {"pairs": ["AND :: 22", "OR :: 1"]}, {"pairs": ["AND :: 2", "OR :: 1"]}),
    ("cloze", {"text": "[[=rihgt|no]]"}, {"text": "[[=right|no]]"}),
]


@pytest.mark.parametrize(("kind", "before", "after"), EDITED)
@given(seeds=st.tuples(st.integers(0, 99), st.integers(0, 99)))
def test_an_edited_word_is_the_same_option(
    kind: str, before: dict[str, Any], after: dict[str, Any], seeds: tuple[int, int]
) -> None:
    """Where one text is gone and one is new, what was right or wrong stays so."""
    common: dict[str, Any] = {"mistakes": []}
    asked = authored(kind, **common, **before).dealt(Random(seeds[0]))
    now = authored(kind, **common, **after).dealt(Random(seeds[1]))
    for response in (asked.truth(), *(slip for slip, _said in asked.slips())):
        score = asked.grade(response).score
        assert now.grade(now.reread(asked, response)).score == score


def test_two_edited_words_are_not_guessed() -> None:
    """Which became which is not known; what is unchanged is found."""
    asked = authored("choice", answer="a", distractors=["b", "c"])
    now = authored("choice", answer="a", distractors=["d", "e"])
    assert now.reread(asked, "a") == "a"
    for gone in "bc":
        with pytest.raises(BadResponse):
            now.reread(asked, gone)


def test_two_edited_items_are_not_guessed() -> None:
    """No partner is given to an item that it was not chosen for."""
    asked = authored("match", pairs=["a :: 1", "b :: 2", "c :: 3"], distractors=[])
    now = authored("match", pairs=["d :: 1", "e :: 2", "c :: 3"], distractors=[])
    with pytest.raises(BadResponse):
        now.reread(asked, asked.truth())


def test_a_pair_that_is_gone_is_not_missed() -> None:
    """The partners of the others are those that were given."""
    asked = authored("match", pairs=["a :: 1", "b :: 2", "c :: 3"], distractors=[])
    now = authored("match", pairs=["a :: 1", "b :: 2"], distractors=[], mistakes=[])
    assert now.reread(asked, ["a", "b", "c"]) == ["a", "b"]


def test_a_number_of_another_unit_is_not_read_in_this_one() -> None:
    """2.5 stood beside m: it is no 2.5 km. The same unit in another spelling is."""
    asked, now = (authored("number", unit=unit, answer="2.5") for unit in ("m", "km"))
    with pytest.raises(BadResponse):
        now.reread(asked, "2.5")
    assert asked.reread(authored("number", unit="ｍ"), "2.5") == "2.5"
    assert now.reread(authored("number", unit=""), "2.5") == "2.5"


WRONG_SHAPES: list[Any] = [
    *(None, 5, "a", {}, {"a": "b"}, {"verdict": True}, {"reason": []}),
    *([None], [None, None], ["a"], ["a", ["b"]], [[["a"]]]),
]


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("response", WRONG_SHAPES, ids=str)
def test_what_was_no_response_is_none_now(kind: str, response: Any) -> None:
    """It is refused, or graded as it was; it is never an error."""
    question = authored(kind)
    try:
        before = question.grade(response).score
    except BadResponse:
        with pytest.raises(BadResponse):
            question.grade(question.reread(question, response))
    else:
        assert question.grade(question.reread(question, response)).score == before


def test_another_kind_cannot_take_a_response() -> None:
    """A text is not a choice."""
    with pytest.raises(BadResponse):
        authored("text").reread(authored("choice"), "a")
