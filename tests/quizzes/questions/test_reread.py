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


def test_another_kind_cannot_take_a_response() -> None:
    """A text is not a choice."""
    with pytest.raises(BadResponse):
        authored("text").reread(authored("choice"), "a")
