"""Cloze: blanks that are typed or picked, wherever they stand in a text."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.authoring import checks, publishing
from quizzes.models import Term
from quizzes.questions import BadResponse, Cloze
from tests.factories import deal, make_card, make_item
from tests.timing import within


def cloze(text: str, **fields: Any) -> Cloze:
    return Cloze.authored({"prompt": "?", "text": text, **fields})


def answers(question: Cloze, *words: str) -> list[str]:
    """A response in words; a list's options by their texts."""
    return [
        next((o["id"] for o in blank.get("options", []) if o["text"] == word), word)
        for blank, word in zip(question.input()["blanks"], words, strict=True)
    ]


def test_what_is_public_is_a_text_with_numbered_gaps() -> None:
    """Markdown around a blank stays; its answers do not."""
    public = cloze("A **[[x1]]** and [[=y1|y2]] in `[[z1]]`.").public()
    assert public["prompt"] == "?\n\nA **❶** and ❷ in `❸`."
    kinds = [blank["kind"] for blank in public["input"]["blanks"]]
    assert kinds == ["text", "choice", "text"]
    assert "x1" not in json.dumps(public)


def test_an_answer_may_stand_in_brackets() -> None:
    """BERT's tokens do."""
    assert cloze("The token [[[MASK]|mask]] hides.").truth() == ["[MASK]"]


@pytest.mark.parametrize(
    ("words", "score", "said"),
    [
        (("퍼셉트론", "tanh", "헵"), 1, ""),
        (("퍼셉트론은", "tanh", "헵이"), 1, ""),  # as a text
        (("(퍼셉트론)", "tanh", "'헵'."), 1, ""),
        (("퍼셉트론", "ReLU", "헵"), 2 / 3, "Right: 2 of 3. Not right: blank 2."),
        (("뉴런", "ReLU", "헵"), 1 / 3, "Right: 1 of 3. Not right: blanks 1, 2."),
        (("뉴런", "ReLU", "튜링"), 0, "Right: 0 of 3. Not right: blanks 1, 2, 3."),
    ],
)
def test_the_score_is_the_share_of_blanks(
    words: tuple[str, ...], score: float, said: str
) -> None:
    """All are needed to pass; those that are wrong are named."""
    question = cloze("[[퍼셉트론]] [[=tanh|ReLU]] [[헵]]").dealt(Random(1))
    grade = question.grade(answers(question, *words))
    assert grade.score == pytest.approx(score)
    assert grade.feedback == said
    assert question.passed(grade) == (score == 1)


def test_a_forgiven_slip_is_told() -> None:
    """With its blank, where there are several."""
    grade = cloze("[[퍼셉트론]] [[헵]]").grade(["퍼샙트론", "헵"])
    assert grade.score == 1
    assert grade.feedback.startswith("Blank 1: ")
    assert "퍼셉트론" in grade.feedback


def test_one_blank_needs_no_number() -> None:
    """What is said is said about the only one."""
    assert cloze("[[헵]]").grade(["튜링"]).feedback == ""
    assert cloze("[[헵]]").expected() == "헵"
    assert cloze("[[헵]] [[=a|b]]").expected() == "❶ 헵 · ❷ a"


@pytest.mark.parametrize(
    "response", ["헵", ["헵"], ["헵", ""], ["", "a"], ["헵", "z"], ["헵", 1], None, {}]
)
def test_other_shapes_are_refused(response: Any) -> None:
    """Each blank wants a text, or the id of one of its options."""
    with pytest.raises(BadResponse):
        cloze("[[헵]] [[=a|b]]").grade(response)


def test_the_blank_that_is_refused_is_named() -> None:
    """Of several, one has to know which is empty."""
    with pytest.raises(BadResponse, match="Blank 2"):
        cloze("[[헵]] [[튜링]]").grade(["헵", " "])


@given(seed=st.integers())
def test_a_shared_list_is_one_list(seed: int) -> None:
    """The right words of its blanks and the distractors, everywhere in one order."""
    text = "[[=헵]] [[=튜링]] [[=헵]] [[=own|list]]"
    question = cloze(text, distractors=["피츠"]).dealt(Random(seed))
    *shared, own = [blank["options"] for blank in question.input()["blanks"]]
    assert shared[0] == shared[1] == shared[2]
    assert {option["text"] for option in shared[0]} == {"헵", "튜링", "피츠"}
    assert {option["text"] for option in own} == {"own", "list"}
    assert question.grade(answers(question, "헵", "튜링", "헵", "own")).score == 1


def test_lists_of_one_length_are_shuffled_apart() -> None:
    """Where one is right says nothing about another."""
    question = cloze("[[=a|b|c]] [[=d|e|f]]")
    truths = {tuple(question.dealt(Random(seed)).truth()) for seed in range(200)}
    assert len(truths) == 9


def test_the_chance_is_that_of_all_lists() -> None:
    """Nobody guesses a word that has to be typed."""
    assert cloze("[[=a|b]] [[=c|d|e]]").chance == pytest.approx(1 / 6)
    assert cloze("[[=a|b]] [[c]]").chance == 0


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("$a + [[b]]$", "within a formula"),
        ("$$\na + [[b]]\n$$", "within a formula"),
        ("[[a]] and [[b", "does not end"),
        ("[[a]] [[]]", "Blank 2: A text question needs accepted"),
        ("[[=a|a]]", "Two options are the same"),
        ("[[=a|]]", "An option is empty"),
        ("[[=only]]", "Give 2 to 12 options"),
        ("[[=$x$|y]]", "cannot show formulas"),
        ("[[헵]]은 옳다", "은(는)"),
        ("[[헵]]가 옳다", "이(가)"),
        ("**[[헵]]**을 본다", "을(를)"),
        ("[[헵]]과 함께", "와(과)"),
        ("[[헵]]으로 한다", "(으)로"),
        ("[[헵]]로부터 온다", "(으)로"),
    ],
)
def test_an_author_is_told(text: str, fault: str) -> None:
    """What cannot be asked, or gives an answer away, is a fault."""
    assert any(fault in found for found in cloze(text).check())


@pytest.mark.parametrize(
    "text",
    [
        "[[헵]]은(는) 옳다",
        "[[헵]]이(가), [[튜링]]을(를)",
        "[[1958]]년에",
        "[[헵]] 은행",
        "[[헵]]이란 무엇인가",
        "[[헵]](으)로",
        "[[=헵|튜링]]은 고른다",
        "It costs $5 and [[two]] and $6.",
        "$x$ [[a]] $y$",
        "| a | b |\n|---|---|\n| [[c|d]] | [[=e|f]] |",
    ],
)
def test_what_is_fine_is_no_fault(text: str) -> None:
    """Particles that tell nothing, other words, prices, formulas beside a blank."""
    assert cloze(text).check() == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": "no blank"}, "1 to 12 blanks"),
        ({"text": "[[a]] " * 13}, "1 to 12 blanks"),
        ({"text": "[[a]] ❷"}, "stand for blanks"),
        ({"text": "[[a]]" + "b" * 10_000}, "too long"),
        ({"text": "[[a]]", "distractors": ["b"]}, "shared list"),
        ({"text": "[[=a]]", "distractors": list("bcdefghijklmn")}, "shared list"),
        ({"text": f"[[{'a|' * 60}a]]"}, "at most 50"),
    ],
)
def test_what_is_no_cloze_is_refused(fields: Any, sentence: str) -> None:
    """With a sentence."""
    with pytest.raises(ValueError, match=sentence):
        Cloze.authored({"prompt": "?", **fields})


@pytest.mark.parametrize(
    "text", ["[[" * 4000, "[[a[b]" * 1300, "[[a] " * 1600, "$[[a" * 2000, "]]" * 4000]
)
def test_hostile_text_takes_no_time(text: str) -> None:
    """Brackets and dollars that never close."""
    with within():
        for written in (text, "[[a]]" + text[:7990]):
            try:
                cloze(written).check()
            except ValueError:
                continue


PIECES = ["[[", "]]", "[", "]", "|", "=", "$", "a", "은", "\n", "`", "**", " ", "❶"]


@settings(max_examples=300)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_text_is_read_or_refused(pieces: list[str]) -> None:
    """What is accepted can be dealt, shown and answered."""
    try:
        question = cloze("".join(pieces))
    except ValueError:
        return
    if not question.check():
        dealt = question.dealt(Random(1))
        assert dealt.grade(dealt.truth()).score == 1
        assert len(dealt.marked(dealt.truth())["blanks"]) == len(dealt.blanks)


def test_a_mended_text_with_other_blanks_says_so() -> None:
    """An answer to a blank that is gone can be graded no more."""
    with pytest.raises(BadResponse):
        cloze("[[a]]").reread(cloze("[[a]] [[b]]"), ["a", "b"])
    with pytest.raises(BadResponse):
        cloze("[[=a|b]]").reread(cloze("[[a]]"), ["a"])


def test_a_contested_answer_is_added_to_its_blank() -> None:
    """Where it was typed and wrong; what cannot be written there is left out."""
    fields = {"prompt": "?", "text": "[[헵|Hebb]] [[=a|b]] [[튜링]]"}
    more = Cloze.accepting(fields, ["도널드 헵", "a", "튜링"])
    assert more == {**fields, "text": "[[헵|Hebb|도널드 헵]] [[=a|b]] [[튜링]]"}
    assert Cloze.accepting(fields, ["a|b", "a", "튜링"]) is None
    assert Cloze.accepting(fields, ["헵"]) is None


def test_of_several_wrong_blanks_none_is_accepted() -> None:
    """The contest says of one answer that it was right, not of which blank."""
    fields = {"prompt": "?", "text": "[[헵]]은(는) [[1949]]년에 책을 냈다."}
    assert Cloze.accepting(fields, ["도널드 헵스", "1950"]) is None
    assert Cloze.accepting(fields, ["헵", "1949"]) is None


@pytest.mark.django_db
def test_terms_that_could_be_confused_are_frozen_in() -> None:
    """Into each typed blank its own."""
    for slug, name in (("input", "입력층"), ("output", "출력층"), ("gpt", "생성")):
        Term.objects.create(slug=slug, category="layer", names_ko=[name])
    texts = {
        "ko": {"prompt": "?", "text": "[[입력층]]과(와) [[=층|망]] [[트랜스포머]]"}
    }
    question = deal(make_card(item=make_item(kind="cloze", texts=texts))).question
    right = [question.truth()[1], "트랜스포머"]
    assert question.grade(["출력층", *right]).score == pytest.approx(2 / 3)
    assert question.grade(["입력충", *right]).score == 1


@pytest.mark.django_db
def test_a_hostile_text_can_be_dealt_or_is_told() -> None:
    """Twelve blanks with long lists are no question that is too large to keep."""
    words = "|".join(f"{number:03}" for number in range(12))
    text = " ".join(f"[[={words}]]" for _blank in range(12))
    draft = publishing.draft(kind="cloze", texts={"ko": {"prompt": "?", "text": text}})
    assert checks.check_revision(draft) == []
