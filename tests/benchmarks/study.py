"""What a study session costs in process, at 1,000 to 100,000 cards of a learner."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial

from django.core.management import call_command

from tests.benchmarks.backlog import NOW, make_backlog, set_up
from tests.benchmarks.figures import median_and_p95, say, timed

SIZES = (1_000, 10_000, 100_000)
CALLS = 200


def measure(n: int) -> None:
    from quizzes import queue, reviews, variants
    from quizzes.models import Card

    call_command("flush", interactive=False, verbosity=0)
    learner = make_backlog(n)
    asked = timed([lambda: queue.next_cards(learner, now=NOW, limit=10)] * CALLS)
    counted = timed([lambda: queue.counts(learner, now=NOW)] * CALLS)
    due = Card.objects.filter(learner=learner, active=True, due__lte=NOW)
    cards = list(due.select_related("item__revision", "learner")[: min(CALLS, n // 20)])
    dealt = variants.deal_many(cards, now=NOW)
    recorded = timed(
        partial(
            reviews.record,
            learner=learner,
            id=uuid.uuid4(),
            variant_id=v.pk,
            response="45.8",
            now=NOW + timedelta(minutes=1),
        )
        for v in dealt
    )
    columns = [median_and_p95(times) for times in (asked, counted, recorded)]
    say(f"{n:>7,} cards   " + "   ".join(columns))


def main() -> None:
    set_up()
    say("In process, median / p95, one learner among 20 (10 % due, 30 % unseen)")
    say("                 next_cards(10)       counts               record")
    for n in SIZES:
        measure(n)
    say()


if __name__ == "__main__":
    main()
