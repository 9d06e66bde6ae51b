"""Today, the series and their chapters as lists."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from quizzes.models import Card, Chapter, Item, Learner, Series
from tests import factories
from tests.factories import NOW

QUERIES = {"/": 20, "/series/": 8, "/series/llm/": 8}


def add_chapters(series: Series, learner: Learner, count: int) -> None:
    """Chapters with an item each, every other of which the learner has answered."""
    keys = [f"key{n}" for n in range(count)]
    Chapter.objects.bulk_create(
        Chapter(
            series=series, key=key, number=n, title=key, language="en", published=True
        )
        for n, key in enumerate(keys)
    )
    items = Item.objects.bulk_create(
        Item(series=series, chapter_key=key, slug=key, published=True, open=True)
        for key in keys
    )
    Card.objects.bulk_create(
        Card(
            learner=learner,
            item=item,
            state=Card.State.REVIEW,
            stability=3,
            difficulty=5,
            last_day=NOW.date(),
            due=NOW + timedelta(days=n % 20 - 3),
            created_at=NOW,
        )
        for n, item in enumerate(items[::2])
    )


@pytest.mark.parametrize("count", [10, 1000])
@pytest.mark.parametrize("address", QUERIES)
def test_query_count(
    client: Client,
    series: Series,
    learner: Learner,
    address: str,
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """A list page asks the database hardly more often for 1,000 chapters than for 10."""
    add_chapters(series, learner, count)
    with django_assert_max_num_queries(QUERIES[address]):
        response = client.get(address)
    assert response.status_code == 200


def test_counts_what_is_left(
    client: Client, chapter: Chapter, learner: Learner
) -> None:
    """The number of the day is what is due and what is new, and there is a button."""
    for _n in range(3):
        factories.make_item(chapter)
    response = client.get("/")
    assert response.context["left"].new == 3
    assert 'href="/review/"' in response.content.decode()


def test_nothing_left(client: Client, chapter: Chapter, learner: Learner) -> None:
    """When all is done, the page says so and offers no empty session."""
    factories.answer(factories.make_card(learner, factories.make_item(chapter)))
    learner.new_per_day = 0
    learner.save()
    response = client.get("/")
    assert response.context["done"].answered == 1
    assert 'href="/review/"' not in response.content.decode()


def test_no_series(client: Client) -> None:
    """Who is enrolled nowhere is told what to do, not shown a zero."""
    html = client.get("/").content.decode()
    assert "No series yet" in html
    assert "0 questions" not in html


def test_series_without_enrolment_is_not_there(client: Client) -> None:
    """A series one is not enrolled in is a 404 and in no list."""
    other = factories.make_chapter(title="Of others").series
    assert client.get(f"/series/{other.slug}/").status_code == 404
    assert "Of others" not in client.get("/series/").content.decode()


def test_drafts_are_in_no_list(client: Client, series: Series) -> None:
    """A chapter that is not published is neither listed nor readable."""
    factories.make_chapter(series, key="draft", title="Secret draft", published=False)
    for address in ("/", "/series/", "/series/llm/"):
        assert "Secret draft" not in client.get(address).content.decode()
    assert client.get("/series/llm/draft/").status_code == 404


def test_meeting_of_the_group(client: Client, series: Series, learner: Learner) -> None:
    """The next meeting of one's group is shown in one's own time zone."""
    group = factories.make_group(learner.user, series=series)
    group.next_meeting = NOW + timedelta(days=2)
    group.save()
    assert "Friday, March 6, 21:00" in client.get("/").content.decode()
