"""Writing items in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes import exercises, questions
from quizzes.models import Chapter, Item, ItemRevision, Series
from tests.factories import make_card, make_chapter, make_item

ADD = reverse("admin:quizzes_item_add")
LIST = reverse("admin:quizzes_item_changelist")
QUESTIONS = {
    "choice": {
        "prompt_ko": "무엇?",
        "answer_ko": "이것",
        "distractors_ko": "저것 || 아직 아닙니다\r\n그것",
        "prompt_en": "Which?",
        "answer_en": "this",
        "distractors_en": "that",
    },
    "number": {"prompt_ko": "몇?", "answer": "45.8", "tolerance": "0.2"},
    "fraction": {
        "prompt_ko": "몇 분의 몇?",
        "answer": "3/4",
        "lowest": "true",
        "mistakes_ko": "1/4 || 나머지입니다",
    },
    "true_false": {
        "prompt_ko": "퍼셉트론 하나로 XOR을 배울 수 있다.",
        "answer": "false",
        "reason_ko": "직선 하나로 나눌 수 없다",
        "distractors_ko": "너무 오래 걸린다 || 오래 배워도 마찬가지입니다",
    },
    "text": {"prompt_ko": "이름은?", "accepted_ko": "퍼셉트론\r\nperceptron"},
    "cloze": {
        "prompt_ko": "빈칸을 채우십시오.",
        "text_ko": "[[퍼셉트론]]은(는) [[=한 층|두 층]]이며\r\n[[=계단]] 함수를 씁니다.",
        "distractors_ko": "tanh\r\nReLU",
    },
    "match": {
        "prompt_ko": "짝을 지으십시오.",
        "pairs_ko": "AND :: 2\r\nOR :: 1",
        "distractors_ko": "3",
        "mistakes_ko": "1 2 || 하나로는 모자랍니다",
    },
    "multiple": {
        "prompt_ko": "무엇이 맞습니까?",
        "answers_ko": "이것 || 이것도 맞습니다\r\n저것",
        "distractors_ko": "그것 || 아닙니다",
    },
    "order": {
        "prompt_ko": "차례는?",
        "options_ko": "하나\r\n둘\r\n셋",
        "mistakes_ko": "3 1 || 하나가 먼저입니다",
    },
    "matrix": {
        "prompt_ko": "행렬은?",
        "answer": "1 0.5\r\n0 −2",
        "places": "1",
        "row_labels_ko": "가\r\n나",
        "mistakes_ko": "0 0; 0 0 || 영이 아닙니다",
    },
    "mark": {
        "prompt_ko": "어느 점입니까?",
        "points": "1 −2\r\n2 1",
        "answer": "b",
        "mistakes_ko": "a || 그 점이 아닙니다",
    },
    "steps": {
        "prompt_ko": "차례로 구하십시오.",
        "parts_ko": "$z$는?\r\n$\\sigma(z)$는? || V",
        "answers": "0\r\n0.5 ± 0.01 = sigmoid(p1)",
        "places": "1",
        "mistakes_ko": "2: 0 || 시그모이드를 거칩니다",
    },
    "truth_table": {
        "prompt_ko": "표는?",
        "inputs": "x_1 x_2",
        "outputs": "y",
        "answer": "0 1 1 0",
        "mistakes_ko": "0111 || OR입니다",
    },
}
EXERCISE = {"exercise": "perceptron-update", "settings": ""}


def form(chapter: Chapter, **fields: Any) -> dict[str, Any]:
    place = {"series": chapter.series.pk, "chapter_key": chapter.key}
    return {**place, "slug": "new", "order": "1", "published": "on", **fields}


def change(item: Item) -> str:
    return reverse("admin:quizzes_item_change", args=[item.pk])


def revision(item: Item) -> ItemRevision:
    assert item.revision is not None
    return item.revision


def faults(response: Any) -> Any:
    return response.context["adminform"].form.errors


def act(client: Client, action: str, *items: Item) -> Any:
    rows = {"action": action, "_selected_action": [item.pk for item in items]}
    return client.post(LIST, rows, follow=True)


def test_adding_begins_with_the_kind(author: Client, chapter: Chapter) -> None:
    """Without a kind, the kinds are offered, and what is known is kept."""
    page = author.get(ADD, {"chapter_key": "perceptron"}).content.decode()
    for kind in (*questions.kinds(), "exercise"):
        assert f"?kind={kind}&amp;chapter_key=perceptron" in page


def test_an_unknown_kind_is_asked_again(author: Client) -> None:
    """A kind that does not exist leads back to those that do."""
    assert b"?kind=choice" in author.get(ADD, {"kind": "essay"}).content


@pytest.mark.parametrize("kind", QUESTIONS)
def test_every_kind_is_added_and_edited(
    author: Client, chapter: Chapter, kind: str
) -> None:
    """An item of each kind can be added, opens for learners, and gets revision 2."""
    fields = form(chapter, **QUESTIONS[kind])
    response = author.post(f"{ADD}?kind={kind}", fields)
    assert response.status_code == 302, faults(response)
    item = Item.objects.get(slug="new")
    assert item.open
    assert (revision(item).kind, revision(item).number) == (kind, 1)
    fields |= {"prompt_ko": "다시 묻습니다"}
    response = author.post(change(item), fields)
    assert response.status_code == 302, faults(response)
    item.refresh_from_db()
    second = revision(item)
    assert second.number == 2
    assert second.question("ko").prompt == "다시 묻습니다"
    assert second.created_by is not None
    assert second.created_by.username == "author"


def test_the_form_stores_what_the_kind_reads(author: Client, chapter: Chapter) -> None:
    """Lists are kept as lists, and an unwritten language is not there."""
    author.post(f"{ADD}?kind=choice", form(chapter, **QUESTIONS["choice"]))
    texts = revision(Item.objects.get(slug="new")).texts
    assert texts["ko"]["distractors"] == ["저것 || 아직 아닙니다", "그것"]
    author.post(f"{ADD}?kind=text", form(chapter, slug="two", **QUESTIONS["text"]))
    assert list(revision(Item.objects.get(slug="two")).texts) == ["ko"]


@pytest.mark.parametrize("kind", sorted(questions.kinds()))
def test_saving_an_untouched_item_makes_no_revision(
    author: Client, chapter: Chapter, kind: str
) -> None:
    """A form that is sent back as it came changes nothing."""
    item = make_item(chapter, kind=kind)
    shown = author.get(change(item)).context["adminform"].form
    fields = {
        name: shown[name].value()
        for name in shown.fields
        if shown[name].value() not in (None, [])
    }
    fields |= {"published": "on"}
    response = author.post(change(item), fields)
    assert response.status_code == 302, faults(response)
    assert item.revisions.count() == 1


def test_an_exercise_is_attached(author: Client, chapter: Chapter) -> None:
    """An item can run an exercise, with settings of its author."""
    fields = form(chapter, **EXERCISE)
    response = author.post(f"{ADD}?kind=exercise", fields)
    assert response.status_code == 302, faults(response)
    item = Item.objects.get(slug="new")
    assert item.open
    assert revision(item).exercise == "perceptron-update"
    page = author.get(change(item)).content.decode()
    assert page.count('class="preview"') == 3


@pytest.mark.parametrize("settings", ["[1]", "{", '{"unknown": 1}'])
def test_settings_that_break_an_exercise_are_refused(
    author: Client, chapter: Chapter, settings: str
) -> None:
    """Settings are tried before they are kept."""
    fields = form(chapter, **EXERCISE | {"settings": settings})
    assert faults(author.post(f"{ADD}?kind=exercise", fields))
    assert not Item.objects.exists()


def test_every_exercise_can_be_chosen(author: Client) -> None:
    """The form offers all registered exercises."""
    page = author.get(ADD, {"kind": "exercise"}).content.decode()
    for exercise in exercises.all_exercises():
        assert f'value="{exercise.slug}"' in page


@pytest.mark.parametrize(
    ("kind", "broken"),
    [
        ("choice", {"distractors_ko": "이것"}),
        ("choice", {"prompt_ko": ""}),
        ("number", {"answer": "many"}),
        ("number", {"tolerance": "-1"}),
        ("number", {"mistakes_ko": "45.8 || no"}),
        ("text", {"accepted_ko": " - "}),
    ],
)
def test_a_broken_question_is_refused_with_its_faults(
    author: Client, chapter: Chapter, kind: str, broken: dict[str, str]
) -> None:
    """What a kind finds wrong is said at the form, and nothing is kept."""
    fields = form(chapter, **QUESTIONS[kind] | broken)
    assert faults(author.post(f"{ADD}?kind={kind}", fields))
    assert not Item.objects.exists()


def test_a_broken_item_cannot_be_published(author: Client, chapter: Chapter) -> None:
    """Publishing checks what, say, an import brought, and says what is wrong."""
    item = make_item(chapter, published=False)
    other = make_item(chapter, published=False)
    item.revision = ItemRevision.objects.create(
        item=item, number=2, kind="number", texts={"ko": {"prompt": "?", "answer": "x"}}
    )
    item.save()
    page = act(author, "publish", item, other).content.decode()
    item.refresh_from_db()
    other.refresh_from_db()
    assert not item.published
    assert other.open
    assert 'class="error"' in page
    assert b"errorlist" in author.get(change(item)).content


def test_unpublishing_closes_for_readers(author: Client, chapter: Chapter) -> None:
    """An item that is taken back is asked no more; publishing opens it again."""
    item = make_item(chapter)
    act(author, "unpublish", item)
    item.refresh_from_db()
    assert not item.open
    act(author, "publish", item)
    item.refresh_from_db()
    assert item.open


def test_moving_an_item_moves_its_place(
    author: Client, chapter: Chapter, series: Series
) -> None:
    """An item that is moved to a draft chapter closes with it."""
    draft = make_chapter(series, key="draft", published=False)
    item = make_item(chapter)
    author.post(change(item), form(draft, **QUESTIONS["number"]))
    item.refresh_from_db()
    assert (item.chapter_key, item.open) == ("draft", False)


def test_a_chapter_must_exist(author: Client, chapter: Chapter) -> None:
    """An item cannot be put into a chapter that the series does not have."""
    fields = form(chapter, chapter_key="nowhere", **QUESTIONS["number"])
    assert "chapter_key" in faults(author.post(f"{ADD}?kind=number", fields))


def test_prerequisites_do_not_go_in_a_circle(author: Client, chapter: Chapter) -> None:
    """An item cannot come after itself, by whatever way."""
    first, last = make_item(chapter), make_item(chapter)
    last.prerequisites.add(first)
    fields = form(chapter, prerequisites=[last.pk], **QUESTIONS["number"])
    response = author.post(change(first), fields)
    assert "prerequisites" in faults(response)
    assert not first.prerequisites.exists()


def test_an_author_does_not_see_others_items(author: Client, theirs: Chapter) -> None:
    """Another group's items are in no list and open nowhere."""
    item = make_item(theirs, slug="their-item")
    assert b"their-item" not in author.get(LIST).content
    assert b"their-item" not in author.get(ADD, {"kind": "number"}).content
    assert author.get(change(item)).status_code == 302


def test_an_author_cannot_change_others_items(author: Client, theirs: Chapter) -> None:
    """Forged forms and actions do not reach another group's item."""
    item = make_item(theirs, slug="their-item")
    author.post(change(item), form(theirs, **QUESTIONS["number"]))
    author.post(reverse("admin:quizzes_item_delete", args=[item.pk]), {"post": "yes"})
    act(author, "unpublish", item)
    act(author, "delete_selected", item)
    item.refresh_from_db()
    assert item.open
    assert revision(item).number == 1


def test_an_author_cannot_write_into_others_series(
    author: Client, chapter: Chapter, theirs: Chapter
) -> None:
    """Neither an item nor a prerequisite can point into another group's series."""
    item = make_item(theirs)
    fields = form(theirs, **QUESTIONS["number"])
    assert "series" in faults(author.post(f"{ADD}?kind=number", fields))
    fields = form(chapter, prerequisites=[item.pk], **QUESTIONS["number"])
    assert "prerequisites" in faults(author.post(f"{ADD}?kind=number", fields))
    assert Item.objects.count() == 1


def test_an_item_that_was_asked_is_not_deleted(
    author: Client, chapter: Chapter
) -> None:
    """Items with cards stay; one that nobody was asked can go."""
    asked, fresh = make_item(chapter), make_item(chapter)
    make_card(item=asked)
    for item in (asked, fresh):
        author.post(
            reverse("admin:quizzes_item_delete", args=[item.pk]), {"post": "yes"}
        )
    act(author, "delete_selected", asked)
    assert list(Item.objects.all()) == [asked]


def test_hostile_questions_do_not_break_the_admin(
    author: Client, chapter: Chapter
) -> None:
    """Markup in a question stays text in its preview and lists."""
    hostile = "<script>alert(1)</script> **x**"
    fields = QUESTIONS["choice"] | {"prompt_ko": hostile, "answer_ko": hostile}
    author.post(f"{ADD}?kind=choice", form(chapter, tags=hostile, **fields))
    item = Item.objects.get(slug="new")
    for address in (LIST, change(item)):
        assert b"<script>alert" not in author.get(address).content
