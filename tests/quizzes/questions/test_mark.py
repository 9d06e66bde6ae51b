"""Mark: which points of a figure."""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random
from typing import Any

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions import BadResponse, Mark, Point

SAMPLE = {
    "prompt": "Which?",
    "points": ["1 2", "2 1", "3 −0.5"],
    "answer": ["a", "c"],
    "mistakes": ["b || below", "c || far"],
}


def of(right: int, wrong: int, *, many: bool = True) -> Mark:
    return Mark(
        prompt="Which?",
        points=tuple(
            Point(str(n), str(n % 3), feedback=f"see {n}") for n in range(right + wrong)
        ),
        right=tuple(range(right)),
        many=many,
    )


sizes = st.integers(1, 6)


@given(right=sizes, wrong=sizes, data=st.data())
def test_the_score_is_right_points_less_wrong_ones(
    right: int, wrong: int, data: Any
) -> None:
    """Shares of each, never under 0; all of the right ones and no other is 1."""
    question = of(right, wrong)
    letters = [option["id"] for option in question.input()["options"]]
    chosen = data.draw(st.sets(st.sampled_from(letters), min_size=1))
    hits = len(chosen & set(question.truth()))
    share = Fraction(hits, right) - Fraction(len(chosen) - hits, wrong)
    grade = question.grade(sorted(chosen))
    assert grade.score == pytest.approx(max(0, share))
    assert question.passed(grade) == (chosen == set(question.truth()))


@given(right=sizes, wrong=sizes)
def test_choosing_everything_earns_nothing(right: int, wrong: int) -> None:
    """However many points are right."""
    assert of(right, wrong).grade(list("abcdefghijkl")[: right + wrong]).score == 0


def test_one_of_several_is_chosen_alone() -> None:
    """Where one is right: more than one are refused, and a guess is one in n."""
    question = of(1, 3, many=False)
    assert question.grade(["a"]).score == 1
    assert question.grade(["b"]).score == 0
    assert question.chance == 1 / 4
    with pytest.raises(BadResponse, match="one"):
        question.grade(["a", "b"])


def test_feedback_names_what_was_missed_and_what_was_chosen() -> None:
    """A paragraph each, in the order of the points."""
    assert of(2, 2).grade(["a", "d"]).feedback == "see 1\n\nsee 3"


@pytest.mark.parametrize(
    "response", ["a", [], ["a", "a"], ["e"], [1], None, [["a"]], ["A"], {"a": 1}]
)
@pytest.mark.parametrize("many", [True, False])
def test_other_shapes_are_refused(response: Any, many: bool) -> None:
    """With what is expected; it costs no attempt."""
    with pytest.raises(BadResponse):
        of(2 if many else 1, 2, many=many).grade(response)


def test_an_author_writes_points_and_letters() -> None:
    """Several right ones make a question where several are chosen."""
    question = Mark.authored(SAMPLE)
    assert question.check() == []
    assert (question.right, question.many) == ((0, 2), True)
    assert question.grade(["a", "b"]).feedback == "below\n\nfar"
    assert not Mark.authored(SAMPLE | {"answer": ["B"]}).many


def test_points_stay_in_their_places() -> None:
    """Their letters stand in the figure, so they are not shuffled."""
    question = Mark.authored(SAMPLE)
    assert question.dealt(Random(1)) == question


def test_a_figure_is_drawn_from_the_points() -> None:
    """With their letters, and a ring around those that are chosen."""
    figure = Mark.authored(SAMPLE).figure
    assert figure is not None
    plain = vl_convert.vegalite_to_svg({**figure, "width": 340})
    for letter in "ABC":
        assert f">{letter}</text>" in plain
    figure["params"][0]["value"] = ["b"]
    assert vl_convert.vegalite_to_svg({**figure, "width": 340}) != plain


def test_the_figure_says_nothing_of_the_answer() -> None:
    """It is the same whichever point is right."""
    one, other = (Mark.authored(SAMPLE | {"answer": [a]}).public() for a in "ab")
    assert json.dumps(one) == json.dumps(other)


def test_a_point_is_read_with_where_it_is() -> None:
    """For who does not see the figure."""
    texts = [option["text"] for option in Mark.authored(SAMPLE).input()["options"]]
    assert texts == ["$(1, 2)$", "$(2, 1)$", "$(3, -0.5)$"]


def test_points_that_moved_up_keep_their_answers() -> None:
    """A response is read by where the points are, not by their letters."""
    asked = Mark.authored(SAMPLE)
    now = Mark.authored(SAMPLE | {"points": ["9 9", *SAMPLE["points"]]})
    assert now.reread(asked, ["a", "c"]) == ["b", "d"]
    with pytest.raises(BadResponse):
        asked.reread(now, ["a"])


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"points": ["1 2", "2 1", "1.0 2"]}, "A and C are too near"),
        ({"answer": []}, "exactly one"),
        ({"answer": ["a", "b", "c"]}, "one is wrong"),
    ],
)
def test_an_author_is_told_what_is_wrong(changes: dict[str, Any], fault: str) -> None:
    """In a sentence each."""
    assert any(fault in one for one in Mark.authored(SAMPLE | changes).check())


@pytest.mark.parametrize(
    "changes",
    [
        {"points": ["1 2"]},
        {"points": ["1 2"] * 100_000},
        {"points": ["1", "2 3"]},
        {"points": ["a b", "1 2"]},
        {"points": ["nan 1", "1 2"]},
        {"answer": ["d"]},
        {"answer": [""]},
        {"answer": ["ab"]},
        {"mistakes": ["z || ?"]},
    ],
)
def test_what_cannot_be_drawn_is_refused(changes: dict[str, Any]) -> None:
    """With a sentence."""
    with pytest.raises(ValueError, match=r"[a-z]\."):
        Mark.authored(SAMPLE | changes)


@pytest.mark.parametrize("far", ["1e300 0", "0 -1000001"])
def test_a_point_that_no_axis_shows_is_refused(far: str) -> None:
    """Its label alone would be wider than the page."""
    with pytest.raises(ValueError, match="million"):
        Mark.authored(SAMPLE | {"points": [far, *SAMPLE["points"][1:]]})
