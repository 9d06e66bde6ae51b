"""Contests and regrades, as an author decides and begins them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from quizzes import reviews
from quizzes.authoring import publishing
from quizzes.folding import standing
from quizzes.mending import contests, notices, regrading
from quizzes.models import (
    Amendment,
    Chapter,
    Contest,
    Item,
    Notification,
    Regrade,
    Review,
)
from tests import factories
from tests.factories import NOW
from tests.quizzes.test_reviews import send

LIST = reverse("admin:quizzes_contest_changelist")
REGRADES = reverse("admin:quizzes_regrade_changelist")


def one(contest: Any) -> str:
    return reverse("admin:quizzes_contest_change", args=[contest.pk])


def regrade_page(item: Item) -> str:
    return reverse("admin:quizzes_item_regrade", args=[item.pk])


def contested(item: Item, words: str = "", response: Any = None) -> Amendment:
    """A wrong answer to this item, and that its learner says it was right."""
    card = factories.make_card(item=item)
    if response is None:
        review = factories.answer(card, right=False)
    else:
        review = send(factories.deal(card), response)
    user = review.learner.user
    return contests.contest(review, words=words, by=user, now=NOW + timedelta(hours=1))


def mend(item: Item, **fields: Any) -> None:
    sample = {**factories.SAMPLES["number"], **fields}
    publishing.revise(item, kind="number", texts={"ko": sample, "en": sample})


@pytest.fixture
def item(chapter: Chapter) -> Item:
    return factories.make_item(chapter)


@pytest.fixture
def text(chapter: Chapter) -> Item:
    """An item to whose accepted answers more can be added."""
    return factories.make_item(chapter, kind="text")


def test_what_is_listed(author: Client, item: Item) -> None:
    """The question, the right answer, what was answered and what is said of it."""
    contested(item, words="Because <b>so</b>.")
    html = author.get(LIST).content.decode()
    for shown in ("How many?", "45.8", "-98765", "Because &lt;b&gt;so&lt;/b&gt;."):
        assert shown in html


def test_the_open_ones_first(author: Client, item: Item) -> None:
    """Then the decided ones; those that were undone are not to be decided."""
    first, second, third = (contested(item) for _n in range(3))
    contests.decline(first, by=None, now=NOW + timedelta(hours=2))
    rows = author.get(LIST).context["cl"].result_list
    assert [row.pk for row in rows] == [second.pk, third.pk, first.pk]
    assert [row.undecided for row in rows] == [True, True, False]


def test_of_others(author: Client, theirs: Chapter) -> None:
    """What was answered to other series is neither listed nor decided here."""
    contest = contested(factories.make_item(theirs))
    assert not author.get(LIST).context["cl"].result_list
    assert author.get(one(contest)).status_code == 404
    assert author.post(one(contest), {"decline": "1"}).status_code == 404
    chosen = {"action": "decline", "_selected_action": [contest.pk]}
    author.post(LIST, chosen)
    assert contests.open_contests().exists()


def test_other_entries_are_no_contests(author: Client, item: Item) -> None:
    """The page of a contest shows none that is another entry of the log."""
    review = factories.answer(factories.make_card(item=item))
    reviews.undo(review, by=None, now=NOW + timedelta(hours=1))
    undone = Amendment.objects.get()
    assert author.get(one(undone)).status_code == 404


def test_one(author: Client, item: Item) -> None:
    """A contest whole: what was asked, answered and said, and two buttons."""
    contest = contested(item, words="It is so.")
    html = author.get(one(contest)).content.decode()
    for shown in ("How many?", "-98765", "It is so.", "45.8", 'name="accept"'):
        assert shown in html


def test_decline(author: Client, item: Item) -> None:
    """The learner is told, in the author's words; then it is decided."""
    contest = contested(item)
    author.post(one(contest), {"decline": "1", "words": "Minus is\r\nleft out."})
    told = Notification.objects.get()
    assert told.kind == Notification.Kind.DECLINED
    assert told.data["words"] == "Minus is\nleft out."
    html = author.get(one(contest)).content.decode()
    assert 'name="accept"' not in html
    assert "left out." in html


def test_decline_with_what_cannot_be_stored(author: Client, item: Item) -> None:
    """A NUL, which PostgreSQL refuses in JSON, is left out of the words."""
    author.post(one(contested(item)), {"decline": "1", "words": "No\x00."})
    assert Notification.objects.get().data["words"] == "No."


def test_decline_many(author: Client, item: Item) -> None:
    """From the list, with one sentence for all of them."""
    chosen = [contested(item).pk for _n in range(3)]
    action = {"action": "decline", "_selected_action": chosen, "words": "No."}
    author.post(LIST, action)
    assert [told.data["words"] for told in Notification.objects.all()] == ["No."] * 3
    assert not contests.open_contests().exists()


def test_accept(
    author: Client,
    text: Item,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """The answer counts from now on, for all; whoever gave it is told."""
    contest = contested(text)
    other = factories.answer(factories.make_card(item=text), right=False)
    with django_capture_on_commit_callbacks(execute=True):
        author.post(one(contest), {"accept": "1"})
    text.refresh_from_db()
    assert text.revision
    assert text.revision.number == 2
    assert standing(Review.objects.get(pk=contest.review_id)).correct
    assert standing(Review.objects.get(pk=other.pk)).correct
    assert notices.unread(contest.review.learner) == 1
    assert notices.unread(other.learner) == 1
    assert Regrade.objects.get().finished_at


def test_accept_from_the_list(
    author: Client,
    text: Item,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """As from its page."""
    contest = contested(text)
    with django_capture_on_commit_callbacks(execute=True):
        author.post(LIST, {"action": "accept", "_selected_action": [contest.pk]})
    assert standing(Review.objects.get()).correct


def test_accept_many(
    author: Client,
    text: Item,
    item: Item,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """One regrade and one message an item, and one for what is refused."""
    chosen = [contested(text, response=f"{n}번 기계") for n in "가나다라마바사아자차"]
    refused = [contested(item) for _n in range(2)]
    keys = [one.pk for one in chosen + refused]
    with django_capture_on_commit_callbacks(execute=True):
        action = {"action": "accept", "_selected_action": keys}
        page = author.post(LIST, action, follow=True)
    said = [(one.level_tag, str(one)) for one in page.context["messages"]]
    assert [level for level, _words in said] == ["success", "error"]
    assert "10" in said[0][1]
    assert said[1][1].endswith("(2)")
    assert Regrade.objects.get().raised == 10


def test_decline_many_says_so_once(author: Client, item: Item) -> None:
    """With how many there were; those that need no decision are named apart."""
    chosen = [contested(item) for _n in range(3)]
    reviews.undo(chosen[0].review, by=None, now=NOW + timedelta(hours=2))
    keys = [one.pk for one in chosen]
    action = {"action": "decline", "_selected_action": keys}
    page = author.post(LIST, action, follow=True)
    said = [(one.level_tag, str(one)) for one in page.context["messages"]]
    assert [level for level, _words in said] == ["success", "error"]
    assert "2" in said[0][1]


def test_how_each_stands(author: Client, item: Item, text: Item) -> None:
    """The list says accepted, declined, settled or withdrawn, and so does its page."""
    declined, withdrawn, settled = (contested(item) for _n in range(3))
    accepted = contested(text)
    later = NOW + timedelta(hours=2)
    contests.accept(accepted, by=None, now=later)
    contests.decline(declined, by=None, now=later)
    reviews.undo(withdrawn.review, by=None, now=later)
    mend(item, answer="-98765")
    regrading.go_on(regrading.ask(item, by=None, now=later), now=later)
    html = author.get(LIST).content.decode()
    for contest, state in (
        (accepted, "받아들임"),
        (declined, "받아들이지 않음"),
        (withdrawn, "철회됨: 답을 되돌림"),
        (settled, "판정 없이 정답으로 다시 채점됨"),
    ):
        assert f">{state}<" in html
        assert f"<h2>{state}</h2>" in author.get(one(contest)).content.decode()


def test_accept_before_it_is_mended(author: Client, item: Item) -> None:
    """Where accepting would change nothing, the author is told to mend first."""
    contest = contested(item)
    page = author.post(one(contest), {"accept": "1"}, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert contests.open_contests().exists()
    assert not Regrade.objects.exists()


def test_decided_twice(author: Client, item: Item) -> None:
    """Sent again, or by another author, it says that it is decided."""
    contest = contested(item)
    for _time in range(2):
        page = author.post(one(contest), {"decline": "1"}, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert Notification.objects.count() == 1


@pytest.mark.parametrize("count", [3, 30])
def test_query_count(
    author: Client,
    item: Item,
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """The list asks as often for many as for few."""
    for _n in range(count):
        contested(item)
    with django_assert_max_num_queries(14):
        author.get(LIST)


def test_dry_run(author: Client, item: Item) -> None:
    """Whose, from, to; nothing is changed by looking."""
    review = factories.answer(factories.make_card(item=item), right=False)
    right = factories.answer(factories.make_card(item=item))
    mend(item, answer="-98765")
    page = author.get(regrade_page(item))
    html, run = page.content.decode(), page.context["run"]
    assert (run.total, run.raised, run.lowered) == (2, 1, 1)
    for user in (review.learner.user, right.learner.user):
        assert str(user) in html
    assert "-98765" in html
    assert not Amendment.objects.exists()


def test_the_way_to_it(author: Client, item: Item) -> None:
    """An answered item's page leads to its dry run; a fresh one's does not."""
    address = reverse("admin:quizzes_item_change", args=[item.pk])
    assert regrade_page(item) not in author.get(address).content.decode()
    factories.answer(factories.make_card(item=item))
    assert regrade_page(item) in author.get(address).content.decode()


@pytest.mark.parametrize("lowers", [False, True])
def test_start(
    author: Client,
    item: Item,
    lowers: bool,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """It runs to its end, lowers only if told to, and its page shows what it did."""
    factories.answer(factories.make_card(item=item), right=False)
    factories.answer(factories.make_card(item=item))
    mend(item, answer="-98765")
    with django_capture_on_commit_callbacks(execute=True):
        sent = {"lowers": "on"} if lowers else {}
        begun = author.post(regrade_page(item), sent)
    regrade = Regrade.objects.get()
    counts = (regrade.raised, regrade.lowered, regrade.kept)
    assert counts == ((1, 1, 0) if lowers else (1, 0, 1))
    html = author.get(begun["Location"]).content.decode()
    assert "답 2개" in html
    assert author.get(REGRADES).context["cl"].result_count == 1


def test_one_at_a_time(author: Client, item: Item) -> None:
    """While a regrade goes on, its page is shown and no other begins."""
    factories.answer(factories.make_card(item=item), right=False)
    mend(item, answer="-98765")
    regrade = regrading.ask(item, by=None, now=NOW)
    progress = reverse("admin:quizzes_regrade_change", args=[regrade.pk])
    assert progress in author.get(regrade_page(item)).content.decode()
    assert progress in author.get(progress).content.decode()
    page = author.post(regrade_page(item), follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert Regrade.objects.count() == 1


def test_another_takes_over(author: Client, item: Item) -> None:
    """An item that is mended again can be regraded at once; both say what they did."""
    factories.answer(factories.make_card(item=item), right=False)
    older = regrading.ask(item, by=None, now=NOW)
    mend(item, answer="-98765")
    author.post(regrade_page(item))
    html = author.get(REGRADES).content.decode()
    assert "이후의 재채점이 이어받음: " in html
    assert Regrade.objects.exclude(pk=older.pk).exists()


def test_one_whose_task_died_is_begun_again(author: Client, item: Item) -> None:
    """Its button is still there, and sets it going."""
    factories.answer(factories.make_card(item=item), right=False)
    mend(item, answer="-98765")
    left = regrading.ask(item, by=None, now=NOW)
    html = author.get(regrade_page(item)).content.decode()
    assert 'type="submit" value' in html.partition('id="content"')[2]
    author.post(regrade_page(item))
    left.refresh_from_db()
    assert left.finished_at is not None


def test_by_whom(author: Client, item: Item) -> None:
    """A regrade that nobody asked for in the admin was asked for by the command."""
    factories.answer(factories.make_card(item=item), right=False)
    regrading.ask(item, by=None, now=NOW)
    html = author.get(REGRADES).content.decode()
    assert 'class="field-asked_by">manage.py regrade<' in html
    assert 'class="field-kept">0<' in html


def test_nothing_to_do(author: Client, item: Item) -> None:
    """Where nothing would change, there is no button."""
    factories.answer(factories.make_card(item=item))
    html = author.get(regrade_page(item)).content.decode()
    assert 'type="submit" value' not in html.partition('id="content"')[2]


def choose(client: Client, *items: Item, **options: Any) -> Any:
    """Choose items in their list, and the action."""
    rows = {"action": "regrade_chosen", "_selected_action": [i.pk for i in items]}
    address = reverse("admin:quizzes_item_changelist")
    return client.post(address, rows, **options)


def test_a_regrade_is_found_in_the_list(author: Client, item: Item) -> None:
    """Of one item the action leads to its dry run, and begins nothing."""
    factories.answer(factories.make_card(item=item), right=False)
    assert choose(author, item)["Location"] == regrade_page(item)
    assert not Regrade.objects.exists()


def test_what_regrades_of_several_would_change(
    author: Client, chapter: Chapter, item: Item
) -> None:
    """Of several it shows what each would change; each is begun from its own page."""
    other, unanswered = factories.make_item(chapter), factories.make_item(chapter)
    factories.answer(factories.make_card(item=item), right=False)
    mend(item, answer="-98765")
    for _ in range(2):
        factories.answer(factories.make_card(item=other))
    page = choose(author, item, other, unanswered)
    runs = {one: (run.total, run.raised) for one, run in page.context["runs"]}
    assert runs == {item: (1, 1), other: (2, 0)}
    for one in (item, other):
        assert f'href="{regrade_page(one)}"' in page.content.decode()
    assert not Regrade.objects.exists()
    assert not Amendment.objects.exists()


def test_what_nobody_answered_needs_no_regrade(author: Client, item: Item) -> None:
    """That is said in the list."""
    page = choose(author, item, follow=True)
    assert "아직 아무도 답하지 않았습니다" in page.content.decode()


def test_others_items_are_not_chosen(
    author: Client, item: Item, theirs: Chapter
) -> None:
    """A forged action finds one's own items only."""
    other = factories.make_item(theirs)
    for one in (item, other):
        factories.answer(factories.make_card(item=one), right=False)
    assert choose(author, item, other)["Location"] == regrade_page(item)


def test_regrades_of_others(author: Client, theirs: Chapter) -> None:
    """Another series' items and regrades do not exist here."""
    item = factories.make_item(theirs)
    factories.answer(factories.make_card(item=item), right=False)
    mend(item, answer="-98765")
    assert author.get(regrade_page(item)).status_code == 404
    assert author.post(regrade_page(item)).status_code == 404
    regrade = regrading.ask(item, by=None, now=NOW)
    progress = reverse("admin:quizzes_regrade_change", args=[regrade.pk])
    assert author.get(progress).status_code == 302
    assert not author.get(REGRADES).context["cl"].result_count


def test_letters_are_shown_as_options(author: Client, chapter: Chapter) -> None:
    """Nobody knows what “b” was."""
    item = factories.make_item(chapter, kind="choice")
    contest = contested(item)
    question = contest.review.variant.question  # type: ignore[union-attr]
    texts = {o["id"]: o["text"] for o in question.input()["options"]}
    row = author.get(LIST).content.decode()
    assert f'class="field-answer">{texts[contest.review.response]}</td>' in row


def test_a_letter_of_a_blank_is_shown_as_its_option(
    author: Client, chapter: Chapter
) -> None:
    """As it stood in the list of that blank; what was typed stays as it was."""
    item = factories.make_item(chapter, kind="cloze")
    variant = factories.deal(factories.make_card(item=item))
    [listed] = [one for one in variant.question.input()["blanks"] if one.get("options")]
    wrong = next(o for o in listed["options"] if o["text"] != "one layer")
    review = send(variant, ["a", wrong["id"]])
    contests.contest(review, by=review.learner.user, now=NOW + timedelta(hours=1))
    row = author.get(LIST).content.decode()
    assert f'class="field-answer">a, {wrong["text"]}</td>' in row


def test_a_log_that_is_whole(author: Client, item: Item) -> None:
    """Contest is the same table: it cannot be changed or deleted either."""
    contest = Contest.objects.get(pk=contested(item).pk)
    with pytest.raises(TypeError):
        contest.delete()
    with pytest.raises(TypeError):
        contest.save()


def test_whose_answer_cannot_be_graded_anew(author: Client, item: Item) -> None:
    """The dry run names the learner, the answer and the reason."""
    review = factories.answer(factories.make_card(item=item), right=False)
    publishing.revise(item, kind="text", texts={"ko": factories.SAMPLES["text"]})
    table = author.get(regrade_page(item)).content.decode().partition("<caption>")[2]
    for shown in (
        str(review.learner.user),
        "-98765",
        "그때는 문제의 종류가 달랐습니다.",
    ):
        assert shown in table
