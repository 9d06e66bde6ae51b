"""Dealing: idempotent, fresh where stale, safe with broken exercises."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from quizzes import exercises, queue, variants
from quizzes.authoring import publishing
from quizzes.models import Card, Enrolment, Fault, Term, Variant
from quizzes.questions import Choice, Number, Option, Question, Text
from tests.factories import (
    NOW,
    SAMPLES,
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
    texts = {"ko": SAMPLES["choice"] | {"answer": "this one"}}
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
    item = make_item(kind="choice", texts={"ko": SAMPLES["choice"]})
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
    fault = Fault.objects.get()
    assert (fault.what, fault.revision) == ("ZeroDivisionError()", item.revision)
    assert fault.times == caplog.text.count("cannot be dealt") > 1


SAME = Choice(prompt="?", options=(Option("x"), Option("x")), right=0)
FAULTY: dict[str, Question] = {
    "two options are the same": SAME,
    "no number": Number(prompt="?", value="nan"),
    "its check raises": Number(prompt="?", value="0.33x"),
    "no text": Text(prompt=" ", accepted=("x",)),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_question_is_not_dealt(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """What fails its check would cost a learner a right answer, or trap them."""
    changed = Fragile()
    monkeypatch.setattr(changed, "question", lambda **_drawn: FAULTY[name])
    monkeypatch.setitem(exercises._registry, "fragile", changed)
    card = make_card(item=make_item(exercise="fragile"))
    assert variants.deal_many([card], now=NOW) == []
    assert Fault.objects.get().times == variants.TRIES
    card.refresh_from_db()
    assert card.buried_until is not None


@pytest.mark.usefixtures("fragile")
def test_broken_items_do_not_stand_in_the_way_of_new_ones(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """More broken items than a day has new ones: the good one comes, today."""
    learner, chapter = make_learner(new_per_day=3), make_chapter()
    for order in range(7):
        make_item(chapter, exercise="fragile", settings={"even": False}, order=order)
    good = make_item(chapter, order=9)
    make_enrolment(learner, chapter.series)
    asked: list[Variant] = []
    for _load in range(4):
        cards = queue.next_cards(learner, now=NOW, limit=3)
        asked += variants.deal_many(cards, now=NOW)
    assert {v.card.item for v in asked if v.card} == {good}
    assert queue.counts(learner, now=NOW).new == 1
    assert caplog.records


def test_items_in_one_language_cost_no_query_each(
    django_assert_max_num_queries: Any,
) -> None:
    """Ten Korean items for an English reader are looked up together."""
    learner, chapter = make_learner(language="en"), make_chapter()
    cards = [
        make_card(
            learner, make_item(chapter, kind="choice", texts={"ko": SAMPLES["choice"]})
        )
        for _ in range(10)
    ]
    variants.deal_many(cards, now=NOW)
    with django_assert_max_num_queries(2):
        assert len(variants.deal_many(cards, now=NOW)) == 10


def test_a_first_deal_costs_few_queries_a_card(
    django_assert_max_num_queries: Any,
) -> None:
    """Twenty items dealt for the first time are written together."""
    learner, chapter = make_learner(new_per_day=20), make_chapter()
    for _ in range(20):
        make_item(chapter)
    make_enrolment(learner, chapter.series)
    cards = queue.next_cards(learner, now=NOW, limit=20)
    with django_assert_max_num_queries(100):
        assert len(variants.deal_many(cards, now=NOW)) == 20


def test_who_is_not_enrolled_is_not_asked_again() -> None:
    """An author may open an item of a series; it does not enter their queue."""
    item, author = make_item(), make_learner()
    variants.deal_item(author, item, now=NOW)
    assert Card.objects.get().active is False
    assert queue.counts(author, now=NOW).total == 0


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


def test_settings_narrow_what_is_drawn() -> None:
    """Each variant has them, and is one that the exercise makes by itself."""
    item = make_item(exercise="perceptron-update", settings={"asked": "b"})
    for _learner in range(5):
        variant = variants.deal_item(make_learner(), item, now=NOW)
        assert variant.parameters["asked"] == "b"
        assert "$b$" in variant.question.prompt


def test_settings_that_are_never_drawn_are_not_dealt() -> None:
    """An exercise may change after its item was published: no question is forced."""
    settings = {"weights": [0, 0], "bias": -1, "targets": [0] * 6}
    item = make_item(exercise="perceptron-misclassified", settings=settings)
    with pytest.raises(variants.CannotDeal):
        variants.deal_item(make_learner(), item, now=NOW)


def test_the_seed_cannot_be_foretold(settings: Any) -> None:
    """The seed of a variant hangs on the server's secret."""
    card = Card(pk=1, sequence=1)
    one = variants._seed(card)
    settings.SECRET_KEY = "another"
    assert variants._seed(card) != one


def test_terms_that_could_be_confused_are_frozen_in() -> None:
    """A near term of the glossary stands in the dealt question; a far one does not."""
    for slug, name in (("over", "과적합"), ("under", "과소적합"), ("gpt", "생성")):
        Term.objects.create(slug=slug, category="fit", names_ko=[name])
    texts = {"ko": {"prompt": "?", "accepted": ["과적합"]}}
    question = deal(make_card(item=make_item(kind="text", texts=texts))).question
    assert isinstance(question, Text)
    assert question.confusable == ("과소적합",)
    assert question.grade("과소적합").score == 0
    assert question.grade("과적햡").score == 1


def test_the_other_names_of_an_answer_are_frozen_in() -> None:
    """A synonym of the glossary is right, unless the question shows such a name."""
    names = {"names_ko": ["지피티", "생성 모델"], "names_en": ["GPT"]}
    Term.objects.create(slug="gpt", category="system", **names)
    for prompt, score in (("?", 1), ("지피티란?", 0)):
        texts = {"ko": {"prompt": prompt, "accepted": ["생성 모델"]}}
        question = deal(make_card(item=make_item(kind="text", texts=texts))).question
        assert question.grade("gpt").score == score


def test_an_edited_glossary_counts_at_once() -> None:
    """What is kept of a glossary is kept of its words, however they changed."""
    item = make_item(kind="text", texts={"ko": {"prompt": "?", "accepted": ["생성"]}})
    term = Term.objects.create(slug="gpt", category="system", names_ko=["생성", "가"])
    for names in (["생성", "나"], ["생성", "다"]):
        Term.objects.filter(pk=term.pk).update(names_ko=names)
        question = deal(make_card(item=item)).question
        assert isinstance(question, Text)
        assert question.synonyms == (names[1],)
