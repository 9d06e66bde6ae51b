"""Card, Review, Amendment: the log, and the cache that is folded from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quizzes.scheduling.memory import Memory

from .items import Item, Variant
from .learners import Fit, Learner


class Rating(models.IntegerChoices):
    AGAIN = 1, _("again")
    HARD = 2, _("hard")
    GOOD = 3, _("good")
    EASY = 4, _("easy")


class CardQuerySet(models.QuerySet["Card"]):
    def remembered(self) -> CardQuerySet:
        """Cards that come back after days."""
        return self.filter(state=Card.State.REVIEW)

    def awake(self, now: datetime) -> CardQuerySet:
        """Without the buried."""
        return self.filter(Q(buried_until=None) | Q(buried_until__lte=now))


class Card(models.Model):
    """One learner's memory of one item: a cache, folded from the log.

    It is made when the item is first dealt; `state` stays *new* until the first
    answer. `last_day` is the study day of the last answer. `log_length` numbers
    the log's entries, `sequence` the variants; both only grow.
    """

    class State(models.IntegerChoices):
        NEW = 0, _("new")
        LEARNING = 1, _("learning")
        REVIEW = 2, _("review")
        RELEARNING = 3, _("relearning")

    learner = models.ForeignKey(Learner, models.PROTECT, related_name="cards")
    item = models.ForeignKey(Item, models.PROTECT, related_name="cards")
    state = models.PositiveSmallIntegerField(choices=State, default=State.NEW)
    step = models.PositiveSmallIntegerField(null=True)
    stability = models.FloatField(null=True)
    difficulty = models.FloatField(null=True)
    last_day = models.DateField(null=True)
    last_answered_at = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    reps = models.PositiveIntegerField(default=0)
    lapses = models.PositiveIntegerField(default=0)
    sequence = models.PositiveIntegerField(default=0)
    log_length = models.PositiveIntegerField(default=0)
    suspended = models.BooleanField(default=False)
    buried_until = models.DateTimeField(null=True)  # looked at when asking
    active = models.BooleanField(default=True)  # item open and not suspended
    created_at = models.DateTimeField()

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "item"], name="card_once_per_learner_and_item"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[0, 1, 2, 3]), name="card_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=0, due=None, stability=None)
                | Q(state__gt=0, due__isnull=False, stability__isnull=False),
                name="card_is_new_or_remembered",
            ),
        ]
        indexes = [
            # The state is a column and no condition: SQLite does not see that a
            # bound parameter meets the condition of a partial index.
            models.Index(
                fields=["learner", "state", "due", "id"],
                condition=Q(active=True),
                name="card_queue",
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}:{self.item_id}"

    @property
    def memory(self) -> Memory | None:
        """What FSRS knows; None before the first answer."""
        if self.stability is None or self.difficulty is None or not self.last_day:
            return None
        return Memory(
            self.state, self.step, self.stability, self.difficulty, self.last_day
        )


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows that, once written, stay as they are."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model.__name__} is append-only.")

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model.__name__} is append-only.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        if kwargs.get("update_conflicts"):
            raise TypeError(f"{self.model.__name__} is append-only.")
        return super().bulk_create(*args, **kwargs)

    bulk_update = update_or_create = update  # type: ignore[assignment]
    _raw_delete = delete  # type: ignore[assignment]


class AppendOnly(models.Model):
    """A row of the log: it can be added, never changed or removed."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is append-only.")
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is append-only.")


class Decision(models.Model):
    """What the scheduler decided at an entry of the log, and under what.

    `number` is the entry's place in its card's log. `due` is null where the card
    went back to new (its only review was undone).
    """

    number = models.PositiveIntegerField()
    due = models.DateTimeField(null=True)
    interval = models.FloatField(null=True)  # days
    desired_retention = models.FloatField(null=True)
    fit = models.ForeignKey(Fit, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class Review(AppendOnly, Decision):
    """One answer. Immutable; what happens to it later is an Amendment.

    `answered_at` is the learner's own time (`reported_at`) clamped to
    [variant dealt, received]. `outcome` is what was said when first answered.
    """

    id = models.UUIDField(primary_key=True)
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="reviews")
    card = models.ForeignKey(Card, models.PROTECT, related_name="reviews")
    variant = models.OneToOneField(
        Variant, models.PROTECT, null=True, related_name="review"
    )
    source = models.CharField(max_length=40, blank=True)
    scheduled = models.BooleanField(default=True)  # practice does not move memory
    state_before = models.PositiveSmallIntegerField(choices=Card.State)
    response = models.JSONField(null=True)
    score = models.FloatField()
    chance = models.FloatField()
    rating = models.PositiveSmallIntegerField(choices=Rating)
    outcome = models.JSONField(encoder=DjangoJSONEncoder)
    reported_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField()
    received_at = models.DateTimeField()
    duration_ms = models.PositiveIntegerField(null=True)
    study_day = models.DateField()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["answered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["card", "number"], name="review_number_once_per_card"
            ),
            models.CheckConstraint(
                condition=Q(rating__in=[1, 2, 3, 4]), name="review_rating_known"
            ),
            models.CheckConstraint(
                condition=Q(state_before__in=[0, 1, 2, 3]),
                name="review_state_before_known",
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="review_score_0_to_1"
            ),
            models.CheckConstraint(
                condition=Q(chance__gte=0, chance__lte=1), name="review_chance_0_to_1"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__lte=F("received_at")),
                name="review_answered_before_received",
            ),
            models.CheckConstraint(
                condition=Q(scheduled=False)
                | Q(due=None)
                | Q(due__gte=F("answered_at")),
                name="review_due_after_answered",
            ),
            models.CheckConstraint(
                condition=Q(variant__isnull=False) | ~Q(source=""),
                name="review_has_variant_or_source",
            ),
        ]
        indexes = [
            models.Index(
                fields=["learner", "-answered_at", "-id"], name="review_by_learner"
            ),
            models.Index(fields=["card", "answered_at", "id"], name="review_by_card"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Amendment(AppendOnly, Decision):
    """What happened to a review after it was answered.

    void: it was undone · rating: the learner says hard or easy · regrade: its
    question was mended · contest: the learner says it was right.
    """

    class Kind(models.TextChoices):
        VOID = "void", _("undone")
        RATING = "rating", _("rating")
        REGRADE = "regrade", _("regraded")
        CONTEST = "contest", _("contested")

    review = models.ForeignKey(Review, models.PROTECT, related_name="amendments")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["review", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["void", "rating", "regrade", "contest"]),
                name="amendment_kind_known",
            ),
            models.UniqueConstraint(
                fields=["review", "number"], name="amendment_number_once_per_review"
            ),
        ]
        # So that the contests are found among many thousand regrades.
        indexes = [models.Index(fields=["kind", "at"], name="amendment_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.review_id}"

    @property
    def moves(self) -> bool:
        """Whether it can change what is remembered; to contest does not, yet."""
        return self.kind != Amendment.Kind.CONTEST
