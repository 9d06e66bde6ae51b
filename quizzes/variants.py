"""deal(card): the question that this learner sees now."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import translation
from django.utils.crypto import salted_hmac

from . import exercises, queue
from .models import Card, Enrolment, Item, ItemRevision, Learner, Term, Variant
from .questions import Question, Text, korean

logger = logging.getLogger(__name__)

TRIES = 3  # fresh seeds tried when an exercise raises


class CannotDeal(Exception):
    """No question could be made of an item; its author finds why in the log."""


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
    """
    dealt = _open_variants(cards, purpose)
    missing = [card for card in cards if card.pk not in dealt]
    if missing:
        with transaction.atomic():
            for card in missing:
                variant = _deal_locked(card, now, purpose)
                if variant is not None:
                    dealt[variant.card_id] = variant
    return [dealt[card.pk] for card in cards if card.pk in dealt]


def _open_variants(
    cards: Iterable[Card], purpose: Variant.Purpose
) -> dict[int | None, Variant]:
    """The open variants that are not stale, by card."""
    saved = {card.pk: card.learner for card in cards if card.pk}
    variants = Variant.objects.filter(
        card__in=list(saved), purpose=purpose, state=Variant.State.OPEN
    ).select_related("card__item")
    # What is decoded from JSON and not looked at here would cost most of the time.
    variants = variants.defer("parameters", "card__item__tags")
    return {
        variant.card_id: variant
        for variant in variants
        if variant.card_id and not _is_stale(variant, saved[variant.card_id].language)
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


def _deal_locked(card: Card, now: datetime, purpose: Variant.Purpose) -> Variant | None:
    """A variant for one card, under its lock; None if no question can be made."""
    if card.pk is None:
        _save_new(card)
    cards = Card.objects.select_for_update(of=("self",))
    row = cards.select_related("item__revision").get(pk=card.pk)
    row.learner = card.learner
    if row.item.revision is None:
        return None
    open_now = _open_variants([row], purpose)
    if open_now:
        return open_now[row.pk]
    stale = row.variants.filter(purpose=purpose, state=Variant.State.OPEN)
    stale.update(state=Variant.State.SUPERSEDED)
    return _fresh(row, row.item.revision, now, purpose)


def _save_new(card: Card) -> None:
    """Save the card of an item dealt for the first time."""
    row, made = Card.objects.get_or_create(
        learner=card.learner,
        item=card.item,
        defaults={"active": card.item.open, "created_at": card.created_at},
    )
    card.pk = row.pk
    if made:
        enrolment = Enrolment.objects.filter(
            learner=card.learner, series=card.item.series_id
        ).first()
        if enrolment is not None:
            queue.advance(enrolment)


def _fresh(
    card: Card, revision: ItemRevision, now: datetime, purpose: Variant.Purpose
) -> Variant | None:
    for _try in range(TRIES):
        card.sequence += 1
        seed = _seed(card)
        language = revision.language_for(card.learner.language)
        try:
            parameters, question = ask(revision, language, seed)
        except Exception:
            # Whatever an exercise raises must not trap the learner.
            logger.exception("Item %s, seed %d, cannot be dealt", card.item_id, seed)
            continue
        card.save(update_fields=["sequence"])
        return Variant.objects.create(
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
    card.save(update_fields=["sequence"])
    return None


def _seed(card: Card) -> int:
    """A seed that nobody outside can foretell, though card and sequence are known."""
    key = f"{card.pk}:{card.sequence}"
    digest = salted_hmac("quizzes.variants", key, algorithm="sha256").digest()
    return int.from_bytes(digest[:7])


def ask(
    revision: ItemRevision, language: str, seed: int
) -> tuple[dict[str, Any], Question]:
    """The question of a revision as this seed deals it, and its drawn parameters.

    Raises what the exercise raises, and ValueError for a question that is too
    large to keep.
    """
    rng = Random(seed)
    parameters: dict[str, Any] = {}
    with translation.override(language):
        if revision.exercise:
            exercise = exercises.get(revision.exercise)
            parameters, question = exercise.ask(rng, revision.settings)
        else:
            question = revision.question(language).dealt(rng)
    if isinstance(question, Text):
        question = _with_confusable(question, language)
    size = len(json.dumps(question.to_json(), cls=DjangoJSONEncoder).encode())
    if size > Variant.MOST_BYTES:
        raise ValueError(f"The question takes {size} bytes.")
    return parameters, question


def _with_confusable(question: Text, language: str) -> Text:
    """The question with the glossary's terms that a slip could be taken for."""
    accepted = {korean.normal(answer) for answer in question.accepted}
    near = []
    for names in Term.objects.values_list(f"names_{language}", flat=True):
        forms = {korean.normal(name) for name in names}
        if not forms & accepted:
            near += [name for name in names if _is_near(name, accepted)]
    return replace(question, confusable=tuple(near))


def _is_near(name: str, accepted: set[str]) -> bool:
    """Whether one response could be within two slips of both: then 4 apart at most."""
    letters = korean.jamo(korean.normal(name))
    return any(korean.distance(letters, korean.jamo(a), 4) <= 4 for a in accepted)
