"""exercises/ of the API: the registry, in pages."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from quizzes.exercises import all_exercises

from .contract import problem_of

URL = "/api/v1/exercises/"


def slugs_by_page(client: APIClient, way: str, url: str | None) -> list[list[str]]:
    """The slugs of each page from this one on, to the `next` or `previous`."""
    pages = []
    while url:
        page = client.get(url).json()
        assert list(page) == ["next", "previous", "results"]
        pages.append([one["slug"] for one in page["results"]])
        url = page[way]
    return pages


def test_exercises_are_listed(client: APIClient) -> None:
    """By slug, with their titles in the learner's language; 50 where no one asks."""
    listed = client.get(URL).json()["results"]
    assert len(listed) == 50
    assert listed[0] == {
        "slug": "activation-collapse",
        "title": "Activation: two linear layers are one",
        "version": 1,
    }


@pytest.mark.parametrize("size", [1, 40, 100])
def test_exercises_come_in_pages(client: APIClient, size: int) -> None:
    """From the first to the last and back, each is there once, in its place."""
    every = [one.slug for one in all_exercises()]
    cut = [every[start : start + size] for start in range(0, len(every), size)]
    first = f"{URL}?page_size={size}"
    assert slugs_by_page(client, "next", first) == cut
    last = first
    while following := client.get(last).json()["next"]:
        last = following
    back = slugs_by_page(client, "previous", last)
    assert [slug for page in reversed(back) for slug in page] == every
    assert max(map(len, back)) <= size


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"page_size": "101"}, 400),
        ({"page_size": "0"}, 400),
        ({"cursor": "nonsense"}, 404),
        ({"cursor": "cD0lMDA="}, 404),
    ],
)
def test_no_other_page_is_given(
    client: APIClient, query: dict[str, str], status: int
) -> None:
    """Not of another size, nor at a cursor that was never given."""
    problem_of(client.get(URL, query), status)
