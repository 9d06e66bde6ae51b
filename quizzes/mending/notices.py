"""What a learner is told in the app: a row for each entry of the log that it tells of.

`data` holds what the words need. A regraded answer's: score_before, score,
correct_before, correct. A declined contest's: words, those of the author.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from quizzes.models import Amendment, Learner, Notification


def notice(
    amendment: Amendment,
    *,
    kind: Notification.Kind,
    data: dict[str, Any],
    now: datetime,
) -> Notification:
    """An unsaved notification of whoever gave the amended answer."""
    learner = amendment.review.learner_id
    return Notification(
        learner_id=learner, kind=kind, amendment=amendment, data=data, at=now
    )


def tell(
    amendment: Amendment,
    *,
    kind: Notification.Kind,
    data: dict[str, Any],
    now: datetime,
) -> Notification:
    told = notice(amendment, kind=kind, data=data, now=now)
    told.save()
    return told


def tell_all(told: Iterable[Notification]) -> None:
    """Save many at once."""
    Notification.objects.bulk_create(told)


def unread(learner: Learner) -> int:
    return Notification.objects.filter(learner=learner, read_at=None).count()


def newest(learner: Learner) -> QuerySet[Notification]:
    """All that a learner was told, the newest first, with what it is about."""
    about = ("amendment__review__variant", "amendment__review__card__item")
    return Notification.objects.filter(learner=learner).select_related(*about)


def read(told: QuerySet[Notification], *, now: datetime) -> None:
    """The learner has seen these. Those that were seen before stay as they are."""
    told.filter(read_at=None).update(read_at=now)
