"""Writing down that the answers to an item shall be graded anew.

An item has at most one unfinished regrade. Who asks for something else takes over from
it: it ends where it is, and the new one begins with the first card. Locked are the
item, then its unfinished regrade, then cards, always in this order: as in a batch.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from quizzes.models import Item, Regrade, Review
from quizzes.reviews import Conflict


def ask(item: Item, *, by: Any, now: datetime, lowers: bool = False) -> Regrade:
    """Write down that the answers to an item shall be graded by its revision of now.

    Raises Conflict while a regrade that does the same is unfinished. From one that
    does not, this takes over, and lowers scores if either was to.
    """
    with transaction.atomic():
        wanted, going_on = _wanted(item, by, now, lowers)
        if going_on and _does(going_on, wanted):
            raise Conflict(_("A regrade of this item is still going on."))
        return _begin(wanted, going_on)


def join(
    item: Item,
    *,
    cards: Iterable[int] = (),
    by: Any,
    now: datetime,
    lowers: bool = False,
) -> Regrade:
    """As `ask`, but an unfinished regrade that does the same is returned.

    Unless it has passed one of these cards: then a new one takes over.
    """
    with transaction.atomic():
        wanted, going_on = _wanted(item, by, now, lowers)
        passed = going_on and any(card <= going_on.cursor for card in cards)
        if going_on and _does(going_on, wanted) and not passed:
            return going_on
        return _begin(wanted, going_on)


def locked(item: int) -> tuple[Item, Regrade | None]:
    """An item and its unfinished regrade, under lock: neither moves on meanwhile."""
    # Without its revision: PostgreSQL would join that of before it waited.
    found = Item.objects.select_for_update().get(pk=item)
    rows = Regrade.objects.select_for_update()
    return found, rows.filter(item=found, finished_at=None).first()


def _wanted(
    item: Item, by: Any, now: datetime, lowers: bool
) -> tuple[Regrade, Regrade | None]:
    """The regrade that is asked for, unsaved, and the one that is unfinished."""
    found, going_on = locked(item.pk)
    revision = found.revision
    if revision is None:
        raise Conflict(_("The item asks nothing yet."))
    try:
        version = revision.exercise_version
    except LookupError as error:  # its exercise is gone
        raise Conflict(str(error.args[0])) from None
    wanted = Regrade(
        item=found,
        revision=revision,
        exercise_version=version,
        lowers=lowers or bool(going_on and going_on.lowers),
        by=by,
        asked_at=now,
    )
    return wanted, going_on


def _does(going_on: Regrade, wanted: Regrade) -> bool:
    """Whether the one does all that is wanted of the other."""
    names = ("revision_id", "exercise_version", "lowers")
    return all(getattr(going_on, name) == getattr(wanted, name) for name in names)


def _begin(wanted: Regrade, instead_of: Regrade | None) -> Regrade:
    if instead_of:
        instead_of.finished_at = wanted.asked_at
        instead_of.save(update_fields=["finished_at"])
    wanted.total = Review.objects.filter(card__item=wanted.item_id).count()
    wanted.save()
    return wanted
