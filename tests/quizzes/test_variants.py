"""Dealing: idempotent, fresh where stale, safe with broken exercises."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from quizzes import exercises, variants
from quizzes.authoring import publishing
from quizzes.models import Card, Enrolment, Term, Variant
from quizzes.questions import Question, Text
from tests.factories import (
    CHOICE,
    NOW,
    answer,
    deal,
    make_card,
    make_chapter,
    make_enrolment,
    make_item,
    make_learner,
)

pytestmark = pytest.mark.django_db


def test_dealing_is_idempotent() -> None:
    """The open variant is dealt again until it is answered."""
    card = make_card()
    first = deal(card)
    assert deal(card, now=NOW + timedelta(days=3)) == first
    answer(card)
    assert deal(card) != first


def test_an_item_has_a_card_once_it_is_dealt() -> None:
    """The card is made when the item is first dealt, and the cursor moves on."""
    item, learner = make_item(), make_learner()
    enrolment = make_enrolment(learner, item.series)
    variants.deal_item(learner, item, now=NOW)
    assert Card.objects.get().state == Card.State.NEW
    assert Enrolment.objects.get(pk=enrolment.pk).cursor > item.position


def test_a_new_revision_supersedes_the_open_variant() -> None:
    """When an item is edited, its open variant is replaced by a fresh one."""
    card = make_card(item=make_item(kind="choice"))
    old = deal(card)
    texts = {"ko": CHOICE | {"answer": "this one"}}
    publishing.revise(card.item, kind="choice", texts=texts)
    card = Card.objects.get(pk=card.pk)
    new = deal(card)
    old.refresh_from_db()
    assert (old.state, new.state) == (Variant.State.SUPERSEDED, Variant.State.OPEN)
    assert new.question.expected() == "this one"


def test_another_language_supersedes_the_open_variant() -> None:
    """A learner who changes language gets the question in it."""
    card = make_card()
    assert deal(card).language == "ko"
    card.learner.language = "en"
    assert deal(card).language == "en"


def test_a_language_that_is_not_written_falls_back() -> None:
    """An item without English is dealt in Korean, and says so."""
    item = make_item(kind="choice", texts={"ko": CHOICE})
    learner = make_learner(language="en")
    assert deal(make_card(learner, item)).language == "ko"


def test_the_sequence_of_a_card_only_grows() -> None:
    """Each variant of a card has the next number, whatever its purpose."""
    card = make_card()
    answer(card)
    practice = variants.deal(
        Card.objects.get(pk=card.pk), now=NOW, purpose=Variant.Purpose.PRACTICE
    )
    later = deal(Card.objects.get(pk=card.pk))
    assert [practice.sequence, later.sequence] == [2, 3]


class Fragile(exercises.Exercise):
    slug = "fragile"
    title = "Fragile"

    def parameters(self, rng: Random) -> dict[str, Any]:
        return {"even": rng.randrange(2) == 0}

    def question(self, **parameters: Any) -> Question:
        if not parameters["even"]:
            raise ZeroDivisionError
        return Text(prompt="?", accepted=("x",))


@pytest.fixture
def fragile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(exercises._registry, "fragile", Fragile())


@pytest.mark.usefixtures("fragile")
def test_an_exercise_that_raises_is_dealt_with_another_seed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A broken variant is replaced at once, and logged for the author."""
    item = make_item(exercise="fragile")
    dealt = [
        bool(variants.deal_many([make_card(item=item)], now=NOW)) for _ in range(30)
    ]
    assert sum(dealt) > 20
    assert "cannot be dealt" in caplog.text


@pytest.mark.usefixtures("fragile")
def test_an_exercise_that_always_raises_leaves_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """An item that cannot be dealt is left out of the queue; the others come."""
    learner, chapter = make_learner(), make_chapter()
    broken = make_item(chapter, exercise="fragile", settings={"even": False})
    cards = [make_card(learner, broken), make_card(learner, make_item(chapter))]
    [variant] = variants.deal_many(cards, now=NOW)
    assert variant.card == cards[1]
    with pytest.raises(variants.CannotDeal):
        deal(Card.objects.get(pk=cards[0].pk))


def test_the_seed_cannot_be_foretold(settings: Any) -> None:
    """The seed of a variant hangs on the server's secret."""
    card = Card(pk=1, sequence=1)
    one = variants._seed(card)
    settings.SECRET_KEY = "another"
    assert variants._seed(card) != one


def test_terms_that_could_be_confused_are_frozen_in() -> None:
    """A near term of the glossary stands in the dealt question; a far one does not."""
    for slug, name in (("input", "입력층"), ("output", "출력층"), ("gpt", "생성")):
        Term.objects.create(slug=slug, category="layer", names_ko=[name])
    texts = {"ko": {"prompt": "?", "accepted": ["입력층"]}}
    question = deal(make_card(item=make_item(kind="text", texts=texts))).question
    assert isinstance(question, Text)
    assert question.confusable == ("출력층",)
    assert question.grade("출력층").score == 0
    assert question.grade("입력충").score == 1
