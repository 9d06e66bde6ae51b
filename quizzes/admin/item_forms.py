"""The form of an item, built from what its kind of question declares."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes import exercises, questions
from quizzes.authoring import checks, publishing
from quizzes.models import Chapter, Item, ItemRevision, Language, Series
from quizzes.questions import Field

from .fields import LinesField, MarkdownField, SettingsField, TagsField, TextField

PROMPT = Field("prompt", "markdown", gettext_lazy("Question"))
EXPLANATION = Field(
    "explanation",
    "markdown",
    gettext_lazy("Explanation"),
    gettext_lazy("Shown after the attempt. Markdown."),
    required=False,
)
FORMS: dict[str, type[forms.CharField]] = {
    "text": TextField,
    "markdown": MarkdownField,
    "lines": LinesField,
}


class ItemForm(forms.ModelForm):
    """What all items have. Subclasses add their question's fields and `kind`."""

    kind: str
    question_fields: list[str] = []

    tags = TagsField(
        label=gettext_lazy("Tags"), required=False, help_text=gettext_lazy("a, b, c")
    )

    class Meta:
        model = Item
        fields = [
            "series",
            "chapter_key",
            "slug",
            "order",
            "tags",
            "prerequisites",
            "published",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.revision:
            self.initial = {**self.stored(self.instance.revision), **self.initial}

    def stored(self, revision: ItemRevision) -> dict[str, Any]:
        """The question's fields as the revision has them."""
        raise NotImplementedError

    def authored(self) -> dict[str, Any]:
        """The question's fields as `publishing.revise` takes them."""
        raise NotImplementedError

    @property
    def asks_something_new(self) -> bool:
        if not self.instance.revision:
            return True
        return any(name in self.changed_data for name in self.question_fields)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            self._check_place(data)
            wanted = publishing.draft(kind=self.kind, **self.authored())
            for fault in checks.check_revision(wanted, tried=self._tried(data)):
                self.add_error(None, fault)
        return data

    def _tried(self, data: dict[str, Any]) -> int:
        """Saving stays quick; what learners will be asked anew is tried thoroughly."""
        fresh = self.asks_something_new or "published" in self.changed_data
        return checks.PUBLISHED if fresh and data.get("published") else checks.SAVED

    def _check_place(self, data: dict[str, Any]) -> None:
        """The chapter and the prerequisites are of the item's own series."""
        series = data.get("series") or self.instance.series
        key = data.get("chapter_key") or self.instance.chapter_key
        if not Chapter.objects.filter(series=series, key=key).exists():
            self.add_error(
                "chapter_key" if "chapter_key" in self.fields else None,
                _("The series has no chapter with this key."),
            )
        for item in data.get("prerequisites") or []:
            if item.series_id != series.pk or item.pk == self.instance.pk:
                self.add_error(
                    "prerequisites",
                    _("“%(item)s” cannot be a prerequisite here.") % {"item": item},
                )
        if not self.errors:
            self._check_circles(data, series)

    def _check_circles(self, data: dict[str, Any], series: Series) -> None:
        slug = data.get("slug") or self.instance.slug
        wanted = {slug: [item.slug for item in data.get("prerequisites") or []]}
        if circle := publishing.find_circle(series, wanted):
            words = " → ".join(circle)
            what = _("Prerequisites go in a circle: %s") % words
            self.add_error("prerequisites", what)


class AuthoredForm(ItemForm):
    """A question written by hand, in each language."""

    shared: list[Field] = []
    worded: list[Field] = []

    def stored(self, revision: ItemRevision) -> dict[str, Any]:
        initial: dict[str, Any] = {}
        for language, fields in revision.texts.items():
            initial |= {f.name: fields.get(f.name) for f in self.shared}
            initial |= {f"{f.name}_{language}": fields.get(f.name) for f in self.worded}
        return initial

    def authored(self) -> dict[str, Any]:
        return {
            "texts": {code: f for code in Language.values if (f := self._text(code))}
        }

    def _text(self, language: str) -> dict[str, Any]:
        """The fields of one language, the shared ones with them; {} if unwritten."""
        data = self.cleaned_data
        words = {f.name: data.get(f"{f.name}_{language}") for f in self.worded}
        if not any(words.values()):
            return {}
        words |= {f.name: data.get(f.name) for f in self.shared}
        return {name: value for name, value in words.items() if value}


class ExerciseForm(ItemForm):
    """A question that is run: which exercise, and what of it is fixed."""

    kind = ItemRevision.EXERCISE
    question_fields = ["exercise", "settings"]

    exercise = forms.ChoiceField(label=gettext_lazy("Exercise"))
    settings = SettingsField(
        label=gettext_lazy("Settings"),
        required=False,
        help_text=gettext_lazy(
            'JSON. Only variants with these parameters, for example {"eta": 0.5}.'
        ),
        widget=AdminTextareaWidget(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["exercise"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for mypy
        field.choices = [
            (exercise.slug, exercise.title) for exercise in exercises.all_exercises()
        ]

    def stored(self, revision: ItemRevision) -> dict[str, Any]:
        return {"exercise": revision.exercise, "settings": revision.settings or None}

    def authored(self) -> dict[str, Any]:
        return {
            "exercise": self.cleaned_data["exercise"],
            "settings": self.cleaned_data["settings"],
        }


def form_for(kind: str) -> type[ItemForm]:
    """The form of a kind; ValueError if there is no such kind."""
    if kind == ItemRevision.EXERCISE:
        return ExerciseForm
    fields = (PROMPT, *questions.kind_named(kind).fields, EXPLANATION)
    shared = [field for field in fields if not field.each_language]
    worded = [field for field in fields if field.each_language]
    inputs = {field.name: _input(field, required=field.required) for field in shared}
    for language in Language:
        for field in worded:
            required = field.required and language == Language.KOREAN
            inputs[f"{field.name}_{language.value}"] = _input(field, required=required)
    content = {
        "kind": kind,
        "shared": shared,
        "worded": worded,
        "question_fields": list(inputs),
    }
    return type("KindForm", (AuthoredForm,), {**content, **inputs})


def _input(field: Field, *, required: bool) -> forms.CharField:
    made = FORMS[field.form](
        label=str(field.label), help_text=str(field.help), required=required
    )
    if field.form != "text":
        rows = 4 if field.form == "lines" else 6
        made.widget.attrs |= {"rows": rows, "class": "vLargeTextField"}
    return made


def fieldsets_for(kind: str) -> list[tuple[Any, dict[str, Any]]]:
    """The question's part of the form: what all languages share, then each."""
    form = form_for(kind)
    if not issubclass(form, AuthoredForm):
        return [(_("Exercise"), {"fields": form.question_fields})]
    sets: list[tuple[Any, dict[str, Any]]] = []
    if form.shared:
        sets.append((_("In every language"), {"fields": [f.name for f in form.shared]}))
    for language in Language:
        names = [f"{field.name}_{language.value}" for field in form.worded]
        sets.append((language.label, {"fields": names}))
    return sets
