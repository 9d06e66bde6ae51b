"""Learner, Enrolment, Fit, and the day's totals."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quizzes.scheduling.memory import DEFAULT_PARAMETERS

from .chapters import Series
from .languages import Language


def validate_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(
            _("There is no time zone “%(name)s”.") % {"name": name}, code="zone"
        )


class LearnerManager(models.Manager["Learner"]):
    def of(self, user: Any) -> Learner:
        """The learner that an account studies as; made on first use."""
        return self.get_or_create(user=user)[0]


class Learner(models.Model):
    """A person's study settings; what they learn hangs on this."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="learner"
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.KOREAN
    )
    zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="Asia/Seoul",
        validators=[validate_zone],
    )
    rollover_hour = models.PositiveSmallIntegerField(
        _("the day begins at"),
        default=4,
        validators=[MaxValueValidator(12)],
        help_text=_("An answer before this hour belongs to the evening before."),
    )
    desired_retention = models.FloatField(
        _("desired retention"),
        default=0.9,
        validators=[MinValueValidator(0.7), MaxValueValidator(0.97)],
        help_text=_("How likely you want to know a question when it comes back."),
    )
    new_per_day = models.PositiveSmallIntegerField(
        _("new questions a day"), default=10, validators=[MaxValueValidator(200)]
    )
    reviews_per_day = models.PositiveSmallIntegerField(
        _("reviews a day"), default=200, validators=[MaxValueValidator(2000)]
    )
    fit = models.ForeignKey(
        "Fit", models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = LearnerManager()

    class Meta:
        verbose_name = _("learner")
        verbose_name_plural = _("learners")
        constraints = [
            models.CheckConstraint(
                condition=Q(language__in=Language.values),
                name="learner_language_known",
            ),
            models.CheckConstraint(
                condition=Q(desired_retention__gte=0.7, desired_retention__lte=0.97),
                name="learner_retention_bounded",
            ),
            models.CheckConstraint(
                condition=Q(rollover_hour__lte=12), name="learner_rollover_bounded"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def tzinfo(self) -> ZoneInfo:
        """Their time zone; the site's, should this host no longer know theirs."""
        try:
            return ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo(settings.TIME_ZONE)

    @property
    def parameters(self) -> tuple[float, ...]:
        """FSRS's parameters for this learner: the adopted fit's, or the defaults."""
        return tuple(self.fit.parameters) if self.fit else DEFAULT_PARAMETERS


class Enrolment(models.Model):
    """Whose queue the items of a series can enter.

    Items before `cursor` (a position) all have a card already; so the search for
    the next new one does not walk over them. Publishing moves it back.
    """

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="enrolments")
    series = models.ForeignKey(Series, models.CASCADE, related_name="enrolments")
    cursor = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(fields=["learner", "series"], name="enrolment_once")
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.series_id}"


class Fit(models.Model):
    """FSRS parameters fitted to a learner's log. Adopting one is logged here."""

    learner = models.ForeignKey(Learner, models.PROTECT, related_name="fits")
    parameters = models.JSONField()
    reviews = models.PositiveIntegerField()
    log_loss = models.FloatField(null=True)
    created_at = models.DateTimeField()
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("fit")
        verbose_name_plural = _("fits")
        ordering = ["learner", "created_at"]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.reviews}"


class StudyDay(models.Model):
    """One learner's totals of one study day; kept by `reviews`, rebuildable."""

    learner = models.ForeignKey(Learner, models.PROTECT, related_name="days")
    day = models.DateField()
    answered = models.PositiveIntegerField(default=0)
    correct = models.PositiveIntegerField(default=0)
    introduced = models.PositiveIntegerField(default=0)  # cards that were new
    reviewed = models.PositiveIntegerField(default=0)  # answers of remembered cards
    duration_ms = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("study day")
        verbose_name_plural = _("study days")
        constraints = [
            models.UniqueConstraint(fields=["learner", "day"], name="study_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.day}"
