"""The review session, with and without scripts."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from quizzes import questions, rendering
from quizzes.authoring import publishing
from quizzes.models import (
    Amendment,
    Card,
    Chapter,
    Fault,
    Learner,
    Review,
    Variant,
)
from tests import factories
from tests.factories import NOW

HTMX = {"HX-Request": "true"}


@pytest.fixture
def card(learner: Learner, chapter: Chapter) -> Card:
    return factories.make_card(learner, factories.make_item(chapter))


def fields(html: str) -> dict[str, str]:
    """The hidden fields of the answer form in a page."""
    form = html.partition('<form class="answer"')[2].partition("</form>")[0]
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    return dict(found)


def send(client: Client, response: Any, **more: Any) -> Any:
    """Load the session's question and answer it."""
    sent = fields(client.get("/review/").content.decode())
    given = response if isinstance(response, dict) else {"response": response}
    return client.post("/review/answer/", sent | given | more)


def test_question(client: Client, card: Card) -> None:
    """The session asks the due question and says nothing of its answer."""
    html = client.get("/review/").content.decode()
    assert "How many?" in html
    assert "1 / 1" in html
    assert "45.8" not in html


every_kind = pytest.mark.parametrize("kind", sorted(questions.kinds()))


@every_kind
def test_each_kind_can_be_answered(
    client: Client, chapter: Chapter, kind: str, learner: Learner
) -> None:
    """Every kind of question has an input whose right answer is taken as right."""
    factories.make_item(chapter, kind=kind)
    client.get("/review/")
    question = Variant.objects.get().question
    response = send(client, factories.as_form(question, question.truth()))
    assert Review.objects.get().outcome["correct"]
    assert "That is right." in client.get(response["Location"]).content.decode()


@every_kind
def test_a_wrong_answer_is_shown_with_the_right_one(
    client: Client, chapter: Chapter, kind: str, learner: Learner
) -> None:
    """After the attempt the page holds both."""
    factories.make_item(chapter, kind=kind)
    client.get("/review/")
    question = Variant.objects.get().question
    given = factories.as_form(question, factories.wrong_response(question))
    html = client.get(send(client, given)["Location"]).content.decode()
    assert "Not yet." in html
    assert question.shows_truth or rendering.to_inline_html(question.expected()) in html


@every_kind
def test_an_empty_answer_costs_nothing(
    client: Client, chapter: Chapter, kind: str, learner: Learner
) -> None:
    """It is asked for again, with what is missing."""
    factories.make_item(chapter, kind=kind)
    client.get("/review/")
    response = send(client, {})
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert not Review.objects.exists()


@pytest.mark.parametrize("kind", ["number", "matrix", "steps"])
def test_a_minus_can_be_typed_without_scripts(
    client: Client, learner: Learner, chapter: Chapter, kind: str
) -> None:
    """A phone's number pad may have none: only with scripts comes a button for it."""
    factories.make_card(learner, factories.make_item(chapter, kind=kind))
    html = client.get("/review/").content.decode()
    assert 'class="number-input"' in html
    assert "inputmode" not in html


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("matrix", {"response": ["7.25", "", "1", "2"]}, 'value="7.25"'),
        ("truth_table", {"response-1-0": "1"}, 'value="1" checked'),
        ("true_false", {"response-verdict": "false"}, 'value="false" checked'),
        ("cloze", {"response-1": "perceptron"}, 'value="perceptron"'),
        ("cloze", {"response-2": "b"}, 'value="b" selected'),
        ("match", {"response-2": "c"}, 'value="c" selected'),
        (
            "order",
            {"response-a": "2", "response-b": "3"},
            "<option selected>2</option>",
        ),
    ],
)
def test_half_an_answer_stays_in_its_form(
    client: Client, chapter: Chapter, learner: Learner, kind: str, given: Any, kept: str
) -> None:
    """What was filled in need not be filled in again."""
    factories.make_item(chapter, kind=kind)
    response = send(client, given)
    assert response.status_code == 400
    assert kept in response.content.decode()


def test_asking_twice_is_one_question(client: Client, card: Card) -> None:
    """Loading the page again shows the same question and makes no other."""
    first = fields(client.get("/review/").content.decode())
    second = fields(client.get("/review/").content.decode())
    assert first["variant"] == second["variant"]
    assert first["id"] != second["id"]


def test_answer_leads_to_its_feedback(client: Client, card: Card) -> None:
    """Without scripts an answer redirects to a page that can be loaded again."""
    response = send(client, "1")
    assert response.status_code == 302
    for _time in range(2):
        html = client.get(response["Location"]).content.decode()
        assert "Not yet." in html
        assert "45.8" in html
        assert "in 10 minutes" in html
    assert Review.objects.count() == 1


def test_fragment(client: Client, card: Card) -> None:
    """With scripts the feedback comes as a fragment, under its own address."""
    sent = fields(client.get("/review/").content.decode())
    response = client.post("/review/answer/", sent | {"response": "45.8"}, headers=HTMX)
    assert "<html" not in response.content.decode()
    assert response["HX-Replace-Url"] == f"/review/{sent['id']}/"


@pytest.mark.parametrize("response", ["", "NaN", "9" * 5000, "one", "\x00"])
def test_bad_response(client: Client, card: Card, response: str) -> None:
    """What is no number is shown at the input again, and nothing is recorded."""
    answered = send(client, response)
    assert answered.status_code == 400
    assert 'aria-invalid="true"' in answered.content.decode()
    assert not Review.objects.exists()


def test_bad_response_keeps_what_was_typed(client: Client, card: Card) -> None:
    """A slip need not be typed anew."""
    assert 'value="45,8,"' in send(client, "45,8,").content.decode()


def test_sent_twice_counts_once(client: Client, card: Card) -> None:
    """The same answer sent again leads to the same feedback."""
    sent = fields(client.get("/review/").content.decode()) | {"response": "45.8"}
    first, second = (client.post("/review/answer/", sent) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Review.objects.count() == 1


def test_conflict(client: Client, card: Card) -> None:
    """A question answered in another window says so and leads on."""
    sent = fields(client.get("/review/").content.decode()) | {"response": "45.8"}
    client.post("/review/answer/", sent)
    response = client.post("/review/answer/", sent | {"id": str(uuid.uuid4())})
    assert response.status_code == 409
    assert "answered already" in response.content.decode()
    assert 'href="/review/"' in response.content.decode()


def test_question_of_another_learner(client: Client) -> None:
    """A question that was dealt to someone else is not there."""
    variant = factories.deal(factories.make_card())
    sent = {"id": uuid.uuid4(), "variant": variant.pk, "response": "45.8"}
    assert client.post("/review/answer/", sent).status_code == 404
    assert client.get(f"/review/?variant={variant.pk}").status_code == 404
    assert not Review.objects.exists()


@pytest.mark.parametrize("action", ["", "undo/", "rating/"])
def test_review_of_another_learner(client: Client, action: str) -> None:
    """Another learner's answer can be neither seen nor changed."""
    review = factories.answer(factories.make_card())
    address = f"/review/{review.pk}/{action}"
    response = client.post(address, {"rating": 2}) if action else client.get(address)
    assert response.status_code == 404
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"id": "1", "variant": "2"}, {"duration_ms": "x"}, {"rating": "9"}]
)
def test_malformed(client: Client, card: Card, sent: dict[str, str]) -> None:
    """A request that no form of ours makes is refused and changes nothing."""
    assert client.post("/review/answer/", sent).status_code == 400
    assert client.get("/review/?variant=1").status_code == 404
    assert client.get("/review/?chapter=x").status_code == 404
    assert not Review.objects.exists()


def test_undo(client: Client, card: Card) -> None:
    """An answer taken back does not count, and the question comes again afresh."""
    review = factories.answer(card)
    response = client.post(f"/review/{review.pk}/undo/", follow=True)
    assert "How many?" in response.content.decode()
    card.refresh_from_db()
    assert card.state == Card.State.NEW


def test_rating(client: Client, card: Card) -> None:
    """Good can be turned into easy and is shown so."""
    review = factories.answer(card)
    response = client.post(f"/review/{review.pk}/rating/", {"rating": 4}, follow=True)
    html = response.content.decode()
    assert re.search(r'value="3" aria-pressed="true"[^>]*>Easy', html)
    assert "Noted as easy." in html


def test_rating_back_to_good(client: Client, card: Card) -> None:
    """Easy turned into good again is said; a good that always was one is not."""
    review = factories.answer(card)
    assert "Good again." not in client.get(f"/review/{review.pk}/").content.decode()
    for rating in (4, 3):
        client.post(f"/review/{review.pk}/rating/", {"rating": rating})
    html = client.get(f"/review/{review.pk}/").content.decode()
    assert "Good again." in html
    assert 'aria-pressed="true"' not in html


def test_wrong_answers_have_no_rating(client: Client, card: Card) -> None:
    """A wrong answer offers no easy, and asking for it is a conflict."""
    review = factories.answer(card, right=False)
    assert "/rating/" not in client.get(f"/review/{review.pk}/").content.decode()
    response = client.post(f"/review/{review.pk}/rating/", {"rating": 4})
    assert response.status_code == 409


def test_what_cannot_be_asked_is_passed_over(
    client: Client, chapter: Chapter, caplog: pytest.LogCaptureFixture
) -> None:
    """However many broken questions come first, the good one after them is asked."""
    for _n in range(8):
        factories.make_item(chapter, exercise="gone")
    good = factories.make_item(chapter)
    response = client.get("/review/")
    assert response.context["variant"].card.item == good
    assert response.context["standing"].total == 1
    assert "cannot be dealt" in caplog.text


def test_nothing_can_be_asked(client: Client, chapter: Chapter) -> None:
    """Where all that is left is broken, the day is done."""
    factories.make_item(chapter, exercise="gone")
    assert "Done for today" in client.get("/review/").content.decode()


def test_undo_in_the_prose(client: Client, card: Card) -> None:
    """Taken back in a chapter, the question is asked again where it stands."""
    response = undo_in_the_prose(client, card)
    assert response.status_code == 200
    assert 'name="inline" value="on"' in response.content.decode()


def test_undo_of_what_is_a_draft_by_now(client: Client, card: Card) -> None:
    """The answer is taken back, and nothing is asked that is not published."""
    factories.answer(card)
    card.item.published = False
    card.item.save()
    publishing.refresh(card.item.series, key=card.item.chapter_key)
    response = undo_in_the_prose(client, card)
    assert response.status_code == 409
    assert "cannot be asked just now" in response.content.decode()
    assert not Variant.objects.filter(state=Variant.State.OPEN).exists()


def test_undo_of_what_cannot_be_asked_again(client: Client, card: Card) -> None:
    """The answer is taken back although its exercise is gone by now."""
    factories.answer(card)
    publishing.revise(card.item, kind="exercise", exercise="gone")
    response = undo_in_the_prose(client, card)
    assert response.status_code == 409
    html = response.content.decode()
    assert "Taken back. That answer does not count." in html
    assert "Nothing was changed" not in html


def undo_in_the_prose(client: Client, card: Card) -> Any:
    """Take the card's answer back in the midst of its chapter."""
    review = Review.objects.first() or factories.answer(card)
    sent, address = {"inline": "on"}, f"/review/{review.pk}/undo/"
    response = client.post(address, sent, headers=HTMX)
    assert Amendment.objects.get().kind == Amendment.Kind.VOID
    return response


@pytest.mark.parametrize(("of_chapter", "queries"), [(False, 11), (True, 12)])
def test_query_count(
    client: Client,
    chapter: Chapter,
    card: Card,
    of_chapter: bool,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Before every question the queue is asked once, for it and for what is left."""
    sent = {"chapter": chapter.pk} if of_chapter else {}
    client.get("/review/", sent)  # deals it
    with django_assert_num_queries(queries):
        client.get("/review/", sent)


def test_end_of_the_session(client: Client, card: Card) -> None:
    """After the last question the page says what was done and when it goes on."""
    factories.answer(card, now=NOW - timedelta(minutes=5))
    html = client.get("/review/").content.decode()
    assert "Done for today" in html
    assert "Go on" not in html
    assert "1 answer today" in html
    assert re.search(r"comes back in \d+ days", html)


def test_pause(client: Client, card: Card) -> None:
    """While the missed ones are still to come, the day is not called done."""
    factories.answer(card, right=False, now=NOW - timedelta(minutes=2))
    html = client.get("/review/").content.decode()
    assert "A short pause" in html
    assert "comes back in 9 minutes" in html
    assert re.search(r'data-key="Enter" href="/review/"[^>]*>Go on', html)


def test_chapter_only(client: Client, chapter: Chapter, card: Card) -> None:
    """A session of one chapter asks and counts only what is in it."""
    other = factories.make_chapter(chapter.series, key="other", language="en")
    factories.make_item(other)
    html = client.get(f"/review/?chapter={chapter.pk}").content.decode()
    assert "1 / 1" in html
    assert f'name="chapter" value="{chapter.pk}"' in html


def test_login_in_a_fragment(card: Card) -> None:
    """Who was logged out meanwhile is led to the login page as a whole."""
    headers = HTMX | {"HX-Current-URL": "http://testserver/review/"}
    response = Client().get("/review/", headers=headers)
    assert response["HX-Redirect"] == "/accounts/login/?next=/review/"


def test_pages_are_not_stored(client: Client, card: Card) -> None:
    """Neither a browser nor a proxy keeps a learner's pages."""
    assert "no-store" in client.get("/review/")["Cache-Control"]


def test_language_of_the_question(client: Client, card: Card, learner: Learner) -> None:
    """A question is marked with the language it was dealt in."""
    client.get("/review/")
    review = send(client, "45.8")["Location"]
    learner.language = "ko"
    learner.save()
    html = client.get(review).content.decode()
    assert '<html lang="ko">' in html
    assert re.search(r'class="prompt" [^>]*lang="en"', html)


def test_when_it_comes_back_follows_the_clock(client: Client, card: Card) -> None:
    """The feedback loaded later says how long it takes from then on."""
    review = factories.answer(card, right=False)
    with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
        html = client.get(f"/review/{review.pk}/").content.decode()
    assert "in 5 minutes" in html


def break_grading(variant: Variant) -> None:
    """As a question is, whose exercise made it of what is no number."""
    variant.content["value"] = "0.33x"
    Variant.objects.filter(pk=variant.pk).update(content=variant.content)


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_question_that_cannot_be_graded_costs_nothing(
    client: Client, card: Card, headers: dict[str, str]
) -> None:
    """It is put aside, its author finds why, and the next one is asked at once."""
    sent = fields(client.get("/review/").content.decode())
    broken = Variant.objects.get()
    break_grading(broken)
    body = sent | {"response": "45.8"}
    page = client.post("/review/answer/", body, headers=headers, follow=True)
    html = page.content.decode()
    assert page.status_code == 200
    assert "There was a mistake in the question" in html
    assert fields(html)["variant"] != str(broken.pk)
    assert not Review.objects.exists()
    assert "InvalidOperation" in Fault.objects.get().what
    assert send(client, "45.8").status_code == 302
    assert Review.objects.get().outcome["correct"]
