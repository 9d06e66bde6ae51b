"""Who asks for a regrade while another is unfinished takes over, joins, or is refused."""

from __future__ import annotations

from typing import Any

import pytest

from quizzes import folding, tasks
from quizzes.mending import contests, regrading
from quizzes.models import Amendment, Item, Regrade, Review
from quizzes.reviews import Conflict
from tests.factories import make_item, make_user
from tests.quizzes.mending.test_contests import contested, fresh_review
from tests.quizzes.mending.test_regrading import (
    LATER,
    MINUTE,
    agrees,
    answered,
    mend,
    mend_after_answers,
)
from tests.quizzes.test_reviews import in_threads

pytestmark = pytest.mark.django_db


def ask(item: Item, **fields: Any) -> Regrade:
    return regrading.ask(item, by=None, now=LATER + MINUTE, **fields)


def half_done(item: Item, monkeypatch: pytest.MonkeyPatch, **fields: Any) -> Regrade:
    """A regrade of the item that has seen the first card."""
    monkeypatch.setattr(regrading, "BATCH", 1)
    regrade = regrading.ask(item, by=None, now=LATER, **fields)
    return regrading.go_on(regrade, now=LATER, most=1)


def test_a_newer_revision_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """The older regrade ends where it is; the newer one begins with the first card."""
    item = mend_after_answers(3)
    older = half_done(item, monkeypatch)
    newer = ask(mend(item, prompt="How *few*?"))
    with pytest.raises(Conflict):
        regrading.go_on(older, now=LATER)
    older.refresh_from_db()
    assert (older.finished_at, older.seen, older.raised) == (LATER + MINUTE, 1, 1)
    regrading.go_on(newer, now=LATER + MINUTE)
    assert (newer.seen, newer.raised) == (3, 2)
    assert (older.taken_over, newer.taken_over) == (True, False)
    assert all(agrees(review.learner) for review in Review.objects.all())


def test_who_lowers_takes_over_from_who_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Those that were kept by then are lowered as well."""
    item = make_item()
    answered(item, right=True, n=2)
    older = half_done(mend(item), monkeypatch)
    newer = regrading.go_on(ask(item, lowers=True), now=LATER)
    assert (older.kept, newer.lowered) == (1, 2)


def test_what_was_to_be_lowered_still_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who takes over from a regrade that lowers does so, too."""
    item = make_item()
    answered(item, right=True, n=2)
    half_done(mend(item), monkeypatch, lowers=True)
    newer = ask(mend(item, prompt="How *few*?"))
    assert newer.lowers
    assert regrading.go_on(newer, now=LATER).lowered == 1


def test_who_asks_for_less_is_refused() -> None:
    """A regrade that lowers does all that one does that does not."""
    item = mend_after_answers(1)
    older = ask(item, lowers=True)
    with pytest.raises(Conflict):
        ask(item)
    assert list(Regrade.objects.filter(finished_at=None)) == [older]


def test_a_regrade_whose_task_died_is_started_by_asking_again() -> None:
    """Refused, for it is going on; and so that it is, its task is enqueued again."""
    item = mend_after_answers(1)
    left = ask(item)
    with pytest.raises(Conflict):
        tasks.ask(item, by=None, now=LATER)
    left.refresh_from_db()
    assert (left.raised, left.finished_at is not None) == (1, True)


def test_who_accepts_joins_the_regrade_that_comes_to_the_answer() -> None:
    """A contest is accepted while the item is regraded by what makes it right."""
    opened = contested()
    regrade = ask(mend(opened.review.card.item))
    assert contests.accept(opened, by=make_user(), now=LATER) == regrade
    regrading.go_on(regrade, now=LATER)
    assert folding.standing(fresh_review(opened.review)).correct is True
    assert Regrade.objects.count() == 1


def test_who_accepts_what_the_regrade_has_passed_takes_over() -> None:
    """However that came about: the accepted answer is graded anew."""
    opened = contested()
    regrade = ask(mend(opened.review.card.item))
    Regrade.objects.update(cursor=opened.review.card_id)
    newer = contests.accept(opened, by=make_user(), now=LATER)
    assert newer != regrade
    regrading.go_on(newer, now=LATER)
    assert folding.standing(fresh_review(opened.review)).correct is True


def test_who_accepts_another_text_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each accepted text makes a revision; the last regrade makes all of them right."""
    item = make_item(kind="text")
    first, second = (contested(item, text) for text in ("프랭크의 기계", "로젠의 기계"))
    monkeypatch.setattr(regrading, "BATCH", 1)
    older = contests.accept(first, by=make_user(), now=LATER)
    regrading.go_on(older, now=LATER, most=1)
    newer = contests.accept(second, by=make_user(), now=LATER)
    regrading.go_on(newer, now=LATER)
    for opened in (first, second):
        assert folding.standing(fresh_review(opened.review)).correct is True
        assert agrees(opened.review.learner)


def test_many_accepted_at_once_are_regraded_once() -> None:
    """Ten contests of one item, ten texts: one regrade makes them right."""
    item = make_item(kind="text")
    opened = [contested(item, f"{n}번 기계") for n in "가나다라마바사아자차"]
    [done] = contests.accept_all(opened, by=make_user(), now=LATER)
    assert (done.accepted, done.refused) == (opened, [])
    assert [done.regrade] == list(Regrade.objects.all())
    assert done.regrade is not None
    assert regrading.go_on(done.regrade, now=LATER).raised == 10


def test_a_refusal_stops_no_other() -> None:
    """What cannot be accepted stays open, and leaves no trace in the item."""
    item, number = make_item(kind="text"), make_item()
    good, bad = contested(item, "프랭크의 기계"), contested(number)
    done = contests.accept_all([bad, good, good], by=make_user(), now=LATER)
    assert [len(one.accepted) for one in done] == [0, 1]
    assert [len(one.refused) for one in done] == [1, 1]  # one of them twice
    assert done[0].regrade is None
    assert list(contests.open_contests()) == [bad]
    assert (number.revisions.count(), item.revisions.count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_accepting_while_it_is_regraded_loses_nothing() -> None:
    """Authors accept many at once while a regrade runs: all is right, and once."""
    item = make_item()
    opened = [contested(item) for _ in range(6)]
    others = answered(item, n=3)
    mend(item)
    regrade, author = ask(item), make_user()
    jobs: list[Any] = [
        lambda one=one: contests.accept(one, by=author, now=LATER) for one in opened
    ]
    jobs.insert(2, lambda: tasks.regrade.func(str(regrade.pk)))
    found = in_threads(jobs, threads=4)
    refused = [one for one in found if isinstance(one, Exception)]
    assert all(isinstance(one, Conflict) for one in refused), refused
    tasks.resume()
    assert not contests.open_contests().exists()
    for review in [*(one.review for one in opened), *others]:
        assert folding.standing(fresh_review(review)).correct is True
        assert agrees(review.learner)
    made = Amendment.objects.filter(kind=Amendment.Kind.REGRADE)
    assert made.count() == 9
