"""reviews/…/contest/, notifications/, items/…/regrade(s)/, regrades/."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from rest_framework.test import APIClient

from quizzes.authoring import publishing
from quizzes.mending import contests, notices, regrading
from quizzes.models import (
    Amendment,
    Card,
    Item,
    Learner,
    Notification,
    Regrade,
    Review,
    Role,
)
from tests.factories import NOW, SAMPLES, answer, make_card, make_group, make_user

from .contract import client_of, problem_of, rows

REVIEWS = "/api/v1/reviews/"
TOLD = "/api/v1/notifications/"
MENDED = SAMPLES["number"] | {"answer": "-98765", "prompt": "How *few*?"}


@pytest.fixture
def wrong(card: Card) -> Review:
    return answer(card, right=False)


@pytest.fixture
def author(card: Card) -> APIClient:
    """Someone who writes the series, and does not study it."""
    user = make_user()
    make_group(user, series=card.item.series, role=Role.AUTHOR)
    return client_of(user)


def mend(item: Item) -> None:
    publishing.revise(item, kind="number", texts={"ko": MENDED, "en": MENDED})


def regrade(item: Item, *, lowers: bool = False) -> Regrade:
    mend(item)
    asked = regrading.ask(item, by=None, now=NOW + timedelta(hours=1), lowers=lowers)
    return regrading.go_on(asked, now=NOW + timedelta(hours=1))


def test_contest(client: APIClient, wrong: Review, card: Card) -> None:
    """201; the card stays as it was; the answer's page says that it is looked at."""
    response = client.post(f"{REVIEWS}{wrong.pk}/contest/", {"words": "In km."})
    assert response.status_code == 201
    expected = {"state": "open", "words": "In km.", "at": "2026-03-04T13:00:00Z"}
    assert response.json() == expected
    past = client.get(f"{REVIEWS}{wrong.pk}/").json()
    assert past["contest"] == expected
    assert (past["correct"], past["current_rating"]) == (False, "again")
    before = wrong.due
    card.refresh_from_db()
    assert card.due == before


def test_contest_without_words(client: APIClient, wrong: Review) -> None:
    """They are asked for, not demanded."""
    assert client.post(f"{REVIEWS}{wrong.pk}/contest/").status_code == 201


def test_contest_twice(client: APIClient, wrong: Review) -> None:
    """409, and nothing changes."""
    client.post(f"{REVIEWS}{wrong.pk}/contest/")
    before = rows()
    problem_of(client.post(f"{REVIEWS}{wrong.pk}/contest/"), 409)
    assert rows() == before


def test_contest_a_right_answer(client: APIClient, card: Card) -> None:
    """409: there is nothing to contest."""
    review = answer(card)
    before = rows()
    problem_of(client.post(f"{REVIEWS}{review.pk}/contest/"), 409)
    assert rows() == before


@pytest.mark.parametrize(
    "body",
    [
        {"words": "x" * 501},
        {"words": "no", "state": "accepted"},
        {"words": ["no"]},
        {"words": None},
        {"words": "\x00"},
        '{"words": "\\ud800"}',
        [],
        '"no"',
    ],
)
def test_a_contest_that_is_none(client: APIClient, wrong: Review, body: Any) -> None:
    """400, and nothing changes."""
    before = rows()
    raw = body if isinstance(body, str) else json.dumps(body)
    address = f"{REVIEWS}{wrong.pk}/contest/"
    problem_of(client.post(address, raw, content_type="application/json"), 400)
    assert rows() == before


def test_contest_another_s_answer(wrong: Review) -> None:
    """404: it is not there."""
    stranger = client_of(make_user())
    problem_of(stranger.post(f"{REVIEWS}{wrong.pk}/contest/"), 404)
    assert not Amendment.objects.exists()


def test_the_log_after_a_regrade(client: APIClient, wrong: Review) -> None:
    """What was said at first stays, and what counts now stands beside it."""
    regrade(wrong.card.item)
    for given in (
        client.get(REVIEWS).json()["results"][0],
        client.get(f"{REVIEWS}{wrong.pk}/").json(),
    ):
        assert (given["correct"], given["score"], given["rating"]) == (0, 0, "again")
        now = (given["current_correct"], given["current_score"])
        assert now == (True, 1.0)
        assert given["current_rating"] == "good"


def test_the_mended_question(client: APIClient, wrong: Review) -> None:
    """It stands beside what was asked; null until there is one."""
    address = f"{REVIEWS}{wrong.pk}/"
    assert client.get(address).json()["mended"] is None
    regrade(wrong.card.item)
    past = client.get(address).json()
    assert "<em>many</em>" in past["prompt_html"]
    assert past["expected"] == "45.8 km"
    assert past["mended"] == {
        "prompt_html": "<p>How <em>few</em>?</p>\n",
        "expected": "−98765",
        "explanation_html": "",
        "figure": None,
    }


def test_when_it_comes_back_now(client: APIClient, wrong: Review, card: Card) -> None:
    """After a regrade the card's day, at the answer that decides it; else null."""
    hour = timedelta(hours=1)
    card.refresh_from_db()
    newer = answer(card, right=False, now=NOW + hour / 2)
    regrade(card.item)
    card.refresh_from_db()
    assert card.due is not None
    now, before = client.get(REVIEWS).json()["results"]
    assert (now["id"], before["id"]) == (str(newer.pk), str(wrong.pk))
    assert now["current_due"] == card.due.isoformat().replace("+00:00", "Z")
    assert now["current_due"] > now["due"]
    assert before["current_due"] is None
    client.delete(f"{REVIEWS}{newer.pk}/")
    undone, decides = client.get(REVIEWS).json()["results"]
    assert undone["current_due"] is None
    assert decides["current_due"] is not None


def test_a_contest_that_needs_no_decision(client: APIClient, wrong: Review) -> None:
    """Withdrawn where the answer was undone, settled where it was graded right."""
    address = f"{REVIEWS}{wrong.pk}/"
    client.post(f"{address}contest/")
    regrade(wrong.card.item)
    assert client.get(address).json()["contest"]["state"] == "settled"
    other = answer(make_card(wrong.learner), right=False)
    address = f"{REVIEWS}{other.pk}/"
    client.post(f"{address}contest/")
    client.delete(address)
    assert client.get(address).json()["contest"]["state"] == "withdrawn"


def test_told(client: APIClient, wrong: Review) -> None:
    """What was asked, from what to what, and how many are unread."""
    regrade(wrong.card.item)
    page = client.get(TOLD).json()
    assert (page["unread"], page["next"], page["previous"]) == (1, None, None)
    [told] = page["results"]
    assert told == {
        "id": Notification.objects.get().pk,
        "kind": "regraded",
        "at": "2026-03-04T13:00:00Z",
        "read_at": None,
        "review": str(wrong.pk),
        "item": wrong.card.item.slug,
        "prompt_html": told["prompt_html"],
        "grades": {
            "correct_before": False,
            "correct": True,
            "score_before": 0.0,
            "score": 1.0,
        },
        "words": "",
    }
    assert "<em>many</em>" in told["prompt_html"]


def test_told_of_a_declined_contest(client: APIClient, wrong: Review) -> None:
    """The author's words; its grade stays."""
    by = wrong.learner.user
    contest = contests.contest(wrong, by=by, now=NOW + timedelta(minutes=30))
    contests.decline(contest, words="No.", by=None, now=NOW + timedelta(minutes=40))
    [told] = client.get(TOLD).json()["results"]
    assert (told["kind"], told["grades"], told["words"]) == ("declined", None, "No.")
    past = client.get(f"{REVIEWS}{wrong.pk}/").json()
    assert (past["contest"]["state"], past["contest"]["words"]) == ("declined", "No.")


def test_read(client: APIClient, learner: Learner, wrong: Review) -> None:
    """Listing reads nothing; to say that one has read does, however often."""
    regrade(wrong.card.item)
    client.get(TOLD)
    assert notices.unread(learner) == 1
    for _time in range(2):
        assert client.post(f"{TOLD}read/").status_code == 204
    page = client.get(TOLD).json()
    assert page["unread"] == 0
    assert page["results"][0]["read_at"] == "2026-03-04T13:00:00Z"


@pytest.mark.parametrize("count", [10, 1000])
def test_pages(
    client: APIClient,
    wrong: Review,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Pages of as many as were asked for, each of them once, in as many queries."""
    kind = Amendment.Kind.CONTEST
    entries = Amendment.objects.bulk_create(
        Amendment(review=wrong, number=wrong.number + 1 + n, kind=kind, at=NOW)
        for n in range(count)
    )
    declined = Notification.Kind.DECLINED
    notices.tell_all(
        notices.notice(entry, kind=declined, data={}, now=NOW + timedelta(seconds=n))
        for n, entry in enumerate(entries)
    )
    with django_assert_num_queries(4):
        first = client.get(TOLD, {"page_size": 5}).json()
    second = client.get(first["next"]).json()
    assert first["unread"] == count
    ids = [told["id"] for told in first["results"] + second["results"]]
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == 10


@pytest.mark.parametrize(
    ("query", "status"),
    [({"page_size": "0"}, 400), ({"page_size": "x"}, 400), ({"cursor": "bm8="}, 200)],
)
def test_odd_pages(client: APIClient, query: Any, status: int) -> None:
    """What is no size is refused; an odd cursor does no harm."""
    assert client.get(TOLD, query).status_code in (status, 404)


def test_dry_run(author: APIClient, wrong: Review, card: Card) -> None:
    """Whose, from, to, and counts; nothing is written."""
    right = answer(make_card(item=card.item))
    mend(card.item)
    author.get("/api/v1/me/")  # so that their own row as a learner exists
    before = rows()
    given = author.get(f"/api/v1/items/{card.item_id}/regrade/").json()
    assert rows() == before
    changes = {change["review"]: change for change in given.pop("changes")}
    counts = {"total": 2, "seen": 2, "raised": 1, "lowered": 1, "failed": 0}
    assert given == counts | {"failures": []}
    assert changes[str(wrong.pk)] == {
        "review": str(wrong.pk),
        "learner": wrong.learner.user.username,
        "answered_at": "2026-03-04T12:01:00Z",
        "response": "-98765",
        "correct_before": False,
        "correct": True,
        "score_before": 0.0,
        "score": 1.0,
        "lowers": False,
        "feedback": "",
    }
    assert changes[str(right.pk)]["lowers"]


@pytest.mark.parametrize("body", [{}, {"lowers": True}])
def test_regrade(
    author: APIClient,
    wrong: Review,
    card: Card,
    body: Any,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """202 with the regrade; its address says how far it is."""
    answer(make_card(item=card.item))
    mend(card.item)
    with django_capture_on_commit_callbacks(execute=True):
        response = author.post(f"/api/v1/items/{card.item_id}/regrades/", body)
    assert response.status_code == 202
    begun = response.json()
    assert (begun["finished_at"], begun["total"], begun["seen"]) == (None, 2, 0)
    done = author.get(response["Location"]).json()
    lowered = int(bool(body))
    assert done == begun | {
        "finished_at": "2026-03-04T13:00:00Z",
        "seen": 2,
        "raised": 1,
        "lowered": lowered,
        "kept": 1 - lowered,
    }
    assert (done["item"], done["revision"]) == (card.item_id, 2)


def test_one_at_a_time(author: APIClient, wrong: Review) -> None:
    """409 while another is unfinished."""
    item = wrong.card.item
    regrading.ask(item, by=None, now=NOW)
    problem_of(author.post(f"/api/v1/items/{item.pk}/regrades/"), 409)
    assert Regrade.objects.count() == 1


def test_another_takes_over(author: APIClient, wrong: Review) -> None:
    """202; the one that was going on says so."""
    item = wrong.card.item
    older = regrading.ask(item, by=None, now=NOW)
    mend(item)
    begun = author.post(f"/api/v1/items/{item.pk}/regrades/")
    assert (begun.status_code, begun.json()["taken_over"]) == (202, False)
    ended = author.get(f"/api/v1/regrades/{older.pk}/").json()
    assert (ended["taken_over"], ended["seen"]) == (True, 0)
    assert ended["finished_at"] is not None


@pytest.mark.parametrize("body", [{"lowers": "perhaps"}, {"raise": 1}, [], "x"])
def test_a_regrade_that_is_none(author: APIClient, card: Card, body: Any) -> None:
    """400, and nothing begins."""
    response = author.post(f"/api/v1/items/{card.item_id}/regrades/", body)
    problem_of(response, 400)
    assert not Regrade.objects.exists()


@pytest.mark.parametrize("id", [0, 999, 2**63, 10**30])
def test_no_such_item(author: APIClient, id: int) -> None:
    """404, however large its number."""
    problem_of(author.get(f"/api/v1/items/{id}/regrade/"), 404)
    problem_of(author.post(f"/api/v1/items/{id}/regrades/"), 404)
    problem_of(author.get(f"/api/v1/regrades/{id}/"), 404)


def test_learners_regrade_nothing(client: APIClient, wrong: Review) -> None:
    """404: an item that one only studies is not there to be regraded."""
    item = wrong.card.item
    begun = regrading.ask(item, by=None, now=NOW)
    problem_of(client.get(f"/api/v1/items/{item.pk}/regrade/"), 404)
    problem_of(client.post(f"/api/v1/items/{item.pk}/regrades/"), 404)
    problem_of(client.get(f"/api/v1/regrades/{begun.pk}/"), 404)
