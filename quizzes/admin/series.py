"""Series, the images of their chapters, and the glossary."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.files import File
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes import permissions
from quizzes.authoring import glossary
from quizzes.authoring.pictures import ENDINGS, MOST_BYTES, ending, is_picture
from quizzes.models import Chapter, Image, Series, Term

from .analysis import AnalysisPages
from .fields import LinesField
from .scope import ScopedAdmin, WritableSeriesFilter

UPLOADED = ENDINGS - {".svg"}  # which can hold scripts


@admin.register(Series)
class SeriesAdmin(AnalysisPages):
    list_display = ["title_ko", "title_en", "slug", "analysis"]
    search_fields = ["title_ko", "title_en", "slug"]

    def scope(self, user: Any) -> QuerySet[Series]:
        return permissions.writable_series(user)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug", "analysis"] if obj else []  # the slug is its address

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Its whole text goes with it, so only who made it may."""
        if obj is None or request.user.is_superuser:
            return self.has_change_permission(request, obj)
        return bool(obj.created_by_id == request.user.pk)

    def save_model(
        self, request: HttpRequest, obj: Series, form: Any, change: bool
    ) -> None:
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    @staticmethod
    def view_on_site(obj: Series) -> str:
        return obj.get_absolute_url()


class ImageForm(forms.ModelForm):
    class Meta:
        model = Image
        fields = ["series", "key", "name", "file"]
        widgets = {"file": forms.FileInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].help_text = _(
            "As the Markdown names it: ![what it shows](name.png). Empty: the file's name."
        )

    def clean_file(self) -> File:
        file: File = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)d MB.")
                % {"most": MOST_BYTES // 1_000_000}
            )
        if ending(file.name or "") not in UPLOADED or not _is_picture(file):
            raise forms.ValidationError(_("Choose a PNG, JPEG, GIF or WebP picture."))
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("name") and data.get("file"):
            data["name"] = data["file"].name
        if data.get("name") and ending(data["name"]) not in UPLOADED:
            self.add_error(
                "name", _("The name ends as the file does, with .png or so.")
            )
        if "/" in data.get("name", ""):
            self.add_error("name", _("The name has no folders."))
        series, key = data.get("series") or self.instance.series_id, data.get("key")
        if key and not Chapter.objects.filter(series=series, key=key).exists():
            self.add_error("key", _("The series has no chapter with this key."))
        return data


def _is_picture(file: File) -> bool:
    file.seek(0)
    beginning = file.read(16)
    file.seek(0)
    return is_picture(file.name or "", beginning)


@admin.register(Image)
class ImageAdmin(ScopedAdmin):
    form = ImageForm
    list_display = ["name", "key", "series"]
    list_filter = [("series", WritableSeriesFilter)]
    list_select_related = ["series"]
    search_fields = ["name", "key"]
    readonly_fields = ["shown"]

    def scope(self, user: Any) -> QuerySet[Image]:
        return Image.objects.filter(series__in=permissions.writable_series(user))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["shown", "series", "key"] if obj else ["shown"]

    @admin.display(description=gettext_lazy("picture"))
    def shown(self, image: Image) -> str | SafeString:
        if not image.pk:
            return _("After saving.")
        address = reverse(
            "quizzes:image", args=[image.series.slug, image.key, image.name]
        )
        return format_html('<a href="{0}">{1}</a>', address, image.name)


class TermForm(forms.ModelForm):
    names_ko = LinesField(
        label=gettext_lazy("Names (Korean)"),
        help_text=gettext_lazy("One per line, the usual one first."),
    )
    names_en = LinesField(
        label=gettext_lazy("Names (English)"),
        required=False,
        help_text=gettext_lazy("One per line, the usual one first."),
    )

    class Meta:
        model = Term
        fields = ["slug", "category", "names_ko", "names_en"]

    def clean(self) -> dict[str, Any]:
        """Names are no other term's, as in an import."""
        data = super().clean() or {}
        names = [*(data.get("names_ko") or []), *(data.get("names_en") or [])]
        others = Term.objects.exclude(pk=self.instance.pk)
        if fault := glossary.claim(
            glossary.owned(others), data.get("slug") or "", names
        ):
            raise forms.ValidationError(fault)
        return data


@admin.register(Term)
class TermAdmin(ScopedAdmin):
    """One glossary for all; it says what a slip of the keyboard may be taken for."""

    form = TermForm
    list_display = ["slug", "category", "names"]
    list_filter = ["category"]
    search_fields = ["slug", "names_ko", "names_en"]

    def scope(self, user: Any) -> QuerySet[Term]:
        if permissions.may_enter_admin(user):
            return Term.objects.all()
        return Term.objects.none()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    @admin.display(description=gettext_lazy("names"))
    def names(self, term: Term) -> str:
        return ", ".join([*term.names_ko, *term.names_en])
