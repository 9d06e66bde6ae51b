"""Order: credit by pairs that stand the right way round."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from quizzes.questions import BadResponse, Mistake, Order

NAMES = ("first", "second", "third", "fourth", "fifth", "sixth")
orders = st.integers(3, 6).flatmap(lambda size: st.permutations(range(size)))


def of(size: int, *mistakes: Mistake) -> Order:
    return Order(prompt="?", options=NAMES[:size], mistakes=mistakes)


@given(places=orders, seed=st.integers())
def test_the_score_is_kendalls_tau(places: list[int], seed: int) -> None:
    """As SciPy has it, never under 0; only the right order passes."""
    question = of(len(places)).dealt(Random(seed))
    grade = question.grade([question.truth()[place] for place in places])
    tau = kendalltau(range(len(places)), places).statistic
    assert grade.score == pytest.approx(max(0, tau))
    assert question.passed(grade) == (places == sorted(places))


@given(size=st.integers(3, 6), seed=st.integers())
def test_it_is_never_dealt_in_its_right_order(size: int, seed: int) -> None:
    """And its right order is that of the author, however it was shuffled."""
    question = of(size).dealt(Random(seed))
    assert question.options != NAMES[:size]
    assert question.expected() == " → ".join(NAMES[:size])


def test_a_mistake_is_told_to_who_puts_one_before_the_other() -> None:
    """Wherever the two stand."""
    question = of(4, Mistake((3, 1), "Third needs first."))
    assert question.grade(list("dcba")).feedback == "Third needs first."
    assert "Third needs" not in question.grade(list("bacd")).feedback
    assert question.slips() == [(list("cabd"), "Third needs first.")]


@given(order=orders, response=orders)
def test_a_form_says_the_same(order: list[int], response: list[int]) -> None:
    """Its numbers, given to the letters, are read as the letters in order."""
    question = of(len(order))
    letters = "abcdef"[: len(order)]
    numbers = dict(zip(letters, order, strict=True))
    form = {f"response-{one}": [str(n + 1)] for one, n in numbers.items()}
    assert question.read(form) == sorted(letters, key=numbers.__getitem__)


@pytest.mark.parametrize(
    "response",
    ["abc", ["a", "b"], ["a", "a", "b"], ["a", "b", "d"], [1, 2, 3], None, ["a", None]],
)
def test_other_shapes_are_refused(response: Any) -> None:
    """Each option has a place of its own."""
    with pytest.raises(BadResponse):
        of(3).grade(response)


@pytest.mark.parametrize("pair", [(1, 3), (2, 2), (4, 1), (1, 0)])
def test_a_mistake_that_is_none_is_named(pair: tuple[int, int]) -> None:
    """The later one stands first, and both are there."""
    assert of(3, Mistake(pair, "?")).check()


def test_an_author_writes_mistakes_as_two_numbers() -> None:
    """Anything else is refused."""
    with pytest.raises(ValueError, match="two numbers"):
        Order.authored({"options": list("abc"), "mistakes": ["one || ?"]})
