"""Chapters: written in Markdown with a preview beside it, then published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from quizzes import permissions
from quizzes.authoring import publishing
from quizzes.models import Chapter, Item, Series
from quizzes.rendering import render_chapter

from .fields import MarkdownField, TagsField
from .items import kind_choices
from .scope import ScopedAdmin, WritableSeriesFilter, whole


class ChapterForm(forms.ModelForm):
    tags = TagsField(
        label=gettext_lazy("Tags"), required=False, help_text=gettext_lazy("a, b, c")
    )
    body = MarkdownField(
        label=gettext_lazy("Text"),
        required=False,
        help_text=gettext_lazy("Markdown"),
        widget=forms.Textarea(attrs={"rows": 30, "cols": 60}),
    )

    class Meta:
        model = Chapter
        fields = ["tags", "body"]  # the rest comes from the admin's fieldsets

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.attrs |= {
            "data-preview": reverse("admin:quizzes_chapter_render"),
            "data-preview-title": _("Preview"),
            "data-preview-failed": _("The preview cannot be fetched just now."),
        }
        if self.instance.pk:  # its own fields for these are not in the form
            self.fields["body"].widget.attrs |= {
                f"data-{name}": getattr(self.instance, attribute)
                for name, attribute in (
                    ("series", "series_id"),
                    ("key", "key"),
                    ("language", "language"),
                )
            }


@admin.register(Chapter)
class ChapterAdmin(ScopedAdmin):
    form = ChapterForm
    list_display = ["number", "title", "language", "series", "key", "published"]
    list_display_links = ["title"]
    list_filter = [("series", WritableSeriesFilter), "language", "published"]
    list_select_related = ["series"]
    search_fields = ["title", "key", "body"]
    actions = ["publish", "unpublish"]
    readonly_fields = ["items", "preview"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("series", "key", "language"),
                    ("number", "title"),
                    "subtitle",
                    "body",
                    "preview",
                    "published",
                    "items",
                ]
            },
        ),
        (
            gettext_lazy("More"),
            {"fields": ["tags", "cover_url", "written_on"], "classes": ["collapse"]},
        ),
    ]

    class Media:
        js = ["quizzes/admin/preview.js"]
        css = {"all": ["vendor/pygments.css"]}

    def scope(self, user: Any) -> QuerySet[Chapter]:
        return Chapter.objects.filter(series__in=permissions.writable_series(user))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Items and images know a chapter by series and key, so these stay."""
        fixed = ["series", "key", "language"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        mine = self.scope(request.user)
        if series := whole(request.GET.get("series")):
            mine = mine.filter(series=series)
        last = mine.aggregate(last=Max("number"))["last"] or 0
        return {"number": last + 1, **initial}

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("render/", wrap(self.render_view), name="quizzes_chapter_render"),
            path(
                "<int:pk>/preview/",
                wrap(self.preview_view),
                name="quizzes_chapter_preview",
            ),
            *super().get_urls(),
        ]

    @staticmethod
    def view_on_site(obj: Chapter) -> str:
        return obj.get_absolute_url()

    # What is shown

    @admin.display(description=gettext_lazy("preview"))
    def preview(self, chapter: Chapter) -> str | SafeString:
        if not chapter.pk:
            return _("After saving.")
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:quizzes_chapter_preview", args=[chapter.pk]),
            _("Show the chapter as readers see it"),
        )

    @admin.display(description=gettext_lazy("items"))
    def items(self, chapter: Chapter) -> str | SafeString:
        if not chapter.pk:
            return _("After saving.")
        mine = Item.objects.filter(series=chapter.series_id, chapter_key=chapter.key)
        links = format_html_join(
            "",
            '<li><a href="{}">{}</a>{}</li>',
            (
                (
                    reverse("admin:quizzes_item_change", args=[item.pk]),
                    item.slug,
                    "" if item.published else " · " + _("draft"),
                )
                for item in mine
            ),
        )
        where = f"series={chapter.series_id}&chapter_key={chapter.key}"
        adding = format_html_join(
            " · ",
            '<a href="{}?kind={}&{}">{}</a>',
            (
                (reverse("admin:quizzes_item_add"), kind, where, label)
                for kind, label in kind_choices()
            ),
        )
        return format_html("<ul>{}</ul><p>{}: {}</p>", links, _("Add an item"), adding)

    def render_view(self, request: HttpRequest) -> HttpResponse:
        return require_POST(self._rendered)(request)

    def _rendered(self, request: HttpRequest) -> HttpResponse:
        """The text of a form that is being written, rendered, with its faults."""
        series = permissions.writable_series(request.user).filter(
            pk=whole(request.POST.get("series"))
        )
        chapter = Chapter(
            series=series.first() or Series(slug="preview"),
            key=request.POST.get("key", "")[:50] or "preview",
            language=request.POST.get("language", "ko")[:2],
            number=0,
            title=request.POST.get("title", "")[:200],
            body=request.POST.get("body", ""),
        )
        page = render_chapter(chapter)
        return JsonResponse({"html": page.html, "faults": page.faults})

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        chapter = self.get_object(request, str(pk))
        if chapter is None:
            raise Http404
        if not self.has_change_permission(request, chapter):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(chapter),
            "chapter": chapter,
            "page": render_chapter(chapter),
        }
        return render(request, "admin/quizzes/chapter/preview.html", context)

    # What is changed

    def save_model(
        self, request: HttpRequest, obj: Chapter, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        publishing.refresh(obj.series, key=obj.key)
        for fault in render_chapter(obj).faults:
            messages.warning(request, fault)

    def delete_model(self, request: HttpRequest, obj: Chapter) -> None:
        super().delete_model(request, obj)
        publishing.refresh(obj.series, key=obj.key)

    @transaction.atomic
    def delete_queryset(
        self, request: HttpRequest, queryset: QuerySet[Chapter]
    ) -> None:
        for chapter in queryset.select_related("series"):
            self.delete_model(request, chapter)

    @admin.action(description=gettext_lazy("Publish the chosen chapters"))
    def publish(self, request: HttpRequest, queryset: QuerySet[Chapter]) -> None:
        self._set_published(request, queryset, True)

    @admin.action(description=gettext_lazy("Take the chosen chapters back to drafts"))
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Chapter]) -> None:
        self._set_published(request, queryset, False)

    @transaction.atomic
    def _set_published(
        self, request: HttpRequest, queryset: QuerySet[Chapter], published: bool
    ) -> None:
        chapters = list(queryset.select_related("series"))
        for chapter in chapters:
            chapter.published = published
            chapter.save(update_fields=["published", "updated_at"])
            publishing.refresh(chapter.series, key=chapter.key)
        self.message_user(
            request,
            ngettext(
                "%(count)d chapter changed.",
                "%(count)d chapters changed.",
                len(chapters),
            )
            % {"count": len(chapters)},
        )
