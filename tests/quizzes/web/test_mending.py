"""“I was right”, what became of an answer, and the notifications."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from quizzes import reviews
from quizzes.authoring import publishing
from quizzes.mending import contests, notices, regrading
from quizzes.models import (
    Amendment,
    Card,
    Chapter,
    Learner,
    Notification,
    Rating,
    Review,
)
from tests import factories
from tests.factories import NOW

HTMX = {"HX-Request": "true"}
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def card(learner: Learner, chapter: Chapter) -> Card:
    return factories.make_card(learner, factories.make_item(chapter))


@pytest.fixture
def wrong(card: Card) -> Review:
    """An answer of -98765 where 45.8 is right, two minutes ago."""
    return factories.answer(card, right=False, now=NOW - timedelta(minutes=2))


def page(client: Client, review: Review) -> str:
    return client.get(f"/review/{review.pk}/").content.decode()


def contest(client: Client, review: Review, words: str = "", **options: Any) -> Any:
    address = f"/review/{review.pk}/contest/"
    return client.post(address, {"words": words}, **options)


def mend(review: Review, *, lowers: bool = False, **fields: Any) -> None:
    """Change what the answered item asks, and regrade its answers."""
    item = review.card.item
    sample = {**factories.SAMPLES["number"], **fields}
    publishing.revise(item, kind="number", texts={"ko": sample, "en": sample})
    regrade = regrading.ask(item, by=None, now=NOW, lowers=lowers)
    regrading.go_on(regrade, now=NOW)


def tell_many(review: Review, count: int) -> None:
    """Many declined contests of one answer; only their rows are needed."""
    entries = [
        Amendment(
            review=review,
            number=review.number + 1 + n,
            kind=Amendment.Kind.CONTEST,
            at=NOW,
        )
        for n in range(count)
    ]
    Amendment.objects.bulk_create(entries)
    kind = Notification.Kind.DECLINED
    notices.tell_all(
        notices.notice(entry, kind=kind, data={"words": f"no. {n}"}, now=NOW)
        for n, entry in enumerate(entries)
    )


def test_a_wrong_answer_can_be_contested(client: Client, wrong: Review) -> None:
    """Without scripts: a form that leads back to the page, which says it is noted."""
    assert "I was right" in page(client, wrong)
    response = contest(client, wrong, "It is  in km.")
    assert response["Location"] == f"/review/{wrong.pk}/"
    assert "An author will look at it" in page(client, wrong)
    assert "I was right</summary>" not in page(client, wrong)
    amendment = Amendment.objects.get()
    assert amendment.value == {"state": "open", "words": "It is  in km."}


def test_contesting_keeps_the_place(client: Client, wrong: Review) -> None:
    """With scripts: the feedback comes anew, by itself, and is announced."""
    response = contest(client, wrong, headers=HTMX)
    html = response.content.decode()
    assert "<html" not in html
    assert "data-said" in html
    assert response["HX-Replace-Url"] == f"/review/{wrong.pk}/"


def test_the_card_stays_as_graded(client: Client, card: Card, wrong: Review) -> None:
    """Until an author decides, the question comes back as after a wrong answer."""
    card.refresh_from_db()
    due = card.due
    before = re.findall("Comes back [^<]*", page(client, wrong))
    contest(client, wrong)
    card.refresh_from_db()
    assert card.due == due
    assert re.findall("Comes back [^<]*", page(client, wrong)) == before
    assert before


def test_a_right_answer_cannot(client: Client, card: Card) -> None:
    """There is nothing to contest, and a forged form is told so."""
    review = factories.answer(card)
    assert "/contest/" not in page(client, review)
    response = contest(client, review)
    assert response.status_code == 409
    assert not Amendment.objects.exists()


def test_twice_is_once(client: Client, wrong: Review) -> None:
    """Pressed again, it says that it was contested."""
    contest(client, wrong)
    assert contest(client, wrong).status_code == 409
    assert Amendment.objects.count() == 1


@pytest.mark.parametrize(("length", "status"), [(500, 302), (501, 400)])
def test_a_few_words(client: Client, wrong: Review, length: int, status: int) -> None:
    """As many as the form lets be typed, a line's end counting as one."""
    words = "a\r\n" + "x" * (length - 2)
    assert contest(client, wrong, words).status_code == status


def test_another_s_answer(client: Client) -> None:
    """It is not there to be contested."""
    review = factories.answer(factories.make_card(), right=False)
    assert contest(client, review).status_code == 404
    assert not Amendment.objects.exists()


def test_declined(client: Client, wrong: Review) -> None:
    """The page and the notification say so, in the author's words, escaped."""
    contest(client, wrong)
    author = factories.make_user()
    asked = contests.open_contests().get()
    contests.decline(asked, words="Not <b>that</b>.", by=author, now=LATER)
    for html in (page(client, wrong), client.get("/notifications/").content.decode()):
        assert "it stays as it was graded" in html
        assert "Not &lt;b&gt;that&lt;/b&gt;." in html


def test_regraded(client: Client, wrong: Review) -> None:
    """The page shows what counts now, by the mended question, and what counted."""
    mend(wrong, prompt="How **few**?", answer="-98765")
    html = page(client, wrong)
    assert "That is right." in html
    assert "graded anew: from wrong to right" in html
    assert "<strong>few</strong>" in html
    assert "98765</strong>" in html.partition('class="facts-line"')[2]
    assert "The question as you were asked it" in html
    assert "How many?" in html
    assert "I was right" not in html


def test_regraded_answers_are_rated(client: Client, wrong: Review) -> None:
    """Right by now, an answer can be called easy, and its page says so."""
    mend(wrong, answer="-98765")
    client.post(f"/review/{wrong.pk}/rating/", {"rating": 4})
    assert "Noted as easy." in page(client, wrong)
    assert reviews.current_rating(Review.objects.get()) == Rating.EASY


def test_lowered(client: Client, card: Card) -> None:
    """An answer that no longer counts as right is told so."""
    review = factories.answer(card, now=NOW - timedelta(minutes=2))
    mend(review, answer="12", lowers=True)
    assert "graded anew: from right to wrong" in page(client, review)
    assert "From right to wrong." in client.get("/notifications/").content.decode()


def test_an_order_is_carried_over(
    client: Client, learner: Learner, chapter: Chapter
) -> None:
    """Options that stand elsewhere by now are marked where they stand now."""
    item = factories.make_item(chapter, kind="choice")
    review = factories.answer(factories.make_card(learner, item), right=False)
    assert review.variant
    options = {o["id"]: o["text"] for o in review.variant.question.input()["options"]}
    chosen = options[review.response]
    others = [text for text in options.values() if text != chosen]
    sample = {"prompt": "Which?", "answer": chosen, "distractors": others}
    publishing.revise(item, kind="choice", texts={"ko": sample, "en": sample})
    regrading.go_on(regrading.ask(item, by=None, now=NOW), now=NOW)
    response = client.get(f"/review/{review.pk}/")
    assert response.context["correct"]
    marked = response.context["input"]["options"]
    now = {option["id"]: option["text"] for option in marked}
    assert now[response.context["response"]] == chosen


def test_what_cannot_be_made_again_is_shown_as_asked(
    client: Client, wrong: Review
) -> None:
    """Where the mended question is gone, the page is still there."""
    mend(wrong, answer="-98765")
    entry = Amendment.objects.get()
    value = {**entry.value, "exercise_version": 7}
    Amendment.objects.bulk_create(
        [Amendment(review=wrong, number=9, kind="regrade", value=value, at=NOW)]
    )
    html = page(client, wrong)
    assert "That is right." in html
    assert "45.8" in html


def test_a_contest_that_was_settled_is_open_again(
    client: Client, wrong: Review
) -> None:
    """Graded right, and wrong again: then an author will look at it after all."""
    contest(client, wrong)
    mend(wrong, answer="-98765")
    mend(wrong, answer="45.8", lowers=True)
    html = page(client, wrong)
    assert "from right to wrong" in html
    assert "An author will look at it" in html
    assert contests.open_contests().exists()


def test_nothing_told(client: Client) -> None:
    """An empty list says what would stand there, and the frame shows no number."""
    html = client.get("/notifications/").content.decode()
    assert "Nothing yet." in html
    assert "new</span>" not in html


def test_told(client: Client, wrong: Review) -> None:
    """The frame counts what is new; opening the list reads it."""
    mend(wrong, answer="-98765")
    assert "Notifications, 1 new" in client.get("/statistics/").content.decode()
    html = client.get("/notifications/").content.decode()
    assert "How many?" in html
    assert "From wrong to right." in html
    assert f'href="/review/{wrong.pk}/"' in html
    assert "<strong>New</strong>" in html
    assert "1 new" not in html
    again = client.get("/notifications/").content.decode()
    assert "<strong>New</strong>" not in again


def test_to_look_is_to_read(client: Client, learner: Learner, wrong: Review) -> None:
    """A HEAD request, which shows nobody anything, reads nothing."""
    mend(wrong, answer="-98765")
    client.head("/notifications/")
    assert notices.unread(learner) == 1


def test_of_others(client: Client, learner: Learner) -> None:
    """What others are told is neither counted nor listed."""
    mend(factories.answer(factories.make_card(), right=False), answer="-98765")
    assert notices.unread(learner) == 0
    assert "Nothing yet." in client.get("/notifications/").content.decode()


def test_accepted(client: Client, wrong: Review) -> None:
    """Who contested and was right is told that, in the list."""
    contest(client, wrong)
    mend(wrong, answer="-98765")
    assert "You were right." in client.get("/notifications/").content.decode()


@pytest.mark.parametrize("count", [10, 1000])
def test_query_count(
    client: Client,
    wrong: Review,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """However many there are, the list asks as often; the newest page is read."""
    tell_many(wrong, count)
    with django_assert_num_queries(7):
        response = client.get("/notifications/")
    assert len(response.context["told"]) == min(count, 30)


def test_pages(client: Client, wrong: Review) -> None:
    """Older ones are a page further; a page that is none is the last."""
    tell_many(wrong, 40)
    first = client.get("/notifications/").content.decode()
    last = client.get("/notifications/?page=99").content.decode()
    assert 'rel="next" href="?page=2"' in first
    assert 'rel="prev" href="?page=1"' in last
    assert "no. 39" in first
    assert "no. 0<" in last


def test_a_page_is_read_by_itself(
    client: Client, learner: Learner, wrong: Review
) -> None:
    """What stands on the next page is new until that is opened."""
    tell_many(wrong, 40)
    client.get("/notifications/")
    assert notices.unread(learner) == 10
    assert client.get("/notifications/?page=2").content.decode().count("New<") == 10
    assert notices.unread(learner) == 0
