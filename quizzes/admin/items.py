"""Items: one form per kind; saving makes a revision, publishing checks it."""

from __future__ import annotations

from random import Random
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import ManyToManyField, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _

from quizzes import exercises, permissions, questions
from quizzes.authoring import checks, publishing
from quizzes.mending import regrading
from quizzes.models import Card, Item, ItemRevision, Language, Review
from quizzes.questions import Question
from quizzes.rendering import to_html, to_inline_html

from .item_forms import fieldsets_for, form_for
from .scope import ScopedAdmin, WritableSeriesFilter, whole

SAMPLES = 3


def kind_choices() -> list[tuple[str, str]]:
    """What an item can be: every kind of question, or an exercise."""
    kinds = [(name, str(kind.label)) for name, kind in questions.kinds().items()]
    return [*kinds, (ItemRevision.EXERCISE, _("An exercise"))]


@admin.register(Item)
class ItemAdmin(ScopedAdmin):
    list_display = ["slug", "kind", "series", "chapter_key", "order", "published"]
    list_filter = [("series", WritableSeriesFilter), "published", "revision__kind"]
    list_select_related = ["series", "revision"]
    search_fields = ["slug", "chapter_key"]
    filter_horizontal = ["prerequisites"]
    actions = ["publish", "unpublish", "regrade_chosen"]
    readonly_fields = ["preview", "history", "regrade"]

    class Media:
        css = {"all": ["vendor/pygments.css"]}

    def scope(self, user: Any) -> QuerySet[Item]:
        return Item.objects.filter(series__in=permissions.writable_series(user))

    @admin.display(description=gettext_lazy("kind"), ordering="revision__kind")
    def kind(self, item: Item) -> str:
        kind = item.revision.kind if item.revision else ""
        return dict(kind_choices()).get(kind, kind)

    # The form, which depends on the kind

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Ask for the kind first; once a question is written it is fixed."""
        item = self.get_object(request, object_id) if object_id else None
        missing = object_id and item is None
        if not missing and self._kind(request, item) not in dict(kind_choices()):
            return self._ask_for_kind(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    @staticmethod
    def _kind(request: HttpRequest, item: Item | None) -> str:
        if item and item.revision:
            return item.revision.kind
        return request.GET.get("kind", "")

    def _ask_for_kind(self, request: HttpRequest) -> HttpResponse:
        given = request.GET.copy()
        given.pop("kind", None)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What kind of item?"),
            "kinds": kind_choices(),
            "given": given.urlencode(),
        }
        return render(request, "admin/quizzes/item/kinds.html", context)

    def get_form(
        self,
        request: HttpRequest,
        obj: Item | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        kwargs["form"] = form_for(self._kind(request, obj))
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Item | None = None) -> Any:
        place = ["series", "chapter_key", ("slug", "order"), "published"]
        shown = (
            [(_("As it is asked"), {"fields": ["preview", "history", "regrade"]})]
            if obj
            else []
        )
        return [
            (None, {"fields": place}),
            *fieldsets_for(self._kind(request, obj)),
            (
                _("More"),
                {"fields": ["tags", "prerequisites"], "classes": ["collapse"]},
            ),
            *shown,
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = ["series", "slug"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        kwargs["queryset"] = self.scope(request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        within = self.scope(request.user).filter(
            series=whole(request.GET.get("series")),
            chapter_key=request.GET.get("chapter_key", ""),
        )
        last = within.aggregate(last=Max("order"))["last"] or 0
        return {"order": last + 1, **initial}

    # What is shown

    @admin.display(description=gettext_lazy("preview"))
    def preview(self, item: Item) -> str | SafeString:
        if item.revision is None:
            return _("After saving.")
        faults = checks.check_revision(item.revision)
        samples = [] if faults else _samples(item.revision)
        context = {"samples": samples, "faults": faults}
        return render_to_string("admin/quizzes/item/_preview.html", context)

    @admin.display(description=gettext_lazy("revisions"))
    def history(self, item: Item) -> SafeString:
        revisions = item.revisions.select_related("created_by").order_by("-number")
        context = {"revisions": revisions, "current": item.revision_id}
        return render_to_string("admin/quizzes/item/_revisions.html", context)

    @admin.display(description=gettext_lazy("answers so far"))
    def regrade(self, item: Item) -> str | SafeString:
        """The way to grading them anew."""
        answers = Review.objects.filter(card__item=item).count() if item.pk else 0
        if not answers:
            return _("None yet.")
        return format_html(
            '{} · <a href="{}">{}</a> · <a href="{}">{}</a>',
            answers,
            reverse("admin:quizzes_item_regrade", args=[item.pk]),
            _("What grading them anew would change"),
            reverse("admin:quizzes_item_analysis", args=[item.series_id, item.pk]),
            _("Item analysis"),
        )

    # What is changed

    def save_model(
        self, request: HttpRequest, obj: Item, form: Any, change: bool
    ) -> None:
        before = Item.objects.filter(pk=obj.pk).values_list("chapter_key", flat=True)
        keys = {*before, obj.chapter_key}
        super().save_model(request, obj, form, change)
        if form.asks_something_new:
            publishing.revise(obj, kind=form.kind, by=request.user, **form.authored())
            self._offer_regrade(request, obj)
        for key in keys:
            publishing.refresh(obj.series, key=key)

    def _offer_regrade(self, request: HttpRequest, item: Item) -> None:
        """An item that was mended may have been answered before."""
        if Review.objects.filter(card__item=item).exists():
            words = _("It has been answered before. Answers so far:")
            messages.info(request, format_html("{} {}", words, self.regrade(item)))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Who has been asked an item keeps it: then it can only be unpublished."""
        items = list(objs)
        asked = Item.objects.filter(pk__in=[item.pk for item in items])
        asked = asked.filter(pk__in=Card.objects.values("item"))
        kept = [_("%(item)s: has been asked") % {"item": item} for item in asked]
        counts = {str(self.opts.verbose_name_plural): len(items)}
        return [str(item) for item in items], counts, set(), kept

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Item) -> None:
        Item.objects.filter(pk=obj.pk).update(revision=None)  # it protects itself
        obj.revision = None
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Item]) -> None:
        for item in queryset:
            self.delete_model(request, item)

    @admin.action(description=gettext_lazy("Publish the chosen items"))
    def publish(self, request: HttpRequest, queryset: QuerySet[Item]) -> None:
        good = []
        for item in queryset.select_related("series", "revision"):
            faults = checks.check_item(item)
            if faults:
                messages.error(request, f"{item}: {' '.join(faults)}")
            else:
                good.append(item)
        self._set_published(request, good, True)

    @admin.action(description=gettext_lazy("Take the chosen items back to drafts"))
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Item]) -> None:
        self._set_published(request, list(queryset.select_related("series")), False)

    @admin.action(description=gettext_lazy("Regrade the chosen items"))
    def regrade_chosen(
        self, request: HttpRequest, queryset: QuerySet[Item]
    ) -> HttpResponse | None:
        """What that would change, and the way to each one's page, where it begins."""
        answered = Review.objects.filter(card__item__in=queryset).values("card__item")
        items = list(queryset.filter(pk__in=answered))
        if not items:
            self.message_user(request, _("None of these has been answered yet."))
            return None
        if len(items) == 1:
            return redirect("admin:quizzes_item_regrade", items[0].pk)
        most = max(1, regrading.MOST_LOOKED_AT // len(items))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Regrade"),
            "runs": [(i, regrading.dry_run(i, shown=0, most=most)) for i in items],
        }
        return render(request, "admin/quizzes/item/regrades.html", context)

    @transaction.atomic
    def _set_published(
        self, request: HttpRequest, items: list[Item], published: bool
    ) -> None:
        for item in items:
            item.published = published
            item.save(update_fields=["published"])
        for series, key in {(item.series, item.chapter_key) for item in items}:
            publishing.refresh(series, key=key)
        if items:
            text = ngettext("%(n)d item changed.", "%(n)d items changed.", len(items))
            self.message_user(request, text % {"n": len(items)})


def _samples(revision: ItemRevision) -> list[dict[str, Any]]:
    """The question as learners see it: in each language, or run a few times."""
    if revision.exercise:
        exercise = exercises.get(revision.exercise)
        runs = (exercise.ask(Random(n), revision.settings) for n in range(SAMPLES))
        return [_sample(get_language() or "ko", question) for _values, question in runs]
    samples = []
    for language in revision.texts:
        with override(language):
            question = revision.question(language).dealt(Random(0))
            samples.append(_sample(language, question))
    return samples


def _sample(language: str, question: Question) -> dict[str, Any]:
    names = dict(Language.choices)
    return {
        "language": language[:2],
        "name": names.get(language[:2], language),
        "question": question,
        "prompt": to_html(question.public()["prompt"]),
        "options": [
            to_inline_html(option["text"])
            for option in question.input().get("options", [])
        ],
        "expected": to_inline_html(question.expected()),
        "explanation": to_html(question.explanation),
    }
