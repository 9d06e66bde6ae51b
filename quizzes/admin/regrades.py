"""Regrades: what one would change, its start, and how far it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes import permissions, tasks
from quizzes.mending import regrading
from quizzes.models import Item, Regrade
from quizzes.reviews import Conflict

from .responses import answered
from .scope import ScopedLogAdmin


class StartForm(forms.Form):
    lowers = forms.BooleanField(
        label=gettext_lazy("Lower scores too; the learners are told"), required=False
    )


@admin.register(Regrade)
class RegradeAdmin(ScopedLogAdmin):
    """All regrades of one's items, to look at. They are begun from their item."""

    counts = ("raised", "lowered", "kept", "failed")
    list_display = ["item", "asked_at", "asked_by", "progress", *counts]
    list_select_related = ["item", "by", "revision"]
    readonly_fields = [
        "item",
        "revision_number",
        "lowers",
        "asked_by",
        "asked_at",
        "progress",
        *counts,
    ]
    fields = tuple(readonly_fields)
    ordering = ["-asked_at"]
    show_full_result_count = False

    def scope(self, user: Any) -> QuerySet[Regrade]:
        mine = permissions.writable_series(user)
        return Regrade.objects.filter(item__series__in=mine)

    @admin.display(description=gettext_lazy("revision"))
    def revision_number(self, regrade: Regrade) -> int:
        return regrade.revision.number

    @admin.display(description=gettext_lazy("by"), ordering="by")
    def asked_by(self, regrade: Regrade) -> str:
        return str(regrade.by or "manage.py regrade")

    @admin.display(description=gettext_lazy("progress"))
    def progress(self, regrade: Regrade) -> str | SafeString:
        """Answers may come while it runs: then there are more than there were."""
        total = max(regrade.total, regrade.seen)
        words = _("%(seen)d of %(total)d answers") % {
            "seen": regrade.seen,
            "total": total,
        }
        if regrade.taken_over:
            return _("Taken over by a later one: %(progress)s") % {"progress": words}
        if regrade.finished_at:
            return _("Finished: %(progress)s") % {"progress": words}
        address = reverse("admin:quizzes_regrade_change", args=[regrade.pk])
        return format_html('{} · <a href="{}">{}</a>', words, address, _("Look again"))

    # How one is begun

    def get_urls(self) -> list[Any]:
        dry_run = self.admin_site.admin_view(self.dry_run_view)
        return [
            path("item/<int:pk>/", dry_run, name="quizzes_item_regrade"),
            *super().get_urls(),
        ]

    def dry_run_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What a regrade of an item would change; sent, it begins."""
        items = Item.objects.filter(
            series__in=permissions.writable_series(request.user)
        )
        item = get_object_or_404(items.select_related("revision"), pk=pk)
        form = StartForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            return self._start(request, item, lowers=form.cleaned_data["lowers"])
        run = regrading.dry_run(item)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Regrade %(item)s") % {"item": item},
            "item": item,
            "run": run,
            "rows": [(change, answered(change.review)) for change in run.changes],
            "failures": [(one, answered(one), why) for one, why in run.failures],
            "unfinished": item.regrades.filter(finished_at=None).first(),
            "form": form,
        }
        return render(request, "admin/quizzes/regrade/dry_run.html", context)

    def _start(self, request: HttpRequest, item: Item, *, lowers: bool) -> HttpResponse:
        now = timezone.now()
        try:
            regrade = tasks.ask(item, by=request.user, now=now, lowers=lowers)
        except Conflict as conflict:
            messages.error(request, str(conflict))
            return redirect("admin:quizzes_item_regrade", item.pk)
        return redirect("admin:quizzes_regrade_change", regrade.pk)
