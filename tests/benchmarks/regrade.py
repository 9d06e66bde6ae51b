"""A regrade of many answers: how many a second, and how much memory it takes."""

from __future__ import annotations

import resource
import time
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.benchmarks.backlog import NOW, set_up
from tests.benchmarks.figures import say

if TYPE_CHECKING:
    from quizzes.exercises import Asked
    from quizzes.models import Card, Item, Learner, Review, Variant

EACH = 10  # answers to a card, half of them wrong, and right by the mended question
AT_ONCE = 500  # cards made at once, so that making them takes less than the regrade
STEP = 1000  # answers between two commits of the clock, as in the task


def make_answers(item: Item, n: int) -> None:
    """n answers to an item, by n / EACH learners."""
    from quizzes import making

    assert item.revision is not None
    asked = [making.ask(item.revision, "ko", seed) for seed in range(EACH)]
    for start in range(0, n // EACH, AT_ONCE):
        _make_learners(item, asked, start, min(AT_ONCE, n // EACH - start))


def _make_learners(item: Item, asked: list[Asked], start: int, count: int) -> None:
    from django.contrib.auth import get_user_model

    from quizzes.models import Card, Learner, Review, StudyDay, Variant

    users = get_user_model().objects.bulk_create(
        get_user_model()(username=f"u{item.pk}-{start + i}") for i in range(count)
    )
    learners = Learner.objects.bulk_create(Learner(user=user) for user in users)
    cards = Card.objects.bulk_create(
        Card(learner=learner, item=item, log_length=EACH, created_at=NOW)
        for learner in learners
    )
    variants = Variant.objects.bulk_create(
        variant for card in cards for variant in _variants(item, card, asked)
    )
    Review.objects.bulk_create(_review(variant) for variant in variants)
    StudyDay.objects.bulk_create(
        day for learner in learners for day in _days(learner, StudyDay)
    )


def _variants(item: Item, card: Card, asked: list[Asked]) -> list[Variant]:
    from quizzes.models import Variant

    assert item.revision is not None
    return [
        Variant(
            learner_id=card.learner_id,
            card=card,
            revision=item.revision,
            exercise=item.revision.exercise,
            state="answered",
            language="ko",
            parameters=parameters,
            seed=n,
            sequence=n + 1,
            content=question.to_json(),
            dealt_at=NOW + timedelta(days=n),
        )
        for n, (parameters, question) in enumerate(asked)
    ]


def _review(variant: Variant) -> Review:
    from quizzes.models import Review
    from tests.factories import wrong_response

    assert variant.card is not None
    right, question = variant.sequence % 2 == 1, variant.question
    return Review(
        id=uuid.uuid4(),
        learner_id=variant.learner_id,
        card=variant.card,
        variant=variant,
        state_before=0 if variant.sequence == 1 else 2,
        response=question.truth() if right else wrong_response(question),
        score=float(right),
        chance=0,
        rating=3 if right else 1,
        outcome={"correct": right, "feedback": ""},
        answered_at=variant.dealt_at,
        received_at=variant.dealt_at,
        study_day=variant.dealt_at.date(),
        number=variant.sequence,
    )


def _days(learner: Learner, row: Any) -> list[Any]:
    first = NOW.date()
    return [row(learner=learner, day=first + timedelta(days=n)) for n in range(EACH)]


def measure(name: str, item: Item, n: int) -> None:
    from quizzes import folding
    from quizzes.mending import regrading
    from quizzes.models import Card

    later = NOW + timedelta(days=EACH)
    start = time.perf_counter()
    run = regrading.dry_run(item, most=n)
    looked = time.perf_counter() - start
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    regrade = regrading.ask(item, by=None, now=later, lowers=True)
    start, longest = time.perf_counter(), 0.0
    while regrade.finished_at is None:
        step = time.perf_counter()
        regrading.go_on(regrade, now=later, most=1)
        longest = max(longest, time.perf_counter() - step)
    took = time.perf_counter() - start
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert (regrade.seen, regrade.raised) == (n, run.raised)
    cards = Card.objects.filter(item=item, reviews__amendments__isnull=False)
    for card in cards.order_by("?")[:100]:
        assert folding.replay(card) == folding.cached(card)
    say(
        f"{name}  {n:>7,} answers, {regrade.raised + regrade.lowered:>6,} changed:"
        f" {n / took:,.0f} a second, longest batch {1000 * longest:.0f} ms,"
        f" {more:.0f} MB more; dry run {n / looked:,.0f} a second"
    )


def main() -> None:
    from quizzes.authoring import publishing
    from tests.factories import SAMPLES, make_item

    number, exercise = make_item(), make_item(exercise="perceptron-update")
    make_answers(number, 100_000)
    sample = SAMPLES["number"] | {"answer": "-98765", "tolerance": "144000"}
    publishing.revise(number, kind="number", texts={"ko": sample})
    measure("authored", number, 100_000)
    make_answers(exercise, 5_000)
    measure("exercise", exercise, 5_000)
    say()


if __name__ == "__main__":
    set_up()
    main()
