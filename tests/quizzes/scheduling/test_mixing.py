"""Mixing: interleaved, siblings apart, easiest to lose first."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quizzes.scheduling.mixing import Candidate, interleaved, spread


def test_the_easiest_to_lose_comes_first() -> None:
    """Of one chapter, the order is by risk."""
    window = [Candidate(n, "a", risk=n / 10) for n in range(5)]
    assert interleaved(window) == [4, 3, 2, 1, 0]


def test_neighbours_differ_in_chapter_where_they_can() -> None:
    """Two chapters alternate, whatever the risks."""
    window = [Candidate(("a", n), "a", risk=0.9) for n in range(3)]
    window += [Candidate(("b", n), "b", risk=0.1) for n in range(3)]
    assert all(x[0] != y[0] for x, y in pairwise(interleaved(window)))


def test_siblings_are_kept_apart_even_within_a_chapter() -> None:
    """Two runs of one exercise do not follow each other if something else can."""
    window = [Candidate("update 1", "a", "update", 0.9)]
    window += [
        Candidate("update 2", "a", "update", 0.8),
        Candidate("year", "a", "", 0.1),
    ]
    assert interleaved(window) == ["update 1", "year", "update 2"]


@given(st.lists(st.integers(), max_size=20), st.lists(st.integers(), max_size=20))
def test_spreading_keeps_both_orders(many: list[int], few: list[int]) -> None:
    """Nothing is lost, and each list keeps its own order."""
    tagged = spread([("many", n) for n in many], [("few", n) for n in few])
    assert [n for tag, n in tagged if tag == "many"] == many
    assert [n for tag, n in tagged if tag == "few"] == few
