"""A question is mended: what would change, what changes, and who is told."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from quizzes import exercises, folding, reviews, tasks, variants
from quizzes.authoring import publishing
from quizzes.exercises import Exercise
from quizzes.mending import contests, notices, regrading
from quizzes.mending.marking import Marker
from quizzes.models import (
    Amendment,
    Card,
    Item,
    Learner,
    Notification,
    Rating,
    Regrade,
    Review,
    StudyDay,
    Variant,
)
from quizzes.questions import Number
from tests.factories import (
    NOW,
    SAMPLES,
    answer,
    deal,
    make_card,
    make_item,
    make_learner,
    make_user,
    wrong_response,
)
from tests.quizzes.api.contract import client_of
from tests.quizzes.test_reviews import fresh, in_threads, is_folded, send, totals_of

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LATER = NOW + DAY
WRONG = wrong_response(Number(prompt="", value="45.8"))  # becomes right when mended


def mend(item: Item, answer: str = WRONG, **fields: Any) -> Item:
    """The item with another right answer (a number's)."""
    sample = SAMPLES["number"] | {"answer": answer, **fields}
    publishing.revise(item, kind="number", texts={"ko": sample, "en": sample})
    return item


def run(item: Item, *, lowers: bool = False, by: Any = None) -> Regrade:
    regrade = regrading.ask(item, by=by, now=LATER, lowers=lowers)
    return regrading.go_on(regrade, now=LATER)


def answered(item: Item, *, right: bool = False, n: int = 1) -> list[Review]:
    """An answer to the item by each of n learners."""
    return [answer(make_card(item=item), right=right) for _ in range(n)]


def agrees(learner: Learner) -> bool:
    """Whether the learner's cards and days are what the log says."""
    cards = Card.objects.filter(learner=learner)
    days = totals_of(learner) == folding.replay_days(learner)
    return days and all(is_folded(card) for card in cards)


def test_the_dry_run_says_whose_from_what_to_what_and_writes_nothing() -> None:
    """What would change is shown first; nothing is written."""
    item = make_item()
    [review] = answered(item)
    [change] = regrading.dry_run(mend(item)).changes
    assert (change.review, change.lowers) == (review, False)
    assert (change.score_before, change.score) == (0, 1)
    assert (change.correct_before, change.correct) == (False, True)
    assert not Amendment.objects.exists()
    assert not Regrade.objects.exists()


def test_an_answer_that_is_right_by_now_is_raised() -> None:
    """A wrong answer to a mistaken question counts as right, and its card moves."""
    item = make_item()
    [review] = answered(item)
    regrade = run(mend(item))
    amendment = Amendment.objects.get()
    revision = item.revision
    assert revision is not None
    assert amendment.value == {
        "score": 1,
        "correct": True,
        "rating": Rating.GOOD,
        "feedback": "",
        "revision": revision.pk,
        "exercise_version": None,
    }
    assert (regrade.seen, regrade.raised, regrade.finished_at) == (1, 1, LATER)
    assert folding.standing(review).rating == Rating.GOOD
    assert fresh(review.card).state == Card.State.REVIEW
    assert StudyDay.objects.get().correct == 1
    assert agrees(review.learner)


def test_what_was_first_said_stays_in_the_log() -> None:
    """A regrade adds to the log; the answer's own row stays as it was."""
    item = make_item()
    [review] = answered(item)
    run(mend(item))
    stored = Review.objects.get()
    assert (stored.score, stored.rating) == (0, Rating.AGAIN)
    assert stored.outcome == review.outcome


def test_a_score_is_never_lowered_silently() -> None:
    """What would count less is let be, and counted as kept."""
    item = make_item()
    [review] = answered(item, right=True)
    regrade = run(mend(item))
    assert (regrade.kept, regrade.lowered) == (1, 0)
    assert not Amendment.objects.exists()
    assert folding.standing(review).correct is True


def test_a_lowered_score_is_told() -> None:
    """Who asks for it lowers scores too, and the learner is told."""
    item = make_item()
    [review] = answered(item, right=True)
    regrade = run(mend(item), lowers=True)
    told = Notification.objects.get()
    assert regrade.lowered == 1
    assert (told.learner, told.kind) == (review.learner, "regraded")
    assert (told.data["correct_before"], told.data["correct"]) == (True, False)
    assert folding.standing(review).rating == Rating.AGAIN
    assert StudyDay.objects.get().correct == 0
    assert agrees(review.learner)


def test_hard_and_easy_stay_where_the_answer_stays_right() -> None:
    """What the learner said of a right answer outlives a regrade."""
    card = make_card()
    review = answer(card)
    reviews.rate(review, rating=Rating.EASY, by=None, now=NOW)
    assert run(mend(card.item, "45.7")).seen == 1
    assert folding.standing(Review.objects.get()).rating == Rating.EASY
    assert agrees(card.learner)


def test_an_undone_answer_is_left_alone() -> None:
    """An answer that was taken back is not graded anew."""
    item = make_item()
    [review] = answered(item)
    reviews.undo(review, by=None, now=NOW + 2 * MINUTE)
    regrade = run(mend(item))
    assert (regrade.seen, regrade.raised, regrade.failed) == (1, 0, 0)
    assert folding.standing(review).rating is None


def test_an_imported_answer_is_left_alone() -> None:
    """An answer without a question of ours cannot be graded anew, and need not."""
    item = make_item()
    [review] = answered(item)
    names = [f.attname for f in Review._meta.concrete_fields if f.attname != "id"]
    values = {name: getattr(review, name) for name in names}
    values |= {"number": 2, "variant_id": None, "source": "anki"}
    Review.objects.create(id=uuid.uuid4(), **values)
    Card.objects.update(log_length=2, reps=2)
    assert run(mend(item)).raised == 1


def test_what_cannot_be_carried_over_is_counted_and_let_be() -> None:
    """An item of another kind by now says nothing about its old answers."""
    item = make_item()
    answered(item)
    publishing.revise(item, kind="text", texts={"ko": SAMPLES["text"]})
    found = regrading.dry_run(item)
    assert (found.changes, found.failed) == ([], 1)
    assert found.failures[0][1].reason == "그때는 문제의 종류가 달랐습니다."
    assert "1 cannot be graded anew" in command(f"{item.series.slug}/{item.slug}")
    assert (run(item).failed, Amendment.objects.count()) == (1, 0)


def test_options_in_another_order_are_the_same_options() -> None:
    """A picked option is the option with its text, wherever it stands by now."""
    item = make_item(kind="choice")
    [review] = answered(item)
    assert review.variant is not None
    picked = review.variant.question.input()["options"]
    text = next(o["text"] for o in picked if o["id"] == review.response)
    others = ["this", *({"that", "those"} - {text})]
    sample = {"prompt": "Which?", "answer": text, "distractors": others}
    publishing.revise(item, kind="choice", texts={"ko": sample})
    [change] = regrading.dry_run(item).changes
    assert (change.review, change.correct) == (review, True)


class Doubling(Exercise):
    """Twice a number; the first version adds one, by mistake."""

    slug, title, broken = "regraded-doubling", "Doubling", False

    def parameters(self, rng: Any) -> dict[str, Any]:
        return {"n": rng.randint(1, 9)}

    def question(self, **parameters: Any) -> Number:
        if self.broken:
            raise ZeroDivisionError
        n = parameters["n"]
        right = 2 * n + (1 if self.version == 1 else 0)
        return Number(prompt=f"2 · {n}?", value=str(right))


@pytest.fixture
def doubling() -> Iterator[Exercise]:
    exercises.register(Doubling)
    yield exercises.get(Doubling.slug)
    del exercises._registry[Doubling.slug]


def test_an_exercise_runs_its_new_version_on_the_stored_numbers(
    doubling: Any,
) -> None:
    """The mended exercise grades the stored response on the stored parameters."""
    item = make_item(exercise=Doubling.slug)
    variant = deal(make_card(item=item))
    review = send(variant, 2 * variant.parameters["n"])
    doubling.version = 2
    assert item.revision is not None
    assert Marker(item.revision).question(variant).truth() == str(review.response)
    regrade = run(item)
    assert (regrade.raised, regrade.exercise_version) == (1, 2)
    assert Amendment.objects.get().value["exercise_version"] == 2
    assert agrees(review.learner)


def test_a_version_that_comes_half_way_is_named(doubling: Any) -> None:
    """An amendment names the version that graded, not the one that was asked for."""
    item = make_item(exercise=Doubling.slug)
    variant = deal(make_card(item=item))
    send(variant, 2 * variant.parameters["n"])
    doubling.version = 2
    regrade = regrading.ask(item, by=None, now=LATER)
    doubling.version = 3
    regrading.go_on(regrade, now=LATER)
    assert Amendment.objects.get().value["exercise_version"] == 3


def test_a_newer_version_takes_over(doubling: Any) -> None:
    """While a regrade is unfinished, one by what the exercise says by now begins."""
    item = make_item(exercise=Doubling.slug)
    variant = deal(make_card(item=item))
    review = send(variant, 2 * variant.parameters["n"])
    regrading.ask(item, by=None, now=LATER)
    doubling.version = 2
    run(item)
    assert folding.standing(review).correct is True


def test_no_late_answer_is_graded_by_a_version_nobody_asked_for(doubling: Any) -> None:
    """A regrade by one version says nothing of the next."""
    item = make_item(exercise=Doubling.slug)
    variant = deal(make_card(item=item))
    run(item)
    doubling.version = 2
    review = send(variant, 2 * variant.parameters["n"], now=LATER)
    regrading.catch_up(review, now=LATER)
    assert not Amendment.objects.exists()


def test_an_answer_to_an_exercise_that_is_gone_is_caught_up_with_nothing() -> None:
    """Who answers what was removed since is graded as asked."""
    exercises.register(Doubling)
    item = make_item(exercise=Doubling.slug)
    variant = deal(make_card(item=item))
    run(item)
    del exercises._registry[Doubling.slug]
    regrading.catch_up(send(variant, -1, now=LATER), now=LATER)
    assert not Amendment.objects.exists()


def test_what_was_asked_since_is_not_graded_by_an_older_revision() -> None:
    """An item that is mended again while it is regraded: the older revision says
    nothing of answers to the newer one."""
    item = make_item()
    regrade = regrading.ask(mend(item), by=None, now=LATER, lowers=True)
    variant = deal(make_card(item=mend(item, "45.8")))
    review = send(variant, "45.8")
    regrading.go_on(regrade, now=LATER)
    assert not Amendment.objects.exists()
    assert folding.standing(review).correct is True


def test_an_exercise_that_raises_changes_nothing(
    doubling: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """A broken exercise fails each answer, is logged, and stops nothing."""
    item = make_item(exercise=Doubling.slug)
    answered(item, n=2)
    doubling.broken = True
    regrade = run(item)
    assert (regrade.failed, regrade.finished_at) == (2, LATER)
    assert "ZeroDivisionError" in caplog.text


def test_practice_answers_are_regraded_and_move_nothing() -> None:
    """A practice answer counts as right by now; memory stays as it was."""
    card = make_card()
    answer(card)
    purpose = Variant.Purpose.PRACTICE
    variant = variants.deal(fresh(card), now=LATER, purpose=purpose)
    review = send(variant, WRONG, now=LATER)
    before = folding.cached(fresh(card))
    assert run(mend(card.item)).raised == 1
    after = folding.cached(fresh(card))
    assert folding.standing(Review.objects.get(pk=review.pk)).correct is True
    assert (after.memory, after.due) == (before.memory, before.due)
    assert agrees(card.learner)


def test_a_regrade_again_changes_nothing_more() -> None:
    """Asked for twice, the second finds nothing to do."""
    item = mend_after_answers(3)
    assert run(item).raised == 3
    assert run(item).raised == 0
    assert Amendment.objects.count() == Notification.objects.count() == 3


def mend_after_answers(n: int) -> Item:
    item = make_item()
    answered(item, n=n)
    return mend(item)


def test_of_very_many_answers_the_dry_run_looks_at_the_first() -> None:
    """Nobody waits for a hundred thousand answers; how many are left is said."""
    run = regrading.dry_run(mend_after_answers(3), shown=1, most=2)
    assert (run.total, run.seen, run.left, run.raised) == (3, 2, 1, 2)
    assert len(run.changes) == 1


def test_one_regrade_of_an_item_at_a_time() -> None:
    """A second is refused until the first is done."""
    item = mend_after_answers(1)
    regrade = regrading.ask(item, by=None, now=NOW)
    with pytest.raises(reviews.Conflict):
        regrading.ask(item, by=None, now=NOW)
    regrading.go_on(regrade, now=NOW)
    regrading.ask(item, by=None, now=NOW)


def test_who_asked_is_in_the_log() -> None:
    """A regrade's amendments name the author who asked for it."""
    author = make_user()
    run(mend_after_answers(1), by=author)
    assert Amendment.objects.get().by == author


def test_killed_half_way_it_goes_on_where_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a batch has done stays done; the rest follows; nothing happens twice."""
    item = mend_after_answers(5)
    monkeypatch.setattr(regrading, "BATCH", 2)
    regrade = regrading.ask(item, by=None, now=LATER)
    regrading.go_on(regrade, now=LATER, most=2)
    killed = KeyboardInterrupt("killed")

    def kill(*args: Any, **kwargs: Any) -> None:
        raise killed

    with monkeypatch.context() as dying:
        dying.setattr(notices, "tell_all", kill)
        with pytest.raises(KeyboardInterrupt):
            regrading.go_on(regrade, now=LATER)
    left = Regrade.objects.get()
    assert (left.seen, left.raised, left.finished_at) == (2, 2, None)
    assert Amendment.objects.count() == Notification.objects.count() == 2
    tasks.resume()
    left.refresh_from_db()
    assert (left.seen, left.raised) == (5, 5)
    assert left.finished_at is not None
    assert Amendment.objects.count() == Notification.objects.count() == 5
    assert all(agrees(learner) for learner in Learner.objects.all())


def test_a_process_that_comes_second_leaves_it_to_the_first() -> None:
    """Two processes at one regrade: the one that lags behind stops."""
    item = mend_after_answers(1)
    regrade = regrading.ask(item, by=None, now=LATER)
    lagging = Regrade.objects.get()
    regrading.go_on(regrade, now=LATER)
    with pytest.raises(reviews.Conflict):
        regrading.go_on(lagging, now=LATER)
    assert Amendment.objects.count() == 1


def test_a_task_finishes_a_regrade() -> None:
    """What was asked for is done in the background."""
    item = mend_after_answers(1)
    regrade = regrading.ask(item, by=None, now=LATER)
    result = tasks.regrade.enqueue(str(regrade.pk))
    assert result.errors == []
    regrade.refresh_from_db()
    assert (regrade.raised, regrade.finished_at is not None) == (1, True)


def test_a_learner_is_told_once_of_an_item() -> None:
    """Of several answers that are worth more, of the newest."""
    card = make_card()
    for n in range(3):
        newest = answer(fresh(card), right=False, now=NOW + n * DAY)
    assert run(mend(card.item)).raised == 3
    assert Notification.objects.get().amendment.review == newest


def test_of_each_answer_that_is_less_the_learner_is_told() -> None:
    """No score becomes less silently, however many there are."""
    card = make_card()
    for n in range(3):
        answer(fresh(card), now=NOW + n * DAY)
    assert run(mend(card.item), lowers=True).lowered == 3
    assert Notification.objects.count() == 3


def test_who_was_right_is_told_so_whatever_came_later() -> None:
    """That a contested answer was right is not left out for a newer answer."""
    card = make_card()
    contested = answer(card, right=False)
    by = card.learner.user
    contests.contest(contested, by=by, now=NOW + MINUTE)
    answer(fresh(card), right=False, now=NOW + DAY)
    run(mend(card.item))
    told = Notification.objects.order_by("kind").values_list("kind", flat=True)
    assert list(told) == ["accepted", "regraded"]


def test_the_log_of_a_card_is_regraded_as_a_whole() -> None:
    """Several answers to one card are amended together, and the card folded once."""
    card = make_card()
    for n in range(4):
        answer(fresh(card), right=False, now=NOW + n * DAY)
    regrade = run(mend(card.item))
    assert (regrade.raised, fresh(card).log_length) == (4, 8)
    assert fresh(card).lapses == 0
    assert agrees(card.learner)


def test_the_dry_run_takes_no_more_queries_however_many_answers(
    django_assert_max_num_queries: Any,
) -> None:
    """Answers are looked at in batches, and only as far as they are asked for."""
    item = mend_after_answers(40)
    with django_assert_max_num_queries(12):
        assert regrading.dry_run(item, shown=2).raised == 40
    with django_assert_max_num_queries(6):
        assert regrading.dry_run(item, most=3).raised == 3


@pytest.mark.django_db(transaction=True)
def test_a_regrade_and_new_answers_at_once_lose_nothing() -> None:
    """Answers that arrive while their cards are regraded count, and all agrees."""
    item = make_item()
    cards = [make_card(item=item) for _ in range(12)]
    for card in cards:
        answer(card, right=False)
    mend(item)
    dealt = [deal(fresh(card), now=LATER) for card in cards]
    regrade = regrading.ask(item, by=None, now=LATER)
    jobs: list[Any] = [lambda v=v: send(v, WRONG, now=LATER + MINUTE) for v in dealt]
    jobs.insert(3, lambda: regrading.go_on(regrade, now=LATER))
    results = in_threads(jobs, threads=4)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert Review.objects.count() == 24
    assert Amendment.objects.count() == 12
    assert all(agrees(card.learner) for card in cards)


def test_a_first_answer_that_is_being_written_is_not_overlooked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whose transaction began before the item was mended is waited for."""
    item = make_item()
    variant = deal(make_card(item=item))
    regrade = regrading.ask(mend(item), by=None, now=LATER)
    lock = reviews.locked_cards

    def once_written(cards: Any) -> Any:
        """The lock is had when the other transaction is through."""
        if not Review.objects.exists():
            send(variant, WRONG)
        return lock(cards)

    monkeypatch.setattr(reviews, "locked_cards", once_written)
    regrading.go_on(regrade, now=LATER)
    assert folding.standing(Review.objects.get()).correct is True


def test_an_answer_that_comes_after_the_regrade_is_graded_by_it_too() -> None:
    """Who answers the mistaken question after it was mended loses nothing."""
    item = make_item()
    variant = deal(make_card(item=item))
    run(mend(item))
    review = send(variant, WRONG, now=LATER + MINUTE)
    regrading.catch_up(review, now=LATER + MINUTE)
    assert review.outcome["correct"] is False
    assert folding.standing(review).correct is True
    assert Notification.objects.get().learner == review.learner
    assert agrees(review.learner)
    regrading.catch_up(review, now=LATER + MINUTE)
    assert Amendment.objects.count() == 1


def test_a_typing_slip_mended_later_changes_nothing_of_that() -> None:
    """A late answer is graded as all of its time were: by the last regrade since."""
    item = make_item()
    variant = deal(make_card(item=item))
    run(mend(item))
    mend(item, explanation="Because $x$, of course.")
    review = send(variant, WRONG, now=LATER + MINUTE)
    regrading.catch_up(review, now=LATER + MINUTE)
    assert folding.standing(review).correct is True


@pytest.mark.parametrize("by_api", [True, False])
def test_pages_and_api_catch_up_with_a_regrade(by_api: bool, client: Client) -> None:
    """Whichever way it comes, a late answer counts by the mended question."""
    item = make_item()
    variant = deal(make_card(item=item))
    run(mend(item))
    sent = {"id": str(uuid.uuid4()), "variant": str(variant.pk), "response": WRONG}
    user = variant.learner.user
    if by_api:
        client_of(user).post("/api/v1/reviews/", sent)
    else:
        client.force_login(user)
        client.post(reverse("quizzes:answer"), sent)
    assert folding.standing(Review.objects.get()).correct is True


def test_an_answer_to_a_revised_item_waits_for_its_regrade() -> None:
    """A revision alone changes no grade: somebody has to ask for a regrade."""
    item = make_item()
    variant = deal(make_card(item=item))
    mend(item)
    review = send(variant, WRONG, now=LATER)
    regrading.catch_up(review, now=LATER)
    assert not Amendment.objects.exists()


def test_an_answer_to_what_is_asked_now_is_caught_up_without_a_query(
    django_assert_num_queries: Any,
) -> None:
    """Catching up costs those nothing whom it does not concern."""
    review = send(deal(make_card()))
    with django_assert_num_queries(0):
        regrading.catch_up(review, now=LATER)


def command(*words: str) -> str:
    out = StringIO()
    call_command("regrade", *words, stdout=out)
    return out.getvalue()


def test_the_command_shows_first_and_then_does() -> None:
    """`manage.py regrade` shows the changes; with --apply it makes them."""
    item = mend_after_answers(2)
    name = f"{item.series.slug}/{item.slug}"
    assert "0 → 1" in command(name)
    assert "2 would be raised, 0 lowered" in command(name)
    assert not Amendment.objects.exists()
    assert "2 raised" in command(name, "--apply")
    assert "equal to their log" in checked_cards()


def checked_cards() -> str:
    out = StringIO()
    call_command("check_cards", stdout=out)
    return out.getvalue()


def test_the_command_goes_on_with_what_is_unfinished() -> None:
    """A regrade that a dead process left is finished by the command."""
    item = mend_after_answers(1)
    regrading.ask(item, by=None, now=NOW)
    command(f"{item.series.slug}/{item.slug}", "--apply")
    assert Regrade.objects.get().finished_at is not None


def test_the_command_lowers_what_one_that_is_unfinished_would_not() -> None:
    """What is asked for counts, not what was asked for before."""
    item = make_item()
    answered(item, right=True)
    regrading.ask(mend(item), by=None, now=NOW)
    name = f"{item.series.slug}/{item.slug}"
    assert "1 lowered" in command(name, "--apply", "--lowers")
    assert Regrade.objects.filter(finished_at=None).count() == 0


def test_the_command_names_what_there_is_not() -> None:
    """An item that does not exist is an error with a sentence."""
    for name in ("nowhere/nothing", "a/b/c"):
        with pytest.raises(CommandError, match=f"There is no item {name}"):
            command(name)


@pytest.mark.parametrize("name", ["", "/", "series", "series/", "/item"])
def test_the_command_says_how_an_item_is_named(name: str) -> None:
    """What names no item at all is an error that says what would."""
    with pytest.raises(CommandError, match="named SERIES/ITEM"):
        command(name)


def test_an_empty_item_cannot_be_regraded() -> None:
    """Without a revision there is nothing to grade by."""
    item = make_item()
    Item.objects.update(revision=None)
    with pytest.raises(reviews.Conflict):
        regrading.ask(item, by=make_learner().user, now=NOW)
