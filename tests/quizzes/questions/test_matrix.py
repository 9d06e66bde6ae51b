"""Matrix: entries like numbers, and which of them are wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions import BadResponse, Matrix, Mistake
from quizzes.rendering import to_html

QUESTION = Matrix(
    prompt="?",
    value=(("0.5", "-1.25"), ("3", "0")),
    tolerance="0.01",
    places=2,
    mistakes=(Mistake((("0.5", "3"), ("-1.25", "0")), "That is its transpose."),),
)
entries = st.decimals(-99, 99, places=2).map(str)
matrices = st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(
    lambda shape: st.lists(
        st.lists(entries, min_size=shape[1], max_size=shape[1]).map(tuple),
        min_size=shape[0],
        max_size=shape[0],
    ).map(tuple)
)


@given(value=matrices, data=st.data())
def test_the_score_is_the_share_of_right_entries(value: Any, data: Any) -> None:
    """And the feedback names the first of those that are not, by row and column."""
    question = Matrix(prompt="?", value=value)
    rows, columns = question.shape
    places = [(i, j) for i in range(rows) for j in range(columns)]
    wrong = data.draw(st.sets(st.sampled_from(places)))
    response = question.truth()
    for i, j in wrong:
        response[i][j] = str(Decimal(response[i][j]) + 1)
    grade = question.grade(response)
    assert grade.score == pytest.approx(1 - len(wrong) / len(places))
    assert all(f"({i + 1}, {j + 1})" in grade.feedback for i, j in sorted(wrong)[:6])


def test_entries_are_typed_as_numbers_are() -> None:
    """Fractions, commas, true minus signs, JSON numbers; bounds included."""
    assert QUESTION.grade([["1/2", "−1,25"], [3, "0.010"]]).score == 1


def test_a_mistake_is_a_whole_matrix() -> None:
    """Within the tolerance of each entry."""
    grade = QUESTION.grade([["0.5", "3"], ["-1.25", "0.01"]])
    assert grade.feedback == "That is its transpose."
    assert grade.score == 0.5


def test_too_few_digits_are_told_apart() -> None:
    """Right as far as they go."""
    question = Matrix(prompt="?", value=(("0.337", "2.5"),), places=3)
    assert "digits" in question.grade([["0.34", "2.5"]]).feedback
    assert "(1, 1)" in question.grade([["0.35", "2.5"]]).feedback


@pytest.mark.parametrize(
    "response",
    [
        None,
        [],
        [["1", "2"]],
        [["1", "2"], ["3"]],
        [["1", "2"], ["3", ""]],
        [["1", "2"], ["3", "x"]],
        [["1", "2"], ["3", None]],
        [["1", "2"], ["3", ["4"]]],
        "1 2 3 4",
    ],
)
def test_other_shapes_are_refused(response: Any) -> None:
    """With the shape that is expected, or the entry that is missing."""
    with pytest.raises(BadResponse):
        QUESTION.grade(response)


@pytest.mark.parametrize(
    "fault",
    [
        {"value": (("1",), ("1", "2"))},
        {"value": (("1",) * 7,)},
        {"row_labels": ("a",)},
        {"tolerance": "-1"},
        {"mistakes": (Mistake((("0.5", "-1.25"), ("3", "0.01")), "?"),)},
        {"mistakes": (Mistake((("0.5",),), "?"),)},
        {
            "mistakes": (
                Mistake((("1", "2"), ("3", "4")), "?"),
                Mistake((("1.0", "2"), ("3", "4.00")), "?"),
            )
        },
    ],
)
def test_an_authors_faults_are_named(fault: dict[str, Any]) -> None:
    """Ragged or large matrices, labels that do not fit, mistakes right or twice."""
    data = {**vars(QUESTION), "mistakes": (), **fault}
    assert Matrix(**data).check()


def test_the_answer_is_shown_as_a_matrix() -> None:
    """In MathML."""
    html = to_html(QUESTION.expected())
    assert "<mtable" in html
    assert "math-error" not in html
