"""The scheduler's decision: written on an entry of the log, and on its card.

Nothing is saved here; `reviews` does that.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from .folding import Fold, fold, live_reviews
from .models import Amendment, Card, Rating, Review
from .scheduling import days


def fold_on(card: Card, review: Review) -> Fold:
    """The card's fold with one more review: a step on, or anew if it comes late."""
    last = card.last_answered_at
    if last is not None and review.answered_at <= last:
        reviews = [*live_reviews(card), (review, Rating(review.rating))]
        reviews.sort(key=lambda pair: (pair[0].answered_at, pair[0].pk))
        return fold(reviews, card.learner)
    before = Fold(card.memory, reps=card.reps, lapses=card.lapses)
    return fold([(review, Rating(review.rating))], card.learner, before)


def decide(entry: Review | Amendment, card: Card, folded: Fold) -> datetime | None:
    """Write the scheduler's decision on a log entry; when the card is due."""
    learner = card.learner
    card.log_length += 1
    entry.number = card.log_length
    entry.desired_retention, entry.fit = learner.desired_retention, learner.fit
    if folded.last is None:
        return None
    sequence = (
        folded.last.variant.sequence if folded.last.variant else folded.last.number
    )
    entry.due = days.due_at(
        folded.last.answered_at,
        folded.interval,
        zone=learner.tzinfo,
        rollover_hour=learner.rollover_hour,
        seed=f"{card.pk}:{sequence}",
    )
    entry.interval = (entry.due - folded.last.answered_at) / timedelta(days=1)
    return entry.due


def stay(entry: Review | Amendment, card: Card) -> None:
    """Write on a log entry that the card stays due as it was (practice)."""
    card.log_length += 1
    entry.number, entry.due = card.log_length, card.due


def move(card: Card, folded: Fold, due: datetime | None) -> None:
    """Set a card to what its folded log says."""
    memory = folded.memory
    card.state = memory.state if memory else Card.State.NEW
    card.step = memory.step if memory else None
    card.stability = memory.stability if memory else None
    card.difficulty = memory.difficulty if memory else None
    card.last_day = memory.last_day if memory else None
    card.last_answered_at = folded.last.answered_at if folded.last else None
    card.due, card.reps, card.lapses = due, folded.reps, folded.lapses
