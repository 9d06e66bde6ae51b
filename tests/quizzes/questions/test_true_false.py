"""True or false: a verdict and its reason."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions import BadResponse, TrueFalse

FIELDS: dict[str, Any] = {
    "prompt": "One perceptron can learn XOR.",
    "answer": "false",
    "reason": "No line parts the classes.",
    "distractors": ["Too slow. || However long it learns.", "Too noisy."],
}


def statement(seed: int = 3, **changes: Any) -> TrueFalse:
    return TrueFalse.authored(FIELDS | changes).dealt(Random(seed))


def respond(question: TrueFalse, verdict: bool, reason: str) -> Any:
    """The response that picks this reason."""
    ids = {option["text"]: option["id"] for option in question.input()["options"]}
    return {"verdict": verdict, "reason": ids[reason]}


@pytest.mark.parametrize(
    ("verdict", "reason", "score", "said"),
    [
        (False, "No line parts the classes.", 1.0, ""),
        (False, "Too slow.", 0.5, "However long it learns."),
        (False, "Too noisy.", 0.5, "for another reason"),
        (True, "Too slow.", 0.0, "However long it learns."),
        (True, "No line parts the classes.", 0.0, "The reason holds."),
        (True, "Too noisy.", 0.0, "Neither the verdict nor the reason"),
    ],
)
def test_both_are_needed_to_pass(
    verdict: bool, reason: str, score: float, said: str
) -> None:
    """The right verdict is worth half; each slip is told what it is."""
    question = statement()
    grade = question.grade(respond(question, verdict, reason))
    assert grade.score == score
    assert said in grade.feedback
    assert bool(said) == bool(grade.feedback)
    assert question.passed(grade) == (score == 1)


@pytest.mark.parametrize(
    "response",
    [
        *(None, True, "true", [], {}, {"verdict": True}, {"reason": "a"}),
        *({"verdict": "true", "reason": "a"}, {"verdict": 1, "reason": "a"}),
        *({"verdict": None, "reason": "a"}, {"verdict": True, "reason": ""}),
        *({"verdict": True, "reason": "d"}, {"verdict": True, "reason": "ab"}),
        *({"verdict": True, "reason": ["a"]}, {"verdict": True, "reason": None}),
        {"verdict": True, "reason": "a", "more": 1},
    ],
    ids=str,
)
def test_half_a_response_is_refused(response: object) -> None:
    """It costs nothing, and what is missing is said."""
    with pytest.raises(BadResponse) as refused:
        statement().grade(response)
    assert str(refused.value)


def test_a_form_is_read() -> None:
    """Two groups of radio buttons; what is not chosen is missing."""
    question = statement()
    form = {"response-verdict": ["false"], "response-reason": ["b"]}
    assert question.read(form) == {"verdict": False, "reason": "b"}
    assert question.read({}) == {"verdict": None, "reason": ""}


def test_guessing_is_both_choices() -> None:
    """One of two times one of three."""
    assert statement().chance == 1 / 6


def test_the_reasons_are_shuffled() -> None:
    """The right one is found in each place."""
    assert {statement(seed).right for seed in range(50)} == {0, 1, 2}


def test_the_answer_is_told_with_its_reason() -> None:
    """After the attempt."""
    assert statement().expected() == "False: No line parts the classes."


@pytest.mark.parametrize("answer", ["true", " True ", True])
def test_true_is_written_as_a_word_or_as_a_value(answer: object) -> None:
    """In the admin and in a file."""
    assert statement(answer=answer).verdict is True
    assert statement(answer=False).verdict is False


@pytest.mark.parametrize(
    "changes",
    [
        *({"answer": ""}, {"answer": "perhaps"}, {"answer": 1}, {"answer": None}),
        *({"distractors": []}, {"distractors": "one"}, {"reason": ["a"]}),
    ],
    ids=str,
)
def test_what_says_nothing_is_refused(changes: dict[str, Any]) -> None:
    """An author is told in a sentence."""
    with pytest.raises(ValueError, match=r"\.$"):
        statement(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        *({"reason": ""}, {"reason": "Too noisy."}, {"prompt": ""}),
        {"distractors": [str(number) for number in range(6)]},
    ],
    ids=str,
)
def test_faults_are_found(changes: dict[str, Any]) -> None:
    """No reason, the same twice, more than six."""
    assert statement(**changes).check()


def test_a_response_follows_its_reason() -> None:
    """Shuffled or mended, the question finds the reason that was picked."""
    asked, now = statement(1), statement(2, distractors=["Too noisy."])
    picked = respond(asked, False, "Too noisy.")
    assert now.reread(asked, picked) == respond(now, False, "Too noisy.")
    with pytest.raises(BadResponse):
        now.reread(asked, respond(asked, False, "Too slow."))


WORDS = st.text("abcdef", min_size=1, max_size=5)


@given(
    verdict=st.booleans(),
    reasons=st.lists(WORDS, min_size=2, max_size=6, unique=True),
    seed=st.integers(0, 2**32),
)
def test_one_verdict_with_one_reason_is_right(
    verdict: bool, reasons: list[str], seed: int
) -> None:
    """Of all pairs one passes; half is for the right verdict, nothing for the other."""
    right, *wrong = reasons
    question = statement(seed, answer=verdict, reason=right, distractors=wrong)
    assert question.check() == []
    pairs = [(said, reason) for said in (True, False) for reason in reasons]
    for said, reason in pairs:
        grade = question.grade(respond(question, said, reason))
        assert grade.score == (said == verdict) * (1 if reason == right else 0.5)
        assert question.passed(grade) == ((said, reason) == (verdict, right))
    assert question.chance == pytest.approx(1 / len(pairs))
