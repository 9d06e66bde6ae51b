"""Steps: an error made once is charged once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions import BadResponse, Mistake, Part, Steps

SAMPLE: dict[str, Any] = {
    "prompt": "Reckon.",
    "parts": ["$z$? || V", "$2z$?", "$2z + 1$?"],
    "answers": ["0.8", "1.6 = 2 * p1", "2.6 ± 0.1 = p2 + 1"],
    "mistakes": ["1: 1.2 || The bias.", "2: 0.4 || Twice, not half."],
}


def question(**changes: Any) -> Steps:
    return Steps.authored(SAMPLE | changes)


def standings(asked: Steps, response: list[Any]) -> list[str]:
    return [part["standing"] for part in asked.marked(response)["parts"]]


def test_what_follows_from_an_own_error_is_credited() -> None:
    """The score counts it, but the question is not passed."""
    grade = question().grade(["1", "2", "3"])
    assert standings(question(), ["1", "2", "3"]) == ["wrong", "carried", "carried"]
    assert grade.score == pytest.approx(2 / 3)
    assert not question().passed(grade)
    assert grade.feedback == (
        "Not right: 1.\n\nRight with your own earlier result: 2, 3."
    )


def test_a_new_error_is_charged() -> None:
    """What does not follow from one's own earlier results is wrong."""
    response = ["1", "3", "4"]
    assert standings(question(), response) == ["wrong", "wrong", "carried"]


def test_the_true_number_is_right_after_an_error() -> None:
    """However it was found."""
    assert standings(question(), ["1", "1.6", "2.6"]) == ["wrong", "right", "right"]


def test_rounding_on_the_way_is_no_fault() -> None:
    """What follows from earlier numbers that count as right is right."""
    asked = question(answers=["0.8 ± 0.05", "1.6 = 2 * p1", "2.6 = p2 + 1"])
    grade = asked.grade(["0.84", "1.68", "2.68"])
    assert asked.passed(grade)
    assert standings(asked, ["0.84", "1.68", "2.68"]) == ["right"] * 3


def test_decimals_that_floats_do_not_have_agree() -> None:
    """0.1 + 0.2 is 0.3."""
    asked = question(answers=["5", "5.2 = p1 + 0.2", "2.6"])
    assert standings(asked, ["0.1", "0.3", "2.6"]) == ["wrong", "carried", "right"]


def test_a_formula_without_a_value_credits_nothing() -> None:
    """Where the own earlier result would be divided by."""
    asked = question(answers=["0.5", "2 = 1 / p1", "2.6"])
    assert standings(asked, ["0", "9", "2.6"]) == ["wrong", "wrong", "right"]


def test_a_decision_follows_from_its_sum() -> None:
    """A comparison is 0 or 1."""
    asked = question(answers=["0.5", "1 = p1 >= 0", "2.6"])
    assert asked.check() == []
    assert standings(asked, ["-0.5", "0", "2.6"]) == ["wrong", "carried", "right"]


@given(
    response=st.lists(
        st.decimals(-9, 9, places=2).map(str) | st.sampled_from(["0.8", "1.6", "2.6"]),
        min_size=3,
        max_size=3,
    )
)
def test_only_all_right_passes(response: list[str]) -> None:
    """No way of being carried leads to a pass."""
    asked = question()
    grade = asked.grade(response)
    found = standings(asked, response)
    assert asked.passed(grade) == (found == ["right"] * 3)
    assert grade.score == pytest.approx(1 - found.count("wrong") / 3)


def test_named_mistakes_say_which_part_they_are_about() -> None:
    """And what follows from one is credited: the slip of an honest learner."""
    (response, said), (other, told) = question().slips()
    assert response == ["1.2", "2.4", "3.4"]
    assert said == "(1) The bias.\n\nRight with your own earlier result: 2, 3."
    assert other[1] == "0.4"
    assert told.startswith("(2) Twice, not half.")


def test_too_few_digits_are_told() -> None:
    """As in a question for one number."""
    asked = question(answers=["0.84", "1.6", "2.6"], places="2")
    assert "too few digits" in asked.grade(["0.8", "1.6", "2.6"]).feedback


def test_a_unit_may_be_typed() -> None:
    """It stands beside the field."""
    assert question().grade(["0.8 V", "1.6", "2.6"]).score == 1


@pytest.mark.parametrize(
    ("response", "sentence"),
    [
        (["0.8", " ", "2.6"], "every part"),
        (["0.8", "x", "2.6"], "Part 2: Write one number"),
        (["0.8", None, "2.6"], "Part 2"),
        (["0.8"], "list of 3"),
        ("0.8", "list of 3"),
        (None, "list of 3"),
    ],
)
def test_other_shapes_are_refused(response: Any, sentence: str) -> None:
    """With what is expected, and where; it costs no attempt."""
    with pytest.raises(BadResponse, match=sentence):
        question().grade(response)


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        (["0.8", "1.6 = 3 * p1", "2.6"], "Part 2: The formula does not give"),
        (["0.8", "1.6 = 2 * p2", "2.6"], "Part 2: “p2” is none of the parts before"),
        (["0.8", "1.6 = p3 - 1", "2.6"], "Part 2: “p3” is none"),
        (["0.8 = p1", "1.6", "2.6"], "Part 1: “p1” is none"),
        (["0.8", "1.6 = 1.6", "2.6"], "Part 2: The formula names no"),
        (["0.8", "0.4", "2.6"], "Part 2: The mistake 0.4 counts as right"),
        (["0.8 ± -1", "1.6", "2.6"], "Part 1: A tolerance"),
    ],
)
def test_an_author_is_told_what_is_wrong(answers: list[str], fault: str) -> None:
    """A formula has to give the true number from the true ones before it."""
    assert any(one.startswith(fault) for one in question(answers=answers).check())


@pytest.mark.parametrize(
    "changes",
    [
        {"answers": ["0.8", "1.6"]},
        {"parts": ["one"], "answers": ["1"]},
        {"parts": ["one"] * 9, "answers": ["1"] * 9},
        {"answers": ["0.8", "1.6 = open(p1)", "2.6"]},
        {"answers": ["0.8", "1.6 = p1 +", "2.6"]},
        {"answers": ["0.8", "= 2 * p1", "2.6"]},
        {"answers": ["0.8", "1.6 ± ?", "2.6"]},
        {"mistakes": ["1.2 || Which part?"]},
        {"mistakes": ["4: 1.2 || No such part."]},
        {"mistakes": ["1: x || No number."]},
        {"places": "many"},
    ],
)
def test_what_cannot_be_asked_is_refused(changes: dict[str, Any]) -> None:
    """With a sentence."""
    with pytest.raises(ValueError, match=r"[a-z]"):
        question(**changes)


def test_an_untrue_formula_from_code_is_a_fault() -> None:
    """An exercise that writes no formula is told so by `check`."""
    parts = (Part(prompt="a", value="1"), Part(prompt="b", value="2", follows="2 +"))
    assert any("no formula" in one for one in Steps(prompt="?", parts=parts).check())


def test_parts_that_changed_places_keep_their_answers() -> None:
    """Told by their words; where words were mended, by their places."""
    asked = question()
    mended = question(parts=["$z$, exactly? || V", "$2z$?", "$2z + 1$?"])
    assert mended.reread(asked, ["1", "2", "3"]) == ["1", "2", "3"]
    turned = question(parts=[SAMPLE["parts"][place] for place in (1, 0, 2)])
    assert turned.reread(asked, ["1", "2", "3"]) == ["2", "1", "3"]


def test_another_number_of_parts_cannot_be_reread() -> None:
    """There is no saying what the rest would have been."""
    shorter = question(
        parts=SAMPLE["parts"][:2], answers=SAMPLE["answers"][:2], mistakes=[]
    )
    with pytest.raises(BadResponse):
        shorter.reread(question(), ["1", "2", "3"])


def test_a_huge_mistake_leads_on_as_far_as_numbers_go() -> None:
    """What follows may be too large to be typed: then the true number stands."""
    parts = (
        Part(prompt="a", value="1", mistakes=(Mistake("1e200", "Too large."),)),
        Part(prompt="b", value="1", follows="p1 ** 2"),
    )
    [(response, _said)] = Steps(prompt="?", parts=parts).slips()
    assert response == ["1e200", "1"]
