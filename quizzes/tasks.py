"""What runs in the background; the engine is chosen in the settings."""

from __future__ import annotations

from contextlib import suppress

from django.utils import timezone
from django_tasks import task

from .mending import regrading
from .models import Regrade
from .reviews import Conflict

STEP = 1000  # answers between two looks at the clock


@task()
def regrade(pk: str) -> None:
    """Finish a regrade. Where another process is at it, leave it to that one."""
    found = Regrade.objects.select_related("revision").get(pk=pk)
    with suppress(Conflict):
        while found.finished_at is None:
            regrading.go_on(found, now=timezone.now(), most=STEP)


def resume() -> None:
    """Go on with what was left unfinished when a process died."""
    for pk in Regrade.objects.filter(finished_at=None).values_list("pk", flat=True):
        regrade.enqueue(str(pk))
