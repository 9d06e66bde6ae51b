"""What the log says: a card's reviews folded into its memory, and a day's totals.

Nothing here writes. `replay` and `cached` are equal for every card, always; that is
what `manage.py check_cards` proves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from .models import Amendment, Card, Learner, Rating, Review, StudyDay
from .scheduling.memory import Memory, after


@dataclass(frozen=True)
class Replayed:
    """What a card's log says about the card."""

    memory: Memory | None
    due: datetime | None
    last_answered_at: datetime | None
    reps: int
    lapses: int
    log_length: int


@dataclass(frozen=True)
class Fold:
    """The live reviews of a card, folded. `interval` is what the last one set."""

    memory: Memory | None = None
    interval: timedelta = timedelta(0)
    last: Review | None = None
    reps: int = 0
    lapses: int = 0


def fold(
    reviews: Iterable[tuple[Review, Rating]],
    learner: Learner,
    start: Fold | None = None,
) -> Fold:
    """Memory after these live reviews, in order. Pure."""
    so_far = start or Fold()
    parameters = learner.parameters
    for review, rating in reviews:
        forgot = (
            rating == Rating.AGAIN
            and so_far.memory is not None
            and so_far.memory.state == Card.State.REVIEW
        )
        memory, interval = after(
            so_far.memory,
            rating,
            review.study_day,
            parameters=parameters,
            retention=learner.desired_retention,
        )
        so_far = Fold(memory, interval, review, so_far.reps + 1, so_far.lapses + forgot)
    return so_far


@dataclass(frozen=True)
class Standing:
    """What of an answer counts now, after its amendments; no rating if it is undone."""

    score: float
    correct: bool
    feedback: str
    rating: Rating | None


def standing(review: Review) -> Standing:
    """What counts now. Looks at `review.amendments`: prefetch them for many."""
    said = review.outcome
    now = Standing(
        review.score, said["correct"], said.get("feedback", ""), Rating(review.rating)
    )
    for amendment in sorted(review.amendments.all(), key=lambda a: a.number):
        now = amended(now, amendment)
    return now


def amended(before: Standing, amendment: Amendment) -> Standing:
    """What counts after one more amendment. An undone answer stays undone."""
    value = amendment.value
    if before.rating is None or amendment.kind == Amendment.Kind.VOID:
        return replace(before, rating=None)
    if amendment.kind == Amendment.Kind.RATING:
        return replace(before, rating=Rating(value["rating"]))
    if amendment.kind == Amendment.Kind.REGRADE:
        rating = Rating(value["rating"])
        return Standing(value["score"], value["correct"], value["feedback"], rating)
    return before


def live_reviews(card: Card) -> list[tuple[Review, Rating]]:
    """The card's scheduled reviews that were not undone, with today's rating."""
    return live(log_of([card.pk]))


def log_of(cards: Iterable[int]) -> QuerySet[Review]:
    """All reviews of these cards in the order of answering, with what happened since.

    What was asked stays in the database until it is looked at: a fold does not.
    """
    reviews = Review.objects.filter(card__in=cards).select_related("variant")
    whole = ("variant__content", "variant__parameters")
    return reviews.defer(*whole).prefetch_related("amendments")


def live(
    reviews: Iterable[Review], more: Iterable[Amendment] = ()
) -> list[tuple[Review, Rating]]:
    """Those of a card's reviews that move its memory, with the rating that counts.

    `more` are amendments that are yet to be saved, at most one a review.
    """
    new = {amendment.review_id: amendment for amendment in more}
    found = []
    for review in reviews:
        now = standing(review)
        if review.pk in new:
            now = amended(now, new[review.pk])
        if review.scheduled and now.rating is not None:
            found.append((review, now.rating))
    return found


def current_rating(review: Review) -> Rating | None:
    """The rating that counts now; None if the review was undone."""
    return standing(review).rating


def replay(card: Card) -> Replayed:
    """What the card should be, from its log alone."""
    folded = fold(live_reviews(card), card.learner)
    entries: Sequence[Review | Amendment] = [
        *Review.objects.filter(card=card),
        *Amendment.objects.filter(review__card=card),
    ]
    newest = max(entries, key=lambda entry: entry.number, default=None)
    return Replayed(
        memory=folded.memory,
        due=newest.due if newest else None,
        last_answered_at=folded.last.answered_at if folded.last else None,
        reps=folded.reps,
        lapses=folded.lapses,
        log_length=len(entries),
    )


def cached(card: Card) -> Replayed:
    """What the card's row says, in the form that `replay` gives."""
    return Replayed(
        memory=card.memory,
        due=card.due,
        last_answered_at=card.last_answered_at,
        reps=card.reps,
        lapses=card.lapses,
        log_length=card.log_length,
    )


def replay_days(learner: Learner) -> dict[date, dict[str, int]]:
    """A learner's totals by study day, from the log alone."""
    found: dict[date, dict[str, int]] = {}
    introduced: dict[int, date] = {}
    alive: set[int] = set()
    reviews = Review.objects.filter(learner=learner).prefetch_related("amendments")
    for review in reviews.order_by("card", "number").iterator(chunk_size=2000):
        if introduces(review):  # the last time it was new is when it was introduced
            introduced[review.card_id] = review.study_day
        now = standing(review)
        if now.rating is not None:
            _add(found, review.study_day, totals(review, now.correct))
            alive |= {review.card_id} if review.scheduled else set()
    for card in alive:
        _add(found, introduced[card], {"introduced": 1})
    return found


def _add(days: dict[date, dict[str, int]], day: date, more: dict[str, int]) -> None:
    names = ("answered", "correct", "introduced", "reviewed", "duration_ms")
    row = days.setdefault(day, dict.fromkeys(names, 0))
    for name, n in more.items():
        row[name] += n


def totals(review: Review, correct: bool) -> dict[str, int]:
    """What one live review adds to its study day."""
    return {
        "answered": 1,
        "correct": int(correct),
        "reviewed": int(review.scheduled and review.state_before == Card.State.REVIEW),
        "duration_ms": review.duration_ms or 0,
    }


def introduces(review: Review) -> bool:
    """Whether its card was new before it."""
    return review.scheduled and review.state_before == Card.State.NEW


def day_totals(day: StudyDay) -> dict[str, int]:
    """A stored day's totals, in the form that `replay_days` gives."""
    names = ("answered", "correct", "introduced", "reviewed", "duration_ms")
    return {name: getattr(day, name) for name in names}
