"""Series, Chapter, Image, and Term (the glossary)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .languages import Language
from .sources import Imported


def active_language() -> str:
    """The language of the moment, if texts exist in it; else Korean."""
    language = (get_language() or Language.KOREAN)[:2]
    return language if language in Language.values else Language.KOREAN


class SeriesQuerySet(models.QuerySet["Series"]):
    def with_published_chapters(self) -> SeriesQuerySet:
        return self.filter(
            models.Exists(
                Chapter.objects.published().filter(series=models.OuterRef("pk"))
            )
        )


class Series(Imported):
    """Chapters that belong together. Titles stand per language."""

    slug = models.SlugField(_("slug"), unique=True)
    title_ko = models.CharField(_("title (Korean)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    description_ko = models.TextField(_("description (Korean)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("quizzes:series", args=[self.slug])

    @property
    def title(self) -> str:
        return self._in_language("title")

    @property
    def description(self) -> str:
        return self._in_language("description")

    def _in_language(self, name: str) -> str:
        text: str = getattr(self, f"{name}_{active_language()}")
        return text or getattr(self, f"{name}_ko")


class ChapterQuerySet(models.QuerySet["Chapter"]):
    def published(self) -> ChapterQuerySet:
        return self.filter(published=True)

    def in_language(self, language: str) -> ChapterQuerySet:
        """One text a key: the wanted language where there is one, else another."""
        wanted = Chapter.objects.filter(
            series=models.OuterRef("series"),
            key=models.OuterRef("key"),
            language=language,
            published=models.OuterRef("published"),
        )
        other = Chapter.objects.filter(
            series=models.OuterRef("series"),
            key=models.OuterRef("key"),
            published=models.OuterRef("published"),
            language__gt=models.OuterRef("language"),
        )
        return self.filter(
            Q(language=language) | (~models.Exists(wanted) & ~models.Exists(other))
        )


class Chapter(Imported):
    """One chapter in one language. The Korean and English text share a key."""

    series = models.ForeignKey(
        Series, models.CASCADE, related_name="chapters", verbose_name=_("series")
    )
    key = models.SlugField(
        _("key"), help_text=_("The same for every language of one chapter.")
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.KOREAN
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True, help_text=_("Markdown"))
    tags = models.JSONField(_("tags"), default=list, blank=True)
    cover_url = models.URLField(_("cover image"), max_length=500, blank=True)
    written_on = models.DateField(_("written on"), null=True, blank=True)
    published = models.BooleanField(_("published"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ChapterQuerySet.as_manager()

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering = ["series", "number", "key", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "key", "language"], name="chapter_once_per_language"
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values),
                name="chapter_language_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("quizzes:chapter", args=[self.series.slug, self.key])


class Image(Imported):
    """A picture of a chapter, shared by its languages and named in its Markdown."""

    series = models.ForeignKey(
        Series, models.CASCADE, related_name="images", verbose_name=_("series")
    )
    key = models.SlugField(_("chapter key"))
    name = models.CharField(_("name"), max_length=120)
    file = models.FileField(_("file"), upload_to="chapters/%Y/")

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "key", "name"], name="image_name_once_per_chapter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}/{self.name}"


class Term(Imported):
    """A word of the glossary, with its names per language, the usual one first.

    All its names are one answer. A slip of the keyboard that is as near to another
    term is not forgiven, of whatever category that is: who types it means it. Wrong
    options are drawn from the same category.
    """

    slug = models.SlugField(_("slug"), unique=True)
    source = models.CharField(max_length=200, blank=True, editable=False)  # whose file
    category = models.SlugField(_("category"))
    names_ko = models.JSONField(_("names (Korean)"), default=list)
    names_en = models.JSONField(_("names (English)"), default=list, blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["category", "slug"]

    def __str__(self) -> str:
        return self.slug
