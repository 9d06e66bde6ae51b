"""Truth table: rows are right or wrong as a whole."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions import BadResponse, Mistake, TruthTable

XOR = TruthTable.of(
    prompt="?",
    inputs=("x_1", "x_2"),
    outputs=("y",),
    value=((0,), (1,), (1,), (0,)),
    mistakes=(Mistake(((0,), (1,), (1,), (1,)), "That is OR."),),
)
bit = st.integers(0, 1)
tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(bit, min_size=shape[1], max_size=shape[1]).map(tuple),
        min_size=2 ** shape[0],
        max_size=2 ** shape[0],
    ).map(tuple)
)


@given(value=tables, data=st.data())
def test_the_score_is_the_share_of_right_rows(value: Any, data: Any) -> None:
    """A row counts if all its outputs are right."""
    inputs = tuple(f"x_{n}" for n in range(len(value).bit_length() - 1))
    question = TruthTable.of(
        prompt="?", inputs=inputs, outputs=("a", "b", "c", "d")[: len(value[0])], value=value
    )  # fmt: skip
    wrong = data.draw(st.sets(st.sampled_from(range(len(value)))))
    response = question.truth()
    for row in wrong:
        response[row][0] = 1 - response[row][0]
    assert question.check() == []
    assert question.grade(response).score == pytest.approx(1 - len(wrong) / len(value))


def test_rows_go_in_the_order_of_counting() -> None:
    """00, 01, 10, 11."""
    assert XOR.input()["rows"] == [[0, 0], [0, 1], [1, 0], [1, 1]]


def test_a_mistake_is_a_whole_table() -> None:
    """Another wrong table has its wrong rows named."""
    assert XOR.grade([[0], [1], [1], [1]]).feedback == "That is OR."
    assert "00, 11" in XOR.grade([[1], [1], [1], [1]]).feedback


def test_a_row_over_time_is_named_by_its_numbers() -> None:
    """Time 2 with input 1 is 2 1, not 21."""
    table = TruthTable.of(
        prompt="?", inputs=("t", "x"), outputs=("y",), rows=((1, 0), (2, 1)), value=((0,), (1,))
    )  # fmt: skip
    assert "2 1" in table.grade([[0], [0]]).feedback


@pytest.mark.parametrize(
    "response",
    [
        None,
        [0, 1, 1, 0],
        [[0], [1], [1]],
        [[0], [1], [1], [2]],
        [[0], [1], [1], [None]],
        [[0], [1], [1], ["0"]],
        [[0], [1], [1], [True]],
        [[0], [1], [1], [0.0]],
    ],
)
def test_other_shapes_are_refused(response: Any) -> None:
    """With what is expected."""
    with pytest.raises(BadResponse):
        XOR.grade(response)


@pytest.mark.parametrize(
    "fields",
    [
        {"inputs": "", "outputs": "y", "answer": "01"},
        {"inputs": "a b c d e", "outputs": "y", "answer": "01"},
        {"inputs": "x", "outputs": "", "answer": "01"},
        {"inputs": "x", "outputs": "y", "answer": ""},
        {"inputs": "x", "outputs": "y", "answer": "yes no"},
    ],
)
def test_what_is_no_table_is_refused(fields: dict[str, str]) -> None:
    """A sentence for the author."""
    with pytest.raises(ValueError, match=r"\w"):
        TruthTable.authored({"prompt": "?", **fields})


@pytest.mark.parametrize(("inputs", "outputs"), [("x x", "y"), ("x y", "y")])
def test_two_columns_of_one_name_are_named(inputs: str, outputs: str) -> None:
    """A learner could not tell which of them is meant."""
    fields = {"prompt": "?", "inputs": inputs, "outputs": outputs, "answer": "0110"}
    [fault] = TruthTable.authored(fields).check()
    assert "same name" in fault


@pytest.mark.parametrize("answer", ["011", "01100"])
def test_a_table_of_another_size_is_named(answer: str) -> None:
    """An author is told that a row has no output, or an output no row."""
    fields = {"prompt": "?", "inputs": "x_1 x_2", "outputs": "y", "answer": answer}
    assert TruthTable.authored(fields).check()
