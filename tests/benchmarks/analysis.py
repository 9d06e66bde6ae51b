"""What the item analysis of a large series costs: 100,000 first attempts."""

from __future__ import annotations

import statistics
import uuid
from datetime import timedelta
from random import Random
from typing import Any

from django.core.management import call_command

from tests.benchmarks.backlog import NOW, set_up
from tests.benchmarks.figures import peak, say, timed

ITEMS, LEARNERS, LATER = 100, 1_000, 1  # reviews of each card after the first
MANY = ITEMS * LEARNERS * (1 + LATER)
TIMES = 3


def make_series() -> Any:
    """A series whose learners have answered every item, and again later."""
    from django.contrib.auth import get_user_model

    from quizzes.models import Learner
    from tests import factories

    chapter = factories.make_chapter()
    items = [factories.make_item(chapter, kind="choice") for _ in range(ITEMS)]
    users = get_user_model().objects.bulk_create(  # without passwords to hash
        get_user_model()(username=f"learner{n}") for n in range(LEARNERS)
    )
    learners = Learner.objects.bulk_create(Learner(user=user) for user in users)
    for item in items:
        answer(item, learners)
    return chapter.series


def answer(item: Any, learners: list[Any]) -> None:
    """Each learner's card of an item, with its variants and reviews."""
    from quizzes.models import Card, Review, Variant

    rng = Random(item.pk)
    question = item.revision.question("ko")
    cards = Card.objects.bulk_create(
        Card(
            learner=learner,
            item=item,
            state=Card.State.REVIEW,
            stability=5.0,
            difficulty=5.0,
            due=NOW,
            created_at=NOW,
            log_length=1 + LATER,
        )
        for learner in learners
    )
    variants, reviews = [], []
    for card in cards:
        for number in range(1, 2 + LATER):
            dealt = question.dealt(rng)
            variant = Variant(
                learner=card.learner,
                state=Variant.State.ANSWERED,
                card=card,
                revision=item.revision,
                language="ko",
                seed=0,
                sequence=number,
                content=dealt.to_json(),
                dealt_at=NOW,
            )
            response = rng.choice("abc")
            at = NOW + timedelta(days=number)
            reviews.append(
                Review(
                    id=uuid.uuid4(),
                    learner=card.learner,
                    card=card,
                    variant=variant,
                    number=number,
                    state_before=Card.State.NEW,
                    response=response,
                    score=dealt.grade(response).score,
                    chance=1 / 3,
                    rating=3,
                    outcome={"correct": True, "feedback": ""},
                    answered_at=at,
                    received_at=at,
                    duration_ms=rng.randrange(60_000),
                    study_day=at.date(),
                )
            )
            variants.append(variant)
    Variant.objects.bulk_create(variants, batch_size=1000)
    Review.objects.bulk_create(reviews, batch_size=1000)


def main() -> None:
    set_up()
    from quizzes import analysis
    from quizzes.models import Item

    call_command("flush", interactive=False, verbosity=0)
    series = make_series()
    item = Item.objects.filter(series=series).first()
    of_series = timed([lambda: analysis.of_series(series)] * TIMES)
    of_item = timed([lambda: analysis.of_item(item)] * TIMES)  # type: ignore[arg-type]
    memory = peak(lambda: analysis.of_series(series))
    say(f"Item analysis over {ITEMS * LEARNERS:,} first attempts of {MANY:,} answers")
    say(
        f"of the series {statistics.median(of_series) / 1000:5.2f} s   "
        f"of one item {statistics.median(of_item) / 1000:5.2f} s   peak {memory:.0f} MB"
    )
    say()


if __name__ == "__main__":
    main()
