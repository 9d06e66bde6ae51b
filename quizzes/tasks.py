"""What runs in the background; the engine is chosen in the settings."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from .mending import regrading
from .models import Item, Regrade
from .reviews import Conflict

STEP = 1000  # answers between two looks at the clock


@task()
def regrade(pk: str) -> None:
    """Finish a regrade. Where another process is at it, leave it to that one."""
    found = Regrade.objects.select_related("revision").get(pk=pk)
    with suppress(Conflict):
        while found.finished_at is None:
            regrading.go_on(found, now=timezone.now(), most=STEP)


def ask(item: Item, *, by: Any, now: datetime, lowers: bool = False) -> Regrade:
    """Ask for a regrade, and start it. Raises Conflict as `regrading.ask` does.

    What is going on instead is enqueued again: its task may have died of a fault.
    """
    try:
        with transaction.atomic():
            asked = regrading.ask(item, by=by, now=now, lowers=lowers)
            start(asked)
    except Conflict:
        resume(item)
        raise
    return asked


def start(asked: Regrade) -> None:
    """Do it once it is committed. Twice does no harm: one task leaves it to the other."""
    transaction.on_commit(partial(regrade.enqueue, str(asked.pk)))


def resume(item: Item | None = None) -> None:
    """Go on with what was left unfinished, of all items or of one."""
    regrades = item.regrades if item else Regrade.objects
    for pk in regrades.filter(finished_at=None).values_list("pk", flat=True):
        regrade.enqueue(str(pk))
