"""“I was right”: a learner contests how an answer was graded, an author decides.

Until then the card stays scheduled as graded. Each step is an entry of the answer's
log: {"state": "open", "accepted" or "declined", "words": what was said}. What else of
the log closes a contest, `state` knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from quizzes.authoring import checks, publishing
from quizzes.folding import standing
from quizzes.models import Amendment, Item, ItemRevision, Notification, Regrade, Review
from quizzes.questions import kind_named
from quizzes.reviews import Conflict, amend, locked_cards

from . import asking, notices
from .marking import Mark, Marker

OPEN, ACCEPTED, DECLINED = "open", "accepted", "declined"
SETTLED, WITHDRAWN = "settled", "withdrawn"  # without a decision
MOST_WORDS = 500  # characters; forms and the API check it


def contest(review: Review, *, words: str = "", by: Any, now: datetime) -> Amendment:
    """Say that one's own answer, graded wrong, was right.

    Raises Conflict where there is nothing to contest, or it was contested before.
    """
    with transaction.atomic():
        locked_cards([review.card_id])
        found = Review.objects.select_related("learner").get(pk=review.pk)
        if found.learner.user_id != by.pk:
            raise Conflict(_("This is not your answer."))
        _check_contestable(found)
        return _enter(found, OPEN, words, by, now)


def _check_contestable(review: Review) -> None:
    now = standing(review)
    if now.rating is None:
        raise Conflict(_("This answer was undone."))
    if now.correct:
        raise Conflict(_("This answer counts as right."))
    if review.variant_id is None:
        raise Conflict(_("This answer was not given here."))
    if any(one.kind == Amendment.Kind.CONTEST for one in review.amendments.all()):
        raise Conflict(_("This answer was contested already."))


def _enter(review: Review, state: str, words: str, by: Any, now: datetime) -> Amendment:
    value = {"state": state, "words": words}
    return amend(review, kind=Amendment.Kind.CONTEST, value=value, by=by, now=now)


def state(log: Iterable[Amendment]) -> str | None:
    """How the contest of an answer stands, by the answer's amendments.

    An open one needs no decision while the answer is regraded right (settled), nor
    once it was undone (withdrawn). None where nothing was contested.
    """
    now = None
    for entry in sorted(log, key=lambda entry: entry.number):
        if entry.kind == Amendment.Kind.CONTEST:
            now = str(entry.value["state"])
        elif now == OPEN and entry.kind == Amendment.Kind.VOID:
            now = WITHDRAWN
        elif now in (OPEN, SETTLED) and entry.kind == Amendment.Kind.REGRADE:
            now = SETTLED if entry.value["correct"] else OPEN
    return now


def open_contests() -> QuerySet[Amendment]:
    """The contests that nobody has decided, the oldest first.

    Not those whose answers were undone since, or are right after their last regrade.
    """
    later = Amendment.objects.filter(
        review=OuterRef("review"), number__gt=OuterRef("number")
    )
    regrade = Amendment.Kind.REGRADE
    wrong_again = later.filter(kind=regrade, value__correct=False)
    since = later.filter(
        Q(kind=Amendment.Kind.VOID)
        | Q(kind=Amendment.Kind.CONTEST)
        | Q(kind=regrade, value__correct=True) & ~Exists(wrong_again)
    )
    contests = Amendment.objects.filter(kind=Amendment.Kind.CONTEST, value__state=OPEN)
    undecided: QuerySet[Amendment] = contests.filter(~Exists(since))
    return undecided.order_by("at", "pk")


def decline(
    contest: Amendment, *, words: str = "", by: Any, now: datetime
) -> Amendment:
    """Let the answer be wrong, and tell the learner why. Conflict if it is decided."""
    with transaction.atomic():
        review = _undecided(contest)
        decided = _enter(review, DECLINED, words, by, now)
        notices.tell(
            decided, kind=Notification.Kind.DECLINED, data={"words": words}, now=now
        )
    return decided


@dataclass
class Accepted:
    """What became of one item's contests; `refused` says why.

    `regrade` is None where all were refused.
    """

    item: Item
    accepted: list[Amendment] = field(default_factory=list)
    refused: list[tuple[Amendment, Conflict]] = field(default_factory=list)
    regrade: Regrade | None = None


def accept(contest: Amendment, *, by: Any, now: datetime) -> Regrade:
    """The learner was right: ask for a regrade of the item that makes it so.

    Where the question has a list of accepted answers, a new revision of it accepts
    this one too. Else its author has mended it before, or Conflict is raised, as it is
    for a contest that is decided: then nothing has changed.
    """
    [done] = accept_all([contest], by=by, now=now)
    for _contest, conflict in done.refused:
        raise conflict
    assert done.regrade is not None  # noqa: S101 (what is not refused is regraded)
    return done.regrade


def accept_all(
    chosen: Iterable[Amendment], *, by: Any, now: datetime
) -> list[Accepted]:
    """Accept many, with one regrade for all of an item's; a refusal stops no other."""
    by_item: dict[int, list[Amendment]] = {}
    for contest in chosen:
        by_item.setdefault(contest.review.card.item_id, []).append(contest)
    return [_accept(item, mine, by, now) for item, mine in by_item.items()]


def _accept(item: int, chosen: list[Amendment], by: Any, now: datetime) -> Accepted:
    with transaction.atomic():
        # Locked, and before the cards: so that what another author writes is not lost,
        # and that no regrade passes a card meanwhile.
        found, _going_on = asking.locked(item)
        done = Accepted(found)
        locked_cards(contest.review.card_id for contest in chosen)
        for contest in chosen:
            try:
                with transaction.atomic():
                    _grant(contest, by, now)
                done.accepted.append(contest)
            except Conflict as conflict:
                done.refused.append((contest, conflict))
        if done.accepted:
            cards = [contest.review.card_id for contest in done.accepted]
            done.regrade = asking.join(found, cards=cards, by=by, now=now)
        return done


def _grant(contest: Amendment, by: Any, now: datetime) -> None:
    """Write that the learner was right, and see to it that a regrade says so."""
    item = Item.objects.get(pk=contest.review.card.item_id)
    review = _undecided(contest)
    if not _is_right(review, item.revision):
        _add_accepted(item, review, by)
    if not _is_right(review, item.revision):
        raise Conflict(
            _("Mend the question first: as it is, this answer would still be wrong.")
        )
    _enter(review, ACCEPTED, "", by, now)


def _undecided(contest: Amendment) -> Review:
    """The contested answer, its card locked; Conflict unless it is to be decided."""
    locked_cards([contest.review.card_id])
    if not open_contests().filter(pk=contest.pk).exists():
        raise Conflict(_("This contest needs no decision any more."))
    return Review.objects.select_related("variant", "card").get(pk=contest.review_id)


def _is_right(review: Review, revision: ItemRevision | None) -> bool:
    """Whether a regrade by this revision would count the answer as right."""
    mark = Marker(revision).mark(review) if revision else None
    return isinstance(mark, Mark) and mark.correct


def _add_accepted(item: Item, review: Review, by: Any) -> None:
    """Revise the item so that it accepts this answer, if its kind can."""
    revision, variant = item.revision, review.variant
    if revision is None or variant is None or variant.language not in revision.texts:
        return
    kind, fields = kind_named(revision.kind), revision.texts[variant.language]
    if not isinstance(variant.question, kind):
        return
    more = kind.accepting(fields, review.response)
    if more is None:
        return
    texts = {**revision.texts, variant.language: dict(more)}
    faults = checks.check_revision(publishing.draft(kind=kind.kind, texts=texts))
    if faults:
        raise Conflict(" ".join(faults))
    publishing.revise(item, kind=kind.kind, texts=texts, by=by)
