"""series/ and chapters/: what a person may read."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from quizzes.models import Chapter, Enrolment, Learner, Series
from tests.factories import make_chapter, make_series

from .contract import problem_of


def text_of(client: APIClient, chapter: Chapter, **headers: str) -> Any:
    return client.get(f"/api/v1/chapters/{chapter.pk}/", headers=headers)


def test_lists_readable_series(client: APIClient, chapter: Chapter) -> None:
    """Series in which I am enrolled, and no others."""
    make_series("others")
    page = client.get("/api/v1/series/").json()
    slug = chapter.series.slug
    assert page == {
        "next": None,
        "previous": None,
        "results": [{"slug": slug, "title": slug, "description": ""}],
    }


def test_a_series_shows_its_published_chapters(
    client: APIClient, chapter: Chapter
) -> None:
    """In every language that they have; drafts are not there."""
    make_chapter(chapter.series, key=chapter.key, number=chapter.number, language="en")
    make_chapter(chapter.series, published=False)
    series = client.get(f"/api/v1/series/{chapter.series.slug}/").json()
    assert [(c["key"], c["language"]) for c in series["chapters"]] == [
        (chapter.key, "en"),
        (chapter.key, "ko"),
    ]
    assert series["chapters"][1]["id"] == chapter.pk
    assert "html" not in series["chapters"][0]


def test_a_series_of_others_is_not_there(client: APIClient) -> None:
    """404, as if it did not exist."""
    problem_of(client.get(f"/api/v1/series/{make_series().slug}/"), 404)
    problem_of(client.get("/api/v1/series/nothing/"), 404)


def test_a_chapter_with_its_text(client: APIClient, chapter: Chapter) -> None:
    """Its Markdown as HTML, with its headings."""
    chapter.body, chapter.tags = "## 구조\n\n*w* and $x^2$", ["history"]
    chapter.save()
    data = text_of(client, chapter).json()
    assert data["title"] == chapter.title
    assert data["series"] == chapter.series.slug
    assert data["tags"] == ["history"]
    assert "<em>w</em>" in data["html"]
    assert "<math" in data["html"]
    assert [(h["level"], h["text"]) for h in data["headings"]] == [(2, "구조")]
    assert data["headings"][0]["id"] in data["html"]


def test_a_draft_is_not_there(client: APIClient, chapter: Chapter) -> None:
    """Nor one of another series, nor one with a number beyond all numbers."""
    chapter.published = False
    chapter.save()
    for id in (chapter.pk, make_chapter().pk, 0, 10**40):
        problem_of(client.get(f"/api/v1/chapters/{id}/"), 404)


def test_an_unchanged_chapter_is_not_sent_again(
    client: APIClient, chapter: Chapter
) -> None:
    """304 for its ETag, until it changes."""
    first = text_of(client, chapter)
    tag = first["ETag"]
    assert not tag.startswith("W/")
    again = text_of(client, chapter, **{"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    chapter.body = "changed"
    chapter.save()
    changed = text_of(client, chapter, **{"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed["ETag"] != tag


@pytest.mark.parametrize("n", [10, 1000])
def test_pages_cost_the_same(
    client: APIClient,
    learner: Learner,
    n: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Listing takes the same queries at 10 series as at 1,000; 100 a page at most."""
    many = Series.objects.bulk_create(
        Series(slug=f"s{i:04}", title_ko=str(i)) for i in range(n)
    )
    Enrolment.objects.bulk_create(
        Enrolment(learner=learner, series=series) for series in many
    )
    with django_assert_num_queries(3):
        page = client.get("/api/v1/series/?page_size=100").json()
    assert len(page["results"]) == min(n, 100)


@pytest.mark.parametrize("n", [10, 1000])
def test_a_series_costs_the_same(
    client: APIClient,
    chapter: Chapter,
    n: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """One series takes the same queries however many chapters it has."""
    Chapter.objects.bulk_create(
        Chapter(series=chapter.series, key=f"k{i}", number=i, published=True)
        for i in range(n)
    )
    with django_assert_num_queries(4):
        series = client.get(f"/api/v1/series/{chapter.series.slug}/").json()
    assert len(series["chapters"]) == n + 1


def test_pages_follow_each_other(client: APIClient, learner: Learner) -> None:
    """next and previous lead through all, each once."""
    for n in range(5):
        Enrolment.objects.create(learner=learner, series=make_series(f"s{n}"))
    url, seen = "/api/v1/series/?page_size=2", []
    while url:
        page = client.get(url).json()
        seen += [series["slug"] for series in page["results"]]
        url = page["next"]
    assert seen == [f"s{n}" for n in range(5)]


@pytest.mark.parametrize("cursor", ["nonsense", "cD0A", "cD0lMDA=", "%00", "é"])
def test_a_wrong_cursor(client: APIClient, cursor: str) -> None:
    """A cursor that was never given is no page."""
    problem_of(client.get("/api/v1/series/", {"cursor": cursor}), 404)
