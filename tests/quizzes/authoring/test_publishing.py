"""What is published can be asked; what is not, cannot."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from quizzes.authoring.publishing import refresh, revise
from quizzes.models import Card, Chapter, Enrolment, Item, Learner, Series
from studyhub.models import User

pytestmark = pytest.mark.django_db
YEAR = {"ko": {"prompt": "언제?", "answer": "1958"}}


@pytest.fixture
def series() -> Series:
    series = Series.objects.create(slug="s", title_ko="s")
    for number, key in enumerate(("one", "two"), 1):
        Chapter.objects.create(
            series=series, key=key, number=number, title=key, published=True
        )
    return series


@pytest.fixture
def learner() -> Learner:
    return Learner.objects.create(user=User.objects.create(username="learner"))


def item(series: Series, slug: str, **fields: Any) -> Item:
    values = {"chapter_key": "one", "published": True} | fields
    made = Item.objects.create(series=series, slug=slug, **values)
    revise(made, kind="number", texts=YEAR)
    return made


def test_items_stand_in_the_order_of_chapters(series: Series) -> None:
    """Items are ordered by chapter, then as their author ordered them."""
    item(series, "c", chapter_key="two", order=0)
    item(series, "b", order=1)
    item(series, "a", order=0)
    refresh(series)
    assert [i.slug for i in Item.objects.open().order_by("position")] == ["a", "b", "c"]


@pytest.mark.parametrize("fields", [{"published": False}, {"chapter_key": "none"}])
def test_not_open(series: Series, fields: dict[str, Any]) -> None:
    """An unpublished item, or one without a published chapter, is not open."""
    item(series, "x", **fields)
    refresh(series)
    assert not Item.objects.open().exists()


def test_item_without_revision_is_not_open(series: Series) -> None:
    """An item that asks nothing yet is not open."""
    Item.objects.create(series=series, chapter_key="one", slug="x", published=True)
    refresh(series)
    assert not Item.objects.open().exists()


def test_cards_follow_their_items(series: Series, learner: Learner) -> None:
    """Unpublishing rests a card, publishing wakes it unless it is suspended."""
    now = timezone.now()
    Enrolment.objects.create(learner=learner, series=series)
    cards = [
        Card.objects.create(learner=learner, item=item(series, slug), created_at=now)
        for slug in ("a", "b")
    ]
    Card.objects.filter(pk=cards[1].pk).update(suspended=True, active=False)
    Chapter.objects.filter(key="one").update(published=False)
    refresh(series)
    assert not Card.objects.filter(active=True).exists()
    Chapter.objects.filter(key="one").update(published=True)
    refresh(series, key="one")
    assert list(Card.objects.filter(active=True)) == [cards[0]]


def test_cursor_goes_back_to_what_opened(series: Series, learner: Learner) -> None:
    """An item that opens before a learner's cursor is not passed over."""
    first, last = (
        item(series, "a", published=False),
        item(series, "b", chapter_key="two"),
    )
    refresh(series)
    enrolment = Enrolment.objects.create(learner=learner, series=series, cursor=99_999)
    refresh(series)
    enrolment.refresh_from_db()
    assert enrolment.cursor == 99_999  # nothing opened or moved
    Item.objects.filter(pk=first.pk).update(published=True)
    refresh(series)
    enrolment.refresh_from_db()
    first.refresh_from_db()
    last.refresh_from_db()
    assert enrolment.cursor == first.position < last.position


def test_refresh_takes_few_queries(
    series: Series, django_assert_max_num_queries: Any
) -> None:
    """A series is brought in line by set, however long it is."""
    for number in range(50):
        item(series, f"i{number}", order=number)
    with django_assert_max_num_queries(8):
        refresh(series)


def test_revise_only_where_something_differs(series: Series) -> None:
    """The same content is the same revision; other content the next one."""
    made = item(series, "x")
    first = made.revision
    assert revise(made, kind="number", texts=YEAR) == first
    second = revise(
        made, kind="number", texts={"ko": {"prompt": "몇 년?", "answer": "1958"}}
    )
    made.refresh_from_db()
    assert (second.number, made.revision) == (2, second)
    assert made.revisions.count() == 2
