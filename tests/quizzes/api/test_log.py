"""The log: what was answered, and what counts of it now."""

from __future__ import annotations

import base64
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from quizzes.models import Card, Learner, Review
from tests.factories import (
    NOW,
    answer,
    make_card,
    make_chapter,
    make_item,
)

from .contract import problem_of, rows

URL = "/api/v1/reviews/"


def test_the_log(client: APIClient, card: Card) -> None:
    """The newest first, with what was answered and what counts now."""
    first = answer(card, right=False)
    second = answer(card, now=NOW + timedelta(minutes=20))
    client.delete(f"{URL}{second.pk}/")
    page = client.get(URL).json()
    assert [entry["id"] for entry in page["results"]] == [str(second.pk), str(first.pk)]
    assert [entry["current_rating"] for entry in page["results"]] == [None, "again"]
    assert page["results"][1]["response"] == "-98765"
    assert page["results"][1]["study_day"] == "2026-03-04"


def test_one_of_the_log(client: APIClient, card: Card) -> None:
    """All that was shown after the attempt, and the question itself."""
    review = answer(card)
    past = client.get(f"{URL}{review.pk}/").json()
    assert "<em>many</em>" in past["prompt_html"]
    assert past["expected"] == "45.8 km"
    assert past["response"] == "45.8"


def test_imported_history(client: APIClient, card: Card) -> None:
    """A review without a variant is in the log, with nothing to show of it."""
    review = answer(card)
    values = {f.attname: getattr(review, f.attname) for f in Review._meta.fields}
    imported = Review(
        **{**values, "id": uuid.uuid4(), "number": 2, "variant_id": None},
    )
    imported.source = "anki"
    imported.save()
    past = client.get(f"{URL}{imported.pk}/").json()
    assert (past["source"], past["variant"], past["expected"]) == ("anki", None, None)


def test_filters(client: APIClient, learner: Learner, card: Card) -> None:
    """By item, by chapter, since a moment."""
    first = answer(card)
    other = make_card(learner, make_item(make_chapter(card.item.series)))
    second = answer(other, now=NOW + timedelta(minutes=30))
    chapter = other.item.chapter
    assert chapter is not None
    for query, found in (
        ({"item": card.item.slug}, [first]),
        ({"chapter": chapter.pk}, [second]),
        ({"since": "2026-03-04T21:30:00+09:00"}, [second]),
        ({"item": "nothing"}, []),
    ):
        results = client.get(URL, query).json()["results"]
        assert [entry["id"] for entry in results] == [str(r.pk) for r in found]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"since": "yesterday"}, 400),
        ({"since": "2026-03-04"}, 400),
        ({"since": "0001-01-01T00:00:00+14:00"}, 400),
        ({"since": "9999-12-31T23:59:59-12:00"}, 400),
        ({"chapter": "x"}, 400),
        ({"chapter": 10**30}, 400),
        ({"chapter": 999_999}, 404),
        ({"item": "a\x00b"}, 400),
        ({"cursor": "bm9uc2Vuc2U="}, 200),
        ({"cursor": "cD1ub25zZW5zZQ=="}, 404),
        ({"cursor": "cD0A"}, 404),
        ({"page_size": "x"}, 400),
        ({"page_size": 0}, 400),
        ({"page_size": 101}, 400),
        ({"since": ""}, 400),
    ],
)
def test_wrong_queries(client: APIClient, card: Card, query: Any, status: int) -> None:
    """A query that means nothing is the client's error, never ours."""
    answer(card)
    response = client.get(URL, query)
    assert response.status_code == status
    if status >= 400:
        problem_of(response, status)


def test_reading_changes_nothing(client: APIClient, card: Card) -> None:
    """GET leaves every row as it was."""
    review = answer(card)
    before = rows()
    client.get(URL)
    client.get(f"{URL}{review.pk}/")
    client.get(f"{URL}?item=x")
    assert rows() == before


@pytest.mark.parametrize("n", [10, 1000])
def test_the_log_costs_the_same(
    client: APIClient,
    card: Card,
    n: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """A page of the log takes the same queries at 10 answers as at 1,000."""
    _log(card, n)
    with django_assert_num_queries(4):
        page = client.get(f"{URL}?page_size=100").json()
    assert len(page["results"]) == min(n + 1, 100)


def test_pages_of_the_log(client: APIClient, card: Card) -> None:
    """Its pages hold each answer once, those of one moment too."""
    _log(card, 25)
    url, seen = f"{URL}?page_size=4", []
    while url:
        page = client.get(url).json()
        seen += [entry["id"] for entry in page["results"]]
        url = page["next"]
    assert len(seen) == len(set(seen)) == 26


def _log(card: Card, n: int) -> None:
    """`n` more answers like one that was given, three at each moment."""
    first = answer(card)
    values = {f.attname: getattr(first, f.attname) for f in Review._meta.fields}
    Review.objects.bulk_create(
        Review(
            **{
                **values,
                "id": uuid.uuid4(),
                "number": i + 2,
                "variant_id": None,
                "source": "test",
                "answered_at": first.answered_at - timedelta(minutes=i // 3),
            }
        )
        for i in range(n)
    )


@pytest.mark.parametrize("position", ["0001-01-01", "9999-12-31T23:59:59-23:59", "x"])
def test_a_forged_cursor_is_not_found(client: APIClient, position: str) -> None:
    """A cursor that points nowhere a review can be is 404."""
    cursor = base64.b64encode(f"p={quote(position)}".encode()).decode()
    assert client.get(f"/api/v1/reviews/?cursor={cursor}").status_code == 404
