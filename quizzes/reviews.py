"""record() and amend(): the only code that writes the log and moves memory.

Every write locks the card first, appends to its log, and then sets the card to what
the log says. Memory is a pure fold over the live reviews in the order (answered_at,
id); `due` is the decision of the log's last entry.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from . import decisions, study_days, variants
from .folding import current_rating, fold, live, log_of, replay
from .models import Amendment, Card, Learner, Rating, Review, Variant
from .questions import BadResponse, Grade, Question
from .scheduling import days

__all__ = [
    "Broken",
    "Conflict",
    "NotDealt",
    "amend",
    "current_rating",
    "rate",
    "record",
    "replay",
    "undo",
]


class NotDealt(LookupError):
    """The variant was never dealt to this learner."""


class Conflict(Exception):
    """It was answered already, or cannot be changed so; a sentence says which."""


class Broken(Conflict):
    """The question cannot be graded. It is put aside, and the next one is another."""

    def __init__(self, variant: Variant, error: Exception) -> None:
        super().__init__(
            _(
                "There was a mistake in the question: it does not count. Here is another."
            )
        )
        self.variant, self.error = variant, error


def record(
    *,
    learner: Learner,
    id: UUID,
    variant_id: UUID,
    response: Any,
    now: datetime,
    answered_at: datetime | None = None,
    duration_ms: int | None = None,
) -> tuple[Review, bool]:
    """Record one answer; the review, and whether it is new.

    The same id with the same body gives the stored review again, however often and
    from however many threads. Raises BadResponse (nothing is stored), NotDealt, and
    Conflict for the same id with another body or a variant answered already; Broken
    where the question raises something else.
    """
    try:
        with transaction.atomic():
            return _record(
                _locked_variant(learner, variant_id),
                Review(
                    id=id,
                    learner=learner,
                    response=response,
                    reported_at=answered_at,
                    received_at=now,
                    duration_ms=duration_ms,
                ),
            )
    except IntegrityError:
        if not Review.objects.filter(pk=id).exists():
            raise
        # Another card's answer took the id at this moment.
        raise Conflict(_("This id belongs to another answer.")) from None
    except Broken as broken:
        variants.close(broken.variant, broken.error, now=now)
        raise


def _record(variant: Variant, review: Review) -> tuple[Review, bool]:
    assert variant.card is not None  # noqa: S101 (so _locked_variant chose it)
    review.card, review.variant = variant.card, variant
    stored = Review.objects.filter(Q(pk=review.pk) | Q(variant=variant)).first()
    if stored is not None:
        _check_same(stored, review)
        return stored, False
    question, grade = _grade(variant, review.response)
    now = review.received_at
    review.scheduled = variant.purpose == Variant.Purpose.SCHEDULED
    review.answered_at = min(max(review.reported_at or now, variant.dealt_at), now)
    _append(review, question, grade)
    Variant.objects.filter(pk=variant.pk).update(state=Variant.State.ANSWERED)
    return review, True


def _grade(variant: Variant, response: Any) -> tuple[Question, Grade]:
    try:
        question = variant.question
        with translation.override(variant.language):
            return question, question.grade(response)
    except BadResponse:
        raise
    except Exception as error:  # an exercise can be broken anyhow
        raise Broken(variant, error) from error


def _locked_variant(learner: Learner, variant_id: UUID) -> Variant:
    """A variant dealt to this learner for a card, with the card locked."""
    variants = Variant.objects.select_for_update(of=("card",)).select_related(
        "card__item"
    )
    variant = variants.filter(
        pk=variant_id, learner=learner, card__learner=learner
    ).first()
    if variant is None:
        raise NotDealt(_("There is no such question for you."))
    if variant.card:
        variant.card.learner = learner
    return variant


def _check_same(stored: Review, sent: Review) -> None:
    """Raise Conflict unless what is stored is this very answer."""
    if stored.pk != sent.pk:
        raise Conflict(_("This question was answered already."))
    names = ("learner_id", "variant_id", "reported_at", "duration_ms")
    same = all(getattr(stored, name) == getattr(sent, name) for name in names)
    if not same or _plain(stored.response) != _plain(sent.response):
        raise Conflict(_("This id belongs to another answer."))


def _plain(response: Any) -> Any:
    """A response without the difference that PostgreSQL's JSON forgets: 1e3 and 1000."""
    return json.loads(json.dumps(response), parse_int=float)


def _append(review: Review, question: Question, grade: Grade) -> None:
    """Append a review to its card's log and move the card."""
    card, learner = review.card, review.learner
    correct = question.passed(grade)
    review.score, review.chance = grade.score, question.chance
    review.rating = Rating.GOOD if correct else Rating.AGAIN
    review.state_before = card.state
    review.study_day = days.study_day(
        review.answered_at, learner.tzinfo, learner.rollover_hour
    )
    if review.scheduled:
        folded = decisions.fold_on(card, review)
        decisions.move(card, folded, decisions.decide(review, card, folded))
    else:
        decisions.stay(review, card)
    review.outcome = {
        "correct": correct,
        "score": grade.score,
        "rating": review.rating,
        "feedback": grade.feedback,
        "due": review.due.isoformat() if review.due else None,
        "interval": review.interval,
    }
    card.save()
    review.save()
    study_days.count(review)


def amend(
    review: Review,
    *,
    kind: Amendment.Kind,
    value: dict[str, Any],
    by: Any,
    now: datetime,
) -> Amendment:
    """Append what happened to a review since, and refold its card.

    Raises Conflict for a review that was undone.
    """
    with transaction.atomic():
        card = _locked_card(review)
        if current_rating(review) is None:
            raise Conflict(_("This answer was undone."))
        amendment = Amendment(review=review, kind=kind, value=value, by=by, at=now)
        append_amendments([(card, log_of([card.pk]), [amendment])])
        if kind == Amendment.Kind.VOID:
            study_days.uncount(review, card)
        return amendment


def append_amendments(
    entries: Iterable[tuple[Card, Iterable[Review], list[Amendment]]],
) -> None:
    """Append amendments to the logs of locked cards, and refold these.

    For each card: its whole log, and what is new of it, at most one a review. An entry
    needs its decision before it is saved, and that the fold: so it is folded as if they
    were there.
    """
    new = []
    for card, log, amendments in entries:
        _amend_card(card, log, amendments)
        new += amendments
    Amendment.objects.bulk_create(new)


def _amend_card(card: Card, log: Iterable[Review], amendments: list[Amendment]) -> None:
    """A practice answer moves nothing, nor does a contest: so the card stays as it is
    scheduled until that is decided."""
    moving = [one for one in amendments if one.review.scheduled and one.moves]
    if moving:
        folded = fold(live(log, moving), card.learner)
        due = [decisions.decide(amendment, card, folded) for amendment in moving][-1]
        decisions.move(card, folded, due)
    for amendment in amendments:
        if amendment not in moving:
            decisions.stay(amendment, card)
    card.save()


def undo(review: Review, *, by: Any, now: datetime) -> None:
    """Take an answer back. Again: nothing more happens.

    Its variant stays answered, for its answer was shown: a fresh one is dealt.
    """
    with transaction.atomic():
        _locked_card(review)
        if current_rating(review) is not None:
            amend(review, kind=Amendment.Kind.VOID, value={}, by=by, now=now)


def rate(review: Review, *, rating: Rating, by: Any, now: datetime) -> None:
    """Turn a right answer's *good* into *hard* or *easy*, or back."""
    if rating == Rating.AGAIN:
        raise Conflict(_("A right answer is rated hard, good or easy."))
    with transaction.atomic():
        _locked_card(review)
        current = current_rating(review)
        if current == Rating.AGAIN:
            raise Conflict(_("Only a right answer can be rated."))
        if current != rating:
            value = {"rating": int(rating)}
            amend(review, kind=Amendment.Kind.RATING, value=value, by=by, now=now)


def _locked_card(review: Review) -> Card:
    """The review's card under lock; amendments read before are forgotten."""
    getattr(review, "_prefetched_objects_cache", {}).pop("amendments", None)
    return locked_cards([review.card_id])[0]


def locked_cards(cards: Iterable[int]) -> list[Card]:
    """These cards under lock, taken in one order so that no two wait for each other."""
    rows = Card.objects.select_for_update(of=("self",)).order_by("pk")
    return list(rows.filter(pk__in=cards).select_related("learner__fit"))
