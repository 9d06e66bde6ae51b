"""Which cards come next, and what is left of the day."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from quizzes import queue, variants
from quizzes.authoring import publishing
from quizzes.models import Card, Chapter, Item, Learner, StudyDay
from tests.factories import (
    NOW,
    answer,
    make_card,
    make_chapter,
    make_enrolment,
    make_item,
    make_learner,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def study(learner: Learner, chapter: Chapter, n: int, **fields: Any) -> list[Card]:
    """n cards that were answered ten days ago, rightly."""
    cards = [make_card(learner, make_item(chapter)) for _ in range(n)]
    for card in cards:
        answer(card, now=NOW - 10 * DAY, **fields)
    StudyDay.objects.all().delete()
    return cards


def asked(learner: Learner, **options: Any) -> list[Item]:
    cards = queue.next_cards(learner, **{"now": NOW, "limit": 10, **options})
    return [card.item for card in cards]


def test_new_items_come_in_the_order_of_the_series() -> None:
    """What was never dealt comes chapter by chapter, as the author put it."""
    learner, second = make_learner(), make_chapter(number=2)
    first = make_chapter(second.series, number=1)
    items = [make_item(second), make_item(first, order=2), make_item(first, order=1)]
    make_enrolment(learner, second.series)
    assert asked(learner) == [items[2], items[1], items[0]]


def test_only_enrolled_series_enter_the_queue() -> None:
    """An item of a series that one is not enrolled in is never asked."""
    make_item()
    assert asked(make_learner()) == []


def test_what_was_just_missed_comes_first() -> None:
    """A missed card comes before reviews and new ones once its minutes are over."""
    learner, chapter = make_learner(), make_chapter()
    study(learner, chapter, 2)
    missed = make_card(learner, make_item(chapter))
    answer(missed, right=False, now=NOW - timedelta(minutes=30))
    assert asked(learner)[0] == missed.item


def test_a_card_is_not_asked_before_it_is_due() -> None:
    """A card that was just answered is out of the queue until it is due."""
    card = make_card()
    answer(card, right=False)
    assert asked(card.learner) == []
    assert asked(card.learner, now=NOW + timedelta(minutes=12)) == [card.item]


def test_drafts_and_suspended_cards_are_not_asked() -> None:
    """Unpublishing or suspending takes cards out; publishing brings them back."""
    learner, chapter = make_learner(), make_chapter()
    cards = study(learner, chapter, 2)
    Card.objects.filter(pk=cards[0].pk).update(suspended=True)
    publishing.refresh(chapter.series)
    assert asked(learner) == [cards[1].item]
    Chapter.objects.update(published=False)
    publishing.refresh(chapter.series)
    assert asked(learner) == []
    assert queue.counts(learner, now=NOW).total == 0


def test_a_buried_card_waits() -> None:
    """A buried card is asked from the moment it is buried until."""
    learner, chapter = make_learner(), make_chapter()
    [card] = study(learner, chapter, 1)
    Card.objects.filter(pk=card.pk).update(buried_until=NOW + DAY)
    assert asked(learner) == []
    assert asked(learner, now=NOW + DAY) == [card.item]


def test_the_daily_limits_hold() -> None:
    """No more new items and reviews than the learner wants in a day."""
    learner = make_learner(new_per_day=2, reviews_per_day=3)
    chapter = make_chapter()
    study(learner, chapter, 5)
    for _ in range(4):
        make_item(chapter)
    assert queue.counts(learner, now=NOW) == queue.Counts(2, 0, 3)
    assert len(asked(learner)) == 5


def test_what_was_done_today_counts_against_the_limits() -> None:
    """A new item answered today is one less to come; tomorrow there are more."""
    learner, chapter = make_learner(new_per_day=1), make_chapter()
    make_item(chapter)
    answer(make_card(learner, make_item(chapter)))
    assert queue.counts(learner, now=NOW + timedelta(hours=1)).new == 0
    assert queue.counts(learner, now=NOW + DAY).new == 1


def test_a_chapter_can_be_asked_alone() -> None:
    """With a chapter, only its own cards and items come."""
    learner, chapter = make_learner(), make_chapter()
    other = make_chapter(chapter.series)
    mine = study(learner, chapter, 1)
    study(learner, other, 1)
    new = make_item(chapter)
    make_item(other)
    assert set(asked(learner, chapter=chapter)) == {mine[0].item, new}
    assert queue.counts(learner, now=NOW, chapter=chapter).total == 2


def test_practice_gives_known_cards_due_or_not() -> None:
    """Practice asks what is known, the least dealt first, and nothing new."""
    learner, chapter = make_learner(), make_chapter()
    card = make_card(learner, make_item(chapter))
    answer(card)
    make_item(chapter)
    known = queue.practice_cards(learner, now=NOW, limit=5)
    assert known == [card]


def test_neighbours_come_from_different_chapters() -> None:
    """Reviews of two chapters alternate."""
    learner, one = make_learner(), make_chapter()
    two = make_chapter(one.series)
    study(learner, one, 3)
    study(learner, two, 3)
    keys = [item.chapter_key for item in asked(learner, limit=6)]
    assert all(a != b for a, b in pairwise(keys))


def test_an_item_published_later_but_earlier_in_the_series_is_found() -> None:
    """The cursor over new items goes back when something before it is published."""
    learner, chapter = make_learner(), make_chapter()
    late = make_item(chapter, order=1, published=False)
    first = make_item(chapter, order=2)
    make_enrolment(learner, chapter.series)
    variants.deal_item(learner, first, now=NOW)
    late.published = True
    late.save()
    publishing.refresh(chapter.series)
    assert set(asked(learner)) == {late, first}


@pytest.mark.parametrize("n", [3, 30])
def test_the_queue_asks_the_database_as_often_for_any_number(
    n: int, django_assert_num_queries: Any
) -> None:
    """The number of queries does not grow with the number of cards."""
    learner, chapter = make_learner(), make_chapter()
    study(learner, chapter, n)
    for _ in range(n):
        make_item(chapter)
    make_enrolment(learner, chapter.series)
    with django_assert_num_queries(4):
        queue.agenda(learner, now=NOW, limit=20)
