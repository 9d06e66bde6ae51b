"""One write path: what is recorded, amended, repeated, late, and refused."""

from __future__ import annotations

import threading
import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes import folding, reviews, variants
from quizzes.authoring import publishing
from quizzes.mending import contests, regrading
from quizzes.models import (
    Amendment,
    Card,
    Item,
    Learner,
    Rating,
    Review,
    StudyDay,
    Variant,
)
from quizzes.questions import BadResponse
from quizzes.reviews import Conflict, NotDealt
from tests import factories
from tests.factories import (
    NOW,
    SAMPLES,
    answer,
    deal,
    make_card,
    make_item,
    make_learner,
)

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def send(variant: Variant, response: Any = "45.8", **fields: Any) -> Review:
    fields = {"id": uuid.uuid4(), "now": NOW + MINUTE, **fields}
    return reviews.record(
        learner=variant.learner, variant_id=variant.pk, response=response, **fields
    )[0]


def fresh(card: Card) -> Card:
    return Card.objects.get(pk=card.pk)


def due_of(card: Card) -> datetime:
    due = fresh(card).due
    assert due is not None
    return due


def is_folded(card: Card) -> bool:
    return folding.replay(fresh(card)) == folding.cached(fresh(card))


def test_a_right_answer_rates_good_and_comes_back_after_days() -> None:
    """A right answer rates good and comes back after days, when the day begins."""
    card = make_card()
    review = answer(card)
    card = fresh(card)
    assert (review.rating, card.state) == (Rating.GOOD, Card.State.REVIEW)
    assert review.outcome["correct"] is True
    assert card.due is not None
    assert card.due > NOW + DAY / 4
    assert card.due.astimezone(card.learner.tzinfo).hour == 4


def test_a_wrong_answer_rates_again_and_comes_back_in_ten_minutes() -> None:
    """A wrong answer rates again and comes back ten minutes after it."""
    review = answer(make_card(), right=False)
    assert review.rating == Rating.AGAIN
    assert review.due == NOW + 11 * MINUTE


def test_the_next_variant_of_a_missed_exercise_has_other_numbers() -> None:
    """A missed simulation question comes back with fresh numbers."""
    card = make_card(item=make_item(exercise="perceptron-update"))
    first = deal(card)
    factories.answer(card, right=False)
    second = deal(fresh(card), now=NOW + 20 * MINUTE)
    assert second.pk != first.pk
    assert second.parameters != first.parameters


def test_an_answer_sent_twice_counts_once() -> None:
    """The same id with the same body gives the stored review again."""
    variant, id = deal(make_card()), uuid.uuid4()
    first = send(variant, id=id)
    again, made = reviews.record(
        learner=variant.learner,
        id=id,
        variant_id=variant.pk,
        response="45.8",
        now=NOW + 5 * MINUTE,
    )
    assert (made, again.outcome) == (False, first.outcome)
    assert Review.objects.count() == 1
    assert StudyDay.objects.get().answered == 1


def test_the_same_id_with_another_body_is_a_conflict() -> None:
    """An id stands for one answer; another body under it is refused."""
    variant, id = deal(make_card()), uuid.uuid4()
    send(variant, id=id)
    with pytest.raises(Conflict):
        send(variant, "1", id=id)


def test_a_variant_is_answered_once() -> None:
    """A second answer to one variant, under its own id, is refused."""
    variant = deal(make_card())
    send(variant)
    with pytest.raises(Conflict):
        send(variant)


def test_a_variant_of_another_learner_does_not_exist() -> None:
    """A variant that was never dealt to this learner is not found."""
    variant = deal(make_card())
    with pytest.raises(NotDealt):
        reviews.record(
            learner=make_learner(),
            id=uuid.uuid4(),
            variant_id=variant.pk,
            response="1",
            now=NOW,
        )


def test_a_response_of_the_wrong_shape_changes_nothing() -> None:
    """A response that is no number is refused and stores nothing."""
    card = make_card()
    variant = deal(card)
    before = fresh(card).__dict__ | {"_state": None}
    with pytest.raises(BadResponse):
        send(variant, "many")
    assert Review.objects.count() == 0
    assert fresh(card).__dict__ | {"_state": None} == before
    variant.refresh_from_db()
    assert variant.state == Variant.State.OPEN


@pytest.mark.parametrize(
    ("reported", "kept"),
    [(-DAY, timedelta()), (MINUTE / 2, MINUTE / 2), (DAY, MINUTE)],
)
def test_the_time_of_an_answer_is_clamped(reported: timedelta, kept: timedelta) -> None:
    """A reported time counts between dealing and receiving; the raw one is kept."""
    review = send(deal(make_card()), answered_at=NOW + reported)
    assert review.answered_at == NOW + kept
    assert review.reported_at == NOW + reported


def test_undo_gives_the_card_its_earlier_memory_back() -> None:
    """Undo makes the card what it was before, and its variant stays closed."""
    card = make_card()
    answer(card)
    before = folding.cached(fresh(card))
    later = NOW + 10 * DAY
    review = answer(fresh(card), right=False, now=later)
    reviews.undo(review, by=card.learner.user, now=later + 2 * MINUTE)
    after = folding.cached(fresh(card))
    assert (after.memory, after.due, after.reps) == (
        before.memory,
        before.due,
        before.reps,
    )
    assert deal(fresh(card), now=later).pk != review.variant_id
    assert is_folded(card)


def test_undo_of_the_only_answer_makes_the_card_new() -> None:
    """A card whose only answer was undone is new again, and the day's totals 0."""
    card = make_card()
    reviews.undo(answer(card), by=None, now=NOW + 2 * MINUTE)
    assert (fresh(card).state, fresh(card).due) == (Card.State.NEW, None)
    assert StudyDay.objects.get().answered == 0
    assert is_folded(card)


def test_undo_twice_is_undo_once() -> None:
    """Undoing an undone answer appends nothing."""
    review = answer(make_card())
    for _ in range(2):
        reviews.undo(review, by=None, now=NOW + 2 * MINUTE)
    assert Amendment.objects.count() == 1


def test_an_undone_answer_cannot_be_amended() -> None:
    """What was taken back can be neither rated nor regraded."""
    review = answer(make_card())
    reviews.undo(review, by=None, now=NOW)
    with pytest.raises(Conflict):
        reviews.rate(review, rating=Rating.EASY, by=None, now=NOW)
    with pytest.raises(Conflict):
        reviews.amend(
            review,
            kind=Amendment.Kind.REGRADE,
            value={"rating": Rating.AGAIN},
            by=None,
            now=NOW,
        )
    assert Amendment.objects.count() == 1


def test_a_regrade_refolds_the_card() -> None:
    """A regraded answer counts with its new rating, and log and card agree."""
    card = make_card()
    review = answer(card)
    value = {"score": 0, "correct": False, "rating": int(Rating.AGAIN), "feedback": ""}
    kind = Amendment.Kind.REGRADE
    reviews.amend(review, kind=kind, value=value, by=None, now=NOW + DAY)
    assert reviews.current_rating(Review.objects.get()) == Rating.AGAIN
    assert fresh(card).state == Card.State.LEARNING
    assert is_folded(card)


def test_good_turned_into_easy_comes_back_later() -> None:
    """Easy comes back later than good, hard sooner or the same."""
    card = make_card()
    review = answer(card)
    due = {Rating.GOOD: due_of(card)}
    for rating in (Rating.HARD, Rating.EASY):
        reviews.rate(review, rating=rating, by=None, now=NOW + 2 * MINUTE)
        due[rating] = due_of(card)
        assert is_folded(card)
    assert due[Rating.HARD] <= due[Rating.GOOD] < due[Rating.EASY]
    assert review.outcome["rating"] == Rating.GOOD


def test_a_wrong_answer_cannot_be_rated_easy() -> None:
    """Only a right answer has a rating to choose."""
    review = answer(make_card(), right=False)
    with pytest.raises(Conflict):
        reviews.rate(review, rating=Rating.EASY, by=None, now=NOW)


def test_a_right_answer_cannot_be_rated_again() -> None:
    """Again is what a wrong answer is; it cannot be chosen."""
    with pytest.raises(Conflict):
        reviews.rate(answer(make_card()), rating=Rating.AGAIN, by=None, now=NOW)


def test_a_late_answer_refolds_its_card_in_the_order_of_answering() -> None:
    """An answer given earlier but received later is folded where it belongs."""
    card = make_card()
    first = deal(card)
    language, card.learner.language = card.learner.language, "en"
    second = deal(card, now=NOW + MINUTE)  # supersedes the first
    card.learner.language = language
    assert second.pk != first.pk
    send(second, now=NOW + 5 * MINUTE)
    send(first, "0", now=NOW + 9 * MINUTE, answered_at=NOW + 2 * MINUTE)
    live = folding.live_reviews(fresh(card))
    assert [rating for _review, rating in live] == [Rating.AGAIN, Rating.GOOD]
    assert fresh(card).last_answered_at == NOW + 5 * MINUTE
    assert is_folded(card)


def test_practice_is_logged_and_leaves_memory_alone() -> None:
    """A practice answer is kept in the log and moves nothing but the log's length."""
    card = make_card()
    answer(card)
    before = folding.cached(fresh(card))
    variant = variants.deal(
        fresh(card), now=NOW + DAY, purpose=Variant.Purpose.PRACTICE
    )
    review = send(variant, "0", now=NOW + DAY)
    after = folding.cached(fresh(card))
    assert (after.memory, after.due) == (before.memory, before.due)
    assert review.scheduled is False
    assert is_folded(card)


@pytest.mark.parametrize("row", ["review", "amendment"])
def test_the_log_is_append_only(row: str) -> None:
    """A row of the log can be neither changed nor removed, by model or by set."""
    review = answer(make_card())
    reviews.undo(review, by=None, now=NOW)
    entry: Any = review if row == "review" else Amendment.objects.get()
    objects = type(entry)._default_manager
    for change in (
        entry.save,
        entry.delete,
        lambda: objects.update(number=9),
        lambda: objects.all().delete(),
        lambda: objects.filter(pk=entry.pk)._raw_delete("default"),
        lambda: objects.bulk_update([entry], ["number"]),
    ):
        with pytest.raises(TypeError):
            change()


def test_no_write_path_updates_or_deletes_the_log(
    django_assert_max_num_queries: Any,
) -> None:
    """Answering, rating, undoing and arriving late only insert into the log."""
    card = make_card()
    with django_assert_max_num_queries(500) as captured:
        review = answer(card)
        reviews.rate(review, rating=Rating.EASY, by=None, now=NOW)
        reviews.undo(review, by=None, now=NOW)
        answer(fresh(card), right=False, now=NOW + DAY)
    writes = [q["sql"] for q in captured.captured_queries]
    for table in ("quizzes_review", "quizzes_amendment"):
        assert not [sql for sql in writes if sql.startswith(f'UPDATE "{table}"')]
        removed = f'DELETE FROM "{table}"'  # noqa: S608 (not run, looked for)
        assert not [sql for sql in writes if sql.startswith(removed)]
        assert [sql for sql in writes if sql.startswith(f'INSERT INTO "{table}"')]


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "right",
                "wrong",
                "late",
                "hard",
                "easy",
                "undo",
                "practice",
                "move",
                "contest",
                "mend",
                "lower",
            ]
        ),
        st.integers(0, 40),  # days later
        st.integers(0, 23),  # hours later
        st.integers(0, 5),  # which of the last answers
    ),
    max_size=16,
)


class Life:
    """A card, and whatever may happen to it."""

    def __init__(self) -> None:
        self.card, self.now = make_card(), NOW
        self.answers: list[Review] = []

    def happen(self, action: str, which: int) -> None:
        if action in ("right", "wrong"):
            right = action == "right"
            self.answers.append(answer(fresh(self.card), right=right, now=self.now))
        elif action == "late":
            variant = deal(fresh(self.card), now=self.now)
            self.now += 3 * DAY
            self.answers.append(
                send(variant, now=self.now, answered_at=variant.dealt_at + MINUTE)
            )
        elif action == "practice":
            purpose = Variant.Purpose.PRACTICE
            variant = variants.deal(fresh(self.card), now=self.now, purpose=purpose)
            self.answers.append(send(variant, now=self.now))
        elif action == "move":
            zones = ["Asia/Seoul", "America/New_York", "Pacific/Apia"]
            self.card.learner.zone = zones[which % 3]
            self.card.learner.save()
        elif action in ("mend", "lower"):
            self.mend(("45.8", "-98765", "9")[which % 3], lowers=action == "lower")
        elif self.answers:
            self.amend(action, self.answers[-1 - which % len(self.answers)])

    def mend(self, right: str, *, lowers: bool) -> None:
        item = Item.objects.get(pk=self.card.item_id)
        texts = {"ko": SAMPLES["number"] | {"answer": right}}
        publishing.revise(item, kind="number", texts=texts)
        before = self.scores()
        regrade = regrading.ask(item, by=None, now=self.now, lowers=lowers)
        regrading.go_on(regrade, now=self.now)
        less = [pk for pk, score in self.scores().items() if score < before[pk]]
        assert len(less) == regrade.lowered
        assert lowers or not less
        assert not lowers or not regrading.dry_run(item).changes

    def scores(self) -> dict[Any, float]:
        log = Review.objects.filter(card=self.card)
        return {review.pk: folding.standing(review).score for review in log}

    def amend(self, action: str, review: Review) -> None:
        if action == "undo":
            reviews.undo(review, by=None, now=self.now)
        elif action == "contest":
            with suppress(Conflict):
                by = self.card.learner.user
                contests.contest(review, by=by, now=self.now)
        elif reviews.current_rating(review) not in (None, Rating.AGAIN):
            rating = Rating.EASY if action == "easy" else Rating.HARD
            reviews.rate(review, rating=rating, by=None, now=self.now)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(actions=ACTIONS)
def test_whatever_happens_the_log_gives_the_card(actions: Any) -> None:
    """After any history, folding the log gives exactly card and day totals."""
    life = Life()
    for action, day, hour, which in actions:
        life.now += day * DAY + timedelta(hours=hour)
        life.happen(action, which)
        assert is_folded(life.card)
    assert totals_of(life.card.learner) == folding.replay_days(life.card.learner)


def totals_of(learner: Learner) -> dict[Any, dict[str, int]]:
    """The stored totals of the days that are not empty."""
    rows = {
        d.day: folding.day_totals(d) for d in StudyDay.objects.filter(learner=learner)
    }
    return {day: row for day, row in rows.items() if any(row.values())}


def test_an_older_answer_undone_leaves_its_card_introduced() -> None:
    """Of two answers the first is undone: the card is not new, and still counts."""
    card = make_card()
    first = answer(card, right=False)
    answer(fresh(card), now=NOW + timedelta(hours=1))
    reviews.undo(first, by=None, now=NOW + timedelta(hours=2))
    assert StudyDay.objects.get().introduced == 1
    assert folding.replay_days(card.learner) == totals_of(card.learner)


def test_practice_introduces_nothing() -> None:
    """A practice answer to a card that is new again does not count as new."""
    card = make_card()
    reviews.undo(answer(card), by=None, now=NOW + 2 * MINUTE)
    purpose = Variant.Purpose.PRACTICE
    send(variants.deal(fresh(card), now=NOW, purpose=purpose), now=NOW + MINUTE)
    assert StudyDay.objects.get().introduced == 0


def test_a_number_sent_again_is_the_same_number() -> None:
    """A number that the database writes another way is no other answer."""
    variant, id = deal(make_card()), uuid.uuid4()
    first = send(variant, 1e3, id=id)
    assert send(variant, 1000, id=id) == first


def test_a_fault_of_the_database_is_not_told_as_a_conflict() -> None:
    """What breaks a constraint is an error, not “this id belongs to another”."""
    with pytest.raises(IntegrityError):
        send(deal(make_card()), duration_ms=-5)


def test_the_log_cannot_be_overwritten_in_bulk() -> None:
    """Adding rows in bulk cannot change one that is there."""
    review = answer(make_card())
    with pytest.raises(TypeError):
        Review.objects.bulk_create(
            [review],
            update_conflicts=True,
            update_fields=["score"],
            unique_fields=["id"],
        )


@pytest.mark.parametrize(
    "change",
    [
        {"state_before": 77},
        {"chance": 9},
        {"received_at": NOW - DAY},
        {"due": NOW - DAY},
        {"rating": 5},
        {"score": 2},
        {"variant": None},
    ],
)
def test_the_database_refuses_a_review_that_cannot_be(change: dict[str, Any]) -> None:
    """Choices, bounds and the order of times are checked in the database."""
    review = answer(make_card())
    names = [field.attname for field in Review._meta.concrete_fields]
    values = {name: getattr(review, name) for name in names}
    other = Review(**values | {"id": uuid.uuid4(), "number": 2, "variant_id": None})
    other.source = "" if "variant" in change else "test"
    for name, value in change.items():
        setattr(other, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def in_threads(jobs: list[Any], threads: int = 16) -> list[Any]:
    """Run the jobs, spread over threads; results or exceptions, in order."""
    results: list[Any] = [None] * len(jobs)

    def work(start: int) -> None:
        for place in range(start, len(jobs), threads):
            try:
                results[place] = jobs[place]()
            except Exception as error:
                results[place] = error
        connections.close_all()

    workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_the_same_review_sent_200_times_by_16_threads_counts_once() -> None:
    """However often and from wherever an answer is sent, it counts once."""
    card = make_card()
    variant, id = deal(card), uuid.uuid4()
    results = in_threads([lambda: send(variant, id=id).outcome] * 200)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert all(result == results[0] for result in results)
    assert Review.objects.count() == 1
    assert (fresh(card).reps, fresh(card).log_length) == (1, 1)
    assert StudyDay.objects.get().answered == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_clients_that_answer_one_variant_one_is_refused() -> None:
    """Two clients answer one variant under two ids: one counts, one conflicts."""
    variant = deal(make_card())
    results = in_threads([lambda: send(variant), lambda: send(variant, "0")], 2)
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Review"]
    assert Review.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_threads_that_answer_different_cards_all_succeed() -> None:
    """Sixteen threads that answer forty cards lose nothing."""
    learner = make_learner()
    dealt = [deal(make_card(learner)) for _ in range(40)]
    results = in_threads([lambda v=v: send(v) for v in dealt])
    assert [result for result in results if isinstance(result, Exception)] == []
    assert StudyDay.objects.get().answered == 40
