"""Item analysis: which questions of a series their author should look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes import analysis
from quizzes.analysis import Analysis
from quizzes.analysis.picks import LEAST
from quizzes.models import Item, Series

from .scope import ScopedAdmin

MOST_SHOWN = 20  # options or wrong answers of one revision
COLUMNS = {
    "place": gettext_lazy("item"),
    "attempts": gettext_lazy("attempts"),
    "facility": gettext_lazy("facility"),
    "discrimination": gettext_lazy("discrimination"),
    "efficiency": gettext_lazy("efficiency"),
    "seconds": gettext_lazy("median time"),
    "flags": gettext_lazy("look at it, for"),
}


class AnalysisPages(ScopedAdmin):
    """How the items of a series do; no learner is named."""

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/analysis/",
                wrap(self.analysis_view),
                name="quizzes_series_analysis",
            ),
            path(
                "<int:pk>/analysis/<int:item>/",
                wrap(self.item_analysis_view),
                name="quizzes_item_analysis",
            ),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("item analysis"))
    def analysis(self, series: Series) -> str | SafeString:
        if not series.pk:
            return _("After saving.")
        address = reverse("admin:quizzes_series_analysis", args=[series.pk])
        return format_html('<a href="{}">{}</a>', address, _("How its items do"))

    def analysis_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        series = self._mine(request, pk)
        chosen = request.GET.get("sort", "")
        chosen = chosen if chosen in COLUMNS else "flags"
        rows = sorted(analysis.of_series(series), key=_order(chosen))
        context = {"rows": rows, "columns": COLUMNS.items(), "chosen": chosen}
        return self._page(request, "analysis", series, context)

    def item_analysis_view(
        self, request: HttpRequest, pk: int, item: int
    ) -> HttpResponse:
        series = self._mine(request, pk)
        found = get_object_or_404(Item, series=series, pk=item)
        context = {"analysis": analysis.of_item(found), "most": f":{MOST_SHOWN}"}
        return self._page(request, "item_analysis", series, context)

    def _mine(self, request: HttpRequest, pk: int) -> Series:
        series: Series | None = self.get_object(request, str(pk))
        if series is None:
            raise Http404
        return series

    def _page(
        self, request: HttpRequest, name: str, series: Series, context: dict[str, Any]
    ) -> HttpResponse:
        common = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Item analysis"),
            "series": series,
            "least": LEAST,
        }
        template = f"admin/quizzes/series/{name}.html"
        return render(request, template, common | context)


def _order(column: str) -> Callable[[Analysis], tuple[Any, ...]]:
    """What needs its author most comes first, what says nothing last."""

    def key(one: Analysis) -> tuple[Any, ...]:
        if column == "place":
            return ()  # as they stand in the series
        if column == "flags":
            return (-len(one.judged.flags),)
        value = getattr(one.judged.figures, column)
        falling = column in ("attempts", "seconds")
        return value is None, -value if falling and value else value or 0

    return key
