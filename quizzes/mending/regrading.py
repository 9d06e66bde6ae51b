"""Grading answers anew, after their question was mended.

The answers to an item are graded against a revision of it: `dry_run` shows what would
change, `ask` writes down what is wanted, `go_on` does it. An answer is graded as what it
would be to the mended question; a score never becomes less unless that was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate, islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from quizzes import reviews, study_days
from quizzes.folding import Standing, log_of, standing
from quizzes.models import (
    Amendment,
    Card,
    Item,
    Notification,
    Regrade,
    Review,
)

from . import notices
from .asking import ask as ask
from .asking import join as join
from .marking import Change as Change
from .marking import Mark, Marker, change_of, is_current, is_newer
from .marking import Unmarked as Unmarked

MOST_LOOKED_AT = 10_000  # answers of a dry run, before one has to wait too long
BATCH = 100  # entries of the log at once: others can write after each


@dataclass
class DryRun:
    """What a regrade would do, counted, and the first of its changes and failures.

    Of `total` answers only so many are `seen` as one can wait for.
    """

    total: int
    changes: list[Change] = field(default_factory=list)
    failures: list[tuple[Review, Unmarked]] = field(default_factory=list)
    seen: int = 0
    raised: int = 0
    lowered: int = 0
    failed: int = 0

    @property
    def left(self) -> int:
        return self.total - self.seen


def dry_run(item: Item, *, shown: int = 100, most: int = MOST_LOOKED_AT) -> DryRun:
    """Look at the answers to an item; nothing is written."""
    run = DryRun(Review.objects.filter(card__item=item).count())
    for review, found in islice(looks(item), most):
        run.seen += 1
        if isinstance(found, Unmarked):
            run.failed += 1
            run.failures += [(review, found)] if len(run.failures) < shown else []
        elif found:
            run.lowered += found.lowers
            run.raised += not found.lowers
            run.changes += [found] if len(run.changes) < shown else []
    run.total = max(run.total, run.seen)  # more may have come meanwhile
    return run


def looks(item: Item) -> Iterator[tuple[Review, Change | Unmarked | None]]:
    """Every answer, and what a regrade would change of it, or why it cannot.

    Nothing is written. However many there are, few are held at a time.
    """
    if item.revision is None:
        return
    marker, cursor = Marker(item.revision), 0
    while cards := _next_cards(item.pk, cursor):
        cursor = cards[-1]
        for review in log_of(cards).defer(None).select_related("learner__user"):
            before = standing(review)
            if not _counts(review, before):
                yield review, None
                continue
            mark = marker.mark(review)
            if isinstance(mark, Mark):
                yield review, change_of(review, before, mark)
            else:
                yield review, mark


def _next_cards(item: int, cursor: int) -> list[int]:
    """Keys of the next cards: as many as have a batch of answers.

    Those without any, too: a first one may be on its way, behind a card's lock.
    """
    cards = Card.objects.filter(item=item, pk__gt=cursor)
    rows = list(cards.order_by("pk").values_list("pk", "log_length")[:BATCH])
    lengths = accumulate(length for _pk, length in rows)
    within = sum(1 for length in lengths if length <= BATCH)
    return [pk for pk, _length in rows[: max(1, within)]]


def _counts(review: Review, now: Standing) -> bool:
    """Whether an answer can be graded anew at all: not undone, not imported."""
    return now.rating is not None and review.variant_id is not None


def go_on(regrade: Regrade, *, now: datetime, most: int | None = None) -> Regrade:
    """Regrade the next answers, until done or at least `most` were looked at.

    Each batch is one transaction. Raises Conflict where another process is at it, or
    another regrade took over.
    """
    marker, start = Marker(regrade.revision), regrade.seen
    while regrade.finished_at is None:
        if most is not None and regrade.seen - start >= most:
            break
        _batch(regrade, marker, now)
    return regrade


def catch_up(review: Review, *, now: datetime) -> None:
    """Regrade an answer that arrived after its item had been mended and regraded.

    Call it after `record`. It is graded as all answers of its time were: by the last
    regrade since. An answer to what is asked now costs no query.
    """
    variant, item = review.variant, review.card.item
    if variant is None or variant.revision_id is None or is_current(variant, item):
        return
    asked = Regrade.objects.filter(item=item, revision__gte=variant.revision_id)
    regrade = asked.select_related("revision").order_by("asked_at", "pk").last()
    if regrade is None:
        return
    marker = Marker(regrade.revision)
    if regrade.exercise_version != marker.exercise_version:
        return  # nobody has asked for a regrade by this version
    with transaction.atomic():
        [(card, log)] = _locked_logs([review.card_id])
        mine = [one for one in log if one == review]
        if made := _amendments(regrade, mine, marker, {}, now):
            reviews.append_amendments([(card, log, [made[0][1]])])
        _tell(made, now)


def _batch(regrade: Regrade, marker: Marker, now: datetime) -> None:
    """Mark the next cards' answers, which takes long; then lock, write, and move on."""
    cards = _next_cards(regrade.item_id, regrade.cursor)
    answers = Review.objects.filter(card__in=cards).select_related("variant")
    marks = {review.pk: marker.mark(review) for review in answers}
    with transaction.atomic():
        row = Regrade.objects.select_for_update().get(pk=regrade.pk)
        if (row.cursor, row.finished_at) != (regrade.cursor, None):
            raise reviews.Conflict(_("Another process is at this regrade."))
        made, entries = [], []
        for card, log in _locked_logs(cards):
            wanted = _amendments(row, log, marker, marks, now)
            made += wanted
            entries.append((card, log, [amendment for _change, amendment in wanted]))
        reviews.append_amendments(entry for entry in entries if entry[2])
        _tell(made, now)
        row.cursor = cards[-1] if cards else row.cursor
        row.finished_at = None if cards else now
        row.save()
    regrade.refresh_from_db()


def _locked_logs(cards: list[int]) -> Iterator[tuple[Card, list[Review]]]:
    """These cards, locked, each with its whole log."""
    locked = reviews.locked_cards(cards)
    logs: dict[int, list[Review]] = {card.pk: [] for card in locked}
    for review in log_of(cards):
        logs[review.card_id].append(review)
    yield from ((card, logs[card.pk]) for card in locked)


def _amendments(
    regrade: Regrade,
    log: Iterable[Review],
    marker: Marker,
    marks: dict[UUID, Mark | Unmarked],
    now: datetime,
) -> list[tuple[Change, Amendment]]:
    """What is to be appended to a card's log, counted.

    What arrived since the marks were given is marked now. Answers to what the item
    asks since the regrade was asked for are let be.
    """
    found = []
    for review in log:
        regrade.seen += 1
        before = standing(review)
        if not _counts(review, before) or is_newer(review, regrade.revision_id):
            continue
        mark = marks[review.pk] if review.pk in marks else marker.mark(review)
        if isinstance(mark, Unmarked):
            regrade.failed += 1
        elif (change := change_of(review, before, mark)) and _is_made(regrade, change):
            found.append((change, _amendment(regrade, marker, change, before, now)))
    return found


def _is_made(regrade: Regrade, change: Change) -> bool:
    """Count a change; whether it is to be made."""
    if not change.lowers:
        regrade.raised += 1
    elif regrade.lowers:
        regrade.lowered += 1
    else:
        regrade.kept += 1
    return regrade.lowers or not change.lowers


def _amendment(
    regrade: Regrade, marker: Marker, change: Change, before: Standing, now: datetime
) -> Amendment:
    return Amendment(
        review=change.review,
        kind=Amendment.Kind.REGRADE,
        by_id=regrade.by_id,
        at=now,
        value={
            "score": change.score,
            "correct": change.correct,
            "rating": int(change.rating(before)),
            "feedback": change.feedback,
            "revision": regrade.revision_id,
            "exercise_version": marker.exercise_version,
        },
    )


def _tell(made: list[tuple[Change, Amendment]], now: datetime) -> None:
    """Count the changes on their days, and tell whose answers they are."""
    study_days.regraded(
        (change.review, change.correct - change.correct_before) for change, _ in made
    )
    notices.tell_all(
        notices.notice(
            amendment,
            kind=_kind(change),
            data={
                "score_before": change.score_before,
                "score": change.score,
                "correct_before": change.correct_before,
                "correct": change.correct,
            },
            now=now,
        )
        for change, amendment in _worth_telling(made)
    )


def _worth_telling(
    made: list[tuple[Change, Amendment]],
) -> Iterable[tuple[Change, Amendment]]:
    """Each that is less or was contested; of a card's others the newest will do."""
    told: dict[Any, tuple[Change, Amendment]] = {}
    for change, amendment in made:
        own = change.lowers or _kind(change) == Notification.Kind.ACCEPTED
        told[change.review.pk if own else change.review.card_id] = change, amendment
    return told.values()


def _kind(change: Change) -> Notification.Kind:
    """“You were right” to who had said so, else that it was graded anew."""
    said = any(
        amendment.kind == Amendment.Kind.CONTEST
        for amendment in change.review.amendments.all()
    )
    right = change.correct and not change.correct_before
    return Notification.Kind.ACCEPTED if said and right else Notification.Kind.REGRADED
