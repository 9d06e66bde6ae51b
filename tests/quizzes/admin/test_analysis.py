"""The pages that lead an author to the questions that need one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import Chapter, Item
from tests.factories import answer, make_card, make_item, make_learner

pytestmark = pytest.mark.django_db
KINDS = {"good": "number", "hard": "choice", "new": "choice"}


@pytest.fixture
def items(chapter: Chapter) -> list[Item]:
    """One that everybody knows, one that nobody knows, one never asked."""
    good, hard, new = (
        make_item(chapter, kind=kind, slug=slug, order=order)
        for order, (slug, kind) in enumerate(KINDS.items())
    )
    for n in range(10):
        learner = make_learner()
        answer(make_card(learner, good), right=n < 7)
        answer(make_card(learner, hard), right=False)
    return [good, hard, new]


def of_series(item: Item) -> str:
    return reverse("admin:quizzes_series_analysis", args=[item.series_id])


def of_item(item: Item) -> str:
    return reverse("admin:quizzes_item_analysis", args=[item.series_id, item.pk])


def slugs(client: Client, address: str) -> list[str]:
    rows: Any = client.get(address).context["rows"]
    return [row.item.slug for row in rows]


def test_what_is_flagged_comes_first(author: Client, items: list[Item]) -> None:
    """With links to each item's own page."""
    page = author.get(of_series(items[0])).content.decode()
    assert slugs(author, of_series(items[0]))[0] == "hard"
    assert all(of_item(item) in page for item in items)
    assert "flagged" in page


@pytest.mark.parametrize(
    ("column", "order"),
    [
        ("place", ["good", "hard", "new"]),
        ("facility", ["hard", "good", "new"]),
        ("attempts", ["good", "hard", "new"]),
        ("nonsense", ["hard", "good", "new"]),
    ],
)
def test_the_table_is_sorted(
    author: Client, items: list[Item], column: str, order: list[str]
) -> None:
    """By each column; what has no figures yet comes last."""
    assert slugs(author, f"{of_series(items[0])}?sort={column}") == order


def test_an_item_s_page_leads_to_the_item(author: Client, items: list[Item]) -> None:
    """It shows the figures by revision, and what was chosen."""
    page = author.get(of_item(items[1])).content.decode()
    assert reverse("admin:quizzes_item_change", args=[items[1].pk]) in page
    assert "0.00" in page
    assert "those" in page


def test_an_item_never_asked_has_a_page(author: Client, items: list[Item]) -> None:
    """It is empty."""
    assert author.get(of_item(items[2])).status_code == 200


def test_the_ways_to_the_pages(author: Client, items: list[Item]) -> None:
    """From the series, its list, and the item."""
    change = reverse("admin:quizzes_series_change", args=[items[0].series_id])
    for address in (change, reverse("admin:quizzes_series_changelist")):
        assert of_series(items[0]) in author.get(address).content.decode()
    change = reverse("admin:quizzes_item_change", args=[items[0].pk])
    assert of_item(items[0]) in author.get(change).content.decode()


def test_others_see_nothing(author: Client, theirs: Chapter, items: list[Item]) -> None:
    """The figures of another group's series are not there."""
    other = make_item(theirs)
    assert author.get(of_series(other)).status_code == 404
    assert author.get(of_item(other)).status_code == 404
    mixed = reverse("admin:quizzes_item_analysis", args=[items[0].series_id, other.pk])
    assert author.get(mixed).status_code == 404


@pytest.mark.parametrize("many", [1, 30])
def test_few_queries(
    author: Client, chapter: Chapter, django_assert_max_num_queries: Any, many: int
) -> None:
    """As many for one item as for thirty."""
    items = [make_item(chapter) for _ in range(many)]
    author.get(of_series(items[0]))
    with django_assert_max_num_queries(10):
        author.get(of_series(items[0]))
