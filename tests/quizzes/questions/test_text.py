"""Text: Korean and English answers, as people type them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions import BadResponse, Mistake, Text, slips
from tests.timing import within


def text(*accepted: str, **fields: object) -> Text:
    return Text(prompt="?", accepted=accepted, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("퍼셉트론", "퍼셉트론"),
        ("퍼셉트론", " 퍼셉 트론 "),
        ("퍼셉트론", "퍼셉트론은"),
        ("퍼셉트론", "퍼셉트론이다"),
        ("로젠블랫", "로젠블랫이"),
        ("역전파", "역전파를"),
        ("역전파", "역전파는"),
        ("가중치", "가중치로"),
        ("서울", "서울로"),
        ("perceptron", "Perceptron"),
        ("back-propagation", "backpropagation"),
        ("word2vec", "Word2Vec"),
        ("퍼셉트론", "퍼샙트론"),  # a slip
        ("backpropagation", "backpropogation"),
        ("turing", "ＴＵＲＩＮＧ"),
    ],
)
def test_the_same_answer_is_right(accepted: str, typed: str) -> None:
    """Spaces, particles, width, case, and a slip of the keyboard do not matter."""
    assert text(accepted).grade(typed).score == 1


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("나", "나이"),  # 이 follows a consonant; 나이 is another word
        ("서울", "서울으로"),
        ("역전파", "역전파은"),
        ("헵", "헵프"),
        ("1958", "1957"),  # digits forgive nothing
        ("word2vec", "word3vec"),
        ("퍼셉트론", "트랜스포머"),
        ("역전파", "전파"),
    ],
)
def test_another_answer_is_wrong(accepted: str, typed: str) -> None:
    """A particle that does not agree, a digit, another word: wrong."""
    assert text(accepted).grade(typed).score == 0


def test_letters_typed_apart_are_the_same_word() -> None:
    """Hangul that arrives decomposed, as some keyboards send it, is the same."""
    assert text("퍼셉트론").grade(slips.jamo("퍼셉트론")).feedback == ""


WORDS = st.text(alphabet="가나다라ab", min_size=1, max_size=6)


@given(typed=WORDS, accepted=st.lists(WORDS, min_size=1, max_size=3), more=WORDS)
def test_another_accepted_answer_never_makes_a_right_one_wrong(
    typed: str, accepted: list[str], more: str
) -> None:
    """A synonym more can only make more responses right."""
    if text(*accepted).grade(typed).score == 1:
        assert text(*accepted, more).grade(typed).score == 1


def test_a_slip_in_a_long_synonym_is_forgiven_beside_short_ones() -> None:
    """Of several spellings, the one that was meant decides."""
    assert text("로젠블랫", "로젠블라트", "Rosenblatt").grade("로잰브라트").score == 1


def test_a_slip_towards_another_term_is_not_forgiven() -> None:
    """출력층 for 입력층 is no slip of the keyboard."""
    question = text("입력층", confusable=("출력층",))
    assert question.grade("출력층").score == 0


def test_a_forgiven_slip_is_shown() -> None:
    """Who is forgiven a slip sees the right spelling."""
    assert "퍼셉트론" in text("퍼셉트론").grade("퍼샙트론").feedback


def test_a_named_mistake_is_answered() -> None:
    """A known wrong answer gets its own feedback, particle or not."""
    question = text("역전파", mistakes=(Mistake("순전파", "The other way."),))
    assert question.grade("순전파를").feedback == "The other way."


@pytest.mark.parametrize(
    "response", [None, 1, [], "", "  ", "x" * 201, "a\x00b", "\ud800"]
)
def test_what_is_no_short_text_is_refused(response: object) -> None:
    """Only a short, printable text is a response."""
    with pytest.raises(BadResponse):
        text("x").grade(response)


def test_faults_are_found() -> None:
    """No answer, an empty one, and a mistake that counts as right are faults."""
    assert text().check()
    assert text(" - ").check()
    assert text("역전파", mistakes=(Mistake("역 전파", ""),)).check()


@given(st.text(max_size=200), st.text(max_size=30))
def test_grading_any_text_is_quick(typed: str, accepted: str) -> None:
    """No text takes long to grade."""
    with within(), contextlib.suppress(BadResponse):
        text(accepted, confusable=("출력층",) * 5).grade(typed)


@given(st.text(alphabet="ab가나", max_size=5), st.text(alphabet="ab가나", max_size=5))
def test_the_distance_is_capped_optimal_string_alignment(a: str, b: str) -> None:
    """With a cap, the distance is the plain one or cap + 1."""
    plain = slips.distance(a, b, 99)
    assert plain == naive(a, b)
    for most in range(4):
        assert slips.distance(a, b, most) == min(plain, most + 1)


def naive(a: str, b: str) -> int:
    """Optimal string alignment by its recursive definition."""
    if not a or not b:
        return len(a) + len(b)
    ways = [
        naive(a[:-1], b) + 1,
        naive(a, b[:-1]) + 1,
        naive(a[:-1], b[:-1]) + (a[-1] != b[-1]),
    ]
    if a[-2:] == b[-2:][::-1] and len(a) > 1 and len(b) > 1:
        ways.append(naive(a[:-2], b[:-2]) + 1)
    return min(ways)
