"""Item, ItemRevision, Variant."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quizzes import exercises, questions

from .chapters import Chapter, Series, active_language
from .languages import Language
from .sources import Imported

if TYPE_CHECKING:
    from .reviews import Card

USER = settings.AUTH_USER_MODEL  # a revision has settings of its own


class ItemQuerySet(models.QuerySet["Item"]):
    def open(self) -> ItemQuerySet:
        """Items that may be asked: published, in a published chapter."""
        return self.filter(open=True)


class Item(Imported):
    """A thing to be asked, authored once. Its question stands in its revision.

    `open` is kept by `authoring.publishing.refresh`: published, with a revision, and in a chapter
    that is published in at least one language.
    `position` orders the items of a series: by chapter, then as the author put them.
    """

    series = models.ForeignKey(
        Series, models.CASCADE, related_name="items", verbose_name=_("series")
    )
    chapter_key = models.SlugField(
        _("chapter key"), help_text=_("The key of the chapter it belongs to.")
    )
    slug = models.SlugField(_("slug"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order in the chapter"), default=0)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    prerequisites = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="prepares",
        verbose_name=_("prerequisites"),
    )
    published = models.BooleanField(_("published"), default=False)
    revision = models.ForeignKey(
        "ItemRevision",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    position = models.PositiveIntegerField(default=0, editable=False)
    open = models.BooleanField(default=False, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["series", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "slug"], name="item_slug_once_per_series"
            )
        ]
        indexes = [
            models.Index(
                fields=["series", "position", "id"],
                condition=Q(open=True),
                name="item_open_by_position",
            ),
            models.Index(fields=["series", "chapter_key"], name="item_by_chapter"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def chapter(self) -> Chapter | None:
        """Its chapter in the active language, or in another."""
        return (
            Chapter.objects.filter(series=self.series_id, key=self.chapter_key)
            .in_language(active_language())
            .first()
        )


class ItemRevision(models.Model):
    """What an item asks, as authored at one time; never edited.

    Either `texts` (language → the kind's authored fields) or an `exercise` with
    `settings` that override its drawn parameters.
    """

    item = models.ForeignKey(Item, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=20)
    texts = models.JSONField(default=dict)
    exercise = models.CharField(max_length=80, blank=True)
    settings = models.JSONField(default=dict)
    created_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    EXERCISE = "exercise"  # the kind of a revision that runs an exercise

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"], name="revision_number_once_per_item"
            ),
            models.CheckConstraint(
                condition=Q(kind="exercise", texts={}) & ~Q(exercise="")
                | Q(exercise="") & ~Q(kind="exercise"),
                name="revision_is_texts_or_exercise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}.{self.number}"

    @property
    def exercise_version(self) -> int | None:
        """The installed version of its exercise; None if it is not one."""
        if not self.exercise:
            return None
        return exercises.get(self.exercise).version

    def language_for(self, wanted: str) -> str:
        """The wanted language, or the one that it is written in."""
        if self.exercise or wanted in self.texts:
            return wanted
        return next(iter(self.texts), wanted)

    def question(self, language: str) -> questions.Question:
        """The authored question in a language that it has; not for exercises."""
        return questions.kind_named(self.kind).authored(self.texts[language])


class Variant(models.Model):
    """The question as one learner saw it, whole, answer included.

    What is asked never changes. `state` says whether it still can be answered.
    """

    class Purpose(models.TextChoices):
        SCHEDULED = "scheduled", _("scheduled")
        PRACTICE = "practice", _("practice")
        LAB = "lab", _("lab")
        PREVIEW = "preview", _("preview")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        SUPERSEDED = "superseded", _("superseded")

    MOST_BYTES = 16_384

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey("Learner", models.PROTECT, related_name="variants")
    purpose = models.CharField(
        max_length=10, choices=Purpose, default=Purpose.SCHEDULED
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    card: models.ForeignKey[Card | None] = models.ForeignKey(
        "Card", models.PROTECT, null=True, related_name="variants"
    )
    revision = models.ForeignKey(ItemRevision, models.PROTECT, null=True)
    exercise = models.CharField(max_length=80, blank=True)
    exercise_version = models.PositiveIntegerField(null=True)
    language = models.CharField(max_length=2, choices=Language)
    parameters = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    seed = models.BigIntegerField()
    sequence = models.PositiveIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    dealt_at = models.DateTimeField()

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        constraints = [
            models.UniqueConstraint(
                fields=["card"],
                condition=Q(purpose="scheduled", state="open"),
                name="variant_one_open_per_card",
            ),
            models.UniqueConstraint(
                fields=["card", "sequence"], name="variant_sequence_grows"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=["scheduled", "practice", "lab", "preview"]),
                name="variant_purpose_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "answered", "superseded"]),
                name="variant_state_known",
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values),
                name="variant_language_known",
            ),
            models.CheckConstraint(
                condition=Q(card__isnull=False) | Q(purpose__in=["lab", "preview"]),
                name="variant_studied_has_card",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def question(self) -> questions.Question:
        return questions.from_json(self.content)

    def public(self) -> dict[str, Any]:
        """All of it that may leave the server before the attempt."""
        return self.question.public()
