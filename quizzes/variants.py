"""deal(card): the question that this learner sees now."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.crypto import salted_hmac

from . import exercises, making, queue
from .models import Card, Enrolment, Fault, Item, Learner, Variant
from .questions import Question

logger = logging.getLogger(__name__)

TRIES = 3  # fresh seeds tried where a question is broken


class CannotDeal(Exception):
    """No question could be made of an item; its author finds why among the faults."""


def deal(
    card: Card,
    *,
    now: datetime,
    purpose: Variant.Purpose = Variant.Purpose.SCHEDULED,
) -> Variant:
    """The open variant of a card, or a fresh one where it is stale or none is open.

    An unsaved card is saved. Raises CannotDeal.
    """
    variants = deal_many([card], now=now, purpose=purpose)
    if not variants:
        raise CannotDeal(f"No question could be made of item {card.item_id}.")
    return variants[0]


def deal_item(learner: Learner, item: Item, *, now: datetime) -> Variant:
    """The open variant of an item that a learner opened in a chapter."""
    card = Card.objects.filter(learner=learner, item=item).first()
    return deal(card or Card(learner=learner, item=item, created_at=now), now=now)


def deal_many(
    cards: Sequence[Card],
    *,
    now: datetime,
    purpose: Variant.Purpose = Variant.Purpose.SCHEDULED,
) -> list[Variant]:
    """A variant for each card, in order; those that cannot be dealt are left out.

    One query where all are open already; the others are dealt in one transaction.
    A card of which no question can be made is put aside until the next study day,
    so that a broken item traps nobody.
    """
    dealt = _open_variants(cards, purpose)
    missing = [card for card in cards if card.pk not in dealt]
    if missing:
        with transaction.atomic():
            dealt |= _deal_locked(missing, now, purpose)
    return [dealt[card.pk] for card in cards if card.pk in dealt]


def _open_variants(
    cards: Iterable[Card], purpose: Variant.Purpose
) -> dict[int | None, Variant]:
    """The open variants that are not stale, by card."""
    saved = {card.pk: card.learner for card in cards if card.pk}
    rows = Variant.objects.filter(
        card__in=list(saved), purpose=purpose, state=Variant.State.OPEN
    ).select_related("card__item")
    # What is decoded from JSON and not looked at here would cost most of the time.
    found = {
        variant.card_id: variant
        for variant in rows.defer("parameters", "card__item__tags")
        if variant.card_id
    }
    foreign = [v for pk, v in found.items() if v.language != saved[pk].language]
    prefetch_related_objects(foreign, "revision")
    return {
        pk: variant
        for pk, variant in found.items()
        if not _is_stale(variant, saved[pk].language)
    }


def _is_stale(variant: Variant, language: str) -> bool:
    """Whether its revision, exercise version or language is no longer current."""
    if variant.card is None or variant.card.item.revision_id != variant.revision_id:
        return True
    if variant.exercise and variant.exercise_version != _version(variant.exercise):
        return True
    if variant.language == language or variant.revision is None:
        return False
    # Another language is right where the item is not written in this one.
    return variant.language != variant.revision.language_for(language)


def _version(exercise: str) -> int | None:
    """The installed version of an exercise; None if it is gone."""
    try:
        return exercises.get(exercise).version
    except LookupError:
        return None


def _deal_locked(
    cards: Sequence[Card], now: datetime, purpose: Variant.Purpose
) -> dict[int | None, Variant]:
    """Variants for these cards, by card, under their locks.

    All lock in one order, enrolments and then cards by key, so that no two wait
    for each other.
    """
    enrolments = _save_new([card for card in cards if card.pk is None])
    rows = _locked(cards)
    dealt = _open_variants(rows, purpose)
    left = [row for row in rows if row.pk not in dealt]
    stale = Variant.objects.filter(card__in=left, purpose=purpose)
    stale.filter(state=Variant.State.OPEN).update(state=Variant.State.SUPERSEDED)
    fresh = []
    for row in left:
        variant = _fresh(row, now, purpose)
        if variant is None:
            row.buried_until = queue.day_ends(row.learner, now)
        else:
            fresh.append(variant)
    Card.objects.bulk_update(left, ["sequence", "buried_until"])
    Variant.objects.bulk_create(fresh)
    for enrolment in enrolments:
        queue.advance(enrolment)
    return dealt | {variant.card_id: variant for variant in fresh}


def _locked(cards: Sequence[Card]) -> list[Card]:
    """These cards as they are now, locked."""
    learners = {card.pk: card.learner for card in cards}
    rows = Card.objects.select_for_update(of=("self",)).order_by("pk")
    locked = list(rows.filter(pk__in=learners).select_related("item__revision"))
    for row in locked:
        row.learner = learners[row.pk]
    return locked


def _save_new(cards: Sequence[Card]) -> list[Enrolment]:
    """Save cards of items dealt for the first time; their enrolments, locked.

    While it is locked, nothing is published before its cursor unseen.
    """
    enrolments: dict[tuple[int, int], Enrolment] = {}
    for learner in {card.learner for card in cards}:
        series = {card.item.series_id for card in cards}
        rows = Enrolment.objects.select_for_update().order_by("pk")
        for enrolment in rows.filter(learner=learner, series__in=series):
            enrolments[learner.pk, enrolment.series_id] = enrolment
    for card in cards:
        enrolled = (card.learner.pk, card.item.series_id) in enrolments
        row, _made = Card.objects.get_or_create(
            learner=card.learner,
            item=card.item,
            defaults={
                "active": card.item.open and enrolled,
                "created_at": card.created_at,
            },
        )
        card.pk = row.pk
    return list(enrolments.values())


def _fresh(card: Card, now: datetime, purpose: Variant.Purpose) -> Variant | None:
    """An unsaved variant with the card's next sequence; None if none can be made."""
    revision = card.item.revision
    if revision is None:
        return None
    language = revision.language_for(card.learner.language)
    for _try in range(TRIES):
        card.sequence += 1
        seed = _seed(card)
        try:
            parameters, question = making.ask(revision, language, seed)
            _prove(question)
        except Exception as error:
            # Whatever an exercise raises must not trap the learner.
            logger.exception("Item %s, seed %d, cannot be dealt", card.item_id, seed)
            Fault.objects.log(
                revision, seed=seed, language=language, error=error, now=now
            )
            continue
        return Variant(
            learner=card.learner,
            purpose=purpose,
            card=card,
            revision=revision,
            exercise=revision.exercise,
            exercise_version=revision.exercise_version,
            language=language,
            parameters=parameters,
            seed=seed,
            sequence=card.sequence,
            content=question.to_json(),
            dealt_at=now,
        )
    return None


def _prove(question: Question) -> None:
    """Raise ValueError for a faulty question.

    An exercise is tried before it is published; but its code changes with each release.
    """
    if faults := making.faults_of(question):
        raise ValueError(" ".join(faults))


def close(variant: Variant, error: Exception, *, now: datetime) -> None:
    """Put aside a question that cannot be graded: the next one dealt is another."""
    logger.error("Variant %s cannot be graded", variant.pk, exc_info=error)
    with transaction.atomic():
        mine = Variant.objects.filter(pk=variant.pk, state=Variant.State.OPEN)
        mine.update(state=Variant.State.SUPERSEDED)
        if variant.revision is not None:
            Fault.objects.log(
                variant.revision,
                seed=variant.seed,
                language=variant.language,
                error=error,
                now=now,
            )


def _seed(card: Card) -> int:
    """A seed that nobody outside can foretell, though card and sequence are known."""
    key = f"{card.pk}:{card.sequence}"
    digest = salted_hmac("quizzes.variants", key, algorithm="sha256").digest()
    return int.from_bytes(digest[:7])
