"""Korean: what may stand around an answer, and which slips are forgiven."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions import Mistake, glossary, korean, slips
from tests.quizzes.questions.test_text import text
from tests.timing import within


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A.I.", "AI"),
        ("Hebb's rule", "Hebbs rule"),
        ("“퍼셉트론”", "퍼셉트론"),
        ("퍼셉트론!", "퍼셉트론"),
        ("perceptron.", "perceptron"),
        ("GPT-2.", "GPT-2"),
        ("1958.", "1958"),
        ("0.", "0"),
        ("bias,", "bias"),
        ("헵!", "헵"),
        ("'bias'", "bias"),
        ("‘로젠블랫’이", "로젠블랫이"),
    ],
)
def test_punctuation_around_words_says_nothing(one: str, other: str) -> None:
    """Stops, quotation marks and the apostrophe of a genitive are dropped."""
    assert korean.normal(one) == korean.normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5", "15"),
        ("0.3...", "0.3"),
        ("n!", "n"),
        ("5!", "5"),
        ("f'", "f"),
        ("(fg)' = f'g", "(fg) = fg"),
        ("-1", "1"),
        ("−∞", "∞"),
        ("(0, 1)", "0, 1"),
    ],
)
def test_punctuation_in_mathematics_counts(one: str, other: str) -> None:
    """A decimal point, a factorial, a prime and a sign are not dropped."""
    assert not set(korean.readings(one)) & set(korean.readings(other))


def test_brackets_around_a_word_say_nothing() -> None:
    """Around an interval, or around one letter, they do."""
    assert "편향" in korean.readings("정답: (편향).")
    assert "x" not in korean.readings("[x]")
    assert korean.readings("[0, 1]") == ["[0,1]"]


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("퍼셉트론", "퍼셉트론이에요"),
        ("역전파", "역전파예요"),
        ("역전파", "역전파 알고리즘입니다"),
        ("게이트", "정답은 게이트"),
        ("gate", "a gate"),
        ("gate", "The answer is the gates."),
        ("1958", "1958년에"),
    ],
)
def test_what_says_no_more_than_was_asked(accepted: str, typed: str) -> None:
    """A copula, a head noun, an article, a plural, a frame: nothing is forgiven."""
    grade = text(accepted).grade(typed)
    assert (grade.score, grade.feedback) == (1, "")


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("역전파", "역전파에요을"),
        ("헵", "헵 학습"),  # a theory, not the person
        ("지도 학습", "비지도 학습"),
        ("supervised learning", "unsupervised learning"),
        ("symmetric", "asymmetric"),
        ("퍼셉트론", "퍼셉트론이 아니다"),
        ("퍼셉트론", "퍼셉트론 또는 트랜스포머"),
        ("퍼셉트론", "퍼셉트론(트랜스포머)"),
        ("나", "나나"),
        ("3", "3년"),
        ("w1x1+w2x2+b", "w1x1+w2x2+w"),  # nothing is a slip in a formula
        ("word2vec", "word2vec2"),
    ],
)
def test_what_says_something_else(accepted: str, typed: str) -> None:
    """A prefix that turns it round, a denial, a second answer, another digit: wrong."""
    assert text(accepted).grade(typed).score == 0


@pytest.mark.parametrize("typed", ["vjtpqxmfhs", "퍼셉xmfhs", "VJTPQXMFHS"])
def test_the_keyboard_was_left_in_english(typed: str) -> None:
    """Who types Korean by English letters is forgiven, and told."""
    grade = text("퍼셉트론").grade(typed)
    assert grade.score == 1
    assert "퍼셉트론" in grade.feedback


def test_the_keyboard_was_left_in_korean() -> None:
    """And the other way round; doubled consonants stand for capitals."""
    assert text("perceptron").grade("ㅔㄷㄱㅊ데ㅅ개ㅜ").score == 1


def test_two_names_of_one_thing_are_one_answer() -> None:
    """The translation in brackets, behind a stroke or a space; with its particle."""
    question = text("쿼리", "query")
    for typed in ("쿼리(query)와", "query [쿼리]", "쿼리/query", "쿼리 query"):
        assert question.grade(typed).score == 1


def test_a_longer_term_is_more_than_an_inflection() -> None:
    """정확도 is no 정확 with 도, whatever follows it."""
    question = text("정확", confusable=("정확도",))
    assert [question.grade(one).score for one in ("정확도", "정확도는", "정확은")] == [
        *(0, 0, 1)
    ]


def test_a_named_mistake_goes_before_a_synonym() -> None:
    """What the author calls wrong is not made right by the glossary."""
    mistake = Mistake("bias", "In Korean, please.")
    question = text("편향", synonyms=("bias",), mistakes=(mistake,))
    assert question.grade("bias").feedback == "In Korean, please."


def test_confusable_terms_stand_around_synonyms_too() -> None:
    """gradient ascent is no slip for gradient descent, asked by its Korean name."""
    terms = [
        ["경사 하강법", "gradient descent"],
        ["경사 상승법", "gradient ascent"],
        ["퍼셉트론"],
    ]
    synonyms, others = glossary.around(["경사 하강법"], terms)
    assert synonyms == ("gradient descent",)
    assert "gradient ascent" in others


def test_what_is_shown_is_no_synonym() -> None:
    """Who asks what GPT stands for does not want to hear GPT, nor 지피티."""
    terms = [["generative pre-trained transformer", "GPT", "지피티"]]
    accepted = ["generative pre-trained transformer"]
    assert glossary.around(accepted, terms, "What is GPT?") == ((), ())


TERMS = [
    ["인공 지능", "AI", "artificial intelligence"],
    ["논리합", "OR", "disjunction"],
    ["논리곱", "AND"],
    ["키", "key"],
    ["어텐션", "attention"],
    ["셀프 어텐션", "self-attention"],
    ["GPT", "지피티"],
    ["GPT-2"],
]


@pytest.mark.parametrize(
    ("accepted", "shown", "other"),
    [
        ("artificial intelligence", "What trains machines?", "AI"),
        ("논리합", "Which gate fires for any input?", "OR"),
        ("논리합", "Which gate fires if one input or both are 1?", "OR"),
        ("논리곱", "A thousand gates.", "AND"),
        ("key", "데우스 엑스 마키나를 일으키는 것은?", "키"),
        ("attention", "셀프 어텐션은 무엇의 한 가지인가?", "어텐션"),
        ("지피티", "GPT-2보다 앞선 것은?", "GPT"),
    ],
)
def test_a_synonym_within_another_word_is_not_shown(
    accepted: str, shown: str, other: str
) -> None:
    """Letters of a longer word, or of a longer term, tell nobody the answer."""
    assert other in glossary.around([accepted], TERMS, shown)[0]


@pytest.mark.parametrize(
    ("accepted", "shown", "other"),
    [
        ("artificial intelligence", "What is AI short for?", "AI"),
        ("artificial intelligence", "A.I.는 무엇의 약자인가?", "AI"),
        ("artificial intelligence", "인공지능이란? 영어로 쓰시오.", "인공 지능"),
        ("key", "쿼리와 키에서는 무엇을 재는가?", "키"),
        ("attention", "셀프 어텐션은 어텐션의 한 가지이다.", "어텐션"),
        ("attention", "“어텐션”을 영어로 쓰시오.", "어텐션"),
    ],
)
def test_a_synonym_that_is_shown_is_no_answer(
    accepted: str, shown: str, other: str
) -> None:
    """As a word of its own, spaced or not, with a particle or in quotation marks."""
    assert other not in glossary.around([accepted], TERMS, shown)[0]


def test_a_glossary_cannot_swell_a_question() -> None:
    """Of very many near terms and synonyms some are frozen in."""
    terms = [["역전파", *(f"이름 {n}" for n in range(999))]]
    terms += [[f"역전파 {n}"] for n in range(999)]
    synonyms, others = glossary.around(["역전파"], terms)
    for frozen in (synonyms, others):
        assert 0 < sum(map(len, frozen)) <= glossary.MOST_LETTERS


SOME = st.lists(
    st.text(alphabet="가나비층ab1 (,.'", min_size=1, max_size=8), min_size=1
)


@given(typed=st.text(min_size=1, max_size=200), accepted=SOME, others=SOME)
def test_no_text_is_an_error(
    typed: str, accepted: list[str], others: list[str]
) -> None:
    """Whatever is typed and accepted, there is an answer to whether it is right."""
    right = {korean.normal(one) for one in accepted}
    for reading in korean.readings(typed):
        korean.longest(reading, right)
        korean.several(reading, right)
        meant = slips.nearest(reading, right, {korean.normal(one) for one in others})
        assert meant is None or meant in right


def test_long_answers_that_differ_little_are_graded_quickly() -> None:
    """Fifty answers as long as can be, all near to what was typed."""
    answers = [f"{n:02}" + "각" * 198 for n in range(50)]
    with within():
        text(*answers).grade("갹" + "각" * 199)
        text(*("각" * 25 + chr(0xAC00 + n) for n in range(50))).grade("갹" + "각" * 25)
