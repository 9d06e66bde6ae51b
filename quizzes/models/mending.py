"""How a mistake in a question is found and mended, and who is told.

Fault, Regrade, Contest, Notification.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .items import Item, ItemRevision
from .languages import Language
from .learners import Learner
from .reviews import Amendment


class FaultQuerySet(models.QuerySet["Fault"]):
    def log(
        self,
        revision: ItemRevision,
        *,
        seed: int,
        language: str,
        error: Exception,
        now: datetime,
    ) -> None:
        """Write down what was wrong with a question, once for each revision."""
        what = str(error) if isinstance(error, ValueError | LookupError) else ""
        latest = {"seed": seed, "language": language, "last_at": now}
        fault, made = self.get_or_create(
            revision=revision,
            what=(what or repr(error))[: Fault.MOST_CHARACTERS],
            defaults=latest | {"first_at": now},
        )
        if not made:
            self.filter(pk=fault.pk).update(times=F("times") + 1, **latest)


class Fault(models.Model):
    """A question that could not be asked or graded, and why; for its author.

    Another was dealt in its place, and nobody lost anything. `seed` and `language` are
    those of the last time.
    """

    MOST_CHARACTERS = 500

    revision = models.ForeignKey(ItemRevision, models.CASCADE, related_name="faults")
    what = models.CharField(_("fault"), max_length=MOST_CHARACTERS)
    seed = models.BigIntegerField(_("seed"))
    language = models.CharField(_("language"), max_length=2, choices=Language)
    times = models.PositiveIntegerField(_("times"), default=1)
    first_at = models.DateTimeField(_("first"))
    last_at = models.DateTimeField(_("last"))

    objects = FaultQuerySet.as_manager()

    class Meta:
        verbose_name = _("broken question")
        verbose_name_plural = _("broken questions")
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "what"], name="fault_once_per_revision"
            )
        ]

    def __str__(self) -> str:
        return self.what


class Regrade(models.Model):
    """The answers to an item, graded anew against a revision of it, and how far that is.

    Cards are looked at in the order of their keys; those up to `cursor` are done. So
    it goes on where it was killed. `lowers`: whether a score may also become less.
    """

    item = models.ForeignKey(
        Item, models.PROTECT, related_name="regrades", verbose_name=_("item")
    )
    revision = models.ForeignKey(ItemRevision, models.PROTECT, related_name="+")
    exercise_version = models.PositiveIntegerField(null=True)
    lowers = models.BooleanField(_("lowers scores too"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    asked_at = models.DateTimeField(_("asked for"))
    finished_at = models.DateTimeField(null=True)
    cursor = models.PositiveBigIntegerField(default=0)  # a card's key
    total = models.PositiveIntegerField(default=0)  # answers when it was asked for
    seen = models.PositiveIntegerField(default=0)
    raised = models.PositiveIntegerField(_("raised"), default=0)
    lowered = models.PositiveIntegerField(_("lowered"), default=0)
    # would be lower, and were let be
    kept = models.PositiveIntegerField(_("kept as they were"), default=0)
    failed = models.PositiveIntegerField(_("cannot be graded anew"), default=0)

    class Meta:
        verbose_name = _("regrade")
        verbose_name_plural = _("regrades")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(finished_at=None),
                name="regrade_one_unfinished_per_item",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.revision.number}"

    @property
    def taken_over(self) -> bool:
        """Whether a later one did the rest; else it has seen all there were, or more."""
        return self.finished_at is not None and self.seen < self.total


class Contest(Amendment):
    """An entry of the log that says “I was right”; for authors to look at."""

    class Meta:
        proxy = True
        verbose_name = _("contest")
        verbose_name_plural = _("contests")


class Notification(models.Model):
    """Something that a learner is told in the app, about one answer of theirs.

    `amendment` is the entry of the log that it tells of; `data` what its words need.
    """

    class Kind(models.TextChoices):
        REGRADED = "regraded", _("graded anew")
        ACCEPTED = "accepted", _("you were right")
        DECLINED = "declined", _("looked at again")

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=10, choices=Kind)
    amendment = models.OneToOneField(
        Amendment, models.PROTECT, related_name="notification"
    )
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["regraded", "accepted", "declined"]),
                name="notification_kind_known",
            )
        ]
        indexes = [
            models.Index(fields=["learner", "-at", "-id"], name="notification_newest"),
            models.Index(
                fields=["learner"],
                condition=Q(read_at=None),
                name="notification_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.learner_id}"
