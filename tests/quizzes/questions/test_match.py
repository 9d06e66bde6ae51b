"""Match: a partner for each."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions import BadResponse, Match

PAIRS = ["AND :: two", "OR :: one", "NOT :: none"]


def match(**fields: Any) -> Match:
    return Match.authored({"prompt": "?", "pairs": PAIRS, **fields})


@given(seed=st.integers(), response=st.permutations("abcde"))
def test_the_score_is_the_share_of_partners(seed: int, response: list[str]) -> None:
    """Whoever is given what, and only all pass."""
    question = match(distractors=["three", "four"]).dealt(Random(seed))
    given_ = response[:3]
    right = sum(map(str.__eq__, given_, question.truth()))
    grade = question.grade(given_)
    assert grade.score == pytest.approx(right / 3)
    assert question.passed(grade) == (given_ == question.truth())


@given(seed=st.integers())
def test_shuffling_keeps_the_pairs(seed: int) -> None:
    """What belongs together does, wherever it stands."""
    question = match(distractors=["three"]).dealt(Random(seed))
    assert question.items == ("AND", "OR", "NOT")
    assert set(question.options) == {"two", "one", "none", "three"}
    assert question.expected() == "AND – two; OR – one; NOT – none"


def test_where_a_partner_stands_says_nothing() -> None:
    """All six orders of three come up."""
    assert len({tuple(match().dealt(Random(n)).truth()) for n in range(100)}) == 6


def test_who_is_without_a_partner_is_named() -> None:
    """Unless a named mistake says more."""
    assert match().grade(["b", "a", "c"]).feedback == (
        "Right: 1 of 3. Not right: AND, OR."
    )
    assert match().grade(["a", "b", "c"]).feedback == ""


def test_a_mistake_is_told_to_who_makes_it() -> None:
    """All that are made, and a distractor may be one."""
    mistakes = ["1 2 || One is OR.", "3 4 || NOT has no three."]
    question = match(distractors=["three"], mistakes=mistakes)
    assert question.check() == []
    made = question.grade(["b", "a", "d"])
    assert made.feedback == "One is OR.\n\nNOT has no three."
    assert question.slips() == [
        (["b", "a", "c"], "One is OR."),
        (["a", "b", "d"], "NOT has no three."),
    ]


def test_the_chance_is_one_of_all_ways() -> None:
    """What is left over makes it smaller."""
    assert match().chance == pytest.approx(1 / 6)
    assert match(distractors=["three"]).chance == pytest.approx(1 / 24)


@pytest.mark.parametrize(
    "response",
    [
        "abc",
        ["a"],
        ["a", "a", "b"],
        ["a", "b", ""],
        ["a", "b", "d"],
        ["ab", "c", "a"],
        [1, 2, 3],
        [["a"], "b", "c"],
        {},
        None,
    ],
)
def test_other_shapes_are_refused(response: Any) -> None:
    """Each gets a letter, none of them twice."""
    with pytest.raises(BadResponse):
        match().grade(response)


def test_a_formula_may_hold_what_parts_a_pair_elsewhere() -> None:
    """Signs of equality and bars are no separators."""
    question = match(pairs=[r"$|x| = 1$ :: $y = 2$", "$p(a|b)$ :: $c$"])
    assert question.items == ("$|x| = 1$", "$p(a|b)$")
    assert question.options == ("$y = 2$", "$c$")
    assert question.filled(None)["formulas"]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"pairs": ["a :: b", "a :: c"]}, "Two items"),
        ({"pairs": ["a :: b", "c :: b"]}, "Two options"),
        ({"pairs": [" :: b", "c :: d"]}, "no text"),
        ({"pairs": ["a :: ", "c :: d"]}, "An option is empty"),
        ({"distractors": ["two"]}, "Two options"),
        ({"distractors": list("abcdefghijkl")}, "2 to 12 options"),
        ({"mistakes": ["1 1 || ?"]}, "no mistake"),
        ({"mistakes": ["4 1 || ?"]}, "no mistake"),
        ({"mistakes": ["1 0 || ?"]}, "no mistake"),
    ],
)
def test_an_author_is_told(fields: Any, fault: str) -> None:
    """What cannot be asked is a fault."""
    assert any(fault in found for found in match(**fields).check())


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"pairs": ["a :: b"]}, "2 to 8 pairs"),
        ({"pairs": ["a :: b"] * 100_000}, "2 to 8 pairs"),
        ({"pairs": ["a = b", "c :: d"]}, "AND :: threshold 2"),
        ({"mistakes": ["one || ?"]}, "two numbers"),
    ],
)
def test_what_is_no_match_is_refused(fields: Any, sentence: str) -> None:
    """With a sentence."""
    with pytest.raises(ValueError, match=sentence):
        match(**fields)


def test_an_answer_is_read_by_its_words() -> None:
    """When items were moved, and one and its partner were dropped since."""
    asked = match().dealt(Random(5))
    now = match(pairs=["NOT :: none", "AND :: two"], distractors=["six"])
    assert now.reread(asked, asked.truth()) == ["a", "b"]
    with pytest.raises(BadResponse):
        match(pairs=["AND :: both", "OR :: one"]).reread(asked, asked.truth())
    with pytest.raises(BadResponse):
        match(pairs=["AND :: two", "XOR :: one"]).reread(asked, asked.truth())
