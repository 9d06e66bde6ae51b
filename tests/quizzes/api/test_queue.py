"""queue/: what to ask now, without its answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from quizzes.models import Card, Chapter, Item, Learner, Variant
from tests.factories import answer, make_card, make_chapter, make_item, make_user

from .contract import client_of, problem_of, rows

URL = "/api/v1/queue/"
FIELDS = {
    "variant",
    "card",
    "item",
    "chapter",
    "kind",
    "language",
    "prompt_html",
    "figure",
    "input",
}


def questions(client: APIClient, **query: Any) -> list[dict[str, Any]]:
    response = client.get(URL, query)
    assert response.status_code == 200, response.content
    results: list[dict[str, Any]] = response.json()["results"]
    return results


def test_asks_what_is_new(client: APIClient, chapter: Chapter) -> None:
    """An item of my series that was never asked is in the queue, dealt."""
    item = make_item(chapter)
    data = client.get(URL).json()
    assert data["counts"] == {"new": 1, "learning": 0, "review": 0}
    [question] = data["results"]
    assert question["item"] == item.slug
    assert question["chapter"] == chapter.pk
    assert question["kind"] == "number"
    assert question["language"] == "en"
    assert question["prompt_html"] == "<p>How many?</p>\n"
    needs = {"unit": "", "units": [], "places": 0, "figures": 0}
    assert question["input"] == needs
    assert Variant.objects.get().pk.hex == question["variant"].replace("-", "")


def test_the_same_until_it_is_answered(client: APIClient, chapter: Chapter) -> None:
    """Asking again gives the same variants and deals nothing more."""
    for kind in ("choice", "number", "text"):
        make_item(chapter, kind=kind)
    first = client.get(URL)
    before = rows()
    assert client.get(URL).content == first.content
    assert rows() == before


def test_is_not_stored_on_the_way(client: APIClient) -> None:
    """What is due changes by the minute."""
    assert client.get(URL)["Cache-Control"] == "no-store"


def test_options_are_html(client: APIClient, chapter: Chapter) -> None:
    """Each option has an id and HTML without a paragraph around it."""
    fields = {"prompt": "?", "answer": "**a**", "distractors": ["$b$", "<c>"]}
    make_item(chapter, kind="choice", texts={"en": fields})
    [question] = questions(client)
    options = question["input"]["options"]
    assert [sorted(option) for option in options] == [["html", "id"]] * 3
    html = {option["html"] for option in options}
    assert {"<strong>a</strong>", "&lt;c&gt;"} < html


@pytest.mark.parametrize("kind", ["choice", "number", "text"])
def test_tells_nothing_of_the_answer(
    client: APIClient, chapter: Chapter, kind: str
) -> None:
    """Nothing but what the learner must see leaves before the attempt."""
    authored: dict[str, Any] = {
        "choice": {"answer": "this", "distractors": ["that || SECRET"]},
        "number": {"answer": "271828", "mistakes": ["314159 || SECRET"]},
        "text": {"accepted": ["SECRET"], "mistakes": ["SECRET2 || SECRET3"]},
    }
    fields = {"prompt": "?", "explanation": "SECRET", **authored[kind]}
    make_item(chapter, kind=kind, texts={"en": fields})
    response = client.get(URL)
    [question] = response.json()["results"]
    assert question.keys() == FIELDS
    sent = response.content.decode() + str(response.headers)
    variant = Variant.objects.get()
    for secret in ("SECRET", "271828", "314159", str(variant.seed)):
        assert secret not in sent


@pytest.mark.parametrize(
    ("query", "n"), [({}, 10), ({"limit": 1}, 1), ({"limit": 20}, 20)]
)
def test_deals_at_most(
    client: APIClient, chapter: Chapter, learner: Learner, query: Any, n: int
) -> None:
    """10, or as many as are wanted up to 20; no more are dealt."""
    learner.new_per_day = 50
    learner.save()
    for _n in range(25):
        make_item(chapter)
    assert len(questions(client, **query)) == n
    assert Variant.objects.count() == n


def test_of_one_chapter(client: APIClient, chapter: Chapter) -> None:
    """Only the items that belong to it."""
    other = make_chapter(chapter.series)
    make_item(chapter)
    wanted = make_item(other)
    assert [q["item"] for q in questions(client, chapter=other.pk)] == [wanted.slug]


def test_names_the_chapter_in_my_language(client: APIClient, chapter: Chapter) -> None:
    """Of a chapter's languages the one that I chose; else the one there is."""
    make_item(chapter)
    assert questions(client)[0]["chapter"] == chapter.pk
    mine = make_chapter(chapter.series, key=chapter.key, language="en")
    assert questions(client)[0]["chapter"] == mine.pk


def test_practice(client: APIClient, learner: Learner, chapter: Chapter) -> None:
    """What is not due yet can be practised, and stays scheduled as it was."""
    card = make_card(learner, make_item(chapter))
    answer(card)
    assert questions(client) == []
    [question] = questions(client, mode="practice")
    variant = Variant.objects.get(pk=question["variant"])
    assert variant.purpose == Variant.Purpose.PRACTICE


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 21}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"limit": "9" * 5000}, "limit"),
        ({"chapter": "perceptron"}, "chapter"),
        ({"chapter": -1}, "chapter"),
        ({"chapter": 10**30}, "chapter"),
        ({"mode": "preview"}, "mode"),
        ({"mode": "\x00"}, "mode"),
    ],
)
def test_refuses(client: APIClient, chapter: Chapter, query: Any, field: str) -> None:
    """A wrong value is named, and nothing is dealt."""
    make_item(chapter)
    before = rows()
    problem = problem_of(client.get(URL, query), 400)
    assert list(problem["errors"]) == [field]
    assert rows() == before


def test_a_chapter_that_is_not_there(client: APIClient, chapter: Chapter) -> None:
    """A draft, another's, or none: 404, and nothing is dealt."""
    make_item(chapter)
    draft, other = make_chapter(chapter.series, published=False), make_chapter()
    before = rows()
    for id in (draft.pk, other.pk, 999_999):
        problem_of(client.get(URL, {"chapter": id}), 404)
    assert rows() == before


def test_is_each_learners_own(client: APIClient, chapter: Chapter) -> None:
    """Who is not enrolled is asked nothing of it."""
    make_item(chapter)
    assert client_of(make_user()).get(URL).json()["results"] == []


@pytest.mark.parametrize("n", [10, 1000])
def test_costs_the_same(
    client: APIClient,
    learner: Learner,
    chapter: Chapter,
    n: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Ten questions take the same queries, of 10 cards that are due or of 1,000.

    One more counts a backlog that is longer than what is looked at.
    """
    _due_cards(learner, make_item(chapter), n)
    client.get(URL)  # deals them
    with django_assert_num_queries(8 if n == 10 else 9):
        assert len(client.get(URL).json()["results"]) == 10


def _due_cards(learner: Learner, sample: Item, n: int) -> None:
    """Cards of `n` copies of an item, due for an hour to a month."""
    now = timezone.now()
    items = Item.objects.bulk_create(
        Item(
            series=sample.series,
            chapter_key=sample.chapter_key,
            slug=f"copy{i}",
            published=True,
            open=True,
            revision=sample.revision,
            position=i + 2,
        )
        for i in range(n)
    )
    Card.objects.bulk_create(
        Card(
            learner=learner,
            item=item,
            state=Card.State.REVIEW,
            stability=5 + item.position % 50,
            difficulty=5,
            last_day=now.date() - timedelta(days=30),
            due=now - timedelta(hours=1 + item.position % 700),
            created_at=now,
            reps=1,
        )
        for item in items
    )
